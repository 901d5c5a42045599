"""The account of a round: every comment exactly once, with anchors, request, collisions and decision."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.comment import Action, Comment, CommentName, Proposal, Submission
from pipeline.model.finding import Finding
from pipeline.model.ledger import Anchor, Collision, Disposition, Entry, Ledger, Pair, Request, State
from pipeline.model.submission import AnchorEntry, DispositionEntry
from pipeline.review.anchoring import find_quote
from pipeline.review.collisions import Grouped, decision_order, phrases, requests
from pipeline.review.deciding import state_of
from pipeline.review.dependence import dependent
from pipeline.review.edits import Proposed, edit_of, proposed
from pipeline.review.placing import Placer, Texts
from pipeline.text.body import Body

Cited = Mapping[CommentName, Sequence[Sequence[int]]]


@dataclass(frozen=True)
class DocumentRound:
    """One document of a round.

    Attributes:
        title: of the document.
        baseline: name of the draft on the table; proposals collide on its words.
        fingerprint: of that draft.
        texts: by name of the baseline that somebody read, the one on the table always among them when it can be read.
        cited: for each target of each comment the units that it names, in the baseline that the comment read.
        decided: the secretariat's entries, by short name of the comment.
    """

    document: str
    title: str
    baseline: str
    fingerprint: str
    texts: Mapping[str, Texts]
    cited: Cited
    decided: Mapping[str, DispositionEntry]


@dataclass
class _Work:
    """A document's entries while they are made."""

    round: DocumentRound
    placer: Placer
    entries: dict[CommentName, Entry] = field(default_factory=dict)
    proposals: list[Proposed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the entries of one document add up to; numbers of collisions count through that document."""

    entries: tuple[Entry, ...]
    requests: tuple[Request, ...]
    collisions: tuple[Collision, ...]


def account(document: DocumentRound, comments: Iterable[Comment]) -> Parts:
    """The entries of all comments on one document; neither their order nor that of files matters."""
    work = _Work(document, Placer(document.texts, document.baseline))
    for comment in sorted(comments, key=lambda c: c.name.key):
        _enter(work, comment)
    _mark_repeats(work)
    table = document.texts.get(document.baseline)
    grouped = requests(work.proposals)
    collisions = _collisions(document, grouped, table.read) if table else ()
    _mark_requests(work, grouped, collisions)
    return Parts(tuple(work.entries.values()), tuple(one.request for one in grouped), collisions)


def assemble(session: str, *, sample: bool, rounds: Sequence[DocumentRound], parts: Sequence[Parts]) -> Ledger:
    """The ledger of a round from those of its documents."""
    return Ledger(
        session,
        sample,
        {one.document: one.fingerprint for one in rounds},
        tuple(sorted((e for part in parts for e in part.entries), key=lambda e: e.comment.name.key)),
        tuple(request for part in parts for request in part.requests),
        tuple(collision for part in parts for collision in part.collisions),
        titles={one.document: one.title for one in rounds},
    )


# -- one comment


def _enter(work: _Work, comment: Comment) -> None:
    entry = work.round.decided.get(comment.name.short)
    cited = work.round.cited.get(comment.name) or [()] * len(comment.targets)
    anchors = work.placer.place(comment, cited, _by_hand(entry))
    disposition = _disposition(entry)
    state = state_of(comment, disposition)
    work.entries[comment.name] = Entry(comment, anchors, state=state, disposition=disposition)
    if not comment.withdrawn and not comment.problem and (made := _proposed(work, comment, anchors, entry)):
        work.proposals.append(made)


def _by_hand(entry: DispositionEntry | None) -> dict[int, AnchorEntry]:
    return {entry.anchor.target: entry.anchor} if entry and entry.anchor else {}


def _disposition(entry: DispositionEntry | None) -> Disposition | None:
    if entry is None:
        return None
    return Disposition(
        entry.comment, entry.decision or "", entry.of, entry.text, entry.response, entry.reply, entry.superseded_by
    )


def effective(comment: Comment, entry: DispositionEntry | None) -> Proposal | None:
    """The proposal that counts: the edit that the secretariat completed where there is one, else the member's."""
    if entry is not None and entry.edit is not None:
        return Proposal(Action(entry.edit.action), entry.edit.proposal, decided=True)
    return comment.proposal


def _proposed(
    work: _Work, comment: Comment, anchors: Sequence[Anchor], entry: DispositionEntry | None
) -> Proposed | None:
    """The edit of a comment on the words of the draft on the table; None when it makes none there."""
    proposal = effective(comment, entry)
    table = work.round.texts.get(work.round.baseline)
    if proposal is None or table is None or not anchors or comment.baseline != work.round.baseline:
        return None
    read = anchors[0].read
    if read is None:
        return None
    span, quote = (read.start, read.end), comment.targets[0].quote.strip()
    if entry is not None and entry.edit is not None:
        quote = entry.edit.quote
        span = _of_edit(table, quote, read.unit) or span
    edit = edit_of(proposal, span, table.read.quoted(span, quote), whole=not quote)
    return proposed(comment.name, edit) if edit else None


def _of_edit(table: Texts, quote: str, near: int) -> tuple[int, int] | None:
    return find_quote(table.index, quote, near).span


def _mark_repeats(work: _Work) -> None:
    """A comment that says word for word what an earlier one of the same entity says on the same place."""
    first: dict[tuple[str, str], CommentName] = {}
    for name, entry in work.entries.items():
        if entry.comment.problem:
            continue
        known = first.setdefault((name.entity, entry.comment.fingerprint), name)
        if known != name:
            work.entries[name] = replace(entry, repeats=known)


# -- requests and collisions


def _mark_requests(work: _Work, grouped: Sequence[Grouped], collisions: Sequence[Collision]) -> None:
    numbers: dict[CommentName, list[int]] = {}
    for collision in collisions:
        for request in collision.requests:
            numbers.setdefault(request.lead, []).append(collision.number)
    for one in grouped:
        request = one.request
        for name in request.comments:
            work.entries[name] = replace(
                work.entries[name],
                request=request.lead,
                supporters=request.supporters,
                collisions=tuple(sorted(numbers.get(request.lead, ()))),
            )


def _collisions(document: DocumentRound, grouped: Sequence[Grouped], body: Body) -> tuple[Collision, ...]:
    old = body.wording.keys
    by_lead = {one.request.lead: one for one in grouped}
    met = phrases(grouped, body.wording.parted)
    found: list[tuple[int, int, tuple[Grouped, ...], tuple[Pair, ...]]] = [
        (phrase.start, phrase.end, phrase.members, phrase.pairs) for phrase in met if phrase.pairs
    ]
    for lead, pairs in _by_first(dependent(grouped, body.units, old, body.wording.firsts)):
        members = (by_lead[lead], *(by_lead[pair.other] for pair in pairs))
        found.append((by_lead[lead].edit.start, by_lead[lead].edit.end, members, pairs))
    found.sort(key=lambda one: (one[0], one[1], [member.request.lead.key for member in one[2]]))
    return tuple(
        Collision(
            number,
            document.document,
            body.passage(_shown_span(start, end, members)),
            tuple(member.request for member in members),
            pairs,
            decision_order(members, old),
        )
        for number, (start, end, members, pairs) in enumerate(found, 1)
    )


def _shown_span(start: int, end: int, members: Sequence[Grouped]) -> tuple[int, int]:
    """The words that stand for a collision: for insertions at one point the word that they belong to."""
    if start < end:
        return start, end
    after = any(member.edit.after for member in members) and start > 0
    return (start - 1, start) if after else (start, start + 1)


def _by_first(pairs: Sequence[Pair]) -> Iterator[tuple[CommentName, tuple[Pair, ...]]]:
    leads = dict.fromkeys(pair.one for pair in pairs)
    for lead in leads:
        yield lead, tuple(pair for pair in pairs if pair.one == lead)


# -- laws 1 and 2


def unaccounted(ledger: Ledger, submissions: Iterable[Submission]) -> tuple[CommentName, ...]:
    """Comments that are not in the ledger exactly once (law 1); nothing when it balances."""
    counts = Counter(entry.comment.name for entry in ledger.entries)
    wanted = Counter(comment.name for submission in submissions for comment in submission.comments)
    names = wanted.keys() | counts.keys()
    return tuple(sorted((n for n in names if wanted[n] != 1 or counts[n] != 1), key=lambda name: name.key))


def with_findings(ledger: Ledger, findings: Iterable[Finding]) -> Ledger:
    """The ledger with these findings added, sorted, each once."""
    return replace(ledger, findings=tuple(sorted({*ledger.findings, *findings})))


def contested(ledger: Ledger, most: int = 10) -> tuple[tuple[str, str, int], ...]:
    """The most contested places: document, address, and how many comments that are not withdrawn point there."""
    counts: dict[tuple[str, int, str], int] = {}
    for entry in ledger.entries:
        if entry.state is State.WITHDRAWN:
            continue
        places = {(a.read.unit, a.read.address.split(" to ")[0]) for a in entry.anchors if a.read is not None}
        for unit, address in places:
            key = entry.comment.name.document, unit, address
            counts[key] = counts.get(key, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((document, address, count) for (document, _, address), count in ranked[:most])
