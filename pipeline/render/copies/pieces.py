"""A paragraph of a paper taken apart into what it prints, and put together again with changes and comments in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.formats.xml_tree import Node, escape, quoted
from pipeline.render.word.xml import clean

Members = tuple[str, ...]
Attributes = Callable[[Members], str]  # of a change by these members
_TEXT = re.compile(r"<(/?)w:(t|instrText)(?=[ />])")
_DELETED = {"t": "delText", "instrText": "delInstrText"}
_LIKE_BLANKS = str.maketrans("\t\n\r", "   ")


class Piece(NamedTuple):
    """Something that a paragraph prints, or a mark in it.

    Attributes:
        text: what is printed; "" for marks.
        xml: runs, or the mark; "" for a run of mere text, which can be cut.
        look: `w:rPr` of a run of text.
        link: opening tag of the link round it, or "".
        note: whether it is the mark of a note.
    """

    text: str
    xml: str = ""
    look: str = ""
    link: str = ""
    note: bool = False


class Insert(NamedTuple):
    """Words that come at a place, for those from `start` on that go."""

    at: int
    words: str
    members: Members
    start: int


class Range(NamedTuple):
    """The characters that a comment is about, and its XML before and after them."""

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True)
class Marked:
    """What is to be written into a paragraph; places count its printed characters from its first unit's.

    Attributes:
        gone: stretches and who deletes them, in order.
        whole: who deletes everything, marks of notes too.
    """

    gone: Sequence[tuple[int, int, Members]] = ()
    inserts: Sequence[Insert] = ()
    ranges: Sequence[Range] = ()
    whole: Members = ()


class _Out(NamedTuple):
    """A bit of the paragraph: inside which link, and inside whose change of which kind."""

    link: str
    kind: str
    members: Members
    xml: str


def take_apart(paragraph: Node) -> list[Piece]:
    """The pieces of a paragraph, without its properties."""
    return list(_fields_together(piece for kid in paragraph.kids if kid.tag != "w:pPr" for piece in _pieces(kid, "")))


def _pieces(node: Node, link: str) -> Iterator[Piece]:
    if node.tag == "w:hyperlink":
        attrs = "".join(f' {name}="{quoted(value)}"' for name, value in node.attrs.items())
        for kid in node.kids:
            yield from _pieces(kid, f"<w:hyperlink{attrs}>")
    elif node.tag == "w:r":
        yield _run(node, link)
    else:
        yield Piece("", node.xml(), link=link)


def _run(run: Node, link: str) -> Piece:
    content = [kid for kid in run.kids if kid.tag != "w:rPr"]
    properties = run.first("w:rPr")
    if len(content) == 1 and content[0].tag == "w:t":
        return Piece(content[0].text, "", properties.xml() if properties else "", link)
    note = any(kid.tag in ("w:footnoteReference", "w:footnoteRef") for kid in content)
    text = "" if note else "".join(_printed(kid) for kid in content)
    return Piece(text, run.xml(), link=link, note=note)


def _printed(node: Node) -> str:
    return node.text if node.tag == "w:t" else " " if node.tag in ("w:br", "w:tab") else ""


def _fields_together(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Each field as one piece that prints its result."""
    depth, held = 0, list[Piece]()
    for piece in pieces:
        depth += piece.xml.count('w:fldCharType="begin"')
        if depth:
            held.append(piece)
        else:
            yield piece
        if 'w:fldCharType="end"' in piece.xml:
            depth -= 1
            if not depth:
                xml = "".join(each.xml or text_run(each.text, each.look) for each in held)
                yield Piece("".join(each.text for each in held), xml, link=held[0].link)
                held = []
    yield from held


def text_run(text: str, look: str) -> str:
    """A run of text with its properties."""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def offset_of(pieces: Sequence[Piece], text: str) -> int:
    """How many characters a paragraph prints before this text, with which it ends.

    Raises:
        ValueError: it does not end so.
    """
    whole = "".join(piece.text for piece in pieces).translate(_LIKE_BLANKS)
    if not whole.endswith(clean(text).translate(_LIKE_BLANKS)):
        raise ValueError(f"a paragraph prints “{whole[:40]}”, not “{text[:40]}”")
    return len(whole) - len(text)


def put_together(pieces: Sequence[Piece], first: int, marked: Marked, attributes: Attributes) -> str:
    """The content of the paragraph with all that is to be written into it.

    Args:
        pieces: as taken apart.
        first: how many characters it prints before those that `marked` counts.
        marked: changes and comments.
        attributes: of the tracked changes, asked for in the order in which they stand.
    """
    placed = sorted(_placed(pieces, first, marked), key=lambda one: one[:3])
    return "".join(_written((out for *_, out in placed), attributes))


def _written(items: Iterator[_Out], attributes: Attributes) -> Iterator[str]:
    for link, linked in groupby(items, key=lambda item: item.link):
        content = "".join(_changes(linked, attributes))
        yield f"{link}{content}</w:hyperlink>" if link else content


def _changes(items: Iterator[_Out], attributes: Attributes) -> Iterator[str]:
    for (kind, members), group in groupby(items, key=lambda item: (item.kind, item.members)):
        xml = "".join(item.xml for item in group)
        if kind == "del":
            xml = _TEXT.sub(lambda found: f"<{found[1]}w:{_DELETED[found[2]]}", xml)
        yield f"<w:{kind}{attributes(members)}>{xml}</w:{kind}>" if kind else xml


# What stands at one place, in this order: words that stand for those just deleted, further words with their comment,
# the marks (of notes, bookmarks), words that come after these with their comment, the ends of comments, their
# beginnings, and the text that follows.
_REPLACED, _BEGIN_HERE, _ADDED, _END_HERE, _MARK, _BEGIN_LATER, _ADDED_LATER, _END, _BEGIN, _WORDS = range(10)
_Placed = tuple[int, int, int, _Out]


def _placed(pieces: Sequence[Piece], first: int, marked: Marked) -> Iterator[_Placed]:
    yield from _content(pieces, first, marked)
    settings = _Settings(pieces, first)
    for count, one in enumerate(marked.inserts):
        look, link = settings.of(one.start, one.at)
        xml = text_run(clean(one.words), look)
        added = _ADDED if settings.follows(one.at) else _ADDED_LATER
        yield one.at, _REPLACED if one.start < one.at else added, count, _Out(link, "ins", one.members, xml)
    for count, each in enumerate(marked.ranges):
        here, there = (_BEGIN_HERE, _END_HERE) if settings.follows(each.start) else (_BEGIN_LATER, _END)
        is_point = each.start == each.end
        yield each.start, here if is_point else _BEGIN, count, _Out("", "", (), each.before)
        yield each.end, there if is_point else _END, count, _Out("", "", (), each.after)


def _content(pieces: Sequence[Piece], first: int, marked: Marked) -> Iterator[_Placed]:
    """What the paragraph prints, its text cut where something begins or ends."""
    edges = {edge for start, end, *_ in marked.gone for edge in (start, end)}
    edges |= {edge for one in marked.ranges for edge in (one.start, one.end)}
    cuts = sorted(edges | {one.at for one in marked.inserts})
    gone = [(start, end, members) for start, end, members in marked.gone]
    at = -first
    for count, piece in enumerate(pieces):
        if not piece.text:
            members = marked.whole if piece.note else ()
            yield at, _MARK, count, _Out(piece.link, "del" if members else "", members, piece.xml)
            continue
        for start, text in _cut(piece, at, cuts):
            members = _members_at(gone, start)
            xml = piece.xml or text_run(text, piece.look)
            yield start, _WORDS, count, _Out(piece.link, "del" if members else "", members, xml)
        at += len(piece.text)


def _cut(piece: Piece, at: int, cuts: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The parts of a piece of text, each with its place; what is no mere text stays whole."""
    end = at + len(piece.text)
    inner = () if piece.xml else cuts[bisect_right(cuts, at) : bisect_left(cuts, end)]
    for start, stop in pairwise((at, *inner, end)):
        yield start, piece.text[start - at : stop - at]


def _members_at(gone: Sequence[tuple[int, int, Members]], at: int) -> Members:
    index = bisect_right(gone, at, key=lambda one: one[0]) - 1
    return gone[index][2] if index >= 0 and at < gone[index][1] else ()


_Setting = tuple[str, str]  # look and link
_PLAIN: _Setting = ("", "")


class _Settings:
    """How words look that come to a place, as when they are merged into the source.

    They take the emphasis or the link that is on both sides of them; beside it they stay plain. Words that replace
    others look as these did. Fields are plain: nothing can be written into them.
    """

    def __init__(self, pieces: Sequence[Piece], first: int) -> None:
        self._ends, self._kinds = [-first], [_PLAIN]
        for piece in pieces:
            if piece.text:
                self._ends.append(self._ends[-1] + len(piece.text))
                self._kinds.append((piece.look, piece.link) if not piece.xml else _PLAIN)

    def _inside(self, at: int) -> _Setting:
        """That of a printed character; plain for what is beyond the words of the unit."""
        place = bisect_right(self._ends, at)
        return self._kinds[place] if at >= 0 and place < len(self._kinds) else _PLAIN

    def follows(self, at: int) -> bool:
        """Whether words that come in here belong to what is before them, and not to what follows."""
        return at > 0 and (self._inside(at - 1) == _PLAIN or self._inside(at) != _PLAIN)

    def of(self, start: int, end: int) -> _Setting:
        """That of words that come for those in between; for none, at a place."""
        if start == end:
            before, after = self._inside(start - 1), self._inside(start)
            return _PLAIN if _PLAIN in (before, after) else before
        pairs = ((start, end - 1), (start - 1, end - 1), (start, end), (start - 1, end))
        equal = (self._inside(low) for low, high in pairs if self._inside(low) == self._inside(high))
        return next(equal, self._inside(start))
