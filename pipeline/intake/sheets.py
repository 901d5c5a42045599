"""A submission file taken apart: its head, and its entries, each readable by itself or kept as it stands.

A file that the YAML door reads gives its tree. Of one that it refuses the entries are cut apart and read one by one.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from pipeline.formats.models import read_node
from pipeline.formats.yaml import Loaded, Mapping, Node, Scalar, Sequence
from pipeline.formats.yaml import load_text as load
from pipeline.formats.yaml_checks import MAX_BYTES, decode
from pipeline.formats.yaml_nodes import finding
from pipeline.intake.hygiene import clean, holds_removed, restored
from pipeline.intake.salvage import Piece, Pieces, cut, cut_further, holds_documents, id_in, paragraph_in
from pipeline.model.finding import Finding, Severity
from pipeline.model.source import Place, Span
from pipeline.model.submission import SubmissionFile

MAX_SALVAGED_BYTES = 64 * 1024 * 1024  # of a file that is too large its entries are still read one by one
_HEAD_KEYS = ("entity", "document", "baseline", "received")
_HEAD_LINE = re.compile(r"^(entity|document|baseline|received)[ \t]*:[ \t]+[\"']?([^\n\"'#]{1,200})", re.MULTILINE)
_ROOT_LINE = re.compile(r"^(?:entity|document|baseline|received|comments)[ \t]*:[^\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a file.

    Attributes:
        node: None for one that no parser reads; then `raw` holds its text.
        at: where it begins.
        position: counts the entries of the file from 1; 0 stands for a whole file.
        id: the id that can be seen in the raw text, "" for none.
        paragraph: likewise.
        findings: of the YAML door, inside this entry.
        is_cleaned: hidden characters were taken out of it.
    """

    node: Node | None
    at: Place
    position: int
    raw: str = ""
    id: str = ""
    paragraph: str = ""
    findings: tuple[Finding, ...] = ()
    is_cleaned: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file taken apart; `findings` are those of the door and of the head, and those of the items too."""

    head: Mapping
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]


def take_apart(data: bytes, path: str, *, pure: bool = False) -> Sheet:
    """Take a submission apart. Nothing is raised, whatever the bytes, and no entry is left out.

    Args:
        data: the bytes of the file.
        path: for the findings.
        pure: leave the C extension aside, for tests.
    """
    text = decode(data, path)
    refused = text if isinstance(text, Finding) else None
    door = _Door(path, _forced(data) if isinstance(text, Finding) else text, pure=pure)
    if refused is not None:
        door.is_forced = refused.code == "FILE-ENCODING"
        return door.salvage((refused,))
    loaded = door.load(door.cleaned.text, 0)
    if loaded.root is None or holds_documents(door.cleaned.text):
        return door.salvage(loaded.findings)
    return door.from_tree(loaded)


def _forced(data: bytes) -> str:
    """The text of a file that is too large or of an unknown code; what cannot be read becomes a replacement sign."""
    data = data[:MAX_SALVAGED_BYTES]
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if is_utf16 else "utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Door:
    """The YAML door, for one file.

    Attributes:
        cleaned: the text, with marks in the place of hidden characters.
        is_forced: the file is not UTF-8, and a replacement sign stands for what could not be read.
    """

    def __init__(self, path: str, text: str, *, pure: bool) -> None:
        self.cleaned = clean(text)
        self.is_forced = False
        self._path, self._pure, self._text = path, pure, text

    def load(self, text: str, line: int) -> Loaded:
        """Read the marked text, or a part of it after so many lines; the findings have no marks."""
        loaded = load(text, self._path, line_offset=line, pure=self._pure)
        if not (loaded.findings and self.cleaned.is_marked):
            return loaded
        restore = self.cleaned.restore
        told = (replace(one, message=restore(one.message), hint=restore(one.hint)) for one in loaded.findings)
        return Loaded(loaded.root, tuple(told))

    # -- from a tree

    def from_tree(self, loaded: Loaded) -> Sheet:
        """Take the tree of a file apart."""
        root = loaded.root or Mapping((), Span(1, 1, 1, 1))
        head, nodes = _split(root)
        items = self._items(nodes, loaded.findings, 1)
        if not items and _has_more(root):
            items = [self._whole(loaded.findings)]
        return self._sheet(head, items, loaded.findings)

    def _items(self, nodes: tuple[Node, ...], found: tuple[Finding, ...], first: int) -> list[Item]:
        inside = _by_node(nodes, found)
        return [self._item(node, first + n, tuple(inside.get(n, ()))) for n, node in enumerate(nodes)]

    def _item(self, node: Node, position: int, found: tuple[Finding, ...]) -> Item:
        at = Place(self._path, node.at.line, node.at.column)
        if not self.cleaned.is_marked:
            return Item(node, at, position, findings=found)
        is_cleaned = holds_removed(node, self.cleaned)
        return Item(restored(node, self.cleaned), at, position, findings=found, is_cleaned=is_cleaned)

    def _sheet(self, head: Mapping, items: list[Item], found: tuple[Finding, ...]) -> Sheet:
        plain = restored(head, self.cleaned) if self.cleaned.is_marked else head
        head = plain if isinstance(plain, Mapping) else head
        mistakes = read_node(SubmissionFile, head, self._path)[1]
        return Sheet(head, tuple(items), tuple(sorted({*found, *mistakes})))

    def _whole(self, found: tuple[Finding, ...]) -> Item:
        return Item(None, Place(self._path), 0, self._text, findings=found)

    # -- entry by entry

    def salvage(self, found: tuple[Finding, ...]) -> Sheet:
        """Read the entries of a file one by one, as far as they can be cut apart."""
        pieces = cut(self.cleaned.text)
        head, items, on_head = self._head(pieces)
        for piece in pieces.entries:
            items += self._piece(piece, len(items) + 1)
        if not items:
            items.append(self._whole(found))
        exact = [*on_head, *(one for item in items for one in item.findings)]
        told = any(one.severity is Severity.ERROR for one in exact)
        kept = [one for one in found if not (told and one.code == "YAML-SYNTAX")]
        return self._sheet(head, items, (*kept, *exact))

    def _piece(self, piece: Piece, first: int) -> list[Item]:
        """The entries of a piece, cut further where it cannot be read as it is."""
        read, found = self._read_piece(piece, first)
        if read is not None:
            return read
        parts = cut_further(piece)
        if len(parts) < 2:
            return [self._raw(piece, first, found)]
        items: list[Item] = []
        for part in parts:
            read, found = self._read_piece(part, first + len(items))
            items += [self._raw(part, first + len(items), found)] if read is None else read
        return items

    def _read_piece(self, piece: Piece, first: int) -> tuple[list[Item] | None, tuple[Finding, ...]]:
        """The entries of a piece, or None and why it cannot be read."""
        if refused := self._refused(piece):
            return None, (refused,)
        loaded = self.load(_ROOT_LINE.sub("", piece.text), piece.line)
        if not isinstance(loaded.root, Sequence):
            return None, loaded.findings
        return self._items(loaded.root.items, loaded.findings, first), ()

    def _raw(self, piece: Piece, position: int, found: tuple[Finding, ...]) -> Item:
        raw = self.cleaned.restore(piece.text)
        return Item(None, self._start(piece), position, raw, id_in(piece), paragraph_in(piece), found)

    def _start(self, piece: Piece) -> Place:
        return Place(self._path, piece.line + 1, len(piece.text) - len(piece.text.lstrip(" \t")) + 1)

    def _refused(self, piece: Piece) -> Finding | None:
        """Why the parser shall not see a piece, or None."""
        if len(piece.text) > MAX_BYTES:
            size, most = len(piece.text) // 1024, MAX_BYTES // 1024
            message = f"the comment has {size} KiB, more than the {most} KiB that are read"
            hint = "Shorten the comment; quote only the words that it is about."
            return finding("FILE-SIZE", self._start(piece), message, hint)
        if self.is_forced and "\ufffd" in piece.text:
            return finding("FILE-ENCODING", self._start(piece), "the comment holds characters that are not UTF-8")
        return None

    def _head(self, pieces: Pieces) -> tuple[Mapping, list[Item], tuple[Finding, ...]]:
        """The head, what stands between it and the first entry that can be seen, and the findings."""
        loaded = self.load(pieces.head.text, 0)
        if isinstance(loaded.root, Mapping):
            head, nodes = _split(loaded.root)
            return head, self._items(nodes, loaded.findings, 1), loaded.findings
        rest = pieces.rest
        items = [self._raw(rest, 1, loaded.findings)] if rest and pieces.entries else []
        return _seen_head(pieces.head.text), items, loaded.findings


def _split(root: Node) -> tuple[Mapping, tuple[Node, ...]]:
    """The head, with an empty list in the place of the entries, and the entries."""
    if not isinstance(root, Mapping):
        nothing = Sequence((), root.at)
        head = Mapping(((Scalar("comments", plain=True, at=root.at), nothing),), root.at)
        return head, root.items if isinstance(root, Sequence) else ()
    entries: list[tuple[Scalar, Node]] = []
    nodes: list[Node] = []
    for key, value in root.entries:
        inner = _entries_of(key.value, value)
        nodes += inner
        is_list = key.value == "comments" and (bool(inner) or _is_nothing(value))
        entries.append((key, Sequence((), value.at) if is_list else value))
    return Mapping(tuple(entries), root.at), tuple(nodes)


def _entries_of(key: str, value: Node) -> tuple[Node, ...]:
    """The entries below a key of the file: also one entry without its hyphen, and a list under a misspelt key."""
    if key in _HEAD_KEYS or _is_nothing(value):
        return ()
    if isinstance(value, Sequence):
        return value.items
    return (value,) if key == "comments" else ()


def _is_nothing(value: Node) -> bool:
    return isinstance(value, Scalar) and value.plain and not value.value


def _has_more(root: Node) -> bool:
    """Whether a file without entries holds anything but its head."""
    if not isinstance(root, Mapping):
        return not isinstance(root, Sequence)
    return any(key.value not in (*_HEAD_KEYS, "comments") for key, _ in root.entries)


def _seen_head(text: str) -> Mapping:
    """The head as far as it can be seen in a text that no parser reads."""
    entries: list[tuple[Scalar, Node]] = []
    for found in _HEAD_LINE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        at = Span(line, 1, line, found.end() - found.start() + 1)
        entries.append((Scalar(found[1], plain=True, at=at), Scalar(found[2].strip(), plain=True, at=at)))
    start = Span(1, 1, 1, 1)
    entries.append((Scalar("comments", plain=True, at=start), Sequence((), start)))
    return Mapping(tuple(entries), start)


def _by_node(nodes: tuple[Node, ...], found: tuple[Finding, ...]) -> dict[int, list[Finding]]:
    """Findings by the index of the node in which they are."""
    inside: dict[int, list[Finding]] = {}
    starts = [(node.at.line, node.at.column) for node in nodes] if found else []
    for one in found:
        index = bisect_right(starts, (one.place.line, one.place.column)) - 1
        if index >= 0 and one.place.line <= nodes[index].at.end_line:
            inside.setdefault(index, []).append(one)
    return inside
