"""Spelling and acronyms: what must be found, and what must be left alone."""

import pytest

from pipeline.model.config import Profile
from pipeline.model.document import (
    Cell,
    Document,
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
from pipeline.model.finding import Finding
from pipeline.model.source import Span
from pipeline.text.checks import check_document

LONG = "The United Nations Office on Drugs and Crime"


def inlines(text: str, line: int = 3, style: int = 0) -> tuple[Inline, ...]:
    """The words of a line of source, each at its column."""
    found: list[Inline] = []
    column = 1
    for index, word in enumerate(text.split(" ")):
        if index:
            found.append(Text(" ", style, at=Span(line, column - 1, line, column)))
        found.append(Text(word, style, at=Span(line, column, line, column + len(word))))
        column += len(word) + 1
    return tuple(found)


def paragraph(text: str, line: int = 3, role: Role = Role.NUMBERED) -> Paragraph:
    return Paragraph(role, inlines(text, line))


def document(
    *paragraphs: Paragraph | Heading | Table, part: Part = Part.BODY, notes: tuple[Note, ...] = ()
) -> Document:
    return Document("d", "T", "drafts/d", (Section("drafts/d/01.md", part, "T", blocks=paragraphs, notes=notes),))


def found(code: str, subject: Document | str, acronyms: tuple[str, ...] = ()) -> list[Finding]:
    if isinstance(subject, str):
        subject = document(paragraph(subject))
    profile = Profile(name="p", acronyms=acronyms)
    return [finding for finding in check_document(subject, profile) if finding.code == code]


def table(*cells: str) -> Table:
    row = tuple(Cell((inlines(text),)) for text in cells)
    return Table("", inlines("Caption"), (row,), (row,), ("left",) * len(cells))


# -- per cent


@pytest.mark.parametrize(("text", "column", "hint"), [
    ("It fell by 45% in 2020.", 12, "45 per cent"),
    ("It fell by 45 % there.", 12, "45 per cent"),
    ("A rise of 4.5 percent was seen.", 11, "4.5 per cent"),
    ("Percent of all cases", 1, "per cent"),
])  # fmt: skip
def test_percent_in_text_is_found_at_its_number(text: str, column: int, hint: str) -> None:
    (finding,) = found("STYLE-PERCENT", text)
    assert (finding.place.line, finding.place.column) == (3, column)
    assert hint in finding.hint


@pytest.mark.parametrize(
    "text",
    ["It fell by 45 per cent.", "The percentage of cases", "“a rise of 45% or more”", "See https://a.org/a%20b now"],
)
def test_what_is_correct_or_belongs_to_others_is_left_alone(text: str) -> None:
    assert not found("STYLE-PERCENT", text)


def test_the_sign_may_stand_in_a_table_but_the_word_may_not() -> None:
    assert not found("STYLE-PERCENT", document(table("45%", "x")))
    assert found("STYLE-PERCENT", document(table("45 percent", "x")))


def test_notes_are_checked_too() -> None:
    subject = document(
        Paragraph(Role.NUMBERED, (Text("Text"), NoteMark(0))), notes=(Note((inlines("About 45%.", 9),)),)
    )
    assert found("STYLE-PERCENT", subject)[0].place.line == 9


# -- ize


@pytest.mark.parametrize(("word", "correct"), [
    ("organise", "organize"), ("organised", "organized"), ("Organisation", "Organization"),
    ("prioritising", "prioritizing"),
    ("recognises", "recognizes"), ("criminalisation", "criminalization"), ("organisational", "organizational"),
    ("mobilisations", "mobilizations"), ("re-organised", "re-organized"), ("characterise", "characterize"),
    ("summarised", "summarized"), ("maximise", "maximize"), ("standardise", "standardize"),
    ("fertiliser", "fertilizer"),
    ("criticise", "criticize"), ("publicised", "publicized"), ("baptised", "baptized"), ("incentivise", "incentivize"),
    ("emphasise", "emphasize"), ("legalise", "legalize"), ("marginalised", "marginalized"),
    ("victimisation", "victimization"),
    ("digitalisation", "digitalization"), ("utilise", "utilize"), ("minimising", "minimizing"),
    ("jeopardise", "jeopardize"),
])  # fmt: skip
def test_a_spelling_with_ise_is_found_and_its_correction_given(word: str, correct: str) -> None:
    (finding,) = found("STYLE-ISE", f"{word} the work")
    assert correct.rpartition("-")[2] in finding.hint


KEPT = """advise adviser advises advised advisable inadvisable analyse exercise exercised exercising comprise comprised
promise promising unpromising supervise supervised unsupervised revise revised unrevised devise devising enterprise
enterprises
otherwise likewise clockwise rise arise arising rises uprising sunrise wise precise imprecise concise expertise premise
premises
compromise compromised uncompromising franchise disenfranchised improvise improvisation televise televised surprise
surprising
disguise disguised merchandise merchandising excise excised demise guise raise raised fundraising praise appraise noise
poise
poised bruise cruise cruising treatise paradise advertise advertising advertised chastise practise practising incise
circumcised surmise apprised liaise malaise turquoise tortoise crises biased chemise reprise miser crisis basis this is
disable disabled raising awareness-raising promised misadvised size seize prize organized"""


@pytest.mark.parametrize("word", KEPT.split())
def test_words_whose_root_ends_in_ise_are_left_alone(word: str) -> None:
    assert not found("STYLE-ISE", f"They {word} it. {word.capitalize()} they do.")


@pytest.mark.parametrize("text", [
    "the World Organisation for Animal Health", "Organisation for Economic Co-operation and Development",
    "the Organisation of American States", "Organisation internationale de la Francophonie",
    "it said that “organised crime” grew", "called ‘the organisers’ circle’ there",
    "see https://www.organisation.org/realise",
    "write to info@organisation.org", "at the Centre for Organised Crime",
])  # fmt: skip
def test_names_quotations_and_addresses_keep_their_spelling(text: str) -> None:
    assert not found("STYLE-ISE", text)


def test_titles_in_italics_and_epigraphs_keep_their_spelling() -> None:
    assert not found("STYLE-ISE", document(Paragraph(Role.NUMBERED, inlines("realised", style=int(Style.ITALIC)))))
    assert not found("STYLE-ISE", document(paragraph("Crime is organised", role=Role.EPIGRAPH)))


def test_a_sentence_that_begins_with_the_word_is_no_name() -> None:
    assert found("STYLE-ISE", "It ended. Organised crime did not.")


def test_the_place_is_that_of_the_word_inside_its_piece() -> None:
    assert found("STYLE-ISE", "It is (organised) here")[0].place.column == 8


def test_a_text_in_another_language_is_not_held_to_english_spelling() -> None:
    subject = document(paragraph("la crise organise 45%"))
    french = Document("d", "T", "drafts/d", subject.sections, language="fr")
    assert not found("STYLE-ISE", french)
    assert not found("STYLE-PERCENT", french)


# -- acronyms


@pytest.mark.parametrize("text", [
    f"{LONG} (UNODC) leads. UNODC reports.", f"{LONG} (“UNODC”) leads.", f"{LONG} (hereinafter “UNODC”) leads.",
    "Non-governmental organizations (NGOs) help. An NGO helps.",
    "UNODC (United Nations Office on Drugs and Crime) leads.",
    "The International Criminal Police Organization (INTERPOL) helps.", "the Grupo de Acción Financiera (ZAF) met",
    "monitoring and evaluation (M&E) help", f"{LONG} (UNODC, see annex) leads.",
])  # fmt: skip
def test_an_acronym_after_or_before_its_long_form_is_fine(text: str) -> None:
    assert not found("STYLE-ACRONYM", text)


@pytest.mark.parametrize(("text", "name", "column"), [
    ("The work of UNODC grows.", "UNODC", 13), ("An agency (UNODC) leads.", "UNODC", 12), ("Some NGOs help.", "NGO", 6),
    ("UNODC’s work", "UNODC", 1), ("a UNODC-led process", "UNODC", 3), ("by FAO/WHO", "FAO", 4),
    ("M&E matters", "M&E", 1),
    ("the agencies (UNODC, UNDP) met", "UNODC", 15),
])  # fmt: skip
def test_an_acronym_that_is_not_spelled_out_is_found_at_its_place(text: str, name: str, column: int) -> None:
    finding = found("STYLE-ACRONYM", text)[0]
    assert f"“{name}”" in finding.message
    assert finding.place.column == column


def test_each_acronym_is_reported_once() -> None:
    assert len(found("STYLE-ACRONYM", "UNODC and UNODC and UNODC’s")) == 1


@pytest.mark.parametrize("text", [
    "Part III and XIV, volume XLII", "resolution 217 A (III)", "in resolution A/RES/55/25", "in (S/PRST/2023/6)",
    "see CEB/2024/HLCP-48/CRP.3,",
    "A/67/775-S/2013/110, annex", "with UN-Habitat and MEMBER-A", "about US$ 5 million", "during COVID-19",
    "this does NOT apply",
    "THE COMMITTEE DECIDES THAT", "see https://www.un.org/UNODC/TOC", "a “UN first” note", "[TITLE]",
    "a G20 and CO2 matter", "A B C",
    "of FAIR terms, which are fair",
])  # fmt: skip
def test_what_is_no_acronym_is_left_alone(text: str) -> None:
    assert not found("STYLE-ACRONYM", text)


def test_the_profile_lists_acronyms_that_need_no_long_form() -> None:
    assert found("STYLE-ACRONYM", "the UN system")
    assert not found("STYLE-ACRONYM", "the UN system", ("UN",))


def test_a_long_form_that_comes_too_late_is_named_with_its_line() -> None:
    subject = document(paragraph("UNODC leads."), paragraph(f"{LONG} (UNODC) leads.", 8))
    (finding,) = found("STYLE-ACRONYM", subject)
    assert finding.place.line == 3
    assert "drafts/d/01.md:8" in finding.message


def test_front_matter_is_read_before_the_body_whatever_the_order_of_the_files() -> None:
    body = Section("drafts/d/01.md", Part.BODY, "T", blocks=(paragraph("UNODC leads."),))
    front = Section("drafts/d/90.md", Part.FRONT, blocks=(paragraph(f"{LONG} (UNODC) leads."),))
    annex = Section(
        "drafts/d/00.md", Part.ANNEX, "A", blocks=(paragraph("The FAO (Food and Agriculture Organization) and CEB"),)
    )
    assert [f.message for f in found("STYLE-ACRONYM", Document("d", "T", "drafts/d", (annex, body, front)))] == [
        "“CEB” is not spelled out"
    ]


def test_a_heading_in_capitals_holds_no_acronyms_but_another_heading_may() -> None:
    assert not found("STYLE-ACRONYM", document(Heading(2, inlines("CONCLUSIONS")), paragraph("Text")))
    assert found("STYLE-ACRONYM", document(Heading(2, inlines("Role of UNODC")), paragraph("Text")))


def test_a_list_of_abbreviations_spells_out() -> None:
    assert not found("STYLE-ACRONYM", document(table("CEB", "Chief Executives Board"), paragraph("CEB met")))
    assert not found("STYLE-ACRONYM", document(paragraph("CEB: Chief Executives Board"), paragraph("CEB met")))


def test_a_note_is_read_where_its_mark_stands() -> None:
    marked = Paragraph(Role.NUMBERED, (Text("Crime"), NoteMark(0)))
    subject = document(
        marked, paragraph("CEB met", 8), notes=(Note((inlines("The Chief Executives Board (CEB)", 20),)),)
    )
    assert not found("STYLE-ACRONYM", subject)
