"""Words, and the way back to where they stand."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.document import (
    Cell,
    Document,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Note,
    NoteMark,
    Paragraph,
    Part,
    Reference,
    Role,
    Section,
    Table,
    Text,
)
from pipeline.model.source import Span
from pipeline.text.blocks import words_of
from pipeline.text.words import Kind, Word, fingerprint, printed, stretches, word_count, words

SPAN = Span(4, 1, 4, 10)
pieces = st.one_of(
    st.builds(Text, st.text(max_size=6) | st.just(" ")),
    st.builds(Reference, st.just("p-a"), st.sampled_from(["paragraph 12", "", "12 (a)"])),
    st.just(NoteMark(0)),
    st.just(LineBreak()),
)


def section(*blocks: Heading | Paragraph | Table | Figure, notes: tuple[Note, ...] = ()) -> Section:
    return Section("drafts/d/01.md", Part.BODY, blocks=blocks, notes=notes)


def test_a_word_runs_through_changes_of_formatting_and_past_a_note_mark() -> None:
    first = Span(2, 1, 2, 3)
    run: tuple[Inline, ...] = (
        Text("or", at=first),
        Text("gan", 2, at=SPAN),
        NoteMark(0),
        Text(","),
        Text(" "),
        Text("yes", at=SPAN),
    )
    assert words(run) == (Word("organ,", first), Word("yes", SPAN))


def test_a_reference_is_read_by_its_text_and_a_forced_break_parts_words() -> None:
    run: tuple[Inline, ...] = (Reference("p-a", "paragraph 12", 0, SPAN), LineBreak(), Text("on"))
    assert printed(run) == "paragraph 12\non"
    assert words(run) == (Word("paragraph", SPAN), Word("12", SPAN), Word("on", None))


@given(st.lists(pieces, max_size=20).map(tuple))
def test_words_are_what_stands_between_blanks_of_the_printed_text(run: tuple[Inline, ...]) -> None:
    assert [word.text for word in words(run)] == printed(run).split()
    assert word_count(Document("d", "T", "drafts/d", (section(Paragraph(Role.PLAIN, run)),))) == len(words(run))


@given(st.lists(pieces, min_size=1, max_size=20).map(tuple))
def test_every_character_of_a_stretch_is_found_in_its_piece(run: tuple[Inline, ...]) -> None:
    (stretch,) = stretches(section(Paragraph(Role.PLAIN, run)))
    for offset, character in enumerate(stretch.text):
        piece, inside = stretch.piece(offset)
        assert printed((piece,))[inside] == character
    with pytest.raises(IndexError):
        stretch.piece(len(stretch.text))


def test_a_place_is_exact_where_source_and_print_agree_and_the_start_of_the_piece_where_not() -> None:
    run = (Text("abc", at=Span(3, 5, 3, 8)), Text("d*e", at=Span(3, 8, 3, 12)), Text("f"))
    (stretch,) = stretches(section(Paragraph(Role.PLAIN, run, at=SPAN)))
    assert stretch.place(1) == Span(3, 6, 3, 8)
    assert stretch.place(5) == Span(3, 8, 3, 12)
    assert stretch.place(6) == SPAN


def test_everything_printed_is_counted_and_notes_follow_their_marks() -> None:
    row = (Cell((words_of("one two", None), (Text("three"), NoteMark(1)))),)
    table = Table("", words_of("A caption", None), (row,), (), ("left",))
    figure = Figure("", "images/a.svg", words_of("Its caption", None), "four words not counted")
    first = Paragraph(Role.NUMBERED, (Text("Marked"), NoteMark(0), Text(".")))
    notes = tuple(Note((words_of(text, None),)) for text in ("First note", "Second note", "No mark"))
    text = section(Heading(1, words_of("The title", None)), first, table, figure, notes=notes)
    order = [(stretch.kind, stretch.text) for stretch in stretches(text)]
    assert order[1:3] == [(Kind.PARAGRAPH, "Marked."), (Kind.NOTE, "First note")]
    assert order[5:7] == [(Kind.CELL, "three"), (Kind.NOTE, "Second note")]
    assert order[-1] == (Kind.NOTE, "No mark")
    assert word_count(Document("d", "T", "drafts/d", (text,))) == 2 + 1 + 2 + 3 + 2 + 3 * 2


@given(st.text())
def test_a_fingerprint_depends_on_words_only(text: str) -> None:
    blank = f" \n{text.replace(' ', '  ')}\t"
    assert fingerprint(text) == fingerprint(blank) == fingerprint(unicodedata.normalize("NFD", text))
    assert fingerprint(text + " x") != fingerprint(text)
    assert len(fingerprint(text)) == 16
