"""Where a quote stands in the text it was taken from, however it was copied.

Literal words first; then parts around an elision; then letters alone, which forgives hyphens, blanks, case and markup;
then the nearest thing with a few wrong letters or words. The cited block is a hint: it decides between equals.
"""

import re
from collections import Counter
from enum import StrEnum
from typing import NamedTuple

from pipeline.review.anchoring.letters import Letters, closest, pieced
from pipeline.text.wording import WORD, Wording

Span = tuple[int, int]

REACH = 3  # blocks from the cited one in which a place counts as cited: people miscount
ENOUGH, ENOUGH_SHORT, SHORT = 0.78, 0.84, 20  # likeness of letters that is enough, and for quotes of fewer letters
FEWEST = 6  # letters of a quote that is looked for with mistakes
STEP = 0.015  # likeness that a block of distance costs
LOOSE = 8  # blocks of the whole text that are searched for a quote with mistakes
_ELISION = re.compile(r"[\[(]\s*(?:…|\.{3,})\s*[\])]|…|\.{3,}|(?:\.\s){2,}\.")


class How(StrEnum):
    """How a quote was found."""

    LITERAL = "literal"
    ELISION = "elision"  # its parts stand in order, and words between them were left out
    LETTERS = "letters"  # the same letters, other blanks, hyphens or case
    APPROXIMATE = "approximate"


class Found(NamedTuple):
    """The places of a quote.

    Attributes:
        span: the words, or None when it stands in no place or in several.
        how: None when it was not found.
        score: likeness of the letters, 0.0 to 1.0.
        distance: in blocks from the cited block to the place, or None when nothing was cited.
        candidates: all places that are equally good when there are several; else the other places, the nearest first.
    """

    span: Span | None
    how: How | None = None
    score: float = 0.0
    distance: int | None = None
    candidates: tuple[Span, ...] = ()

    @property
    def unique(self) -> bool:
        """Whether it stands in one place only, wherever that was looked for."""
        return self.span is not None and not self.candidates

    @property
    def ambiguous(self) -> bool:
        """Whether it stands in several places, with nothing to choose by."""
        return self.span is None and bool(self.candidates)


class QuoteIndex:
    """A text in which quotes are looked for; made once for all quotes."""

    def __init__(self, text: Wording) -> None:
        self.text = text
        self.letters = Letters(text)

    def literal(self, keys: tuple[str, ...]) -> list[Span]:
        """All places of these words, in order."""
        places = self.text.places
        if not keys or any(key not in places for key in keys):
            return []
        rarest = min(range(len(keys)), key=lambda index: len(places[keys[index]]))
        spans = ((place - rarest, place - rarest + len(keys)) for place in places[keys[rarest]] if place >= rarest)
        return [span for span in spans if self.text.keys[span[0] : span[1]] == keys]

    def distance(self, span: Span, near: int | None) -> int | None:
        """Blocks between the cited one and the nearest word of a place."""
        if near is None:
            return None
        first, last = self.text.block[span[0]], self.text.block[span[1] - 1]
        return max(first - near, near - last, 0)


def find_quote(index: QuoteIndex, quote: str, near: int | None = None) -> Found:
    """Find a quote in the text it was taken from.

    Args:
        index: the text.
        quote: the words as the member copied them.
        near: the block that the member cited, from 0, or None.
    """
    keys = _keys(quote)
    parts = [part for part in (_keys(piece) for piece in _ELISION.split(quote)) if part]
    if not keys:
        return Found(None)
    if len(parts) > 1:
        places = _around_elision(index, parts)
        if places:
            return _choose(index, places, quote, near, How.ELISION)
    if places := index.literal(keys):
        return _choose(index, places, quote, near, How.LITERAL)
    if places := index.letters.places("".join(keys)):
        return _choose(index, places, quote, near, How.LETTERS)
    return _approximately(index, keys, near)


def is_literal(index: QuoteIndex, quote: str) -> bool:
    """Whether words stand in a text as they are, wherever and however often; far cheaper than to find a bad copy."""
    return bool(index.literal(_keys(quote)))


def _keys(text: str) -> tuple[str, ...]:
    return tuple(match[0].casefold() for match in WORD.finditer(text))


def _inside(quote: str) -> str:
    """The quote from its first to its last word, white space squeezed."""
    spans = [match.span() for match in WORD.finditer(quote)]
    return " ".join(quote[spans[0][0] : spans[-1][1]].split())


def _choose(index: QuoteIndex, places: list[Span], quote: str, near: int | None, how: How) -> Found:
    """One place if the citation or the characters tell which; else all of them, the nearest first."""
    ranked = sorted(places, key=lambda span: (index.distance(span, near) or 0, span))
    best = _nearest(index, ranked, near)
    if len(best) > 1:
        squeezed = _inside(quote)
        best = [span for span in best if " ".join(index.text.text(*span).split()) == squeezed] or best
    if len(best) > 1:
        return Found(None, how, 1.0, index.distance(best[0], near), tuple(best))
    rest = tuple(span for span in ranked if span != best[0])
    return Found(best[0], how, 1.0, index.distance(best[0], near), rest)


def _nearest(index: QuoteIndex, ranked: list[Span], near: int | None) -> list[Span]:
    """The places in the cited block; if none, those within reach of it; if none, all."""
    if near is None:
        return ranked
    for reach in (0, REACH):
        if within := [span for span in ranked if (index.distance(span, near) or 0) <= reach]:
            return within
    return ranked


def _around_elision(index: QuoteIndex, parts: list[tuple[str, ...]]) -> list[Span]:
    """Places where the parts stand in order, each soon after the one before: at most four blocks on."""
    block = index.text.block
    every = [index.literal(part) for part in parts]
    places = []
    for start, end in every[0]:
        stop = end
        for later in every[1:]:
            following = next((span for span in later if span[0] >= stop), None)
            if following is None or block[following[0]] - block[start] > REACH + 1:
                break
            stop = following[1]
        else:
            places.append((start, stop))
    latest = {stop: start for start, stop in places}  # of places with the same end the shortest
    return sorted((start, stop) for stop, start in latest.items())


def _approximately(index: QuoteIndex, keys: tuple[str, ...], near: int | None) -> Found:
    """The most similar place near the citation; if nothing there is similar enough, in the rest of the text."""
    if sum(map(len, keys)) < FEWEST:
        return Found(None)
    if near is not None:
        cited = [index.text.words_of(near - reach, near + reach) for reach in (0, REACH)]
        place = _best_of(index, keys, cited, near)
        if place.how:
            return place
    windows = [index.text.words_of(block - 1, block + 1) for block in _likely_blocks(index, keys)]
    return _best_of(index, keys, windows, near)


def _best_of(index: QuoteIndex, keys: tuple[str, ...], windows: list[Span], near: int | None) -> Found:
    letters = "".join(keys)
    ranked: dict[Span, float] = {}
    for window in windows:
        for likeness, span in _similar(index.letters, letters, window):
            worth = likeness - STEP * min(index.distance(span, near) or 0, 2 * REACH)
            if worth >= (ENOUGH_SHORT if len(letters) < SHORT else ENOUGH):
                ranked[span] = max(worth, ranked.get(span, 0.0))
    order = sorted(ranked, key=lambda span: (-ranked[span], span))
    if not order:
        return Found(None)
    rivals = [span for span in order[1:] if ranked[span] == ranked[order[0]] and _apart(span, order[0])]
    where = index.distance(order[0], near)
    if rivals:
        return Found(None, How.APPROXIMATE, ranked[order[0]], where, (order[0], *rivals))
    return Found(order[0], How.APPROXIMATE, ranked[order[0]], where, tuple(order[1:]))


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


def _similar(letters: Letters, pattern: str, window: Span) -> list[tuple[float, Span]]:
    """The nearest place in a window, with its likeness: with a few wrong letters, and with missing words."""
    offset = letters.starts[window[0]]
    text, out = letters.text[offset : letters.starts[window[1]]], []
    if hit := closest(pattern, text):
        out.append((1 - hit[0] / len(pattern), offset + hit[1], offset + hit[2]))
    if (not out or out[0][0] < ENOUGH_SHORT) and (pieces := pieced(pattern, text)):
        out.append((pieces[0], offset + pieces[1], offset + pieces[2]))
    spans = [(likeness, letters.words(low, high), low, high) for likeness, low, high in out]
    return [(score - letters.beyond(span, low, high) / len(pattern), span) for score, span, low, high in spans]


def _likely_blocks(index: QuoteIndex, keys: tuple[str, ...]) -> list[int]:
    """The blocks that share most words with the quote, rare words first of all."""
    votes: Counter[int] = Counter()
    for key in dict.fromkeys(keys):
        places = index.text.places.get(key, [])
        for block in {index.text.block[place] for place in places}:
            votes[block] += 1 + 1_000_000 // len(places)
    return [block for block, _ in sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:LOOSE]]
