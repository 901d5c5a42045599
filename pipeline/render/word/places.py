"""The bookmarks of a paper: what each place is called, and the places that a number such as "12 (a)" is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.model.document import Block, Document, Heading, Paragraph, Part, Role, Section

_STRANGE = re.compile(r"[^A-Za-z0-9_]")
_LONGEST = 40  # characters, by Word's own limit

ItemKey = tuple[int, int]  # list and ordinal


@dataclass
class Places:
    """Names of bookmarks.

    Attributes:
        names: by the id of what they enclose.
        items: of list items, by list and ordinal: those with an id and those that a reference to an inner item passes.
        chains: by the id of a paragraph or item, the bookmarks whose numbers make up its own, outermost first.
        ranges: by the index of a heading in the document, the first and last numbered paragraph below it.
    """

    names: dict[str, str] = field(default_factory=dict)
    items: dict[ItemKey, str] = field(default_factory=dict)
    chains: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: dict[int, tuple[Paragraph, Paragraph]] = field(default_factory=dict)


def bookmark_name(label: str) -> str:
    """The name for an id: names have no hyphens, begin with a letter and have 40 characters at most."""
    name = _STRANGE.sub("_", label)
    return (name if name[:1].isalpha() else f"b_{name}")[:_LONGEST]


def find_places(document: Document) -> Places:
    """Read the document once and name its places."""
    places = Places()
    walk = _Walk(places)
    for section in document.sections:
        walk.section(section)
    return places


class _Walk:
    def __init__(self, places: Places) -> None:
        self._places = places
        self._paragraph: tuple[str, ...] = ()
        self._items: list[ItemKey] = []
        self._headings = 0
        self._open: list[tuple[int, int]] = []  # level and index of the headings that we are below

    def section(self, section: Section) -> None:
        self._open, self._items = [], []
        if section.part is not Part.BODY:
            self._paragraph = ()
        for block in section.blocks:
            self._name(block)
            if isinstance(block, Heading):
                self._heading(block)
            elif isinstance(block, Paragraph):
                self._text(block)

    def _name(self, block: Block) -> None:
        if block.id:
            self._places.names.setdefault(block.id, bookmark_name(block.id))

    def _heading(self, heading: Heading) -> None:
        self._open = [each for each in self._open if each[0] < heading.level]
        self._open.append((heading.level, self._headings))
        self._headings += 1

    def _text(self, paragraph: Paragraph) -> None:
        if paragraph.role is Role.NUMBERED:
            self._numbered(paragraph)
        elif paragraph.role is Role.ITEM:
            self._items = [*self._items[: paragraph.level - 1], (paragraph.list, paragraph.ordinal)]
            if paragraph.id:
                self._item(paragraph.id)

    def _numbered(self, paragraph: Paragraph) -> None:
        self._items = []
        self._paragraph = (bookmark_name(paragraph.id),) if paragraph.id else ()
        if paragraph.id:
            self._places.chains.setdefault(paragraph.id, self._paragraph)
        for _, index in self._open:
            first = self._places.ranges.get(index, (paragraph,))[0]
            self._places.ranges[index] = (first, paragraph)

    def _item(self, label: str) -> None:
        *outer, own = self._items
        self._places.items.setdefault(own, self._places.names[label])
        passed = (self._places.items.setdefault(key, f"_item_{key[0]}_{key[1]}") for key in outer)
        self._places.chains.setdefault(label, (*self._paragraph, *passed, self._places.items[own]))


def headings_of(document: Document) -> Iterator[tuple[int, Section, Heading]]:
    """All headings with their index and section."""
    index = 0
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                yield index, section, block
                index += 1
