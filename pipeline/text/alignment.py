"""Which paragraph of a new text is which of an old one.

Equal paragraphs first, wherever they went; then, in each gap between pairs that keep the order, the order-keeping
pairing with the most shared words; then moved and edited ones by likeness. Deterministic: ties go to the earlier pair.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

IN_PLACE, MOVED = 0.35, 0.6  # least likeness (Dice on words) of a pair in its place, and out of it
_GAP_CELLS = 40_000  # above this many comparisons in one gap only near neighbours are compared


class Pair(NamedTuple):
    """The paragraph at `old` is the one at `new`; `likeness` is 1.0 for equal words."""

    old: int
    new: int
    likeness: float


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Pair, ...]:
    """Pair the paragraphs of two texts, each at most once; sorted by `new`."""
    pairs = _equal(old, new)
    bags_old, bags_new = [Counter(text.split()) for text in old], [Counter(text.split()) for text in new]
    spine = _increasing(pairs)
    for gap_old, gap_new in _gaps(spine, pairs, len(old), len(new)):
        pairs += _in_order(gap_old, gap_new, bags_old, bags_new)
    pairs += _moved(pairs, bags_old, bags_new)
    return tuple(sorted(pairs, key=lambda pair: pair.new))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient on multisets of words, 0.0 to 1.0."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _equal(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(old):
        places[text].append(index)
    pairs = []
    for index, text in enumerate(new):
        if places.get(text):
            pairs.append(Pair(places[text].pop(0), index, 1.0))
    return pairs


def _increasing(pairs: list[Pair]) -> list[Pair]:
    """The longest run of pairs that keeps the order (patience method)."""
    import bisect

    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = [-1] * len(pairs)
    for index, pair in enumerate(pairs):
        spot = bisect.bisect_left(tails, pair.old)
        before[index] = ends[spot - 1] if spot else -1
        tails[spot : spot + 1] = [pair.old]
        ends[spot : spot + 1] = [index]
    chain, index = [], ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _gaps(spine: list[Pair], pairs: list[Pair], old: int, new: int) -> list[tuple[list[int], list[int]]]:
    used_old, used_new = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    gaps, start_old, start_new = [], 0, 0
    for end_old, end_new in [*((pair.old, pair.new) for pair in spine), (old, new)]:
        left = [i for i in range(start_old, end_old) if i not in used_old]
        right = [i for i in range(start_new, end_new) if i not in used_new]
        if left and right:
            gaps.append((left, right))
        start_old, start_new = end_old + 1, end_new + 1
    return gaps


def _in_order(left: list[int], right: list[int], old: list[Counter[str]], new: list[Counter[str]]) -> list[Pair]:
    """The order-keeping pairing of two short runs with the greatest sum of likeness."""
    reach = max(len(left), len(right)) if len(left) * len(right) <= _GAP_CELLS else 40
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    like: dict[tuple[int, int], float] = {}
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if abs(i * len(right) - j * len(left)) <= reach * max(len(left), len(right)):
                value = likeness(old[left[i]], new[right[j]])
                if value >= IN_PLACE:
                    like[i, j] = value
                    best[i][j] = max(best[i][j], value + best[i + 1][j + 1])
    return _trace(best, like, left, right)


def _trace(
    best: list[list[float]], like: dict[tuple[int, int], float], left: list[int], right: list[int]
) -> list[Pair]:
    pairs, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        value = like.get((i, j))
        if value is not None and best[i][j] == value + best[i + 1][j + 1]:
            pairs.append(Pair(left[i], right[j], value))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _moved(pairs: list[Pair], old: list[Counter[str]], new: list[Counter[str]]) -> list[Pair]:
    used_old, used_new = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    open_old = [i for i in range(len(old)) if i not in used_old]
    open_new = [i for i in range(len(new)) if i not in used_new]
    candidates = [(-likeness(old[i], new[j]), i, j) for i in open_old for j in open_new]
    found = []
    for negative, i, j in sorted(candidates):
        if -negative >= MOVED and i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            found.append(Pair(i, j, -negative))
    return found
