"""The matrix of comments and responses: one model for Word, PDF and Excel, and for what comes back from Excel.

Its columns follow the comment form of ISO and IEC (member, place, type of comment, comments, proposed change,
observations of the secretariat) and the compiled tables of FAO and IPPC (a number for each comment, supporters in one
row, explanation beside the proposed rewording).
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.comment import CommentName
from pipeline.model.ledger import Disposition, Entry

MOST_NAMES = 200  # in one row: their full names must fit into a cell of Excel
SPLIT_ABOVE = 1000  # rows: Word and PDF files with more are split by section
CELL = 32_767  # UTF-16 units that a cell of Excel holds
SHORTENED = " … [shortened here: the Word and PDF files have the whole text]"
LAST_PART = -1  # what comes after the last section
OPEN = "open"
DECISIONS = ("accepted", "accepted-in-part", "noted", "not-accepted", "deferred", "superseded", OPEN)
"""What may be chosen in the column of decisions; `open` takes a decision back."""


class Column(StrEnum):
    """The columns of the Excel file, by their headings; they are found by these when it comes back."""

    NUMBER = "No."
    NAMES = "Comment"
    MEMBERS = "Member"
    SECTION = "Section"
    PARAGRAPH = "Paragraph"
    REFERENCE = "Place as cited"
    TYPE = "Type"
    QUOTE = "Text commented on"
    PROPOSAL = "Proposed change"
    REASONS = "Reasons"
    TODAY = "Place in today's text"
    COLLISIONS = "Collision"
    STATUS = "Status"
    DECISION = "Decision"
    RESPONSE = "Response"
    TEXT = "Words decided"
    SUPERSEDED_BY = "Superseded by"
    REPLY = "Reply of the member"
    COMMENTS = "Comment names"
    FINGERPRINTS = "Fingerprints"
    BEFORE = "Filled in before"
    SEAL = "Seal"


FILLED_IN = (Column.DECISION, Column.RESPONSE, Column.TEXT, Column.SUPERSEDED_BY)
"""What the secretariat writes."""

IDENTITY = (Column.COMMENTS, Column.FINGERPRINTS, Column.BEFORE, Column.SEAL)
"""What tells which comments a row is about, and what was filled in when it was made; hidden in the file."""

SEALED = (
    Column.NUMBER, Column.NAMES, Column.MEMBERS, Column.PARAGRAPH, Column.REFERENCE, Column.QUOTE, Column.PROPOSAL,
    Column.REASONS,
)  # fmt: skip
"""What nobody may change, nor sort away from the identity of its row."""


def seal(identity: Iterable[str], shown: Iterable[str]) -> str:
    """A mark that fits one row only: 12 hex digits of SHA-256 over what identifies it and what it shows.

    Blanks and line ends do not count, because spreadsheet programs change them when they save. It guards against
    accidents, such as a sort of some columns only; it is no signature.
    """
    return _digest((*identity, "\x1e", *shown))


def filled_mark(filled: Iterable[str]) -> str:
    """What stands in the columns of `FILLED_IN`, in their order, as 12 hex digits; "" when nothing does."""
    texts = tuple(filled)
    return _digest(texts) if any(text.strip() for text in texts) else ""


def filled_of(entry: Entry) -> tuple[str, str, str, str]:
    """What a matrix shows of a comment in the columns of `FILLED_IN`; a stale decision is none."""
    given = entry.disposition or Disposition("")
    return given.decision if entry.state.decided else "", given.response, given.text, given.superseded_by


def _digest(texts: Iterable[str]) -> str:
    folded = "\x1f".join(" ".join(unicodedata.normalize("NFC", text).split()) for text in texts)
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: a request, or a remark, with everybody who makes it.

    Attributes:
        number: from 1 through the whole matrix, the same in every format.
        names: of all its comments, the leading one first.
        entities: codes of the members, each once; empty when a public matrix hides them.
        supporters: how many members make the request.
        fingerprints: of the comments, in the order of `names`.
        reference: the place as cited.
        proposal: action and words as one text, "" for a remark.
        today: what became of the passage, with its address in the text of today; one line for each place.
        collisions: numbers of the collisions that the request is in.
        state: of all its comments; rows never mix states or decisions.
        text: the words decided.
    """

    number: int
    names: tuple[CommentName, ...]
    entities: tuple[str, ...]
    supporters: int
    fingerprints: tuple[str, ...]
    reference: str
    type: str
    quote: str
    proposal: str
    reasons: str
    today: str
    collisions: tuple[int, ...]
    state: str
    decision: str = ""
    response: str = ""
    text: str = ""
    superseded_by: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """The rows on one paragraph.

    Attributes:
        heading: "paragraph 12", "General comments", "Comments without a place" …
        text: of the paragraph in the draft that was read, "" when there is none.
        part: number of the section in the document, from 1; 0 before the first, -1 after the last.
        section: heading of that section as printed, or "".
    """

    heading: str
    text: str
    part: int
    section: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The compilation of the comments on one document.

    Attributes:
        title: of the document.
        session: whose text was read.
        fingerprint: of that text.
        members: code and number of comments of each member that commented; empty when a public matrix hides them.
        comments: how many there are.
        public: names in rows must not leave the house, and nothing can be filled in.
        hidden: what a public matrix leaves out, as the settings of the round name it.
    """

    document: str
    title: str
    session: str
    fingerprint: str
    groups: tuple[MatrixGroup, ...]
    members: tuple[tuple[str, int], ...] = ()
    comments: int = 0
    sample: bool = False
    public: bool = False
    hidden: tuple[str, ...] = field(default=())

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        """All rows in their order."""
        return tuple(row for group in self.groups for row in group.rows)
