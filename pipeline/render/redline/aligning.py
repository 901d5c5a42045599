"""Which block of the old paper is which of the new one: kept, split, merged, moved, gone or come."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import accumulate
from typing import NamedTuple

from pipeline.render.redline.joining import Spans, join
from pipeline.render.redline.likeness import Item, is_plain, likeness, weigh
from pipeline.text.aligning.chains import heaviest_chain

ALIKE = 0.35  # share of common words from which two blocks in order are one block, changed
ALIKE_NAMED = 0.1  # the same where both carry the same bookmark
ALIKE_TWINS = 0.9  # from which a paragraph elsewhere is the same, whatever is like it in its place
ALIKE_MOVED, WORDS_MOVED = 0.7, 5  # share and words from which a block that stands elsewhere was moved
AREA, RARE = 1_600, 12  # pairs of a gap that are all compared; in larger ones, pairs that share a word this rare


Pair = tuple[int, int]


class Fate(Enum):
    """What became of a block, or of two."""

    KEPT = "kept"
    SPLIT = "split"
    MERGED = "merged"
    GONE = "gone"
    COME = "come"
    LEFT = "left"  # moved: where it was
    ARRIVED = "arrived"  # moved: where it is


class Step(NamedTuple):
    """One step through both papers; `old` and `new` are indexes, `move` numbers the moves from 1."""

    fate: Fate
    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    move: int = 0


class _Free(NamedTuple):
    """What has no partner, and where of it moved to where."""

    old: list[int]
    new: list[int]
    moved: dict[int, int]


def align(old: Sequence[Item], new: Sequence[Item], *, joins: bool = True, moves: bool = True) -> list[Step]:
    """Align two containers.

    Args:
        old: the blocks of one, or the rows of a table.
        new: those of the other.
        joins: whether paragraphs may be split and merged.
        moves: whether they may move.
    """
    anchors = _anchors([item.key for item in old], [item.key for item in new])
    away = _far_twins(old, new, anchors) if moves else {}
    pairs = list(_pairs(old, new, anchors, away))
    spans: Spans = join(old, new, pairs, away) if joins else {i: ((i,), (j,)) for i, j in pairs}
    left = sorted(set(range(len(old))) - {i for span, _ in spans.values() for i in span})
    right = sorted(set(range(len(new))) - {j for _, span in spans.values() for j in span})
    free = _Free(left, right, _moves(old, new, left, right) if moves else {})
    return list(_in_order(spans, free, (len(old), len(new))))


def _in_order(spans: Spans, free: _Free, ends: tuple[int, int]) -> Iterator[Step]:
    number = {i: n for n, i in enumerate(sorted(free.moved), 1)}
    arrived = {j: number[i] for i, j in free.moved.items()}
    at_old = at_new = 0
    for span_old, span_new in (*sorted(spans.values()), ((ends[0],), (ends[1],))):
        for i in [i for i in free.old if at_old <= i < span_old[0]]:
            yield Step(Fate.LEFT, (i,), move=number[i]) if i in number else Step(Fate.GONE, (i,))
        for j in [j for j in free.new if at_new <= j < span_new[0]]:
            yield Step(Fate.ARRIVED, new=(j,), move=arrived[j]) if j in arrived else Step(Fate.COME, new=(j,))
        if span_old[0] < ends[0]:
            yield Step(_fate(span_old, span_new), span_old, span_new)
        at_old, at_new = span_old[-1] + 1, span_new[-1] + 1


def _fate(old: tuple[int, ...], new: tuple[int, ...]) -> Fate:
    return Fate.SPLIT if len(new) > 1 else Fate.MERGED if len(old) > 1 else Fate.KEPT


# -- pairs in order


def _pairs(
    old: Sequence[Item], new: Sequence[Item], anchors: Sequence[Pair], away: Mapping[int, int]
) -> Iterator[Pair]:
    """Pairs of blocks that kept their order: equal ones that stand once, then the best of what is between them."""
    gone, come = set(away), set(away.values())
    at_old = at_new = 0
    for i, j in (*anchors, (len(old), len(new))):
        left = [index for index in range(at_old, i) if index not in gone]
        yield from _between(old, new, left, [index for index in range(at_new, j) if index not in come])
        if i < len(old):
            yield i, j
        at_old, at_new = i + 1, j + 1


def _anchors(old: list[str], new: list[str]) -> list[Pair]:
    once_old, once_new = Counter(old), Counter(new)
    place = {key: j for j, key in enumerate(new) if once_new[key] == 1}
    items = [(i, place[key], 1.0 + len(key)) for i, key in enumerate(old) if once_old[key] == 1 and key in place]
    return [items[index][:2] for index in heaviest_chain(items)]


def _between(old: Sequence[Item], new: Sequence[Item], left: list[int], right: list[int]) -> Iterator[Pair]:
    """Pairs of a gap: equal ones at its ends, and the heaviest chain of similar ones."""
    most = min(len(left), len(right))
    first = next((n for n in range(most) if old[left[n]].key != new[right[n]].key), most)
    most -= first
    last = next((n for n in range(most) if old[left[-1 - n]].key != new[right[-1 - n]].key), most)
    yield from zip(left[:first], right[:first], strict=True)
    inner_left, inner_right = left[first : len(left) - last], right[first : len(right) - last]
    scored = list(_candidates(old, new, inner_left, inner_right))
    yield from (scored[index][:2] for index in heaviest_chain(scored))
    yield from zip(left[len(left) - last :], right[len(right) - last :], strict=True)


def _candidates(
    old: Sequence[Item], new: Sequence[Item], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, int, float]]:
    for i, j in _near(old, new, left, right):
        alike, named = likeness(old[i], new[j]), _same_name(old[i], new[j])
        if alike >= (ALIKE_NAMED if named else ALIKE):
            size = weigh(old[i].words) + weigh(new[j].words)
            yield i, j, alike * (size + 1) * (1 + named)


def _same_name(old: Item, new: Item) -> bool:
    names: tuple[str, ...] = getattr(old, "names", ())
    return bool(names) and not set(names).isdisjoint(getattr(new, "names", ()))


def _near(old: Sequence[Item], new: Sequence[Item], left: Sequence[int], right: Sequence[int]) -> list[Pair]:
    """Pairs that are worth comparing, in order: all of few; of many, those that share a rare word, or are equal."""
    if len(left) * len(right) <= AREA:
        return [(i, j) for i in left for j in right]
    index: dict[str, list[int]] = defaultdict(list)
    for j in right:
        for word in (*new[j].words, "\0" + new[j].key):
            index[word].append(j)
    found = set()
    for i in left:
        for word in (*old[i].words, "\0" + old[i].key):
            places = index.get(word, ())
            if len(places) <= RARE:
                found |= {(i, j) for j in places}
    return sorted(found)


# -- moved


def _far_twins(old: Sequence[Item], new: Sequence[Item], anchors: Sequence[Pair]) -> dict[int, int]:
    """Paragraphs that stand almost unchanged in another gap between anchors: they moved, whatever is like them here.

    What stands more than once ("The following was agreed:") is left alone: nobody can tell which is which.
    """
    held_old, held_new = {i for i, _ in anchors}, {j for _, j in anchors}
    gap_old = list(accumulate((index in held_old for index in range(len(old))), initial=0))
    gap_new = list(accumulate((index in held_new for index in range(len(new))), initial=0))
    once_old, once_new = Counter(item.text for item in old), Counter(item.text for item in new)
    left = [i for i, item in enumerate(old) if i not in held_old and once_old[item.text] == 1]
    right = [j for j, item in enumerate(new) if j not in held_new and once_new[item.text] == 1]
    twins = _best(old, new, left, right, ALIKE_TWINS)
    return {i: j for i, j in twins.items() if gap_old[i] != gap_new[j]}


def _moves(old: Sequence[Item], new: Sequence[Item], left: Sequence[int], right: Sequence[int]) -> dict[int, int]:
    """New place of each paragraph that moved, by the old one; the surest first, each used once."""
    return _best(old, new, left, right, ALIKE_MOVED)


def _best(
    old: Sequence[Item], new: Sequence[Item], left: Sequence[int], right: Sequence[int], least: float
) -> dict[int, int]:
    """The partner of each paragraph that is alike enough; the surest first, each used once."""
    near = _near(old, new, [i for i in left if _can_move(old[i])], [j for j in right if _can_move(new[j])])
    scored = [(likeness(old[i], new[j]), i, j) for i, j in near]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(scored, key=lambda each: (-each[0], each[1:])):
        if score >= least and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _can_move(item: Item) -> bool:
    return is_plain(item) and sum(item.words.values()) >= WORDS_MOVED
