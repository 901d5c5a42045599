"""A review copy: what the members of a round propose for one document, as changes of the units of its baseline.

Several members who propose the same are named together, so that each change stands once.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.model.ledger import Entry

HEAD = -1  # the place of what is about the document as a whole


class Gone(NamedTuple):
    """The printed characters `[start, end)` of a unit that all these members delete, and nobody else."""

    start: int
    end: int
    members: tuple[str, ...]


class Come(NamedTuple):
    """Words that come after the first `at` printed characters of a unit.

    Attributes:
        start: where the words begin that they replace; `at` for a mere insertion.
    """

    start: int
    at: int
    words: str
    members: tuple[str, ...]


class Beside(NamedTuple):
    """A paragraph that comes beside a unit: new words, or those of the unit `fetched` (-1 for none) from elsewhere.

    Attributes:
        label: what it is called until the text is numbered anew: "12 bis.", or "".
    """

    words: str
    members: tuple[str, ...]
    fetched: int = -1
    label: str = ""


@dataclass(frozen=True, slots=True)
class UnitChanges:
    """What happens to one unit.

    Attributes:
        gone: in order, without overlaps; all of it for those in `out`.
        come: in the order in which they stand.
        out: the members who take the unit out as a paragraph.
        before, after: paragraphs beside it, in order.
    """

    gone: tuple[Gone, ...] = ()
    come: tuple[Come, ...] = ()
    out: tuple[str, ...] = ()
    before: tuple[Beside, ...] = ()
    after: tuple[Beside, ...] = ()


class Spot(NamedTuple):
    """Where the comment on an entry stands.

    Attributes:
        unit: index, or `HEAD`.
        start, end: printed characters of the unit.
        beside: which paragraph beside the unit it is about, counted through `before` and `after`; -1 for the unit.
        remark: what readers must know beyond the comment itself, or "".
    """

    entry: Entry
    unit: int
    start: int = 0
    end: int = 0
    beside: int = -1
    remark: str = ""


class Listed(NamedTuple):
    """A comment that cannot stand in the text, with the reason.

    Attributes:
        detail: what follows the reason, only for readers who learn who said what; or "".
    """

    entry: Entry
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ReviewCopy:
    """The review copy of a document; every comment of the round on it is in `spots` or in `listed`, once.

    Attributes:
        units: changes by the index of the unit.
        spots: in the order of the names of comments.
        listed: the same.
        changing: how many of `spots` are about a change.
    """

    units: dict[int, UnitChanges] = field(default_factory=dict)
    spots: tuple[Spot, ...] = ()
    listed: tuple[Listed, ...] = ()
    changing: int = 0

    @property
    def members(self) -> tuple[str, ...]:
        """Those who propose a change that is shown, sorted."""
        return tuple(sorted({name for changes in self.units.values() for name in _members(changes)}))


def _members(changes: UnitChanges) -> set[str]:
    pieces = (changes.gone, changes.come, changes.before, changes.after)
    return {*changes.out, *(name for each in pieces for one in each for name in one.members)}
