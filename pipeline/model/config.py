"""What the YAML files of a workspace hold. Each field's description is the help that an editor shows.

Strings stay strings in our YAML, so numbers and switches are read here, by type.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from pipeline.model.finding import Severity
from pipeline.model.instants import instant

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120)]
Scalar = Annotated[str, Field(json_schema_extra={"type": ["string", "number", "boolean"]})]


def _instant(text: str) -> str:
    if text and instant(text) is None:
        raise ValueError("a date, a time of day and an offset, such as 2025-07-15T23:59:00-04:00")
    return text


Instant = Annotated[str, AfterValidator(_instant)]


class Config(BaseModel):
    """Base of all of them: frozen, and an unknown key is an error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, alias_generator=lambda n: n.replace("_", "-")
    )


class Committee(Config):
    """Who meets."""

    name: str = Field(description="Full name, as on the cover: High-level Committee on Programmes")
    short: str = Field(description="Its usual short form: HLCP")
    organization: str = Field(description="First line of the cover: United Nations system")
    board: str = Field("", description="The body it reports to, second line of the cover")
    board_short: str = Field("", description="Short form of that body")


class Objective(Config):
    """Something that the work is to achieve."""

    id: Scalar = Field(description="Its number, as sections name it: 1")
    title: str = Field(description="A few words, for tables: Policy coherence")
    text: str = Field(description="The objective in full")


class WorkspaceFile(Config):
    """`hlcp.yaml`: the committee, its documents and the order of its sessions."""

    committee: Committee = Field(description="Who meets")
    workstream: str = Field(description="What the documents are about")
    profile: Name = Field(description="Name of the file in templates/profiles/ that says how papers look")
    documents: tuple[Name, ...] = Field(description="Folders in drafts/, in the order in which they are listed")
    sessions: tuple[Name, ...] = Field(description="Folders in comments/, oldest first: their order in time")
    objectives: tuple[Objective, ...] = Field(
        (), description="Objectives of the terms of reference; sections name those that they serve"
    )


class DocumentFile(Config):
    """`drafts/<document>/document.yaml`: what a document is and the order of its sections."""

    title: str = Field(description="Title on the cover")
    short_title: str = Field("", description="Short form for running heads")
    prepared_by: str = Field("", description="Line below the title: Prepared by the Task Team …")
    language: str = Field("en-GB", description="Language tag of the text")
    front: tuple[FileName, ...] = Field(
        (), description="Files before the body: epigraph and summary; nothing in them is numbered"
    )
    sections: tuple[FileName, ...] = Field(
        min_length=1, description="Files of the body, in order: headings and paragraphs are numbered"
    )
    annexes: tuple[FileName, ...] = Field((), description="Files of the annexes, in order: Annex I, Annex II …")


class SectionMeta(Config):
    """The front matter of a section."""

    title: str = Field("", description="The heading that opens the section, without its number")
    id: str = Field("", description="Label of the section, for cross-references such as [](#sec-lenses)")
    objectives: tuple[Scalar, ...] = Field(
        (), description="Objectives of the terms of reference that the section serves: [1, 3]"
    )
    responds_to: tuple[Scalar, ...] = Field((), description="Guidance that the section as a whole answers: [G1]")
    lead: str = Field("", description="The entity that leads on this section")


class SessionDocument(Config):
    """A document on the table of a session."""

    document: Name = Field(description="Folder in drafts/")
    purpose: Literal["approval", "consideration", "guidance", "information", "discussion"] = Field(
        description="What the committee is asked to do with it"
    )
    symbol: str = Field("", description="Document symbol, only when it is public; else a placeholder is printed")
    edition: str = Field("", description="A word on the state of the text, printed on the cover: Provisional outline")


class Round(Config):
    """The window in which members comment on the baseline of a session."""

    id: int = Field(description="1, 2 …")
    closes: Instant = Field(description="Date and time with offset: 2025-07-15T23:59:00-04:00")
    opens: Instant = Field("", description="Date and time with offset")
    sample: bool = Field(False, description="The round and its deadline are samples")
    audience: Literal["internal", "public"] = Field("internal", description="Who reads the matrices of the round")
    hide: tuple[Literal["entities", "reasons", "responses", "texts", "replies", "places", "collisions"], ...] = Field(
        (), description="What public matrices leave out"
    )


class Acknowledged(Config):
    """A finding that the session lives with; it is listed and does not fail."""

    finding: str = Field(description="Code of the finding: YAML-SYNTAX")
    file: str = Field(description="File, relative to the folder of the session or to the workspace")
    reason: str = Field(min_length=1, description="Why it stays")


class SessionFile(Config):
    """`comments/<session>/session.yaml`: one meeting of the committee."""

    title: str = Field(description="As on the cover: Forty-eighth session")
    date: str = Field("", description="As public: October 2024; left empty, a placeholder is printed")
    venue: str = Field("", description="Only when it is public; left empty, a placeholder is printed")
    documents: tuple[SessionDocument, ...] = Field(description="The documents on the table, in the order of the agenda")
    decisions: tuple[str, ...] = Field((), description="What the committee decided, from the public record")
    rounds: tuple[Round, ...] = Field((), description="Rounds of comments on the baseline of this session")
    acknowledged: tuple[Acknowledged, ...] = Field((), description="Findings that this session lives with")


class Page(Config):
    """The sheet of paper; all lengths in millimetres."""

    width: float = Field(210, gt=50, lt=1000, description="Width in millimetres: A4 is 210")
    height: float = Field(297, gt=50, lt=1000, description="Height in millimetres: A4 is 297")
    margin_top: float = Field(25, ge=5, lt=200, description="Top margin in millimetres")
    margin_bottom: float = Field(25, ge=5, lt=200, description="Bottom margin in millimetres")
    margin_left: float = Field(30, ge=5, lt=200, description="Left margin in millimetres")
    margin_right: float = Field(30, ge=5, lt=200, description="Right margin in millimetres")


class Fonts(Config):
    """Fonts and sizes; sizes in points."""

    word: str = Field("Times New Roman", description="Font of the Word papers; the reader's machine must have it")
    pdf: tuple[str, ...] = Field(
        ("Libertinus Serif",), description="Fonts of the PDF papers, first that has the character"
    )
    size: float = Field(11, ge=6, le=24, description="Size of the text in points")
    folder: str = Field("", description="Folder with more font files for PDF, relative to the workspace")


NumberScheme = Literal["upper-roman", "upper-alpha", "decimal", "lower-alpha", "lower-roman", "none"]


class Profile(Config):
    """`templates/profiles/<profile>.yaml`: how papers look and which rules they are held to."""

    name: str = Field(description="What the profile is for")
    page: Page = Field(default_factory=Page, description="The sheet of paper")
    fonts: Fonts = Field(default_factory=Fonts, description="Fonts and sizes")
    headings: tuple[NumberScheme, ...] = Field(
        ("upper-roman", "upper-alpha", "decimal", "lower-alpha"), description="Numbers of headings, outermost first"
    )
    annexes: NumberScheme = Field("upper-roman", description="Numbers of annexes")
    placeholders: tuple[Literal["symbol", "date", "venue"], ...] = Field(
        ("symbol", "date", "venue"), description="What covers print in square brackets until it is known"
    )
    disclaimer: str = Field("", description="Printed on every cover")
    draft_mark: str = Field("DRAFT", description="Watermark of papers whose session is not frozen")
    contents_from: int = Field(3000, ge=0, description="Papers with at least this many words get a table of contents")
    word_limit: int = Field(10700, ge=0, description="Most words a paper may have; 0 for no limit")
    acronyms: tuple[str, ...] = Field((), description="Acronyms that need not be spelled out, such as UN")
    rules: dict[str, Literal["error", "warning", "note", "off"]] = Field(
        default_factory=dict, description="Findings by code, each raised, lowered or switched off"
    )

    def severity(self, code: str, default: Severity) -> Severity | None:
        """The severity of findings of this code here, or None when the rule is switched off."""
        setting = self.rules.get(code)
        return default if setting is None else None if setting == "off" else Severity(setting)
