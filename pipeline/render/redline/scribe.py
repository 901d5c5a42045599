"""Who made a change and when, and the ids of everything in the redline that needs one."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from pipeline.formats.xml_tree import quoted
from pipeline.model.credits import SECRETARIAT, UNDATED
from pipeline.render.word.margin import LONGEST_AUTHOR

_DRAWING = re.compile(r'(<(?:wp:docPr|\w+:cNvPr)\b[^>]*?\bid=")[^"]*"')
_SHAPE = re.compile(r'(<v:\w+\b[^>]*? id="|\bo:spid="|<v:\w+\b[^>]*? type="#)([^"]*)"')


Hand = tuple[str, str]  # author and date: what readers take for one change when it touches another


class Credit(NamedTuple):
    """Whose change it is.

    Attributes:
        author: as Word shows it.
        date: UTC, whole seconds, `2025-06-01T00:00:00Z`.
        comments: the names of the comments that it comes from.
        place: the address of the paragraph, as it is cited, or "".
        known: whether somebody is known to have made it; else it is anybody's who has changes beside it.
    """

    author: str = SECRETARIAT
    date: str = UNDATED
    comments: tuple[str, ...] = ()
    place: str = ""
    known: bool = False

    @property
    def hand(self) -> Hand:
        """Author and date."""
        return self.author, self.date


class Change(NamedTuple):
    """A change that is about to be written.

    Attributes:
        kind: name of the Word element: ins, del, moveFrom, moveTo, rPrChange, pPrChange ….
        text: the words that it inserts, deletes or formats; "" for marks and properties.
        names: the bookmarks of its paragraph, the id of the paragraph among them.
        context: the words of the paragraph, on the side that has them.
        offset: where `text` begins in `context`, in characters.
    """

    kind: str
    text: str = ""
    names: tuple[str, ...] = ()
    context: str = ""
    offset: int = 0


class Written(NamedTuple):
    """A change as it was written.

    Attributes:
        id: its number in the file.
        kind: name of the Word element, without its prefix.
    """

    id: int
    kind: str
    author: str
    comments: tuple[str, ...]
    place: str


def _next_second(date: str) -> str:
    return (datetime.fromisoformat(date) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


CreditOf = Callable[[Change], Credit]


def always(credit: Credit) -> CreditOf:
    """The same credit for every change."""
    return lambda _: credit


@dataclass
class Scribe:
    """Writes the attributes of changes, in the order in which they stand.

    Attributes:
        first_id: above all ids of the new paper.
        first_drawing: the same for its pictures.
        counts: how many changes there are of each kind.
        changes: all of them, as they were written.
        hand: author and date of the last one.
    """

    credit: CreditOf
    first_id: int
    first_drawing: int
    counts: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)
    changes: list[Written] = field(default_factory=list)
    hand: Hand = ("", "")

    def number(self) -> int:
        """A new id."""
        self.first_id += 1
        return self.first_id - 1

    def attributes(self, change: Change, credit: Credit | None = None, unlike: Hand | None = None) -> str:
        """The attributes of a tracked change.

        Args:
            change: what is written.
            credit: whose it is, when that is known already.
            unlike: a hand that it must not look like: if it does, it is dated one second later.
        """
        credit = credit or self.credit(change)
        date = _next_second(credit.date) if credit.hand == unlike else credit.date
        self.counts[change.kind] += 1
        self.authors[credit.author] += 1
        author, number, self.hand = credit.author[:LONGEST_AUTHOR], self.number(), (credit.author, date)
        self.changes.append(Written(number, change.kind, author, credit.comments, credit.place))
        return f' w:id="{number}" w:author="{quoted(author)}" w:date="{quoted(date)}"'

    def copied(self, xml: str) -> str:
        """The XML of an old picture, with ids of its own: there is one of the new paper beside it."""
        if ":cNvPr" in xml or "<wp:docPr" in xml:
            xml = _DRAWING.sub(self._drawing, xml)
        return _SHAPE.sub(r'\1\2-old"', xml) if "<v:" in xml else xml

    def _drawing(self, found: re.Match[str]) -> str:
        self.first_drawing += 1
        return f'{found[1]}{self.first_drawing - 1}"'
