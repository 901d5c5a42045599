"""Opening any Word package within bounds: its parts, and how they lead to each other.

The bounds are those of a cautious reader: what a zip directory says is not believed, nothing is unpacked to disk, and
whatever is not an open Word package is refused with the reason.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from pipeline.formats.xml_tree import Node, Prefixes, XmlProblem, parse_xml
from pipeline.model.saying import quoted

MEMBERS, MEMBER_BYTES, ALL_BYTES = 2_000, 64 << 20, 256 << 20
RATIO, RATIO_FROM = 200, 1 << 20  # the most that a member above this size may have been compressed

_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (  # ISO/IEC 29500 strict, and the transitional names of the same things
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", b"drawingml/2006/picture"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"drawingml/2006/main"),
)
_DAMAGED = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
    *(NotImplementedError, EOFError, OSError, RuntimeError),
)  # fmt: skip
TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class PackageProblem(ValueError):
    """Not a Word file that we are willing to read; the message says why."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship: `kind` is the last word of its type, `target` an address or the name of a part."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """`styles`, `image`, `hyperlink` …."""
        return self.type.rpartition("/")[2]


@dataclass
class Package:
    """A package in memory.

    Attributes:
        parts: bytes by name, without a leading slash.
        main: name of the part that holds the body.
        dropped: what was left out when it was opened, in words.
    """

    parts: dict[str, bytes]
    main: str = ""
    dropped: tuple[str, ...] = ()
    _links: dict[str, dict[str, Link]] = field(default_factory=dict)

    def links(self, part: str) -> dict[str, Link]:
        """The relationships of a part, by id; a part without any has none."""
        if part not in self._links:
            data = self.parts.get(links_name(part))
            rows = parse_part(data, links_name(part)).kids if data is not None else []
            self._links[part] = {row.attrs["Id"]: _link(row, part) for row in rows if "Id" in row.attrs}
        return self._links[part]

    def forget_links(self, part: str) -> None:
        """Read the relationships of a part again: they were changed."""
        self._links.pop(part, None)

    def related(self, kind: str) -> str:
        """The name of the part that the body has of a kind (`styles`, `footnotes`), or ""."""
        return next((k.target for k in self.links(self.main).values() if k.kind == kind and k.target in self.parts), "")


def links_name(part: str) -> str:
    """The name of the part that holds the relationships of a part."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _link(row: Node, part: str) -> Link:
    external = row.attrs.get("TargetMode") == "External"
    target = row.attrs.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), unquote(target))).lstrip("/")
    return Link(row.attrs["Id"], row.attrs.get("Type", ""), target, external)


def parse_part(data: bytes, name: str, prefixes: Prefixes | None = None) -> Node:
    """The tree of a part.

    Raises:
        PackageProblem: it cannot be read.
    """
    try:
        return parse_xml(data, prefixes or Prefixes())
    except XmlProblem as problem:
        raise PackageProblem(f"{name}: {problem}") from problem


def open_package(data: bytes) -> Package:
    """Open a Word file.

    Raises:
        PackageProblem: it is none, is damaged, locked with a password, or larger than we read.
    """
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise PackageProblem("it is an old .doc file or locked with a password; save it as .docx without one")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _parts(archive)
    except _DAMAGED as error:
        raise PackageProblem("it is not a Word file, or it is damaged") from error
    except ValueError as error:
        raise PackageProblem(str(error)) from error
    if TYPES not in parts:
        raise PackageProblem(f"it is not a Word file: it has no {TYPES}")
    package = Package(_transitional(parts))
    main = [k.target for k in package.links("").values() if k.kind == "officeDocument"]
    if not main or main[0] not in package.parts:
        raise PackageProblem("it is not a Word file: no part of it is named as the document")
    package.main = main[0]
    return package


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > MEMBERS:
        raise PackageProblem(f"it has {len(members)} parts; we read {MEMBERS}")
    parts: dict[str, bytes] = {}
    left = ALL_BYTES
    for member in members:
        name = member.filename
        if member.is_dir():
            continue
        if name in parts or name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise PackageProblem(f"it has a part with the forbidden or repeated name {quoted(name)}")
        if member.flag_bits & 1:
            raise PackageProblem("it is locked with a password; save it without one")
        parts[name] = _inflated(archive, member, left)
        left -= len(parts[name])
    return parts


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of a member, counted as they come."""
    most = min(MEMBER_BYTES, left)
    if member.compress_size * RATIO < most:
        most = max(RATIO_FROM, member.compress_size * RATIO)
    with archive.open(member) as stream:
        data = stream.read(most + 1)
    if len(data) > min(most, left):
        raise PackageProblem(f"its part {quoted(member.filename)} is larger than we read")
    return data


def _transitional(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The same parts with the names of the transitional format, which is the one that we write."""
    if not any(_STRICT in data for name, data in parts.items() if name.endswith((".xml", ".rels"))):
        return parts
    done = {}
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            for strict, usual in _STRICT_NAMES:
                data = data.replace(strict, b"http://schemas.openxmlformats.org/" + usual)  # noqa: PLW2901
            data = data.replace(b' w:conformance="strict"', b"")  # noqa: PLW2901
        done[name] = data
    return done


# -- writing


def links_xml(part: str, rows: Iterable[Link]) -> bytes:
    """The part that holds the relationships of a part."""
    root = Node("rel:Relationships")
    for row in rows:
        target = row.target
        if not row.external:
            target = quote(posixpath.relpath(f"/{target}", f"/{posixpath.dirname(part)}"))
        attrs = {"Id": row.id, "Type": row.type, "Target": target}
        root.kids.append(Node("rel:Relationship", attrs | ({"TargetMode": "External"} if row.external else {})))
    return plain_xml(root, "rel")


def plain_xml(root: Node, prefix: str) -> bytes:
    """A part of the package itself: all in one namespace, without a prefix."""
    xml = Prefixes().document(root).decode()
    return xml.replace(f"<{prefix}:", "<").replace(f"</{prefix}:", "</").replace(f"xmlns:{prefix}=", "xmlns=").encode()
