"""The forms are those of a public round of review with 387 comments, and of United Nations papers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.references import read_reference, read_section
from pipeline.model.comment import CitedKind

FORMS = [
    ("12", "paragraph 12"),
    ("12 (a)", "paragraph 12 (a)"),
    ("12(a)(i)", "paragraph 12 (a) (i)"),
    ("12a", "paragraph 12 (a)"),
    ("12 a)", "paragraph 12 (a)"),
    ("12a)", "paragraph 12 (a)"),
    ("Paragraph 12, lines 3-4", "paragraph 12"),
    ("p. 4, para. 12", "paragraph 12"),
    ("12 – 14", "paragraph 12 | paragraph 13 | paragraph 14"),
    ("Section III, paragraphs 12-13", "section III, its paragraph 12 | section III, its paragraph 13"),
    ("paragraphs 12 to 14 and footnotes 3 and 4",
     "paragraph 12 | paragraph 13 | paragraph 14 | footnote 3 | footnote 4"),
    ("Tables 1 and 2", "table 1 | table 2"),
    ("Annexes I and II", "annex I | annex II"),
    ("Annex I, table 2", "table 2"),
    ("Figure 1 (p. 12)", "figure 1"),
    ("heading of section III.A", "section III.A"),
    ("section on the drivers of crime, second paragraph", "section the drivers of crime, its paragraph 2"),
    ("§ 12", "paragraph 12"),
    ("¶ 12", "paragraph 12"),
    ("para. 12, second sentence", "paragraph 12"),
    ("para 12 bis", "paragraph 12"),
    ("paras 4-6 and 9", "paragraph 4 | paragraph 5 | paragraph 6 | paragraph 9"),
    ("paras. 3–5, 7; footnote 2", "paragraph 3 | paragraph 4 | paragraph 5 | paragraph 7 | footnote 2"),
    ("Para 12; Para 15 (b); Annex I", "paragraph 12 | paragraph 15 (b) | annex I"),
    ("paragraph 12 (a) to (c)", "paragraph 12 (a) | paragraph 12 (b) | paragraph 12 (c)"),
    ("12 (a), (c)", "paragraph 12 (a) | paragraph 12 (c)"),
    ("12 and 13 (a)", "paragraph 12 | paragraph 13 (a)"),
    ("12, 14", "paragraph 12 | paragraph 14"),
    ("paragraph 12 of section III", "paragraph 12"),
    ("p-lenses", "paragraph p-lenses"),
    ("8.3, 2", "section 8.3, its paragraph 2"),
    ("8.3., 2", "section 8.3, its paragraph 2"),
    ("9, 4", "section 9, its paragraph 4"),
    ("4.4.2, ", "section 4.4.2"),
    ("4.", "paragraph 4"),
    ("11,", "section 11"),
    ("3, All", "section 3"),
    ("5.1.1.2, 1 - 3 inc., 8", " | ".join(f"section 5.1.1.2, its paragraph {n}" for n in (1, 2, 3, 8))),
    ("Section 5.3.2 (Title of it),\nBullet 6,\nSub-Bullet 4", "section 5.3.2 (6) (4)"),
    ("5.3.2 bullet 6.9", "section 5.3.2 (6) (9)"),
    ("4.2, Item 5,", "section 4.2 (5)"),
    ("5.2.3, 1st bullet", "section 5.2.3 (1)"),
    ("Section 4.2 (General Requirements),\nReq. 1 thru 3", "section 4.2 (1) | section 4.2 (2) | section 4.2 (3)"),
    ("Section 7 Par. 3, Section 8.1.1.2", "section 7, its paragraph 3 | section 8.1.1.2"),
    ("Section 3, Para 3-4", "section 3, its paragraph 3 | section 3, its paragraph 4"),
    ("Section 4.1 (One),\nPara 1\nSection 4.2 (Two),\nPara 2",
     "section 4.1, its paragraph 1 | section 4.2, its paragraph 2"),
    ("Section 5, 5.2, 1", "section 5.2, its paragraph 1"),
    ("Part A Section 5.3", "section 5.3"),
    ("SP 800-63A §5.4.4 and SP 800-63A §4.5.3", "section 5.4.4 | section 4.5.3"),
    ("800-63-3A, Sections 4.3 and 4.6", "section 4.3 | section 4.6"),
    ("6.2, 6.3", "section 6.2 | section 6.3"),
    ("4.1-4.3", "section 4.1 | section 4.2 | section 4.3"),
    ("sections 3, 4 and 5", "section 3 | section 4 | section 5"),
    ("Sections II and III", "section II | section III"),
    ("Sections 4.x.3 (3 times)", "section 4.x.3"),
    ("IV, 2", "section IV, its paragraph 2"),
    ("Section III, A, para 9", "section III.A, its paragraph 9"),
    ("Section II.B, paragraph 12", "section II.B, its paragraph 12"),
    ("second paragraph of section IV.A", "section IV.A, its paragraph 2"),
    ("first and second paragraphs of section 2", "section 2, its paragraph 1 | section 2, its paragraph 2"),
    ("second paragraph", "paragraph 2"),
    ("9 Usability & 4.6 Enrolment code", "section 9 | section 4.6"),
    ("Sections 7 (1st para.), and 7.1 (table 7.2)", "section 7, its paragraph 1 | table 7.2"),
    ("Table 5.2", "table 5.2"),
    ("Table 5-2, Fair", "table 5-2"),
    ("5.3.1, Table 5-3", "table 5-3"),
    ("4.7, Table 4.3, row 5", "table 4.3, row 5"),
    ("row 5 of table 2", "table 2, row 5"),
    ("Table 3, row 2; IV.A, second paragraph", "table 3, row 2 | section IV.A, its paragraph 2"),
    ("4.4.1.2 vs Table 5-1 ?", "section 4.4.1.2 | table 5-1"),
    ("Fig 6-1, 1", "figure 6-1"),
    ("footnote 3", "footnote 3"),
    ("paragraph 7 and footnote 3", "paragraph 7 | footnote 3"),
    ("Annex I", "annex I"),
    ("Annex II, paragraph 3", "annex II, its paragraph 3"),
    ("Executive Summary, 5", "section Executive Summary, its paragraph 5"),
    ("Introduction, second paragraph", "section Introduction, its paragraph 2"),
    ("section on definitions", "section definitions"),
    ("Reauthen-\ntication", "section Reauthentication"),
    ("General", "the whole document"),
    ("GENERAL,", "the whole document"),
    ("All", "the whole document"),
    (" , ", "the whole document"),
    ("", "the whole document"),
    ("General comments on the draft", "the whole document"),
    ("n/a", "the whole document"),
    ("the whole paper", "the whole document"),
    ("(a)", "unknown"),
    ("page 5", "unknown"),
    ("pg 20, 9th bullet", "unknown"),
    ("First line", "unknown"),
    ("“The words of the draft stand here.”", "unknown"),
    ("The Committee should decide within 14 days of their receipt of the draft.", "unknown"),
    ("Listed below with corresponding comments.", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), FORMS, ids=[text[:30] for text, _ in FORMS])
def test_a_reference_as_people_write_it_is_understood(text: str, places: str) -> None:
    assert " | ".join(str(place) for place in read_reference(text)) == places


def test_a_place_keeps_the_words_that_it_was_understood_from() -> None:
    first, second = read_reference("Table 3, row 2; IV.A, second paragraph")
    assert (first.text, second.text) == ("Table 3, row 2", "IV.A, second paragraph")
    assert read_reference("“Some words of the draft”")[0].text == "“Some words of the draft”"


def test_titles_are_kept_beside_numbers() -> None:
    titles = {text: read_reference(text)[0].title for text in (
        "5.3.2. Knowledge Based Verification Requirements", "Section 4.4 (Identity Level 2),",
        "4.2 - General requirements", "Section 4.7, Table 4", "4.2, list in general", "Section  - Content and name",
    )}  # fmt: skip
    assert list(titles.values()) == [
        "Knowledge Based Verification Requirements", "Identity Level 2", "General requirements", "", "",
        "Content and name",
    ]  # fmt: skip


def test_a_range_has_at_most_fifty_places() -> None:
    assert len(read_reference("paragraphs 1-2000")) == 50
    assert len(read_reference("1, " * 500)) <= 50
    assert [str(place) for place in read_reference("9-4")] == ["paragraph 9", "paragraph 4"]


def test_a_section_field_takes_a_bare_number_for_a_section() -> None:
    assert [str(read_section(text)[0]) for text in ("3", "IV", "B", "III.A", "Introduction", "sec-lenses")] == [
        "section 3", "section IV", "section B", "section III.A", "section Introduction", "section sec-lenses",
    ]  # fmt: skip


@given(st.text() | st.text(alphabet="0123456789.,;-–()§ \nabcivxIVXSectionTableparas"))
def test_any_text_gives_at_least_one_place_and_never_an_error(text: str) -> None:
    places = read_reference(text)
    assert 1 <= len(places) <= 50
    assert all(str(place) for place in places)
    json.dumps([place.text for place in places])


@given(st.integers(1, 9999), st.lists(st.sampled_from(["a", "b", "i", "iv"]), max_size=3))
def test_a_printed_number_is_always_understood_as_itself(number: int, marks: list[str]) -> None:
    (place,) = read_reference(f"{number}" + "".join(f" ({mark})" for mark in marks))
    assert (place.kind, place.number, place.items) == (CitedKind.PARAGRAPH, str(number), tuple(marks))
