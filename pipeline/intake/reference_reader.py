"""One pass over the tokens of a reference: each number is taken for what the words before it say."""

import re
from collections.abc import Callable

from pipeline.intake.reference_places import MOST_PLACES, OPEN, Place, Places
from pipeline.intake.reference_titles import NUMERAL, title_at
from pipeline.intake.reference_tokens import KEYWORDS, Kind, Token
from pipeline.model.comment import Citation, CitedKind

_CITED = {
    Kind.SECTION: CitedKind.SECTION, Kind.SUBSECTION: CitedKind.SECTION, Kind.PARAGRAPH: CitedKind.PARAGRAPH,
    Kind.SIGN: CitedKind.PARAGRAPH, Kind.ANNEX: CitedKind.ANNEX, Kind.TABLE: CitedKind.TABLE,
    Kind.FIGURE: CitedKind.FIGURE, Kind.NOTE: CitedKind.NOTE,
}  # fmt: skip
_LABELS = {"p": CitedKind.PARAGRAPH, "sec": CitedKind.SECTION, "tbl": CitedKind.TABLE, "fig": CitedKind.FIGURE,
           "annex": CitedKind.ANNEX}  # fmt: skip
_DRAWN = (CitedKind.TABLE, CitedKind.FIGURE)
_PAUSES = frozenset({Kind.COMMA, Kind.LINE})
_APART = frozenset({Kind.SEMICOLON, Kind.AND})
_TITLED = re.compile(r"[. )-]*[ )-](?-i:[A-Z])\w|,\s*(?:all\b.*)?$|,\s*[^\W\d]", re.IGNORECASE)
_UNTITLED = re.compile(r",?\s*(?:and|second|first|third|sentence|line|item|bullet|to)\b")


class Reader:
    """Reads one reference.

    Args:
        text: the reference.
        parts: its tokens.
    """

    def __init__(self, text: str, parts: tuple[Token, ...]) -> None:
        self._text, self._parts = text, parts
        self._places = Places()
        self._mode: Kind | None = None
        self._is_plural = False
        self._counted: list[Token] = []  # ordinals that wait for their word
        self._at = 0
        self._takers: dict[Kind, Callable[[Token], None]] = {
            Kind.NUMBER: self._number,
            Kind.DOTTED: self._dotted,
            Kind.LETTERED: self._lettered,
            Kind.LABEL: self._label,
            Kind.MARK: self._places.mark,
            Kind.ORDINAL: self._counted.append,
            Kind.WORD: self._word,
            Kind.CODE: self._code,
            **dict.fromkeys(KEYWORDS, self._keyword),
        }

    def read(self) -> list[Citation]:
        """The places, in the order of the text."""
        while self._at < len(self._parts):
            part = self._parts[self._at]
            self._at += 1
            taker = self._takers.get(part.kind)
            if taker:
                taker(part)
            elif part.kind is not Kind.FILLER:
                self._places.between.add(part.kind)
        return self._places.citations(self._text)

    @property
    def _previous(self) -> Token | None:
        return self._parts[self._at - 2] if self._at > 1 else None

    def _follows(self, *kinds: Kind) -> bool:
        return self._previous is not None and self._previous.kind in kinds

    def _from(self, part: Token) -> int:
        """Where the words begin that name a number: at the keyword, when it stands right before."""
        return self._previous.start if self._previous and self._previous.kind in KEYWORDS else part.start

    def _add(self, kind: CitedKind, part: Token, number: str = "", title: str = "") -> None:
        self._places.add(Place(kind, self._from(part), part.end, number, title=title))

    def _add_titled(self, kind: CitedKind, part: Token) -> None:
        """Take a numbered place with the title that follows."""
        place = Place(kind, self._from(part), part.end, part.value)
        title = title_at(self._text, self._parts, self._at, part.end)
        if title is not None:
            place.title, place.end, self._at = title.words, title.end, title.stop
        self._places.add(place)

    # -- words that say what a number is

    def _keyword(self, part: Token) -> None:
        if self._counted:
            for one in self._counted:
                self._take_ordinal(part.kind, one, part.end)
            self._counted.clear()
            self._mode = None
            return
        self._mode = part.kind
        self._is_plural = part.value.lower().rstrip(".").endswith("s") or part.value == "§§"

    def _take_ordinal(self, kind: Kind, counted: Token, end: int) -> None:
        if kind is Kind.PARAGRAPH:
            self._places.nth(int(counted.value), counted.start, end)
        elif kind is Kind.ITEM:
            is_nested = "sub" in self._text[counted.start : end].lower()
            self._places.item((counted.value,), counted.start, end, is_nested=is_nested)
        elif kind is Kind.ROW:
            self._places.row(int(counted.value), end)
        elif kind is Kind.SECTION:
            self._places.add(Place(CitedKind.SECTION, counted.start, end, counted.value))

    def _word(self, part: Token) -> None:
        """A word: IV or A after "section", a title after it, or nothing."""
        self._places.between.add(Kind.WORD)
        is_numeral = self._mode in (Kind.SECTION, Kind.ANNEX) and NUMERAL.fullmatch(part.value)
        last = self._places.last
        if is_numeral and last is not None and self._follows(Kind.COMMA) and self._steps_down(last, part.value):
            last.number, last.end = f"{last.number}.{part.value}", part.end
        elif is_numeral and self._follows(Kind.SECTION, Kind.ANNEX, Kind.AND, Kind.COMMA, Kind.TO):
            self._add_titled(_CITED[self._mode or Kind.SECTION], part)
        elif self._mode is Kind.SECTION and self._follows(Kind.SECTION):
            title = title_at(self._text, self._parts, self._at - 1, part.start)
            if title is not None and title.words:
                self._places.add(Place(CitedKind.SECTION, self._from(part), title.end, title=title.words))
                self._at = title.stop

    def _steps_down(self, last: Place, letter: str) -> bool:
        """Whether "A" in "Section III, A" is a part of III."""
        return len(letter) == 1 and not self._is_plural and last.number.isalpha()

    def _code(self, part: Token) -> None:
        """4.x.3 stands for several sections; other codes are names of documents."""
        if ".x" in part.value:
            self._add(CitedKind.SECTION, part, part.value)
            self._mode = None

    # -- numbers

    def _number(self, part: Token) -> None:
        number, places = int(part.value), self._places
        if not (self._joins(part) or places.range_to(number, part.end) or self._mode is Kind.SKIPPED):
            if self._mode is Kind.ROW:
                places.row(number, part.end)
            elif self._mode in (Kind.ITEM, Kind.SUBSECTION) and places.last is not None:
                self._item((part.value,), part)
            else:
                self._plain_number(number, part)
        places.between.clear()

    def _item(self, marks: tuple[str, ...], part: Token) -> None:
        start = self._from(part)
        is_nested = self._mode is Kind.ITEM and "sub" in self._text[start : part.end].lower()
        self._places.item(marks, start, part.end, is_nested=is_nested)

    def _joins(self, part: Token) -> bool:
        """Whether this is the second half of "Table 5-2"; then it is taken."""
        last = self._places.last
        if last is None or last.kind not in _DRAWN or self._places.between != {Kind.TO}:
            return False
        if last.end != part.start - 1 or "-" in last.number:
            return False
        last.number, last.end = f"{last.number}-{part.value}", part.end
        return True

    def _plain_number(self, number: int, part: Token) -> None:
        kind = _CITED.get(self._mode) if self._mode else None
        last, between = self._places.last, self._places.between
        if kind is None:
            self._bare_number(number, part)
        elif kind is CitedKind.PARAGRAPH and last is not None and last.kind in OPEN and not between & _APART:
            self._places.nth(number, self._from(part), part.end)
        elif kind is CitedKind.PARAGRAPH:
            self._add(kind, part, part.value)
        elif not self._is_second_half():
            self._add_titled(kind, part)
        elif kind is CitedKind.SECTION:
            self._places.nth(number, part.start, part.end)

    def _is_second_half(self) -> bool:
        """Whether a number after a comma counts inside what stands before it: "Section 8.3, 2", not "sections 3, 5"."""
        last, between = self._places.last, self._places.between
        if last is None or self._follows(*KEYWORDS) or between & _APART or not between & _PAUSES:
            return False
        return not self._is_plural or "." in last.number

    def _bare_number(self, number: int, part: Token) -> None:
        last, between = self._places.last, self._places.between
        if last is None:
            self._first_bare(part)
        elif Kind.WORD in between:
            return
        elif last.kind in OPEN:
            if between & _PAUSES or (last.ordinal and Kind.AND in between):
                self._places.nth(number, part.start, part.end)
        elif last.is_guess and number < int(last.number) and Kind.COMMA in between:
            last.kind, last.is_guess = CitedKind.SECTION, False
            self._places.nth(number, part.start, part.end)
        elif last.kind is CitedKind.PARAGRAPH:
            self._add(CitedKind.PARAGRAPH, part, part.value)

    def _first_bare(self, part: Token) -> None:
        """A number that nothing explains: a section when a title or nothing but a comma follows, else a paragraph."""
        rest = self._text[part.end :]
        if _TITLED.match(rest) and not _UNTITLED.match(rest):
            self._add_titled(CitedKind.SECTION, part)
        else:
            self._places.add(Place(CitedKind.PARAGRAPH, part.start, part.end, part.value, is_guess=True))

    def _dotted(self, part: Token) -> None:
        if self._mode in (Kind.TABLE, Kind.FIGURE, Kind.ANNEX) and self._follows(self._mode):
            self._add(_CITED[self._mode], part, part.value)
        elif self._mode is Kind.ITEM and self._places.last is not None:
            self._item(tuple(part.value.split(".")), part)
        elif not self._dotted_range(part):
            self._add_titled(CitedKind.SECTION, part)
            self._mode = self._mode if self._mode is Kind.SECTION else None
        self._places.between.clear()

    def _dotted_range(self, part: Token) -> bool:
        """4.1-4.3: the sections between, when only the last step differs; whether it is one."""
        last = self._places.last
        if last is None or last.kind is not CitedKind.SECTION or self._places.between != {Kind.TO}:
            return False
        (head, _, old), (other, _, new) = last.number.rpartition("."), part.value.rpartition(".")
        if head != other or not (old.isdigit() and new.isdigit() and int(old) < int(new) < int(old) + MOST_PLACES):
            return False
        for step in range(int(old) + 1, int(new) + 1):
            self._places.between.add(Kind.TO)
            self._add(CitedKind.SECTION, part, f"{head}.{step}")
        return True

    def _lettered(self, part: Token) -> None:
        self._places.add(Place(CitedKind.PARAGRAPH, self._from(part), part.end, part.value[:-1], (part.value[-1],)))

    def _label(self, part: Token) -> None:
        self._add(_LABELS[part.value.partition("-")[0].lower()], part, title=part.value.lower())
