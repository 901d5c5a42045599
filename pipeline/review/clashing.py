"""Which edits of today's text are the same, and which cannot both be made."""

from collections.abc import Hashable, Sequence

from pipeline.review.edits import plain
from pipeline.review.judging import UnitEdit

_BLANK = 1  # the sign between two words


def alike(edits: Sequence[UnitEdit]) -> Hashable:
    """What two lists of edits share when they do the same, whatever signs their authors typed."""
    return tuple(
        (e.unit, tuple((h.start, h.end, plain(h.words)) for h in e.hunks), e.out, e.fetched, e.fetched_after,
         tuple(map(plain, e.before)), tuple(map(plain, e.after)))
        for e in edits
    )  # fmt: skip


def collide(one: Sequence[UnitEdit], other: Sequence[UnitEdit]) -> bool:
    """Whether two requests touch the same words, from the first to the last that each changes."""
    return any(_meet(a, b) for a in one for b in other if a.unit == b.unit)


def _meet(one: UnitEdit, other: UnitEdit) -> bool:
    if one.out or other.out:
        return True
    if (one.before and other.before) or (one.after and other.after) or (one.fetched >= 0 and other.fetched >= 0):
        return True
    if not one.hunks or not other.hunks:
        return False
    if _replaces(one) and _replaces(other):
        (low, high), (start, end) = hull(one), hull(other)
        return low <= end + _BLANK and start <= high + _BLANK
    return cross(one, other)


def cross(one: UnitEdit, other: UnitEdit) -> bool:
    """Whether two edits of one unit change the same characters, or bring words to the same place; both have hunks."""
    (low, high), (start, end) = hull(one), hull(other)
    return low == start if low == high and start == end else low < end and start < high


def _replaces(edit: UnitEdit) -> bool:
    """Whether words go and words come: neighbours on both sides of one edge were chosen for what stands beside them."""
    low, high = hull(edit)
    return low < high and any(hunk.words.strip() for hunk in edit.hunks)


def hull(edit: UnitEdit) -> tuple[int, int]:
    """From the first to the last printed character that the hunks of an edit change."""
    return min(hunk.start for hunk in edit.hunks), max(hunk.end for hunk in edit.hunks)
