"""Office XML as a light tree with settled prefixes, so that a piece of one part can stand in another as plain text.

The standard library's expat builds it. A document type declaration is refused (the Office formats forbid it), which
leaves no entities to expand; depth, nodes and the length of a text are bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

DEPTH, NODES, TEXT = 256, 2_000_000, 5 * 1024 * 1024

_OFFICE = "http://schemas.openxmlformats.org"
_MICROSOFT = "http://schemas.microsoft.com/office"
KNOWN = {
    "http://www.w3.org/XML/1998/namespace": "xml",
    f"{_OFFICE}/wordprocessingml/2006/main": "w",
    f"{_OFFICE}/officeDocument/2006/relationships": "r",
    f"{_OFFICE}/officeDocument/2006/math": "m",
    f"{_OFFICE}/drawingml/2006/main": "a",
    f"{_OFFICE}/drawingml/2006/picture": "pic",
    f"{_OFFICE}/drawingml/2006/chart": "c",
    f"{_OFFICE}/drawingml/2006/wordprocessingDrawing": "wp",
    f"{_OFFICE}/markup-compatibility/2006": "mc",
    f"{_OFFICE}/package/2006/relationships": "rel",
    f"{_OFFICE}/package/2006/content-types": "ct",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
    f"{_MICROSOFT}/word/2006/wordml": "wne",
    f"{_MICROSOFT}/word/2010/wordml": "w14",
    f"{_MICROSOFT}/word/2012/wordml": "w15",
    f"{_MICROSOFT}/word/2010/wordprocessingDrawing": "wp14",
    f"{_MICROSOFT}/word/2010/wordprocessingShape": "wps",
    f"{_MICROSOFT}/word/2010/wordprocessingGroup": "wpg",
    f"{_MICROSOFT}/word/2010/wordprocessingCanvas": "wpc",
    f"{_MICROSOFT}/word/2010/wordprocessingInk": "wpi",
    f"{_MICROSOFT}/drawing/2010/main": "a14",
}
_TAKEN = frozenset(KNOWN.values())
_NAMES_PREFIXES = {"mc:Ignorable", "Requires", "mc:ProcessContent", "mc:MustUnderstand"}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PREFIX = re.compile(r"[<\s]([A-Za-z_][\w.-]*):")
_REQUIRES = re.compile(r' Requires="([^"]*)"')
_SPECIAL = re.compile("[&<>\r]")


class XmlProblem(ValueError):
    """Not the XML of an Office part, or beyond our bounds; the message says which."""


class Node:
    """An element: `tag` and the keys of `attrs` carry settled prefixes (`w:p`); `text` is that of a leaf."""

    __slots__ = ("attrs", "kids", "tag", "text")

    def __init__(
        self, tag: str, attrs: dict[str, str] | None = None, kids: list["Node"] | None = None, text: str = ""
    ) -> None:
        self.tag = tag
        self.attrs = {} if attrs is None else attrs
        self.kids = [] if kids is None else kids
        self.text = text

    def first(self, tag: str) -> "Node | None":
        """The first child of this kind."""
        return next((kid for kid in self.kids if kid.tag == tag), None)

    def value(self, tag: str, default: str = "") -> str:
        """The `w:val` of the first child of this kind."""
        kid = self.first(tag)
        return default if kid is None else kid.attrs.get("w:val", default)

    def walk(self) -> Iterator["Node"]:
        """This element and all below it, in the order of the document."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.kids:
                waiting += reversed(node.kids)

    def xml(self) -> str:
        """The element as text, without declarations of its prefixes."""
        out: list[str] = []
        _write(self, out)
        return "".join(out)

    def inner(self) -> str:
        """What is inside the element, as text."""
        out: list[str] = []
        for kid in self.kids:
            _write(kid, out)
        return "".join(out) or escape(self.text)


@dataclass
class Prefixes:
    """The prefixes of all parts that are worked on together: the usual one of each known namespace, others as met."""

    by_uri: dict[str, str] = field(default_factory=lambda: dict(KNOWN))

    def of(self, uri: str, wished: str) -> str:
        """The settled prefix of a namespace; `wished` is the one that the part uses."""
        if uri not in self.by_uri:
            taken = {*_TAKEN, *self.by_uri.values()}
            names = (wished or "n", *(f"n{number}" for number in range(1, len(taken) + 2)))
            self.by_uri[uri] = next(name for name in names if name not in taken)
        return self.by_uri[uri]

    def document(self, root: Node) -> bytes:
        """A whole part, with every prefix that it uses declared at its root."""
        listed = {prefix for node in root.walk() for prefix in _listed(node.attrs)}
        return self._declared(root.tag, root.attrs, root.inner(), listed)

    def wrapped(self, tag: str, attrs: dict[str, str], content: str) -> bytes:
        """A whole part of which the content is text already."""
        listed = set(_REQUIRES.findall(content)) | _listed(attrs)
        return self._declared(tag, attrs, content, {prefix for each in listed for prefix in each.split()})

    def _declared(self, tag: str, attrs: dict[str, str], content: str, listed: set[str]) -> bytes:
        start = "".join(f' {name}="{quoted(value)}"' for name, value in attrs.items())
        used = {*_PREFIX.findall(content), *_PREFIX.findall(start), tag.partition(":")[0], *listed}
        names = "".join(
            f' xmlns:{prefix}="{escape(uri)}"' for uri, prefix in self.by_uri.items() if prefix in used - {"xml"}
        )
        return f"{_HEAD}<{tag}{names}{start}>{content}</{tag}>".encode()


def _listed(attrs: dict[str, str]) -> set[str]:
    """Prefixes that stand in the values of attributes."""
    return {prefix for name in _NAMES_PREFIXES & attrs.keys() for prefix in attrs[name].split()}


def escape(text: str) -> str:
    """Text for an element."""
    if not _SPECIAL.search(text):
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def quoted(text: str) -> str:
    """Text for an attribute, which stands between double quotation marks."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _write(node: Node, out: list[str]) -> None:
    if not node.tag:
        out.append(escape(node.text))
        return
    attrs = "".join([f' {name}="{quoted(value)}"' for name, value in node.attrs.items()]) if node.attrs else ""
    if node.kids:
        out.append(f"<{node.tag}{attrs}>")
        for kid in node.kids:
            _write(kid, out)
        out.append(f"</{node.tag}>")
    elif node.text:
        out.append(f"<{node.tag}{attrs}>{escape(node.text)}</{node.tag}>")
    else:
        out.append(f"<{node.tag}{attrs}/>")


def parse_xml(data: bytes, prefixes: Prefixes) -> Node:
    """The tree of a part.

    Raises:
        XmlProblem: it is not well formed, declares a document type, or is too deep or too large.
    """
    builder = _Builder(prefixes)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartNamespaceDeclHandler = builder.declare
    parser.StartDoctypeDeclHandler = builder.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise XmlProblem(f"it is not well-formed XML ({error})") from error
    return builder.top.kids[0]


class _Builder:
    """Puts the tree together while expat reads."""

    def __init__(self, prefixes: Prefixes) -> None:
        self.top = Node("")
        self._open = [self.top]
        self._texts: list[str] = []
        self._prefixes = prefixes
        self._names: dict[str, str] = {}
        self._declared: dict[str, str] = {}
        self._count = 0

    def declare(self, prefix: str | None, uri: str) -> None:
        self._declared[prefix or ""] = uri

    def refuse(self, *_: object) -> None:
        raise XmlProblem("it declares a document type, which no Office file may")

    def start(self, name: str, attrs: dict[str, str]) -> None:
        self._count += 1
        if self._count > NODES or len(self._open) > DEPTH:
            raise XmlProblem("it is too deep or has too many elements")
        names = self._names
        node = Node(names.get(name) or self._name(name))
        if attrs:
            node.attrs = {names.get(key) or self._name(key): value for key, value in attrs.items()}
            for key in _NAMES_PREFIXES & node.attrs.keys():
                node.attrs[key] = " ".join(map(self._prefix, node.attrs[key].split()))
        self._keep_text()
        self._open[-1].kids.append(node)
        self._open.append(node)

    def end(self, _: str) -> None:
        node = self._open.pop()
        if node.kids:
            self._open.append(node)
            self._keep_text()
            self._open.pop()
        else:
            node.text = "".join(self._texts)
            self._texts.clear()
            if len(node.text) > TEXT:
                raise XmlProblem("it has a text that is too long")

    def text(self, data: str) -> None:
        self._texts.append(data)

    def _keep_text(self) -> None:
        """Text beside elements: blanks between them mean nothing, other text is kept as a nameless node."""
        text = "".join(self._texts)
        self._texts.clear()
        if text.strip():
            self._open[-1].kids.append(Node("", text=text))

    def _name(self, name: str) -> str:
        parts = name.split(" ")
        settled = (
            name if len(parts) == 1 else f"{self._prefixes.of(parts[0], parts[2] if parts[2:] else '')}:{parts[1]}"
        )
        self._names[name] = settled
        return settled

    def _prefix(self, prefix: str) -> str:
        return self._prefixes.of(self._declared[prefix], prefix) if prefix in self._declared else prefix
