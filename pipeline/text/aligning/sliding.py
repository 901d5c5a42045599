"""Put insertions and deletions where a person would: between sentences rather than across them.

After "It met. It agreed." became "It met. It voted. It agreed." the new words may be "It voted" or "voted. It".
Both pair as many words; only one of them leaves the two sentences whole.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.text.aligning.pairing import Pairing

FARTHEST = 60  # words that a change is slid, at most


class _Side(NamedTuple):
    """One text: its words, their partners, and the sentence and block of each."""

    words: Sequence[int]
    partners: list[int]
    sentence: Sequence[int]
    block: Sequence[int]


def settle(pairing: Pairing) -> None:
    """Slide each insertion and each deletion to the best place among those that pair the same words."""
    old = _Side(pairing.a, pairing.ab, pairing.old.sentence, pairing.old.block)
    new = _Side(pairing.b, pairing.ba, pairing.new.sentence, pairing.new.block)
    _slide_all(old, new)
    _slide_all(new, old)


def _slide_all(one: _Side, other: _Side) -> None:
    """Slide what stands in `other` only, between two words that are neighbours in `one`."""
    for index in range(1, len(one.words)):
        before, after = one.partners[index - 1], one.partners[index]
        if 0 <= before < after - 1 and all(other.partners[spot] < 0 for spot in range(before + 1, after)):
            _slide(one, other, index)


def _slide(one: _Side, other: _Side, index: int) -> None:
    before, after = one.partners[index - 1], one.partners[index]
    left = right = 0
    while left < min(FARTHEST, index) and _may(one, other, index - 1 - left, before - left, after - 1 - left):
        left += 1
    while right < min(FARTHEST, len(one.words) - index) and _may(
        one, other, index + right, after + right, before + 1 + right
    ):
        right += 1
    steps = range(-left, right + 1)
    best = max(steps, key=lambda step: (_ends(one, index + step) + _ends(other, before + 1 + step), step))
    _move(one, other, index, best)


def _move(one: _Side, other: _Side, index: int, step: int) -> None:
    """Slide the change before the word `index` by so many words, to the right when positive."""
    change = one.partners[index] - one.partners[index - 1] - 1
    moved = range(index, index + step) if step > 0 else range(index + step, index)
    targets = [one.partners[spot] + (-change if step > 0 else change) for spot in moved]
    for spot in moved:
        other.partners[one.partners[spot]] = -1
    for spot, target in zip(moved, targets, strict=True):
        one.partners[spot], other.partners[target] = target, spot


def _may(one: _Side, other: _Side, index: int, now: int, then: int) -> bool:
    """Whether a word that is paired with `now`, as its run has it, could as well be paired with `then`."""
    return one.partners[index] == now and one.words[index] == other.words[then]


def _ends(side: _Side, index: int) -> int:
    """2 if a block begins with this word, 1 if a sentence does."""
    if index in {0, len(side.words)} or side.block[index] != side.block[index - 1]:
        return 2
    return int(side.sentence[index] != side.sentence[index - 1])
