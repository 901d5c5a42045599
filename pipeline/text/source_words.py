"""From printed words to the characters of their section file: where to cut, and how to write plain words there.

Every piece of a paragraph knows its place in the source. Where the source says a piece otherwise than it is printed
(escapes, entities, typographic signs) the two are aligned sign by sign; what cannot be aligned has no place, and nobody
can cut there. Words are written so that none of their signs becomes markup.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.model.document import Inline, NoteMark, Reference, Text
from pipeline.model.source import Span
from pipeline.text.words import Stretch

NOWHERE = -1
_RAW = re.compile(
    r"\\[!-/:-@\[-`{-~]|&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|\.\.\.|---?|.", re.DOTALL
)
_SMART = {"'": "'’‘", '"': '"“”', "...": "…", "--": "–", "---": "—"}
_BROKEN_LINE = re.compile(r"[ \t]*\r?\n[ \t]*")
_OPENERS, _CLOSERS = re.compile(r"(?:\*+|_+|~+|\^+|\[)*\Z"), re.compile(r"(?:\*+|_+|~+|\^+)*(?:\]\([^()\s]*\))?")
_SPACE = re.compile(r"[ \t\r\n]+")

_ALWAYS = re.compile(r"[\\`*\[\]<{}~^|]|(?<![^\W_])_|_(?![^\W_])|&(?=\#?\w+;)|(?<=-)-")
# What only means something at the start of a line: headings, quotations, lists, fences, underlines of headings.
_AT_START = re.compile(
    r"[#>+=:-]|(?=\([A-Za-z0-9]{1,9}\)(?:\s|\Z))\(|(?:[0-9]{1,9}|[A-Za-z]|[IVXLCDMivxlcdm]+)(?=[.)](?:\s|\Z))"
)


class Splice(NamedTuple):
    """Characters `start` to `end` of a source become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Sheet:
    """The source of a section, with its own line ends."""

    text: str

    @cached_property
    def _lines(self) -> tuple[int, ...]:
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    @property
    def line_end(self) -> str:
        """What ends its lines."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1; that of the end for a line beyond it."""
        return self._lines[line - 1] + column - 1 if line <= len(self._lines) else len(self.text)

    def span(self, at: Span) -> tuple[int, int]:
        """The offsets of a stretch."""
        return self.offset(at.line, at.column), self.offset(at.end_line, at.end_column)

    def line_start(self, offset: int) -> int:
        """Where the line of this character begins."""
        return self._lines[bisect_right(self._lines, offset) - 1]

    def line_stop(self, offset: int) -> int:
        """Where the line of this character ends, before its line end."""
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end


class Laid(NamedTuple):
    """A stretch of printed text over its source: for each printed character where it begins and ends, or `NOWHERE`."""

    stretch: Stretch
    low: tuple[int, ...]
    high: tuple[int, ...]

    def inside(self, index: int) -> tuple[object, ...]:
        """The markup that a printed character stands in; nothing for one beyond the text."""
        if not 0 <= index < len(self.low):
            return (0, None)
        piece, _ = self.stretch.piece(index)
        if isinstance(piece, Text):
            return (int(piece.style), piece.link)
        return (0, None) if isinstance(piece, Reference) and not piece.style else (type(piece).__name__,)


def lay(sheet: Sheet, stretch: Stretch) -> Laid:
    """Lay a stretch over the source that it was read from."""
    places = [place for piece in stretch.inlines for place in _of_piece(sheet, piece)]
    low, high = [place[0] for place in places], [place[1] for place in places]
    for index in range(1, len(places) - 1):
        if low[index] == NOWHERE and stretch.text[index] == " " and high[index - 1] >= 0 <= low[index + 1]:
            broken = _BROKEN_LINE.search(sheet.text, high[index - 1], low[index + 1])
            if broken:
                low[index], high[index] = broken.span()
    return Laid(stretch, tuple(low), tuple(high))


def _of_piece(sheet: Sheet, piece: Inline) -> list[tuple[int, int]]:
    if isinstance(piece, NoteMark):
        return []
    shown = piece.text if isinstance(piece, Text | Reference) else "\n"
    if piece.at is None or not shown:
        return [(NOWHERE, NOWHERE)] * len(shown)
    low, high = sheet.span(piece.at)
    raw = sheet.text[low:high]
    if isinstance(piece, Reference):
        inner = [(NOWHERE, NOWHERE)] * len(shown)
        inner[0] = (low, inner[0][1] if len(shown) > 1 else high)
        inner[-1] = (inner[-1][0], high)
        return inner
    if raw == shown:
        return [(low + step, low + step + 1) for step in range(len(shown))]
    if shown == " " and not raw.strip():
        return [(low, high)]
    return _aligned(raw, shown, low)


def _aligned(raw: str, shown: str, low: int) -> list[tuple[int, int]]:
    """The signs of a piece that is printed otherwise than it is written; without places if it is not understood."""
    out: list[tuple[int, int]] = []
    for match in _RAW.finditer(raw):
        prints = _prints(match[0], shown[len(out) : len(out) + 1])
        if not prints or shown[len(out) : len(out) + len(prints)] != prints:
            return [(NOWHERE, NOWHERE)] * len(shown)
        out += [(low + match.start(), low + match.end())] * len(prints)
    return out if len(out) == len(shown) else [(NOWHERE, NOWHERE)] * len(shown)


def _prints(raw: str, shown: str) -> str:
    """What a sign of the source prints, where `shown` is what stands there in print."""
    if raw in _SMART and shown and shown in _SMART[raw]:
        return shown
    if len(raw) == 2 and raw[0] == "\\":
        return raw[1]
    return html.unescape(raw) if raw.startswith("&") and len(raw) > 1 else raw


# -- cutting and writing


def splice(sheet: Sheet, laid: Laid, cut: tuple[int, int], words: str) -> Splice | None:
    """Write plain words in the place of printed characters.

    Markup at the edges stays whole: emphasis that is cut out entirely goes with its marks, words inside it stay inside.

    Args:
        sheet: the source.
        laid: the stretch, over this source.
        cut: the printed characters that go, `[start, end)`; equal for an insertion.
        words: what comes, plain text; blanks at its ends are kept.

    Returns:
        None when markup, a reference or a footnote mark would be cut apart or lost, or the place is not known.
    """
    place = _point(sheet, laid, cut[0]) if cut[0] == cut[1] else _range(sheet, laid, cut, deletes=not words.strip())
    if place is None:
        return None
    around = sheet.text[place[0] - 1 : place[0]], sheet.text[place[1] : place[1] + 1]
    return Splice(*place, escaped(words, at_start=_opens_line(sheet, place[0]), around=around))


def _range(sheet: Sheet, laid: Laid, cut: tuple[int, int], *, deletes: bool) -> tuple[int, int] | None:
    for low, high in _ordered(_edges(sheet, laid, cut), deletes=deletes):
        if low[1] == high[1] and NOWHERE not in (low[0], high[0]) and not _loses(sheet, laid, cut, (low[0], high[0])):
            return low[0], high[0]
    return None


_Edge = tuple[int, tuple[object, ...]]  # an offset, and the markup that it is in


def _edges(sheet: Sheet, laid: Laid, cut: tuple[int, int]) -> tuple[tuple[_Edge, _Edge], tuple[_Edge, _Edge]]:
    """The inner and the outer edge on both sides of a cut: before and after the marks that stand there."""
    start, end = cut
    inner, outer = laid.low[start], laid.high[start - 1] if start else _before_marks(sheet, laid.low[start])
    last, beyond = laid.high[end - 1], laid.low[end] if end < len(laid.low) else _after_marks(sheet, laid.high[end - 1])
    return (
        ((inner, laid.inside(start)), (outer, laid.inside(start - 1))),
        ((last, laid.inside(end - 1)), (beyond, laid.inside(end))),
    )


def _ordered(edges: tuple[tuple[_Edge, _Edge], tuple[_Edge, _Edge]], *, deletes: bool) -> Iterator[tuple[_Edge, _Edge]]:
    """The pairs of edges, the best first: what goes takes its marks along, what is replaced leaves them."""
    (inner, outer), (last, beyond) = edges
    pairs = [(inner, last), (outer, last), (inner, beyond), (outer, beyond)]
    yield from pairs[::-1] if deletes else pairs


def _loses(sheet: Sheet, laid: Laid, cut: tuple[int, int], place: tuple[int, int]) -> bool:
    """Whether a footnote mark, or markup outside the cut, stands between these offsets."""
    for piece in laid.stretch.inlines:
        if isinstance(piece, NoteMark) and (
            piece.at is None or (place[0] < sheet.span(piece.at)[1] and sheet.span(piece.at)[0] < place[1])
        ):
            return True
    return place[0] > place[1] or any(
        laid.low[index] != NOWHERE and place[0] <= laid.low[index] < place[1]
        for index in (cut[0] - 1, cut[1])
        if 0 <= index < len(laid.low)
    )


def _point(sheet: Sheet, laid: Laid, at: int) -> tuple[int, int] | None:
    """Where an insertion goes: outside markup where it can, before a footnote mark."""
    size = len(laid.low)
    if not size:
        return None
    before = laid.high[at - 1] if at else _before_marks(sheet, laid.low[0])
    after = laid.low[at] if at < size else _after_marks(sheet, laid.high[-1])
    plain_before, plain_after = laid.inside(at - 1) == (0, None), laid.inside(at) == (0, None)
    spot = before if plain_before or not plain_after else after
    return None if spot == NOWHERE else (spot, spot)


def _before_marks(sheet: Sheet, offset: int) -> int:
    if offset == NOWHERE:
        return NOWHERE
    marks = _OPENERS.search(sheet.text[sheet.line_start(offset) : offset])
    return offset - len(marks[0]) if marks else offset


def _after_marks(sheet: Sheet, offset: int) -> int:
    marks = _CLOSERS.match(sheet.text, offset) if offset != NOWHERE else None
    return marks.end() if marks else offset


def _opens_line(sheet: Sheet, offset: int) -> bool:
    """Whether only blanks, or the mark of a list item, stand before this place in its line."""
    head = sheet.text[sheet.line_start(offset) : offset]
    return re.fullmatch(r"[ \t>]*(?:(?:[-+*]|\(?[A-Za-z0-9]{1,9}[.)])[ \t]+)?", head) is not None


def escaped(words: str, *, at_start: bool = False, around: tuple[str, str] = ("", "")) -> str:
    """Plain text as Markdown that prints it; blanks folded, no-break ones kept.

    Args:
        words: the text.
        at_start: it comes to stand at the start of a line.
        around: the characters before and after it: an underscore between letters needs no escape.
    """
    left, right = (sign if sign.isalnum() else "" for sign in around)
    text = _ALWAYS.sub(lambda match: f"\\{match[0]}", left + _SPACE.sub(" ", words) + right)
    text = text[len(left) : len(text) - len(right)]
    if not at_start:
        return text
    body = text.lstrip(" ")
    opener = _AT_START.match(body)
    if opener:
        mark = opener[0]
        body = f"{mark}\\{body[len(mark) :]}" if mark.isalnum() else f"\\{body}"
    return text[: len(text) - len(text.lstrip(" "))] + body


def applied(text: str, splices: tuple[Splice, ...]) -> str:
    """The text with all splices made; they must not overlap. At one point new paragraphs stand outside new words."""
    for one in sorted(splices, key=_order, reverse=True):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def _order(one: Splice) -> tuple[int, int, int, str]:
    outside = one.text[:1] in "\r\n" if one.text else False
    return one.start, one.end, 1 if outside else -1 if one.text.endswith("\n") else 0, one.text
