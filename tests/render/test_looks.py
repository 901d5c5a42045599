"""What once looked wrong on the page, and must not again."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.model.document import Cell, Document, Heading, Paragraph, Part, Role, Section, Table, Text
from pipeline.model.paper import Paper
from pipeline.render.columns import column_weights, has_narrow_column
from pipeline.render.covers import cover_facts
from pipeline.render.pdf.paper import typst_source
from pipeline.render.word.paper import render_docx
from tests.render.sample_paper import IMAGE, png, sample_paper

REFERENCE_FOLDER = Path(__file__).parents[2] / "templates"
REFERENCE = (REFERENCE_FOLDER / "reference.docx").read_bytes()


def parts(paper: Paper) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(render_docx(paper, REFERENCE, {IMAGE: png()}))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


@pytest.fixture(scope="module")
def word() -> dict[str, str]:
    return parts(sample_paper())


def paragraphs(xml: str, style: str) -> list[str]:
    return re.findall(rf'<w:p><w:pPr><w:pStyle w:val="{style}"/>.*?</w:p>', xml)


def test_a_bookmark_of_a_table_holds_its_number_alone_so_that_a_refreshed_reference_says_table_once(
    word: dict[str, str],
) -> None:
    match = re.search(r'w:name="tbl_areas"/>(.*?)<w:bookmarkEnd', word["word/document.xml"])
    assert match is not None
    assert re.findall(r"<w:t[^>]*>([^<]*)</w:t>", match[1]) == ["1"]
    assert "REF tbl_areas \\h" in word["word/document.xml"]


def test_notes_of_annexes_have_written_letters_and_those_of_the_body_are_counted(word: dict[str, str]) -> None:
    body, _, annexes = word["word/document.xml"].partition('w:name="annex_map"')
    assert "customMarkFollows" not in body
    assert re.findall(r'customMarkFollows="1" w:id="\d+"/><w:t>(.)</w:t>', annexes) == ["a", "b", "a", "b"]
    notes = re.findall(r'<w:footnote w:id="\d+">.*?</w:footnote>', word["word/footnotes.xml"])
    assert ["<w:footnoteRef/>" in note for note in notes] == [True] * 4 + [False] * 4
    assert "w:numFmt" not in word["word/document.xml"]


def test_a_paragraph_that_introduces_a_list_stays_with_it(word: dict[str, str]) -> None:
    xml = word["word/document.xml"]
    leading = [each for each in paragraphs(xml, "NumberedParagraph") if "<w:keepNext/>" in each]
    assert [re.sub("<[^>]*>", "", each) for each in leading] == [
        "The markets are connected in several ways:",
        "Bullets:",
        "Figures:",
    ]
    inner = [re.sub("<[^>]*>", "", each) for each in paragraphs(xml, "Item") if "<w:keepNext/>" in each]
    assert inner == ["Shared people, for instance:", "Shared money:", "A second inner list starts again;", "short"]
    source = typst_source(sample_paper())
    assert re.search(r'#numbered\("6", label\("[^"]*"\), true, ', source)
    assert re.search(r'#numbered\("5", label\("[^"]*"\), false, ', source)


def test_the_foot_of_the_cover_stands_at_the_foot_of_the_page(word: dict[str, str]) -> None:
    for style in ("CoverDisclaimer", "CoverFacts"):
        assert paragraphs(word["word/footer2.xml"], style), style
        assert not paragraphs(word["word/document.xml"], style), style
    assert "<w:framePr" not in word["word/document.xml"]
    assert re.search(r'r:id="footcover"/>.*?w:footer="(\d+)"', word["word/document.xml"])[1] != "680"


def test_a_note_that_is_made_for_each_pack_says_nothing_of_words_and_text() -> None:
    paper = sample_paper()
    assert [name for name, _ in cover_facts(paper)] == ["Word count", "Text"]
    bare = replace(paper, cover=replace(paper.cover, baseline="", fingerprint=""))
    assert cover_facts(bare) == ()
    assert "today's text" not in parts(bare)["word/footer1.xml"]
    assert 'foot: ("Sample paper", "")' in typst_source(bare)


def test_a_fourth_heading_has_the_same_number_in_word_and_pdf() -> None:
    source = typst_source(sample_paper())
    assert '#head(4, "(a)", ' in source
    assert '#head(3, "1.", ' in source


def _table(*longest: str) -> Table:
    cells = tuple(Cell(((Text(word),),)) for word in longest)
    return Table("t", (), (cells,), (), ("left",) * len(cells))


def test_words_of_a_table_are_broken_only_where_a_column_is_too_narrow_for_one() -> None:
    assert not has_narrow_column(_table("interlinkages", "short"), 80)
    assert has_narrow_column(_table(*["interlinkages"] * 8), 80)
    assert len(column_weights(_table("a", "b", "c"))) == 3


def _paper_with(table: Table) -> Paper:
    section = Section("s.md", Part.BODY, blocks=(Heading(1, (Text("Top"),), number="I"), table))
    return replace(sample_paper(), document=Document("d", "Title", "drafts/d", (section,)), images={})


@pytest.mark.parametrize(("columns", "hyphens"), [(2, "false"), (8, "true")])
def test_the_pdf_is_told_whether_to_break_words(columns: int, hyphens: str) -> None:
    assert f"), {hyphens}, (" in typst_source(_paper_with(_table(*["interlinkages"] * columns)))


def test_a_continued_and_a_plain_paragraph_lead_too() -> None:
    item = Paragraph(Role.ITEM, (Text("x"),), marker="(a)", level=1, list=1, ordinal=1, kind="alpha")
    for role, style, call in (
        (Role.CONTINUED, "ContinuedParagraph", "continued"),
        (Role.PLAIN, "PlainParagraph", "plain"),
    ):
        section = Section("s.md", Part.BODY, blocks=(Paragraph(role, (Text("Lead:"),)), item))
        paper = replace(sample_paper(), document=Document("d", "Title", "drafts/d", (section,)), images={})
        assert "<w:keepNext/>" in paragraphs(parts(paper)["word/document.xml"], style)[0]
        assert re.search(rf"#{call}\((none, )?true, ", typst_source(paper))


def test_justified_paragraphs_of_the_pdf_are_told_to_fill_the_line() -> None:
    """Else typst makes each as wide as its longest line was before it was stretched, and right edges differ."""
    template = (REFERENCE_FOLDER / "paper.typ").read_text(encoding="utf-8")
    blocks = re.findall(r"block\((?=[^()]*,\s*par\()([^()]*)", template)
    blocks += re.findall(r"block\(([^()]*inset: \(left: hang\)), par\(", template)
    assert len(blocks) >= 4
    assert all("width: 100%" in each for each in blocks)
