"""Citations against the units of two small documents, built in memory."""

import pytest

from pipeline.intake.references import read_reference, read_section
from pipeline.intake.resolve import named_section, resolve
from pipeline.intake.section_names import number_fits, same_words, within_one
from pipeline.model.comment import Citation, CitedKind
from pipeline.text.units import Unit, UnitKind
from pipeline.text.words import Kind, Stretch
from tests.intake.documents import decimal_units, roman_units

ROMAN = roman_units()
DECIMAL = decimal_units()


def cited(text: str, among: tuple[Unit, ...] = ROMAN) -> list[str]:
    return [among[index].address for citation in read_reference(text) for index in resolve(citation, among)]


def test_the_documents_of_the_tests_are_what_the_tests_say() -> None:
    assert [unit.address for unit in ROMAN] == [
        "summary", "section I", "paragraph 1", "paragraph 2", "2 (a)", "2 (a) (i)", "2 (a) (ii)", "2 (b)",
        "paragraph 2, continued", "section I.A", "paragraph 3", "table 1", "table 1, header", "table 1, header",
        "table 1, row 1", "table 1, row 1", "table 1, row 2", "table 1, row 2", "footnote 1", "section II",
        "paragraph 4", "4 (•)", "4 (•)", "4 (•)", "figure 1", "annex I", "annex I, unnumbered paragraph 1",
        "annex I, item (a)", "annex I, unnumbered paragraph 2",
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "addresses"), [
    ("1", ["paragraph 1"]),
    ("2", ["paragraph 2", "2 (a)", "2 (a) (i)", "2 (a) (ii)", "2 (b)", "paragraph 2, continued"]),
    ("2 (a)", ["2 (a)", "2 (a) (i)", "2 (a) (ii)"]),
    ("2 (A) (ii)", ["2 (a) (ii)"]),
    ("paragraph 2, second bullet", ["2 (b)"]),
    ("2 (c)", []),
    ("paragraph 4, bullet 3", ["4 (•)"]),
    ("paragraph 4, bullet 4", []),
    ("9", []),
    ("0", []),
    ("p-opening", ["paragraph 1"]),
    ("I", ["section I"]),
    ("section 1", ["section I"]),
    ("I.A", ["section I.A"]),
    ("section 1.1", ["section I.A"]),
    ("Section I, A", ["section I.A"]),
    ("Section IX", []),
    ("Opening words", ["section I"]),
    ("OPENING-WORDS", ["section I"]),
    ("Openning words", ["section I"]),
    ("Opening works and", []),
    ("sec-second", ["section II"]),
    ("I, second paragraph", ["paragraph 2", "2 (a)", "2 (a) (i)", "2 (a) (ii)", "2 (b)"]),
    ("section I, third paragraph", ["paragraph 2, continued"]),
    ("section I, fifth paragraph", []),
    ("section II, paragraph 4", ["paragraph 4", "4 (•)", "4 (•)", "4 (•)"]),
    ("section II, first paragraph", ["paragraph 4", "4 (•)", "4 (•)", "4 (•)"]),
    ("section II, paragraph 1", ["paragraph 4", "4 (•)", "4 (•)", "4 (•)"]),
    ("section II, bullet 2", ["4 (•)"]),
    ("12,", []),
    ("4,", ["paragraph 4", "4 (•)", "4 (•)", "4 (•)"]),
    ("Table 1", ["table 1", "table 1, header", "table 1, header", *["table 1, row 1"] * 2, *["table 1, row 2"] * 2]),
    ("table 1, row 2", ["table 1, row 2", "table 1, row 2"]),
    ("table 1, row 3", []),
    ("Table 2", []),
    ("tbl-areas", ["table 1", "table 1, header", "table 1, header", *["table 1, row 1"] * 2, *["table 1, row 2"] * 2]),
    ("Figure 1", ["figure 1"]),
    ("footnote 1", ["footnote 1"]),
    ("footnote 2", []),
    ("Annex I", ["annex I"]),
    ("annex 1", ["annex I"]),
    ("Annex II", []),
    ("Annex I, paragraph 2", ["annex I, unnumbered paragraph 2"]),
    ("Annex I, item (a)", ["annex I, item (a)"]),
    ("Summary", ["summary"]),
    ("Executive Summary", ["summary"]),
    ("General", []),
    ("page 3", []),
])  # fmt: skip
def test_a_place_is_found_or_nothing(text: str, addresses: list[str]) -> None:
    assert cited(text) == addresses


@pytest.mark.parametrize(("text", "addresses"), [
    ("4.1", ["section 4.1"]),
    ("4,", ["section 4"]),
    ("4.1, 2", ["paragraph 4"]),
    ("4, 2", ["paragraph 2"]),
    ("4.1 (Second part), Para 1", ["paragraph 3"]),
    ("4.x", ["section 4.1", "section 4.2"]),
    ("4.3", []),
    ("IV", ["section 4"]),
])  # fmt: skip
def test_sections_with_figures_are_cited_as_people_do(text: str, addresses: list[str]) -> None:
    assert cited(text, DECIMAL) == addresses


def test_a_bare_number_in_the_section_field_is_a_section_in_any_numerals() -> None:
    assert [ROMAN[i].address for i in resolve(read_section("2")[0], ROMAN)] == ["section II"]
    assert [DECIMAL[i].address for i in resolve(read_section("4")[0], DECIMAL)] == ["section 4"]


def test_a_title_that_fits_two_sections_names_neither() -> None:
    assert cited("Common part", DECIMAL) == []
    assert cited("4.2 Common part", DECIMAL) == ["section 4.2"]


def test_every_printed_address_of_a_paragraph_leads_back_to_it() -> None:
    for among in (ROMAN, DECIMAL):
        for index, unit in enumerate(among):
            if unit.kind in (UnitKind.PARAGRAPH, UnitKind.HEADING, UnitKind.NOTE, UnitKind.CAPTION) or unit.marks[
                :1
            ] == ("a",):
                found = [i for citation in read_reference(unit.address) for i in resolve(citation, among)]
                assert index in found, unit.address


def test_a_section_of_another_document_is_recognized_by_number_and_title() -> None:
    def named(citation: Citation, among: tuple[Unit, ...]) -> str:
        index = named_section(citation, among)
        return "" if index is None else among[index].address

    assert named(Citation(CitedKind.SECTION, "4.2", title="Common part"), DECIMAL) == "section 4.2"
    assert named(Citation(CitedKind.SECTION, "4.2"), DECIMAL) == "section 4.2"
    assert named(Citation(CitedKind.SECTION, "4.2", title="Records"), DECIMAL) == ""
    assert named(Citation(CitedKind.SECTION, "4.2", title="Common part"), ROMAN) == ""
    assert named(Citation(CitedKind.SECTION, title="Opening words"), ROMAN) == "section I"
    assert named(Citation(CitedKind.ANNEX, "I"), ROMAN) == "annex I"
    assert named(Citation(CitedKind.PARAGRAPH, "1"), ROMAN) == ""


def test_numbers_are_compared_step_by_step() -> None:
    assert number_fits("III.A", "III.A", by_worth=False)
    assert not number_fits("3.1", "III.A", by_worth=False)
    assert number_fits("3.1", "III.A", by_worth=True)
    assert not number_fits("3", "III.A", by_worth=True)
    assert not number_fits("3.2", "III.A", by_worth=True)
    assert not number_fits("1", "", by_worth=True)


def test_one_typing_error_is_forgiven_in_titles_that_are_long_enough() -> None:
    assert within_one("abcd", "abdc")
    assert within_one("abcd", "abxcd")
    assert not within_one("abcd", "axcx")
    assert same_words("Reauthen-tication", "Reauthentication")
    assert same_words("Definitoins", "Definitions")
    assert not same_words("Means", "Beans")
    assert not same_words("", "")


def test_an_empty_text_has_no_places() -> None:
    for text in ("1", "I", "Table 1", "Annex I", "Summary", "footnote 1", "I, 2", "2 (a)"):
        assert cited(text, ()) == []


def test_a_paragraph_without_a_heading_is_found() -> None:
    stretch = Stretch(Kind.PARAGRAPH, (), "words", (0,))
    bare = (Unit(UnitKind.PARAGRAPH, "paragraph 1", 1, (), "", 0, 0, 0, "", stretch),)
    assert cited("1", bare) == ["paragraph 1"]


def test_sections_end_where_their_file_ends() -> None:
    assert cited("section II, 5", ROMAN) == []
