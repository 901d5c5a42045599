"""From Markdown to the model: no word is lost, whatever the words are, and all stands where it was written."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.pandoc import parse
from pipeline.model.config import Profile
from pipeline.model.document import Document, Paragraph, Part, Role, Section
from pipeline.text.blocks import SectionText, read_section
from pipeline.text.identity import numbered_paragraphs
from pipeline.text.numbering import number_document
from pipeline.text.sources import check_source
from pipeline.text.words import printed, stretches
from tests.strategies import Made, sections

PROFILE = Profile(name="Test")


def section_of(text: SectionText, name: str = "1") -> Section:
    return Section(f"drafts/d/{name}.md", Part.BODY, blocks=text.blocks, notes=text.notes)


@settings(max_examples=25, deadline=None)
@given(st.lists(sections(), min_size=1, max_size=3))
def test_every_text_is_printed_once_in_order_and_nothing_is_found(many: list[Made]) -> None:
    """Sections are parsed together, as a build does it: none may take anything from its neighbour."""
    for made, parsed in zip(many, parse([made.markdown for made in many]), strict=True):
        text = read_section(parsed.blocks, Part.BODY)
        assert [(f.code, f.message) for f in (*text.findings, *check_source(made.markdown))] == []
        read = [(stretch.kind, " ".join(stretch.text.split(" ")).strip()) for stretch in stretches(section_of(text))]
        # pandoc composes letters with their marks, as Unicode's form C does
        assert read == [(kind, unicodedata.normalize("NFC", words).strip()) for kind, words in made.texts]


@settings(max_examples=15, deadline=None)
@given(st.lists(sections(), min_size=1, max_size=3))
def test_numbers_are_continuous_and_references_print_their_targets(many: list[Made]) -> None:
    texts = [read_section(parsed.blocks, Part.BODY) for parsed in parse([made.markdown for made in many])]
    bare = Document("d", "T", "drafts/d", tuple(section_of(text, str(n)) for n, text in enumerate(texts)))
    document, findings = number_document(bare, PROFILE)
    numbers = [paragraph.number for paragraph in numbered_paragraphs(document)]
    assert numbers == list(range(1, sum(made.numbered for made in many) + 1))
    assert {found.code for found in findings} <= {"ID-TWICE"}  # sections were made apart: their labels may be equal
    for section in document.sections:
        for stretch in stretches(section):
            for piece in stretch.inlines:
                if hasattr(piece, "target"):
                    assert piece.text == document.targets[piece.target].printed


@settings(max_examples=15, deadline=None)
@given(sections())
def test_every_word_stands_where_the_source_has_it(made: Made) -> None:
    markdown = unicodedata.normalize("NFC", made.markdown)  # pandoc composes letters, then counts columns
    lines = markdown.split("\n")
    text = read_section(parse([markdown])[0].blocks, Part.BODY)
    for block in text.blocks:
        if isinstance(block, Paragraph):
            for piece in block.inlines:
                word = printed([piece])
                if piece.at and piece.at.line == piece.at.end_line and word.isalnum() and word.isascii():
                    assert word in lines[piece.at.line - 1][piece.at.column - 1 : piece.at.end_column - 1]


@pytest.mark.parametrize("depth", [1, 5, 20, 60, 100, 140, 200])
@pytest.mark.parametrize("opening", [">", "- ", "> - "])
def test_any_depth_is_read_or_is_a_problem(depth: int, opening: str) -> None:
    """What pandoc's tree survives, our reader survives."""
    parsed = parse([opening * depth + "x\n"])[0]
    if parsed.problem:
        assert "levels deep" in parsed.problem
        return
    text = read_section(parsed.blocks, Part.BODY)
    assert "x" in "".join(printed(block.inlines) for block in text.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize(
    ("part", "role"), [(Part.FRONT, Role.PLAIN), (Part.BODY, Role.NUMBERED), (Part.ANNEX, Role.PLAIN)]
)
def test_the_part_decides_what_a_paragraph_is(part: Part, role: Role) -> None:
    (block,) = read_section(parse(["Words.\n"])[0].blocks, part).blocks
    assert isinstance(block, Paragraph)
    assert block.role is role


@pytest.mark.parametrize(
    "words",
    [
        "<div>kept</div>",
        "kept `kept`",
        "> kept",
        "    kept",
        "(a) one\n\n        kept",
        "x[^n]\n\n[^n]: y\n\n    - kept\n",
        "x[^n]\n\n[^n]: y\n\n    > kept\n",
        "```{=typst}\nkept\n```",
        "[kept]{.strange}",
        "::: strange\nkept\n:::",
        "[kept](other.md)",
        "![kept](x.svg) words",
        "# kept",
    ],
)
def test_the_words_of_what_is_refused_are_kept(words: str) -> None:
    text = read_section(parse([words + "\n"])[0].blocks, Part.BODY)
    assert text.findings
    assert "kept" in " ".join(stretch.text for stretch in stretches(section_of(text)))
