"""What a Word file says for each author of its changes: it is read once, and then resolved for one after the other.

`read` with a predicate gives the same text and all formatting, but reads the file anew each time; a round has many
members.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.formats.revisions.opening import Element, Opened, W, open_word, parse
from pipeline.formats.revisions.resolving import Taken

_CHANGES = {f"{W}ins": True, f"{W}moveTo": True, f"{W}del": False, f"{W}moveFrom": False}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
_HOLDERS = (f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}sdt", f"{W}sdtContent", f"{W}footnote", f"{W}footnotes", f"{W}body")

Change = tuple[bool, str]  # whether it comes, and its author


class Bit(NamedTuple):
    """Words, with the changes that they stand in."""

    text: str
    changes: tuple[Change, ...]


class Paragraph(NamedTuple):
    """A paragraph: its bits, the changes of its mark, and whether it ends what holds it."""

    bits: tuple[Bit, ...]
    mark: tuple[Change, ...]
    last: bool


@dataclass(frozen=True)
class Voices:
    """The text of a file with all that its authors do to it.

    Attributes:
        body, notes: paragraphs in reading order; field codes and marks of notes are left out.
        authors: of changes, sorted.
        comments: in the margin, answers to others left out.
    """

    body: tuple[Paragraph, ...]
    notes: tuple[Paragraph, ...]
    authors: tuple[str, ...]
    comments: int

    def inserted_by(self, author: str) -> int:
        """How many paragraphs an author inserts."""
        return sum((True, author) in one.mark for one in self.body)

    def text(self, taken: Taken) -> tuple[str, ...]:
        """The paragraphs that have words, those of notes last, when these changes are accepted and all others not."""
        return (*_resolved(self.body, taken), *_resolved(self.notes, taken))


def voices(data: bytes) -> Voices:
    """Read a Word file.

    Raises:
        Unreadable: it cannot be read.
    """
    opened = open_word(data)
    notes = opened.root("footnotes")
    body = parse(opened.parts[opened.main]).find(f"{W}body")
    parts = [tuple(_paragraphs(root)) if root is not None else () for root in (body, notes)]
    every = (change for part in parts for one in part for change in _changes(one))
    return Voices(parts[0], parts[1], tuple(sorted({author for _, author in every})), _comments(opened))


def _comments(opened: Opened) -> int:
    root, threads = opened.root("comments"), opened.root("commentsExtended")
    answers = (
        sum(key.endswith("}paraIdParent") for each in threads for key in each.attrib) if threads is not None else 0
    )
    return len(root) - answers if root is not None else 0


def _changes(paragraph: Paragraph) -> Iterator[Change]:
    yield from paragraph.mark
    for bit in paragraph.bits:
        yield from bit.changes


def _paragraphs(node: Element) -> Iterator[Paragraph]:
    kids = [kid for kid in node if kid.tag == f"{W}p" or kid.tag in _HOLDERS]
    for place, kid in enumerate(kids):
        if kid.tag != f"{W}p":
            yield from _paragraphs(kid)
            continue
        mark = kid.find(f"{W}pPr/{W}rPr")
        marks = tuple(_change(each) for each in mark if each.tag in _CHANGES) if mark is not None else ()
        alone = place + 1 == len(kids) or kids[place + 1].tag != f"{W}p"
        yield Paragraph(tuple(_bits(kid, ())), marks, alone)


def _change(node: Element) -> Change:
    return _CHANGES[node.tag], node.get(f"{W}author") or ""


def _bits(node: Element, changes: tuple[Change, ...]) -> Iterator[Bit]:
    """Words below a node; of a field only its result."""
    for kid in node:
        if kid.tag in (f"{W}t", f"{W}delText"):
            yield Bit(kid.text or "", changes)
        elif kid.tag in _SIGNS:
            yield Bit(_SIGNS[kid.tag], changes)
        elif kid.tag in _CHANGES:
            yield from _bits(kid, (*changes, _change(kid)))
        elif kid.find(f"{W}footnoteReference") is not None:
            continue  # its mark may be written out beside it
        elif kid.tag in (f"{W}r", f"{W}hyperlink", f"{W}fldSimple", f"{W}sdt", f"{W}sdtContent"):
            yield from _bits(kid, changes)


def _there(changes: tuple[Change, ...], taken: Taken) -> bool:
    return all(comes == taken(author) for comes, author in changes)


def _resolved(paragraphs: tuple[Paragraph, ...], taken: Taken) -> Iterator[str]:
    """The texts, where a paragraph whose mark goes runs on into the next one."""
    held = ""
    for one in paragraphs:
        held += "".join(bit.text for bit in one.bits if _there(bit.changes, taken))
        if _there(one.mark, taken) or one.last:
            if held.strip():
                yield held
            held = ""
