"""Sure ground: runs of words that stand exactly once in what is left of each text.

The heaviest forward chain of them is the backbone; longer ones off it are text that moved.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.text.aligning.chains import heaviest_chain
from pipeline.text.aligning.pairing import Pairing, sentence_at


class Rules(NamedTuple):
    """Which unique runs are believed.

    Attributes:
        sizes: words of a seed; long ones first, because what they claim makes shorter ones unique.
        surely: words of a run out of order that has moved, whatever stands around it.
        perhaps: words of one that has moved if it is also half of a sentence, here or there.
    """

    sizes: tuple[int, ...]
    surely: int
    perhaps: int


FIRST = Rules((24, 12, 6), 24, 24)  # a shorter run may stand in the other copy of a sentence that was edited
LATER = Rules((12, 6), 10, 6)  # for what is left when each sentence has gone to the one most like it
LEAST_WEIGHT = 3.0  # of a run out of order


class Seed(NamedTuple):
    """Equal free words in both texts."""

    old: int
    new: int
    length: int


def plant(pairing: Pairing, rules: Rules) -> None:
    """Pair the unique runs of both texts, first those that keep the order, then those that moved."""
    names_a, names_b = _names(pairing.a, pairing.b)
    backbone: list[Seed] = []
    off: list[Seed] = []
    for size in rules.sizes:
        seeds = _unique(pairing, names_a[size], names_b[size], size)
        backbone = _on_chain(sorted(backbone + seeds))
        kept = set(backbone)
        off += [seed for seed in seeds if seed not in kept]
        for seed in _longest_first(backbone):
            pairing.claim_run(*seed)
    for seed in _longest_first(off):
        for part in _still_free(pairing, seed):
            if _has_moved(pairing, part, rules):
                pairing.claim_run(*part)


def _longest_first(seeds: list[Seed]) -> list[Seed]:
    return sorted(seeds, key=lambda seed: (-seed.length, seed))


def _names(a: Sequence[int], b: Sequence[int]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Number the word groups of each size, equal numbers for equal groups, by doubling (Karp, Miller and Rosenberg)."""
    names_a, names_b = {1: list(a)}, {1: list(b)}
    for size, part in ((2, 1), (3, 2), (6, 3), (12, 6), (24, 12)):
        number: dict[tuple[int, int], int] = {}
        for names in (names_a, names_b):
            head, tail = names[part], names[part][size - part :]
            names[size] = [number.setdefault(pair, len(number)) for pair in zip(head, tail, strict=False)]
    return names_a, names_b


def _unique(pairing: Pairing, names_a: list[int], names_b: list[int], size: int) -> list[Seed]:
    once_a, once_b = _once(pairing.ab, names_a, size), _once(pairing.ba, names_b, size)
    seeds: list[Seed] = []
    reached: dict[int, int] = {}  # by diagonal: where the last seed ends
    for name, old in once_a.items():
        new = once_b.get(name, -1)
        if old < 0 or new < 0 or reached.get(new - old, -1) > old:
            continue
        seed = _grown(pairing, old, new)
        reached[new - old] = seed.old + seed.length
        seeds.append(seed)
    return seeds


def _once(partners: Sequence[int], names: Sequence[int], size: int) -> dict[int, int]:
    """The place of each group that is free and stands once; -1 for those that stand more often."""
    places: dict[int, int] = {}
    free = 0
    for index, partner in enumerate(partners):
        free = free + 1 if partner < 0 else 0
        if free >= size:
            start = index - size + 1
            name = names[start]
            places[name] = -1 if name in places else start
    return places


def _grown(pairing: Pairing, old: int, new: int) -> Seed:
    """The longest run of equal free words around this pair."""
    a, b, ab, ba = pairing.a, pairing.b, pairing.ab, pairing.ba
    start, shift = old, new - old
    while start > 0 and start + shift > 0 and a[start - 1] == b[start + shift - 1] and ab[start - 1] < 0:
        if ba[start + shift - 1] >= 0:
            break
        start -= 1
    end, top = old, min(len(a), len(b) - shift)
    while end < top and a[end] == b[end + shift] and ab[end] < 0 and ba[end + shift] < 0:
        end += 1
    return Seed(start, start + shift, end - start)


def _on_chain(seeds: list[Seed]) -> list[Seed]:
    return [seeds[index] for index in heaviest_chain([(one.old, one.new, float(one.length)) for one in seeds])]


def _still_free(pairing: Pairing, seed: Seed) -> list[Seed]:
    parts, start = [], -1
    for step in range(seed.length + 1):
        free = step < seed.length and pairing.ab[seed.old + step] < 0 and pairing.ba[seed.new + step] < 0
        if free and start < 0:
            start = step
        elif not free and start >= 0:
            parts.append(Seed(seed.old + start, seed.new + start, step - start))
            start = -1
    return parts


def _has_moved(pairing: Pairing, seed: Seed, rules: Rules) -> bool:
    """Whether a run out of order is too long for chance."""
    old, new, length = seed
    if length < rules.perhaps or sum(pairing.wa[old : old + length]) < LEAST_WEIGHT:
        return False
    return length >= rules.surely or 2 * length >= min(
        _sentence_length(pairing.old.sentence, old, old + length),
        _sentence_length(pairing.new.sentence, new, new + length),
    )


def _sentence_length(sentence: Sequence[int], start: int, end: int) -> int:
    """How many words the sentences of these words have."""
    return sentence_at(sentence, end - 1).stop - sentence_at(sentence, start).start
