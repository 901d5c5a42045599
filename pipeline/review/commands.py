"""The commands that a finding offers as the next step: they work as they are printed."""

import re

from pipeline.model.ledger import Anchor, AnchorStatus, Entry

_PLAIN = re.compile(r"[A-Za-z0-9@%+=:,./_#-]+")  # what no shell takes for anything else, inside of a word


def relink(entry: Entry, number: int, *, session: bool = False) -> str:
    """The command that settles one of a comment's places; `N` or `ID` stands where only a person knows.

    Args:
        entry: the comment.
        number: of the place, from 1.
        session: name the session too, for those who look at several.
    """
    anchor = entry.anchors[number - 1]
    which = f" --target {number}" if len(entry.anchors) > 1 else ""
    if anchor.status is AnchorStatus.DELETED:  # a number of the draft that was read would lead to the same gap again
        place = f"--id {next((passage.id for passage in anchor.candidates if passage.id), 'ID')}"
    else:
        place = f"--paragraph {_number(anchor)}"
    return f"hlcp relink {_about(entry, session=session)}{which} {place}"


def dispose(entry: Entry, decision: str) -> str:
    """The command that decides a comment."""
    return f"hlcp dispose {_about(entry, session=True)} --as {decision}"


_LACKING = {
    "accepted": ("noted", ""),
    "accepted-in-part": ("accepted-in-part", ' --text "THE WORDS DECIDED"'),
    "not-accepted": ("not-accepted", ' --response "WHY"'),
    "superseded": ("superseded", " --superseded-by COMMENT"),
}


def again(entry: Entry, decision: str) -> str:
    """How a decision that cannot stand is taken again, as a hint."""
    proposal = entry.comment.proposal
    if decision == "accepted" and proposal is not None and proposal.result_only:
        return f'Say first which words go: `hlcp complete {_about(entry, session=True)} --quote "THE WORDS"`.'
    instead, options = _LACKING.get(decision, (decision or "noted", ""))
    return f"Decide it again: `{dispose(entry, instead)}{options}`."


def _about(entry: Entry, *, session: bool) -> str:
    name = entry.comment.name
    short = name.short if _PLAIN.fullmatch(name.short) else f'"{name.short}"'
    return f"{short} --document {name.document}" + (f" --session {name.round}" if session else "")


def _number(anchor: Anchor) -> str:
    first = anchor.candidates[0].address.removeprefix("paragraph ") if anchor.candidates else "N"
    number = first if first[:1].isdigit() else "N"
    return f'"{number}"' if " " in number else number
