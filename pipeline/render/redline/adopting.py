"""Bringing into the new package what only the old one has: parts, relationships and styles."""

import hashlib
from collections.abc import Iterable

from pipeline.formats.word_package import (
    OFFICE,
    TYPES,
    Link,
    Package,
    links_name,
    links_xml,
    parse_part,
    plain_xml,
)
from pipeline.formats.xml_tree import Node, Prefixes

_SKIPPED = {"w:headerReference", "w:footerReference"}  # they name parts of the redline already
_USES = {"w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:link", "w:next", "w:numStyleLink", "w:styleLink"}


class Adopter:
    """Adds to `new` what the old content needs.

    Attributes:
        parts: the parts of the redline so far, those of the new package to begin with.
    """

    def __init__(self, old: Package, new: Package) -> None:
        self._old, self._new = old, new
        self.parts = dict(new.parts)
        self._links: dict[str, dict[str, Link]] = {}
        self._copies: dict[str, str] = {}
        self._types = parse_part(new.parts[TYPES], TYPES)
        self._old_types = parse_part(old.parts[TYPES], TYPES)

    def links(self, part: str) -> dict[str, Link]:
        """The relationships of a part of the redline; a link to a part that is not there is left out."""
        if part not in self._links:
            found = self._new.links(part) if part in self._new.parts or not part else {}
            there = {name: link for name, link in found.items() if link.external or link.target in self._new.parts}
            self._links[part] = there
        return self._links[part]

    def adopt(self, tree: Node, old_part: str, new_part: str) -> None:
        """Let the relationships that old content uses be those of a part of the redline."""
        known = self._old.links(old_part)
        for node in tree.walk():
            for name in node.attrs:
                if name.startswith("r:") and node.tag not in _SKIPPED and node.attrs[name] in known:
                    node.attrs[name] = self._id(known[node.attrs[name]], new_part)

    def _id(self, link: Link, part: str) -> str:
        rows = self.links(part)
        for name, row in rows.items():
            if row.type == link.type and row.external == link.external and self._is_same(row, link):
                return name
        name = next(n for n in (f"old{number}" for number in range(1, len(rows) + 2)) if n not in rows)
        rows[name] = self._new_link(name, link)
        return name

    def _new_link(self, name: str, link: Link) -> Link:
        target = link.target if link.external else self._copy(link.target)
        return Link(name, link.type, target, link.external)

    def _is_same(self, new: Link, old: Link) -> bool:
        if new.external:
            return new.target == old.target
        mine, theirs = self.parts.get(new.target), self._old.parts.get(old.target)
        return mine is not None and mine == theirs and links_name(old.target) not in self._old.parts

    def _copy(self, source: str) -> str:
        """The name under which a part of the old package stands in the redline, with all that it leads to."""
        if source in self._copies or source not in self._old.parts:
            return self._copies.get(source, source)
        folder, _, name = source.rpartition("/")
        digest = hashlib.sha256(self._old.parts[source]).hexdigest()[:8]
        base, dot, ending = name.rpartition(".")
        target = f"{folder}/{base}-old-{digest}{dot}{ending}" if folder else f"{base}-old-{digest}{dot}{ending}"
        self._copies[source] = target
        self.parts[target] = self._old.parts[source]
        self._add_type(source, target)
        below = self._old.links(source)
        if below:
            self._links[target] = {name: self._new_link(name, link) for name, link in below.items()}
        return target

    def _add_type(self, source: str, target: str) -> None:
        kind, ending = _type_of(self._old_types, source), target.rpartition(".")[2]
        if kind and _type_of(self._types, target) != kind:
            if _type_of(self._types, f"x.{ending}"):
                self._types.kids.append(Node("ct:Override", {"PartName": f"/{target}", "ContentType": kind}))
            else:
                self._types.kids.insert(0, Node("ct:Default", {"Extension": ending, "ContentType": kind}))

    def take_part(self, kind: str, main: str, prefixes: Prefixes) -> str:
        """The name of the part of a kind; one that only the old package has is taken over, its text to be replaced."""
        name = self._new.related(kind)
        source = self._old.related(kind)
        if name or not source:
            return name
        target = f"{main.rpartition('/')[0]}/{kind}.xml".lstrip("/")
        self.parts[target] = prefixes.document(parse_part(self._old.parts[source], source, prefixes))
        self._add_type(source, target)
        rows = self.links(main)
        rows[f"old-{kind}"] = Link(f"old-{kind}", f"{OFFICE}/{kind}", target, external=False)
        return target

    def finish(self) -> dict[str, bytes]:
        """The parts of the redline with their relationships and content types."""
        self._types.kids = [kid for kid in self._types.kids if self._is_there(kid)]
        for kid in self._types.kids:
            if "macroEnabled" in kid.attrs.get("ContentType", ""):
                kind = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
                kid.attrs["ContentType"] = f"application/{kind}"
        self.parts[TYPES] = plain_xml(self._types, "ct")
        for part, rows in self._links.items():
            if rows or links_name(part) in self.parts:
                self.parts[links_name(part)] = links_xml(part, rows.values())
        return self.parts

    def _is_there(self, row: Node) -> bool:
        return row.tag != "ct:Override" or row.attrs.get("PartName", "/").lstrip("/") in self.parts


def _type_of(types: Node, part: str) -> str:
    ending = part.rpartition(".")[2].lower()
    by_ending = ""
    for row in types.kids:
        if row.attrs.get("PartName", "").lstrip("/") == part:
            return row.attrs.get("ContentType", "")
        if row.attrs.get("Extension", "").lower() == ending:
            by_ending = row.attrs.get("ContentType", "")
    return by_ending


# -- styles


class Styles:
    """The styles of both papers; those of the new one count.

    Attributes:
        root: the part of the redline.
        mine: the styles of the new paper.
        added: styles that only the old paper has and its content uses.
        differing: names of styles that are used and that the papers define differently.
    """

    def __init__(self, old: Node, new: Node) -> None:
        self._theirs, self._mine = _by_id(old), _by_id(new)
        self.root = new
        self.mine = tuple(self._mine.values())
        self._names = {each.value("w:name"): name for name, each in self._mine.items()}
        self.added: list[Node] = []
        self.differing: set[str] = set()

    def adopt(self, trees: Iterable[Node]) -> None:
        """Let old content name styles of the redline: by name, since ids differ between languages of Word."""
        nodes = [node for tree in trees for node in tree.walk() if node.tag in _USES]
        for node in nodes:
            name = node.attrs.get("w:val", "")
            if name in self._theirs:
                node.attrs["w:val"] = self._adopted(name)

    def _adopted(self, name: str) -> str:
        style = self._theirs[name]
        if name in self._mine:
            if _body(style) != _body(self._mine[name]):
                self.differing.add(style.value("w:name") or name)
            return name
        if style.value("w:name") in self._names:
            return self._names[style.value("w:name")]
        self._mine[name] = style
        self.added.append(style)
        self.root.kids.append(style)
        self.adopt([style])
        return name


def _by_id(root: Node) -> dict[str, Node]:
    return {each.attrs.get("w:styleId", ""): each for each in root.kids if each.tag == "w:style"}


def _body(style: Node) -> str:
    return "".join(kid.xml() for kid in style.kids if kid.tag in ("w:basedOn", "w:pPr", "w:rPr", "w:tblPr"))
