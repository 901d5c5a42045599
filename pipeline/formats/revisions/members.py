"""What a Word file says for each author of its changes: it is read once, and then resolved for one after the other.

`read` with a predicate gives the same text, formatting and numbers, but reads the file anew each time; a round has many
members.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.formats.revisions.numbers import Numberer
from pipeline.formats.revisions.opening import Element, Opened, R, W, open_word, parse
from pipeline.formats.revisions.reading import PARAGRAPH_LOOKS, look_of
from pipeline.formats.revisions.resolving import Taken

_CHANGES = {f"{W}ins": True, f"{W}moveTo": True, f"{W}del": False, f"{W}moveFrom": False}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
_HOLDERS = (f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}sdt", f"{W}sdtContent", f"{W}footnote", f"{W}footnotes", f"{W}body")

Change = tuple[bool, str]  # whether it comes, and its author
Runs = tuple[tuple[str, str], ...]  # words and their formatting; a note or a picture has no words


class Bit(NamedTuple):
    """Words, with their formatting and the changes that they stand in.

    Attributes:
        text: "" for the mark of a note and for a picture, which `look` names.
        look: properties of the run in a settled order, and where a link leads.
    """

    text: str
    look: str
    changes: tuple[Change, ...]


class Shape(NamedTuple):
    """What a paragraph is: its style, its other properties in a settled order, and these as an element."""

    style: str
    look: str
    properties: Element | None


class Paragraph(NamedTuple):
    """A paragraph.

    Attributes:
        bits: what stands in it.
        mark: the changes of the mark that ends it.
        last: whether it ends what holds it.
        shape: what it is.
        former: who made it so, and what it was before; None for one that nobody changed.
    """

    bits: tuple[Bit, ...]
    mark: tuple[Change, ...]
    last: bool
    shape: Shape
    former: tuple[str, Shape] | None = None

    @property
    def words(self) -> str:
        """All of it, whatever changes."""
        return "".join(bit.text for bit in self.bits)


class Line(NamedTuple):
    """A paragraph once all changes are resolved.

    Attributes:
        number: what its list prints before it.
        form: of that number and its level, "" outside lists.
    """

    shape: Shape
    number: str
    form: str
    runs: Runs

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for text, _ in self.runs)


@dataclass(frozen=True)
class Voices:
    """The text of a file with all that its authors do to it.

    Attributes:
        body, notes: paragraphs in reading order; field codes are left out.
        authors: of changes, sorted.
        comments: in the margin, answers to others left out.
        lists: counts the paragraphs of the file.
    """

    body: tuple[Paragraph, ...]
    notes: tuple[Paragraph, ...]
    authors: tuple[str, ...]
    comments: int
    lists: Numberer

    def inserted_by(self, author: str) -> int:
        """How many paragraphs an author inserts."""
        return sum((True, author) in one.mark for one in self.body)

    def lines(self, taken: Taken) -> tuple[Line, ...]:
        """The paragraphs that have words, those of notes last, when these changes are accepted and all others not."""
        counter = self.lists.afresh()
        every = (*_resolved(self.body, taken), *_resolved(self.notes, taken))
        made = (Line(shape, *counter.number(shape.style, shape.properties), runs) for shape, runs in every)
        return tuple(line for line in made if line.text.strip())


def voices(data: bytes) -> Voices:
    """Read a Word file.

    Raises:
        Unreadable: it cannot be read.
    """
    opened = open_word(data)
    notes = opened.root("footnotes")
    body = parse(opened.parts[opened.main]).find(f"{W}body")
    targets = opened.targets(opened.main)
    parts = [tuple(_Reader(targets).paragraphs(root)) if root is not None else () for root in (body, notes)]
    every = (change for part in parts for one in part for change in _changes(one))
    lists = Numberer.of(opened.root("numbering"), opened.root("styles"))
    return Voices(parts[0], parts[1], tuple(sorted({author for _, author in every})), _comments(opened), lists)


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


class _Reader:
    def __init__(self, targets: Mapping[str, tuple[str, str]]) -> None:
        self._targets = targets

    def paragraphs(self, node: Element) -> Iterator[Paragraph]:
        """The paragraphs below a node, with what is in them."""
        kids = [kid for kid in node if kid.tag == f"{W}p" or kid.tag in _HOLDERS]
        for place, kid in enumerate(kids):
            if kid.tag != f"{W}p":
                yield from self.paragraphs(kid)
                continue
            mark = kid.find(f"{W}pPr/{W}rPr")
            marks = tuple(_change(each) for each in mark if each.tag in _CHANGES) if mark is not None else ()
            alone = place + 1 == len(kids) or kids[place + 1].tag != f"{W}p"
            yield Paragraph(tuple(self._bits(kid, "", ())), marks, alone, *_shapes(kid.find(f"{W}pPr")))

    def _bits(self, node: Element, link: str, changes: tuple[Change, ...]) -> Iterator[Bit]:
        """What stands below a node; of a field only its result."""
        for kid in node:
            if kid.tag == f"{W}r":
                yield from self._run(kid, link, changes)
            elif kid.tag in _CHANGES:
                yield from self._bits(kid, link, (*changes, _change(kid)))
            elif kid.tag == f"{W}hyperlink":
                yield from self._bits(kid, self._led(kid), changes)
            elif kid.tag in (f"{W}fldSimple", f"{W}sdt", f"{W}sdtContent"):
                yield from self._bits(kid, link, changes)

    def _led(self, link: Element) -> str:
        name = link.get(f"{R}id")
        return f" link={self._targets.get(name, ('', ''))[1] if name else '#' + (link.get(f'{W}anchor') or '')}"

    @staticmethod
    def _run(run: Element, link: str, changes: tuple[Change, ...]) -> Iterator[Bit]:
        note = run.find(f"{W}footnoteReference")
        if note is not None:  # its mark may be written out beside it
            yield Bit("", f"note {note.get(f'{W}id')}", changes)
            return
        look = look_of(run.find(f"{W}rPr")) + link
        for kid in run:
            if kid.tag in (f"{W}t", f"{W}delText"):
                if kid.text:
                    yield Bit(kid.text, look, changes)
            elif kid.tag in _SIGNS:
                yield Bit(_SIGNS[kid.tag], look, changes)
            elif kid.tag == f"{W}drawing":
                yield Bit("", "picture", changes)


def _change(node: Element) -> Change:
    return _CHANGES[node.tag], node.get(f"{W}author") or ""


def _shapes(properties: Element | None) -> tuple[Shape, tuple[str, Shape] | None]:
    """What a paragraph is, and what it was."""
    changed = properties.find(f"{W}pPrChange") if properties is not None else None
    if changed is None:
        return _shape(properties), None
    return _shape(properties), (changed.get(f"{W}author") or "", _shape(changed.find(f"{W}pPr")))


def _shape(properties: Element | None) -> Shape:
    style = properties.find(f"{W}pStyle") if properties is not None else None
    name = style.get(f"{W}val") or "" if style is not None else ""
    return Shape(name, look_of(properties, PARAGRAPH_LOOKS), properties)


def there(changes: tuple[Change, ...], taken: Taken) -> bool:
    """Whether what stands in these changes is there once they are resolved."""
    return all(comes == taken(author) for comes, author in changes)


def together(runs: Iterable[tuple[str, str]]) -> Runs:
    """Neighbours of one format as one; two signs without words stay two."""
    out: list[tuple[str, str]] = []
    for text, look in runs:
        if out and text and out[-1][0] and out[-1][1] == look:
            out[-1] = (out[-1][0] + text, look)
        else:
            out.append((text, look))
    return tuple(out)


def _resolved(paragraphs: tuple[Paragraph, ...], taken: Taken) -> Iterator[tuple[Shape, Runs]]:
    """What is left, where a paragraph whose mark goes runs on into the next one."""
    held: list[tuple[str, str]] = []
    for one in paragraphs:
        held += [(bit.text, bit.look) for bit in one.bits if there(bit.changes, taken)]
        stays = there(one.mark, taken)
        if stays or (one.last and held):
            former = one.former if one.former is not None and not taken(one.former[0]) else None
            yield former[1] if former else one.shape, together(held)
            held = []
