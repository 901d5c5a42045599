"""The state of an alignment under way: which words of two texts are paired, and what each word weighs as evidence."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import log

from pipeline.text.wording import Wording

LIGHT = 0.2  # the least that a word weighs
SHORT = 3  # letters of a word ("of", "the", "des") that is small change in all languages that we write


@lru_cache(maxsize=1 << 16)
def weight_of(key: str, count: int, total: int) -> float:
    """What a word is worth as evidence for where a sentence went, 0.2 to 1.0, when it stands `count` times in `total`.

    The information of its frequency as a share of that of a word which stands once: 1 - log count / log total. In a
    short text counts say little; there the length of the word helps.
    """
    if len(key) <= SHORT and key.isalpha():
        return LIGHT
    return max(LIGHT, 1 - log(max(count, 1)) / log(max(total, 2)))


class Pairing:
    """Two texts as numbers, equal for equal words, and the pairs found so far.

    Attributes:
        a, b: the words of the old and of the new text, as numbers.
        wa, wb: the weight of each word.
        ab, ba: for each word its partner in the other text, or -1.
        old, new: the texts themselves.
    """

    def __init__(self, old: Wording, new: Wording) -> None:
        self.old, self.new = old, new
        number: dict[str, int] = {}
        self.a = [number.setdefault(key, len(number)) for key in old.keys]
        self.b = [number.setdefault(key, len(number)) for key in new.keys]
        counts, total = Counter(self.a), len(self.a) + len(self.b)
        counts.update(self.b)
        weights = [weight_of(key, counts[index], total) for key, index in number.items()]
        self.wa = [weights[key] for key in self.a]
        self.wb = [weights[key] for key in self.b]
        self.ab = [-1] * len(self.a)
        self.ba = [-1] * len(self.b)

    def claim(self, old: int, new: int) -> None:
        """Pair two words."""
        self.ab[old], self.ba[new] = new, old

    def claim_run(self, old: int, new: int, length: int) -> int:
        """Pair a run, word by word, where both words are still free; how many were."""
        done = 0
        for step in range(length):
            if self.ab[old + step] < 0 and self.ba[new + step] < 0:
                self.claim(old + step, new + step)
                done += 1
        return done


def free_stretches(partners: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The maximal stretches of words without a partner, as `[start, end)`."""
    start = -1
    for index, partner in enumerate(partners):
        if partner < 0:
            if start < 0:
                start = index
        elif start >= 0:
            yield start, index
            start = -1
    if start >= 0:
        yield start, len(partners)


def sentence_at(sentence: Sequence[int], index: int) -> range:
    """The words of the sentence that a word stands in."""
    number, start, end = sentence[index], index, index + 1
    while start > 0 and sentence[start - 1] == number:
        start -= 1
    while end < len(sentence) and sentence[end] == number:
        end += 1
    return range(start, end)
