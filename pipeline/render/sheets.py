"""What one member takes away from a round: first a receipt, then the answers to its comments.

The receipt says of each comment where it points and what was not understood. As soon as one comment is decided, the
sheet also gives the decision and the response on each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model.comment import Comment
from pipeline.model.config import Committee, Profile
from pipeline.model.document import Style
from pipeline.model.ledger import Anchor, Disposition, Entry, Ledger, State
from pipeline.render.ledger_json import entry_row, whole_characters
from pipeline.render.matrix.wording import literal, proposal_words, status_words
from pipeline.render.reports import json_text
from pipeline.render.word.plain import PlainPage, TableRow, plain_docx, shares, table
from pipeline.render.word.xml import TAB, paragraph, run

SCHEMA_VERSION = 1
RECEIPT, ANSWERS = "Receipt of comments", "Answers to comments"
_MARGIN = 22  # millimetres
_OF_OTHERS = frozenset(("request", "supporters", "collisions"))  # of no concern to a member: they name other comments
_STATUS = {
    "exact": "found, unchanged in today's text",
    "moved": "found; in today's text it has moved",
    "changed": "found; in today's text it was changed",
    "deleted": "found; it is no longer in today's text",
    "ambiguous": "in several places; please say which one is meant",
    "unplaced": "not found in the draft that was read",
}
_STATES = {
    State.OPEN: "open",
    State.STALE: "open again, because the comment was changed after the decision",
    State.WITHDRAWN: "withdrawn by the member",
    State.UNREADABLE: "could not be read; please send it again",
    State.ACCEPTED_IN_PART: "accepted in part",
    State.NOT_ACCEPTED: "not accepted",
}


@dataclass(frozen=True, slots=True)
class SheetLook:
    """How the sheets look: as the papers do; `reference` is templates/reference.docx."""

    profile: Profile
    committee: Committee
    reference: bytes


@dataclass(frozen=True, slots=True)
class _Fact:
    """A line of a sheet; `text` may have several lines."""

    name: str
    text: str
    bold: bool = False


def is_answered(entries: Sequence[Entry]) -> bool:
    """Whether a sheet of these comments is an answer sheet and no mere receipt."""
    return any(entry.state.decided for entry in entries)


def entries_of(ledger: Ledger, entity: str) -> tuple[Entry, ...]:
    """The comments of one member, by document in the order of the agenda and then by number."""
    order = {name: at for at, name in enumerate(ledger.documents)}
    own = [entry for entry in ledger.entries if entry.comment.name.entity == entity]
    return tuple(sorted(own, key=lambda e: (order.get(e.comment.name.document, len(order)), e.comment.name.key)))


# -- JSON


def sheet_json(ledger: Ledger, entity: str, titles: Mapping[str, str], name: str = "") -> str:
    """The sheet of a member for programs.

    Args:
        ledger: of the round.
        entity: code of the member.
        titles: of the documents, by name.
        name: full name of the member, where it is known.
    """
    entries = entries_of(ledger, entity)
    value = {
        "schema_version": SCHEMA_VERSION,
        "kind": "answers" if is_answered(entries) else "receipt",
        "session": ledger.session,
        "sample": ledger.sample,
        "entity": entity,
        "name": name or entity,
        "comments": [_json_row(entry, titles) for entry in entries],
    }
    return whole_characters(json_text(value))


def _json_row(entry: Entry, titles: Mapping[str, str]) -> dict[str, Any]:
    row = entry_row(entry)
    document = entry.comment.name.document
    row["title"] = titles.get(document, document)
    row["notes"] = list(_notes(entry))
    row["others_with_the_same_proposal"] = _others(entry)
    row["others_propose_something_different"] = bool(entry.collisions)
    return {key: value for key, value in row.items() if key not in _OF_OTHERS}


# -- Word


def sheet_docx(ledger: Ledger, entity: str, titles: Mapping[str, str], look: SheetLook, name: str = "") -> bytes:
    """The sheet of a member as a Word file; the same ledger always gives the same bytes.

    Args:
        ledger: of the round.
        entity: code of the member.
        titles: of the documents, by name.
        look: how files look.
        name: full name of the member, where it is known.
    """
    entries = entries_of(ledger, entity)
    title = ANSWERS if is_answered(entries) else RECEIPT
    page = PlainPage(
        title=f"{title}: {literal(name or entity)}", about=ledger.session, author=look.committee.name, margin=_MARGIN
    )
    body = _body(ledger, entries, titles, page.text_width(look.profile), (title, literal(name or entity)))
    return plain_docx(body, page, look.profile, look.reference)


def _body(
    ledger: Ledger, entries: Sequence[Entry], titles: Mapping[str, str], width: int, head: tuple[str, str]
) -> Iterator[str]:
    yield paragraph("PlainTitle", run(head[0]))
    yield paragraph("PlainSubtitle", run(head[1]))
    for name, value in _facts(ledger, entries):
        yield paragraph("PlainFacts", run(name) + TAB + run(value))
    for document in dict.fromkeys(entry.comment.name.document for entry in entries):
        own = [entry for entry in entries if entry.comment.name.document == document]
        title = literal(titles.get(document, document))
        yield paragraph("PlainHeading", run(title))
        yield table(shares((28, 138), width), _rows(own), f"Comments on: {title}")
    yield paragraph("SectionBreak", "")  # Word wants a paragraph after a table


def _facts(ledger: Ledger, entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    yield "Text that was read", ledger.session
    unclear = sum(bool(_notes(entry)) for entry in entries)
    yield "Comments received", str(len(entries))
    if unclear:
        yield "Please look at", f"{unclear} of them, where a note says what was not clear"
    decided = sum(entry.state.decided for entry in entries)
    if decided:
        yield "Decided", f"{decided} of {len(entries)}"
    if ledger.sample:
        yield "Sample", "This round is a sample: it carries no position of a real entity."


def _rows(entries: Sequence[Entry]) -> Iterator[TableRow]:
    yield TableRow(
        [paragraph("MatrixHead", run(head)) for head in ("Comment", "What it says, and what became of it")], head=True
    )
    for entry in entries:
        facts = [fact for fact in _entry_facts(entry) if fact.text]
        whole = sum(len(fact.text) for fact in facts) < 1500
        yield TableRow([_number(entry), "".join(map(_line, facts))], whole=whole)


def _number(entry: Entry) -> str:
    comment = entry.comment
    lines = [
        paragraph("TableText", run(comment.name.short, Style.BOLD)),
        paragraph("TableText", run(str(comment.type))),
    ]
    if comment.late:
        lines.append(paragraph("TableText", run("received late")))
    return "".join(lines)


def _line(fact: _Fact) -> str:
    first, *rest = [line.strip() for line in literal(fact.text).split("\n") if line.strip()] or [""]
    style = Style.BOLD if fact.bold else 0
    head = paragraph("TableText", run(f"{fact.name}: ", Style.ITALIC) + run(first, style))
    return head + "".join(paragraph("TableText", run(line, style)) for line in rest)


# -- what is said of a comment


def _entry_facts(entry: Entry) -> Iterator[_Fact]:
    comment = entry.comment
    yield _Fact("Place as cited", comment.reference)
    yield from (_Fact("Text commented on", target.quote) for target in comment.targets)
    yield _Fact("Proposed change", proposal_words([comment]))
    yield _Fact("Reasons", comment.text)
    yield from (_Fact("Where it points", _where(anchor)) for anchor in entry.anchors)
    yield _Fact("Please note", "\n".join(_notes(entry)), bold=True)
    yield from _company(entry)
    yield from _decision(entry.state, entry.disposition)


def _where(anchor: Anchor) -> str:
    """Where a comment points in the draft that was read, and what became of that place."""
    read = f"{anchor.read.address}: " if anchor.read else ""
    place = f" ({anchor.today.address})" if anchor.today else ""
    near = f" ({status_words(anchor).partition(': ')[2]})" if not anchor.today and anchor.candidates else ""
    return f"{read}{_STATUS[anchor.status]}{place}{near}"


def _notes(entry: Entry) -> tuple[str, ...]:
    comment: Comment = entry.comment
    told = [comment.problem, *(anchor.remark for anchor in entry.anchors), *(one.message for one in comment.findings)]
    unique = tuple(dict.fromkeys(text for text in told if text))
    return tuple(text for text in unique if not any(text != other and text in other for other in unique))


def _company(entry: Entry) -> Iterator[_Fact]:
    """Who asks for the same, and that something speaks against it; not whose proposals these are."""
    others = _others(entry)
    if others:
        yield _Fact("Support", f"{others} other member{'s' if others > 1 else ''} made the same proposal")
    if entry.repeats:
        yield _Fact("Repetition", f"it says the same as {entry.repeats.short}")
    if entry.collisions:
        yield _Fact("Collision", "other members proposed something different for the same words")


def _others(entry: Entry) -> int:
    return len([name for name in entry.supporters if name != entry.comment.name.entity])


def _decision(state: State, disposition: Disposition | None) -> Iterator[_Fact]:
    yield _Fact("Status", _STATES.get(state, str(state)), bold=state.decided)
    if disposition is None or not state.decided:
        return
    if disposition.superseded_by:
        yield _Fact("Settled by", f"the decision on {disposition.superseded_by}")
    yield _Fact("Words decided", disposition.text)
    yield _Fact("Response", disposition.response)
    yield _Fact("Your reply", disposition.reply)
