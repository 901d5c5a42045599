"""Where each word of an old text is in a new one, as a value that can be composed, joined and stored."""

import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

_FORMAT = b"hlcp word map 1\n"


class Run(NamedTuple):
    """Words that stayed together: `length` words from `old` became those from `new`."""

    old: int
    new: int
    length: int


@dataclass(frozen=True)
class WordMap:
    """For each word of the old text the index of the word it became, or -1; no two became the same.

    Attributes:
        to: one entry for each word of the old text.
        size: how many words the new text has.
    """

    to: tuple[int, ...]
    size: int

    @cached_property
    def backbone(self) -> bytes:
        """1 for each old word on the longest body of words that kept their order, 0 for those moved or gone."""
        flags = bytearray(len(self.to))
        for index in longest_increasing(self.to):
            flags[index] = 1
        return bytes(flags)

    @cached_property
    def back(self) -> tuple[int, ...]:
        """For each word of the new text the old word that it was, or -1."""
        back = [-1] * self.size
        for old, new in enumerate(self.to):
            if new >= 0:
                back[new] = old
        return tuple(back)

    def runs(self) -> Iterator[Run]:
        """The unbroken runs, in the order of the old text."""
        old, top = 0, len(self.to)
        while old < top:
            new, length = self.to[old], 1
            if new >= 0:
                while old + length < top and self.to[old + length] == new + length:
                    length += 1
                yield Run(old, new, length)
            old += length

    def compose(self, other: "WordMap") -> "WordMap":
        """The map from this old text to the new text of `other`, whose old text is the new one of this."""
        if len(other.to) != self.size:
            raise ValueError(f"the second map starts from {len(other.to)} words, the first ends at {self.size}")
        return WordMap(tuple(other.to[new] if new >= 0 else -1 for new in self.to), other.size)

    def filled_from(self, direct: "WordMap", least: int) -> "WordMap":
        """Add what `direct` says of words that this map has lost, where it puts at least `least` of them in a run.

        Raises:
            ValueError: the maps are not of the same texts.
        """
        if len(direct.to) != len(self.to) or direct.size != self.size:
            raise ValueError("the two maps are not of the same texts")
        taken = [old >= 0 for old in self.back]
        lost = (new if new >= 0 and self.to[old] < 0 and not taken[new] else -1 for old, new in enumerate(direct.to))
        to = list(self.to)
        for run in WordMap(tuple(lost), self.size).runs():
            if run.length >= least:
                to[run.old : run.old + run.length] = range(run.new, run.new + run.length)
        return WordMap(tuple(to), self.size)

    def encode(self) -> bytes:
        """Bytes from which `decode` makes an equal map; the same for equal maps."""
        numbers = [len(self.to), self.size]
        old = new = 0
        for run in self.runs():
            numbers += (run.old - old, _zigzag(run.new - new), run.length)
            old, new = run.old + run.length, run.new + run.length
        return _FORMAT + zlib.compress(b"".join(map(_varint, numbers)), 6)

    @classmethod
    def decode(cls, data: bytes) -> "WordMap":
        """Read what `encode` wrote.

        Raises:
            ValueError: these bytes are not a word map, or not one of this version.
        """
        if not data.startswith(_FORMAT):
            raise ValueError("not a word map of this version")
        try:
            numbers = list(_numbers(zlib.decompress(data[len(_FORMAT) :])))
        except zlib.error as error:
            raise ValueError("a damaged word map") from error
        return cls._from_numbers(numbers)

    @classmethod
    def _from_numbers(cls, numbers: list[int]) -> "WordMap":
        if len(numbers) < 2 or (len(numbers) - 2) % 3:
            raise ValueError("a damaged word map")
        to = [-1] * numbers[0]
        old = new = 0
        for skip, turn, length in zip(*(iter(numbers[2:]),) * 3, strict=True):
            old, new = old + skip, new + _unzigzag(turn)
            if old + length > len(to) or not 0 <= new <= numbers[1] - length:
                raise ValueError("a damaged word map")
            to[old : old + length] = range(new, new + length)
            old, new = old + length, new + length
        return cls(tuple(to), numbers[1])


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Indexes of a longest strictly increasing subsequence of the values that are not negative (patience method)."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(values)
    for index, value in enumerate(values):
        if value < 0:
            continue
        spot = bisect_left(tails, value)
        before[index] = ends[spot - 1] if spot else -1
        tails[spot : spot + 1] = [value]
        ends[spot : spot + 1] = [index]
    chain, index = [], ends[-1] if ends else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def _zigzag(number: int) -> int:
    return 2 * number if number >= 0 else -2 * number - 1


def _unzigzag(number: int) -> int:
    return -(number + 1) // 2 if number % 2 else number // 2


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _numbers(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield number
            number = shift = 0
