"""The bracketed text: a document with unresolved alternatives in square brackets, each with who supports it.

As in negotiation texts of the United Nations, what stands and what is proposed stand side by side:
`[original] [alternative — MEMBER-A, MEMBER-B]`, `[original — delete: MEMBER-C]`, `[further words — MEMBER-D]`. Whole
paragraphs are "12 bis", "12 ter", so that no number of the text changes (law 8).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.model.document import Document, Reference
from pipeline.model.ledger import Collision, Entry, Ledger, Request, State
from pipeline.review.hunks import Hunk, amended
from pipeline.review.judging import UnitEdit
from pipeline.review.marking import Beside, Bracket, rewritten
from pipeline.text.units import Unit, UnitKind, units

_UNRESOLVED = (State.OPEN, State.STALE, State.DEFERRED)
_PARAGRAPHS = (UnitKind.PARAGRAPH, UnitKind.ITEM, UnitKind.UNNUMBERED)
Span = tuple[int, int]


class Alternative(NamedTuple):
    """A proposal as edits of the units of a text, and the entities that make it; none where they are not to be told."""

    supporters: tuple[str, ...]
    edits: tuple[UnitEdit, ...]


class Contest(NamedTuple):
    """A collision that nobody has resolved.

    Attributes:
        requests: those that are neither accepted nor settled otherwise, at least two.
        entries: their comments that are still open or deferred, those of each request together.
    """

    collision: Collision
    requests: tuple[Request, ...]
    entries: tuple[tuple[Entry, ...], ...]


def contests(ledger: Ledger, document: str) -> tuple[Contest, ...]:
    """The unresolved collisions of a document: at least two of their requests are open or deferred."""
    entries = {entry.comment.name: entry for entry in ledger.entries}
    found = []
    for collision in ledger.collisions:
        if collision.document != document:
            continue
        groups = [tuple(entries[name] for name in request.comments) for request in collision.requests]
        left = [tuple(entry for entry in group if entry.state in _UNRESOLVED) for group in groups]
        kept = [(request, group) for request, group in zip(collision.requests, left, strict=True) if group]
        if len(kept) > 1:
            found.append(Contest(collision, tuple(r for r, _ in kept), tuple(group for _, group in kept)))
    return tuple(found)


def bracketed(document: Document, alternatives: Sequence[Alternative]) -> Document:
    """The document with these alternatives in brackets; its own words, formatting, notes and numbers stay.

    Args:
        document: numbered.
        alternatives: their edits count the units of the document.
    """
    every = units(document)
    by_unit: dict[int, list[tuple[UnitEdit, Alternative]]] = defaultdict(list)
    for alternative in alternatives:
        for edit in alternative.edits:
            by_unit[edit.unit].append((edit, alternative))
    inline: dict[int, tuple[Bracket, ...]] = {}
    beside: dict[int, Beside] = {}
    for index, edits in by_unit.items():
        groups = [_group(every, index, members) for members in _connected(every[index], edits)]
        inline[index] = tuple(bracket for bracket, _ in groups)
        whole = tuple(words for _, paragraphs in groups for words in paragraphs)
        beside[index] = Beside(_paragraphs(edits, before=True), (*whole, *_paragraphs(edits, before=False)))
    return rewritten(document, inline, beside)


# -- words of a paragraph

_Member = tuple[UnitEdit, Alternative]


def _connected(unit: Unit, edits: Iterable[_Member]) -> list[list[_Member]]:
    """Edits of the signs of a unit in groups that touch the same signs, in the order of the text."""
    spans = sorted(((_hull(unit, edit), n, (edit, alternative)) for n, (edit, alternative) in enumerate(edits)
                    if edit.hunks or edit.out), key=lambda item: item[:2])  # fmt: skip
    groups: list[list[_Member]] = []
    reach, point = -1, -1
    for (low, high), _, member in spans:
        if not groups or not (low < reach or low == high == point):
            groups.append([])
            reach = -1
        groups[-1].append(member)
        reach = max(reach, high)
        point = low if low == high else -1
    return groups


def _hull(unit: Unit, edit: UnitEdit) -> Span:
    """From the first to the last sign that an edit changes; cross-references whole, a whole paragraph with its end."""
    if edit.out:
        return 0, len(unit.text)
    low, high = min(hunk.start for hunk in edit.hunks), max(hunk.end for hunk in edit.hunks)
    if not unit.text[low:high].strip() and (low < high or not any(hunk.words.strip() for hunk in edit.hunks)):
        low, high = _with_neighbours(unit.text, low, high)
    low, high = _widened(unit, low, high)
    return (0, len(unit.text)) if _is_whole(unit, low, high) else (low, high)


def _group(every: Sequence[Unit], index: int, members: Sequence[_Member]) -> tuple[Bracket, tuple[str, ...]]:
    """What stands in brackets in the line, and the alternatives that are paragraphs of their own."""
    unit = every[index]
    hulls = [_hull(unit, edit) for edit, _ in members]
    low, high = min(start for start, _ in hulls), max(end for _, end in hulls)
    text = unit.text[low:high]
    wordings: dict[str, list[str]] = defaultdict(list)
    gone: dict[str, list[str]] = defaultdict(list)
    for edit, alternative in members:
        words = "" if edit.out else amended(text, tuple(_shifted(hunk, low) for hunk in edit.hunks))
        known = wordings[words] if words.strip() else gone[_way(every, alternative, edit)]
        known += alternative.supporters
    said = "; ".join(f"{way}: {_names(names)}" if names else way for way, names in gone.items())
    shown = tuple(f"{' '.join(words.split())} — {_names(names)}" for words, names in wordings.items())
    if shown and _is_whole(unit, low, high):
        return Bracket(low, high, said, ()), shown
    return Bracket(low, high, said, shown), ()


def _shifted(hunk: Hunk, by: int) -> Hunk:
    return Hunk(hunk.start - by, hunk.end - by, hunk.words)


def _way(every: Sequence[Unit], alternative: Alternative, edit: UnitEdit) -> str:
    """How words go: they are deleted, or moved to stand beside another unit."""
    target = next((other for other in alternative.edits if edit.out and other.fetched == edit.unit), None)
    if target is None:
        return "delete"
    return f"move {'after' if target.fetched_after else 'before'} {every[target.unit].address}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))


def _with_neighbours(text: str, low: int, high: int) -> Span:
    """A blank with the words on both sides: that it goes or comes can only be shown with them."""
    head, tail = text[:low].rstrip(), text[high:]
    words = tail.lstrip().split(maxsplit=1)
    end = high + len(tail) - len(tail.lstrip()) + (len(words[0]) if words else 0)
    return len(head) - len(head.split()[-1]) if head else 0, min(end, len(text))


def _widened(unit: Unit, low: int, high: int) -> Span:
    """A stretch that does not begin, end or lie in the middle of a cross-reference."""
    within = zip(unit.stretch.inlines, pairwise(unit.stretch.starts), strict=True)
    for start, end in (span for piece, span in within if isinstance(piece, Reference)):
        inside = start < low < end, start < high < end
        low, high = (start if inside[0] else low), (end if inside[1] else high)
    return low, high


def _is_whole(unit: Unit, low: int, high: int) -> bool:
    outside = unit.text[:low] + unit.text[high:]
    return unit.kind in _PARAGRAPHS and low < high and not any(map(str.isalnum, outside))


# -- paragraphs of their own


def _paragraphs(edits: Iterable[_Member], *, before: bool) -> tuple[str, ...]:
    """Paragraphs that come beside a unit, the same ones of several supporters once."""
    found: dict[str, list[str]] = defaultdict(list)
    for edit, alternative in edits:
        for words in edit.before if before else edit.after:
            found[" ".join(words.split())] += alternative.supporters
    return tuple(f"{words} — {_names(names)}" for words, names in found.items())
