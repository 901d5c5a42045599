"""Why a text says what it says: commits, comments and decisions that brought its words, and its earlier wordings."""

from dataclasses import dataclass
from typing import NamedTuple

UNCOMMITTED = "uncommitted"  # stands for the commit of words that are in no commit yet


class Asked(NamedTuple):
    """What the trailers of a commit say on one proposal.

    Attributes:
        comments: full names of those who made it, the first stands for all.
        supporters: further entities that the commit names.
        proposers: name and address of who proposed it, where the commit has another author.
        session: whose text was read.
        disposition: what was decided.
    """

    comments: tuple[str, ...]
    supporters: tuple[str, ...] = ()
    proposers: tuple[str, ...] = ()
    session: str = ""
    disposition: str = ""

    @property
    def entities(self) -> tuple[str, ...]:
        """Codes of the entities behind it, each once."""
        named = [name.split("/")[1] for name in self.comments if name.count("/") >= 2]
        return tuple(dict.fromkeys((*named, *self.supporters)))


@dataclass(frozen=True, slots=True)
class Change:
    """A commit, as far as it explains words.

    Attributes:
        oid: full id, `UNCOMMITTED` for edits that are in no commit yet.
        when: the instant at which it was committed, ISO 8601 in UTC.
        body: what its message says after the subject, trailers left out.
        asked: the proposals that it brought in; none for a drafter's own edit.
        reverts: full names of the comments that it took out again.
    """

    oid: str
    author: str = ""
    address: str = ""
    when: str = ""
    subject: str = ""
    body: str = ""
    asked: tuple[Asked, ...] = ()
    reverts: tuple[str, ...] = ()


class Part(NamedTuple):
    """Words that stand together and came in together; `oid` is that of their change."""

    words: str
    oid: str


class Step(NamedTuple):
    """What one change did to the lines of the text, blanks folded; `before` is "" where they came in."""

    oid: str
    before: str
    after: str


class Standing(NamedTuple):
    """A unit of an earlier baseline that became the text, or a part of it.

    Attributes:
        number: its printed number, 0 for none.
        kept: how many of its words are in the text of today.
    """

    address: str
    number: int
    id: str
    section: str
    words: str
    kept: int


class Earlier(NamedTuple):
    """The text in one baseline.

    Attributes:
        title: of the session.
        units: what it was, in reading order; empty when the text was not there yet.
        relations: how it stands to the text of today: "same words", "changed", "moved", "renumbered", "split",
            "joined"; empty when it was not there.
        elsewhere: addresses in the text of today where its other words went.
    """

    baseline: str
    title: str
    units: tuple[Standing, ...]
    relations: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


class Told(NamedTuple):
    """A unit of today's text with the changes that its words came in with.

    Attributes:
        text: what is printed.
        parts: its words in order, or those of them that are asked about.
    """

    address: str
    number: int
    id: str
    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """The account of one place of today's text: a paragraph with its items, a section, or quoted words.

    Attributes:
        path, lines: where it stands in the workspace; the first and the last line.
        changes: those of its words and of its steps, the latest first.
        steps: what happened to its lines, the latest first; nothing for a long stretch, whose lines alone are told.
        earlier: its wordings in the baselines, the latest first.
    """

    document: str
    path: str
    lines: tuple[int, int]
    units: tuple[Told, ...]
    changes: tuple[Change, ...]
    steps: tuple[Step, ...]
    earlier: tuple[Earlier, ...]

    @property
    def address(self) -> str:
        """How it is cited."""
        return self.units[0].address
