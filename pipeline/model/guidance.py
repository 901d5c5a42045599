"""What the committee itself said at a session, and how a text answers it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pipeline.model.source import Place


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """A paragraph that is said to answer: its id, its document or "" for that of the point, its fingerprint or ""."""

    paragraph: str
    document: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class GuidanceEntry:
    """A point as it is written in guidance.yaml; `pipeline.model.guidance_file` says what each field means."""

    id: str
    text: str
    source: str
    document: str = ""
    section: str = ""
    status: str = "open"
    done: str = ""
    answers: tuple[AnswerEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A point of guidance with its place.

    Attributes:
        session: at which it was given.
        at: its entry in guidance.yaml.
        answers_at: the place of each of its answers.
    """

    session: str
    entry: GuidanceEntry
    at: Place
    answers_at: tuple[Place, ...] = ()


class AnswerState(StrEnum):
    """Whether an answering paragraph still answers."""

    STANDS = "stands"
    REWRITTEN = "rewritten"  # its words are no longer those of which the sentence speaks
    UNMARKED = "unmarked"  # it is there, and does not say that it responds
    GONE = "gone"
    ABSENT = "absent"  # its document is not before the committee


class PointState(StrEnum):
    """Where a point stands."""

    ANSWERED = "answered"
    CLAIMED = "claimed"  # somebody says so, but no sentence and paragraph together
    OPEN = "open"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class Since(StrEnum):
    """What became of a paragraph since the text that the committee had before it."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"
    UNKNOWN = ""


class Where(NamedTuple):
    """A place in a document."""

    document: str
    id: str
    printed: str  # "paragraph 4", "section IV"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answering paragraph as it stands.

    Attributes:
        where: its place; `printed` is "" when it is gone or absent.
        fingerprint: of its words with its list, "" when it is gone.
    """

    where: Where
    state: AnswerState
    since: Since = Since.UNKNOWN
    fingerprint: str = ""
    listed: bool = True
    at: Place | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What a text does about a point.

    Attributes:
        answers: those listed in guidance.yaml in their order, then paragraphs that only say that they respond.
        claims: sections that claim to answer it as a whole.
    """

    point: Point
    state: PointState
    answers: tuple[Answer, ...] = ()
    claims: tuple[Where, ...] = ()

    @property
    def standing(self) -> tuple[Answer, ...]:
        """The listed paragraphs that are there and say so, rewritten or not."""
        good = (AnswerState.STANDS, AnswerState.REWRITTEN)
        return tuple(answer for answer in self.answers if answer.listed and answer.state in good)
