"""What stands between two sure runs: pair its words in order, and drop pairs that are only chance."""

from collections.abc import Iterable, Sequence
from math import log2
from typing import NamedTuple

from pipeline.text.aligning.chains import best_matches, heaviest_chain
from pipeline.text.aligning.pairing import Pairing, free_stretches, sentence_at
from pipeline.text.aligning.word_map import longest_increasing

SMALL = 10_000  # comparisons in a gap whose words are paired at once; larger ones are split first
GRAMS = ((4, 1.2), (3, 1.5))  # words of a seed inside a gap, and the least weight of it
ISLAND = 2  # words of a change that can make the run beside it an island


class Evidence(NamedTuple):
    """What a run between two changes must weigh: at least so much, and so much for each doubling of the change."""

    least: float
    doubling: float


STRANGE = Evidence(1.0, 0.6)
SAME_SENTENCE = Evidence(0.4, 0.5)  # both sides of the gap stand in one sentence: what is equal there is no chance
BESIDE = 40  # words that are looked at beside a run whose other neighbours went elsewhere


ALIKE = 0.3  # of two sentences that share a seed inside a gap

Match = tuple[int, int]


class Gap(NamedTuple):
    """Free words of both texts, by index and in order, and whether the words before and after them are pairs."""

    old: Sequence[int]
    new: Sequence[int]
    joined: tuple[bool, bool] = (True, True)


def fill_gaps(pairing: Pairing) -> None:
    """Pair words between neighbours: first between runs that are neighbours in both texts, then along the backbone."""
    for gap in _between_neighbours(pairing):
        fill(pairing, gap)
    for gap in _along_backbone(pairing):
        fill(pairing, gap)


def fill_beside(pairing: Pairing) -> None:
    """Pair free words that stand just before or after a run whose other neighbours went elsewhere."""
    for start, end in list(free_stretches(pairing.ab)):
        if start:
            fill(pairing, _after(pairing, start))
        if end < len(pairing.ab):
            fill(pairing, _before(pairing, end))


def fill(pairing: Pairing, gap: Gap) -> None:
    """Pair the words of one gap."""
    waiting = [gap]
    while waiting:
        one = waiting.pop()
        if len(one.old) * len(one.new) <= SMALL:
            pair_words(pairing, one)
        else:
            waiting += _split(pairing, one)


def pair_words(pairing: Pairing, gap: Gap) -> None:
    """Pair the words of a gap by the best chain of equal words, without islands."""
    old = [pairing.a[index] for index in gap.old]
    new = [pairing.b[index] for index in gap.new]
    weights = [pairing.wa[index] for index in gap.old]
    matches = best_matches(old, new, weights, gap.joined)
    evidence = SAME_SENTENCE if _in_one_sentence(pairing, gap) else STRANGE
    for i, j in _without_islands(matches, weights, gap, evidence):
        pairing.claim(gap.old[i], gap.new[j])


def _without_islands(matches: list[Match], weights: Sequence[float], gap: Gap, evidence: Evidence) -> list[Match]:
    """Drop runs that weigh too little for the changes on both sides of them, the lightest first.

    The more words were changed, the more of them are equal by chance. Where a gap does not end at a pair, all that
    follows counts as change.
    """
    runs = _runs(matches)
    olds, news = len(gap.old), len(gap.new)
    far = max(olds, news)
    first = (-1, -1) if gap.joined[0] else (-far, -far)
    last = (olds, news) if gap.joined[1] else (olds + far, news + far)
    while runs:
        ends, heads = [first, *(run[-1] for run in runs)], [*(run[0] for run in runs), last]
        change = [max(head[0] - end[0], head[1] - end[1]) - 1 for end, head in zip(ends, heads, strict=True)]
        islands = []
        for index, run in enumerate(runs):
            weight, smaller = sum(weights[i] for i, _ in run), min(change[index], change[index + 1])
            if smaller >= ISLAND and weight < max(evidence.least, evidence.doubling * log2(smaller)):
                islands.append((weight, index))
        if not islands:
            break
        del runs[min(islands)[1]]
    return [match for run in runs for match in run]


def _in_one_sentence(pairing: Pairing, gap: Gap) -> bool:
    """Whether the pairs before and after a gap stand in the same sentence, in both texts."""
    if not (all(gap.joined) and gap.old and gap.new):
        return False
    return _one(pairing.old.sentence, gap.old) and _one(pairing.new.sentence, gap.new)


def _one(sentence: Sequence[int], words: Sequence[int]) -> bool:
    before, after = max(words[0] - 1, 0), min(words[-1] + 1, len(sentence) - 1)
    return sentence[before] == sentence[after]


def _runs(matches: list[Match]) -> list[list[Match]]:
    runs: list[list[Match]] = []
    for match in matches:
        if runs and match == (runs[-1][-1][0] + 1, runs[-1][-1][1] + 1):
            runs[-1].append(match)
        else:
            runs.append([match])
    return runs


def _between_neighbours(pairing: Pairing) -> list[Gap]:
    ab, ba = pairing.ab, pairing.ba
    gaps = []
    for start, end in free_stretches(ab):
        left = ab[start - 1] if start else -1
        right = ab[end] if end < len(ab) else len(ba)
        if left + 1 < right and max(ba[left + 1 : right]) < 0:
            gaps.append(Gap(range(start, end), range(left + 1, right)))
    return gaps


def _along_backbone(pairing: Pairing) -> list[Gap]:
    ab, ba = pairing.ab, pairing.ba
    gaps, old, new = [], 0, 0
    for stop in [*longest_increasing(ab), len(ab)]:
        stop_new = ab[stop] if stop < len(ab) else len(ba)
        if stop > old and stop_new > new:
            left = [index for index in range(old, stop) if ab[index] < 0]
            right = [index for index in range(new, stop_new) if ba[index] < 0]
            if left and right:
                gaps.append(Gap(left, right))
        old, new = stop + 1, stop_new + 1
    return gaps


def _after(pairing: Pairing, start: int) -> Gap:
    """The free words after the pair that ends before `start`."""
    partner = pairing.ab[start - 1]
    old = range(start, _free_until(pairing.ab, start - 1, 1))
    return Gap(old, range(partner + 1, _free_until(pairing.ba, partner, 1)), (True, False))


def _before(pairing: Pairing, end: int) -> Gap:
    """The free words before the pair that begins at `end`."""
    partner = pairing.ab[end]
    old = range(_free_until(pairing.ab, end, -1) + 1, end)
    return Gap(old, range(_free_until(pairing.ba, partner, -1) + 1, partner), (False, True))


def _free_until(partners: Sequence[int], place: int, step: int) -> int:
    """The first index beyond the free words beside this one, at most `BESIDE` words on."""
    index, last = place + step, place + step * (BESIDE + 1)
    while index != last and 0 <= index < len(partners) and partners[index] < 0:
        index += step
    return index


def _split(pairing: Pairing, gap: Gap) -> list[Gap]:
    """Claim word groups that stand once in each side of the gap, and return what is left between them."""
    for size, least in GRAMS:
        chain = _local_seeds(pairing, gap, size, least)
        if chain:
            return _cut(pairing, gap, chain, size)
    return []


def _local_seeds(pairing: Pairing, gap: Gap, size: int, least: float) -> list[tuple[int, int]]:
    old = _grams([pairing.a[index] for index in gap.old], size)
    new = _grams([pairing.b[index] for index in gap.new], size)
    seeds = []
    for gram, i in old.items():
        j = new.get(gram, -1)
        if i >= 0 and j >= 0:
            weight = sum(pairing.wa[gap.old[i + step]] for step in range(size))
            if weight >= least and _alike(pairing, gap.old[i], gap.new[j]) >= ALIKE:
                seeds.append((i, j, weight))
    return [seeds[index][:2] for index in heaviest_chain(seeds)]


def _alike(pairing: Pairing, old: int, new: int) -> float:
    """The share of the lighter of the two sentences, by weight, whose words the other has too."""
    weight = {pairing.a[i]: pairing.wa[i] for i in sentence_at(pairing.old.sentence, old)}
    other = {pairing.b[j]: pairing.wb[j] for j in sentence_at(pairing.new.sentence, new)}
    shared = sum(value for key, value in weight.items() if key in other)
    return shared / min(sum(weight.values()), sum(other.values()))


def _grams(words: Sequence[int], size: int) -> dict[tuple[int, ...], int]:
    places: dict[tuple[int, ...], int] = {}
    for index, gram in enumerate(zip(*(words[step:] for step in range(size)), strict=False)):
        places[gram] = -1 if gram in places else index
    return places


def _cut(pairing: Pairing, gap: Gap, chain: Iterable[tuple[int, int]], size: int) -> list[Gap]:
    gaps, old, new = [], 0, 0
    for i, j in chain:
        if i >= old and j >= new:
            gaps.append(Gap(gap.old[old:i], gap.new[new:j]))
            old, new = i, j
        while old < i + size and new < j + size and i - old == j - new:
            pairing.claim(gap.old[old], gap.new[new])
            old, new = old + 1, new + 1
    gaps.append(Gap(gap.old[old:], gap.new[new:]))
    return [one for one in gaps if one.old and one.new]
