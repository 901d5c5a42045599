"""Apply a proposal that was made on an old text to the source of today, if its words still stand; else say why not.

Nothing is guessed: an edit is made only where the words of the quote stand unbroken with the same characters between
them, where enough of their surroundings stands too, and where no markup is cut. All outside the edit is copied.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from pipeline.model.comment import Action
from pipeline.review.drafts import Draft
from pipeline.text.aligning import WordMap
from pipeline.text.wording import WORD

Span = tuple[int, int]

AROUND = 3  # words on each side of a quote that may vouch for it
ENOUGH, MANY = 4, 6  # words and neighbours that stand; words that need no neighbour


class Outcome(StrEnum):
    """What became of a proposal."""

    APPLIED = "applied"
    ALREADY = "already"  # the text says it already: nothing to do
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a proposal was refused."""

    GONE = "its words are gone"
    CHANGED = "its words were changed"
    TWO = "its words may have gone to two places"
    ALONE = "too little of its surroundings still stands"
    MARKUP = "it begins or ends inside a link, a reference, code or emphasis"
    PARAGRAPH = "it is no longer a paragraph of its own"
    ACTION = "this action cannot be carried out by itself"


_LOST = (Reason.GONE, Reason.CHANGED, Reason.ALONE)


class Change(NamedTuple):
    """Characters `start` to `end` of the source of today become `text`."""

    start: int
    end: int
    text: str


class Proposal(NamedTuple):
    """What is asked for.

    Attributes:
        action: replace, delete or insert.
        span: the words of the quote in the old text.
        words: the new words, as they are written in the source; "" for a deletion.
        whole: the place is a whole paragraph: it goes as a whole, and new words are paragraphs of their own.
    """

    action: Action
    span: Span
    words: str
    whole: bool = False


class Merged(NamedTuple):
    """The answer: an edit when applied, a reason when refused, and the words of today that a person should look at."""

    outcome: Outcome
    change: Change | None = None
    reason: Reason | None = None
    candidate: Span | None = None


def merge(
    proposal: Proposal, old: Draft, new: Draft, found: WordMap, direct: Callable[[], WordMap] | None = None
) -> Merged:
    """Carry a proposal over to the source of today.

    Args:
        proposal: with the place of its quote in the old text.
        old: the source that was commented on.
        new: the source of today.
        found: the map of the words of the first to those of the second.
        direct: gives a map made of the two texts alone, where `found` went through the history: words that were out
            for a while and came back are lost to the history, and where the two maps disagree nobody is sure.
    """
    merged = _merge(proposal, old, new, found)
    if direct is None or (merged.outcome is Outcome.REFUSED and merged.reason not in _LOST):
        return merged
    again = _merge(proposal, old, new, direct())
    if merged.outcome is Outcome.REFUSED:
        return merged if again.outcome is Outcome.REFUSED else again
    if merged.outcome is again.outcome is Outcome.APPLIED and merged.change != again.change:
        return Merged(Outcome.REFUSED, reason=Reason.TWO, candidate=merged.candidate)
    return merged


def _merge(proposal: Proposal, old: Draft, new: Draft, found: WordMap) -> Merged:
    if proposal.action not in (Action.REPLACE, Action.DELETE, Action.INSERT_BEFORE, Action.INSERT_AFTER):
        return Merged(Outcome.REFUSED, reason=Reason.ACTION)
    if not proposal.whole and _says_it_already(proposal, old, new, found):
        return Merged(Outcome.ALREADY)
    here = _now(found, proposal.span)
    reason = _against(proposal, here, old, new, found)
    if reason is not None:
        return Merged(Outcome.REFUSED, reason=reason, candidate=here)
    assert here is not None  # noqa: S101 - without a place there is a reason
    if not proposal.whole and _stands_around(proposal, here, old, new):
        return Merged(Outcome.ALREADY, candidate=here)
    change = _change(proposal, here, new)
    if change.text.split() == new.text[change.start : change.end].split():
        return Merged(Outcome.ALREADY, candidate=here)
    return Merged(Outcome.APPLIED, change, candidate=here)


def _now(found: WordMap, span: Span) -> Span | None:
    """From the first to the last of the surviving words that stand near each other."""
    places = [place for place in found.to[span[0] : span[1]] if place >= 0]
    return (min(places), max(places) + 1) if places else None


def _against(proposal: Proposal, here: Span | None, old: Draft, new: Draft, found: WordMap) -> Reason | None:
    if here is None:
        return Reason.GONE
    start, end = proposal.span
    if found.to[start:end] != tuple(range(here[0], here[0] + end - start)):
        return Reason.CHANGED
    if old.between(start, end - 1) != new.between(here[0], here[1] - 1):
        return Reason.CHANGED
    if not _vouched_for(proposal, here, found):
        return Reason.ALONE
    return _against_cutting(proposal, here, old, new)


def _against_cutting(proposal: Proposal, here: Span, old: Draft, new: Draft) -> Reason | None:
    """Whether the edit would cut something that belongs together."""
    start, end = proposal.span
    if proposal.whole:
        return None if _is_paragraph(new, here, proposal.action) else Reason.PARAGRAPH
    if _cuts_markup(old, (start, end), proposal.action) or _cuts_markup(new, here, proposal.action):
        return Reason.MARKUP
    return None


def _vouched_for(proposal: Proposal, here: Span, found: WordMap) -> bool:
    """Whether enough neighbours stand where they stood beside the quote."""
    start, end = proposal.span
    before = _standing(found, start - 1, here[0] - 1, -1)
    after = _standing(found, end, here[1], 1)
    length = end - start
    if length + before + after < ENOUGH or (before + after == 0 and length < MANY):
        return False
    if proposal.action is Action.INSERT_BEFORE and not proposal.whole:
        return before > 0 or length + after >= ENOUGH
    if proposal.action is Action.INSERT_AFTER and not proposal.whole:
        return after > 0 or length + before >= ENOUGH
    return True


def _standing(found: WordMap, index: int, place: int, step: int) -> int:
    """How many of the next words, at most `AROUND`, stand unbroken beside the quote."""
    count = 0
    while count < AROUND and 0 <= index < len(found.to) and found.to[index] == place >= 0:
        index, place, count = index + step, place + step, count + 1
    return count


def _cuts_markup(draft: Draft, span: Span, action: Action) -> bool:
    """Whether the edit begins and ends in different markup, or an insertion is made inside of any."""
    first, last = draft.start(span[0]), draft.end(span[1] - 1)
    if action is Action.INSERT_BEFORE:
        return _inside(draft, first)
    if action is Action.INSERT_AFTER:
        return _inside(draft, last)
    return draft.construct(first) != draft.construct(last - 1)


def _inside(draft: Draft, point: int) -> bool:
    """Whether markup stands on both sides of this point, and is the same."""
    here = draft.construct(point)
    return here is not None and here[0] < point


def _is_paragraph(new: Draft, here: Span, action: Action) -> bool:
    """Whether these words are all of a block; for an insertion, whether they reach the edge where it goes."""
    block = new.wording.block[here[0]]
    first, last = new.wording.firsts[block], new.wording.firsts[block + 1]
    begins, ends = here[0] == first, here[1] == last
    if action is Action.INSERT_AFTER:
        return ends and new.wording.block[here[1] - 1] == block
    return begins and (ends or action is Action.INSERT_BEFORE)


# -- the edit


def _change(proposal: Proposal, here: Span, new: Draft) -> Change:
    if proposal.whole:
        return _of_paragraph(proposal, here, new)
    low, high = new.start(here[0]), new.end(here[1] - 1)
    words = proposal.words
    if proposal.action is Action.REPLACE:
        return Change(low, high, words)
    if proposal.action is Action.INSERT_BEFORE:
        return Change(low, low, f"{words} ")
    if proposal.action is Action.INSERT_AFTER:
        return Change(high, high, f" {words}")
    return Change(*_without(new.text, low, high), "")


def _without(text: str, low: int, high: int) -> Span:
    """Words to delete with the white space that follows them, or, before punctuation, that stands before them."""
    after = re.compile(r"\s*").match(text, high)
    if after and after.end() > high and after.end() < len(text):
        return low, after.end()
    return len(text[:low].rstrip()), high


def _of_paragraph(proposal: Proposal, here: Span, new: Draft) -> Change:
    start, end = new.block_span(new.wording.block[here[0]])
    if proposal.action is Action.INSERT_AFTER:
        return Change(end, end, f"\n\n{proposal.words}")
    if proposal.action is Action.INSERT_BEFORE:
        return Change(start, start, f"{proposal.words}\n\n")
    if proposal.action is Action.REPLACE:
        return Change(start, end, proposal.words)
    blank = re.compile(r"\s*").match(new.text, end)
    return Change(start, blank.end() if blank else end, "")


# -- what the text says already


def _says_it_already(proposal: Proposal, old: Draft, new: Draft, found: WordMap) -> bool:
    """Whether today's text has, between neighbours that stand, what the proposal would put there."""
    start, end = proposal.span
    quoted, proposed = list(old.wording.words(start, end)), WORD.findall(proposal.words)
    if proposal.action is Action.INSERT_AFTER:
        start, quoted = end, []
    elif proposal.action is Action.INSERT_BEFORE:
        end, quoted = start, []
    head = _shared(quoted, proposed)
    tail = _shared(quoted[head:][::-1], proposed[head:][::-1])
    start, end = start + head, end - tail
    proposed = proposed[head : len(proposed) - tail]
    if start == end and not proposed:
        return False
    return _stands_between(found, new, (start - 1, end), proposed)


def _stands_around(proposal: Proposal, here: Span, old: Draft, new: Draft) -> bool:
    """Whether the quote, which still stands, has become part of the words that the proposal would make of it."""
    quote, words = list(new.wording.words(*here)), WORD.findall(proposal.words)
    if proposal.action is Action.INSERT_AFTER:
        words = quote + words
    elif proposal.action is Action.INSERT_BEFORE:
        words = words + quote
    if len(words) <= len(quote):
        return False
    starts = [i for i in range(len(words) - len(quote) + 1) if words[i : i + len(quote)] == quote]
    return any(_reads(new, here[0] - i, words) and not _reads(old, proposal.span[0] - i, words) for i in starts)


def _reads(draft: Draft, start: int, words: list[str]) -> bool:
    end = start + len(words)
    return start >= 0 and end <= len(draft.wording) and list(draft.wording.words(start, end)) == words


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _stands_between(found: WordMap, new: Draft, neighbours: Span, words: list[str]) -> bool:
    left, right = neighbours
    if left < 0 or right >= len(found.to):
        return False
    low, high = found.to[left] + 1, found.to[right]
    return 0 < low <= high and list(new.wording.words(low, high)) == words
