"""Which proposals of a round a review copy can show as changes of the baseline, and which it can only list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.model.comment import Action, CitedKind, Comment
from pipeline.model.document import NoteMark, Reference
from pipeline.model.ledger import Anchor, Entry, State
from pipeline.model.review_copy import HEAD, Listed
from pipeline.model.submission import DispositionEntry
from pipeline.review.asking import verdict_on
from pipeline.review.clashing import alike, cross
from pipeline.review.judging import Judge, UnitEdit
from pipeline.review.merging import Outcome
from pipeline.review.placing import Texts
from pipeline.text.aligning import WordMap
from pipeline.text.body import Body
from pipeline.text.units import Unit
from pipeline.text.words import Kind

Span = tuple[int, int]


class Shown(NamedTuple):
    """A proposal that is shown: what it does to the units of the baseline."""

    entry: Entry
    edits: tuple[UnitEdit, ...]


class Remark(NamedTuple):
    """A comment that changes nothing: the printed characters of a unit that it is about.

    Attributes:
        unit: index, or `HEAD` for the document as a whole.
        why: for a proposal, why there is nothing to change.
    """

    entry: Entry
    unit: int
    span: Span = (0, 0)
    why: str = ""


@dataclass
class Shares:
    """The comments on a document, each in one of three places."""

    shown: list[Shown] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)

    @property
    def spoken(self) -> tuple[Entry, ...]:
        """The comments that stand in the text."""
        return (*(one.entry for one in self.shown), *(one.entry for one in self.remarks))


def share_out(entries: Iterable[Entry], decisions: Mapping[str, DispositionEntry], body: Body, table: str) -> Shares:
    """Say of each comment whether it is shown as a change, as a remark in its place, or listed.

    Args:
        entries: the comments on one document.
        decisions: the secretariat's entries by the short name of the comment; only completed edits and places count.
        body: the baseline on the table.
        table: its name.
    """
    identity = WordMap(tuple(range(len(body.wording))), len(body.wording))
    sharer = _Sharer(Judge(Texts(body, body, identity)), decisions, table)
    for entry in sorted(entries, key=lambda entry: entry.comment.name.key):
        sharer.share(entry)
    return sharer.shares


@dataclass
class _Sharer:
    judge: Judge
    decisions: Mapping[str, DispositionEntry]
    table: str
    shares: Shares = field(default_factory=Shares)
    _own: dict[tuple[str, int], list[Shown]] = field(default_factory=lambda: defaultdict(list))
    _same: dict[object, tuple[UnitEdit, ...]] = field(default_factory=dict)

    def share(self, entry: Entry) -> None:
        """Put a comment where it belongs."""
        comment = entry.comment
        if comment.problem:
            self._list(entry, "it could not be read", comment.problem)
        elif entry.state is State.WITHDRAWN:
            self._list(entry, "it was withdrawn")
        elif comment.proposal is None or comment.proposal.action is Action.COMMENT:
            self._remark(entry)
        else:
            self._propose(entry)

    def _list(self, entry: Entry, reason: str, detail: str = "") -> None:
        self.shares.listed.append(Listed(entry, reason, detail))

    def _remark(self, entry: Entry, why: str = "") -> None:
        if _is_general(entry.comment):
            self.shares.remarks.append(Remark(entry, HEAD, why=why))
            return
        anchor = self._placed(entry)
        if isinstance(anchor, str):
            self._list(entry, anchor)
            return
        unit, span = self._signs(anchor, entry.comment.targets[0].quote)
        self.shares.remarks.append(Remark(entry, unit, span, why))

    def _placed(self, entry: Entry) -> Anchor | str:
        """The first place that was found in the draft on the table, or why there is none."""
        if entry.comment.baseline != self.table:
            return f"it is on another draft, {entry.comment.baseline}"
        found = next((anchor for anchor in entry.anchors if anchor.read is not None), None)
        if found is not None:
            return found
        status = entry.anchors[0].status if entry.anchors else "not given"
        return f"its place is {status}"

    def _signs(self, anchor: Anchor, quote: str) -> tuple[int, Span]:
        """The unit and the printed characters of a place."""
        if anchor.read is None:
            raise ValueError("the place is not in the draft")
        wording, unit = self.judge.texts.read.wording, anchor.read.unit
        start, last = anchor.read.start, anchor.read.end - 1
        if not quote.strip() or start > last or wording.block[start] != unit:
            return unit, (0, len(wording.blocks[unit]))
        end = wording.ends[last] if wording.block[last] == unit else len(wording.blocks[unit])
        return unit, (wording.starts[start], end)

    def _propose(self, entry: Entry) -> None:
        placed = self._placed(entry)
        if isinstance(placed, str) or entry.anchors[0].read is None:
            self._list(entry, placed if isinstance(placed, str) else "the place of its words was not found")
            return
        verdict = verdict_on(_undecided(entry), self.decisions.get(entry.comment.name.short), self.judge)
        if verdict is None or verdict.outcome is Outcome.ALREADY:
            self._remark(entry, "the draft says so already" if verdict else "")
        elif verdict.outcome is Outcome.REFUSED:
            self._list(entry, verdict.reason)
        else:
            self._show(Shown(entry, self._same.setdefault(alike(verdict.edits), verdict.edits)))

    def _show(self, shown: Shown) -> None:
        reason = next((why for edit in shown.edits if (why := self._unfit(edit))), "")
        clash = "" if reason else self._clash(shown)
        if reason or clash:
            self._list(shown.entry, reason or "it overlaps with another proposal of the same member", clash)
            return
        self.shares.shown.append(shown)
        for edit in shown.edits:
            self._own[shown.entry.comment.name.entity, edit.unit].append(shown)

    def _unfit(self, edit: UnitEdit) -> str:
        """Why an edit cannot be a tracked change, or ""."""
        units = self.judge.texts.read.units
        if Kind.EPIGRAPH in {units[unit].stretch.kind for unit in (edit.unit, edit.fetched) if unit >= 0}:
            return "it is about an epigraph, which is printed in two parts"
        if any(_cuts(units[edit.unit], (hunk.start, hunk.end)) for hunk in edit.hunks):
            return "it would cut a cross-reference apart"
        if edit.fetched >= 0 and any(isinstance(p, NoteMark) for p in units[edit.fetched].stretch.inlines):
            return "a footnote hangs on the paragraph that is moved"
        return ""

    def _clash(self, shown: Shown) -> str:
        """The member's own earlier proposal that cannot be made together with this one, by its name, or ""."""
        entity = shown.entry.comment.name.entity
        for edit in shown.edits:
            for other in self._own.get((entity, edit.unit), ()):
                theirs = [each for each in other.edits if each.unit == edit.unit]
                if shown.edits != other.edits and any(_meet(edit, each) for each in theirs):
                    return other.entry.comment.name.short
        return ""


def _undecided(entry: Entry) -> Entry:
    """The comment as it was made: decisions do not count."""
    read = entry.anchors[0].read
    anchor = replace(entry.anchors[0], today=read)
    return replace(entry, state=State.OPEN, disposition=None, anchors=(anchor, *entry.anchors[1:]))


def _is_general(comment: Comment) -> bool:
    return all(target.citation.kind is CitedKind.DOCUMENT and not target.quote for target in comment.targets)


def _cuts(unit: Unit, span: Span) -> bool:
    """Whether a stretch begins or ends inside a cross-reference."""
    starts = unit.stretch.starts
    inner = [(starts[i], starts[i + 1]) for i, p in enumerate(unit.stretch.inlines) if isinstance(p, Reference)]
    return any(low < at < high for low, high in inner for at in span)


def _meet(one: UnitEdit, other: UnitEdit) -> bool:
    if one.fetched >= 0 and other.fetched >= 0:
        return True
    if one.out or other.out:
        return bool((one.out or one.hunks) and (other.out or other.hunks))
    return bool(one.hunks and other.hunks) and cross(one, other)


def edits_of(shown: Sequence[Shown], member: str) -> tuple[UnitEdit, ...]:
    """What one member alone changes, equal proposals once, in the order in which anybody first made them."""
    first: dict[tuple[UnitEdit, ...], set[str]] = {}
    for each in sorted(shown, key=lambda each: each.entry.comment.name.key):
        first.setdefault(each.edits, set()).add(each.entry.comment.name.entity)
    return tuple(edit for edits, members in first.items() if member in members for edit in edits)
