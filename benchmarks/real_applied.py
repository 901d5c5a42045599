"""Which proposals of a real round the final text has: all are accepted, and the ledger says what became of each."""

from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.real_scores import Score
from pipeline.app.rounds.disposing import Decision, plan, write
from pipeline.app.rounds.ledgers import RoundView, round_of
from pipeline.app.sources.opening import Opened
from pipeline.model.ledger import EffectKind, Entry, Ledger
from pipeline.store.cache import Cache

_THERE = (EffectKind.ALREADY, EffectKind.APPLIED)
Rows = Iterable[Mapping[str, Any]]


def applied(opened: Opened, view: RoundView, cache: Cache, comments: Rows, truths: Rows) -> list[Score]:
    """Accept every proposal, as the secretariat would, and compare its effect on the final text with what is known."""
    truth = {str(row["issue"]): row.get("final_contains_suggestion") for row in truths}
    accepted = {str(row["issue"]) for row in comments if row["disposition"] == "accepted"}
    decisions = [(entry, Decision("accepted")) for entry in view.ledger.entries if entry.request is not None]
    write(opened, view.session, plan(view, decisions).steps)
    ledger = round_of(opened, view.session, cache).ledger
    asked = [entry for entry in ledger.entries if entry.effect and truth.get(entry.comment.name.id) is not None]
    there = [entry for entry in asked if truth[entry.comment.name.id]]
    not_there = [entry for entry in asked if not truth[entry.comment.name.id]]
    told = _told(ledger)
    return [
        _score("proposals that the final text has: found to be there", [(e, _is_there(e)) for e in there]),
        _score("proposals that it has not: found not to be there", [(e, not _is_there(e)) for e in not_there]),
        _score(
            "accepted then, and the old words still stand: told",
            [(e, e.comment.name.short in told) for e in not_there if e.comment.name.id in accepted],
            1.0,
        ),
    ]


def _is_there(entry: Entry) -> bool:
    return entry.effect is not None and entry.effect.kind in _THERE


def _told(ledger: Ledger) -> frozenset[str]:
    """Short names of the comments that are accepted and, as a finding says, not in the text."""
    found = [finding.message.partition(" ")[0] for finding in ledger.findings if finding.code == "LEDGER-UNAPPLIED"]
    return frozenset(found)


def _score(what: str, answers: list[tuple[Entry, bool]], wanted: float | None = None) -> Score:
    bad = tuple(entry.comment.name.id for entry, good in answers if not good)
    return Score(what, len(answers) - len(bad), len(answers), wanted, bad)
