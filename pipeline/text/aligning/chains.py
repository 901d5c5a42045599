"""Chains: the heaviest selection of matches that goes forward in both texts.

`Staircase` keeps, for a sweep over the old text, the best chain that ends at or before each place of the new one. It is
the frontier of Hunt and Szymanski's method (1977) for longest common subsequences, with weights instead of lengths.
"""

from bisect import bisect_left
from collections.abc import Hashable, Sequence

OPEN = 0.3  # what it costs to begin a new run of matches: one run of three words is better than three runs of one


class Staircase:
    """The best chains by where they end: places and scores both increase."""

    def __init__(self) -> None:
        self.places: list[int] = []
        self.scores: list[float] = []
        self.items: list[int] = []

    def before(self, place: int) -> tuple[float, int]:
        """Score and last item of the best chain that ends before `place`; (0.0, -1) when there is none."""
        spot = bisect_left(self.places, place) - 1
        return (self.scores[spot], self.items[spot]) if spot >= 0 else (0.0, -1)

    def add(self, place: int, score: float, item: int) -> None:
        """A chain with this score ends at this place with this item.

        Of equals the first stays; nothing is worth less than no chain.
        """
        spot = bisect_left(self.places, place)
        if score <= (self.scores[spot - 1] if spot else 0.0):
            return
        if spot < len(self.places) and self.places[spot] == place and self.scores[spot] >= score:
            return
        stop = spot
        while stop < len(self.places) and self.scores[stop] <= score:
            stop += 1
        self.places[spot:stop] = [place]
        self.scores[spot:stop] = [score]
        self.items[spot:stop] = [item]


def heaviest_chain(items: Sequence[tuple[int, int, float]]) -> list[int]:
    """Indexes of the items that form the heaviest chain; an item is (place in old, place in new, weight), sorted."""
    stair, before = Staircase(), [-1] * len(items)
    waiting: list[tuple[int, float, int]] = []
    row = -1
    for index, (old, new, weight) in enumerate(items):
        if old != row:
            for entry in waiting:
                stair.add(*entry)
            waiting, row = [], old
        score, before[index] = stair.before(new)
        waiting.append((new, score + weight, index))
    for entry in waiting:
        stair.add(*entry)
    return _walk_back(stair.items[-1] if stair.items else -1, before)


def best_matches(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    weights: Sequence[float],
    joined: tuple[bool, bool] = (True, True),
    toll: float = OPEN,
) -> list[tuple[int, int]]:
    """Pair equal items of two lists in order: the greatest sum of weights less a toll for each run.

    Args:
        old: the words (or whatever is compared) of the old side.
        new: those of the new side.
        weights: of each word of the old side.
        joined: whether the words before both lists are paired with each other, and those after them: then a run that
            touches that edge costs nothing to begin.
        toll: what it costs to begin a run.

    Returns:
        Pairs of indexes into the two lists, increasing in both.
    """
    places = _places(new, set(old))
    sweep = _Sweep(toll)
    for row, key in enumerate(old):
        free = joined[0] and row == 0
        sweep.row([(row, spot) for spot in places.get(key, ())], weights[row], free)
    corner = (len(old) - 1, len(new) - 1) if joined[1] else None
    return sweep.best(corner)


def _places(items: Sequence[Hashable], wanted: set[Hashable]) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = {}
    for spot, key in enumerate(items):
        if key in wanted:
            places.setdefault(key, []).append(spot)
    return places


class _Sweep:
    """The best chain that ends at each match, row by row of the old side."""

    def __init__(self, toll: float) -> None:
        self.toll = toll
        self.stair = Staircase()
        self.pairs: list[tuple[int, int]] = []
        self.scores: list[float] = []
        self.earlier: list[int] = []
        self.last: dict[int, int] = {}  # by place: the match of the row before

    def row(self, matches: list[tuple[int, int]], weight: float, free: bool) -> None:
        """Add the matches of one row; `free`: the one at the first place costs no toll."""
        current: dict[int, int] = {}
        scores, before, last = self.scores, self.stair.before, self.last
        for pair in matches:
            spot = pair[1]
            score, item = before(spot)
            score -= 0.0 if free and spot == 0 else self.toll
            run = last.get(spot - 1, -1)
            if run >= 0 and scores[run] >= score:
                score, item = scores[run], run
            current[spot] = len(self.pairs)
            self.pairs.append(pair)
            scores.append(score + weight)
            self.earlier.append(item)
        for spot, item in current.items():
            self.stair.add(spot, scores[item], item)
        self.last = current

    def best(self, corner: tuple[int, int] | None) -> list[tuple[int, int]]:
        """The best chain; one that ends at `corner` has its last toll back."""
        end, best = (self.stair.items[-1], self.stair.scores[-1]) if self.stair.items else (-1, 0.0)
        item = self.last.get(corner[1], -1) if corner else -1
        if item >= 0 and self.scores[item] + self.toll > best:
            end = item
        return [self.pairs[item] for item in _walk_back(end, self.earlier)]


def _walk_back(item: int, before: Sequence[int]) -> list[int]:
    chain = []
    while item >= 0:
        chain.append(item)
        item = before[item]
    return chain[::-1]
