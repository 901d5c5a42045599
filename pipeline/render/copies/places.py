"""Which paragraph of a written paper prints which unit of its document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.formats.xml_tree import Node
from pipeline.model.document import (
    Block,
    Figure,
    Heading,
    Inline,
    NoteMark,
    Paragraph,
    Part,
    Role,
    Section,
    Table,
    Text,
)
from pipeline.text.units import Unit, UnitKind


@dataclass
class PlacesOf:
    """Where units stand.

    Attributes:
        body: paragraph of the body, by unit.
        notes: paragraph of the notes, by unit.
        marks: the paragraph with the mark of a note, by unit of the note.
        first: where the first section begins, as an index of the children of the body.
    """

    body: dict[int, Node] = field(default_factory=dict)
    notes: dict[int, Node] = field(default_factory=dict)
    marks: dict[int, Node] = field(default_factory=dict)
    first: int = 0


def places_of(sections: Sequence[Section], units: Sequence[Unit], body: Node, notes: Node | None) -> PlacesOf:
    """Find the paragraphs of all units of a paper that our own writer made.

    Raises:
        ValueError: the paper is not one of this document.
    """
    wanted = sum(_count(section) for section in sections)
    last = len(body.kids) - 1 if body.kids and body.kids[-1].tag == "w:sectPr" else len(body.kids)
    if last < wanted:
        raise ValueError("the paper has fewer paragraphs than its document")
    walk = _Walk(units, iter(body.kids[last - wanted : last]), _notes_by_id(notes))
    walk.found.first = last - wanted
    for index, section in enumerate(sections):
        walk.section(index, section)
    return walk.found


def _count(section: Section) -> int:
    """How many paragraphs and tables of the body print a section."""
    return (section.part is Part.ANNEX) + sum(_count_of(block) for block in section.blocks)


def _count_of(block: Block) -> int:
    if isinstance(block, Table | Figure):
        return 2
    return 2 if isinstance(block, Paragraph) and block.role is Role.EPIGRAPH and _has_dash(block) else 1


def _has_dash(block: Paragraph) -> bool:
    return any(isinstance(piece, Text) and piece.text in ("—", "–") for piece in block.inlines)


def _notes_by_id(notes: Node | None) -> dict[str, list[Node]]:
    rows = notes.kids if notes is not None else ()
    return {row.attrs.get("w:id", ""): [kid for kid in row.kids if kid.tag == "w:p"] for row in rows}


class _Walk:
    """Goes through a document as its writer does."""

    def __init__(self, units: Sequence[Unit], nodes: Iterator[Node], notes: dict[str, list[Node]]) -> None:
        self.found = PlacesOf()
        self._units, self._nodes, self._notes = units, nodes, notes
        self._index = -1
        self._note_count = 0
        self._marked: dict[int, tuple[str, Node]] = {}

    def section(self, number: int, section: Section) -> None:
        """Take the paragraphs of the next section, and of its notes."""
        self._marked = {}
        if section.part is Part.ANNEX:
            next(self._nodes)
        for block in section.blocks:
            self._block(block, section)
        for place, note in enumerate(section.notes):
            name, mark = self._marked.get(place, ("", None))
            for paragraph in range(len(note.paragraphs)):
                self._index += 1
                if self._units[self._index].kind is not UnitKind.NOTE or self._units[self._index].section != number:
                    raise ValueError("the units are not those of the document")
                texts = self._notes.get(name, [])
                if mark is not None and paragraph < len(texts):
                    self.found.notes[self._index], self.found.marks[self._index] = texts[paragraph], mark

    def _block(self, block: Block, section: Section) -> None:
        if isinstance(block, Table):
            self._stretch(block.caption, next(self._nodes), section)
            self._cells(block, next(self._nodes), section)
        elif isinstance(block, Figure):
            next(self._nodes)
            self._stretch(block.caption, next(self._nodes), section)
        else:
            self._text(block, section)

    def _text(self, block: Heading | Paragraph, section: Section) -> None:
        self._stretch(block.inlines, next(self._nodes), section)
        if isinstance(block, Paragraph) and _count_of(block) == 2:
            next(self._nodes)

    def _cells(self, table: Table, node: Node, section: Section) -> None:
        rows = [row for row in node.kids if row.tag == "w:tr"]
        for row, cells in zip(rows, (*table.header, *table.rows), strict=True):
            nodes = [cell for cell in row.kids if cell.tag == "w:tc"]
            for cell, text in zip(nodes, cells, strict=False):
                paragraphs = [kid for kid in cell.kids if kid.tag == "w:p"]
                for inlines, paragraph in zip(text.paragraphs, paragraphs, strict=False):
                    self._stretch(inlines, paragraph, section)

    def _stretch(self, inlines: tuple[Inline, ...], node: Node, section: Section) -> None:
        self._index += 1
        self.found.body[self._index] = node
        for piece in inlines:
            if isinstance(piece, NoteMark) and piece.note not in self._marked and piece.note < len(section.notes):
                self._note_count += 1
                self._marked[piece.note] = (str(self._note_count), node)
