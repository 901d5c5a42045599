"""From a change in a Word paper to the piece of its section file, and so to whom it is owed."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from pipeline.model.credits import Stretch
from pipeline.render.redline.scribe import Change
from pipeline.text.body import Body
from pipeline.text.carrying import BREAK, NOBODY, Piece, pieces
from pipeline.text.source_words import NOWHERE, Laid, Sheet, lay
from pipeline.text.units import UnitKind

_LABEL_WORDS = 4  # before the words of a caption or heading in a paper: "Table 1.", "Annex III"
_MARKS = ("ins", "del", "moveFrom", "moveTo", "moveFromRange", "moveToRange")


class Side:
    """One of the two texts of a redline, with who changed each piece of its section files.

    Args:
        body: the text as it is printed.
        texts: its section files, by name.
        owed: the pieces that were changed.
    """

    def __init__(self, body: Body, texts: Mapping[str, str], owed: Mapping[str, Sequence[Stretch]]) -> None:
        self._body, self._texts, self._owed = body, texts, owed
        self._sheets: dict[str, Sheet] = {}
        self._pieces: dict[str, list[Piece]] = {}
        self._laid: dict[int, Laid] = {}
        self._last = 0

    def find(self, change: Change) -> tuple[int, str]:
        """The number of whom a change is owed to, or `NOBODY`, and the address of its place, or ""."""
        found = [(unit, self._number(unit, change)) for unit in self._candidates(change)]
        if not found:
            return NOBODY, ""
        unit, number = min(found, key=lambda each: (each[1] == NOBODY, each[0] < self._last, each[0]))
        self._last = unit
        return number, self._body.units[unit].address

    # -- the unit

    @cached_property
    def _by_text(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, unit in enumerate(self._body.units):
            if unit.text.strip():
                found.setdefault(_folded(unit.text), []).append(index)
        return found

    def _candidates(self, change: Change) -> list[int]:
        """The units that a paragraph of the paper may be: its bookmarks tell; else its words, a label left aside."""
        words = change.context.split()
        for skipped in range(min(_LABEL_WORDS, len(words)) + 1):
            found = self._by_text.get(" ".join(words[skipped:]), [])
            named = [index for index in found if self._body.units[index].id in change.names]
            if found:
                return named or found
        return []

    # -- the piece

    def _number(self, index: int, change: Change) -> int:
        """The first of whom a piece of the change is owed to."""
        name = self._section(index)
        if name not in self._texts or not self._owed.get(name):
            return NOBODY
        numbers = (self._at(name, place) for place in self._places(index, name, change))
        return next((number for number in numbers if number != NOBODY), NOBODY)

    def _section(self, index: int) -> str:
        number = self._body.units[index].section
        return self._body.sections[number] if number < len(self._body.sections) else ""

    def _places(self, index: int, name: str, change: Change) -> list[int]:
        """The pieces that a change may be in, the likeliest first."""
        first, last = self._ends(index, name)
        if change.kind in _MARKS and not change.text:
            after = last + 1
            ends = [after] if after < len(self._cut(name)) and self._cut(name)[after].text == BREAK else []
            return [*ends, last, first]
        if not change.text:  # properties: what stands before the words, such as the mark of an item
            return [first - 1, first] if first and self._cut(name)[first - 1].text != BREAK else [first]
        return self._of_words(index, name, change)

    def _of_words(self, index: int, name: str, change: Change) -> list[int]:
        text = self._body.units[index].text
        signs = [at for at, sign in enumerate(text) if not sign.isspace()]
        label = _size(change.context) - len(signs)
        start = _size(change.context[: change.offset]) - label
        end = start + _size(change.text)
        inside = [*signs[max(start, 0) : max(end, 0)]]
        # Nothing of a note mark, a picture or a blank is printed: it belongs to the word beside it.
        near = inside or [*signs[max(start - 1, 0) : start], *signs[max(start, 0) : start + 1]]
        return list(dict.fromkeys(self._piece(name, self._offset(index, name, at)) for at in near))

    def _ends(self, index: int, name: str) -> tuple[int, int]:
        size = len(self._body.units[index].text)
        offsets = [self._offset(index, name, at) for at in (0, size - 1)]
        return self._piece(name, offsets[0]), self._piece(name, offsets[1])

    def _offset(self, index: int, name: str, at: int) -> int:
        """Where a printed character stands in its file."""
        unit = self._body.units[index]
        sheet = self._sheet(name)
        laid = self._laid.get(index) or self._laid.setdefault(index, lay(sheet, unit.stretch))
        if laid.low[at] != NOWHERE:
            return laid.low[at]
        place = unit.stretch.place(at)
        if unit.kind is UnitKind.HEADING and (place is None or place.line == 1):
            return max(sheet.text.find("\ntitle:"), 0) + len("\ntitle: ")
        return sheet.offset(place.line, place.column) if place is not None else 0

    def _sheet(self, name: str) -> Sheet:
        return self._sheets.get(name) or self._sheets.setdefault(name, Sheet(self._texts[name]))

    def _cut(self, name: str) -> list[Piece]:
        return self._pieces.get(name) or self._pieces.setdefault(name, pieces(self._texts[name]))

    def _piece(self, name: str, offset: int) -> int:
        return bisect_right(self._cut(name), offset, key=lambda piece: piece.start) - 1

    def _at(self, name: str, piece: int) -> int:
        stretches = self._owed.get(name, ())
        at = bisect_right(stretches, piece, key=lambda stretch: stretch.first) - 1
        return stretches[at].given if at >= 0 and piece < stretches[at].last else NOBODY


def _size(text: str) -> int:
    return sum(not sign.isspace() for sign in text)


def _folded(text: str) -> str:
    return " ".join(text.split())
