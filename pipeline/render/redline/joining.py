"""Paragraphs that were split or merged: neighbours that together are what stands on the other side."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.render.redline.likeness import Item, is_plain, likeness
from pipeline.render.redline.worded import share, weigh, weigh_common

GAIN = 0.1  # in likeness, from which a neighbour belongs to a split or merge
OWN = 0.5  # share of a neighbour's words that must stand on the other side
ALIKE_WEAK = 0.6  # below, a pair gives way when one of it is rather a part of a neighbour

Spans = dict[int, tuple[tuple[int, ...], tuple[int, ...]]]


def join(old: Sequence[Item], new: Sequence[Item], pairs: Sequence[tuple[int, int]], away: Mapping[int, int]) -> Spans:
    """The spans of both sides that belong together, by the old index of the pair that each grew from.

    Args:
        old: the blocks of one side.
        new: those of the other.
        pairs: of blocks, in order.
        away: blocks that moved, and where to; they belong to nothing here.
    """
    return _Joins(old, new, pairs, away).spans()


class _Joins:
    """Gives free neighbours of a pair to it, when with them both sides are more alike."""

    def __init__(
        self, old: Sequence[Item], new: Sequence[Item], pairs: Sequence[tuple[int, int]], away: Mapping[int, int]
    ) -> None:
        self._old, self._new = old, new
        scored = sorted((-likeness(old[i], new[j]), i, j) for i, j in pairs)
        self._pairs = [(i, j) for _, i, j in scored]  # the surest first
        sure = [(i, j) for score, i, j in scored if -score >= ALIKE_WEAK]
        self._free_old = set(range(len(old))) - {i for i, _ in sure} - set(away)
        self._free_new = set(range(len(new))) - {j for _, j in sure} - set(away.values())

    def spans(self) -> Spans:
        spans: Spans = {}
        taken_old: set[int] = set()
        taken_new: set[int] = set()
        for i, j in self._pairs:
            if i in taken_old or j in taken_new:
                continue
            self._free_old.discard(i)
            self._free_new.discard(j)
            spans[i] = self._grown_pair(i, j)
            taken_old.update(spans[i][0])
            taken_new.update(spans[i][1])
        return spans

    def _grown_pair(self, i: int, j: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        old, new = self._old[i], self._new[j]
        if old.key == new.key or not is_plain(old) or not is_plain(new):
            return (i,), (j,)
        parts = _grown(j, old, self._new, self._free_new)
        return (_grown(i, new, self._old, self._free_old) if len(parts) == 1 else (i,)), parts


def _grown(start: int, whole: Item, parts: Sequence[Item], free: set[int]) -> tuple[int, ...]:
    """The neighbours that together are most like the whole, beginning with the one at `start`; they are taken."""
    span: tuple[int, ...] = (start,)
    words = parts[start].words
    best = _alike(whole, words)
    while True:
        offers = [
            (_alike(whole, words + parts[place].words), place)
            for place in (span[0] - 1, span[-1] + 1)
            if place in free and _belongs(parts[place], whole)
        ]
        score, place = max(offers, default=(0.0, -1))
        if score < best + GAIN:
            return span
        free.discard(place)
        span, words, best = tuple(sorted((*span, place))), words + parts[place].words, score


def _alike(whole: Item, words: Counter[str]) -> float:
    return share(weigh_common(whole.words, words), whole.weight, weigh(words))


def _belongs(part: Item, whole: Item) -> bool:
    return is_plain(part) and weigh_common(whole.words, part.words) > OWN * part.weight
