"""Anchoring: where the words that a comment quotes are in today's text, or that they are gone."""

from typing import NamedTuple

from pipeline.model.ledger import AnchorStatus as Status
from pipeline.review.anchoring.following import Followed, Span, follow
from pipeline.review.anchoring.quotes import Found, How, QuoteIndex, find_quote, is_literal
from pipeline.text.aligning import WordMap
from pipeline.text.wording import Wording

__all__ = [
    "Anchored",
    "Followed",
    "Found",
    "How",
    "QuoteIndex",
    "Span",
    "Status",
    "anchor",
    "find_quote",
    "follow",
    "is_literal",
]


class Anchored(NamedTuple):
    """Where a quote points today.

    Attributes:
        status: what became of it; AMBIGUOUS and UNPLACED are about the text it was taken from.
        span: its words in today's text, or None.
        confidence: 0.0 to 1.0: how well it was found times how much of it survives.
        candidates: places in today's text that a person should look at, the best first.
        source: its words in the text it was taken from, or None.
        how: how it was found there, or None.
        distance: blocks between the cited one and where it was found; 0 is agreement, None is nothing to compare.
    """

    status: Status
    span: Span | None = None
    confidence: float = 0.0
    candidates: tuple[Span, ...] = ()
    source: Span | None = None
    how: How | None = None
    distance: int | None = None


def anchor(quote: str, near: int | None, index: QuoteIndex, found: WordMap, new: Wording) -> Anchored:
    """Find a quote in the text it was taken from and follow it into today's.

    Args:
        quote: the words as the member copied them.
        near: the block that the member cited, from 0, or None.
        index: the text that was commented on.
        found: the map of its words to today's text.
        new: today's text.
    """
    place = find_quote(index, quote, near)
    if place.ambiguous:
        return _of_several(place, index, found, new)
    if place.span is None:
        return Anchored(Status.UNPLACED)
    now = follow(found, index.text, new, place.span)
    confidence = round(place.score * now.confidence, 4)
    return Anchored(now.status, now.span, confidence, now.candidates, place.span, place.how, place.distance)


def _of_several(place: Found, index: QuoteIndex, found: WordMap, new: Wording) -> Anchored:
    """One of several places was meant: nobody can say which, but when all of them are gone, so is the one."""
    every = [follow(found, index.text, new, span) for span in place.candidates]
    standing = tuple(one.span for one in every if one.span is not None)
    if standing:
        return Anchored(Status.AMBIGUOUS, None, 0.0, standing, None, place.how, place.distance)
    traces = tuple(dict.fromkeys(span for one in every for span in one.candidates))
    return Anchored(Status.DELETED, None, 0.0, traces, None, place.how, place.distance)
