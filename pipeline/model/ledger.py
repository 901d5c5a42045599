"""The account of a round: every comment, where it points today, what it collides with, what was decided."""

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.comment import Comment, CommentName
from pipeline.model.finding import Finding
from pipeline.model.guidance import Response


class AnchorStatus(StrEnum):
    """What became of the words that a target is about."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "changed"
    AMBIGUOUS = "ambiguous"
    DELETED = "deleted"
    UNPLACED = "unplaced"

    @property
    def placed(self) -> bool:
        """Whether it has one place in the text of today."""
        return self in (AnchorStatus.EXACT, AnchorStatus.MOVED, AnchorStatus.CHANGED)


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words of a text.

    Attributes:
        address: as it is cited: "paragraph 12", "12 (a)", "section III.A", "table 1, row 2", "footnote 3".
        id: paragraph id or label, "" for none.
        section: path of the section file, relative to the document's folder.
        unit: index of the unit (see `pipeline.text.units`).
        start, end: words of the whole text, `[start, end)`.
        words: the passage as printed; a long one is shortened in the middle.
    """

    address: str
    id: str
    section: str
    unit: int
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a target points.

    Attributes:
        confidence: share of the words that survive, 0.0 to 1.0.
        read: the place in the baseline that was read, None when it was not found there.
        today: the place in the text of today; None unless `status.placed`.
        candidates: best places where it is not certain: in the text of today, in the baseline when `read` is None.
        how: how the quote was found: "literal", "letters", "elision", "approximate", "number" (no quote), "hand".
        remark: for the member: the number and the quote disagree, the quote is not literally there …; "" for nothing.
    """

    status: AnchorStatus
    confidence: float = 0.0
    read: Passage | None = None
    today: Passage | None = None
    candidates: tuple[Passage, ...] = ()
    how: str = ""
    remark: str = ""


class State(StrEnum):
    """Where a comment stands."""

    OPEN = "open"
    STALE = "stale"
    WITHDRAWN = "withdrawn"
    UNREADABLE = "unreadable"
    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted-in-part"
    NOTED = "noted"
    NOT_ACCEPTED = "not-accepted"
    DEFERRED = "deferred"
    SUPERSEDED = "superseded"

    @property
    def decided(self) -> bool:
        """Whether the secretariat has answered."""
        return self not in (State.OPEN, State.STALE, State.WITHDRAWN, State.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Disposition:
    """The secretariat's decision on one comment; the fields are those of `DispositionEntry`."""

    comment: str
    decision: str = ""
    of: str = ""
    text: str = ""
    response: str = ""
    reply: str = ""
    superseded_by: str = ""


class EffectKind(StrEnum):
    """What a decision did to the text of today."""

    NOT_APPLIED = "not applied"  # it can be, with hlcp merge
    APPLIED = "applied"
    ALREADY = "already there"  # the text says it, whoever wrote it
    REFUSED = "refused"
    OVERWRITTEN = "overwritten"  # it was applied, and its words are no longer there


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of an accepted proposal.

    Attributes:
        commit: full id of the commit that brought it, "" when none says so.
        reason: why it cannot be applied, when it is refused.
        candidate: where a person should look then.
    """

    kind: EffectKind
    commit: str = ""
    reason: str = ""
    candidate: Passage | None = None


class Relation(StrEnum):
    """How two proposals stand to each other."""

    SAME_PLACE = "same insertion point"
    SAME_SPAN = "same words, different wording"
    CONTRADICTORY = "contradictory"
    NESTED = "nested"
    OVERLAPPING = "overlapping"
    DEPENDENT = "dependent"


@dataclass(frozen=True, slots=True)
class Request:
    """One proposal, whoever makes it: identical ones of several comments are one.

    Attributes:
        comments: in the order of their names; the first stands for all.
        start, end: the words of the baseline that really change, `[start, end)`; equal for an insertion.
        words: what comes in their place, after the words shared with the quote at both ends are taken off.
    """

    comments: tuple[CommentName, ...]
    start: int
    end: int
    words: str

    @property
    def lead(self) -> CommentName:
        """The comment that stands for the request."""
        return self.comments[0]

    @property
    def supporters(self) -> tuple[str, ...]:
        """The entities that make it, each once."""
        return tuple(sorted({name.entity for name in self.comments}))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two requests that collide, by the names of their leads; `one` begins first."""

    one: CommentName
    other: CommentName
    relation: Relation
    why: str = ""


@dataclass(frozen=True, slots=True)
class Collision:
    """Requests that cannot all be applied as they stand: one group for each connected phrase.

    Attributes:
        number: 1, 2 … in the order of the text, through one document.
        passage: the words of the baseline that they touch together.
        order: leads in the order in which they are best decided, with the reason for each place.
    """

    number: int
    document: str
    passage: Passage
    requests: tuple[Request, ...]
    pairs: tuple[Pair, ...]
    order: tuple[tuple[CommentName, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One comment in the ledger.

    Attributes:
        anchors: one for each target of the comment, in their order.
        request: the lead of the request that it makes, None for a remark.
        supporters: the entities that make the same request, its own among them; empty for a remark.
        repeats: an earlier comment of the same entity that says the same (a list sent twice), or None.
        collisions: numbers of the collisions that its request is in.
        effect: what the decision did to the text, None when it asks nothing of it.
    """

    comment: Comment
    anchors: tuple[Anchor, ...] = ()
    request: CommentName | None = None
    supporters: tuple[str, ...] = ()
    repeats: CommentName | None = None
    collisions: tuple[int, ...] = ()
    state: State = State.OPEN
    disposition: Disposition | None = None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of the round on one session's baseline.

    Attributes:
        documents: in the order of the agenda, with the fingerprint of the baseline read: name to fingerprint.
        entries: sorted by name.
        invited: codes of those who were expected to answer.
        findings: laws 1 and 2, orphans, stale decisions …
        guidance: what the committee itself said at the session, and what today's text does about it.
    """

    session: str
    sample: bool
    documents: dict[str, str]
    entries: tuple[Entry, ...]
    requests: tuple[Request, ...] = ()
    collisions: tuple[Collision, ...] = ()
    invited: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    guidance: tuple[Response, ...] = ()
