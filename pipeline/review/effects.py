"""What decisions did to the text of today, and where text and decisions disagree (law 2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model.comment import Action, Comment, Proposal
from pipeline.model.finding import Finding
from pipeline.model.ledger import Effect, EffectKind, Entry, Ledger, State
from pipeline.model.rules import RULES
from pipeline.model.source import Place
from pipeline.model.submission import DispositionEntry
from pipeline.review.anchoring import is_literal
from pipeline.review.asking import counts, verdict_on, wanted
from pipeline.review.commands import dispose
from pipeline.review.edits import apart, plain
from pipeline.review.judging import Judge, Verdict, split_paragraphs
from pipeline.review.merging import Outcome
from pipeline.review.placing import Texts
from pipeline.text.units import UnitKind

FEW = 3  # words that may well stand somewhere by chance, when they are fewer
MOST_NAMED = 12  # addresses in one finding
_CITED = (UnitKind.PARAGRAPH, UnitKind.ITEM, UnitKind.UNNUMBERED)


def with_effects(
    ledger: Ledger,
    judges: Mapping[str, Mapping[str, Judge]],
    decided: Mapping[str, Mapping[str, DispositionEntry]],
    brought: Mapping[str, str],
) -> Ledger:
    """The ledger with the effect of each accepted proposal, and with the findings that follow.

    Args:
        ledger: the account of a round.
        judges: by document and name of the baseline.
        decided: the secretariat's entries, by document and short name of the comment.
        brought: by full name of a comment the commit that brought its words in.
    """
    entries, findings = [], list(ledger.findings)
    for entry in ledger.entries:
        name = entry.comment.name
        decision = decided.get(name.document, {}).get(name.short)
        judge = judges.get(name.document, {}).get(entry.comment.baseline)
        made = _with_effect(entry, decision, judge, brought.get(str(name), ""))
        findings += _disagreements(made, decision, judge)
        entries.append(made)
    return replace(ledger, entries=tuple(entries), findings=tuple(sorted(set(findings))))


def _with_effect(entry: Entry, decision: DispositionEntry | None, judge: Judge | None, commit: str) -> Entry:
    if not counts(entry):
        return entry
    verdict = verdict_on(entry, decision, judge)
    if verdict is None:
        return entry
    stands = judge is not None and _stands(entry, decision, judge.texts)
    return replace(entry, effect=effect_of(verdict, commit, stands=stands))


def effect_of(verdict: Verdict, commit: str, *, stands: bool) -> Effect:
    """What an accepted proposal did.

    Args:
        verdict: what it would do to the text of today.
        commit: the one that brought it, "" when no commit says so.
        stands: its words are in the text of today, wherever.
    """
    if verdict.outcome is Outcome.ALREADY:
        return Effect(EffectKind.APPLIED if commit else EffectKind.ALREADY, commit)
    if commit:
        kept = verdict.outcome is Outcome.REFUSED and stands
        return Effect(EffectKind.APPLIED if kept else EffectKind.OVERWRITTEN, commit)
    if verdict.outcome is Outcome.APPLIED:
        return Effect(EffectKind.NOT_APPLIED)
    return Effect(EffectKind.REFUSED, reason=verdict.reason, candidate=verdict.candidate)


def _stands(entry: Entry, decision: DispositionEntry | None, texts: Texts) -> bool:
    """Whether the words of a proposal are in the text of today; for a deletion, whether those quoted are not."""
    proposal = wanted(entry, decision)
    if proposal is None:
        return False
    if proposal.action is Action.DELETE:
        quote = entry.comment.targets[0].quote if entry.comment.targets else ""
        return bool(quote) and not is_literal(texts.todays_index, quote)
    parts = split_paragraphs(proposal.words)
    if bool(parts) and all(is_literal(texts.todays_index, part) for part in parts):
        return True
    return _came_beside_others(entry.comment, proposal, texts)


def _came_beside_others(comment: Comment, proposal: Proposal, texts: Texts) -> bool:
    """Whether the words that came stand, with those on one side, though another proposal was applied beside them."""
    quote = comment.targets[0].quote if comment.targets else ""
    if proposal.action is not Action.REPLACE or not quote:
        return False
    head, _, came, tail = apart(quote, proposal.words)
    with_one_side = (" ".join([*head.split()[-2:], came]), " ".join([came, *tail.split()[:2]]))
    return bool(came) and any(len(s.split()) >= FEW and is_literal(texts.todays_index, s) for s in with_one_side)


# -- where they disagree


def _disagreements(entry: Entry, decision: DispositionEntry | None, judge: Judge | None) -> Iterator[Finding]:
    short, where = entry.comment.name.short, entry.comment.at
    effect = entry.effect
    if effect is not None and effect.kind is EffectKind.NOT_APPLIED:
        hint = f"Apply it: `hlcp merge {entry.comment.name.round}`; or decide it otherwise."
        yield _found("LEDGER-UNAPPLIED", where, f"{short} is {entry.state}, but not in the text yet", hint)
    elif effect is not None and effect.kind is EffectKind.REFUSED:
        there = f"Look at {effect.candidate.address}. " if effect.candidate else ""
        hint = f"{there}{RULES['MERGE-REFUSED'].remedy}"
        message = f"{short} is {entry.state}, but cannot be applied: {effect.reason}"
        yield _found("LEDGER-UNAPPLIED", where, message, hint)
    elif effect is not None and effect.kind is EffectKind.OVERWRITTEN:
        message = f"{short} was applied with commit {effect.commit[:12]}, but its words are no longer in the text"
        yield _found("LEDGER-OVERWRITTEN", where, message)
    if entry.state is State.NOT_ACCEPTED and entry.comment.proposal is not None:
        verdict = verdict_on(entry, decision, judge)
        if verdict is not None and verdict.outcome is Outcome.ALREADY:
            hint = f"Take the words out of the draft, or accept the comment: `{dispose(entry, 'accepted')}`."
            yield _found("LEDGER-PRESENT", where, f"{short} is not accepted, but the text says what it proposed", hint)


def unasked(ledger: Ledger, tables: Mapping[str, Texts]) -> tuple[Finding, ...]:
    """Paragraphs that are not as in the baseline though no decided comment is about them: one finding a document.

    Args:
        ledger: with its effects.
        tables: of each document the baseline on the table and the text of today.
    """
    findings = []
    for document, texts in tables.items():
        entries = [e for e in ledger.entries if e.comment.name.document == document and e.state.decided]
        if entries and (changed := _changed(texts, entries)):
            named = ", ".join(changed[:MOST_NAMED])
            more = f" and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
            place = Place(f"comments/{ledger.session}/dispositions/{document}.yaml")
            message = f"changed since the baseline without any comment that asked for it: {named}{more}"
            findings.append(_found("LEDGER-UNASKED", place, message))
    return tuple(findings)


def _changed(texts: Texts, entries: Sequence[Entry]) -> list[str]:
    """Addresses, each once, of units that are not as they were and that no decided comment touches."""
    known = {plain(text) for text in texts.read.wording.blocks}
    touched = {anchor.today.unit for entry in entries for anchor in entry.anchors if anchor.today is not None}
    brought = {plain(part) for entry in entries for part in _words(entry)}
    out = []
    for index, unit in enumerate(texts.today.units):
        words = plain(unit.text)
        if unit.kind not in _CITED or words in known or index in touched:
            continue
        if not any(part in words for part in brought):
            out.append(unit.address)
    return list(dict.fromkeys(out))


def _words(entry: Entry) -> tuple[str, ...]:
    proposal = entry.comment.proposal
    decided = entry.disposition.text if entry.disposition else ""
    said = [proposal.words if proposal else "", decided]
    return tuple(part for words in said for part in split_paragraphs(words))


def _found(code: str, place: Place, message: str, hint: str = "") -> Finding:
    rule = RULES[code]
    return Finding(place, code, message, hint or rule.remedy, rule.severity)
