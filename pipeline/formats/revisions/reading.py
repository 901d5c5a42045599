"""What stands in a Word file: paragraphs with their numbers and formatting, tables, notes, heads and feet."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.formats.revisions.numbers import Numberer
from pipeline.formats.revisions.opening import Element, M, Opened, R, W, open_word, parse
from pipeline.formats.revisions.resolving import Taken, resolve

_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_SIGNS = {
    f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad",
}  # fmt: skip
_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
_UNSEEN = {"proofErr", "lastRenderedPageBreak", "rPrChange", "noProof"}
PARAGRAPH_LOOKS = {"rPr", "sectPr", "numPr", "pPrChange"}
_HEADS = {f"{W}headerReference", f"{W}footerReference"}
_FOREIGN = re.compile(r"\{(?!http://schemas\.(openxmlformats|microsoft)\.|urn:schemas-microsoft-|http://www\.w3\.)")
_WRAPPERS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}
_OFF = {"0", "false", "off"}


class Block(NamedTuple):
    """A paragraph, or the beginning or end of something that holds paragraphs.

    Attributes:
        kind: "paragraph", "table", "row", "cell", "end", "footnote", "header" ….
        look: its properties, in a settled order.
        number: what its list prints before it.
        runs: words and their formatting, neighbours of one format together.
    """

    kind: str
    look: str = ""
    number: str = ""
    runs: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for text, _ in self.runs)


@dataclass(frozen=True)
class Reading:
    """What a file says.

    Attributes:
        blocks: in reading order.
        left: how many tracked changes are left in it.
    """

    blocks: tuple[Block, ...]
    left: int = 0

    @property
    def text(self) -> str:
        """The words alone, a line for each paragraph."""
        return "\n".join(block.text for block in self.blocks if block.kind == "paragraph")


def read(data: bytes, taken: Taken | None = None) -> Reading:
    """Read a Word file.

    Args:
        data: the file.
        taken: which tracked changes are accepted; all others are rejected. None leaves them alone.

    Raises:
        Unreadable: it cannot be read.
    """
    return _Reader(open_word(data), taken).reading()


class _Reader:
    def __init__(self, opened: Opened, taken: Taken | None) -> None:
        self._opened, self._taken = opened, taken
        self._numbers = Numberer.of(opened.root("numbering"), opened.root("styles"))
        self._targets = opened.targets(opened.main)
        self._notes = {kind: self._note_nodes(kind) for kind in ("footnote", "endnote")}
        self._left = 0

    def reading(self) -> Reading:
        body = self._part(self._opened.main).find(f"{W}body")
        blocks = tuple(self._blocks(body if body is not None else ()))
        return Reading(blocks + tuple(self._heads(body)), self._left)

    def _part(self, name: str) -> Element:
        root = parse(self._opened.parts[name])
        if self._taken is not None:
            resolve(root, self._taken)
        self._left += sum(1 for _ in root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"))
        return root

    def _note_nodes(self, kind: str) -> dict[str, tuple[Element, dict[str, tuple[str, str]]]]:
        name = next(
            (to for each, to in self._targets.values() if each == f"{kind}s" and to in self._opened.parts), None
        )
        if name is None:
            return {}
        self._left = 0
        targets = self._opened.targets(name)
        return {node.get(f"{W}id"): (node, targets) for node in self._part(name)}

    def _heads(self, body: Element) -> Iterator[Block]:
        """The heads and feet of each section."""
        sections = list(body.iter(f"{W}sectPr")) if body is not None else []
        if len(sections) == 1:
            _without_restarts(sections[0])
        for section in sections:
            look = look_of(section, _HEADS)
            if look or len(section) or section.getparent() is not body:
                yield Block("section", look)
            for reference in section:
                kind, name = self._targets.get(reference.get(f"{R}id") or "", ("", ""))
                if reference.tag in _HEADS and name in self._opened.parts:
                    keep, self._targets = self._targets, self._opened.targets(name)
                    yield Block(kind, reference.get(f"{W}type") or "")
                    yield from self._blocks(self._part(name))
                    self._targets = keep

    # -- blocks

    def _blocks(self, nodes: Sequence[Element]) -> Iterator[Block]:
        for node in nodes:
            if node.tag == f"{W}p":
                yield from self._paragraph(node)
            elif node.tag == f"{W}tbl":
                yield from self._table(node)
            elif node.tag in (f"{W}sdt", f"{W}customXml", f"{W}ins", f"{W}del", f"{W}moveTo", f"{W}moveFrom"):
                yield from self._blocks(node.find(f"{W}sdtContent") if node.tag == f"{W}sdt" else node)

    def _table(self, table: Element) -> Iterator[Block]:
        yield Block("table", look_of(table.find(f"{W}tblPr")))
        for row in _held(table, f"{W}tr"):
            yield Block("row", look_of(row.find(f"{W}trPr")))
            for cell in _held(row, f"{W}tc"):
                yield Block("cell", look_of(cell.find(f"{W}tcPr")))
                yield from self._blocks(cell)
        yield Block("end")

    def _paragraph(self, node: Element) -> Iterator[Block]:
        properties = node.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        number, form = self._numbers.number(style.get(f"{W}val") if style is not None else "", properties)
        notes: list[tuple[str, str]] = []
        runs = _together(self._inline(node, "", notes))
        yield Block("paragraph", look_of(properties, PARAGRAPH_LOOKS) + form, number, tuple(runs))
        for kind, name in notes:
            yield Block(kind)
            note, targets = self._notes[kind].get(name, ((), {}))
            keep, self._targets = self._targets, targets
            yield from self._blocks(note)
            self._targets = keep

    # -- runs

    def _inline(self, node: Element, extra: str, notes: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for child in node:
            if child.tag == f"{W}r":
                yield from self._run(child, extra, notes)
            elif child.tag == f"{W}hyperlink":
                name = child.get(f"{R}id")
                target = self._targets.get(name, ("", ""))[1] if name else "#" + (child.get(f"{W}anchor") or "")
                yield from self._inline(child, f"{extra} link={target}", notes)
            elif child.tag in (f"{M}oMath", f"{M}oMathPara"):
                yield "".join(text.text or "" for text in child.iter(f"{M}t")), "formula"
            elif child.tag == f"{W}sdt":
                yield from self._inline(child.find(f"{W}sdtContent"), extra, notes)
            elif child.tag == f"{W}fldSimple":
                yield f"{{{(child.get(f'{W}instr') or '').strip()}}}", extra
                yield from self._inline(child, extra, notes)
            elif child.tag != f"{W}pPr" and isinstance(child.tag, str):
                yield from self._inline(child, extra, notes)

    def _run(self, run: Element, extra: str, notes: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        form = look_of(run.find(f"{W}rPr"), _UNSEEN) + extra
        for child in run:
            if child.tag in (f"{W}t", f"{W}delText"):
                yield child.text or "", form
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag], form
            elif child.tag == f"{W}instrText":
                yield f"{{{(child.text or '').strip()}}}", form
            elif child.tag in _NOTES:
                notes.append((_NOTES[child.tag], child.get(f"{W}id") or ""))
                yield "\u2042", form
            elif child.tag in _PICTURES or child.tag.endswith("}AlternateContent"):
                yield self._picture(child), form

    def _picture(self, node: Element) -> str:
        """A picture by its content, its description and its size; a text box by its words."""
        names = [value for each in node.iter() for key, value in each.attrib.items() if key.startswith(R)]
        data = b"".join(self._opened.parts.get(self._targets.get(name, ("", ""))[1], b"") for name in names)
        about = [each.get("descr") or "" for each in node.iter() if str(each.tag).endswith("}docPr")]
        size = [f"{each.get('cx')}x{each.get('cy')}" for each in node.iter() if str(each.tag).endswith("}extent")]
        words = "".join(each.text or "" for each in node.iter(f"{W}t"))
        return f"[picture {hashlib.sha256(data).hexdigest()[:12]} {about} {size} {words}]"


def _held(node: Element, tag: str) -> Iterator[Element]:
    """The children of a kind, also those in content controls and the like."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _held(child, tag)


def _together(runs: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one format as one."""
    out: list[tuple[str, str]] = []
    for text, form in runs:
        if text and out and out[-1][1] == form:
            out[-1] = (out[-1][0] + text, form)
        elif text:
            out.append((text, form))
    return out


def _without_restarts(section: Element) -> None:
    """That notes begin anew in each section says nothing where there is one."""
    for restart in list(section.iter(f"{W}numRestart")):
        notes = restart.getparent()
        if notes is not None and restart.get(f"{W}val") == "eachSect":
            notes.remove(restart)
            if not len(notes):
                section.remove(notes)


def look_of(properties: Element | None, without: set[str] = _UNSEEN) -> str:
    """Properties in a settled order; those that are switched off are as good as not there."""
    if properties is None:
        return ""
    found = []
    for child in properties:
        name = str(child.tag).rpartition("}")[2]
        if name in without or child.tag in without or (name == "cantSplit" and child.get(f"{W}val") in _OFF):
            continue
        kept = [(key, value) for key, value in sorted(child.attrib.items()) if not _FOREIGN.match(key)]
        attrs = " ".join(f"{key.rpartition('}')[2]}={value}" for key, value in kept)
        found.append(f"{name}({attrs}{look_of(child) if len(child) else ''})")
    return ";".join(sorted(found))


def differences(got: Reading, want: Reading) -> Iterator[str]:
    """Where two readings differ, as sentences, from the first place on."""
    for index, (one, other) in enumerate(zip(got.blocks, want.blocks, strict=False)):
        if one != other:
            yield f"at {_place(want.blocks, index)}: {_difference(one, other)}"
            return
    if len(got.blocks) != len(want.blocks):
        longer = max(got.blocks, want.blocks, key=len)
        what = "too many" if len(got.blocks) > len(want.blocks) else "missing"
        yield f"{what} at the end: {_short(longer[min(len(got.blocks), len(want.blocks))])}"


def _place(blocks: Sequence[Block], index: int) -> str:
    """The last numbered or worded paragraph up to a block."""
    words = next((b for b in reversed(blocks[: index + 1]) if b.text.strip()), None)
    return f"“{words.number} {words.text[:40].strip()}”".replace("“ ", "“") if words else "the beginning"


def _difference(got: Block, want: Block) -> str:
    if got.kind != want.kind:
        return f"there is a {got.kind}, not a {want.kind}"
    if got.text != want.text:
        start = next((i for i, (a, b) in enumerate(zip(got.text, want.text, strict=False)) if a != b), None)
        start = min(len(got.text), len(want.text)) if start is None else start
        near = slice(max(start - 15, 0), start + 25)
        return f"it reads “{got.text[near]}”, not “{want.text[near]}”"
    if got.number != want.number:
        said = [f"with the number {one.number}" if one.number else "without a number" for one in (got, want)]
        return f"it stands {said[0]}, not {said[1]}"
    if got.look != want.look:
        return f"the {got.kind} looks as {got.look or 'nothing'}, not {want.look or 'nothing'}"
    pairs = zip(got.runs, want.runs, strict=False)
    one, other = next(((a, b) for a, b in pairs if a != b), (got.runs[-1], want.runs[-1]))
    return f"“{other[0][:30]}” is formatted as {one[1] or 'plain'}, not {other[1] or 'plain'}"


def _short(block: Block) -> str:
    return f"“{block.text[:40]}”" if block.text else f"a {block.kind}"
