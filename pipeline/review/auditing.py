"""What a ledger shows to be settled: orphans, stale and impossible decisions, and laws 1 and 2."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.model.comment import Submission
from pipeline.model.finding import Finding
from pipeline.model.ledger import AnchorStatus, Entry, Ledger, State
from pipeline.model.rules import RULES
from pipeline.model.saying import quoted
from pipeline.model.source import Place
from pipeline.model.submission import DispositionEntry
from pipeline.review.commands import again, dispose, relink
from pipeline.review.deciding import objections
from pipeline.review.ledger import unaccounted
from pipeline.review.placing import NO_DRAFT
from pipeline.review.telling import ELSEWHERE, NO_PLACE
from pipeline.text.problems import nearest

Decided = Mapping[str, Sequence[tuple[DispositionEntry, Place]]]

_CODES = {
    AnchorStatus.AMBIGUOUS: "ANCHOR-AMBIGUOUS",
    AnchorStatus.UNPLACED: "ANCHOR-UNPLACED",
    AnchorStatus.DELETED: "ANCHOR-DELETED",
}
_NO_DRAFT = "Correct `baseline:` in the file: it names the session whose frozen draft was read."
_STEPS = {
    AnchorStatus.AMBIGUOUS: "Quote more words, or say which place is meant, for example",
    AnchorStatus.UNPLACED: "Correct the place or the quote, or say which is meant",
    AnchorStatus.DELETED: "Answer it all the same; if it has a place in the text of today, say which",
}


def audit(ledger: Ledger, submissions: Iterable[Submission], decided: Decided) -> tuple[Finding, ...]:
    """All findings on a round that only show when it is taken together, sorted.

    Args:
        ledger: the account.
        submissions: all files of the round, for law 1.
        decided: the secretariat's entries by document, each with its place.
    """
    here = Place(f"comments/{ledger.session}")
    lost = unaccounted(ledger, submissions)
    findings = [_found("LEDGER-BALANCE", here, f"{name} is not in the ledger exactly once") for name in lost]
    for entry in ledger.entries:
        findings += _orphaned(entry)
    for document, entries in decided.items():
        findings += _decisions(ledger, document, entries)
    return tuple(sorted(set(findings)))


def _orphaned(entry: Entry) -> Iterator[Finding]:
    """Places that a person has to settle, of comments that still wait for an answer."""
    if entry.state.decided or entry.state in (State.WITHDRAWN, State.UNREADABLE):
        return
    name = entry.comment.name.short
    for number, anchor in enumerate(entry.anchors, 1):
        if anchor.status in _CODES and not anchor.remark.endswith((ELSEWHERE, NO_PLACE)):  # told already
            message = f"{name}: {anchor.remark or str(anchor.status)}"
            hint = f"{_STEPS[anchor.status]}: `{relink(entry, number, session=True)}`."
            hint = _NO_DRAFT if anchor.remark.startswith(NO_DRAFT) else hint
            yield _found(_CODES[anchor.status], entry.comment.at, message, hint)


def _decisions(ledger: Ledger, document: str, entries: Sequence[tuple[DispositionEntry, Place]]) -> Iterator[Finding]:
    known = {e.comment.name.short: e for e in ledger.entries if e.comment.name.document == document}
    for decision, place in entries:
        entry = known.get(decision.comment)
        if entry is None:
            message = f"there is no comment {quoted(decision.comment)} on {document}{nearest(decision.comment, known)}"
            hint = f"Correct the name: `hlcp comments {document} --session {ledger.session}` shows all of them."
            yield _found("DISPOSITION-UNKNOWN", place, message, hint)
            continue
        if entry.state is State.STALE:
            was = f"its fingerprint was {decision.of}" if decision.of else "no fingerprint was noted"
            message = (
                f"{decision.comment} was changed after it was decided: {was}, now it is {entry.comment.fingerprint}"
            )
            hint = f"Read it once more; if the decision stays, `{dispose(entry, decision.decision or 'noted')}`."
            yield _found("DISPOSITION-STALE", place, message, hint)
        for why in _wrong(entry, known):
            yield _found(
                "DISPOSITION-INVALID", place, f"{decision.comment}: {why}", again(entry, str(decision.decision))
            )


def _wrong(entry: Entry, known: Mapping[str, Entry]) -> Iterator[str]:
    made = entry.disposition
    if made is None or not made.decision:
        return
    completed = entry.request is not None  # a result that was completed to an edit is a proposal
    for why in objections(entry.comment, State.OPEN, made):
        if not (completed and "proposal" in why):
            yield why
    if made.superseded_by and made.superseded_by not in known:
        yield f"it is superseded by {made.superseded_by}, which does not exist{nearest(made.superseded_by, known)}"


def _found(code: str, place: Place, message: str, hint: str = "") -> Finding:
    rule = RULES[code]
    return Finding(place, code, message, hint or rule.remedy, rule.severity)
