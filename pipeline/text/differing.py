"""What changed between two versions of one paragraph, as a careful editor would mark it.

Words are compared whole. Among the ways to pair equal words, the one is chosen that keeps the most, in the fewest
stretches; then changes are moved to where sentences and clauses begin, and a small word that was kept between two long
changes is given up, because crossing out one phrase reads better than crossing out two halves.
"""

from collections.abc import Hashable, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.text.aligning.chains import best_matches

SMALL, SMALL_WEIGHT = 3, 0.55  # letters of a word that says little, and what keeping it is worth; other words: 1
TOLL = 0.5  # of a stretch of kept words: what it must be worth at least
ISLAND = 2  # small words that are given up for readers, where words are replaced on both sides
SHORE, SHORES = 3, 12  # how many must be deleted and inserted on each side, and on both together
LONE, LONE_CHANGE = 1, 3  # a kept stretch of so many small words, between changes of so many words, is given up

_CLOSERS = "\"'”’)]»"
_SENTENCE_END = 3
_SENTENCE, _CLAUSE = ".!?…", ",;:–—"


class Kept(NamedTuple):
    """A stretch of words that are in both versions: `length` words from `old` are those from `new`."""

    old: int
    new: int
    length: int


def kept_words(old: Sequence[str], new: Sequence[str]) -> tuple[Kept, ...]:
    """The stretches of words that stay, in order; all other words are deleted or inserted.

    Args:
        old: the words of the old version, each with the signs that belong to it.
        new: those of the new one.
    """
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    stays = [Kept(0, 0, first)] if first else []
    stays += [run._replace(old=run.old + first, new=run.new + first) for run in _middle(old, new, first, last)]
    if last:
        stays.append(Kept(len(old) - last, len(new) - last, last))
    return tuple(_slid(_without_lone(_joined(stays), old, new), old, new))


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many words both begin with."""
    most = min(len(old), len(new))
    return next((index for index in range(most) if old[index] != new[index]), most)


def _middle(old: Sequence[str], new: Sequence[str], first: int, last: int) -> list[Kept]:
    left, right = old[first : len(old) - last], new[first : len(new) - last]
    if not left or not right:
        return []
    weights = [weight(word) for word in left]
    pairs = best_matches(left, right, weights, (first > 0, last > 0), TOLL)
    return _joined([Kept(i, j, 1) for i, j in pairs])


def weight(word: str) -> float:
    """What it is worth to keep a word."""
    letters = sum(map(str.isalnum, word))
    return SMALL_WEIGHT if letters <= SMALL and not word[:1].isdigit() else 1.0


def _joined(runs: Sequence[Kept]) -> list[Kept]:
    """Stretches that touch in both versions as one."""
    out: list[Kept] = []
    for run in runs:
        if out and out[-1].old + out[-1].length == run.old and out[-1].new + out[-1].length == run.new:
            out[-1] = out[-1]._replace(length=out[-1].length + run.length)
        else:
            out.append(run)
    return out


# -- small words between long changes


def _without_lone(runs: list[Kept], old: Sequence[str], new: Sequence[str]) -> list[Kept]:
    """Drop stretches of small words that stand between two changes, each much longer."""
    size = (len(old), len(new))
    index = 0
    while index < len(runs):
        before, after = _changes(runs, index, size)
        if _is_lone(runs[index], old) and min(before, after) >= LONE_CHANGE:
            del runs[index]
            index = max(index - 1, 0)
        else:
            index += 1
    return runs


def without_islands(runs: Sequence[Kept], old: Sequence[str], new: Sequence[str]) -> tuple[Kept, ...]:
    """The same without small words that stand alone in what is rewritten: one phrase is crossed out, not three.

    For readers only: what compares texts to merge them wants to keep all that can be kept.
    """
    left, size = list(runs), (len(old), len(new))
    index = 0
    while index < len(left):
        if _is_island(left, index, old, size):
            del left[index]
            index = max(index - 1, 0)
        else:
            index += 1
    return tuple(left)


def _is_island(runs: Sequence[Kept], index: int, old: Sequence[str], size: tuple[int, int]) -> bool:
    run = runs[index]
    if run.length > ISLAND or any(weight(word) == 1 for word in old[run.old : run.old + run.length]):
        return False
    if _boundary(old, run.old) == _SENTENCE_END or _boundary(old, run.old + run.length) == _SENTENCE_END:
        return False  # a sentence that begins or ends with it stays one
    before, after = _gaps(runs, index, size)
    return all((*before, *after)) and min(sum(before), sum(after)) >= SHORE and sum((*before, *after)) >= SHORES


def _is_lone(run: Kept, old: Sequence[str]) -> bool:
    return run.length <= LONE and all(weight(word) < 1 for word in old[run.old : run.old + run.length])


def _changes(runs: Sequence[Kept], index: int, size: tuple[int, int]) -> tuple[int, int]:
    """The words of the changes before and after a stretch, on the side that has fewer of them."""
    before, after = _gaps(runs, index, size)
    return min(before), min(after)


def _gaps(runs: Sequence[Kept], index: int, size: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """How many words are deleted and inserted before a stretch, and after it."""
    run = runs[index]
    before = runs[index - 1] if index else Kept(0, 0, 0)
    after = runs[index + 1] if index + 1 < len(runs) else Kept(*size, 0)
    gap = run.old - before.old - before.length, run.new - before.new - before.length
    return gap, (after.old - run.old - run.length, after.new - run.new - run.length)


# -- where a change begins


def _slid(runs: list[Kept], old: Sequence[str], new: Sequence[str]) -> list[Kept]:
    """Move each pure insertion and deletion to the place that reads best, where equal words leave a choice."""
    runs = [Kept(0, 0, 0), *runs, Kept(len(old), len(new), 0)]
    for index in range(len(runs) - 1):
        left, right = runs[index], runs[index + 1]
        gap_old, gap_new = right.old - left.old - left.length, right.new - left.new - left.length
        if bool(gap_old) != bool(gap_new):
            words, start = (old, left.old + left.length) if gap_old else (new, left.new + left.length)
            shift = _best_shift(words, (start, start + gap_old + gap_new), (left.length, right.length))
            runs[index] = left._replace(length=left.length + shift)
            runs[index + 1] = Kept(right.old + shift, right.new + shift, right.length - shift)
    return [run for run in runs if run.length]


def _best_shift(words: Sequence[str], change: tuple[int, int], room: tuple[int, int]) -> int:
    """How far to move a change: the least way to where it begins and ends best.

    Args:
        words: of the version that holds the change.
        change: its span.
        room: how many kept words stand before and after it.
    """
    start, end = change
    shifts = [0]
    while -shifts[-1] < room[0] and words[start + shifts[-1] - 1] == words[end + shifts[-1] - 1]:
        shifts.append(shifts[-1] - 1)
    ahead = 0
    while ahead < room[1] and words[start + ahead] == words[end + ahead]:
        ahead += 1
        shifts.append(ahead)
    return max(shifts, key=lambda shift: (_worth(words, start + shift, end + shift), -abs(shift), shift))


def _worth(words: Sequence[str], start: int, end: int) -> int:
    """How well a change reads that is the words `start` to `end`."""
    return 2 * _boundary(words, start) + _boundary(words, end)


def _boundary(words: Sequence[str], place: int) -> int:
    """3 between sentences and at the ends, 1 between clauses, else 0."""
    if place == 0 or place == len(words):
        return _SENTENCE_END
    last = words[place - 1].rstrip(_CLOSERS)[-1:]
    return _SENTENCE_END if last and last in _SENTENCE else 1 if last and last in _CLAUSE else 0


# -- sentences


def sentences(words: Sequence[str]) -> list[tuple[int, int]]:
    """The spans of the sentences of a paragraph."""
    numbers, number = [], 0
    for index, _ in enumerate(words):
        number += index > 0 and _boundary(words, index) == _SENTENCE_END
        numbers.append(number)
    spans = [[index for index, _ in group] for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1])]
    return [(span[0], span[-1] + 1) for span in spans]
