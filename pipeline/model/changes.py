"""A text with its changes: what a redline holds, read back from the saved file, ready for any other form of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Mark(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_HERE = "moved here"
    MOVED_AWAY = "moved away"
    REFORMATTED = "format changed"

    @property
    def in_old(self) -> bool:
        """Whether the old text has it."""
        return self not in (Mark.INSERTED, Mark.MOVED_HERE)

    @property
    def in_new(self) -> bool:
        """Whether the new text has it."""
        return self not in (Mark.DELETED, Mark.MOVED_AWAY)


class ChangedRun(NamedTuple):
    """Neighbouring characters of one format and one fate.

    Attributes:
        style: a sum of `Style` values.
        link: the address the words lead to, or "".
        author: who made the change, or "".
        move: name of the move it belongs to; the same where it came from and where it went.
        note: key of the footnote whose mark stands here, or "".
        picture: key of the picture that stands here, or ""; `text` is then its description.
    """

    text: str
    mark: Mark = Mark.SAME
    style: int = 0
    link: str = ""
    author: str = ""
    move: str = ""
    note: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class ChangedParagraph:
    """A paragraph as it stands among the changes.

    Attributes:
        style: the name of its style in the Word file: "NumberedParagraph", "Heading1".
        old, new: what its list prints before it ("12.", "(a)", "II."), "" where that text has no paragraph here.
        end: what became of the mark that ends it: an inserted one splits a paragraph, a deleted one joins two.
        level: depth in lists, from 0.
        aligned: "left", "center" or "right".
        marks: the bookmarks at it in the new text.
        changes: the numbers, in the file, of the tracked changes in it, in order.
    """

    style: str
    runs: tuple[ChangedRun, ...] = ()
    old: str = ""
    new: str = ""
    end: Mark = Mark.SAME
    level: int = 0
    aligned: str = "left"
    marks: tuple[str, ...] = ()
    changes: tuple[int, ...] = ()

    def text(self, *, new: bool) -> str:
        """Its words in one of the two texts, without pictures and marks of notes."""
        return "".join(r.text for r in self.runs if not r.picture and (r.mark.in_new if new else r.mark.in_old))

    @property
    def is_changed(self) -> bool:
        """Whether anything in it is marked."""
        return self.end is not Mark.SAME or any(run.mark is not Mark.SAME for run in self.runs)


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row of a table."""

    cells: tuple[tuple[ChangedParagraph, ...], ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class ChangedTable:
    """A table; `widths` are those of its columns, in any unit."""

    rows: tuple[ChangedRow, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangedNote:
    """A footnote with its printed numbers in the old and the new text, "" where a text does not have it."""

    paragraphs: tuple[ChangedParagraph, ...]
    old: str = ""
    new: str = ""


ChangedBlock = ChangedParagraph | ChangedTable


@dataclass(frozen=True, slots=True)
class ChangedStory:
    """All that a redline holds, in reading order; its cover and table of contents are paragraphs of their own styles.

    Attributes:
        notes: by the keys of the runs.
        images: bytes of the pictures, by the keys of the runs.
    """

    blocks: tuple[ChangedBlock, ...]
    notes: Mapping[str, ChangedNote] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)

    def paragraphs(self) -> Iterator[ChangedParagraph]:
        """Every paragraph, those in tables too, without footnotes."""
        for block in self.blocks:
            yield from paragraphs_of(block)


def paragraphs_of(block: ChangedBlock) -> Iterator[ChangedParagraph]:
    """The paragraph itself, or those of a table row by row."""
    if isinstance(block, ChangedParagraph):
        yield block
    else:
        yield from (paragraph for row in block.rows for cell in row.cells for paragraph in cell)
