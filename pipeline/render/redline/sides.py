"""One of the two papers while it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.formats.word_package import Package, PackageProblem, parse_part
from pipeline.formats.xml_tree import Node, Prefixes
from pipeline.render.redline.settling import Settler

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
        return None if data is None else parse_part(data, name, self.prefixes)

    def definitions(self, kind: str) -> Node | None:
        """The tree of the part of a kind: `styles`, `numbering`."""
        return self.part(self.package.related(kind))

    def story(self, name: str) -> Node | None:
        """A part that holds text, settled."""
        root = self.part(name)
        return None if root is None else self.settler.settle(root)

    def body(self) -> Node:
        """The part that holds the body, settled.

        Raises:
            PackageProblem: it has no body.
        """
        root = self.story(self.package.main)
        if root is None or root.first("w:body") is None:
            raise PackageProblem(f"the {self.what} file is not a Word document: it has no body")
        return root

    def remarks(self) -> Iterator[str]:
        """What was done to it before it was compared."""
        if count := self.settler.authors.total():
            yield f"{count} tracked changes of the {self.what} file, taken as accepted"
        for thing, number in sorted(self.settler.seen.items()):
            yield f"{number} {thing} of the {self.what} file, of which the content is kept"
        yield from (f"{each} of the {self.what} file, left out" for each in self.package.dropped)


def heads(body: Node) -> list[tuple[tuple[int, str, str], str]]:
    """Each head and foot of each section, with the id of its relationship."""
    sections = (node for node in body.walk() if node.tag == "w:sectPr")
    return [
        ((index, kid.tag, kid.attrs.get("w:type", "")), kid.attrs.get("r:id", ""))
        for index, section in enumerate(sections)
        for kid in section.kids
        if kid.tag in HEADS
    ]
