"""A document as one text of words, and the way from a run of words to the place that people cite."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model.document import Document
from pipeline.model.ledger import Passage
from pipeline.text.units import Unit, UnitKind, units
from pipeline.text.wording import Wording

_SIGNS_BEFORE = re.compile(r"[^\w\s]*$")
_SIGNS_AFTER = re.compile(r"[^\w\s]*")
MOST_WORDS = 60  # of a passage that is shown; a longer one is shortened in the middle


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a document, prepared for quotes.

    Attributes:
        units: in reading order; unit `i` is block `i` of the wording.
        sections: path of each section, relative to the document's folder.
        plain: whether every unit stands for itself, without a document (a bare text).
    """

    units: tuple[Unit, ...]
    wording: Wording
    sections: tuple[str, ...]

    @classmethod
    def of(cls, document: Document) -> "Body":
        """Prepare a numbered document."""
        every = units(document)
        folder = f"{document.folder}/"
        paths = tuple(section.path.removeprefix(folder) for section in document.sections)
        return cls(every, Wording.of([unit.text for unit in every]), paths)

    def span(self, index: int) -> tuple[int, int]:
        """The words of a unit."""
        return self.wording.firsts[index], self.wording.firsts[index + 1]

    def unit_at(self, word: int) -> int:
        """The index of the unit that a word stands in; of the last one for the end of the text."""
        return min(bisect_right(self.wording.firsts, word) - 1, len(self.units) - 1)

    def section_span(self, heading: int) -> tuple[int, int]:
        """The words from a heading to the next heading of its rank or a higher one in the same section file."""
        first = self.units[heading]
        rank = _rank(first)
        end = heading + 1
        while end < len(self.units) and not _ends(self.units[end], first, rank):
            end += 1
        return self.wording.firsts[heading], self.wording.firsts[end]

    def passage(self, span: tuple[int, int], address: str = "") -> Passage:
        """A run of words with its address; that of its first word when none is given."""
        start, end = span
        index = self.unit_at(start)
        unit = self.units[index]
        section = self.sections[unit.section] if unit.section < len(self.sections) else ""
        return Passage(address or self.address(span), unit.id, section, index, start, end, self.shown(span))

    def address(self, span: tuple[int, int]) -> str:
        """Where a run of words stands: "paragraph 12", "paragraph 12 to 13 (a)"."""
        start, end = span
        first, last = self.unit_at(start), self.unit_at(max(end - 1, start))
        one, other = self.units[first].address, self.units[last].address
        return one if one == other else f"{one} to {other.removeprefix('paragraph ')}"

    def shown(self, span: tuple[int, int]) -> str:
        """The words with the signs that belong to them, in one line, a long run shortened in the middle."""
        start, end = span
        if end - start <= MOST_WORDS:
            return self._line(start, end)
        half = MOST_WORDS // 2
        return f"{self._line(start, start + half)} … {self._line(end - half, end)}"

    def quoted(self, span: tuple[int, int], quote: str) -> str:
        """The words as printed, with those signs before and after them that a quote of them has too.

        Args:
            span: at least one word, in one unit or several.
            quote: the words as copied; "" takes the signs up to the next blank.
        """
        start, end = span
        text = self.wording.text(start, end)
        first, last = self.wording.blocks[self.wording.block[start]], self.wording.blocks[self.wording.block[end - 1]]
        before = _SIGNS_BEFORE.search(first[: self.wording.starts[start]])
        after = _SIGNS_AFTER.match(last[self.wording.ends[end - 1] :])
        own_before, own_after = _SIGNS_AFTER.match(quote.strip()), _SIGNS_BEFORE.search(quote.strip())
        head = _as_far_as(before[0][::-1] if before else "", own_before[0][::-1] if own_before else "", quote)[::-1]
        return head + text + _as_far_as(after[0] if after else "", own_after[0] if own_after else "", quote)

    def _line(self, start: int, end: int) -> str:
        text = self.wording.text(start, end)
        if start < end:
            text += self._sign_after(end - 1)
        return " ".join(text.split())

    def _sign_after(self, word: int) -> str:
        """The full stop or closing sign that ends a unit, so that a whole paragraph is shown whole."""
        block = self.wording.blocks[self.wording.block[word]]
        rest = block[self.wording.ends[word] :].rstrip()
        return rest if not any(sign.isalnum() or sign.isspace() for sign in rest) else ""

    def of_sections(self, indexes: Iterable[int]) -> bool:
        """Whether one of these units opens a section."""
        return any(self.units[index].kind is UnitKind.HEADING for index in indexes)


def _as_far_as(there: str, wanted: str, quote: str) -> str:
    """The signs of the text, nearest to the word first, as many as the quote has of them."""
    return there[: len(wanted)] if quote.strip() else there


def _rank(unit: Unit) -> int:
    return unit.heading.count(".") if unit.heading else 0


def _ends(unit: Unit, first: Unit, rank: int) -> bool:
    if unit.section != first.section:
        return True
    return unit.kind is UnitKind.HEADING and _rank(unit) <= rank
