"""The text that one member proposes, made of the clean paper and that member's edits alone.

Where plain words come to stand follows merging: words take the emphasis and the link of what is on both sides of them,
words beside emphasis stay plain, words that replace others look as these did, and the mark of a note follows the words
that it is about. A proposed paragraph is called "12 bis", so that it changes no number; all others are counted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.formats.revisions.members import Line, Paragraph, Runs, Shape, Voices, together
from pipeline.formats.revisions.numbers import Numberer
from pipeline.model.document import Reference, Text
from pipeline.review.hunks import Hunk
from pipeline.review.judging import UnitEdit
from pipeline.text.units import Unit, UnitKind
from pipeline.text.words import Kind

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML holds these
_LABEL = re.compile(
    r"(?:\((\w+)\)|(\d+)) (?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|bis \(\d+\))\.?"
)
_OF_LISTS, _OF_BODY, _OTHER = ("Item", "ItemContinued1"), ("ContinuedParagraph",), ("Summary", "PlainParagraph")
_PLAIN = ""  # how words without emphasis look
_Cells = list[tuple[str, str]]  # one printed character, or a sign without words, and its look


class Beside(NamedTuple):
    """Where a proposed paragraph comes: at which unit, and the one before that."""

    unit: Unit
    before: Unit | None

    def unlike(self, line: Line) -> str:
        """What is wrong with the kind or the number of a paragraph here."""
        styles = _OF_LISTS if self.unit.marks else _OF_BODY if self.unit.number else (*_OTHER, *_OF_BODY)
        if line.shape.style not in styles:
            return f"is a {line.shape.style}, not one of {', '.join(styles)}"
        if line.number and not self._is_label(line.number):
            return f"is called {line.number}"
        return ""

    def _is_label(self, number: str) -> bool:
        found = _LABEL.fullmatch(number)
        near = [self.unit, *([self.before] if self.before else [])]
        known = {mark for unit in near for mark in unit.marks[-1:]} | {str(unit.number) for unit in near}
        known.add(str(self.unit.number - 1))
        if found is None:
            return not number.isalnum() and number in known  # a bullet
        return (found[1] or found[2]) in known


class Expected(NamedTuple):
    """A paragraph as it must be: one of the paper, or one that comes beside it."""

    runs: Runs
    shape: Shape | None = None
    number: str = ""
    form: str = ""
    beside: Beside | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for text, _ in self.runs)

    def unlike(self, line: Line) -> str:
        """What is wrong with a paragraph that should be this one; its words are those."""
        if line.runs != self.runs:
            return _otherwise(line.runs, self.runs)
        if self.beside is not None:
            return self.beside.unlike(line)
        if self.shape is None or line.shape[:2] != self.shape[:2]:
            return f"is a {line.shape.style} {line.shape.look}"
        same = (line.number, line.form) == (self.number, self.form)
        return "" if same else f"is numbered {line.number or 'not at all'}, not {self.number or 'not at all'}"


def _otherwise(got: Runs, want: Runs) -> str:
    """Where two paragraphs of the same words first differ."""
    at, pairs = 0, zip(_signs(got), _signs(want), strict=False)
    for (sign, look), (other, wanted) in pairs:
        if (sign, look) != (other, wanted):
            near = "".join(text for text, _ in want)[at : at + 20]
            return f"has {look or 'plain words'} at “{near}”, not {wanted or 'plain words'}"
        at += len(sign)
    return "has a note or a picture too many or too few at its end"


def _signs(runs: Runs) -> _Cells:
    return [(sign, look) for text, look in runs for sign in (text or ("",))]


class Plain:
    """The paragraphs of a clean paper, each with the unit that it prints."""

    def __init__(self, paper: Voices, units: Sequence[Unit]) -> None:
        self._units, self._lists = units, paper.lists
        body, notes = _matched(paper.body, units), _matched_notes(paper.notes, units)
        self._rows = [*zip(paper.body, body, strict=True), *zip(paper.notes, notes, strict=True)]
        self._of_unit = {index: paragraph for paragraph, index in self._rows if index >= 0}
        self._runs = {id(one): together((bit.text, bit.look) for bit in one.bits) for one, _ in self._rows}

    def amended(self, edits: Sequence[UnitEdit]) -> tuple[Expected, ...]:
        """The paragraphs with these edits made, those without words left out."""
        by_unit: dict[int, list[UnitEdit]] = {}
        for edit in edits:
            by_unit.setdefault(edit.unit, []).append(edit)
        counter = self._lists.afresh()
        made: list[Expected] = []
        for paragraph, index in self._rows:
            made += [_numbered(one, counter) for one in self._with(paragraph, index, by_unit.get(index, ()))]
        return tuple(one for one in made if one.text.strip())

    def _with(self, paragraph: Paragraph, index: int, edits: Sequence[UnitEdit]) -> Iterator[Expected]:
        """A paragraph and those beside it."""
        for edit in edits:
            yield from self._beside(edit, after=False)
        if not any(edit.out for edit in edits):
            hunks = tuple(hunk for edit in edits for hunk in edit.hunks)
            yield Expected(
                self._words(paragraph, index, hunks) if hunks else self._runs[id(paragraph)], paragraph.shape
            )
        elif label := self._label(paragraph, index):
            yield Expected(label, paragraph.shape)
        for edit in edits:
            yield from self._beside(edit, after=True)

    def _beside(self, edit: UnitEdit, *, after: bool) -> Iterator[Expected]:
        place = Beside(self._units[edit.unit], self._units[edit.unit - 1] if edit.unit else None)
        for words in edit.after if after else edit.before:
            yield Expected(((_ILLEGAL.sub("\ufffd", words), _PLAIN),), beside=place)
        if edit.fetched >= 0 and edit.fetched_after == after:
            yield Expected(self._runs[id(self._of_unit[edit.fetched])], beside=place)

    def _label(self, paragraph: Paragraph, index: int) -> Runs:
        """What stands before the words of a unit that goes: the label of a caption."""
        cells = _cells(paragraph)
        return together(cells[: len(cells) - _size(cells, len(self._units[index].text))])

    def _words(self, paragraph: Paragraph, index: int, hunks: tuple[Hunk, ...]) -> Runs:
        cells, unit = _cells(paragraph), self._units[index]
        first = len(cells) - _size(cells, len(unit.text))
        head, cells = cells[:first], cells[first:]
        looks = _looks(unit, [look for text, look in cells if text])
        for hunk in sorted(hunks, reverse=True):
            _make(hunk, cells, looks)
        return together([*head, *cells])


def _numbered(one: Expected, counter: Numberer) -> Expected:
    """The same with its number; a proposed paragraph is not counted."""
    if one.shape is None:
        return one
    number, form = counter.number(one.shape.style, one.shape.properties)
    return one._replace(number=number, form=form)


# -- which paragraph prints which unit


def _matched(paragraphs: Sequence[Paragraph], units: Sequence[Unit]) -> list[int]:
    """The unit of each paragraph of the body, found from the end, where nothing but units stands; -1 for none."""
    found = [-1] * len(paragraphs)
    left = [i for i, unit in enumerate(units) if unit.kind is not UnitKind.NOTE and _is_plain(unit)]
    for place in reversed(range(len(paragraphs))):
        if left and _prints(paragraphs[place].words, units[left[-1]].text):
            found[place] = left.pop()
    return found


def _matched_notes(paragraphs: Sequence[Paragraph], units: Sequence[Unit]) -> list[int]:
    left = [i for i, unit in enumerate(units) if unit.kind is UnitKind.NOTE and unit.text.strip()]
    found = []
    for text in (paragraph.words for paragraph in paragraphs):
        index = next((each for each in left if text and _prints(text, units[each].text)), -1)
        if index >= 0:
            left.remove(index)
        found.append(index)
    return found


def _is_plain(unit: Unit) -> bool:
    """Whether it has words and is printed as one paragraph; an epigraph is two, and no proposal changes it."""
    return bool(unit.text.strip()) and unit.stretch.kind is not Kind.EPIGRAPH


def _prints(text: str, words: str) -> bool:
    """Whether a paragraph of the file prints these words, perhaps after a number of its own."""
    return text.endswith(_ILLEGAL.sub("\ufffd", words.replace("\t", " ").replace("\r", " ")))


# -- words inside a paragraph


def _cells(paragraph: Paragraph) -> _Cells:
    return [(sign, bit.look) for bit in paragraph.bits for sign in (bit.text or ("",))]


def _size(cells: _Cells, printed: int) -> int:
    """How many of the last cells hold so many printed characters, with the signs that stand between them."""
    for count, (text, _) in enumerate(reversed(cells)):
        if printed == 0 and text:
            return count
        printed -= bool(text)
    return len(cells)


def _looks(unit: Unit, looks: Sequence[str]) -> Mapping[int, str]:
    """The look of each printed character that stands in emphasis or a link, by its place; a reference is in neither."""
    starts, found = unit.stretch.starts, dict[int, str]()
    for number, piece in enumerate(unit.stretch.inlines):
        if not isinstance(piece, Text | Reference) or (isinstance(piece, Text) and not (piece.style or piece.link)):
            continue
        if isinstance(piece, Text) or piece.style:
            found |= {at: looks[at] for at in range(starts[number], starts[number + 1])}
    return found


def _make(hunk: Hunk, cells: _Cells, looks: Mapping[int, str]) -> None:
    """Make a hunk; those after it are made already."""
    at = [place for place, (text, _) in enumerate(cells) if text]
    said = [(sign, _look(hunk, looks)) for sign in _ILLEGAL.sub("\ufffd", hunk.words)]
    if hunk.start < hunk.end:
        place = at[hunk.end - 1] + 1
        kept = [cell for cell in cells[at[hunk.start] : place] if not cell[0]]
        cells[at[hunk.start] : place] = [*kept, *said]
        return
    follows = hunk.start > 0 and (hunk.start - 1 not in looks or hunk.start in looks)
    place = at[hunk.start - 1] + 1 if follows else at[hunk.start] if hunk.start < len(at) else len(cells)
    cells[place:place] = said


def _look(hunk: Hunk, looks: Mapping[int, str]) -> str:
    """How the words of a hunk look."""
    first, last = hunk.start, hunk.end - 1
    if hunk.start == hunk.end:
        return looks[last] if last in looks and first in looks else _PLAIN
    for low, high in ((first, last), (first - 1, last), (first, last + 1), (first - 1, last + 1)):
        if looks.get(low, _PLAIN) == looks.get(high, _PLAIN):
            return looks.get(low, _PLAIN)
    return looks.get(first, _PLAIN)
