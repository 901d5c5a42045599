"""Word comments beside changes: what was asked and answered, once a paragraph."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pipeline.render.word.margin import Margin, Remark, begins, ends


class Piece(NamedTuple):
    """Something in a paragraph that a comment can stand round, with the names of the comments that it comes from."""

    xml: str
    comments: tuple[str, ...] = ()


class Remarks:
    """Puts comments beside changes.

    Args:
        said: what stands in the margin for a comment, by its name: itself, and then answers to it.

    Attributes:
        margin: the comments so far.
    """

    def __init__(self, said: Mapping[str, Sequence[Remark]]) -> None:
        self._said = said
        self.margin = Margin()
        self._apart = 0
        self._waiting: list[str] = []
        self._last: frozenset[str] = frozenset()

    def apart(self, write: Callable[[], str]) -> str:
        """Write a note, a head or a foot, where no comment can stand; those of a note wait for its mark in the body."""
        self._apart += 1
        try:
            return write()
        finally:
            self._apart -= 1

    def waiting(self) -> tuple[str, ...]:
        """The names of the comments on a note that was written just now."""
        if self._apart:
            return ()
        found, self._waiting = tuple(dict.fromkeys(self._waiting)), []
        return found

    def forget(self) -> None:
        """No comment on what was written apart finds its place."""
        self._waiting = []

    def paragraph(self, pieces: Sequence[Piece]) -> str:
        """The content of a paragraph with its comments; one that went on from the paragraph before is not repeated."""
        names = tuple(dict.fromkeys(name for piece in pieces for name in piece.comments if name in self._said))
        if self._apart:
            self._waiting += names
            return "".join(piece.xml for piece in pieces)
        before, after = [""] * len(pieces), [""] * len(pieces)
        for name in names:
            if name not in self._last:
                where = [index for index, piece in enumerate(pieces) if name in piece.comments]
                numbers = self._add(name)
                before[where[0]] += "".join(map(begins, numbers))
                after[where[-1]] += "".join(map(ends, numbers))
        self._last = frozenset(names)
        return "".join(map("".join, zip(before, (piece.xml for piece in pieces), after, strict=True)))

    def _add(self, name: str) -> list[int]:
        first, *answers = self._said[name]
        number = self.margin.add(first)
        return [number, *(self.margin.add(answer._replace(answers=number)) for answer in answers)]
