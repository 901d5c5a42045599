"""Writing brackets into a document, and paragraphs beside those that it has, without changing a number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.model.document import (
    Block,
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
    Role,
    Section,
    Style,
    Table,
    Text,
)  # fmt: skip
from pipeline.text.numerals import item_marker

_LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_NO_BLANK_BEFORE, _NO_BLANK_AFTER = "([{“‘«", ",.;:!?)]}”’»…"

Inlines = tuple[Inline, ...]


class Bracket(NamedTuple):
    """The printed characters `[start, end)` of a unit in brackets; equal where only further words are proposed.

    Attributes:
        said: who asks for them to go: "delete: MEMBER-C", or "".
        alternatives: each with its supporters.
    """

    start: int
    end: int
    said: str
    alternatives: tuple[str, ...]


class Beside(NamedTuple):
    """Paragraphs that are proposed before and after a unit, each with its supporters."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def rewritten(document: Document, inline: Mapping[int, tuple[Bracket, ...]], beside: Mapping[int, Beside]) -> Document:
    """The document with brackets in its units and paragraphs beside them.

    Args:
        document: numbered.
        inline: for units, by index, their brackets in the order of the text; none meets another.
        beside: for units, by index, the paragraphs.
    """
    writer = _Writer(inline, beside)
    return replace(document, sections=tuple(writer.section(section) for section in document.sections))


@dataclass
class _Writer:
    """Goes through the units of a document in their order (see `pipeline.text.units`)."""

    inline: Mapping[int, tuple[Bracket, ...]]
    beside: Mapping[int, Beside]
    index: int = -1
    number: int = 0
    part: Part = Part.BODY
    counts: dict[str, int] = field(default_factory=dict)

    def section(self, section: Section) -> Section:
        self.part = section.part
        blocks = tuple(made for block in section.blocks for made in self.block(block))
        notes = tuple(self.note(note) for note in section.notes)
        return replace(section, blocks=blocks, notes=notes)

    def note(self, note: Note) -> Note:
        return replace(note, paragraphs=tuple(self.stretch(text) for text in note.paragraphs))

    def block(self, block: Block) -> Iterator[Block]:
        if isinstance(block, Table):
            yield self.table(block)
        elif isinstance(block, Figure):
            yield replace(block, caption=self.stretch(block.caption))
        else:
            yield from self.text(block)

    def table(self, table: Table) -> Table:
        caption = self.stretch(table.caption)
        return replace(table, caption=caption, header=self.rows(table.header), rows=self.rows(table.rows))

    def rows(self, rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(Cell(tuple(self.stretch(t) for t in cell.paragraphs)) for cell in row) for row in rows)

    def stretch(self, inlines: Inlines) -> Inlines:
        self.index += 1
        for bracket in reversed(self.inline.get(self.index, ())):
            inlines = _bracketed(inlines, bracket)
        return inlines

    # -- paragraphs and what comes beside them

    def text(self, block: Heading | Paragraph) -> Iterator[Block]:
        inlines = self.stretch(block.inlines)
        wanted = self.beside.get(self.index, Beside((), ()))
        yield from (self.proposed(block, words, after=False) for words in wanted.before)
        if isinstance(block, Paragraph) and block.number is not None:
            self.number = block.number
        yield replace(block, inlines=inlines)
        yield from (self.proposed(block, words, after=True) for words in wanted.after)

    def proposed(self, block: Heading | Paragraph, words: str, *, after: bool) -> Paragraph:
        label = self.label(block, after=after)
        self.counts[label] = self.counts.get(label, 0) + 1
        number = self.counts[label]
        suffix = _LATIN[number - 1] if number <= len(_LATIN) else f"bis ({number})"
        head = Text(f"{label} {suffix}.".lstrip(), Style.BOLD)
        return replace(self.shape(block, after=after), inlines=(head, Text(" "), *_in_brackets(words)))

    def label(self, block: Heading | Paragraph, *, after: bool) -> str:
        """What the paragraph before has for a number: "12", or "(f)" in a list."""
        if isinstance(block, Paragraph) and block.level:
            before = max(block.ordinal - (not after), 1)
            return item_marker(block.kind, before) if block.kind else block.marker
        return str(self.number) if self.part is Part.BODY and self.number else ""

    def shape(self, block: Heading | Paragraph, *, after: bool) -> Paragraph:
        """A paragraph of the same look that does not count."""
        if isinstance(block, Heading):
            return Paragraph(Role.CONTINUED if self.part is Part.BODY else Role.PLAIN, ())
        if block.level and (after or block.ordinal != 1):
            return Paragraph(Role.ITEM_CONTINUED, (), level=block.level, list=block.list)
        role = block.role if block.role in (Role.SUMMARY, Role.PLAIN) else Role.CONTINUED
        return Paragraph(role if self.part is Part.BODY or role is Role.SUMMARY else Role.PLAIN, ())


# -- brackets in a line


def _bracketed(inlines: Inlines, bracket: Bracket) -> Inlines:
    text = "".join(_shown(piece) for piece in inlines)
    words = text[bracket.start : bracket.end]
    start = bracket.start + len(words) - len(words.lstrip())
    end = max(start, bracket.end - len(words) + len(words.rstrip()))
    head, rest = _split(inlines, start)
    inner, tail = _split(rest, end - start)
    if start == end and text[:start].endswith(" "):
        return (*head, *_joined(bracket.alternatives), Text(" "), *tail)
    before = () if start == 0 or text[start - 1] in f" {_NO_BLANK_BEFORE}" or start < end else (Text(" "),)
    after = () if end == len(text) or text[end] in f" {_NO_BLANK_AFTER}" or start < end else (Text(" "),)
    original = (_sign("["), *inner, *_ending(bracket.said)) if start < end else ()
    between = (Text(" "),) if original and bracket.alternatives else ()
    return (*head, *before, *original, *between, *_joined(bracket.alternatives), *after, *tail)


def _joined(alternatives: tuple[str, ...]) -> Inlines:
    pieces: list[Inline] = []
    for words in alternatives:
        pieces += [*((Text(" "),) if pieces else ()), *_in_brackets(words)]
    return tuple(pieces)


def _in_brackets(words: str) -> Inlines:
    """Each word and blank a piece of its own, as in text that was read; names of supporters in italics."""
    said, _, names = words.rpartition(" — ")
    pieces = [piece for word in said.split() for piece in (Text(word), Text(" "))][:-1]
    return (_sign("["), *pieces, *_ending(names))


def _ending(said: str) -> Inlines:
    return (Text(f" —\u00a0{said}", Style.ITALIC), _sign("]")) if said else (_sign("]"),)


def _sign(sign: str) -> Text:
    return Text(sign, Style.BOLD)


def _split(inlines: Inlines, at: int) -> tuple[Inlines, Inlines]:
    """The pieces before and from a printed character; a note mark at that point belongs to the word before it."""
    head: list[Inline] = []
    for index, piece in enumerate(inlines):
        size = len(_shown(piece))
        if size > at or (at == 0 and not isinstance(piece, NoteMark)):
            if at and isinstance(piece, Text):
                cut = piece._replace(text=piece.text[:at]), piece._replace(text=piece.text[at:])
                return (*head, cut[0]), (cut[1], *inlines[index + 1 :])
            return tuple(head), inlines[index:]
        head.append(piece)
        at -= size
    return tuple(head), ()


def _shown(piece: Inline) -> str:
    if isinstance(piece, NoteMark):
        return ""
    return "\n" if isinstance(piece, LineBreak) else piece.text
