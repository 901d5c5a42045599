"""Texts as bags of words: what two of them have in common, and how much that says."""

import re
from collections import Counter
from functools import cached_property

LETTERS, LIGHT = 3, 0.25  # a word of so few letters says little
_WORD = re.compile(r"\S+")
_SIGNS = re.compile(r"^\W+|\W+$")


class Worded:
    """Something with a text: each word is looked at once, however often it is compared."""

    text: str

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word occurs, signs round it and case left aside."""
        return Counter(filter(None, (_SIGNS.sub("", word).casefold() for word in _WORD.findall(self.text))))

    @cached_property
    def weight(self) -> float:
        """What its words say about which text it is."""
        return weigh(self.words)


def weigh(words: Counter[str]) -> float:
    """What words say about which text it is."""
    return sum([count if len(word) > LETTERS else count * LIGHT for word, count in words.items()])


def weigh_common(one: Counter[str], other: Counter[str]) -> float:
    """What the words that both have say."""
    if len(one) > len(other):
        one, other = other, one
    common = [(word, min(count, other[word])) for word, count in one.items() if word in other]
    return sum([count if len(word) > LETTERS else count * LIGHT for word, count in common])


def share(common: float, one: float, other: float) -> float:
    """The share of what two texts have in common in what both say (Dice's coefficient), from the weights."""
    return 2 * common / max(one + other, LIGHT)
