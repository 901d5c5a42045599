"""`hlcp dispose` and `hlcp complete`: the secretariat's decisions, written into its own files and nowhere else."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.app.rounds.files import MATRIX_BYTES
from pipeline.app.rounds.ledgers import RoundView
from pipeline.app.sources.opening import Opened
from pipeline.formats.yaml_edit import Change, apply
from pipeline.model.comment import CommentName
from pipeline.model.finding import Finding, PipelineError, Severity
from pipeline.model.ledger import Disposition, Entry, Relation, State
from pipeline.model.rules import RULES
from pipeline.review.anchoring import How, find_quote
from pipeline.review.completing import suggestion
from pipeline.review.deciding import objections
from pipeline.text.problems import nearest

_BACK_TO_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided; an empty text leaves what the file says, "open" takes a decision back.

    Attributes:
        whole: empty texts are meant as well, and take out what the file says; a reply always stays.
    """

    decision: str = ""
    response: str = ""
    text: str = ""
    reply: str = ""
    superseded_by: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Which comments a bulk decision is about; empty means any."""

    document: str = ""
    section: str = ""
    types: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the ledger: from a state to a state."""

    name: CommentName
    before: str
    after: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written: steps that change something, refusals, and how many comments stay as they are."""

    steps: tuple[Step, ...]
    refused: tuple[Finding, ...]
    unchanged: int = 0


def chosen(view: RoundView, wanted: Filter) -> tuple[Entry, ...]:
    """The comments that a filter names; withdrawn and unreadable ones only when their state is asked for."""
    return tuple(entry for entry in view.ledger.entries if _fits(entry, wanted))


def _fits(entry: Entry, wanted: Filter) -> bool:
    comment = entry.comment
    sections = {anchor.read.section.removesuffix(".md") for anchor in entry.anchors if anchor.read}
    states = wanted.states or {State.OPEN, State.STALE}
    return (
        (not wanted.document or comment.name.document == wanted.document)
        and (not wanted.section or wanted.section.removesuffix(".md") in sections)
        and (not wanted.types or comment.type in wanted.types)
        and (not wanted.entities or comment.name.entity in wanted.entities)
        and entry.state in states
    )


def plan(view: RoundView, decisions: Sequence[tuple[Entry, Decision]]) -> Plan:
    """Check decisions against the rules; nothing is written."""
    steps: list[Step] = []
    refused: list[Finding] = []
    unchanged = 0
    rivals = _Rivals(view)
    for entry, decision in decisions:
        fields = _fields(entry, decision)
        made = _disposition(entry, fields)
        problems = [*_problems(view, entry, made), *rivals.against(entry, made.decision)]
        if problems:
            refused += [_refusal(view, entry, problem) for problem in problems]
        elif _same(entry, fields):
            unchanged += 1
        else:
            after = made.decision or _BACK_TO_OPEN  # what is written without a decision leaves the comment open
            steps.append(Step(entry.comment.name, str(entry.state), after, fields))
    return Plan(tuple(steps), tuple(sorted(refused)), unchanged)


class _Rivals:
    """Proposals that cannot all be accepted as they stand, and which of them are."""

    def __init__(self, view: RoundView) -> None:
        self._accepted = {
            entry.request for entry in view.ledger.entries if entry.request and entry.state is State.ACCEPTED
        }
        self._rivals: dict[CommentName, set[CommentName]] = {}
        for collision in view.ledger.collisions:
            for pair in collision.pairs:
                if pair.relation is not Relation.DEPENDENT:
                    self._rivals.setdefault(pair.one, set()).add(pair.other)
                    self._rivals.setdefault(pair.other, set()).add(pair.one)

    def against(self, entry: Entry, decision: str) -> list[str]:
        """Why this cannot be accepted beside what is accepted already; it counts as accepted from now on if it can."""
        if entry.request is None:
            return []
        if decision != State.ACCEPTED:
            self._accepted.discard(entry.request)
            return []
        found = sorted(self._rivals.get(entry.request, set()) & self._accepted, key=lambda name: name.key)
        if not found:
            self._accepted.add(entry.request)
        return [f"it collides with {name.short}, which is accepted: decide that one otherwise first" for name in found]


def _fields(entry: Entry, decision: Decision) -> dict[str, str]:
    opened = decision.decision == _BACK_TO_OPEN
    fields = {"of": "", "decision": ""} if opened else {"of": entry.comment.fingerprint, "decision": decision.decision}
    if not decision.decision:  # only a response, a text or a reply
        fields = {}
    given = {
        "text": decision.text,
        "response": decision.response,
        "reply": decision.reply,
        "superseded-by": decision.superseded_by,
    }
    whole = decision.whole and bool(decision.decision)
    return fields | {name: value for name, value in given.items() if value or (whole and name != "reply")}


def _disposition(entry: Entry, fields: Mapping[str, str]) -> Disposition:
    old = entry.disposition or Disposition(entry.comment.name.short)
    return Disposition(
        entry.comment.name.short,
        fields.get("decision", old.decision),
        fields.get("of", old.of),
        fields.get("text", old.text),
        fields.get("response", old.response),
        fields.get("reply", old.reply),
        fields.get("superseded-by", old.superseded_by),
    )


def _problems(view: RoundView, entry: Entry, made: Disposition) -> list[str]:
    completed = entry.request is not None
    found = [p for p in objections(entry.comment, entry.state, made) if not (completed and "proposal" in p)]
    if made.superseded_by:
        known = [
            e.comment.name.short for e in view.ledger.entries if e.comment.name.document == entry.comment.name.document
        ]
        if made.superseded_by not in known:
            found.append(f"there is no comment {made.superseded_by}{nearest(made.superseded_by, known)}")
    return found


def _same(entry: Entry, fields: Mapping[str, str]) -> bool:
    old = entry.disposition
    if old is None:
        return not any(value for name, value in fields.items() if name != "of")
    now = {
        "of": old.of, "decision": old.decision, "text": old.text, "response": old.response, "reply": old.reply,
        "superseded-by": old.superseded_by,
    }  # fmt: skip
    return all(now[name] == value for name, value in fields.items())


def _refusal(view: RoundView, entry: Entry, problem: str) -> Finding:
    rule = RULES["DISPOSITION-INVALID"]
    message = f"{entry.comment.name.short}: {problem}"
    hint = _completion(view, entry) or "Nothing was written for this comment."
    return Finding(entry.comment.at, rule.code, message, hint, Severity.ERROR)


def _completion(view: RoundView, entry: Entry) -> str:
    """The command that completes a result to an edit, with the words that it most likely replaces."""
    comment = entry.comment
    if comment.proposal is None or not comment.proposal.result_only:
        return ""
    quote = shlex.join(["--quote", suggested(view, entry) or "THE WORDS IT REPLACES"])
    return f"Complete it first: `hlcp complete {comment.name.short} --document {comment.name.document} {quote}`."


def suggested(view: RoundView, entry: Entry) -> str:
    """The words that a proposal which only gives its result most likely replaces; "" when nothing comes near."""
    story = view.stories.get(entry.comment.name.document)
    texts = story.texts.get(entry.comment.baseline) if story else None
    return suggestion(entry.comment, entry.anchors[0], texts) if texts and entry.anchors else ""


def write(opened: Opened, session: str, steps: Sequence[Step]) -> tuple[str, ...]:
    """Write decisions into the files of the session, each file whole or not at all; returns the files."""
    by_document: dict[str, list[Change]] = {}
    for step in sorted(steps, key=lambda s: s.name.key):
        by_document.setdefault(step.name.document, []).append(Change(step.name.short, dict(step.fields)))
    return tuple(write_changes(opened, session, document, changes) for document, changes in sorted(by_document.items()))


def write_changes(opened: Opened, session: str, document: str, changes: Sequence[Change]) -> str:
    """Write changes into the dispositions of a document, which are made as needed; returns the file."""
    path = f"{opened.workspace.session_folder(session)}/dispositions/{document}.yaml"
    files = opened.workspace.files
    old = files.read(path, MATRIX_BYTES) if files.exists(path) else None
    new = apply(old, changes, path)
    if new != old:
        files.write_atomic(path, new)
    return path


# -- completing edits


def complete(opened: Opened, view: RoundView, entry: Entry, edit: Mapping[str, str]) -> str:
    """Complete a proposal to an edit that the secretariat confirms; returns the file that was written.

    Args:
        opened: the workspace.
        view: the round.
        entry: the comment.
        edit: action, quote and proposal.

    Raises:
        PipelineError: the words quoted are not in the draft that was read; nothing is written.
    """
    name = entry.comment.name
    story = view.stories.get(name.document)
    texts = story.texts.get(entry.comment.baseline) if story else None
    near = next((anchor.read.unit for anchor in entry.anchors if anchor.read), None)
    if texts is None or find_quote(texts.index, edit["quote"], near).how not in (How.LITERAL, How.LETTERS):
        raise PipelineError(
            f"“{edit['quote']}” is not in the draft that was read", "copy the words from the printed draft"
        )
    return write_changes(opened, view.ledger.session, name.document, [Change(name.short, {"edit": dict(edit)})])
