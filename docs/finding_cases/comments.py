"""Mistakes in what members send and in what is decided on it, and what a merge and a build say of them."""

import re

from finding_cases.bench import Bench
from pipeline.app.merging.committing import merge, plan
from pipeline.app.packs.freezing import Why, freeze
from pipeline.app.rounds.ledgers import round_of

_PLAN, _SESSION = "drafts/plan-of-work", "comments/first-session"
_TEXT = """\
---
title: Lights
id: sec-lights
---

Every lighthouse burns at night, and the keeper writes the hours into the book of the harbour.

Ships report by radio before they enter, and the pilot meets them at the outer buoy in all weathers.

The tug waits inside the pier until the pilot calls for it.

Fees are paid at the office of the harbour, on any day of the week.

Dogs stay on board while the ship is at the quay.

The master of each ship keeps a list of the crew.

The harbour is closed in a storm.

The harbour is closed in a storm.
"""
_TODAY = (
    ("Dogs stay on board while the ship is at the quay.\n\n", ""),
    ("Fees are paid at the office of the harbour, on any day of the week.", "No ship owes anything until it sails."),
    ("burns at night", "burns from dusk to dawn"),
    ("writes the hours into the book of the harbour", "notes every hour in the book of the harbour"),
)
_ALPHA = """\
entity: ALPHA
document: plan-of-work
baseline: first-session
comments:
  - id: 1
    quote: burns at night
    proposal: burns from dusk to dawn
  - id: 2
    quote: by radio before they enter
    proposal: by radio or by telephone before they enter
  - id: 3
    quote: at the outer buoy
    proposal: at the outer buoy of the the channel
  - id: 4
    quote: Dogs stay on board
    comment: Cats too?
  - id: 5
    quote: The harbour is closed in a storm.
    comment: By whom?
  - id: 6
    quote: keeps a list of the crew
    proposal: keeps lists of the crew and of the passengers
  - id: 7
    quote: waits inside the pier
    proposal: waits outside the pier
  - id: 8
    quote: The tug waits inside the pier
    proposal: The tug and its crew wait inside the pier
  - id: 9
    paragraph: 7
    action: replace
    proposal: Fees are paid at the office of the harbour, on weekdays.
  - id: 10
    quote: writes the hours into the book of the harbour
    proposal: writes the hours into the log
"""
_BETA = """\
entity: BETA
document: plan-of-work
received: yesterday
comments:
  - id: 1
    paragraph: 5
    quote: Ships report
    baseline: tenth-session
    comment: See my other comments.
    action: replace
    proposal: see comment
  - id: 2
    paragraph: 99
    comment: Unclear.
  - id: 2
    paragraph: 5
    comment: The id stands twice.
  - id: 3
    paragraph: 5
  - id: 4
    paragraph: 5
    proposal: Ships without radio wait outside.
  - id: 5
    paragraph: 5
    coment: A key that is misspelt.
  - id: 6
    paragraph: 5
    comment: *of
  - id: 7
    reference: Listed below with corresponding comments.
    comment: Not clear # at all
  - id: 8
    paragraph: 5
    comment: Who\u200b\u202e pays?
  - id: 9
    quote: Ships report by radio
    proposal: "to read: Ships shall report by radio"
  - paragraph: 6
    comment: No id.
"""
_GAMMA = """\
entity: GAMMA
document: plan-of-work
received: 2030-03-02T09:00:00Z
comments:
  - id: 1
    quote: waits inside the pier
    proposal: waits at the quay
  - id: 2
    quote: by radio before they enter
    proposal: by radio or by signal before they enter
  - id: 3
    quote: The rules of the harbour are kept at the office.
    comment: Which office?
  - id: 4
    paragraph: 7
    action: replace
    proposal: Fees are paid at the office of the harbour, in cash only.
"""
_DECISIONS = """\
dispositions:
  - {comment: "ALPHA#1", of: 00000000, decision: not-accepted, response: It is clear enough.}
  - {comment: "ALPHA#2", of: 00000000, decision: accepted}
  - {comment: "ALPHA#3", of: 00000000, decision: accepted}
  - {comment: "GAMMA#2", of: 00000000, decision: accepted}
  - {comment: "ALPHA#6", of: 00000000, decision: accepted}
  - {comment: "ALPHA#10", of: 00000000, decision: accepted}
"""
_MORE_DECISIONS = """\
  - {comment: "ALPHA#7", of: 00000000, decision: noted}
  - {comment: "ALPHA#7", of: 00000000, decision: deferred}
  - {comment: "ALPHA#99", of: 00000000, decision: noted}
  - {comment: "BETA#2", of: 00000000, decision: accepted}
  - {comment: "BETA#3", of: 00000000, decision: perhaps}
"""
_STRAYS = {
    f"{_SESSION}/ALPHA/rules.yaml": "ALPHA",
    f"{_SESSION}/DELTA/plan-of-work.yaml": "DELTA",
    f"{_SESSION}/GAMMA/harbour-rules.yaml": "BETA",
    f"{_SESSION}/BETA/harbour-rules.yaml": "BETA",
}
_STALE = ("ALPHA#7",)


def run(bench: Bench) -> None:
    """Freeze a text, let members comment on it, decide, change the text, and look at the round."""
    bench.begin()
    _freeze(bench)
    _comment(bench)
    _decide(bench, _DECISIONS + _MORE_DECISIONS)
    _strays(bench)
    bench.check()
    for path in _STRAYS:
        (bench.root / path).unlink()
    _merge(bench)


def _strays(bench: Bench) -> None:
    """Files that stand where they do not belong."""
    bench.write({
        path: f"entity: {entity}\ndocument: {path.rpartition('/')[2].removesuffix('.yaml')}\ncomments:\n"
        "  - id: 1\n    comment: Good.\n"
        for path, entity in _STRAYS.items()
    })  # fmt: skip


def _freeze(bench: Bench) -> None:
    bench.write(
        {
            f"{_PLAN}/02-lights.md": _TEXT,
            "drafts/harbour-rules/02-office.md": "---\ntitle: Office\n---\n\n"
            "The rules of the harbour are kept at the office.\n",
        }
    )
    bench.change(f"{_PLAN}/document.yaml", "- 01-purpose.md", "- 01-purpose.md\n  - 02-lights.md")
    bench.change("drafts/harbour-rules/document.yaml", "- 01-purpose.md", "- 01-purpose.md\n  - 02-office.md")
    bench.write(
        {
            f"{_SESSION}/session.yaml": "title: First session\ndocuments:\n"
            "  - {document: plan-of-work, purpose: approval}\n  - {document: harbour-rules, purpose: discussion}\n"
            "rounds:\n  - {id: 1, closes: 2030-03-01T18:00:00Z, sample: true}\n"
        }
    )
    bench.commit("Begin")
    opened, cache = bench.open()
    freeze(opened, ("first-session",), Why(), cache)


def _comment(bench: Bench) -> None:
    """What members and the secretariat write; decisions carry the fingerprints of the comments as they are."""
    bench.write(
        {
            f"{_SESSION}/ALPHA/plan-of-work.yaml": _ALPHA,
            f"{_SESSION}/BETA/plan-of-work.yaml": _BETA,
            f"{_SESSION}/GAMMA/plan-of-work.yaml": _GAMMA,
        }
    )
    for old, new in _TODAY:
        bench.change(f"{_PLAN}/02-lights.md", old, new)


def _decide(bench: Bench, text: str) -> None:
    opened, cache = bench.open()
    ledger = round_of(opened, "first-session", cache).ledger
    known = {entry.comment.name.short: entry.comment.fingerprint for entry in ledger.entries}

    def stamped(found: re.Match[str]) -> str:
        name = found[1]
        return f'"{name}", of: {known.get(name, "00000000") if name not in _STALE else "00000000"}'

    bench.write({f"{_SESSION}/dispositions/plan-of-work.yaml": re.sub(r'"([A-Z]+#\w+)", of: 0{8}', stamped, text)})


# -- the merge, and the matrix


def _merge(bench: Bench) -> None:
    """Merge what was accepted, take some of its words out again, and read a filled-in matrix."""
    _decide(bench, _DECISIONS)
    opened, cache = bench.open()
    bench.keep("hlcp merge --dry-run", plan(opened, "first-session", cache).findings)
    bench.commit("Decide")
    opened, cache = bench.open()
    merge(opened, "first-session", cache)
    bench.change(f"{_PLAN}/02-lights.md", "keeps lists of the crew and of the passengers", "keeps a list")
    bench.check()
