"""Data beside the text of a document, as YAML.

A file `data/<name>.yaml` of a document is known to its expressions as `<name>`, with hyphens written as underscores.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pipeline.model.config import Config, Name
from pipeline.model.submission import Code

Line = Annotated[str, StringConstraints(pattern=r"^[^\n]+$", max_length=1000)]


class Named(Config):
    """Something that rows refer to by its id."""

    id: Name = Field(description="Short name, for the rows of this file: drugs")
    title: Line = Field(description="As printed: Drugs and medical products")


class NamedEntity(Config):
    """An entity that appears in the rows."""

    code: Code = Field(description="Its code in the registry of members: UNODC")
    name: Line = Field(description="Its full name, as printed")
    short: str = Field("", description="Its abbreviation as printed, where that is not the code: UN-Women")


class Workstream(Config):
    """A body of work under a stated mandate, with a result."""

    title: Line = Field(description="What is done")
    lead: Code = Field(description="Code of the entity that leads, coordinates or keeps it")
    partners: tuple[Code, ...] = Field((), description="Codes of the other entities that take part")
    area: Name = Field(description="Id of its mandate area")
    level: Literal["global", "regional", "country"] = Field(description="Where the work is done")
    mechanism: str = Field("", description="The mechanism that coordinates it, if there is one")
    challenge: str = Field("", description="Id of the operational challenge that it meets first")
    basis: Line = Field(description="The public basis on which the row rests; for a sample: sample")
    sample: bool = Field(False, description="true for a row that is made up; it is marked and never counted")


class WorkstreamsFile(Config):
    """`data/workstreams.yaml`: who does what in which area."""

    areas: tuple[Named, ...] = Field(min_length=1, description="The mandate areas, in the order of the tables")
    challenges: tuple[Named, ...] = Field((), description="The operational challenges, in the order of the text")
    entities: tuple[NamedEntity, ...] = Field(min_length=1, description="The entities of the rows, with their names")
    workstreams: tuple[Workstream, ...] = Field(min_length=1, description="The rows")


class Use(Config):
    """A section that takes a highlight up."""

    section: str = Field(description="Label of the section: sec-challenges")
    document: str = Field("", description="Its document, when it is another one")


class Highlight(Config):
    """Something that a dialogue brought out."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$", max_length=30)] = Field(
        description="Short name: H1"
    )
    text: Line = Field(description="The highlight in one sentence, without naming a country, authority or person")
    sample: bool = Field(False, description="true for a highlight that is made up; it is marked")
    used_in: tuple[Use, ...] = Field((), description="The sections that use it")


class Dialogue(Config):
    """A regional field dialogue."""

    title: Line = Field(description="First dialogue")
    state: Literal["held", "planned"] = Field(description="Whether it has taken place")
    region: str = Field("", description="The region, when it is public; left out, a placeholder is printed")
    period: str = Field("", description="When it was or is to be held, when that is public")
    highlights: tuple[Highlight, ...] = Field((), description="What it brought out")


class DialoguesFile(Config):
    """`data/field-dialogues.yaml`: the regional field dialogues and what they brought out."""

    dialogues: tuple[Dialogue, ...] = Field(min_length=1, description="The dialogues, in their order in time")
