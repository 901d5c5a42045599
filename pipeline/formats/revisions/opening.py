"""The XML parts of a Word package, within bounds."""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFFICE = b"http://schemas.openxmlformats.org/"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _OFFICE + b"wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": _OFFICE + b"officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/math": _OFFICE + b"officeDocument/2006/math",
}
_MOST_PARTS, _MOST_BYTES = 2_000, 256 * 1024 * 1024

Element = Any  # lxml has no types


class Unreadable(ValueError):
    """A file that is no Word package, or larger than we read."""


@dataclass(frozen=True)
class Opened:
    """A package.

    Attributes:
        parts: bytes by name.
        main: name of the part with the body.
    """

    parts: dict[str, bytes]
    main: str

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and target of each relationship of a part, by id; an internal target is the name of a part."""
        folder, name = posixpath.split(part)
        data = self.parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for row in parse(data) if data is not None else ():
            kind, target = row.get("Type", "").rpartition("/")[2], row.get("Target", "")
            if row.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[row.get("Id", "")] = (kind, target)
        return found

    def root(self, kind: str) -> Element | None:
        """The tree of the part of a kind that the body leads to (`styles`, `footnotes`), or None."""
        names = (target for each, target in self.targets(self.main).values() if each == kind and target in self.parts)
        name = next(names, None)
        return None if name is None else parse(self.parts[name])


def open_word(data: bytes) -> Opened:
    """Open a Word file.

    Raises:
        Unreadable: it cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_PARTS or sum(member.file_size for member in members) > _MOST_BYTES:
                raise Unreadable("it is larger than we read")
            parts = {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable("it is not a Word file, or it is damaged") from error
    opened = Opened(parts, "")
    main = next((to for kind, to in opened.targets("").values() if kind == "officeDocument" and to in parts), None)
    if main is None:
        raise Unreadable("it is not a Word file")
    return Opened(parts, main)


def parse(data: bytes) -> Element:
    """The root of a part.

    Raises:
        Unreadable: it is not well formed, or declares a document type.
    """
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"a part of it is not well-formed XML ({error})") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("a part of it declares a document type")
    return root
