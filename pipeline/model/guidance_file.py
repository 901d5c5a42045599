"""`guidance.yaml` as it is written: what the committee said, and what was done about it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pipeline.model.config import Config
from pipeline.model.data import Line

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
