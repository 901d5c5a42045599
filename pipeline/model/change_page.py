"""What changed in a document since it was last before the committee, section by section, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class What(StrEnum):
    """What became of a paragraph."""

    NEW = "new"
    DELETED = "deleted"
    MOVED = "moved"
    CHANGED = "changed"
    SPLIT = "split off"  # words of the paragraph before it have a number of their own
    JOINED = "joined"  # to the paragraph before it
    SAME = "unchanged"


class Words(NamedTuple):
    """Numbers of words; those that only changed their format count as none of these."""

    inserted: int = 0
    deleted: int = 0
    moved: int = 0

    def __bool__(self) -> bool:
        return any(self)

    def plus(self, other: "Words") -> "Words":
        """The sums."""
        return Words(*(a + b for a, b in zip(self, other, strict=True)))


NO_WORDS = Words()


class Reason(NamedTuple):
    """Why something changed.

    Attributes:
        kind: "comment" or "guidance".
        name: "MEMBER-A#1a"; "G3"; "" where readers are not told who asked.
        full: the name in full, `hlcp-2025-06/MEMBER-A/conceptual-framework#1a`, or "" as well.
        told: what was decided or done, "accepted", "answered".
        why: the member's reasons, "" when readers are not told.
        response: the secretariat's, the same.
    """

    kind: str
    name: str
    full: str
    told: str
    why: str = ""
    response: str = ""


class Hand(NamedTuple):
    """Somebody who changed something there.

    Attributes:
        author: as the redline names him or her.
        words: of these changes.
        comments: that they come from.
    """

    author: str
    words: Words = NO_WORDS
    comments: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph with its list, a heading, a table or other unnumbered text, as far as it changed.

    Attributes:
        label: what it is called: "paragraph 12", "heading", "table 2", "unnumbered text".
        old, new: printed numbers in the two texts, "" for none.
        words: in it, its list and its footnotes.
        hands: whose its changes are, the first one first.
        reasons: guidance that it answers, and comments that it takes up though no change of it names them.
        numbers: of its tracked changes in the redline.
    """

    label: str
    what: What
    old: str = ""
    new: str = ""
    words: Words = NO_WORDS
    hands: tuple[Hand, ...] = ()
    reasons: tuple[Reason, ...] = ()
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """A section.

    Attributes:
        number: of its heading, "III", "Annex I", or "".
        what: whether the section itself is new or deleted.
        changes: in reading order; unchanged paragraphs too when they have a number.
    """

    number: str
    title: str
    what: What
    changes: tuple[Change, ...]

    @property
    def words(self) -> Words:
        """Of all its changes."""
        total = Words()
        for change in self.changes:
            total = total.plus(change.words)
        return total

    def count(self, *what: What) -> int:
        """How many numbered paragraphs one of these became of."""
        return sum(change.what in what and bool(change.old or change.new) for change in self.changes)


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A document.

    Attributes:
        before, now: names of the two texts; `now` is "" for today's text.
        before_session: printed title of the session that had the old text.
        elsewhere: reasons whose place in the new text is not known, each with the place in the text that was read.
    """

    document: str
    title: str
    before: str
    before_session: str
    now: str
    sections: tuple[SectionChanges, ...]
    elsewhere: tuple[tuple[Reason, str], ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """Of all sections."""
        return tuple(change for section in self.sections for change in section.changes)
