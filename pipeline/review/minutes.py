"""What a merge says in Git: subjects that read like minutes, and trailers from which the ledger learns."""

import textwrap
from collections.abc import Sequence

from pipeline.model.comment import CommentName, Registry
from pipeline.model.ledger import Entry, State
from pipeline.review.judging import UnitEdit
from pipeline.text.body import Body

_SUBJECT, _LINE, _SAID = 100, 72, 48
NOWHERE = "noreply.invalid"  # RFC 2606: a domain that can never receive anything


def signature(registry: Registry, entity: str) -> tuple[str, str]:
    """Name and address of an entity as author; where the registry has no address, one that nobody can have."""
    member = registry.members.get(entity)
    name = member.name if member else entity
    address = member.address if member and member.address else f"{entity.lower()}@{NOWHERE}"
    return name, address


def subject(document: str, edits: Sequence[UnitEdit], body: Body) -> str:
    """One line that says what changes where: "conceptual-framework, paragraph 12: “share” becomes “use”"."""
    where = body.units[edits[0].unit].address
    return textwrap.shorten(f"{document}, {where}: {_what(edits, body)}", _SUBJECT, placeholder=" …")


def _what(edits: Sequence[UnitEdit], body: Body) -> str:
    first = edits[0]
    if any(edit.fetched >= 0 for edit in edits):
        target = next(edit for edit in edits if edit.fetched >= 0)
        side = "after" if target.fetched_after else "before"
        moved = body.units[target.fetched].address
        return f"{moved} moves to stand {side} {body.units[target.unit].address}"
    if first.out:
        return f"“{_short(body.wording.blocks[first.unit])}” goes out"
    if first.hunks:
        return _of_words(first, body.wording.blocks[first.unit])
    new = (*first.before, *first.after)[0]
    return f"new {'before it' if first.before else 'after it'}: “{_short(new)}”"


def _of_words(edit: UnitEdit, text: str) -> str:
    low, high = edit.hunks[0].start, edit.hunks[-1].end
    was, now = text[low:high].strip(), text[low:high]
    for hunk in reversed(edit.hunks):
        now = now[: hunk.start - low] + hunk.words + now[hunk.end - low :]
    now = now.strip()
    if not was:
        return f"“{_short(now)}” comes in"
    return f"“{_short(was)}” becomes “{_short(now)}”" if now else f"“{_short(was)}” goes out"


def _short(words: str) -> str:
    return textwrap.shorten(words, _SAID, placeholder=" …")


def reasons(entry: Entry) -> str:
    """Why, in the words of the member and of the secretariat, wrapped; "" when nobody said."""
    said = [" ".join(entry.comment.text.split())]
    if entry.disposition is not None and entry.disposition.response:
        said.append(f"Response: {' '.join(entry.disposition.response.split())}")
    return "\n\n".join(textwrap.fill(text, _LINE, break_long_words=False) for text in said if text)


def by_secretariat(entry: Entry, *, completed: bool) -> bool:
    """Whether the words are not the member's own."""
    return completed or entry.state is State.ACCEPTED_IN_PART


def trailers(session: str, entries: Sequence[Entry], proposers: Sequence[tuple[str, str]], *, requests: int = 1) -> str:
    """The last paragraph of a message.

    Args:
        session: whose text was read.
        entries: all comments that ask for this.
        proposers: names and addresses of the entities, where the author is another.
        requests: how many different requests the commit carries out.
    """
    lead = entries[0].comment.name.entity
    others = sorted({entry.comment.name.entity for entry in entries} - {lead})
    lines = [f"Comment: {entry.comment.name}" for entry in entries]
    lines += [f"Proposed-by: {name} <{address}>" for name, address in dict.fromkeys(proposers)]
    lines += [f"Supported-by: {entity}" for entity in (() if proposers else others)]
    lines += [f"Session: {session}"] + ([f"Requests: {requests}"] if requests > 1 else [])
    lines += [f"Disposition: {state}" for state in dict.fromkeys(str(entry.state) for entry in entries)]
    return "\n".join(lines)


def revert_message(names: Sequence[str], name: CommentName, oid: str) -> str:
    """The message of the commit that takes a proposal out again, for all comments that made it."""
    head = f"{name.document}: take the proposal of {name.short} out again"
    said = f"It came in with commit {oid[:12]}. Its disposition is open again."
    gone = "\n".join(f"Reverts-Comment: {one}" for one in names)
    return f"{head}\n\n{said}\n\n{gone}\nSession: {name.round}\n"
