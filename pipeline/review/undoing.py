"""Taking one change of a source text out again, when the text has moved on since."""

from itertools import takewhile

from pipeline.review.drafts import Draft
from pipeline.text.aligning import WordMap, align_words


def undone(before: str, after: str, today: str) -> str | None:
    """Today's source without a change that was once made from `before` to `after`.

    The words next to the change must still stand where they stood, and all between them must be as it was brought in.

    Returns:
        None when they do not: the change was written over since.
    """
    if today == after:
        return before
    head = _common(before, after)
    tail = min(_common(before[::-1], after[::-1]), len(before) - head, len(after) - head)
    return _without(before, after, today, (head, len(after) - tail))


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _without(before: str, after: str, today: str, changed: tuple[int, int]) -> str | None:
    old, new = Draft.of(after), Draft.of(today)
    found = align_words(old.wording, new.wording)
    left = max((i for i in range(len(old.wording)) if old.end(i) <= changed[0]), default=-1)
    right = min((i for i in range(len(old.wording)) if old.start(i) >= changed[1]), default=len(old.wording))
    then = _between(old, left, right)
    now = _now(new, found, (left, right))
    if now is None or after[then[0] : then[1]] != today[now[0] : now[1]]:
        return None
    restored = before[then[0] : len(before) - (len(after) - then[1])]
    return today[: now[0]] + restored + today[now[1] :]


def _between(draft: Draft, left: int, right: int) -> tuple[int, int]:
    """From the end of one word to the start of another; -1 and the number of words stand for the ends of the text."""
    low = draft.end(left) if left >= 0 else 0
    return low, draft.start(right) if right < len(draft.wording) else len(draft.text)


def _now(new: Draft, found: WordMap, neighbours: tuple[int, int]) -> tuple[int, int] | None:
    left, right = neighbours
    low = found.to[left] if left >= 0 else -1
    high = found.to[right] if right < len(found.to) else found.size
    lost = (left >= 0 and low < 0) or high < 0
    return None if lost or high - low != right - left else _between(new, low, high)
