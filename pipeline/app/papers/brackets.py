"""The bracketed text of a round: the text of today with the alternatives that nobody has decided."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.app.papers.paper import paper_of
from pipeline.app.papers.rendering import Task, tasks_for
from pipeline.app.rounds.ledgers import RoundView
from pipeline.app.sources.opening import Opened, found
from pipeline.app.sources.reading import ReadDocument
from pipeline.model.config import SessionDocument
from pipeline.model.finding import Finding
from pipeline.model.ledger import Entry
from pipeline.model.paper import Paper
from pipeline.model.saying import listed
from pipeline.review.asking import judges, verdict_on
from pipeline.review.bracketing import Alternative, Contest, bracketed, contests
from pipeline.review.clashing import alike
from pipeline.review.judging import UnitEdit
from pipeline.review.merging import Outcome
from pipeline.store.cache import key

NOTICE = "Bracketed text: unresolved alternatives are in square brackets"


@dataclass(frozen=True)
class Brackets:
    """The bracketed texts of a round.

    Attributes:
        tasks: their Word and PDF files, to be rendered.
        inputs: SHA-256 of the files of today's text, by path.
        findings: unresolved collisions of papers for approval, and proposals that could not be shown.
    """

    tasks: tuple[Task, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def brackets(opened: Opened, view: RoundView, folder: str) -> Brackets:
    """The bracketed texts of the documents that have unresolved collisions.

    Args:
        opened: the workspace.
        view: the round as it stands.
        folder: of the pack, where the files go.
    """
    tasks: list[Task] = []
    inputs: dict[str, str] = {}
    findings: list[Finding] = []
    for document in view.ledger.documents:
        open_ones = contests(view.ledger, document)
        findings += _for_approval(opened, view.session, document, open_ones)
        today = view.stories[document].today if open_ones else None
        if today is None or today.document is None:
            continue
        paper, content, refused = _paper(opened, view, today, open_ones)
        tasks += tasks_for(f"{folder}/{document}.brackets", paper, content)
        inputs |= {f"{today.origin.folder}/{name}": digest for name, digest in today.inputs.items()}
        findings += refused
    return Brackets(tuple(tasks), inputs, tuple(findings))


def _paper(
    opened: Opened, view: RoundView, today: ReadDocument, open_ones: Sequence[Contest]
) -> tuple[Paper, str, list[Finding]]:
    made, refused = _alternatives(view, today.origin.document, open_ones)
    plain = paper_of_today(opened, view.session, today)
    text = bracketed(plain.document, made)
    words = hashlib.sha256(repr(text.sections).encode("utf-8", "surrogatepass")).digest()
    return replace(plain, document=text), key(today.fingerprint, words), refused


def paper_of_today(opened: Opened, session: str, today: ReadDocument) -> Paper:
    """Today's text as a paper of the session, marked as bracketed on its cover."""
    entry = next((e for e in opened.session(session).documents if e.document == today.origin.document), None)
    entry = entry or SessionDocument(document=today.origin.document, purpose="information")
    paper = paper_of(opened, session, entry, today, None)
    edition = f"{paper.cover.edition}. {NOTICE}" if paper.cover.edition else NOTICE
    return replace(paper, cover=replace(paper.cover, edition=edition))


def _alternatives(
    view: RoundView, document: str, open_ones: Sequence[Contest]
) -> tuple[tuple[Alternative, ...], list[Finding]]:
    """What the open proposals do to the text of today, equal ones once."""
    by_baseline = judges(view.stories[document].texts.items())
    decisions = {entry.comment: entry for entry, _ in view.files.decided.get(document, ())}
    edits: dict[object, tuple[UnitEdit, ...]] = {}
    supporters: dict[object, list[str]] = {}
    findings = []
    for entry in _distinct(open_ones):
        decision = decisions.get(entry.comment.name.short)
        verdict = verdict_on(entry, decision, by_baseline.get(entry.comment.baseline))
        if verdict is None or verdict.outcome is Outcome.ALREADY:
            continue
        if verdict.outcome is Outcome.REFUSED:
            message = f"{entry.comment.name.short} is not shown in the bracketed text: {verdict.reason}"
            findings.append(found("BRACKET-LEFT-OUT", entry.comment.at, message))
            continue
        same = alike(verdict.edits)
        edits.setdefault(same, verdict.edits)
        supporters.setdefault(same, []).append(entry.comment.name.entity)
    told = _tells_members(view)
    made = (Alternative(tuple(sorted(set(supporters[same]))) if told else (), edits[same]) for same in edits)
    return tuple(made), findings


def _tells_members(view: RoundView) -> bool:
    """Whether readers of the round learn who proposed what."""
    settings = view.files.settings
    return settings is None or settings.audience != "public" or "entities" not in settings.hide


def _distinct(open_ones: Sequence[Contest]) -> tuple[Entry, ...]:
    """The comments of all collisions, each once: a request may be in several."""
    every = {entry.comment.name: entry for one in open_ones for group in one.entries for entry in group}
    return tuple(every[name] for name in sorted(every, key=lambda name: name.key))


def _for_approval(opened: Opened, session: str, document: str, open_ones: Sequence[Contest]) -> list[Finding]:
    purposes = {entry.document: entry.purpose for entry in opened.session(session).documents}
    if purposes.get(document) != "approval":
        return []
    return [_open(document, one) for one in open_ones]


def _open(document: str, one: Contest) -> Finding:
    names = listed(request.lead.short for request in one.requests)
    where = one.collision.passage.address
    message = f"{document} is for approval, but {names} in {where} collide and are not decided"
    return found("COLLISION-OPEN", one.entries[0][0].comment.at, message)
