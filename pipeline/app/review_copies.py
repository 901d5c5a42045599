"""The review copies of a round: for each document the paper that members read, with all they propose, and the proof."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from pipeline.app.baselines import current
from pipeline.app.copy_proof import PROOF, Wanted, prove_copy
from pipeline.app.ledgers import RoundView, round_of
from pipeline.app.opening import Opened, found
from pipeline.app.which_rounds import has_round
from pipeline.model.credits import UNDATED
from pipeline.model.document import Document
from pipeline.model.finding import Finding
from pipeline.model.instants import instant
from pipeline.model.ledger import Entry
from pipeline.model.paper import Paper
from pipeline.model.source import Place
from pipeline.render.copies.sayings import Told
from pipeline.render.copies.writer import Written, review_copy
from pipeline.review.copying import share_out
from pipeline.review.overlay import overlay
from pipeline.store.cache import Cache

FOLDER, ENDING = "round", ".review.docx"


@dataclass
class Copies:
    """The review copies of a pack.

    Attributes:
        outputs: Word files by name.
        rows: what the manifest says of each.
        findings: copies that could not be made or did not hold.
    """

    outputs: dict[str, bytes] = field(default_factory=dict)
    rows: list[dict[str, object]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def review_copies(opened: Opened, session: str, papers: Mapping[str, tuple[Paper, bytes]], cache: Cache) -> Copies:
    """The review copies of a session's documents, each proven; one that does not hold is left out.

    Args:
        opened: the workspace.
        session: whose round it is.
        papers: of each document on the table the paper and its Word file.
        cache: for the round.
    """
    done = Copies()
    view = round_of(opened, session, cache) if has_round(opened, session) else None
    for name in view.ledger.documents if view else ():
        if view is not None and name in papers and name in view.tables and _entries(view, name):
            _add(opened, view, name, papers[name], done)
    return done


def _entries(view: RoundView, document: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in view.ledger.entries if entry.comment.name.document == document)


def _add(opened: Opened, view: RoundView, name: str, paper: tuple[Paper, bytes], done: Copies) -> None:
    file = f"{FOLDER}/{name}{ENDING}"
    place = Place(f"build/{view.session}/{file}")
    wanted = _wanted(view, name, paper[1])
    if wanted is None:
        return
    try:
        made = _written(opened, view, name, (paper[0].document, wanted))
    except ValueError as error:
        done.findings.append(found("PROOF-REVIEW-COPY", place, f"it cannot be made: {error}"))
        return
    problems = (*prove_copy(made.data, wanted, made.authors), *_missing(view, name, wanted))
    done.findings += [found("PROOF-REVIEW-COPY", place, each) for each in problems]
    if not problems:
        done.outputs[file] = made.data
        done.rows.append(_row(name, view.tables[name], (paper[1], wanted), made))


def _wanted(view: RoundView, name: str, paper: bytes) -> Wanted | None:
    table = view.table(name)
    if table is None:
        return None
    decisions = {entry.comment: entry for entry, _ in view.files.decided.get(name, ())}
    return Wanted(paper, table.read.units, share_out(_entries(view, name), decisions, table.read, view.tables[name]))


def _written(opened: Opened, view: RoundView, name: str, text: tuple[Document, Wanted]) -> Written:
    document, wanted = text
    made = overlay(wanted.shares, wanted.units)
    dates = {entry.comment.name.short: date for entry in _entries(view, name) if (date := _received(entry))}
    dates[""] = _date(opened, view.session, name)
    return review_copy(wanted.paper, (document, wanted.units), made, _told(view), dates)


def _told(view: RoundView) -> Told:
    settings = view.files.settings
    public = settings is not None and settings.audience == "public"
    return Told(public, frozenset(settings.hide) if settings is not None and public else frozenset())


def _date(opened: Opened, session: str, document: str) -> str:
    """When the baseline was committed, by its lock."""
    baseline = current(opened, session, document)
    return (baseline.lock.committed if baseline and baseline.lock else "") or UNDATED


def _received(entry: Entry) -> str:
    """When a comment came in, in UTC and whole seconds; "" when that is not known."""
    when = instant(entry.comment.received) if entry.comment.received else None
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""


def _missing(view: RoundView, name: str, wanted: Wanted) -> Iterator[str]:
    """Law 1: every comment of the ledger is in the copy exactly once."""
    shares = wanted.shares
    told = sorted(entry.comment.name for entry in (*shares.spoken, *(one.entry for one in shares.listed)))
    if told != sorted(entry.comment.name for entry in _entries(view, name)):
        yield f"{len(told)} comments are in it, and {len(_entries(view, name))} in the ledger"


def _row(name: str, baseline: str, made_from: tuple[bytes, Wanted], made: Written) -> dict[str, object]:
    paper, wanted = made_from
    shares = wanted.shares
    return {
        "document": name,
        "baseline": baseline,
        "paper": hashlib.sha256(paper).hexdigest(),
        "comments": {"changes": len(shares.shown), "remarks": len(shares.remarks), "listed": len(shares.listed)},
        "authors": {author: list(members) for author, members in sorted(made.authors.items())},
        "proven_members": list(wanted.members) if made.authors else [],
        "proof": PROOF,
    }


# -- proven again


def prove_copy_again(opened: Opened, session: str, row: Mapping[str, Any], cache: Cache) -> tuple[Finding, ...]:
    """Prove a delivered copy once more, against the delivered paper and the round as it stands today."""
    name, folder = str(row["document"]), opened.workspace.build / session
    place = Place(f"build/{session}/{FOLDER}/{name}{ENDING}")
    try:
        copy, paper = (folder / FOLDER / f"{name}{ENDING}").read_bytes(), (folder / f"{name}.docx").read_bytes()
    except OSError as error:
        return (found("PROOF-REVIEW-COPY", place, f"it cannot be read: {error.strerror}"),)
    view = round_of(opened, session, cache)
    wanted = _wanted(view, name, paper) if name in view.tables else None
    if wanted is None or view.tables[name] != row["baseline"]:
        message = f"the workspace has no baseline {row['baseline']} of {name} to compare"
        return (found("PROOF-REVIEW-COPY", place, message),)
    authors = {str(author): tuple(members) for author, members in row["authors"].items()}
    problems = (*prove_copy(copy, wanted, authors), *_missing(view, name, wanted))
    return tuple(found("PROOF-REVIEW-COPY", place, each) for each in problems)
