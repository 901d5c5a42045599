"""The letters and digits of a text without anything between them, and search for what is nearly the same."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from pipeline.text.aligning.chains import best_matches
from pipeline.text.wording import Wording

PIECE = 4  # letters of the groups that are compared when words are missing
TOLL = 4.0  # groups that a new piece must be worth
BREAK = 0.03  # likeness that each break between pieces costs
FEW = 2  # wrong letters that are looked for first, where a part of the pattern stands as it is
SPREAD = 3  # the pieces may stand in a stretch of so many times the letters that are looked for


class Letters:
    """All words of a text run together, so that hyphens, blanks, case and markup do not count.

    Attributes:
        text: the letters.
        starts: the offset at which each word begins, and the length of the text.
    """

    def __init__(self, wording: Wording) -> None:
        self.text = "".join(wording.keys)
        self.starts = list(accumulate(map(len, wording.keys), initial=0))

    def places(self, letters: str) -> list[tuple[int, int]]:
        """The spans of whole words that have exactly these letters, in order."""
        out, low = [], self.text.find(letters)
        while low >= 0 and letters:
            first, last = bisect_left(self.starts, low), bisect_left(self.starts, low + len(letters))
            if self.starts[first] == low and self.starts[last] == low + len(letters):
                out.append((first, last))
            low = self.text.find(letters, low + 1)
        return out

    def words(self, low: int, high: int) -> tuple[int, int]:
        """The span of the words that these letters (exclusive end) belong to for the most part; at least one word."""
        first = min(self._nearest(low), len(self.starts) - 2)
        return first, max(first + 1, self._nearest(high))

    def beyond(self, span: tuple[int, int], low: int, high: int) -> int:
        """How many letters the words of a span have more than these."""
        return max(0, low - self.starts[span[0]]) + max(0, self.starts[span[1]] - high)

    def _nearest(self, offset: int) -> int:
        """The word boundary nearest to an offset; of two the one before."""
        after = min(bisect_left(self.starts, offset), len(self.starts) - 1)
        before = max(bisect_right(self.starts, offset) - 1, 0)
        return before if offset - self.starts[before] <= self.starts[after] - offset else after


def closest(pattern: str, text: str) -> tuple[int, int, int] | None:
    """The substring of `text` with the fewest insertions, deletions and replacements of letters to `pattern`.

    Myers' bit-vector method (1999) with integers of any length; its start is found by searching backwards from its end.
    Most copies have few mistakes: then one of a few equal parts of the pattern stands in the text as it is (Wu and
    Manber, 1992), and the text around those parts is all that must be searched.

    Returns:
        (edits, start, end); of equal ones the first to end, and then the longest. None if either text is empty.
    """
    if not pattern or not text:
        return None
    edits, end = _near_parts(pattern, text) or _first_least(_distances(pattern, text))
    reach = min(end, len(pattern) + edits)
    back = _distances(pattern[::-1], text[end - reach : end][::-1], anchored=True)
    length = max(spot for spot, value in enumerate(back, 1) if value == min(back))
    return edits, end - length, end


def pieced(pattern: str, text: str) -> tuple[float, int, int] | None:
    """The place where the pieces of `pattern` stand in order, with words between them that it leaves out.

    Returns:
        (likeness, start, end): the share of its letters that stand there, less a little for each break between pieces.
        None when there is no such place, or when the pieces are scattered.
    """
    old, new = _groups(pattern), _groups(text)
    matches = best_matches(old, new, [1.0] * len(old), (False, False), TOLL)
    if not matches:
        return None
    start, end = matches[0][1], matches[-1][1] + PIECE
    if end - start > SPREAD * len(pattern):
        return None
    letters = {spot + step for spot, _ in matches for step in range(PIECE)}
    breaks = sum(one[1] - one[0] != two[1] - two[0] for one, two in pairwise(matches))
    return len(letters) / len(pattern) - BREAK * breaks, start, end


def _groups(text: str) -> list[str]:
    return [text[spot : spot + PIECE] for spot in range(len(text) - PIECE + 1)]


def _near_parts(pattern: str, text: str) -> tuple[int, int] | None:
    """The fewest edits and the first end of a place with them, or None when every place has more than `FEW`."""
    best: tuple[int, int] | None = None
    for low, high in _stretches(pattern, text):
        edits, end = _first_least(_distances(pattern, text[low:high]))
        if edits <= FEW and (best is None or edits < best[0]):
            best = edits, low + end
    return best


def _stretches(pattern: str, text: str) -> list[tuple[int, int]]:
    """Where places with at most `FEW` edits can be, apart and in order: around each part that stands in the text."""
    length = len(pattern)
    cuts = [length * part // (FEW + 1) for part in range(FEW + 2)]
    starts = sorted(spot - first for first, last in pairwise(cuts) for spot in _all_of(pattern[first:last], text))
    found: list[tuple[int, int]] = []
    for start in starts:
        low, high = max(start - FEW, 0), min(start + length + FEW, len(text))
        if found and low <= found[-1][1]:
            low = found.pop()[0]
        found.append((low, high))
    return found


def _all_of(part: str, text: str) -> Iterator[int]:
    """Every offset at which a part stands; nothing for an empty one."""
    spot = text.find(part) if part else -1
    while spot >= 0:
        yield spot
        spot = text.find(part, spot + 1)


def _first_least(distances: list[int]) -> tuple[int, int]:
    """The least number, and how many numbers there are up to the first such."""
    least = min(distances)
    return least, distances.index(least) + 1


def _distances(pattern: str, text: str, *, anchored: bool = False) -> list[int]:
    """For each letter of the text the edits between the pattern and the best substring that ends there.

    Args:
        pattern: the letters that are looked for.
        text: where.
        anchored: substrings begin at the start of the text instead of anywhere.
    """
    masks: dict[str, int] = {}
    for spot, letter in enumerate(pattern):
        masks[letter] = masks.get(letter, 0) | 1 << spot
    full, top, value = (1 << len(pattern)) - 1, 1 << len(pattern) - 1, len(pattern)
    plus, minus = full, 0
    out = []
    for letter in text:
        match = masks.get(letter, 0)
        diagonal = (((match & plus) + plus) ^ plus) | match | minus
        up = minus | ~(diagonal | plus) & full
        down = plus & diagonal
        value += bool(up & top) - bool(down & top)
        up, down = (up << 1 | anchored) & full, down << 1 & full
        plus, minus = down | ~(diagonal | up) & full, up & diagonal
        out.append(value)
    return out
