"""What the committee itself said at a session, and how a text answers it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints

from pipeline.model.config import Config
from pipeline.model.data import Line
from pipeline.model.source import Place

GuidanceId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$", max_length=30)]


class AnswerEntry(Config):
    """A paragraph that answers a point."""

    paragraph: str = Field(description="Its paragraph id or label: p-character")
    document: str = Field("", description="Its document, when that is not the one the point is about")
    of: str = Field("", description="Fingerprint of its words when `done` was written, so that rewriting is noticed")


class GuidanceEntry(Config):
    """One point that the committee made."""

    id: GuidanceId = Field(description="Short name, which no other session may use: G1")
    text: Line = Field(description="What the committee asked or said, in one sentence, from the public record")
    document: str = Field("", description="The document that it is about; left out, the work as a whole")
    section: str = Field("", description="Label of the section that it is about: sec-lenses")
    source: Line = Field(description="Where the public record has it")
    status: Literal["open", "settled", "withdrawn"] = Field(
        "open", description="settled once the committee has taken note of the answer; withdrawn by the committee"
    )
    done: str = Field("", description="One sentence: what was done about it")
    answers: tuple[AnswerEntry, ...] = Field(
        (), description="The paragraphs that answer it; each says so itself with `responds-to`"
    )


class GuidanceFile(Config):
    """`comments/<session>/guidance.yaml`: what the committee said at this session."""

    guidance: tuple[GuidanceEntry, ...] = Field((), description="The points, in the order in which they were made")


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
