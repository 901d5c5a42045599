"""The words of a text as its readers see them, and the way back to the place in the source that each came from.

A word is what stands between white space in the printed text, so `words`, `printed` and `word_count` always agree.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from pipeline.model.document import (
    Block,
    Document,
    Figure,
    Heading,
    Inline,
    Note,
    NoteMark,
    Paragraph,
    Reference,
    Role,
    Section,
    Table,
    Text,
)
from pipeline.model.source import Span

_WORD = re.compile(r"\S+")


class Word(NamedTuple):
    """A word with its punctuation; `at` is the span of the piece in which it begins, or None for text we made."""

    text: str
    at: Span | None


class Kind(StrEnum):
    """Where a stretch of text stands in its section."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CELL = "cell"
    NOTE = "note"
    EPIGRAPH = "epigraph"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of pieces that is printed as one: a paragraph, a heading, a caption, a paragraph of a cell or of a note.

    Attributes:
        text: what is printed; offsets below count its characters.
        starts: the offset at which each piece begins, and the length of the text.
        fallback: a place for pieces that have none, that of the block or note.
    """

    kind: Kind
    inlines: tuple[Inline, ...]
    text: str
    starts: tuple[int, ...]
    fallback: Span | None = None

    def piece(self, offset: int) -> tuple[Inline, int]:
        """The piece that prints the character at this offset, and which of its characters that is.

        Raises:
            IndexError: there is no such character.
        """
        if not 0 <= offset < len(self.text):
            raise IndexError(offset)
        index = bisect_right(self.starts, offset) - 1
        return self.inlines[index], offset - self.starts[index]

    def place(self, offset: int) -> Span | None:
        """Where the character at this offset stands in the source, as exactly as its piece tells."""
        piece, inside = self.piece(offset)
        at = piece.at
        if at is None:
            return self.fallback
        if at.line != at.end_line or at.end_column - at.column != len(_shown(piece)):
            return at  # escapes and the like: only the start of the piece is sure
        return Span(at.line, at.column + inside, at.end_line, at.end_column)


def printed(inlines: Iterable[Inline]) -> str:
    """The text as a reader sees it: references by their text, note marks not at all, forced breaks as newlines."""
    return "".join([piece.text if type(piece) is Text else _shown(piece) for piece in inlines])


def words(inlines: tuple[Inline, ...]) -> tuple[Word, ...]:
    """The words of the printed text, whatever pieces (bold, linked …) each is made of."""
    stretch = _stretch(Kind.PARAGRAPH, inlines, None)
    return tuple(Word(match[0], stretch.piece(match.start())[0].at) for match in _WORD.finditer(stretch.text))


def word_count(document: Document) -> int:
    """How many words a numbered document prints: headings, paragraphs, captions, cells and notes, but no numbers."""
    return sum(len(stretch.text.split()) for section in document.sections for stretch in stretches(section))


def fingerprint(text: str) -> str:
    """First 16 hex digits of the SHA-256 of the words, composed (NFC) and with one blank between them."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def stretches(section: Section) -> Iterator[Stretch]:
    """All text of a section in reading order; a note follows the stretch with its mark, those without mark are last."""
    left = dict(enumerate(section.notes))
    for block in section.blocks:
        for stretch in _of_block(block):
            yield stretch
            for index in _marks(stretch.inlines):
                if (note := left.pop(index, None)) is not None:
                    yield from _of_each(Kind.NOTE, note.paragraphs, note.at)
    for note in left.values():
        yield from _of_each(Kind.NOTE, note.paragraphs, note.at)


def stretch_of(block: Block) -> Stretch:
    """The words of a heading or paragraph, or the caption of a table or figure."""
    return next(_of_block(block))


def table_stretches(table: Table) -> Iterator[tuple[int, Stretch]]:
    """The paragraphs of all cells in reading order, each with its row from 1; 0 for the header."""
    for number, row in [(0, row) for row in table.header] + list(enumerate(table.rows, 1)):
        for cell in row:
            yield from ((number, stretch) for stretch in _of_each(Kind.CELL, cell.paragraphs, table.at))


def note_stretches(note: Note) -> Iterator[Stretch]:
    """The paragraphs of a footnote."""
    return _of_each(Kind.NOTE, note.paragraphs, note.at)


def _stretch(kind: Kind, inlines: tuple[Inline, ...], fallback: Span | None) -> Stretch:
    parts = [piece.text if type(piece) is Text else _shown(piece) for piece in inlines]
    return Stretch(kind, inlines, "".join(parts), tuple(accumulate(map(len, parts), initial=0)), fallback)


def _shown(piece: Inline) -> str:
    if isinstance(piece, Text | Reference):
        return piece.text
    return "" if isinstance(piece, NoteMark) else "\n"


def _marks(inlines: tuple[Inline, ...]) -> list[int]:
    return [piece.note for piece in inlines if type(piece) is NoteMark]


def _of_block(block: Block) -> Iterator[Stretch]:
    if isinstance(block, Table | Figure):
        yield _stretch(Kind.CAPTION, block.caption, block.at)
        if isinstance(block, Table):
            yield from _of_table(block)
    else:
        yield _stretch(_kind(block), block.inlines, block.at)


def _kind(block: Heading | Paragraph) -> Kind:
    if isinstance(block, Heading):
        return Kind.HEADING
    return Kind.EPIGRAPH if block.role is Role.EPIGRAPH else Kind.PARAGRAPH


def _of_table(table: Table) -> Iterator[Stretch]:
    yield from (stretch for _, stretch in table_stretches(table))


def _of_each(kind: Kind, paragraphs: tuple[tuple[Inline, ...], ...], fallback: Span | None) -> Iterator[Stretch]:
    for inlines in paragraphs:
        yield _stretch(kind, inlines, fallback)
