"""Structure, length and hidden characters, and what holds for all checks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.config import Page, Profile
from pipeline.model.document import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inline,
    Note,
    NoteMark,
    Paragraph,
    Part,
    Role,
    Section,
    Style,
    Table,
    Text,
)
from pipeline.model.finding import Finding, Severity
from pipeline.model.rules import RULES
from pipeline.model.source import Place, Span
from pipeline.text.blocks import words_of
from pipeline.text.checks import CHECKS, check_document

AT = Span(7, 1, 7, 9)
TEXT = Paragraph(Role.NUMBERED, words_of("Some text.", AT), at=AT)


def head(level: int, words: str = "Aims", line: int = 5) -> Heading:
    at = Span(line, 1, line, 20)
    return Heading(level, words_of(words, at), at=at)


def cell(words: str) -> Cell:
    return Cell((words_of(words, AT),) if words else ())


def table(*header: str, caption: str = "Areas") -> Table:
    width = len(header)
    rows = (tuple(cell("x") for _ in range(width)),)
    return Table("", words_of(caption, AT), (tuple(map(cell, header)),), rows, ("left",) * width, at=AT)


def figure(caption: str, alt: str) -> Figure:
    return Figure("", "images/a.svg", words_of(caption, AT), alt, number="1", at=AT)


def document(*blocks: Block, part: Part = Part.BODY, title: str = "Aims") -> Document:
    section = Section("drafts/d/01.md", part, title, blocks=blocks)
    return Document("d", "Title", "drafts/d", (section,), words=10)


def found(code: str, subject: Document, **settings: object) -> list[Finding]:
    profile = Profile.model_validate({"name": "p", **settings})
    return [finding for finding in check_document(subject, profile) if finding.code == code]


def test_a_subheading_without_a_sibling_is_found_where_it_stands() -> None:
    subject = document(head(1), head(2, "Only one", 9), TEXT)
    (finding,) = found("HEADING-LONE", subject)
    assert finding.place == Place("drafts/d/01.md", 9, 1)
    assert "“Only one”" in finding.message


def test_two_siblings_are_fine_also_when_one_has_children() -> None:
    assert not found("HEADING-LONE", document(head(1), head(2), head(3), head(3), head(2), TEXT))


def test_cousins_are_not_siblings() -> None:
    subject = document(head(2, "A"), head(3, "A1", 6), head(2, "B", 7), head(3, "B1", 8))
    assert [finding.place.line for finding in found("HEADING-LONE", subject)] == [6, 8]


def test_a_level_that_is_jumped_over_is_an_error_with_the_right_marks_in_the_hint() -> None:
    (finding,) = found("HEADING-SKIP", document(head(1), head(3), TEXT))
    assert finding.severity is Severity.ERROR
    assert "`##`" in finding.hint


def test_going_up_several_levels_is_no_skip() -> None:
    assert not found("HEADING-SKIP", document(head(1), head(2), head(3), head(4), head(2), TEXT))


@pytest.mark.parametrize("blocks", [(), (head(1), head(2)), (head(1), Paragraph(Role.NUMBERED, (Text(" "),)))])
def test_a_section_of_headings_alone_is_empty(blocks: tuple[Block, ...]) -> None:
    assert found("SECTION-EMPTY", document(*blocks))


@pytest.mark.parametrize("block", [TEXT, table("A", "B"), figure("A map", "Routes")])
def test_text_a_table_or_a_figure_fill_a_section(block: Block) -> None:
    assert not found("SECTION-EMPTY", document(head(1), block))


@pytest.mark.parametrize(("part", "number"), [(Part.BODY, 1), (Part.ANNEX, 1), (Part.FRONT, 0)])
def test_only_front_matter_needs_no_title(part: Part, number: int) -> None:
    assert len(found("TITLE-MISSING", document(TEXT, part=part, title=" "))) == number
    assert not found("TITLE-MISSING", document(TEXT, part=part, title="Aims"))


def test_a_figure_needs_alternative_text() -> None:
    assert found("ALT-MISSING", document(figure("A map", " ")))
    assert not found("ALT-MISSING", document(figure("A map", "Routes from north to south")))


@pytest.mark.parametrize(
    "alt", ["A map of routes", "a  map of routes.", "Diagram of a map of routes", "Figure 1: a map of routes"]
)
def test_alternative_text_that_is_the_caption_is_found(alt: str) -> None:
    assert found("ALT-CAPTION", document(figure("A map of routes", alt)))


def test_alternative_text_that_says_more_is_fine() -> None:
    assert not found("ALT-CAPTION", document(figure("A map of routes", "A map of routes that lead to the coast")))
    assert not found("ALT-CAPTION", document(figure("", "")))


def test_tables_and_figures_need_captions() -> None:
    assert "caption=" in found("CAPTION-MISSING", document(table("A", caption="")))[0].hint
    assert found("CAPTION-MISSING", document(figure("", "Routes")))
    assert not found("CAPTION-MISSING", document(table("A"), figure("A map", "Routes")))


def test_a_table_without_header_row_is_found() -> None:
    assert found("TABLE-HEADER", document(replace(table("A", "B"), header=())))


def test_only_the_corner_of_a_header_may_be_blank() -> None:
    assert not found("TABLE-HEADER", document(table("", "B")))
    assert "columns 2, 3" in found("TABLE-HEADER", document(table("A", "", "")))[0].message


def test_a_page_holds_eight_columns_and_a_narrow_one_fewer() -> None:
    assert not found("TABLE-WIDE", document(table(*"ABCDEFGH")))
    assert "9 columns" in found("TABLE-WIDE", document(table(*"ABCDEFGHI")))[0].message
    narrow = Page.model_validate({"width": 120.0})  # 60 mm of text
    assert not found("TABLE-WIDE", document(table(*"ABCD")), page=narrow)
    assert found("TABLE-WIDE", document(table(*"ABCDE")), page=narrow)


def test_the_word_limit_is_reported_once_with_both_numbers() -> None:
    subject = replace(document(TEXT), words=12_345)
    (finding,) = found("WORD-LIMIT", subject)
    assert "12,345" in finding.message
    assert "10,700" in finding.message
    assert "1,645" in finding.hint
    assert finding.place == Place("drafts/d/01.md")
    assert not found("WORD-LIMIT", subject, word_limit=0)
    assert not found("WORD-LIMIT", replace(subject, words=10_700))


@pytest.mark.parametrize(
    "code", [0x202E, 0x2066, 0x200B, 0x00AD, 0xFEFF, 0xFFFD, 0xE0041, 0x0007, 0x0085, 0x2060, 0xE0100]
)
def test_a_hidden_character_is_found_and_named_without_repeating_it(code: int) -> None:
    subject = document(Paragraph(Role.NUMBERED, (Text("one "), Text(f"pa{chr(code)}y", at=Span(3, 5, 3, 9)))))
    (finding,) = found("TEXT-CONTROL", subject)
    assert f"U+{code:04X}" in finding.message
    assert chr(code) not in finding.message
    assert finding.place == Place("drafts/d/01.md", 3, 7)


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "क्\u200dष",
        "name \u200e(Arabic: \u0627\u0644\u0623\u0645\u0645)",
        "葛\U000e0100飾",
        "naïve – “quoted”\u00a0…",
        "a\tb",
    ],
)
def test_what_a_script_needs_is_no_hidden_character(text: str) -> None:
    assert not found("TEXT-CONTROL", document(Paragraph(Role.NUMBERED, (Text(text),))))


def test_joiners_and_marks_have_no_business_between_latin_letters() -> None:
    for text in ("pa\u200dy", "pa\u200cy", "pay\u200e"):
        assert found("TEXT-CONTROL", document(Paragraph(Role.NUMBERED, (Text(text),))))


def test_hidden_characters_are_found_outside_the_text_too() -> None:
    linked = Text("site", 0, "https://example.org/\u202eabc", AT)
    subject = document(Paragraph(Role.NUMBERED, (linked,)), figure("A map", "Rou\u00adtes"))
    places = [finding.place for finding in found("TEXT-CONTROL", replace(subject, title="Ti\u200btle"))]
    assert len(places) == 3
    assert Place("drafts/d/document.yaml") in places


def test_many_of_the_same_hidden_character_in_one_paragraph_are_one_finding() -> None:
    (finding,) = found("TEXT-CONTROL", document(Paragraph(Role.NUMBERED, (Text("a\u00adb c\u00add e\u00adf"),))))
    assert "3 times" in finding.message


def test_the_profile_sets_the_severity_and_switches_rules_off() -> None:
    subject = document(head(1), head(2), TEXT)
    assert found("HEADING-LONE", subject)[0].severity is Severity.WARNING
    assert found("HEADING-LONE", subject, rules={"HEADING-LONE": "error"})[0].severity is Severity.ERROR
    assert not found("HEADING-LONE", subject, rules={"HEADING-LONE": "off"})


pieces = st.one_of(
    st.builds(
        Text,
        st.text(max_size=12),
        st.sampled_from([0, int(Style.ITALIC)]),
        st.none() | st.just("https://a.org"),
        st.none() | st.just(AT),
    ),
    st.builds(
        Text,
        st.sampled_from(
            ["(UNODC)", "45", "%", "organised", "“", "”", " ", "A/RES/1", "XIV", "HIV/AIDS", "‘", "\u202e"]
        ),
    ),
    st.just(NoteMark(0)),
)
runs = st.lists(pieces, max_size=30).map(tuple)


@given(runs, runs, st.sampled_from(Part))
def test_whatever_stands_in_a_document_is_checked_alike_twice_and_sorted(
    body: tuple[Inline, ...], note: tuple[Inline, ...], part: Part
) -> None:
    blocks = (
        Paragraph(Role.NUMBERED, body),
        replace(table("A"), caption=body),
        head(2, "x"),
        replace(figure("", ""), caption=note),
    )
    section = Section("drafts/d/01.md", part, "T", blocks=blocks, notes=(Note((note,)),))
    subject = Document("d", "T", "drafts/d", (section,))
    findings = check_document(subject, Profile(name="p"))
    assert findings == check_document(subject, Profile(name="p"))
    assert list(findings) == sorted(set(findings))
    assert all(finding.hint and finding.code in CHECKS for finding in findings)
    assert not check_document(subject, Profile(name="p", rules=dict.fromkeys(CHECKS, "off")))


def test_every_check_has_a_rule() -> None:
    assert set(CHECKS) <= set(RULES)
