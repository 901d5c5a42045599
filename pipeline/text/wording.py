"""A text prepared for aligning and for finding quotes: its words, each with its block, its sentence and its characters.

A word is a run of letters and digits, so that quotation marks, hyphens, dashes and markup never decide whether two
words are the same. (For counting, `pipeline.text.words` has words as they are printed.) Case does not matter either.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

WORD = re.compile(r"[^\W_]+")

# A sentence ends at a full stop, question or exclamation mark before a capital, a digit or a sign, at a blank line, and
# where a line begins with a mark of a list, a table row, a heading or a definition.
_BREAK = re.compile(
    r"""(?<=[.!?])[)\]”’"'*_]*\s+(?=[^\sa-zß-öø-ÿ])
    |\n[ \t]*\n
    |\n[ \t]*(?=(?:[-+*•|\#:>]|\d{1,3}[.)]|\([a-z0-9]{1,4}\))(?:\s|[|\#]))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Wording:
    """The words of a text in reading order; every tuple but `blocks` and `firsts` has one entry a word.

    Attributes:
        blocks: the text of each paragraph, item, heading, cell, caption or note.
        block: in which block the word stands.
        starts: offset of its first character in its block.
        ends: offset after its last character.
        keys: the word as it is compared: case-folded.
        firsts: index of the first word of each block, and at the end the number of words.
    """

    blocks: tuple[str, ...]
    block: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    keys: tuple[str, ...]
    firsts: tuple[int, ...]

    @classmethod
    def of(cls, blocks: Sequence[str]) -> "Wording":
        """Prepare a text; each item is one unit of it, in reading order. Any of them may be empty."""
        found = [[match.span() for match in WORD.finditer(text)] for text in blocks]
        shared: dict[str, str] = {}  # one object a word: equal keys are then compared by identity
        keys = [text[s:e].casefold() for text, spans in zip(blocks, found, strict=True) for s, e in spans]
        return cls(
            blocks=tuple(blocks),
            block=tuple(index for index, spans in enumerate(found) for _ in spans),
            starts=tuple(start for spans in found for start, _ in spans),
            ends=tuple(end for spans in found for _, end in spans),
            keys=tuple(shared.setdefault(key, key) for key in keys),
            firsts=tuple(accumulate(map(len, found), initial=0)),
        )

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.keys)

    def word(self, index: int) -> str:
        """The word as it is written."""
        return self.blocks[self.block[index]][self.starts[index] : self.ends[index]]

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """The words `start` to `end` (exclusive), as they are written."""
        return self._written[start:end]

    @cached_property
    def _written(self) -> tuple[str, ...]:
        return tuple(map(self.word, range(len(self.keys))))

    def text(self, start: int, end: int) -> str:
        """What is written from the first character of word `start` to the last of word `end - 1`, blocks on lines."""
        if start >= end:
            return ""
        first, last = self.block[start], self.block[end - 1]
        if first == last:
            return self.blocks[first][self.starts[start] : self.ends[end - 1]]
        head, tail = self.blocks[first][self.starts[start] :], self.blocks[last][: self.ends[end - 1]]
        return "\n".join([head, *self.blocks[first + 1 : last], tail])

    def words_of(self, first: int, last: int) -> tuple[int, int]:
        """The word span of the blocks `first` to `last`, both included; numbers beyond the text are cut to it."""
        top = len(self.blocks)
        first, last = min(max(first, 0), top), min(max(last + 1, 0), top)
        return self.firsts[first], self.firsts[max(first, last)]

    @cached_property
    def sentence(self) -> tuple[int, ...]:
        """For each word its sentence, counted through the whole text; a sentence never goes beyond its block."""
        ends = [self.ends[first:last] for first, last in pairwise(self.firsts)]
        return tuple(_sentences(self.blocks, ends))

    @cached_property
    def parted(self) -> frozenset[int]:
        """Words that more than one sign parts from the word before: a comma and a blank, or the end of a block."""
        signs = range(1, len(self.keys))
        within = {i for i in signs if self.block[i] != self.block[i - 1] or self.starts[i] - self.ends[i - 1] > 1}
        return frozenset(within | {0})

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each key occurs."""
        return Counter(self.keys)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each key occurs, in order."""
        places: dict[str, list[int]] = {}
        for index, key in enumerate(self.keys):
            places.setdefault(key, []).append(index)
        return places


def _sentences(blocks: Sequence[str], ends: Sequence[tuple[int, ...]]) -> list[int]:
    """The sentence of each word, given the ends of the words of each block; stretches without words do not count."""
    out: list[int] = []
    number = 0
    for text, its_ends in zip(blocks, ends, strict=True):
        breaks = [match.end() for match in _BREAK.finditer(text)]
        ordinal = [bisect_left(breaks, end) for end in its_ends]  # a break after the word ends beyond it
        for index, value in enumerate(ordinal):
            number += index > 0 and value != ordinal[index - 1]
            out.append(number)
        number += bool(its_ends)
    return out
