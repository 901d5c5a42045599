"""Sentences that are left: each goes to the free sentence that is most like it, if no other is nearly as like.

What is near (in the gap where it would stand, or beside where its neighbours went) is believed sooner than what is far.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.text.aligning.gaps import Gap, pair_words
from pipeline.text.aligning.pairing import Pairing

FEWEST, LEAST_WEIGHT = 4, 3.0  # free words of a sentence that is looked for
NEARBY, NEAR_BONUS = 150, 0.12  # words from where a neighbour went, and what that adds to likeness
MARGIN = 0.1  # over the second best
ROUNDS = ((0.55, 4.0), (0.45, 4.0))  # likeness that is enough, with the least shared weight
RARE, MOST = 60, 25  # a word that stands in more free sentences proposes none of them; sentences that are looked at


class Unit(NamedTuple):
    """The free words of a sentence, what they weigh, and each word and pair of words with its weight."""

    words: tuple[int, ...]
    weight: float
    bag: dict[int, float]


class Offer(NamedTuple):
    """A sentence of the new text that one of the old may have become; sorts best first."""

    rank: float
    old: int
    new: int
    shared: float


def match_sentences(pairing: Pairing) -> None:
    """Pair left-over sentences, and the words within each pair."""
    for enough, least in ROUNDS:
        _one_round(pairing, enough, least)


def _one_round(pairing: Pairing, enough: float, least: float) -> None:
    olds = list(_units(pairing, pairing.a, pairing.ab, pairing.old.sentence, pairing.wa))
    news = list(_units(pairing, pairing.b, pairing.ba, pairing.new.sentence, pairing.wb))
    index = _index(news)
    offers = []
    for number, unit in enumerate(olds):
        best = _best(pairing, number, unit, news, index)
        if best and -best.rank >= enough and best.shared >= least:
            offers.append(best)
    taken: set[int] = set()
    for offer in sorted(offers):
        if offer.new not in taken:
            taken.add(offer.new)
            pair_words(pairing, Gap(olds[offer.old].words, news[offer.new].words))


def _units(
    pairing: Pairing, keys: Sequence[int], partners: Sequence[int], sentence: Sequence[int], weights: Sequence[float]
) -> Iterator[Unit]:
    groups: dict[int, list[int]] = defaultdict(list)
    for index, partner in enumerate(partners):
        if partner < 0:
            groups[sentence[index]].append(index)
    top = len(pairing.a) + len(pairing.b)
    for words in groups.values():
        weight = sum(weights[index] for index in words)
        if len(words) >= FEWEST and weight >= LEAST_WEIGHT:
            bag = _bag(words, keys, weights, top)
            yield Unit(tuple(words), sum(bag.values()), bag)


def _bag(words: Sequence[int], keys: Sequence[int], weights: Sequence[float], top: int) -> dict[int, float]:
    """Words and pairs of neighbours, each with its weight; a pair is a number beyond all words."""
    bag: dict[int, float] = {}
    before = -2
    for index in words:
        bag[keys[index]] = bag.get(keys[index], 0.0) + weights[index]
        if before == index - 1:
            pair = (keys[before] + 1) * top + keys[index]
            bag[pair] = bag.get(pair, 0.0) + (weights[before] + weights[index]) / 2
        before = index
    return bag


def _index(units: Sequence[Unit]) -> dict[int, list[int]]:
    index: dict[int, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        for key in unit.bag:
            index[key].append(number)
    return index


def _best(pairing: Pairing, number: int, unit: Unit, news: Sequence[Unit], index: dict[int, list[int]]) -> Offer | None:
    """The best offer, or None when there is none or the second best is too near."""
    expected = _expected(pairing, unit)
    offers = []
    for place in _candidates(unit, index):
        other = news[place]
        shared = sum(min(value, other.bag[key]) for key, value in unit.bag.items() if key in other.bag)
        low, high = sorted((unit.weight, other.weight))
        likeness = shared / (0.6 * low + 0.4 * high)
        near = any(abs(other.words[0] - spot) <= NEARBY for spot in expected)
        offers.append(Offer(-likeness - NEAR_BONUS * near, number, place, shared))
    offers.sort()
    if not offers or (len(offers) > 1 and offers[1].rank - offers[0].rank < MARGIN):
        return None
    return offers[0]


def _candidates(unit: Unit, index: dict[int, list[int]]) -> list[int]:
    """The free sentences that share most with this one, by words and pairs that do not stand in too many."""
    shared: dict[int, float] = {}
    for key, weight in unit.bag.items():
        places = index.get(key, ())
        if len(places) <= RARE:
            for place in places:
                shared[place] = shared.get(place, 0.0) + weight
    return heapq.nsmallest(MOST, shared, key=lambda place: (-shared[place], place))


def _expected(pairing: Pairing, unit: Unit) -> list[int]:
    """Where the neighbours of a sentence went: the nearest paired word before and after it, within 40 words."""
    ab, first, last = pairing.ab, unit.words[0], unit.words[-1]
    before = next((ab[index] for index in range(first - 1, max(first - 40, -1), -1) if ab[index] >= 0), None)
    after = next((ab[index] for index in range(last + 1, min(last + 40, len(ab))) if ab[index] >= 0), None)
    return [spot for spot in (before, after) if spot is not None]
