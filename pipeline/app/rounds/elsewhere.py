"""Comments filed on the wrong document: their words, or the section that they name, stand in another one."""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.app.sources.opening import found
from pipeline.app.sources.texts import Story
from pipeline.intake.resolve import named_section
from pipeline.model.comment import Target
from pipeline.model.ledger import AnchorStatus, Entry, Ledger
from pipeline.review.anchoring import How, find_quote
from pipeline.review.commands import relink
from pipeline.review.ledger import with_findings
from pipeline.review.placing import Texts
from pipeline.review.telling import ELSEWHERE


def pointed_elsewhere(ledger: Ledger, told: Mapping[str, Story], tables: Mapping[str, str]) -> Ledger:
    """Say of words that are not in their document in which other one they stand."""
    entries, findings = [], []
    for entry in ledger.entries:
        other = _elsewhere(entry, told, tables)
        if other is not None:
            name, address = other
            own = entry.comment.name
            message = f"{own.short}: its words stand in {name}, {address}, not in {own.document}"
            hint = (
                f"Move the comment to the file on that document; or say which place is meant here: `{_relink(entry)}`."
            )
            findings.append(found("COMMENT-WRONG-DOCUMENT", entry.comment.at, message, hint))
            entry = _told(entry, f"the words stand in {name}, {address}: {ELSEWHERE}")  # noqa: PLW2901
        entries.append(entry)
    return with_findings(replace(ledger, entries=tuple(entries)), findings)


def _relink(entry: Entry) -> str:
    number = next(n for n, anchor in enumerate(entry.anchors, 1) if anchor.status is AnchorStatus.UNPLACED)
    return relink(entry, number, session=True)


def _elsewhere(entry: Entry, told: Mapping[str, Story], tables: Mapping[str, str]) -> tuple[str, str] | None:
    for target, anchor in zip(entry.comment.targets, entry.anchors, strict=True):
        if anchor.status is not AnchorStatus.UNPLACED or (anchor.candidates and not target.quote):
            continue
        for name, story in told.items():
            texts = story.texts.get(tables.get(name, ""))
            if name == entry.comment.name.document or texts is None:
                continue
            if where := _stands_in(texts, target):
                return name, where
    return None


def _stands_in(texts: Texts, target: Target) -> str:
    if target.quote.strip():
        place = find_quote(texts.index, target.quote)
        return texts.read.address(place.span) if place.span and place.how is How.LITERAL else ""
    heading = named_section(target.citation, texts.read.units)
    return texts.read.units[heading].address if heading is not None else ""


def _told(entry: Entry, remark: str) -> Entry:
    anchors = tuple(
        replace(a, remark=f"{a.remark}; {remark}" if a.remark else remark) if a.status is AnchorStatus.UNPLACED else a
        for a in entry.anchors
    )
    return replace(entry, anchors=anchors)
