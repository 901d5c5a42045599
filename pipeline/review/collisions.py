"""Which proposals ask the same, and which cannot all be applied as they stand.

Proposals are intervals of the words of one baseline. Sorted by their start, one sweep with the running maximum of the
ends gives one group for each connected phrase (interval partitioning; n log n). Edges that only touch do not collide,
unless words are replaced on both sides of it: nobody chose "this | document" where one member wanted "this paper" and
another "the document".
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from pipeline.model.comment import CommentName
from pipeline.model.ledger import Pair, Relation, Request
from pipeline.review.edits import Edit, Proposed

MOST_PAIRS = 200  # named for one phrase; where thousands hit it, its members say enough


class Grouped(NamedTuple):
    """A request with the edit that it makes."""

    request: Request
    edit: Edit


class Phrase(NamedTuple):
    """Requests that meet in one phrase.

    Attributes:
        start, end: words of the baseline that they touch together.
        more: how many pairs there are beyond those named.
    """

    start: int
    end: int
    members: tuple[Grouped, ...]
    pairs: tuple[Pair, ...]
    more: int


def requests(proposals: Iterable[Proposed]) -> tuple[Grouped, ...]:
    """One request for each distinct proposal, with all who make it; in the order of the text."""
    same: dict[tuple[int, int, str, bool], list[Proposed]] = defaultdict(list)
    for proposal in sorted(proposals, key=lambda p: p.name.key):
        edit = proposal.edit
        same[edit.start, edit.end, proposal.same_as, edit.apart and edit.inserts].append(proposal)
    grouped = [
        Grouped(Request(tuple(p.name for p in group), *group[0].edit[:3]), group[0].edit) for group in same.values()
    ]
    return tuple(sorted(grouped, key=_place))


def phrases(grouped: Sequence[Grouped], parted: Set[int] = frozenset()) -> tuple[Phrase, ...]:
    """The groups of two or more requests that meet, in the order of the text.

    Args:
        grouped: sorted as `requests` returns them.
        parted: words that more than one sign parts from the word before; across that nobody is a neighbour.
    """
    return tuple(_phrase(group, parted) for group in _connected(grouped, parted) if len(group) > 1)


def _place(grouped: Grouped) -> tuple[object, ...]:
    edit = grouped.edit
    return edit.start, edit.end, edit.apart, grouped.request.lead.key


def _connected(grouped: Sequence[Grouped], parted: Set[int]) -> list[list[Grouped]]:
    """Groups in which each member meets another, in the order of the text."""
    taking = [member for member in grouped if not member.edit.inserts]
    runs = list(_runs(sorted(taking, key=lambda m: (m.edit.start, not m.edit.replaces)), parted))
    starts = [run[0].edit.start for run in runs]
    points: dict[tuple[int, bool], list[Grouped]] = defaultdict(list)
    for member in grouped:
        if member.edit.inserts:
            points[member.edit.start, member.edit.apart].append(member)
    alone = []
    for (point, _), members in points.items():
        run = runs[max(bisect_left(starts, point) - 1, 0)] if runs else []
        if any(member.edit.start < point < member.edit.end for member in run):
            run.extend(members)
        else:
            alone.append(members)
    return sorted((sorted(group, key=_place) for group in (*runs, *alone)), key=lambda group: _place(group[0]))


def _runs(edits: Sequence[Grouped], parted: Set[int]) -> Iterator[list[Grouped]]:
    """Edits that take words out, in runs in which each meets those before; at one start, replacing ones come first."""
    run: list[Grouped] = []
    reach = edge = -1  # the last word that any takes out, and the last that one replaces
    for member in edits:
        edit = member.edit
        beside = edit.replaces and edit.start == edge and edge not in parted
        if run and edit.start >= reach and not beside:
            yield run
            run = []
        run.append(member)
        reach = max(reach, edit.end)
        edge = max(edge, edit.end) if edit.replaces else edge
    if run:
        yield run


def _phrase(group: list[Grouped], parted: Set[int]) -> Phrase:
    pairs: list[Pair] = []
    more = 0
    for index, one in enumerate(group):
        for other in group[index + 1 :]:
            if other.edit.start > one.edit.end:
                break
            relation = relate(one.edit, other.edit, parted)
            if relation is None:
                continue
            if len(pairs) == MOST_PAIRS:
                more += 1
                continue
            pairs.append(Pair(one.request.lead, other.request.lead, relation))
    start = min(member.edit.start for member in group)
    return Phrase(start, max(member.edit.end for member in group), tuple(group), tuple(pairs), more)


def relate(one: Edit, other: Edit, parted: Set[int] = frozenset()) -> Relation | None:
    """How two different edits stand to each other, or None when both can be applied; `parted` as for `phrases`."""
    if one.inserts and other.inserts:
        same_point = one.start == other.start and one.apart == other.apart
        return Relation.SAME_PLACE if same_point else None
    if not _meet(one, other, parted):
        return None
    if one.deletes != other.deletes:
        return Relation.CONTRADICTORY
    if one[:2] == other[:2]:
        return Relation.SAME_SPAN
    if _holds(one, other) or _holds(other, one):
        return Relation.NESTED
    return Relation.OVERLAPPING


def _meet(one: Edit, other: Edit, parted: Set[int]) -> bool:
    if one.inserts:
        return other.start < one.start < other.end
    if other.inserts:
        return one.start < other.start < one.end
    if one.start < other.end and other.start < one.end:
        return True
    edge = max(one.start, other.start)
    return one.replaces and other.replaces and edge == min(one.end, other.end) and edge not in parted


def _holds(outer: Edit, inner: Edit) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def decision_order(members: Iterable[Grouped], old: Sequence[str]) -> tuple[tuple[CommentName, str], ...]:
    """The order in which requests on one phrase are best decided: the furthest from the original first.

    This is a rule of procedure of deliberative bodies (the proposal furthest removed in substance from the original
    is put first): once it is accepted, the nearer ones fall. Distance is counted in words that go or come.

    Args:
        members: the requests.
        old: the words of the baseline, to tell which of the words that come were there already.

    Returns:
        The leads, each with the reason for its place.
    """
    ranked = []
    for member in members:
        gone, come = _distance(member.edit, old)
        supporters = len(member.request.supporters)
        rank = (-(gone + come), -(member.edit.end - member.edit.start), -supporters, member.request.lead.key)
        ranked.append((rank, member.request.lead, _reason(gone, come, supporters)))
    return tuple((lead, reason) for _, lead, reason in sorted(ranked))


def _distance(edit: Edit, old: Sequence[str]) -> tuple[int, int]:
    there = list(old[edit.start : edit.end])
    left = len(there)
    come = 0
    for word in edit.words.split():
        bare = word.strip(".,;:!?()[]“”‘’\"'").casefold()
        if bare and bare in there:
            there.remove(bare)
        elif bare:
            come += 1
    return left - (left - len(there)), come


def _reason(gone: int, come: int, supporters: int) -> str:
    parts = [_counted(gone, "word goes", "words go")] if gone else []
    parts += [_counted(come, "word comes", "words come")] if come else []
    said = ", ".join(parts) or "only signs change"
    return f"{said}; {_counted(supporters, 'supporter', 'supporters')}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
