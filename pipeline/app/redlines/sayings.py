"""What readers may see of those who made a change, and of the comments that it comes from."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.app.sources.opening import Opened
from pipeline.model.change_page import Reason
from pipeline.model.credits import SECRETARIAT, CommentThen, Given
from pipeline.render.redline.scribe import Credit
from pipeline.render.word.margin import LONGEST_AUTHOR, Remark, initials

_UNKNOWN = "Member"


class Readers(NamedTuple):
    """Whether a paper leaves the house, and what it leaves out then."""

    public: bool = False
    hidden: frozenset[str] = frozenset()


class Saying(NamedTuple):
    """A comment as readers may see it.

    Attributes:
        reason: names, decision, reasons and response; those that are hidden are "".
        entity: whose it is, "" when that is hidden.
        type: of the comment.
        id, place: of what it is about, in the text that was read.
        stands: whether the text does what it asks.
    """

    reason: Reason
    entity: str
    type: str
    id: str
    place: str
    stands: bool


def readers_of(opened: Opened, sessions: Iterable[str]) -> Readers:
    """Those of several rounds together: what one of them hides is hidden."""
    rounds = [opened.session(name).rounds[-1:] for name in sessions if name in opened.sessions]
    public = [settings for each in rounds for settings in each if settings.audience == "public"]
    return Readers(bool(public), frozenset(part for settings in public for part in settings.hide))


def round_named(name: str) -> str:
    """The session of a comment, from its full name."""
    return name.partition("/")[0]


def credit(given: Given, readers: Readers, fallback: Credit) -> Credit:
    """The credit that is shown: a public paper names no drafter, and no member whom it hides, nor its comments."""
    secret = "entities" in readers.hidden
    comments = () if secret else given.comments
    if given.entities and not given.reworded:
        author = _UNKNOWN if secret else "; ".join(given.entities)
        author = author if len(author) <= LONGEST_AUTHOR else f"{len(given.entities)} members"
    else:
        author = SECRETARIAT if readers.public or given.reworded else given.author or fallback.author
    return Credit(author, given.when, comments, known=True)


def saying(name: str, then: CommentThen, readers: Readers) -> Saying:
    """What is said of a comment."""
    secret = "entities" in readers.hidden
    entity, _, number = name.split("/")[1], *name.rpartition("#")[1:]
    short, full = ("", "") if secret else (f"{entity}#{number}", name)
    why = "" if "reasons" in readers.hidden else then.reasons
    response = "" if "responses" in readers.hidden else then.response
    reason = Reason("comment", short, full, then.told, why.strip(), " ".join(response.split()))
    return Saying(reason, "" if secret else entity, then.type, then.id, then.place, then.stands)


def remarks(one: Saying, when: str) -> tuple[Remark, ...]:
    """A comment as it stands in the margin, with the response to it."""
    reason = one.reason
    why = [line.strip() for line in reason.why.split("\n") if line.strip()]
    first = Remark(one.entity, initials(one.entity), when, (f"{reason.name}, {one.type} comment", *why))
    answer = Remark(SECRETARIAT, initials(SECRETARIAT), when, (reason.response,))
    return (first, answer) if reason.response else (first,)


def sayings(opened: Opened, session: str, asked: Mapping[str, CommentThen]) -> dict[str, Saying]:
    """All comments, each as the readers of its round and those of the round on the earlier text may see it."""
    return {name: saying(name, then, readers_of(opened, {session, round_named(name)})) for name, then in asked.items()}
