"""The pieces of a text, and what one change did to them: what stayed, moved, went and came."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from pipeline.text.differing import Kept, kept_words

BREAK = "¶"
NOBODY = -1
MOVED = 5  # pieces: a shorter stretch that stands elsewhere says nothing
_PIECE = re.compile(r"\n[ \t\r]*\n\s*|\S+")


class Piece(NamedTuple):
    """What stands between blanks, or a break between paragraphs; `start` is the offset of its first character."""

    text: str
    start: int


class Origin(NamedTuple):
    """Where a piece comes from: a place in the first state, counted through its files, or a change; who moved it."""

    place: int
    made: int = NOBODY
    moved: int = NOBODY


Pieces = dict[str, tuple[str, ...]]
Judge = Callable[[str, Sequence[str], Sequence[str]], int]


@dataclass
class State:
    """A state of the text: the pieces of each file, and where each comes from."""

    pieces: Pieces
    origins: dict[str, list[Origin]]


def pieces(text: str) -> list[Piece]:
    """The pieces of a file, in order."""
    found = _PIECE.finditer(text)
    return [Piece(BREAK if match[0][0] == "\n" else match[0], match.start()) for match in found]


class _Hunk(NamedTuple):
    """What changed at one place of a file: spans of pieces before and after."""

    file: str
    old: tuple[int, int]
    new: tuple[int, int]


class Step:
    """One change, from one of the states that it was made from."""

    def __init__(self, name: str, before: State, after: Pieces) -> None:
        self.name, self.before, self.after = name, before, after
        self.origins: dict[str, list[Origin | None]] = {file: [None] * len(own) for file, own in after.items()}
        self.hunks: list[_Hunk] = []
        self._left: set[tuple[str, int]] = set()  # what stands elsewhere afterwards

    def carry(self) -> None:
        """Hand on the origins of what stayed."""
        for file in sorted({*self.before.pieces, *self.after}):
            old, new = self.before.pieces.get(file, ()), self.after.get(file, ())
            if old == new and file in self.after:
                self.origins[file] = list(self.before.origins[file])
                continue
            runs = list(_kept(old, new))
            for run in runs:
                for step in range(run.length):
                    self.origins[file][run.new + step] = self.before.origins[file][run.old + step]
            self.hunks += _hunks(file, runs, (len(old), len(new)))

    def own(self, judge: Judge, gone: dict[int, int]) -> None:
        """What this change moved, wrote and took out."""
        self._find_moves(judge)
        for hunk in self.hunks:
            olds = [index for index in range(*hunk.old) if (hunk.file, index) not in self._left]
            news = [index for index in range(*hunk.new) if self.origins[hunk.file][index] is None]
            if not olds and not news:
                continue
            was = [self.before.pieces[hunk.file][index] for index in olds]
            now = [self.after[hunk.file][index] for index in news]
            who = judge(self.name, was, now)
            for index in news:
                self.origins[hunk.file][index] = Origin(NOBODY, who)
            for place in (self.before.origins[hunk.file][index].place for index in olds):
                if NOBODY not in (place, who):
                    gone.setdefault(place, who)

    def _find_moves(self, judge: Judge) -> None:
        went = self._starts()
        for hunk in self.hunks:
            index = hunk.new[0]
            while went and index + MOVED <= hunk.new[1]:
                length = self._move(hunk, index, went, judge)
                index += length or 1

    def _starts(self) -> dict[tuple[str, ...], list[tuple[_Hunk, int]]]:
        """Where each short stretch stood that is gone from its place."""
        found: dict[tuple[str, ...], list[tuple[_Hunk, int]]] = {}
        if any(hunk.new[0] < hunk.new[1] for hunk in self.hunks):
            for hunk in self.hunks:
                words = self.before.pieces.get(hunk.file, ())
                for index in range(hunk.old[0], hunk.old[1] - MOVED + 1):
                    found.setdefault(words[index : index + MOVED], []).append((hunk, index))
        return found

    def _move(
        self, hunk: _Hunk, index: int, went: Mapping[tuple[str, ...], list[tuple[_Hunk, int]]], judge: Judge
    ) -> int:
        """Hand on the origins of the stretch that begins here, if it stood elsewhere before; returns its length."""
        new = self.after[hunk.file]
        for source, start in went.get(new[index : index + MOVED], ()):
            old, length = self.before.pieces[source.file], 0
            most = min(source.old[1] - start, hunk.new[1] - index)
            while length < most and old[start + length] == new[index + length]:
                length += 1
            if any((source.file, start + step) in self._left for step in range(length)):
                continue
            who = judge(self.name, old[start : start + length], old[start : start + length])
            for step in range(length):
                self._left.add((source.file, start + step))
                before = self.before.origins[source.file][start + step]
                self.origins[hunk.file][index + step] = before._replace(moved=who)
            return length
        return 0


def _hunks(file: str, runs: Sequence[Kept], sizes: tuple[int, int]) -> Iterator[_Hunk]:
    old = new = 0
    for run in (*runs, Kept(*sizes, 0)):
        if old < run.old or new < run.new:
            yield _Hunk(file, (old, run.old), (new, run.new))
        old, new = run.old + run.length, run.new + run.length


def _kept(old: Sequence[str], new: Sequence[str]) -> Iterator[Kept]:
    """Whole paragraphs first, then the words between them."""
    blocks_old, blocks_new = _blocks(old), _blocks(new)
    same = kept_words([text for text, _ in blocks_old], [text for text, _ in blocks_new])
    at_old = at_new = 0
    for run in (*same, Kept(len(blocks_old), len(blocks_new), 0)):
        start_old, start_new = _start(blocks_old, run.old, len(old)), _start(blocks_new, run.new, len(new))
        for inner in kept_words(old[at_old:start_old], new[at_new:start_new]):
            yield Kept(at_old + inner.old, at_new + inner.new, inner.length)
        at_old = _start(blocks_old, run.old + run.length, len(old))
        at_new = _start(blocks_new, run.new + run.length, len(new))
        if at_old > start_old:
            yield Kept(start_old, start_new, at_old - start_old)


def _blocks(words: Sequence[str]) -> list[tuple[str, int]]:
    """The paragraphs, each with its break, and the index of its first piece."""
    numbers, number = [], 0
    for word in words:
        numbers.append(number)
        number += word == BREAK
    spans = [[index for index, _ in group] for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1])]
    return [(" ".join(words[span[0] : span[-1] + 1]), span[0]) for span in spans]


def _start(blocks: Sequence[tuple[str, int]], index: int, end: int) -> int:
    return blocks[index][1] if index < len(blocks) else end
