"""A round in figures: what came in, where it stands, and what is to be done next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.model.comment import CommentName
from pipeline.model.guidance import AnswerState, PointState, Response
from pipeline.model.ledger import AnchorStatus, Collision, EffectKind, Entry, Ledger, State
from pipeline.review.commands import relink
from pipeline.review.ledger import contested

_WORTH_TELLING = (AnswerState.REWRITTEN, AnswerState.UNMARKED, AnswerState.GONE)
ORPHANED = (AnchorStatus.AMBIGUOUS, AnchorStatus.UNPLACED, AnchorStatus.DELETED)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A comment without one place in the text of today.

    Attributes:
        target: which of its places, from 1.
        candidates: addresses of the best places.
        command: what settles it.
    """

    comment: CommentName
    target: int
    status: AnchorStatus
    remark: str
    candidates: tuple[str, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Received:
    """What one entity sent: comments, how many of them are decided, and how many came late."""

    entity: str
    comments: int
    decided: int
    late: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A point of guidance on the screen.

    Attributes:
        places: where it is answered or claimed to be.
        remarks: paragraphs that no longer answer as they did: "p-lenses rewritten".
    """

    id: str
    state: PointState
    text: str
    places: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A collision in which something is still to be decided.

    Attributes:
        order: comments in the order in which they are best decided, each with the reason for its place.
    """

    document: str
    number: int
    address: str
    words: str
    relations: tuple[str, ...]
    order: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a round; every list is in the order in which it is read.

    Attributes:
        sections: comments by document and by the section that they are on ("" for the whole document).
        contested: document, address and number of comments of the places with the most.
        silent: codes of those who were invited and sent nothing.
        frozen: whether there is a text that members can have read.
        unmerged: comments that are accepted and can be merged.
    """

    session: str
    sample: bool
    comments: int
    states: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    anchors: tuple[tuple[str, int], ...]
    entities: tuple[Received, ...]
    sections: tuple[tuple[str, str, int], ...]
    requests: int
    shared: int
    collisions: int
    contested: tuple[tuple[str, str, int], ...]
    orphans: tuple[Orphan, ...]
    stale: tuple[str, ...]
    unreadable: tuple[str, ...]
    late: tuple[str, ...]
    repeated: tuple[str, ...]
    silent: tuple[str, ...]
    frozen: bool
    unmerged: int
    guidance: tuple[Standing, ...] = ()
    disputes: tuple[Dispute, ...] = ()


def summarize(ledger: Ledger) -> Summary:
    """Count a ledger."""
    entries = ledger.entries
    return Summary(
        session=ledger.session,
        sample=ledger.sample,
        comments=len(entries),
        states=_tally((e.state for e in entries), State),
        types=_tally((e.comment.type for e in entries), None),
        anchors=_tally((a.status for e in entries for a in e.anchors), AnchorStatus),
        entities=_entities(entries),
        sections=_sections(entries),
        requests=len(ledger.requests),
        shared=sum(len(request.supporters) > 1 for request in ledger.requests),
        collisions=len(ledger.collisions),
        disputes=tuple(_dispute(one) for one in ledger.collisions if _undecided(ledger, one)),
        contested=contested(ledger),
        orphans=tuple(orphan for entry in entries for orphan in _orphans(entry)),
        stale=_names(entries, State.STALE),
        unreadable=_names(entries, State.UNREADABLE),
        late=tuple(e.comment.name.short for e in entries if e.comment.late),
        repeated=tuple(e.comment.name.short for e in entries if e.repeats),
        silent=tuple(code for code in ledger.invited if code not in {e.comment.name.entity for e in entries}),
        frozen=any(ledger.documents.values()),
        unmerged=sum(e.effect is not None and e.effect.kind is EffectKind.NOT_APPLIED for e in entries),
        guidance=tuple(_standing(response) for response in ledger.guidance),
    )


def _standing(response: Response) -> Standing:
    places = [f"{a.where.document}, {a.where.printed}" for a in response.answers if a.where.printed]
    places += [f"{claim.document}, {claim.printed}" for claim in response.claims]
    remarks = [f"{a.where.id} {a.state}" for a in response.answers if a.listed and a.state in _WORTH_TELLING]
    return Standing(response.point.entry.id, response.state, response.point.entry.text, tuple(places), tuple(remarks))


def as_plain(summary: Summary) -> dict[str, Any]:
    """The figures as JSON has them."""
    plain: dict[str, Any] = {"schema_version": 1, **asdict(summary)}
    for name in ("states", "types", "anchors"):
        plain[name] = dict(plain[name])
    plain["orphans"] = [
        asdict(orphan) | {"comment": orphan.comment.short, "document": orphan.comment.document}
        for orphan in summary.orphans
    ]
    return plain


def _undecided(ledger: Ledger, collision: Collision) -> bool:
    leads = {request.lead for request in collision.requests}
    return any(not e.state.decided for e in ledger.entries if e.comment.name in leads)


def _dispute(collision: Collision) -> Dispute:
    return Dispute(
        collision.document,
        collision.number,
        collision.passage.address,
        collision.passage.words,
        tuple(dict.fromkeys(str(pair.relation) for pair in collision.pairs)),
        tuple((lead.short, reason) for lead, reason in collision.order),
    )


def _tally(values: Iterable[str], order: type[State] | type[AnchorStatus] | None) -> tuple[tuple[str, int], ...]:
    counts = Counter(str(value) for value in values)
    names = [str(member) for member in order] if order else sorted(counts)
    return tuple((name, counts[name]) for name in names if counts[name])


def _names(entries: Iterable[Entry], state: State) -> tuple[str, ...]:
    return tuple(entry.comment.name.short for entry in entries if entry.state is state)


def _entities(entries: Iterable[Entry]) -> tuple[Received, ...]:
    every: dict[str, list[Entry]] = {}
    for entry in entries:
        every.setdefault(entry.comment.name.entity, []).append(entry)
    return tuple(
        Received(code, len(own), sum(e.state.decided for e in own), sum(e.comment.late for e in own))
        for code, own in sorted(every.items())
    )


def _sections(entries: Iterable[Entry]) -> tuple[tuple[str, str, int], ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        for path in dict.fromkeys(a.read.section for a in entry.anchors if a.read) or [""]:
            counts[entry.comment.name.document, path] += 1
    return tuple((document, path, count) for (document, path), count in sorted(counts.items()))


def _orphans(entry: Entry) -> Iterable[Orphan]:
    if entry.state.decided or entry.state in (State.WITHDRAWN, State.UNREADABLE):
        return
    name = entry.comment.name
    for number, anchor in enumerate(entry.anchors, 1):
        if anchor.status in ORPHANED:
            places = tuple(dict.fromkeys(passage.address for passage in anchor.candidates))
            yield Orphan(name, number, anchor.status, anchor.remark, places, relink(entry, number))
