"""Word and PDF print the words and numbers of the model, no more and no less."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.formats.pandoc import parse
from pipeline.formats.typst import compile_pdf
from pipeline.model.config import Committee, Profile
from pipeline.model.document import Document, Paragraph, Part, Role, Section
from pipeline.model.paper import Cover, Paper
from pipeline.render.pdf.paper import typst_source
from pipeline.render.word.paper import render_docx
from pipeline.text.blocks import read_section
from pipeline.text.identity import numbered_paragraphs
from pipeline.text.numbering import number_document
from pipeline.text.words import Kind, printed, stretches
from tests.render.reading import folded, word_notes, word_paragraphs
from tests.render.sample_paper import sample_paper
from tests.strategies import Made, sections

TEMPLATES = Path(__file__).parents[2] / "templates"
REFERENCE = (TEMPLATES / "reference.docx").read_bytes()
COVER = Cover(Committee(name="Committee", short="C", organization="Organization"), "Session")


def paper_of(markdown: str) -> Paper:
    text = read_section(parse([markdown])[0].blocks, Part.BODY)
    section = Section("drafts/d/1.md", Part.BODY, "Title", blocks=text.blocks, notes=text.notes)
    profile = Profile(name="Test", contents_from=10**6)
    document, _ = number_document(Document("d", "T", "drafts/d", (section,)), profile)
    return Paper(document, COVER, profile, "0")


def _parts(kind: Kind, text: str) -> list[str]:
    """What is printed in one go: of an epigraph the words and their source, which a dash parts in the text."""
    parted = re.fullmatch(r"(.+?)[—–](.+)", text) if kind is Kind.EPIGRAPH else None
    return list(parted.groups()) if parted else [] if kind is Kind.NOTE else [text]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sections())
def test_word_prints_every_stretch_in_order(made: Made) -> None:
    paper = paper_of(made.markdown)
    data = render_docx(paper, REFERENCE, {})
    body = folded("".join(text for _, text in word_paragraphs(data)))
    at = 0
    for stretch in stretches(paper.document.sections[0]):
        for text in _parts(stretch.kind, folded(stretch.text)):
            found = body.find(text, at)
            assert found >= 0, stretch.text
            at = found + len(text)
    notes = [stretch.text for stretch in stretches(paper.document.sections[0]) if stretch.kind is Kind.NOTE]
    assert [folded(note) for note in word_notes(data)] == [folded(note) for note in notes]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sections())
def test_word_gives_its_numbers_to_the_paragraphs_of_the_model(made: Made) -> None:
    """Word counts the paragraphs of this style from 1."""
    paper = paper_of(made.markdown)
    read = [text for style, text in word_paragraphs(render_docx(paper, REFERENCE, {})) if style == "NumberedParagraph"]
    numbered = numbered_paragraphs(paper.document)
    assert [folded(text) for text in read] == [folded(printed(paragraph.inlines)) for paragraph in numbered]
    assert [paragraph.number for paragraph in numbered] == list(range(1, len(read) + 1))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sections())
def test_any_section_becomes_a_pdf(made: Made) -> None:
    paper = paper_of(made.markdown)
    files = {"paper.typ": (TEMPLATES / "paper.typ").read_bytes()}
    assert compile_pdf(typst_source(paper, {}), files).pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    "markdown",
    [
        "Words:\n\n(a) one\n\n{.continued #c-one}\nOn it runs.\n\nSee [](#c-one).\n",
        "::: summary\n{#s-one}\nIn short.\n:::\n\nSee [](#s-one).\n",
        "::: epigraph\n{#e-one}\n“Words” — Somebody\n:::\n\nSee [](#e-one).\n",
        "{#table-1}\nLabelled like a table.\n\nSee [](#table-1).\n\n| a |\n|---|\n| b |\n",
        "{#heading-0}\nLabelled like a heading.\n\nSee [](#heading-0).\n",
        "{#item-1-1}\nLike an item:\n\n(a) one\n\n    (i) {#i-one}\n        deep\n\nSee [](#item-1-1), [](#i-one).\n",
    ],
)
def test_whatever_has_a_label_can_be_referred_to(markdown: str) -> None:
    paper = paper_of(markdown)
    files = {"paper.typ": (TEMPLATES / "paper.typ").read_bytes()}
    assert compile_pdf(typst_source(paper, {}), files).pdf
    body = render_docx(paper, REFERENCE, {})
    assert any("See " in text for _, text in word_paragraphs(body))


def test_a_label_like_one_of_ours_keeps_its_bookmark() -> None:
    import io
    import zipfile

    paper = paper_of("{#heading-0}\nWords.\n\n{#note-body-1}\nMore words.[^n]\n\n[^n]: Note.\n")
    with zipfile.ZipFile(io.BytesIO(render_docx(paper, REFERENCE, {}))) as archive:
        xml = archive.read("word/document.xml").decode()
    for name in ("heading_0", "note_body_1", "_heading_0", "_note_body_1"):
        assert xml.count(f'w:name="{name}"') == 1, name


def test_the_sample_paper_prints_all_its_paragraphs_in_word() -> None:
    paper = sample_paper()
    read = [folded(text) for style, text in word_paragraphs(render_docx(paper, REFERENCE, {})) if style]
    for section in paper.document.sections:
        for block in section.blocks if section.part is not Part.ANNEX else ():  # their note marks are typed letters
            if isinstance(block, Paragraph) and block.role is not Role.EPIGRAPH:
                assert folded(printed(block.inlines)) in read


@pytest.mark.parametrize(
    ("words", "printed_as"),
    [
        ("Ta — Bo", ["Ta", "Bo"]),
        ("Ta —", ["Ta —"]),
        ("— Bo", ["— Bo"]),
        ("Ta", ["Ta"]),
    ],
)
def test_an_epigraph_has_a_source_only_where_a_dash_parts_something(words: str, printed_as: list[str]) -> None:
    body = word_paragraphs(render_docx(paper_of(f"::: epigraph\n{words}\n:::\n"), REFERENCE, {}))
    assert [text for style, text in body if style.startswith("Epigraph")] == printed_as
