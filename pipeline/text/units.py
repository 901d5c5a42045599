"""What members can cite: every printed run of text of a document, with its address, in reading order."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from pipeline.model.document import Document, Figure, Heading, Paragraph, Part, Role, Section, Table
from pipeline.text.words import Stretch, note_stretches, stretch_of, table_stretches


class UnitKind(StrEnum):
    """What a unit is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    UNNUMBERED = "unnumbered"  # summary, epigraph, annexes
    CAPTION = "caption"
    CELL = "cell"
    NOTE = "footnote"


class Unit(NamedTuple):
    """A run of text that is cited as one.

    Attributes:
        address: "paragraph 12", "12 (a)", "section III.A", "table 1, row 2", "footnote 3", "summary".
        number: of the numbered paragraph that it is or belongs to, 0 for none.
        marks: marks of the list items that it stands in, outermost first: ("a", "i").
        id: paragraph id or label, "" for none.
        section: index of its section in the document.
        block: index of its block in the section, -1 for a footnote.
        row: of a table, from 1, 0 for its header and everything else.
        heading: printed number of the nearest heading above, "III.A", or "".
    """

    kind: UnitKind
    address: str
    number: int
    marks: tuple[str, ...]
    id: str
    section: int
    block: int
    row: int
    heading: str
    stretch: Stretch

    @property
    def text(self) -> str:
        """What is printed."""
        return self.stretch.text


def units(document: Document) -> tuple[Unit, ...]:
    """All units of a numbered document in reading order; footnotes follow the section that they belong to."""
    reader = _Reader(document)
    return tuple(unit for index, section in enumerate(document.sections) for unit in reader.section(index, section))


class _Reader:
    def __init__(self, document: Document) -> None:
        self._targets = document.targets
        self._number = 0
        self._marks: list[str] = []
        self._heads: list[str] = []
        self._part = Part.BODY
        self._plain = 0

    def section(self, index: int, section: Section) -> Iterator[Unit]:
        self._part, self._plain, self._marks, self._heads = section.part, 0, [], []
        for at, block in enumerate(section.blocks):
            if isinstance(block, Heading):
                yield self._heading(block, index, at)
            elif isinstance(block, Paragraph):
                yield self._paragraph(block, index, at)
            else:
                yield from self._captioned(block, index, at)
        for note in section.notes:
            where = f"footnote {note.number}" + (f" of {_lower(self._place())}" if self._part is Part.ANNEX else "")
            for stretch in note_stretches(note):
                yield Unit(UnitKind.NOTE, where, 0, (), "", index, -1, 0, self._place(), stretch)

    def _heading(self, block: Heading, index: int, at: int) -> Unit:
        self._heads = [*self._heads[: block.level - 1], block.number]
        self._marks = []
        place = self._place()
        stretch = stretch_of(block)
        address = f"heading “{stretch.text}”"
        if self._part is Part.BODY and place:
            address = f"section {place}"
        elif self._part is Part.ANNEX and block.level == 1:
            address = _lower(place)
        return Unit(UnitKind.HEADING, address, 0, (), block.id, index, at, 0, place, stretch)

    def _paragraph(self, block: Paragraph, index: int, at: int) -> Unit:
        kind, address = self._address(block)
        number = self._number if self._part is Part.BODY else 0
        return Unit(kind, address, number, tuple(self._marks), block.id, index, at, 0, self._place(), stretch_of(block))

    def _address(self, block: Paragraph) -> tuple[UnitKind, str]:
        if block.role is Role.NUMBERED:
            self._number, self._marks = block.number or 0, []
            return UnitKind.PARAGRAPH, f"paragraph {self._number}"
        if block.role is Role.ITEM:
            self._marks = [*self._marks[: block.level - 1], block.marker.strip("().")]
        elif block.role is not Role.ITEM_CONTINUED:
            self._marks = []
        if self._part is Part.BODY:
            return self._in_body(block)
        return self._outside_body(block)

    def _in_body(self, block: Paragraph) -> tuple[UnitKind, str]:
        if self._marks:
            rest = ", continued" if block.role is Role.ITEM_CONTINUED else ""
            return UnitKind.ITEM, f"{self._number} {_marked(self._marks)}{rest}"
        return UnitKind.UNNUMBERED, f"paragraph {self._number}, continued"

    def _outside_body(self, block: Paragraph) -> tuple[UnitKind, str]:
        if block.role in (Role.SUMMARY, Role.EPIGRAPH):
            return UnitKind.UNNUMBERED, str(block.role)
        place = _lower(self._place()) or "front matter"
        if self._marks:
            return UnitKind.ITEM, f"{place}, item {_marked(self._marks)}"
        self._plain += 1
        return UnitKind.UNNUMBERED, f"{place}, unnumbered paragraph {self._plain}"

    def _captioned(self, block: Table | Figure, index: int, at: int) -> Iterator[Unit]:
        name = f"{'table' if isinstance(block, Table) else 'figure'} {block.number}"
        place = self._place()
        yield Unit(UnitKind.CAPTION, name, 0, (), block.id, index, at, 0, place, stretch_of(block))
        if isinstance(block, Table):
            for row, stretch in table_stretches(block):
                address = f"{name}, row {row}" if row else f"{name}, header"
                yield Unit(UnitKind.CELL, address, 0, (), block.id, index, at, row, place, stretch)

    def _place(self) -> str:
        return ".".join(head for head in self._heads if head)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _marked(marks: list[str]) -> str:
    return " ".join(f"({mark})" for mark in marks)
