"""The review copies of a round: for each document the paper that members read, with all they propose, and the proof."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from pipeline.app.papers.executing import Executor
from pipeline.app.redlines.copy_making import Copied, Order, make_copy, prove_order
from pipeline.app.redlines.copy_proof import HIDDEN_PROOF, PROOF, Wanted
from pipeline.app.rounds.ledgers import RoundView, round_of
from pipeline.app.sources.baselines import current
from pipeline.app.sources.opening import Opened, found
from pipeline.app.sources.which_rounds import has_round
from pipeline.model.credits import UNDATED
from pipeline.model.document import Document
from pipeline.model.finding import Finding
from pipeline.model.instants import instant
from pipeline.model.ledger import Entry
from pipeline.model.paper import Paper
from pipeline.model.source import Place
from pipeline.render.copies.sayings import Told
from pipeline.review.copying import share_out
from pipeline.store.cache import Cache, key

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


def review_copies(
    opened: Opened, session: str, papers: Mapping[str, tuple[Paper, bytes]], with_: tuple[Cache, Executor]
) -> Copies:
    """The review copies of a session's documents, each proven; one that does not hold is left out.

    Args:
        opened: the workspace.
        session: whose round it is.
        papers: of each document on the table the paper and its Word file.
        with_: a cache for the round and the copies, and what makes them.
    """
    done = Copies()
    view = round_of(opened, session, with_[0]) if has_round(opened, session) else None
    if view is None:
        return done
    names = [name for name in view.ledger.documents if name in papers and name in view.tables and _entries(view, name)]
    asked = [(name, _order(opened, view, name, papers[name][0].document, papers[name][1])) for name in names]
    orders = [(name, order) for name, order in asked if order is not None]
    for (name, order), made in zip(orders, _made([order for _, order in orders], *with_), strict=True):
        place = Place(f"build/{session}/{FOLDER}/{name}{ENDING}")
        problems = (*made.problems, *_missing(view, name, order.wanted))
        done.findings += [found("PROOF-REVIEW-COPY", place, each) for each in problems]
        if not problems:
            done.outputs[f"{FOLDER}/{name}{ENDING}"] = made.data
            done.rows.append(_row(name, view.tables[name], order, made))
    return done


def _made(orders: Sequence[Order], cache: Cache, workers: Executor) -> Iterator[Copied]:
    """The copies in their order; one that holds is kept."""
    keys = [order.key() for order in orders]
    kept = [_kept(cache, name) for name in keys]
    fresh = workers.each(make_copy, [order for order, copy in zip(orders, kept, strict=True) if copy is None])
    for name, copy in zip(keys, kept, strict=True):
        made = copy or next(fresh)
        if copy is None and not made.problems:
            cache.put("copies", name, made.data)
            cache.put("copies", key(name, "about"), json.dumps([made.authors, made.members]).encode())
        yield made


def _kept(cache: Cache, name: str) -> Copied | None:
    data, about = cache.get("copies", name), cache.get("copies", key(name, "about"))
    if data is None or about is None:
        return None
    authors, members = json.loads(about)
    return Copied(data, {author: tuple(names) for author, names in authors.items()}, tuple(members))


def _entries(view: RoundView, document: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in view.ledger.entries if entry.comment.name.document == document)


def _order(opened: Opened, view: RoundView, name: str, document: Document, paper: bytes) -> Order | None:
    table = view.table(name)
    if table is None:
        return None
    decisions = {entry.comment: entry for entry, _ in view.files.decided.get(name, ())}
    shares = share_out(_entries(view, name), decisions, table.read, view.tables[name])
    dates = {entry.comment.name.short: date for entry in _entries(view, name) if (date := _received(entry))}
    dates[""] = _date(opened, view.session, name)
    return Order(Wanted(paper, table.read.units, shares), document, _told(view), dates)


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


def _row(name: str, baseline: str, order: Order, made: Copied) -> dict[str, object]:
    shares = order.wanted.shares
    return {
        "document": name,
        "baseline": baseline,
        "paper": hashlib.sha256(order.wanted.paper).hexdigest(),
        "comments": {"changes": len(shares.shown), "remarks": len(shares.remarks), "listed": len(shares.listed)},
        "authors": {author: list(members) for author, members in sorted(made.authors.items())},
        "proven_members": list(made.members),
        "proof": PROOF if order.told.names_members else HIDDEN_PROOF,
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
    known = name in view.tables and view.tables[name] == row["baseline"]
    document = view.stories[name].read[view.tables[name]].document if known else None
    order = _order(opened, view, name, document, paper) if document is not None else None
    if order is None:
        message = f"the workspace has no baseline {row['baseline']} of {name} to compare"
        return (found("PROOF-REVIEW-COPY", place, message),)
    authors = {str(author): tuple(members) for author, members in row["authors"].items()}
    problems = (*_proven(order, copy, authors), *_missing(view, name, order.wanted))
    return tuple(found("PROOF-REVIEW-COPY", place, each) for each in problems)


def _proven(order: Order, copy: bytes, authors: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    try:
        return tuple(prove_order(order, copy, authors))
    except ValueError as error:
        return (f"it cannot be compared: {error}",)
