"""The places of a reference while they are put together from its numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.intake.reference_tokens import Kind, Token
from pipeline.model.comment import Citation, CitedKind

MOST_PLACES = 50
OPEN = (CitedKind.SECTION, CitedKind.ANNEX)
_CLOSED = (CitedKind.TABLE, CitedKind.FIGURE, CitedKind.NOTE)
_APART = frozenset({Kind.SEMICOLON, Kind.AND})


@dataclass(slots=True)
class Place:
    """A place that is being put together; `[start, end)` are the words that it is understood from.

    Attributes:
        is_guess: a bare number: nothing says whether a paragraph or a section is meant.
    """

    kind: CitedKind
    start: int
    end: int
    number: str = ""
    items: tuple[str, ...] = ()
    title: str = ""
    row: int = 0
    ordinal: int = 0
    is_guess: bool = False


class Places:
    """The places so far. The others of `Citation` are explained there.

    Attributes:
        between: what stood since the last number.
    """

    def __init__(self) -> None:
        self.between: set[Kind] = set()
        self._all: list[Place] = []
        self._row = 0

    @property
    def last(self) -> Place | None:
        """The last place, None at the beginning."""
        return self._all[-1] if self._all else None

    def citations(self, text: str) -> list[Citation]:
        """The places, at most 50, in the order of the text."""
        return [_citation(place, text) for place in self._all[:MOST_PLACES]]

    def add(self, place: Place) -> None:
        """Take a new place, or more about the last one: "section 4.7, table 3", "second paragraph of IV.A"."""
        if self._row and place.kind is CitedKind.TABLE:
            place.row, self._row = self._row, 0
        if not (self._tells_of_earlier(place) or self._refines(place)):
            self._all.append(place)
        self.between.clear()

    def _tells_of_earlier(self, place: Place) -> bool:
        """Whether it is the section of what stands before it: "second paragraph of IV.A", "paragraph 12 of IV"."""
        last = self.last
        if last is None or last.kind in OPEN or place.kind not in OPEN:
            return False
        if Kind.OF not in self.between or self.between & _APART:
            return False
        for waiting in self._all:
            if waiting.kind is CitedKind.PARAGRAPH and not waiting.number and not waiting.title:
                waiting.kind, waiting.number, waiting.title = place.kind, place.number, place.title
                waiting.end = place.end
        return True

    def _refines(self, place: Place) -> bool:
        """Whether it is inside the section before it, and takes its place: "section 4.7, table 3", "Section 5, 5.2"."""
        last = self.last
        if last is None or last.kind not in OPEN or last.ordinal or last.items or self.between & _APART:
            return False
        is_section = place.kind is last.kind is CitedKind.SECTION and Kind.LINE not in self.between
        is_deeper = is_section and bool(last.number) and place.number.startswith(f"{last.number}.")
        is_unpunctuated = is_section and not self.between & {Kind.COMMA, Kind.TO, Kind.WORD}
        if place.kind in _CLOSED or is_deeper or is_unpunctuated:
            place.start = last.start
            self._all[-1] = place
            return True
        return False

    def nth(self, number: int, start: int, end: int) -> None:
        """Take the nth paragraph of the section before; without a section a paragraph that waits for one."""
        last = self.last
        if last is None or last.kind not in OPEN:
            self._all.append(Place(CitedKind.PARAGRAPH, start, end, ordinal=number))
        elif last.ordinal or last.items:
            self._all.append(Place(last.kind, start, end, last.number, (), last.title, ordinal=number))
        else:
            last.ordinal, last.end = number, end
        self.between.clear()

    def row(self, number: int, end: int) -> None:
        """Take a row of the table before, or of the one that comes."""
        last = self.last
        if last is None or last.kind is not CitedKind.TABLE:
            self._row = number
        elif last.row:
            self._all.append(replace(last, row=number, end=end))
        else:
            last.row, last.end = number, end

    def item(self, marks: tuple[str, ...], start: int, end: int, *, is_nested: bool) -> None:
        """Take a list item of the place before: inside its last item, or beside it."""
        last = self.last
        if last is None or last.kind in _CLOSED:
            return
        if is_nested or not last.items:
            last.items, last.end = (*last.items, *marks), end
        else:
            self._all.append(replace(last, items=(*last.items[:-1], *marks), start=start, end=end))

    def mark(self, part: Token) -> None:
        """Take (a): inside what it touches, beside its neighbour after a comma, up to here after a hyphen."""
        last = self.last
        if last is None or last.kind in _CLOSED:
            return
        before = last.items[-1] if last.items else ""
        if Kind.TO in self.between and len(before) == 1 == len(part.value):
            letters = map(chr, range(ord(before) + 1, ord(part.value) + 1))
            self._repeat(last, part.end, ((*last.items[:-1], letter) for letter in letters))
        else:
            beside = bool(self.between & {Kind.COMMA, Kind.AND})
            self.item((part.value,), part.start, part.end, is_nested=not beside)
            last.is_guess = False
        self.between.clear()

    def range_to(self, number: int, end: int) -> bool:
        """Take 4-6: the places between, at most 50; whether it is a range that goes on from the last place."""
        last = self.last
        if last is None or self.between != {Kind.TO}:
            return False
        if last.items:
            return last.items[-1].isdigit() and self._range_of_items(last, int(last.items[-1]), number, end)
        begin = last.ordinal or (int(last.number) if last.number.isdigit() else 0)
        if not 0 < begin < number or last.row:
            return False
        for step in range(begin + 1, min(number, begin + MOST_PLACES) + 1):
            nth, printed = (step, last.number) if last.ordinal else (0, str(step))
            self._all.append(replace(last, number=printed, ordinal=nth, end=end))
        return True

    def _range_of_items(self, last: Place, begin: int, number: int, end: int) -> bool:
        steps = range(begin + 1, min(number, begin + MOST_PLACES) + 1)
        self._repeat(last, end, ((*last.items[:-1], str(step)) for step in steps))
        return begin < number

    def _repeat(self, last: Place, end: int, items: Iterable[tuple[str, ...]]) -> None:
        self._all += [replace(last, items=one, end=end) for one in items]


def _citation(place: Place, text: str) -> Citation:
    closed = place.end + (text[place.end : place.end + 1] == ")")
    words = " ".join(text[place.start : closed].split()).strip(" ,;:")
    if place.kind is CitedKind.PARAGRAPH and not place.number and place.ordinal:
        return Citation(place.kind, str(place.ordinal), place.items, text=words)
    return Citation(place.kind, place.number, place.items, place.title, place.row, place.ordinal, words)
