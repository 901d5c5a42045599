"""A document as its readers see it: sections of numbered blocks, and the notes below them.

Blocks are flat: an item of a list is a paragraph with a marker and a level, as it is in Word and as members cite it
("12 (a)"). Inline pieces are one word, blank or mark each and keep its source position, so that a comment, a finding
or a merge can always be traced to the bytes it is about.
"""

from dataclasses import dataclass, field
from enum import IntFlag, StrEnum
from typing import NamedTuple

from pipeline.model.source import Span


class Style(IntFlag):
    """The formatting of a piece of text; combinations are sums."""

    PLAIN = 0
    ITALIC = 1
    BOLD = 2
    SUPERSCRIPT = 4
    SUBSCRIPT = 8
    STRIKE = 16


class Text(NamedTuple):
    """A word, a blank (`" "`) or a stretch of literal text.

    Attributes:
        text: what the reader sees; never markup.
        style: a sum of `Style` values, a plain integer because there are very many of these.
        link: the address the words lead to (http, https or mailto), or None.
        at: where the piece stands in its section file, or None for text we made.
    """

    text: str
    style: int = 0
    link: str | None = None
    at: Span | None = None


class NoteMark(NamedTuple):
    """A footnote reference; `note` is the index in the notes of its section, `number` what is printed ("3", "b")."""

    note: int
    number: str = ""
    at: Span | None = None


class Reference(NamedTuple):
    """A cross-reference `[](#target)`; `text` is what is printed for it, filled in when the document is numbered."""

    target: str
    text: str = ""
    style: int = 0
    at: Span | None = None


class LineBreak(NamedTuple):
    """A forced new line inside a paragraph."""

    at: Span | None = None


Inline = Text | NoteMark | Reference | LineBreak


class Role(StrEnum):
    """What a paragraph is on the page."""

    NUMBERED = "numbered"
    CONTINUED = "continued"  # runs on after a list, without a number of its own
    ITEM = "item"  # the first paragraph of a list item: it carries the marker
    ITEM_CONTINUED = "item-continued"
    PLAIN = "plain"  # annexes and front matter
    SUMMARY = "summary"
    EPIGRAPH = "epigraph"


class Part(StrEnum):
    """The three parts of a document: only the body has numbered headings and paragraphs."""

    FRONT = "front"
    BODY = "body"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        level: 1 for the title of a section, 2 to 4 for headings inside it.
        number: what is printed before the words, without its full stop ("II", "A", "1", "Annex I"), or "".
        id: the label by which other places refer to it, or "".
    """

    level: int
    inlines: tuple[Inline, ...]
    id: str = ""
    number: str = ""
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a paragraph of a list item.

    Attributes:
        number: the printed number when `role` is NUMBERED, else None.
        label: the label a drafter gave it (`{#p-lenses}`), or "".
        id: the paragraph id: the label, or the id allotted to it; "" until the document is numbered.
        marker: "(a)", "(i)", "1.", "•" when `role` is ITEM, else "".
        level: depth in lists, 1 for an outer item, 0 outside lists.
        list: counts the lists of the document from 1, each nesting level and restart its own; 0 outside lists.
        ordinal: position in its list, from 1, when `role` is ITEM.
        kind: "alpha", "roman", "decimal" or "bullet" for items, else "".
        responds_to: ids of the guidance that it answers.
    """

    role: Role
    inlines: tuple[Inline, ...]
    number: int | None = None
    label: str = ""
    id: str = ""
    marker: str = ""
    level: int = 0
    list: int = 0
    ordinal: int = 0
    kind: str = ""
    responds_to: tuple[str, ...] = ()
    at: Span | None = None


class Cell(NamedTuple):
    """A table cell: one paragraph after the other, each a tuple of inlines."""

    paragraphs: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table; `header` and `rows` hold rows of as many cells as there are `alignments`.

    Attributes:
        widths: shares of the columns, of tables that shall look alike; none where the words decide.
    """

    id: str
    caption: tuple[Inline, ...]
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    alignments: tuple[str, ...]  # "left", "center", "right"
    number: str = ""
    at: Span | None = None
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A captioned picture.

    Attributes:
        image: its path relative to the workspace.
        alt: what a reader who cannot see it must know.
    """

    id: str
    image: str
    caption: tuple[Inline, ...]
    alt: str
    number: str = ""
    at: Span | None = None


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a footnote; `number` is "1", "2" … in front matter and body, "a", "b" … in each annex."""

    paragraphs: tuple[tuple[Inline, ...], ...]
    number: str = ""
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One Markdown file.

    Attributes:
        path: of the file, relative to the workspace.
        part: where it stands in the document.
        title: of the heading that opens it; "" for none.
        id: the label of that heading, or "".
        blocks: in reading order, the opening heading first.
        notes: the footnotes, in the order of their marks; `NoteMark.note` counts in here.
        objectives: which objectives of the terms of reference it serves.
        responds_to: the guidance that it claims to answer as a whole.
        lead: the entity that leads on it, or "".
    """

    path: str
    part: Part
    title: str = ""
    id: str = ""
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    objectives: tuple[str, ...] = ()
    responds_to: tuple[str, ...] = ()
    lead: str = ""


class Target(NamedTuple):
    """Something that can be referred to: `kind` is "paragraph", "section", "annex", "table" or "figure"."""

    id: str
    kind: str
    number: str
    printed: str  # "paragraph 12", "12 (a)", "section III.A", "table 2", "annex I"


@dataclass(frozen=True, slots=True)
class Document:
    """A document under drafting, numbered.

    Attributes:
        name: its folder name, `conceptual-framework`.
        folder: where its files stand, relative to the workspace: `drafts/…` or a baseline.
        language: a BCP 47 tag, `en-GB`.
        targets: everything that can be referred to, by id.
        words: how many words it prints: headings, tables and footnotes counted.
    """

    name: str
    title: str
    folder: str
    sections: tuple[Section, ...]
    short_title: str = ""
    prepared_by: str = ""
    language: str = "en-GB"
    words: int = 0
    targets: dict[str, Target] = field(default_factory=dict)
