"""The runs of a paragraph of a redline, each with what became of it."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.formats.revisions.opening import Element, R, W
from pipeline.model.changes import ChangedRun, Mark
from pipeline.model.document import Style

_MARKS = {
    f"{W}ins": Mark.INSERTED, f"{W}del": Mark.DELETED, f"{W}moveTo": Mark.MOVED_HERE, f"{W}moveFrom": Mark.MOVED_AWAY,
}  # fmt: skip
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
_FLAGS = ((f"{W}b", Style.BOLD), (f"{W}i", Style.ITALIC), (f"{W}strike", Style.STRIKE))
_RAISED = {"superscript": Style.SUPERSCRIPT, "subscript": Style.SUBSCRIPT}
_OFF = {"0", "false", "off"}
_STARTS = {f"{W}moveFromRangeStart": Mark.MOVED_AWAY, f"{W}moveToRangeStart": Mark.MOVED_HERE}
_ENDS = (f"{W}moveFromRangeEnd", f"{W}moveToRangeEnd")


class _Fate(NamedTuple):
    mark: Mark
    author: str = ""
    link: str = ""


def mark_of(properties: Element) -> Mark:
    """What the properties of a row or of a paragraph mark say of it."""
    return next((_MARKS[child.tag] for child in properties if child.tag in _MARKS), Mark.SAME)


class RunReader:
    """Reads the runs of one part, paragraph after paragraph.

    Args:
        targets: relationships of the part, by id.
        note: whether it holds notes, whose own marks at their beginning are left out.
    """

    def __init__(self, targets: dict[str, tuple[str, str]], *, note: bool = False) -> None:
        self._targets, self._note = targets, note
        self._moves: dict[str, tuple[Mark, str]] = {}

    def note_range(self, node: Element) -> None:
        """Follow where moves begin and end; other nodes are nothing to us."""
        if node.tag in _STARTS:
            self._moves[node.get(f"{W}id") or ""] = (_STARTS[node.tag], node.get(f"{W}name") or "")
        elif node.tag in _ENDS:
            self._moves.pop(node.get(f"{W}id") or "", None)

    def read(self, paragraph: Element, row: Mark) -> Iterator[ChangedRun]:
        """The runs of a paragraph, neighbours that are alike as one; `row` is what became of its table row."""
        last: ChangedRun | None = None
        for run in self._inline(paragraph, _Fate(row)):
            if last is not None and not (run.note or run.picture) and last._replace(text=run.text) == run:
                last = last._replace(text=last.text + run.text)
            else:
                if last is not None:
                    yield last
                last = run
        if last is not None:
            yield last

    def _inline(self, node: Element, fate: _Fate) -> Iterator[ChangedRun]:
        for child in node:
            if child.tag == f"{W}r":
                yield from self._run(child, fate)
            elif child.tag in _MARKS:
                yield from self._inline(
                    child, fate._replace(mark=_MARKS[child.tag], author=child.get(f"{W}author") or "")
                )
            elif child.tag == f"{W}hyperlink":
                kind, target = self._targets.get(child.get(f"{R}id") or "", ("", ""))
                yield from self._inline(child, fate._replace(link=target if kind == "hyperlink" else ""))
            elif child.tag != f"{W}pPr" and isinstance(child.tag, str):
                self.note_range(child)
                yield from self._inline(child, fate)

    def _run(self, run: Element, fate: _Fate) -> Iterator[ChangedRun]:
        properties = run.find(f"{W}rPr")
        if self._note and _named(properties) == "FootnoteReference":
            return
        style = _style(properties)
        mark = fate.mark
        if mark is Mark.SAME and properties is not None and _was_other(properties, style):
            mark = Mark.REFORMATTED
        plain = ChangedRun("", mark, style, fate.link, fate.author, self._move(mark))
        note = run.find(f"{W}footnoteReference")
        if note is not None:
            yield plain._replace(note=note.get(f"{W}id") or "")
            return
        yield from self._pieces(run, plain)

    def _pieces(self, run: Element, plain: ChangedRun) -> Iterator[ChangedRun]:
        for child in run:
            if child.tag in (f"{W}t", f"{W}delText") and child.text:
                yield plain._replace(text=child.text)
            elif child.tag in _SIGNS and not (self._note and child.tag == f"{W}tab"):
                yield plain._replace(text=_SIGNS[child.tag])
            elif child.tag == f"{W}drawing":
                yield from self._picture(child, plain)

    def _picture(self, drawing: Element, plain: ChangedRun) -> Iterator[ChangedRun]:
        name = next((each.get(f"{R}embed") for each in drawing.iter() if each.get(f"{R}embed")), None)
        about = next((each.get("descr") or "" for each in drawing.iter() if str(each.tag).endswith("}docPr")), "")
        if name:
            yield plain._replace(text=about, picture=name)

    def _move(self, mark: Mark) -> str:
        return next((name for kind, name in self._moves.values() if kind is mark), "")


def _style(properties: Element | None) -> int:
    if properties is None:
        return 0
    style = sum(flag for tag, flag in _FLAGS if _is_on(properties.find(tag)))
    raised = properties.find(f"{W}vertAlign")
    return style + _RAISED.get(raised.get(f"{W}val") if raised is not None else "", 0)


def _is_on(flag: Element | None) -> bool:
    return flag is not None and flag.get(f"{W}val") not in _OFF


def _was_other(properties: Element, style: int) -> bool:
    former = properties.find(f"{W}rPrChange/{W}rPr")
    return former is not None and _style(former) != style


def _named(properties: Element | None) -> str:
    found = properties.find(f"{W}rStyle") if properties is not None else None
    return "" if found is None else found.get(f"{W}val") or ""
