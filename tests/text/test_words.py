"""Printed text, words and the way back to the source."""

import pytest
from hypothesis import given, settings

from pipeline.model.config import Profile
from pipeline.model.document import (
    Document,
    Heading,
    Inline,
    LineBreak,
    NoteMark,
    Part,
    Reference,
    Section,
    Style,
    Text,
)
from pipeline.model.source import Span
from pipeline.text.blocks import words_of
from pipeline.text.numbering import number_document
from pipeline.text.words import Kind, fingerprint, printed, stretches, word_count, words
from tests.strategies import documents, inlines

PROFILE = Profile(name="Test")


@given(inlines(notes=1))
def test_the_words_are_those_of_the_printed_text(pieces: tuple[Inline, ...]) -> None:
    assert [word.text for word in words(pieces)] == printed(pieces).split()


@settings(max_examples=25, deadline=None)
@given(documents())
def test_the_count_is_that_of_all_stretches(document: Document) -> None:
    numbered, _ = number_document(document, PROFILE)
    everything = [stretch.text for section in numbered.sections for stretch in stretches(section)]
    assert numbered.words == word_count(numbered) == sum(len(text.split()) for text in everything)


@settings(max_examples=25, deadline=None)
@given(documents())
def test_every_character_belongs_to_the_piece_that_prints_it(document: Document) -> None:
    numbered, _ = number_document(document, PROFILE)
    for section in numbered.sections:
        for stretch in stretches(section):
            for offset, character in enumerate(stretch.text):
                piece, inside = stretch.piece(offset)
                assert printed([piece])[inside] == character


@settings(max_examples=25, deadline=None)
@given(documents())
def test_each_note_stands_once_among_the_stretches(document: Document) -> None:
    for section in document.sections:
        texts = [stretch for stretch in stretches(section) if stretch.kind is Kind.NOTE]
        assert len(texts) == sum(len(note.paragraphs) for note in section.notes)


def test_note_marks_print_nothing_breaks_a_new_line_references_their_words() -> None:
    pieces = (Text("a"), NoteMark(0, "3"), LineBreak(), Reference("p-x", "paragraph 12"), Text("!", Style.BOLD))
    assert printed(pieces) == "a\nparagraph 12!"
    assert [word.text for word in words(pieces)] == ["a", "paragraph", "12!"]


def test_a_place_counts_on_from_the_start_of_its_piece() -> None:
    pieces = (Text("inter", Style.ITALIC, at=Span(4, 2, 4, 7)), Text("nal &", at=Span(4, 8, 4, 17)), Text("x"))
    section = Section("d/1.md", Part.BODY, blocks=(), notes=())
    stretch = next(stretches(Section(section.path, section.part, blocks=(Heading(2, pieces, at=Span(4, 1, 4, 20)),))))
    assert stretch.place(0) == Span(4, 2, 4, 7)
    assert stretch.place(3) == Span(4, 5, 4, 7)
    assert stretch.place(7) == Span(4, 8, 4, 17)  # an escape stands in it: only its start is sure
    assert stretch.place(10) == Span(4, 1, 4, 20)  # made by us: that of the block
    with pytest.raises(IndexError):
        stretch.piece(11)
    with pytest.raises(IndexError):
        stretch.piece(-1)


@pytest.mark.parametrize(("one", "other"), [("a  b\nc", "a b c"), ("Cafe\u0301", "Café"), (" a ", "a")])
def test_a_fingerprint_does_not_see_blanks_and_composition(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(("one", "other"), [("a b", "ab"), ("a", "A"), ("a.", "a"), ("", "a")])
def test_a_fingerprint_sees_every_other_change(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_a_fingerprint_stays_what_locks_have_kept() -> None:
    """Locks hold this value: if it moved, every baseline would be reported as altered."""
    assert fingerprint("The committee approved the framework.") == "9ec4016733a0944e"


def test_words_of_a_plain_text_print_the_text() -> None:
    assert printed(words_of("  two\n words ", None)) == "two words"
