"""The matrix as one model: what stands in its rows, merged and in order, whatever the format."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model.comment import CitedKind, Comment
from pipeline.model.ledger import Disposition, Entry, Ledger, State
from pipeline.model.matrix import LAST_PART, MOST_NAMES, Matrix, MatrixGroup, MatrixRow, filled_of
from pipeline.render.matrix.places import Draft, draft_of, first_read
from pipeline.render.matrix.wording import HIDEABLE, literal, proposal_words, reasons_of, today_of
from pipeline.text.units import Unit

GENERAL = "General comments"
UNPLACED = "Comments without a place in the draft"
UNREADABLE = "Comments that could not be read"


def matrix_rows(
    ledger: Ledger, document: str, units: Sequence[Unit], *, public: bool = False, hide: frozenset[str] = frozenset()
) -> Matrix:
    """The compilation of the comments on one document, grouped by paragraph in the order of the draft that was read.

    General comments come first; those without a place and those that could not be read come last. Every comment stands
    in exactly one row. Identical requests share one, as long as their decisions are the same.

    Args:
        ledger: of the round.
        document: whose comments are compiled.
        units: of the baseline on the table.
        public: leave out what `hide` names, and the names that tell comments apart.
        hide: some of `HIDEABLE`; nothing is hidden in an internal matrix.

    Raises:
        ValueError: `hide` names something else.
    """
    if wrong := sorted(hide - HIDEABLE.keys()):
        raise ValueError(f"{', '.join(wrong)}: only {', '.join(HIDEABLE)} can be hidden")
    hidden = hide if public else frozenset()
    entries = [entry for entry in ledger.entries if entry.comment.name.document == document]
    entries.sort(key=lambda entry: entry.comment.name.key)
    groups = _groups(entries, draft_of(units), _Shown(public, hidden))
    counts = Counter(entry.comment.name.entity for entry in entries)
    return Matrix(
        document=document,
        title=literal(ledger.titles.get(document, document)),
        session=ledger.session,
        fingerprint=ledger.documents.get(document, ""),
        groups=groups,
        members=() if "entities" in hidden else tuple(sorted(counts.items())),
        comments=len(entries),
        sample=ledger.sample,
        public=public,
        hidden=tuple(name for name in HIDEABLE if name in hidden),
    )


# -- rows

_WORDS = (
    "reference", "type", "quote", "proposal", "reasons", "today", "state", "response", "text", "superseded_by",
    "reply",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shown:
    public: bool
    hidden: frozenset[str]

    def keep(self, name: str, text: str) -> str:
        return "" if name in self.hidden else text


def _groups(entries: Sequence[Entry], draft: Draft, shown: _Shown) -> tuple[MatrixGroup, ...]:
    found: dict[tuple[int, int], list[tuple[int, list[Entry]]]] = {}
    for merged in _merged(entries):
        rank, place, start = _rank(merged[0], draft)
        found.setdefault((rank, place), []).append((start, merged))
    groups, number = [], 0
    for (rank, place), members in sorted(found.items()):
        rows = []
        for _, merged in sorted(members, key=lambda one: (one[0], one[1][0].comment.name.key)):
            number += 1
            rows.append(_row(number, merged, shown))
        groups.append(_group(rank, place, draft, tuple(rows)))
    return tuple(groups)


def _rank(entry: Entry, draft: Draft) -> tuple[int, int, int]:
    """Where a row belongs: before, in or after the text; the index of its place; the word at which it begins."""
    if entry.comment.problem:
        return 3, 0, 0
    read = first_read(entry, draft)
    if read is not None:
        return 1, *read
    return (0, 0, 0) if _is_general(entry.comment) else (2, 0, 0)


def _group(rank: int, index: int, draft: Draft, rows: tuple[MatrixRow, ...]) -> MatrixGroup:
    if rank != 1:
        return MatrixGroup((GENERAL, "", UNPLACED, UNREADABLE)[rank], "", 0 if rank == 0 else LAST_PART, "", rows)
    place = draft.places[index]
    heading = place.address if place.address.startswith("heading “") else place.address[:1].upper() + place.address[1:]
    if heading[:1].isdigit():
        heading = f"Paragraph {heading}"
    return MatrixGroup(
        literal(heading), literal(place.text), place.part, literal(draft.sections.get(place.part, "")), rows
    )


def _is_general(comment: Comment) -> bool:
    return all(target.citation.kind is CitedKind.DOCUMENT and not target.quote for target in comment.targets)


def _merged(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Entries that make the same request, or repeat each other, and stand the same way; in the order of their names."""
    found: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        name = entry.comment.name
        given = entry.disposition or Disposition("")
        key = (entry.request or entry.repeats or name, entry.state, given.decision, filled_of(entry), given.reply)
        found.setdefault(key, []).append(entry)
    return [group[at : at + MOST_NAMES] for group in found.values() for at in range(0, len(group), MOST_NAMES)]


def _row(number: int, merged: list[Entry], shown: _Shown) -> MatrixRow:
    lead = merged[0]
    kept = not shown.public or lead.state.decided  # a stale decision is no business of the public
    decision, response, text, superseded_by = filled_of(lead) if kept else ("", "", "", "")
    entities = tuple(dict.fromkeys(entry.comment.name.entity for entry in merged))
    named = "entities" not in shown.hidden
    comments = [entry.comment for entry in merged]
    row = MatrixRow(
        number=number,
        names=() if shown.public else tuple(comment.name for comment in comments),
        entities=entities if named else (),
        supporters=len(entities),
        fingerprints=() if shown.public else tuple(comment.fingerprint for comment in comments),
        reference=_each(comment.reference for comment in comments),
        type=_each(str(comment.type) for comment in comments),
        quote=_quotes(lead.comment),
        proposal=proposal_words(comments),
        reasons=shown.keep("reasons", reasons_of(comments, named=named)),
        today=shown.keep("places", today_of(lead.anchors, remarks=not shown.public)),
        collisions=() if "collisions" in shown.hidden else lead.collisions,
        state=_state(merged),
        decision=decision,
        response=shown.keep("responses", response),
        text=shown.keep("texts", text),
        superseded_by="" if shown.public else superseded_by,
        reply=shown.keep("replies", lead.disposition.reply if kept and lead.disposition else ""),
    )
    words: dict[str, Any] = {name: literal(getattr(row, name)) for name in _WORDS}
    return replace(row, **words)


def _state(merged: Sequence[Entry]) -> str:
    entry = merged[0]
    when = {one.comment.late for one in merged}
    late = "" if when == {False} else ", late" if when == {True} else ", some late"
    if entry.state is State.STALE and entry.disposition:
        return f"stale: changed after it was {entry.disposition.decision}{late}"
    return f"{entry.state}{late}"


def _quotes(comment: Comment) -> str:
    quotes = [target.quote.strip() for target in comment.targets]
    if len(quotes) < 2 or not any(quotes[1:]):
        return "".join(quotes)
    return "\n".join(f"({number}) {quote}" for number, quote in enumerate(quotes, 1) if quote)


def _each(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))
