"""What members and the secretariat write: the registry, submissions and dispositions, as YAML.

The descriptions of the fields are what a member sees in an editor, so they speak to the member.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pipeline.model.config import Config, Scalar

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$", max_length=30)]
CommentId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,6}[a-z]{0,2}$"),
    Field(json_schema_extra={"type": ["string", "integer"], "minimum": 0, "maximum": 999_999}),
]


class MemberEntry(Config):
    """An entity that may comment."""

    code: Code = Field(description="Short code, also the name of its folders: UNODC")
    name: str = Field(min_length=1, description="Full name")
    kind: Literal["ceb", "office", "sample"] = Field("office", description="Member of CEB, another office, or a sample")
    parent: str = Field("", description="Code of the organization that it belongs to")
    aliases: tuple[str, ...] = Field((), description="Other names under which its comments arrive")
    address: str = Field("", description="Address for the authorship of its wording in Git; empty, none is invented")


class MembersFile(Config):
    """`comments/members.yaml`: who may comment."""

    members: tuple[MemberEntry, ...] = Field(description="The entities, in any order")


class TargetEntry(Config):
    """One of several places that a comment is about."""

    paragraph: Scalar = Field("", description="Printed number, 12 or 12 (a)")
    section: str = Field("", description="Number, id or title of a section")
    reference: str = Field("", description="The place in your own words: Table 3, row 2")
    quote: str = Field("", description="The words commented on, as printed")


class CommentEntry(Config):
    """One comment."""

    id: CommentId = Field(description="1, 2, 3 …; the parts of one comment are 1a, 1b. Each gets a decision")
    paragraph: Scalar = Field("", description="Printed number of the paragraph, 12, or of a list item, 12 (a)")
    section: Scalar = Field("", description="Number, id or title of a section, for a comment on a whole section")
    reference: str = Field("", description="The place in your own words: Table 3, row 2; IV.A, second paragraph")
    quote: str = Field("", description="The words commented on, as printed; they find the place when the number is off")
    targets: tuple[TargetEntry, ...] = Field((), description="Several places, each with paragraph, section or quote")
    type: Literal["substantive", "editorial", "technical", "translation", "general"] = Field(
        "substantive", description="What kind of comment it is"
    )
    action: Literal["replace", "insert-before", "insert-after", "delete", "move", "comment"] | None = Field(
        None, description="What is to happen to the quoted words; left out, it follows from quote and proposal"
    )
    proposal: str = Field("", description="The words proposed, as plain text; a blank line separates paragraphs")
    alternatives: tuple[str, ...] = Field((), description="Further wordings that would do, best first")
    comment: str = Field("", description="Why, for the drafters")
    baseline: str = Field("", description="The draft that was read, when it is not the one named at the head")
    received: str = Field("", description="When it came in, noted by the secretariat: 2025-07-02T09:00:00Z")
    withdrawn: Scalar = Field("", description="true when you take the comment back")


class SubmissionHead(Config):
    """The head of a submission: whose it is, on what."""

    entity: str = Field(description="Code of your entity, as in the registry of members")
    document: str = Field(description="The document that is commented on")
    baseline: str = Field("", description="The draft that was read: the session that printed it, hlcp-2025-06")
    received: str = Field("", description="When it came in, noted by the secretariat: 2025-07-02T09:00:00Z")


class SubmissionFile(SubmissionHead):
    """`comments/<session>/<entity>/<document>.yaml`: what one entity says on one document in one round."""

    comments: tuple[CommentEntry, ...] = Field(
        description="The comments", json_schema_extra={"type": ["array", "null"]}
    )


class AnchorEntry(Config):
    """A place that a person gave to a comment."""

    id: str = Field("", description="Paragraph id in today's text")
    paragraph: Scalar = Field("", description="Printed number in the baseline that was commented on")
    quote: str = Field("", description="The words it is about")
    target: int = Field(1, ge=1, description="Which of the comment's places is meant, from 1")


class EditEntry(Config):
    """An edit completed by the secretariat from words that only gave the result."""

    action: Literal["replace", "insert-before", "insert-after", "delete"] = Field(
        description="What happens to the quoted words"
    )
    quote: str = Field(description="The words of the draft")
    proposal: str = Field("", description="The words that come")


class DispositionEntry(Config):
    """What the secretariat settled on one comment."""

    comment: str = Field(description="Short name: MEMBER-A#1a")
    of: str = Field("", description="Fingerprint of the comment decided; when it differs, the decision is stale")
    decision: Literal["accepted", "accepted-in-part", "noted", "not-accepted", "deferred", "superseded"] | None = Field(
        None, description="The decision; left out, the comment stays open"
    )
    text: str = Field("", description="The words decided, for accepted-in-part")
    response: str = Field("", description="Why, for the member; needed for not-accepted")
    reply: str = Field("", description="What the member answered: agrees, or its objection")
    superseded_by: str = Field("", description="The comment whose decision settles this one: MEMBER-B#3")
    anchor: AnchorEntry | None = Field(None, description="The place, when it was settled by hand")
    edit: EditEntry | None = Field(None, description="The edit, when the comment only gave its result")


class DispositionsFile(Config):
    """`comments/<session>/dispositions/<document>.yaml`: the secretariat's decisions on a document."""

    dispositions: tuple[DispositionEntry, ...] = Field((), description="The decisions")
