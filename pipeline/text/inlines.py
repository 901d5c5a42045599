"""Pandoc's inlines to ours: words with their formatting and their place in the source."""

import re
from collections.abc import Callable
from typing import Any

from pipeline.model.document import Inline, LineBreak, NoteMark, Reference, Style, Text
from pipeline.model.saying import quoted
from pipeline.model.source import Span
from pipeline.text.ast import Node, read_attributes, read_position, unscoped
from pipeline.text.constructs import named, raw_message
from pipeline.text.problems import Problems

_STYLES = {
    "Emph": Style.ITALIC, "Strong": Style.BOLD, "Superscript": Style.SUPERSCRIPT,
    "Subscript": Style.SUBSCRIPT, "Strikeout": Style.STRIKE,
}  # fmt: skip
_QUOTES = {"DoubleQuote": "“”", "SingleQuote": "‘’"}
_TAG = re.compile(r"<[^>]*>")
_SAFE_LINK = re.compile(r"(?i)(https?://|mailto:)[^\s\x00-\x1f]+\Z")
_LONGEST_LINK = 2000  # characters: browsers and PDF readers do not follow much longer ones

ReadNote = Callable[[list[Node], Span | None], int]


class InlineReader:
    """Reads the inlines of one section; what it cannot keep it reports, and keeps the words.

    Args:
        problems: where findings go.
        read_note: takes the blocks of a footnote and gives its index.
    """

    def __init__(self, problems: Problems, read_note: ReadNote) -> None:
        self._problems = problems
        self._read_note = read_note
        self._pieces: list[Inline] = []
        self._style = 0
        self._link: str | None = None
        self._at: Span | None = None
        self._value: Text | None = None
        self.values: list[Span] = []

    def read(self, nodes: list[Node]) -> tuple[Inline, ...]:
        """The pieces of these inlines, outer blanks removed."""
        outer, self._pieces = self._pieces, []
        self._walk(nodes)
        pieces, self._pieces = self._pieces, outer
        return tuple(_trimmed(pieces))

    def _walk(self, nodes: list[Node]) -> None:
        for node in nodes:
            content: Any = node.get("c")
            kind = node["t"]
            if kind == "Span":
                self._span(content)
            elif kind == "Str":
                self._text(content)
            elif kind in ("Space", "SoftBreak"):
                self._pieces.append(Text(" ", self._style, self._link, self._at))
            else:
                self._other(kind, content)

    def _span(self, content: list[Any]) -> None:
        raw, inner = content
        pairs = raw[2]
        before = self._at
        if pairs and pairs[0][0] == "wrapper" and not raw[0] and not raw[1] and len(pairs) == 2:  # nearly all of them
            self._at = read_position(pairs[1][1]) or before
        else:
            attributes = read_attributes(raw)
            self._at = attributes.at or before
            if attributes.classes == ("data",) and attributes.at and not (attributes.id or attributes.keys):
                self._computed(inner, attributes.at)
                inner = []
            elif not attributes.bare:
                self._problems.attribute(attributes, self._at, "words inside a paragraph")
        if len(inner) == 1 and inner[0]["t"] == "Str":  # a word with its place: nearly all of them again
            self._text(inner[0]["c"])
        else:
            self._walk(inner)
        self._at = before

    def _computed(self, nodes: list[Node], at: Span) -> None:
        """One piece for an expression, of which no word joins the words around it: its value comes later."""
        words = "".join(piece.text for piece in self.read(nodes) if isinstance(piece, Text | Reference))
        self._value = Text(words, self._style, self._link, at)
        self._pieces.append(self._value)
        self.values.append(at)

    def _text(self, text: str) -> None:
        last = self._pieces[-1] if self._pieces else None
        if isinstance(last, Text) and last is not self._value and _joins(last, self._style, self._link, self._at):
            self._pieces[-1] = Text(last.text + text, last.style, last.link, _hull(last.at, self._at))
        else:
            self._pieces.append(Text(text, self._style, self._link, self._at))

    def _other(self, kind: str, content: Any) -> None:
        if kind in _STYLES:
            self._styled(_STYLES[kind], content)
        elif kind == "Quoted":
            self._quoted(content)
        elif kind == "Link":
            self._linked(content)
        elif kind == "Note":
            at = self._at
            self._pieces.append(NoteMark(self._read_note(content, at), "", at))
        elif kind == "LineBreak":
            self._pieces.append(LineBreak(self._at))
        else:
            self._forbidden(kind, content)

    def _styled(self, style: Style, nodes: list[Node]) -> None:
        before, self._style = self._style, self._style | style
        self._walk(nodes)
        self._style = before

    def _quoted(self, content: list[Any]) -> None:
        opening, closing = tuple(_QUOTES[content[0]["t"]])
        at = self._at
        self._at = at and Span(at.line, at.column, at.line, at.column + 1)
        self._text(opening)
        self._at = at
        self._walk(content[1])
        self._at = at and Span(at.end_line, at.end_column - 1, at.end_line, at.end_column)
        self._text(closing)
        self._at = at

    def _linked(self, content: list[Any]) -> None:
        raw, inner, (address, _title) = content
        attributes = read_attributes(raw)
        before, self._at = self._at, attributes.at or self._at
        if not attributes.bare:
            self._problems.attribute(attributes, self._at, "a link")
        if address.startswith("#"):
            self._reference(unscoped(address[1:]), inner)
        else:
            self._external(address, inner)
        self._at = before

    def _reference(self, target: str, inner: list[Node]) -> None:
        words = "".join(piece.text for piece in self.read(inner) if isinstance(piece, Text | Reference))
        self._pieces.append(Reference(target, words, self._style, self._at))

    def _external(self, address: str, inner: list[Node]) -> None:
        before = self._link
        if len(address) > _LONGEST_LINK:
            self._problems.add(
                "LINK-SCHEME",
                self._at,
                f"the address {quoted(address)} has {len(address):,} characters; at most {_LONGEST_LINK:,} work",
            )
        elif _SAFE_LINK.match(address):
            self._link = address
        else:
            message = f"the link to {quoted(address)} does not begin with http:, https: or mailto:"
            message = message if address else "a link leads nowhere"
            self._problems.add("LINK-SCHEME", self._at, message)
        self._walk(inner)
        self._link = before

    def _forbidden(self, kind: str, content: Any) -> None:
        if kind == "RawInline":
            self._problems.add("MD-RAW", self._at, raw_message(*content))
            self._text(words_of_raw(*content))
        elif kind in ("Code", "Math"):
            at = (read_attributes(content[0]).at if kind == "Code" else None) or self._at
            self._problems.forbid(at, kind.lower(), quoted(content[1]))
            self._text(content[1])
        elif kind == "Image":
            at = read_attributes(content[0]).at or self._at
            self._problems.forbid(at, "picture")
            self._walk(content[1])
        else:
            self._problems.forbid(self._at, "other", named(kind))
            self._walk(_children(content))


def words_of_raw(format_: str, text: str) -> str:
    """The words of a raw inline or block: those of HTML without its tags."""
    return _TAG.sub("", text) if format_ == "html" else text


def _children(content: Any) -> list[Node]:
    """The inlines of a node we do not know, wherever it keeps them."""
    for part in content if isinstance(content, list) else []:
        if isinstance(part, dict) and "t" in part:
            return [part for part in content if isinstance(part, dict) and "t" in part]
        first = part[0] if isinstance(part, list) and part else None
        if isinstance(first, dict) and first.get("t") in ("Str", "Span", "Space"):
            return list(part)
    return []


def _joins(last: Text, style: int, link: str | None, at: Span | None) -> bool:
    if last.text == " " or last.style != style or last.link != link:
        return False
    return last.at is None or at is None or (last.at.end_line, last.at.end_column) == (at.line, at.column)


def _hull(first: Span | None, last: Span | None) -> Span | None:
    if first is None or last is None:
        return first or last
    return Span(first.line, first.column, last.end_line, last.end_column)


def _blank(piece: Inline) -> bool:
    return isinstance(piece, Text) and not piece.text.strip(" ")


def _trimmed(pieces: list[Inline]) -> list[Inline]:
    start, end = 0, len(pieces)
    while start < end and _blank(pieces[start]):
        start += 1
    while end > start and _blank(pieces[end - 1]):
        end -= 1
    return pieces[start:end]
