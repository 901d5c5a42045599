"""Pandoc's blocks to ours: an allow-list. What a paper cannot hold is reported, and its words are kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.model.document import Block, Cell, Figure, Heading, Inline, Note, Paragraph, Part, Role, Table, Text
from pipeline.model.expression import Expression
from pipeline.model.finding import Finding
from pipeline.model.saying import quoted
from pipeline.model.source import Span
from pipeline.text.ast import Attributes, Node, read_attributes, unwrap
from pipeline.text.constructs import named, raw_message
from pipeline.text.inlines import InlineReader, words_of_raw
from pipeline.text.problems import Problems

_LABEL = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_IMAGE = re.compile(r"(?:images|data)/[A-Za-z0-9][A-Za-z0-9._-]*\.(svg|png)\Z")
_KINDS = {"LowerAlpha": "alpha", "UpperAlpha": "alpha", "LowerRoman": "roman", "UpperRoman": "roman"}
_ALIGNMENTS = {"AlignRight": "right", "AlignCenter": "center"}
_BOXES = {"summary": Role.SUMMARY, "epigraph": Role.EPIGRAPH}
_NONE = Attributes("", (), {}, None, False)


@dataclass(frozen=True, slots=True)
class SectionText:
    """The blocks and notes of a section file, not yet numbered and not yet tied to a path.

    List items carry kind and level; `Figure.image` is relative to the document's folder.

    Attributes:
        data: the expressions, each at the piece or table that has its place; their values come later.
    """

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    findings: tuple[Finding, ...]
    data: tuple[Expression, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether a picture in it is drawn from data."""
        return any(isinstance(block, Figure) and block.image.startswith("data/") for block in self.blocks)


def read_section(nodes: list[Node], part: Part) -> SectionText:
    """Read the blocks of one section; `part` decides what an ordinary paragraph is."""
    reader = _BlockReader(part)
    blocks = tuple(reader.read(nodes))
    return SectionText(blocks, tuple(reader.notes), tuple(reader.problems.found), reader.data())


class _BlockReader:
    def __init__(self, part: Part) -> None:
        self.problems = Problems()
        self.notes: list[Note] = []
        self._plain = Role.NUMBERED if part is Part.BODY else Role.PLAIN
        self._inlines = InlineReader(self.problems, self._note)
        self._lists = 0
        self._repeated: list[Expression] = []

    def data(self) -> tuple[Expression, ...]:
        """What was met of expressions; the words of those in prose are still to be taken from the source."""
        return (*self._repeated, *(Expression(at) for at in self._inlines.values))

    def read(self, nodes: list[Node]) -> Iterator[Block]:
        for node, wrapper in unwrap(nodes):
            yield from self._one(node, wrapper or _NONE)

    def _one(self, node: Node, attributes: Attributes) -> Iterator[Block]:
        kind = node["t"]
        if kind in ("Para", "Plain"):
            yield self._paragraph(node["c"], attributes)
        elif kind in ("OrderedList", "BulletList"):
            self._expect_bare(attributes, "a list")
            yield from self._list(node, attributes.at, 1)
        else:
            yield from self._other(kind, node.get("c", []), attributes)

    def _other(self, kind: str, content: Any, attributes: Attributes) -> Iterator[Block]:
        if kind == "Header":
            yield self._heading(content)
        elif kind == "Div":
            yield from self._div(content)
        elif kind == "Figure":
            yield self._figure(content, attributes.at)
        elif kind == "Table":
            yield self._table(content, _NONE, read_attributes(content[0]).at)
        else:
            yield from self._forbidden(kind, content, attributes.at)

    # -- paragraphs and headings

    def _paragraph(self, nodes: list[Node], attributes: Attributes) -> Paragraph:
        role, classes = self._plain, set(attributes.classes)
        if "continued" in classes:
            role = Role.CONTINUED if role is Role.NUMBERED else role
        rest = tuple(sorted(classes - {"continued"}))
        strange = Attributes("", rest, _without(attributes.keys, "responds-to"), None, False)
        self._expect_bare(strange, "a paragraph", attributes.at)
        responds = tuple(attributes.keys.get("responds-to", "").replace(",", " ").split())
        label = self._label(attributes.id, attributes.at)
        return Paragraph(role, self._inlines.read(nodes), label=label, responds_to=responds, at=attributes.at)

    def _heading(self, content: list[Any]) -> Heading:
        level, raw, nodes = content
        attributes = read_attributes(raw)
        if level == 1:
            self.problems.add("HEADING-TOP", attributes.at, "a heading with one # stands inside the section")
        if level > 4:
            self.problems.forbid(attributes.at, "level", f"a heading of level {level}")
        self._expect_bare(Attributes("", attributes.classes, attributes.keys, None, False), "a heading", attributes.at)
        label = self._label(attributes.id, attributes.at)
        return Heading(min(max(level, 2), 4), self._inlines.read(nodes), id=label, at=attributes.at)

    def _label(self, label: str, at: Span | None) -> str:
        if label and not _LABEL.match(label):
            self.problems.add("ID-FORM", at, f"{quoted(label)} cannot be a label")
            return ""
        return label

    def _expect_bare(self, attributes: Attributes, what: str, at: Span | None = None) -> None:
        if not attributes.bare:
            self.problems.attribute(attributes, at or attributes.at, what)

    # -- lists

    def _list(self, node: Node, at: Span | None, level: int) -> Iterator[Block]:
        kind, start, items = _list_parts(node)
        self._lists += 1
        number = self._lists
        if kind == "upper":
            self.problems.forbid(at, "capitals")
            kind = "alpha"
        for ordinal, item in enumerate(items, start):
            first = True
            for inner, wrapper in unwrap(item):
                attributes = wrapper or _NONE
                if inner["t"] in ("Para", "Plain"):
                    base = self._paragraph(inner["c"], attributes)
                    yield _item(base, kind, level, number, ordinal if first else 0)
                    first = False
                elif inner["t"] in ("OrderedList", "BulletList"):
                    if first:
                        yield _item(Paragraph(Role.ITEM, (), at=attributes.at), kind, level, number, ordinal)
                        first = False
                    yield from self._list(inner, attributes.at, level + 1)
                else:
                    self.problems.forbid(attributes.at or at, "item", named(inner["t"]))
                    for kept in self._one(inner, attributes):
                        yield _item(kept, kind, level, number, 0) if isinstance(kept, Paragraph) else kept

    # -- divs

    def _div(self, content: list[Any]) -> Iterator[Block]:
        raw, inner = content
        attributes = read_attributes(raw)
        kind = attributes.classes[0] if len(attributes.classes) == 1 else ""
        if kind in ("table", "data-table"):
            yield from self._captioned_table(inner, self._without_rows(attributes))
        elif kind in _BOXES:
            self._expect_bare(Attributes("", (), attributes.keys, None, False), f"a block `::: {kind}`", attributes.at)
            before, self._plain = self._plain, _BOXES[kind]
            yield from self.read(inner)
            self._plain = before
        else:
            self._expect_bare(attributes, "a block")
            yield from self.read(inner)

    def _without_rows(self, attributes: Attributes) -> Attributes:
        """A data table as an ordinary one; the expression that gives its rows is noted."""
        if attributes.classes == ("table",):
            return attributes
        rows = attributes.keys.get("rows", "")
        if rows and attributes.at:
            self._repeated.append(Expression(attributes.at, rows, repeats=True))
        else:
            self.problems.add("DATA-TABLE", attributes.at, "the table made from data does not say whose rows it shows")
        return attributes._replace(classes=("table",), keys=_without(attributes.keys, "rows"))

    def _captioned_table(self, inner: list[Node], attributes: Attributes) -> Iterator[Block]:
        rest = Attributes("", (), _without(attributes.keys, "caption"), None, False)
        self._expect_bare(rest, "a table", attributes.at)
        for node, wrapper in unwrap(inner):
            if node["t"] == "Table":
                yield self._table(node["c"], attributes, attributes.at)
            else:
                self.problems.forbid(attributes.at, "table", named(node["t"]))
                yield from self._one(node, wrapper or _NONE)

    # -- tables and figures

    def _table(self, content: list[Any], attributes: Attributes, at: Span | None) -> Table:
        columns, head, bodies = content[2], content[3], content[4]
        header = [self._row(row) for row in head[1]]
        rows = [self._row(row) for body in bodies for row in body[2] + body[3]]
        rows += [self._row(row) for row in content[5][1]]
        caption = words_of(attributes.keys.get("caption", ""), at)
        label = self._label(attributes.id, at)
        alignments = tuple(_ALIGNMENTS.get(column[0]["t"], "left") for column in columns)
        filled = tuple(row for row in header if any(cell.paragraphs for cell in row))
        return Table(label, caption, filled, tuple(rows), alignments, at=at)

    def _row(self, row: list[Any]) -> tuple[Cell, ...]:
        return tuple(self._cell(cell[4]) for cell in row[1])

    def _cell(self, nodes: list[Node]) -> Cell:
        read = (self._inlines.read(node["c"]) for node, _ in unwrap(nodes) if node["t"] in ("Para", "Plain"))
        return Cell(tuple(pieces for pieces in read if pieces))

    def _figure(self, content: list[Any], at: Span | None) -> Block:
        attributes = read_attributes(content[0])
        image = next((node for node, _ in unwrap(_plain_inlines(content[2])) if node["t"] == "Image"), None)
        if image is None:
            self.problems.forbid(at, "figure")
            return Paragraph(self._plain, (), at=at)
        own = read_attributes(image["c"][0])
        path, alt = str(image["c"][2][0]), own.keys.get("alt", "")
        if not _IMAGE.match(path):
            self.problems.add("IMAGE-PATH", at, f"the picture {quoted(path)} is not an SVG or PNG file in images/")
            path = ""
        keys = _without(own.keys | attributes.keys, "alt")
        self._expect_bare(Attributes("", attributes.classes + own.classes, keys, None, False), "a figure", at)
        caption = self._inlines.read(_plain_inlines(content[1][1]))
        return Figure(self._label(attributes.id or own.id, at), path, caption, alt, at=own.at or at)

    # -- notes and the rest

    def _note(self, nodes: list[Node], at: Span | None) -> int:
        index = len(self.notes)
        self.notes.append(Note((), at=at))  # keeps the place: a note may not hold another, but the mark comes first
        paragraphs: list[tuple[Inline, ...]] = []
        for node, wrapper in unwrap(nodes):
            if node["t"] in ("Para", "Plain"):
                paragraphs.append(self._inlines.read(node["c"]))
            else:
                self.problems.forbid((wrapper and wrapper.at) or at, "note", named(node["t"]))
                paragraphs += [stretch for block in self._one(node, wrapper or _NONE) for stretch in _texts_of(block)]
        self.notes[index] = Note(tuple(pieces for pieces in paragraphs if pieces), at=at)
        return index

    def _forbidden(self, kind: str, content: Any, at: Span | None) -> Iterator[Block]:
        if kind == "RawBlock":
            self.problems.add("MD-RAW", at, raw_message(*content))
            yield from self._kept(words_of_raw(*content), at)
        elif kind == "CodeBlock":
            here = read_attributes(content[0]).at or at
            self.problems.forbid(here, "block of code")
            yield from self._kept(content[1], here)
        elif kind == "BlockQuote":
            self.problems.forbid(at, "quotation")
            yield from self.read(content)
        else:
            self.problems.forbid(at, "other", named(kind))

    def _kept(self, words: str, at: Span | None) -> Iterator[Block]:
        if words.strip():
            yield Paragraph(self._plain, words_of(words, at), at=at)


def _item(base: Paragraph, kind: str, level: int, number: int, ordinal: int) -> Paragraph:
    role = Role.ITEM if ordinal else Role.ITEM_CONTINUED
    return Paragraph(
        role, base.inlines, label=base.label, level=level, list=number, ordinal=ordinal,
        kind=kind if ordinal else "", responds_to=base.responds_to, at=base.at,
    )  # fmt: skip


def _texts_of(block: Block) -> list[tuple[Inline, ...]]:
    """All text of a block that stands where it cannot stay a block."""
    if isinstance(block, Table):
        return [text for row in (*block.header, *block.rows) for cell in row for text in cell.paragraphs]
    return [block.caption if isinstance(block, Figure) else block.inlines]


def _list_parts(node: Node) -> tuple[str, int, list[list[Node]]]:
    if node["t"] == "BulletList":
        return "bullet", 1, node["c"]
    (start, style, _delimiter), items = node["c"]
    if style["t"].startswith("Upper"):
        return "upper", start, items
    return _KINDS.get(style["t"], "decimal"), start, items


def words_of(text: str, at: Span | None) -> tuple[Inline, ...]:
    """The words of a plain text, all at one place."""
    pieces: list[Inline] = []
    for word in text.split():
        pieces += [Text(" ", at=at), Text(word, at=at)] if pieces else [Text(word, at=at)]
    return tuple(pieces)


def _plain_inlines(blocks: list[Node]) -> list[Node]:
    return [inline for node, _ in unwrap(blocks) if node["t"] in ("Para", "Plain") for inline in node["c"]]


def _without(keys: dict[str, str], known: str) -> dict[str, str]:
    return {key: value for key, value in keys.items() if key != known}
