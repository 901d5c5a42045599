"""A redline read back as a text with its changes: `story`.

It shares no code with what writes redlines. The printed numbers of the two texts are those of the file once its changes
are accepted and once they are rejected, so no other form of a redline can disagree with the Word file.
"""

import copy
from collections.abc import Iterator
from dataclasses import replace

from pipeline.formats.revisions.listing import change_numbers
from pipeline.formats.revisions.numbers import Numberer
from pipeline.formats.revisions.opening import Element, R, W, open_word, parse
from pipeline.formats.revisions.resolving import ACCEPT, REJECT, resolve
from pipeline.formats.revisions.runs import RunReader, mark_of
from pipeline.model.changes import (
    ChangedBlock,
    ChangedNote,
    ChangedParagraph,
    ChangedRow,
    ChangedStory,
    ChangedTable,
    Mark,
    paragraphs_of,
)

_INDEX = "hlcp-index"  # an attribute that only lives in memory
_SIDES = {"old": REJECT, "new": ACCEPT}
_HELD = tuple(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "del", "moveTo", "moveFrom"))


def story(data: bytes) -> ChangedStory:
    """Read a redline.

    Raises:
        Unreadable: it cannot be read.
    """
    return _Reader(data).story()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._opened = open_word(data)
        self._body = parse(self._opened.parts[self._opened.main]).find(f"{W}body")
        self._runs = RunReader(self._opened.targets(self._opened.main))
        for index, paragraph in enumerate(self._body.iter(f"{W}p")):
            paragraph.set(_INDEX, str(index))
        self._numbers: dict[str, dict[str, str]] = {}
        self._note_numbers: dict[str, dict[str, str]] = {}
        for side, taken in _SIDES.items():
            root = copy.deepcopy(self._body)
            resolve(root, taken)
            self._numbers[side] = self._numbered(root)
            self._note_numbers[side] = _note_numbers(root)

    def story(self) -> ChangedStory:
        """The whole text."""
        blocks = tuple(self._blocks(self._body, Mark.SAME))
        numbered = _Numbers(self._numbers, [p for block in blocks for p in paragraphs_of(block)])
        fates = {r.note: r.mark for block in blocks for p in paragraphs_of(block) for r in p.runs if r.note}
        notes = {key: _with_fate(note, fates.get(key, Mark.SAME)) for key, note in self._notes()}
        return ChangedStory(tuple(numbered.block(block) for block in blocks), notes, self._images())

    def _numbered(self, root: Element) -> dict[str, str]:
        numberer = Numberer.of(self._opened.root("numbering"), self._opened.root("styles"))
        found = {}
        for paragraph in root.iter(f"{W}p"):
            properties = paragraph.find(f"{W}pPr")
            found[paragraph.get(_INDEX)] = numberer.number(_style(properties), properties)[0]
        return found

    # -- blocks

    def _blocks(self, holder: Element, row: Mark) -> Iterator[ChangedBlock]:
        for node in holder:
            if node.tag == f"{W}p":
                yield self._paragraph(node, row)
            elif node.tag == f"{W}tbl":
                yield self._table(node)
            elif node.tag in _HELD:
                yield from self._blocks(node, row)
            else:
                self._runs.note_range(node)

    def _table(self, table: Element) -> ChangedTable:
        rows = tuple(self._row(row) for row in table.iterchildren(f"{W}tr"))
        widths = tuple(int(column.get(f"{W}w") or 1) for column in table.iterfind(f"{W}tblGrid/{W}gridCol"))
        return ChangedTable(rows, widths)

    def _row(self, row: Element) -> ChangedRow:
        properties = row.find(f"{W}trPr")
        mark = mark_of(properties) if properties is not None else Mark.SAME
        head = properties is not None and properties.find(f"{W}tblHeader") is not None
        cells = (self._blocks(cell, mark) for cell in row.iterchildren(f"{W}tc"))
        return ChangedRow(tuple(tuple(p for b in cell for p in paragraphs_of(b)) for cell in cells), head)

    def _paragraph(self, node: Element, row: Mark) -> ChangedParagraph:
        properties = node.find(f"{W}pPr")
        own = properties.find(f"{W}rPr") if properties is not None else None
        end = row if own is None or row is not Mark.SAME else mark_of(own)
        runs = tuple(self._runs.read(node, row))
        if runs and not any(run.mark.in_new for run in runs):  # it looks as it did
            former = properties.find(f"{W}pPrChange/{W}pPr") if properties is not None else None
            properties = properties if former is None else former
        level = properties.find(f"{W}numPr/{W}ilvl") if properties is not None else None
        side = properties.find(f"{W}jc") if properties is not None else None
        names = tuple(mark.get(f"{W}name") or "" for mark in node.iter(f"{W}bookmarkStart"))
        index = node.get(_INDEX) or ""
        return ChangedParagraph(
            _style(properties), runs, index, index, end, int(level.get(f"{W}val") or 0) if level is not None else 0,
            (side.get(f"{W}val") or "left") if side is not None else "left", names, change_numbers(node),
        )  # fmt: skip

    # -- notes and pictures

    def _notes(self) -> Iterator[tuple[str, ChangedNote]]:
        targets = self._opened.targets(self._opened.main)
        name = next((to for kind, to in targets.values() if kind == "footnotes" and to in self._opened.parts), None)
        if name is None:
            return
        self._runs = RunReader(self._opened.targets(name), note=True)
        for node in parse(self._opened.parts[name]):
            key = node.get(f"{W}id") or ""
            inner = (replace(p, old="", new="") for b in self._blocks(node, Mark.SAME) for p in paragraphs_of(b))
            yield key, ChangedNote(tuple(inner), *(self._note_numbers[side].get(key, "") for side in _SIDES))

    def _images(self) -> dict[str, bytes]:
        """The pictures that runs show, by their keys."""
        found, targets = {}, self._opened.targets(self._opened.main)
        for blip in self._body.iter():
            name = blip.get(f"{R}embed") if isinstance(blip.tag, str) else None
            target = targets.get(name or "", ("", ""))[1]
            if target in self._opened.parts:
                found[name or ""] = self._opened.parts[target]
        return found


def _with_fate(note: ChangedNote, fate: Mark) -> ChangedNote:
    """A note comes and goes with its mark."""
    if fate in (Mark.SAME, Mark.REFORMATTED):
        return note
    paragraphs = (
        replace(p, runs=tuple(r._replace(mark=fate) if r.mark is Mark.SAME else r for r in p.runs))
        for p in note.paragraphs
    )
    return replace(note, paragraphs=tuple(paragraphs))


class _Numbers:
    """Gives each paragraph its numbers in place of its index.

    Where the mark of a paragraph is gone in one of the texts, it is the beginning of the next one there, so the number
    of that one stands before the first of them that has words in that text.
    """

    def __init__(self, numbers: dict[str, dict[str, str]], paragraphs: list[ChangedParagraph]) -> None:
        self._given: dict[str, dict[str, str]] = {side: {} for side in numbers}
        for side, known in numbers.items():
            chain: list[ChangedParagraph] = []
            for paragraph in paragraphs:
                chain.append(paragraph)
                if paragraph.old in known:
                    first = next((p for p in chain if p.text(new=side == "new")), paragraph)
                    self._given[side][first.old] = known[paragraph.old]
                    chain = []

    def block(self, block: ChangedBlock) -> ChangedBlock:
        """The block with its numbers, or those of its cells."""
        if isinstance(block, ChangedParagraph):
            return self._paragraph(block)
        rows = (replace(row, cells=tuple(tuple(map(self._paragraph, c)) for c in row.cells)) for row in block.rows)
        return replace(block, rows=tuple(rows))

    def _paragraph(self, paragraph: ChangedParagraph) -> ChangedParagraph:
        index = paragraph.old
        return replace(paragraph, old=self._given["old"].get(index, ""), new=self._given["new"].get(index, ""))


def _note_numbers(root: Element) -> dict[str, str]:
    """The printed number of each note by its id: counted, or written out where the mark is one of its own."""
    found: dict[str, str] = {}
    counted = 0
    for reference in root.iter(f"{W}footnoteReference"):
        if reference.get(f"{W}customMarkFollows"):
            number = "".join(text.text or "" for text in reference.getparent().iter(f"{W}t"))
        else:
            counted += 1
            number = str(counted)
        found.setdefault(reference.get(f"{W}id") or "", number)
    return found


def _style(properties: Element | None) -> str:
    found = properties.find(f"{W}pStyle") if properties is not None else None
    return "" if found is None else found.get(f"{W}val") or ""
