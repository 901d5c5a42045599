"""One of the two papers while it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pipeline.formats.word_package import Package, PackageProblem, parse_part
from pipeline.formats.xml_tree import Node, Prefixes
from pipeline.render.redline.sections import count_notes_through
from pipeline.render.redline.settling import Settler, without_private

NOTE_KINDS = ("footnote", "endnote")
HEADS = ("w:headerReference", "w:footerReference")


@dataclass
class Side:
    """A paper.

    Attributes:
        what: "old" or "new", for messages.
        settler: settles its parts, and counts what it did.
    """

    package: Package
    prefixes: Prefixes
    what: str
    settler: Settler = field(default_factory=Settler)

    def part(self, name: str) -> Node | None:
        """The tree of a part, or None when there is no such part."""
        data = self.package.parts.get(name) if name else None
        if data is None:
            return None
        with blaming(self.what):
            return parse_part(data, name, self.prefixes)

    def definitions(self, kind: str) -> Node | None:
        """The tree of the part of a kind: `styles`, `numbering`."""
        return self.part(self.package.related(kind))

    def story(self, name: str) -> Node | None:
        """A part that holds text, settled."""
        root = self.part(name)
        return None if root is None else self.settler.settle(without_private(root, self.prefixes))

    def body(self) -> Node:
        """The part that holds the body, settled.

        Raises:
            PackageProblem: it has no body.
        """
        root = self.story(self.package.main)
        if root is None or root.first("w:body") is None:
            raise PackageProblem(f"the {self.what} file is not a Word document: it has no body")
        count_notes_through(root)
        return root

    def remarks(self) -> Iterator[str]:
        """What was done to it before it was compared."""
        if count := self.settler.authors.total():
            yield f"{count} tracked changes of the {self.what} file, taken as accepted"
        for thing, number in sorted(self.settler.seen.items()):
            yield f"{number} {thing} of the {self.what} file, of which the content is kept"
        for name, number in sorted(self.settler.fetching.items()):
            yield f"{number} {name} fields of the {self.what} file, which fetch from elsewhere, kept as they are"
        for thing, number in sorted(self.settler.lost.items()):
            yield f"{number} {thing} of the {self.what} file, left out: their text is not compared"
        yield from (f"{each} of the {self.what} file, left out" for each in self.package.dropped)


@contextmanager
def blaming(what: str) -> Iterator[None]:
    """Whatever cannot be read in here is of this file: "old" or "new"."""
    try:
        yield
    except PackageProblem as problem:
        raise PackageProblem(f"the {what} file: {problem}") from problem


class Heads:
    """Which head or foot of the old paper is which of the new one.

    Attributes:
        pairs: part of the old paper by part of the new one.
    """

    def __init__(self, old: Package, new: Package, old_body: Node, new_body: Node) -> None:
        self._old, self._new = old.links(old.main), new.links(new.main)
        theirs, mine = _references(old_body), _references(new_body)
        self.pairs: dict[str, str] = {}
        for key, link in mine.items():
            other = theirs.get(key) or _last(theirs, key)
            if other in self._old and link in self._new:
                self.pairs.setdefault(self._new[link].target, self._old[other].target)
        self._lost = {self._old[link].target for link in theirs.values() if link in self._old} - set(
            self.pairs.values()
        )
        self._unpaired = {self._new[link].target for link in mine.values() if link in self._new} - set(self.pairs)

    def rename(self, body: Node) -> None:
        """Let the sections of the old paper name the heads and feet of the redline; those it does not have are gone."""
        target = {other: name for name, other in self.pairs.items()}
        by_part = {link.target: name for name, link in self._new.items()}
        for section in [node for node in body.walk() if node.tag == "w:sectPr"]:
            for kid in [kid for kid in section.kids if kid.tag in HEADS]:
                link = self._old.get(kid.attrs.get("r:id", ""))
                name = by_part.get(target.get(link.target, "")) if link else None
                if name is None:
                    section.kids.remove(kid)
                else:
                    kid.attrs["r:id"] = name

    def lost(self) -> Iterator[str]:
        """Those that only one paper has, in words."""
        for parts, what in ((self._lost, "old"), (self._unpaired, "new")):
            if parts:
                yield f"{len(parts)} heads or feet that only the {what} file has"


_Place = tuple[int, str, str]  # index of the section, kind of reference, its type


def _references(body: Node) -> dict[_Place, str]:
    """The relationship of each head and foot of each section."""
    sections = (node for node in body.walk() if node.tag == "w:sectPr")
    return {
        (index, kid.tag, kid.attrs.get("w:type", "")): kid.attrs.get("r:id", "")
        for index, section in enumerate(sections)
        for kid in section.kids
        if kid.tag in HEADS
    }


def _last(references: dict[_Place, str], place: _Place) -> str:
    """The one of the same kind and type in the last section that has it."""
    return next((link for key, link in reversed(references.items()) if key[1:] == place[1:]), "")
