"""What a paper is made of, as the redline sees it: containers of paragraphs and tables, and paragraphs of tokens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from pipeline.formats.xml_tree import Node
from pipeline.render.redline.worded import Worded


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    BLANK = "blank"
    ATOM = "atom"  # a tab, break, picture, or anything else inside a run
    WHOLE = "whole"  # a field from begin to end, a formula: runs of its own
    NOTE = "note"  # a footnote or endnote reference


class Token(NamedTuple):
    """The smallest thing that can change.

    Attributes:
        key: equal for equal tokens, formatting left aside.
        text: its words as a reader sees them.
        pieces: for words and blanks (properties, text) of each stretch of one format; for atoms and notes
            (properties, XML); for wholes ("", XML).
        link: the opening tag of the hyperlink round it, or "".
        before: XML of bookmarks and the like that stand before it.
        note: "footnote" or "endnote" and the id, for notes.
    """

    kind: Kind
    key: str
    text: str
    pieces: tuple[tuple[str, str], ...]
    link: str = ""
    before: str = ""
    note: tuple[str, str] = ("", "")


class Numbering(NamedTuple):
    """The list that a paragraph names itself: instance and level; ("", "") when it names none."""

    instance: str = ""
    level: str = ""


_NO_LIST = Numbering()


@dataclass(eq=False)
class Para(Worded):
    """A paragraph.

    Attributes:
        node: its XML.
        key: equal for paragraphs that are equal in everything but ids.
        text: its words.
        names: of the bookmarks that begin in it.
        properties: the XML of the children of `w:pPr`, in order, without run properties, section and list.
        split: where in `properties` the list stands.
        mark: the run properties of its mark.
        section: the XML of the section that ends with it, or "".
        notes: the ids of its notes.
        is_old: whether it is of the old paper.
        spell: reads its tokens, and the markers after the last one.
    """

    node: Node
    key: str
    text: str
    names: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    split: int = 0
    numbering: Numbering = _NO_LIST
    mark: str = ""
    section: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    is_old: bool = False
    spell: "Callable[[Node], tuple[tuple[Token, ...], str]]" = lambda _: ((), "")

    @cached_property
    def _spelled(self) -> tuple[tuple[Token, ...], str]:
        return self.spell(self.node)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """What it consists of."""
        return self._spelled[0]

    @property
    def tail(self) -> str:
        """XML of the markers after its last token."""
        return self._spelled[1]

    @property
    def style(self) -> str:
        """The id of its style."""
        found = self.node.first("w:pPr")
        return found.value("w:pStyle") if found else ""


@dataclass(eq=False)
class Cell:
    """A table cell: the XML of its properties, and its blocks."""

    properties: Node
    blocks: list["Block"]
    shape: str


@dataclass(eq=False)
class Row:
    """A table row: everything before its cells as XML nodes, and the cells."""

    before: list[Node]
    cells: list[Cell]
    key: str
    text: str

    @property
    def shape(self) -> tuple[str, ...]:
        """How its cells span columns and rows."""
        return tuple(cell.shape for cell in self.cells)

    @property
    def is_tied(self) -> bool:
        """Whether a cell of the row above goes on in it."""
        return any(shape.endswith("|continue") for shape in self.shape)


@dataclass(eq=False)
class Band(Worded):
    """Rows of a table that cells merged downwards tie together; mostly one row. `key` and `text` are of all of them."""

    rows: tuple[Row, ...]
    key: str
    text: str

    @property
    def shape(self) -> tuple[tuple[str, ...], ...]:
        """How the cells of each row span columns and rows."""
        return tuple(row.shape for row in self.rows)


@dataclass(eq=False)
class Table(Worded):
    """A table: properties, grid and rows."""

    properties: Node
    grid: Node
    rows: list[Row]
    key: str
    text: str
    names: tuple[str, ...] = field(default=())

    @property
    def bands(self) -> tuple[Band, ...]:
        """Its rows, those together that are tied together."""
        bands: list[list[Row]] = []
        for row in self.rows:
            if bands and row.is_tied:
                bands[-1].append(row)
            else:
                bands.append([row])
        return tuple(map(band, bands))


Block = Para | Table


def band(rows: Sequence[Row]) -> Band:
    """These rows as one."""
    return Band(tuple(rows), "\0row".join(row.key for row in rows), "\n".join(row.text for row in rows))
