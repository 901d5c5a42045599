"""Comments as they were understood: whose, on what, asking for what. Values only; where they point is an `Anchor`."""

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

from pipeline.model.finding import Finding
from pipeline.model.source import Place


class CommentName(NamedTuple):
    """The name of a comment; sorts by document, then entity, then number.

    Attributes:
        round: the session whose text was read, `hlcp-2025-06`.
        id: "1", "1a"; for an entry whose id cannot be read, "?" and its position in the file, "?7"; the second 3 of
            a file is "3-2".
    """

    round: str
    entity: str
    document: str
    id: str

    def __str__(self) -> str:
        return f"{self.round}/{self.entity}/{self.document}#{self.id}"

    @property
    def short(self) -> str:
        """`MEMBER-A#1a`: unique inside one document of one round."""
        return f"{self.entity}#{self.id}"

    @property
    def key(self) -> tuple[str, str, str, int, str]:
        """For sorting: numbers as numbers."""
        digits = "".join(takewhile(str.isdigit, self.id.removeprefix("?")))
        return self.round, self.document, self.entity, int(digits or 0), self.id


class CommentType(StrEnum):
    """What kind of comment it is."""

    SUBSTANTIVE = "substantive"
    EDITORIAL = "editorial"
    TECHNICAL = "technical"
    TRANSLATION = "translation"
    GENERAL = "general"


class Action(StrEnum):
    """What a proposal does to the words that it quotes."""

    REPLACE = "replace"
    INSERT_BEFORE = "insert-before"
    INSERT_AFTER = "insert-after"
    DELETE = "delete"
    MOVE = "move"
    COMMENT = "comment"


class CitedKind(StrEnum):
    """What a reference names."""

    PARAGRAPH = "paragraph"
    SECTION = "section"
    ANNEX = "annex"
    TABLE = "table"
    FIGURE = "figure"
    NOTE = "footnote"
    DOCUMENT = "document"  # "General", "All", nothing
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place as a member named it.

    Attributes:
        number: of the paragraph, section ("IV.A"), table … ; "" when there is none.
        items: marks of list items, outermost first: ("a", "i").
        title: words of a section's title, or its id.
        row: of a table, from 1; 0 for none.
        ordinal: the how-manieth paragraph of the section, from 1 ("second paragraph"); 0 for none.
        text: the words that were understood so.
    """

    kind: CitedKind
    number: str = ""
    items: tuple[str, ...] = ()
    title: str = ""
    row: int = 0
    ordinal: int = 0
    text: str = ""

    def __str__(self) -> str:
        named = " ".join([self.number, *(f"({item})" for item in self.items)]).strip()
        head = (
            f"{self.kind} {named or self.title}".strip()
            if self.kind is not CitedKind.DOCUMENT
            else "the whole document"
        )
        extra = f", row {self.row}" if self.row else ""
        return head + extra + (f", its paragraph {self.ordinal}" if self.ordinal else "")


@dataclass(frozen=True, slots=True)
class Target:
    """One place that a comment is about: where the member said it is, and the words quoted ("" for none)."""

    citation: Citation
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a member asks to be done with the words of the first target.

    Attributes:
        words: the words proposed, plain text; "" with `Action.DELETE`.
        alternatives: further wordings, best first.
        result_only: the words are the result ("to read: …"): what they replace is for the secretariat to confirm.
        decided: the words are the secretariat's, not the member's (completed edit, accepted in part).
    """

    action: Action
    words: str = ""
    alternatives: tuple[str, ...] = ()
    result_only: bool = False
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of a submission.

    Attributes:
        fingerprint: 8 hex digits of the SHA-256 of its content (not of its name or place in the file).
        targets: empty for a general comment.
        proposal: None for a remark.
        text: the reasons.
        reference: the place as written, in one line; "" when nothing was given.
        baseline: name of the draft that was read.
        at: where it stands in the submission.
        received: ISO 8601 instant, or "".
        late: it came in after the round had closed.
        problem: why it could not be read, "" when it could; then the other fields hold what could be read.
        findings: on this comment: what was not understood.
    """

    name: CommentName
    fingerprint: str
    type: CommentType
    targets: tuple[Target, ...]
    proposal: Proposal | None
    text: str
    reference: str
    baseline: str
    at: Place
    received: str = ""
    late: bool = False
    withdrawn: bool = False
    problem: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """One entity's file as read.

    Attributes:
        entity: the code of the registry, whatever name the file used; for an unknown entity the name of its folder.
        comments: every entry of the file, unreadable ones too; one of id "?0" stands for a file that cannot be read.
        findings: on the file and on all its comments.
    """

    path: str
    round: str
    entity: str
    document: str
    comments: tuple[Comment, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """An entity of the registry; `kind` is "ceb", "office" or "sample"."""

    code: str
    name: str
    kind: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """Who may comment, by code."""

    members: dict[str, Member] = field(default_factory=dict)

    def find(self, name: str) -> Member | None:
        """The member of this code, else of this name or alias; case and blanks do not count."""
        folded = _folded(name)
        by_code = (member for member in self.members.values() if folded == _folded(member.code))
        by_name = (member for member in self.members.values() if folded in map(_folded, (member.name, *member.aliases)))
        return next(by_code, None) or next(by_name, None)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
