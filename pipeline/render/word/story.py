"""What is kept while a paper is written: links, bookmarks already set, and the footnotes so far."""

from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from pipeline.model.document import Document, Note, Section
from pipeline.model.paper import Paper
from pipeline.render.word.places import Places
from pipeline.render.word.xml import bookmark, clean

_SCHEMES = ("http://", "https://", "mailto:")
_KEPT = "%/:=&?~#+!$,;'@()*[]"  # of addresses: all else that is not ASCII letter or digit is percent-encoded


class Picture(NamedTuple):
    """A picture in the package: its relationship and its size in pixels."""

    relationship: str
    width: int
    height: int


@dataclass
class Links:
    """The addresses that one part leads to, each with the id of its relationship; ids are counted in reading order."""

    addresses: dict[str, str] = field(default_factory=dict)

    def add(self, address: str) -> str | None:
        """The id for this address, or None when it is not one that we lead a reader to."""
        target = quote(clean(address).strip(), safe=_KEPT)
        if not target.lower().startswith(_SCHEMES):
            return None
        return self.addresses.setdefault(target, f"link{len(self.addresses) + 1}")


@dataclass
class Story:
    """The state of writing one paper.

    Attributes:
        width: of the text, in twips.
        pictures: those that can be shown, by `Figure.image`.
        section: the section that is being written; its notes belong to the marks that come by.
        links: of the part that is being written, body or footnotes.
        notes: the footnotes so far, as XML; their ids count from 1 in reading order.
    """

    paper: Paper
    places: Places
    width: int
    pictures: dict[str, Picture]
    section: Section
    links: Links = field(default_factory=Links)
    body_links: Links = field(default_factory=Links)
    note_links: Links = field(default_factory=Links)
    notes: list[str] = field(default_factory=list)
    note_ids: dict[int, int] = field(default_factory=dict)
    drawings: int = 0
    headings: int = 0
    _set: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.links = self.body_links

    @property
    def document(self) -> Document:
        """The document of the paper."""
        return self.paper.document

    def enter(self, section: Section) -> None:
        """Begin a section: its notes are its own."""
        self.section, self.note_ids = section, {}

    def mark(self, name: str | None, content: str) -> str:
        """Content with a bookmark round it; without one when there is no name, or when the name is taken already."""
        if not name or name.lower() in self._set:
            return content
        self._set.add(name.lower())
        return bookmark(len(self._set), name, content)

    def note(self, index: int) -> Note | None:
        """The note of a mark, or None when the section has no such note."""
        return self.section.notes[index] if 0 <= index < len(self.section.notes) else None
