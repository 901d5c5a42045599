"""The proposals of all members laid over each other: what each change of a review copy is, and who asks for it.

A stretch that several members delete is cut where the set of those who delete it changes, so that each piece can carry
all their names; equal words that come to one place stand there once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipeline.model.review_copy import Beside, Come, Gone, ReviewCopy, Spot, UnitChanges
from pipeline.review.clashing import hull
from pipeline.review.copying import Shares, Shown
from pipeline.review.edits import plain
from pipeline.review.judging import UnitEdit
from pipeline.text.units import Unit

_LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_ComeKey = tuple[int, int, str]
_Proposal = tuple[UnitEdit, ...]


def overlay(shares: Shares, units: Sequence[Unit]) -> ReviewCopy:
    """The review copy of a document.

    Args:
        shares: its comments.
        units: of the baseline.
    """
    laid: dict[int, _Laid] = defaultdict(_Laid)
    in_order = sorted(shares.shown, key=lambda shown: shown.entry.comment.name.key)
    for shown in in_order:
        for edit in shown.edits:
            laid[edit.unit].add(edit, shown)
    labels = _Labels(units)
    changes = {index: laid[index].changes(len(units[index].text), labels, index) for index in sorted(laid)}
    spots = [_spot(shown, laid, units) for shown in shares.shown]
    spots += [Spot(one.entry, one.unit, *one.span, remark=one.why) for one in shares.remarks]
    spots.sort(key=lambda spot: spot.entry.comment.name.key)
    return ReviewCopy(changes, tuple(spots), tuple(shares.listed), len(shares.shown))


def _spot(shown: Shown, laid: dict[int, "_Laid"], units: Sequence[Unit]) -> Spot:
    """Where the comment on a proposal stands: on the words that it changes, else on the first paragraph it brings."""
    edit = next((each for each in shown.edits if each.hunks or each.out), shown.edits[0])
    if edit.hunks:
        return Spot(shown.entry, edit.unit, *hull(edit))
    if edit.out:
        return Spot(shown.entry, edit.unit, 0, len(units[edit.unit].text))
    return Spot(shown.entry, edit.unit, beside=laid[edit.unit].beside(edit, shown))


class _Block(NamedTuple):
    """The paragraphs that one proposal brings to one side of a unit, and who makes it: they stay together."""

    paragraphs: tuple[tuple[str, int], ...]
    members: set[str]


def _block(edit: UnitEdit, *, after: bool) -> tuple[tuple[str, int], ...]:
    words = tuple((text, -1) for text in (edit.after if after else edit.before))
    return (*words, ("", edit.fetched)) if edit.fetched >= 0 and edit.fetched_after == after else words


@dataclass
class _Laid:
    """The edits of one unit, equal ones together with all who make them."""

    gone: dict[tuple[int, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    come: dict[_ComeKey, set[str]] = field(default_factory=lambda: defaultdict(set))
    out: set[str] = field(default_factory=set)
    before: dict[_Proposal, _Block] = field(default_factory=dict)
    after: dict[_Proposal, _Block] = field(default_factory=dict)

    def add(self, edit: UnitEdit, shown: Shown) -> None:
        """Lay the edit of a proposal over the others."""
        member = shown.entry.comment.name.entity
        if edit.out:
            self.out.add(member)
        for hunk in edit.hunks:
            if hunk.start < hunk.end:
                self.gone[hunk.start, hunk.end].add(member)
            if hunk.words:
                self.come[hunk.start, hunk.end, hunk.words].add(member)
        for side, after in ((self.before, False), (self.after, True)):
            if paragraphs := _block(edit, after=after):
                side.setdefault(shown.edits, _Block(paragraphs, set())).members.add(member)

    def beside(self, edit: UnitEdit, shown: Shown) -> int:
        """Which of the paragraphs beside the unit a proposal brings first."""
        place = 0
        for after, side in ((False, self.before), (True, self.after)):
            for edits, block in side.items():
                if edits == shown.edits and block.paragraphs == _block(edit, after=after):
                    return place
                place += len(block.paragraphs)
        return -1

    def changes(self, size: int, labels: "_Labels", index: int) -> UnitChanges:
        """All of them in order."""
        come = (Come(start, at, words, _sorted(who)) for (start, at, words), who in self.come.items())
        return UnitChanges(
            gone=tuple(self._pieces(size)),
            come=tuple(sorted(come, key=lambda one: (one.at, one.start, one.members, plain(one.words), one.words))),
            out=_sorted(self.out),
            before=tuple(_beside(self.before, labels, index, after=False)),
            after=tuple(_beside(self.after, labels, index, after=True)),
        )

    def _pieces(self, size: int) -> Iterator[Gone]:
        """The deleted stretches, cut where the set of those who delete changes."""
        spans = [*self.gone.items(), *([((0, size), self.out)] if self.out and size else [])]
        cuts: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for (start, end), members in spans:
            cuts[start] += [(1, name) for name in members]
            cuts[end] += [(-1, name) for name in members]
        counts: dict[str, int] = defaultdict(int)
        places = sorted(cuts)
        for place, following in pairwise([*places, size]):
            for step, name in cuts[place]:
                counts[name] += step
            who = _sorted(name for name, count in counts.items() if count)
            if who and place < following:
                yield Gone(place, following, who)


def _sorted(members: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(members))


def _beside(found: Mapping[_Proposal, _Block], labels: "_Labels", index: int, *, after: bool) -> Iterator[Beside]:
    for block in found.values():
        for words, fetched in block.paragraphs:
            yield Beside(words, _sorted(block.members), fetched, labels.next(index, after=after))


class _Labels:
    """What proposed paragraphs are called: "12 bis", "12 ter", "(f) bis"; they change no number of the text."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._counts: dict[tuple[tuple[int, int], str], int] = defaultdict(int)

    def next(self, index: int, *, after: bool) -> str:
        """The label of one more paragraph beside a unit."""
        unit = self._units[index]
        before = unit if after or not index else self._units[index - 1]
        mark = (before.marks or unit.marks)[-1:] if unit.marks else ()
        if mark and not mark[0].isalnum():  # a bullet counts nothing
            return mark[0]
        number = before.number or unit.number - 1  # under a heading, the paragraph before that
        if not mark and number < 1:
            return ""
        name, key = (f"({mark[0]})", (unit.section, before.number)) if mark else (str(number), (0, 0))
        self._counts[key, name] += 1
        count = self._counts[key, name]
        suffix = _LATIN[count - 1] if count <= len(_LATIN) else f"bis ({count})"
        return f"{name} {suffix}{'' if unit.marks else '.'}"
