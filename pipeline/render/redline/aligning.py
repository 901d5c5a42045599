"""Which block of the old paper is which of the new one: kept, split, merged, moved, gone or come."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import accumulate
from typing import NamedTuple

from pipeline.render.redline.joining import Spans, join
from pipeline.render.redline.likeness import Item, is_plain, likeness
from pipeline.text.aligning.chains import heaviest_chain

ALIKE = 0.35  # share of common words from which two blocks in order are one block, changed
ALIKE_NAMED = 0.1  # the same where both carry the same bookmark
ALIKE_TWINS = 0.9  # from which a paragraph elsewhere is the same, whatever is like it in its place
ALIKE_BETTER = 0.3  # by how much it must be more alike than what is like it in its place, if it is less so than that
ALIKE_MOVED, WORDS_MOVED = 0.7, 5  # share and words from which a block that stands elsewhere was moved
AREA, RARE = 1_600, 12  # pairs of a gap that are all compared; in larger ones, pairs that share a word this rare


Pair = tuple[int, int]


class Fate(Enum):
    """What became of a block, or of two."""

    KEPT = "kept"
    SPLIT = "split"
    MERGED = "merged"
    GONE = "gone"
    COME = "come"
    LEFT = "left"  # moved: where it was
    ARRIVED = "arrived"  # moved: where it is


class Step(NamedTuple):
    """One step through both papers; `old` and `new` are indexes, `move` numbers the moves from 1."""

    fate: Fate
    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    move: int = 0


class _Free(NamedTuple):
    """What has no partner, and where of it moved to where."""

    old: list[int]
    new: list[int]
    moved: dict[int, int]


def align(old: Sequence[Item], new: Sequence[Item], *, joins: bool = True, moves: bool = True) -> list[Step]:
    """Align two containers.

    Args:
        old: the blocks of one, or the bands of a table.
        new: those of the other.
        joins: whether paragraphs may be split and merged.
        moves: whether they may move.
    """
    equal = _equal(old, new)
    alike = _alike(old, new, equal) if moves else {}
    anchors = _anchors(old, new, equal, alike)
    away = _away(old, new, anchors, equal | alike) if moves else {}
    pairs = sorted([*anchors, *_pairs(old, new, _spans(anchors), away)])
    if moves and (moved := _rather_moved(old, new, pairs, equal | alike)):
        away |= moved
        pairs = sorted([*anchors, *_pairs(old, new, _spans(anchors), away)])
    spans = _spans(pairs)
    if joins:
        spans = join(old, new, pairs, away)
        if len(spans) < len(pairs):  # what lost its partner to a split or merge may have another one
            spans |= _spans(_pairs(old, new, spans, away))
    left = sorted(set(range(len(old))) - {i for span, _ in spans.values() for i in span})
    right = sorted(set(range(len(new))) - {j for _, span in spans.values() for j in span})
    free = _Free(left, right, _moves(old, new, left, right) if moves else {})
    return list(_in_order(spans, free, (len(old), len(new))))


def _in_order(spans: Spans, free: _Free, ends: tuple[int, int]) -> Iterator[Step]:
    number = {i: n for n, i in enumerate(sorted(free.moved), 1)}
    arrived = {j: number[i] for i, j in free.moved.items()}
    at_old = at_new = 0
    for span_old, span_new in (*sorted(spans.values()), ((ends[0],), (ends[1],))):
        for i in [i for i in free.old if at_old <= i < span_old[0]]:
            yield Step(Fate.LEFT, (i,), move=number[i]) if i in number else Step(Fate.GONE, (i,))
        for j in [j for j in free.new if at_new <= j < span_new[0]]:
            yield Step(Fate.ARRIVED, new=(j,), move=arrived[j]) if j in arrived else Step(Fate.COME, new=(j,))
        if span_old[0] < ends[0]:
            yield Step(_fate(span_old, span_new), span_old, span_new)
        at_old, at_new = span_old[-1] + 1, span_new[-1] + 1


def _fate(old: tuple[int, ...], new: tuple[int, ...]) -> Fate:
    return Fate.SPLIT if len(new) > 1 else Fate.MERGED if len(old) > 1 else Fate.KEPT


# -- pairs in order


def _spans(pairs: Iterable[Pair]) -> Spans:
    return {i: ((i,), (j,)) for i, j in pairs}


def _pairs(old: Sequence[Item], new: Sequence[Item], spans: Spans, away: Mapping[int, int]) -> Iterator[Pair]:
    """The best pairs of blocks, in order, of what stands between those that belong together already."""
    gone, come = set(away), set(away.values())
    at_old = at_new = 0
    for span_old, span_new in (*sorted(spans.values()), ((len(old),), (len(new),))):
        left = [index for index in range(at_old, span_old[0]) if index not in gone]
        yield from _between(old, new, left, [index for index in range(at_new, span_new[0]) if index not in come])
        at_old, at_new = span_old[-1] + 1, span_new[-1] + 1


def _equal(old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    """Blocks that are equal and stand once on each side."""
    once_old, once_new = (Counter(item.key for item in items) for items in (old, new))
    place = {item.key: j for j, item in enumerate(new) if once_new[item.key] == 1}
    return {i: place[item.key] for i, item in enumerate(old) if once_old[item.key] == 1 and item.key in place}


def _anchors(
    old: Sequence[Item], new: Sequence[Item], equal: Mapping[int, int], alike: Mapping[int, int]
) -> list[Pair]:
    """Equal blocks that kept their order, most of the text: one that others passed, edited or not, is no anchor."""
    weights = {(i, j): 1.0 + len(old[i].text) for i, j in equal.items()}
    weights |= {(i, j): likeness(old[i], new[j]) * (1 + len(old[i].text)) for i, j in alike.items()}
    items = sorted((*pair, weight) for pair, weight in weights.items())
    chain = (items[index][:2] for index in heaviest_chain(items))
    return [(i, j) for i, j in chain if equal.get(i) == j]


def _between(old: Sequence[Item], new: Sequence[Item], left: list[int], right: list[int]) -> Iterator[Pair]:
    """Pairs of a gap: equal ones at its ends, and the heaviest chain of similar ones."""
    most = min(len(left), len(right))
    first = next((n for n in range(most) if old[left[n]].key != new[right[n]].key), most)
    most -= first
    last = next((n for n in range(most) if old[left[-1 - n]].key != new[right[-1 - n]].key), most)
    yield from zip(left[:first], right[:first], strict=True)
    inner_left, inner_right = left[first : len(left) - last], right[first : len(right) - last]
    scored = list(_candidates(old, new, inner_left, inner_right))
    yield from (scored[index][:2] for index in heaviest_chain(scored))
    yield from zip(left[len(left) - last :], right[len(right) - last :], strict=True)


def _candidates(
    old: Sequence[Item], new: Sequence[Item], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, int, float]]:
    for i, j in _near(old, new, left, right):
        named = _same_name(old[i], new[j])
        least = ALIKE_NAMED if named else ALIKE
        alike = likeness(old[i], new[j], least)
        if alike >= least:
            size = old[i].weight + new[j].weight
            yield i, j, alike * (size + 1) * (1 + named)


def _same_name(old: Item, new: Item) -> bool:
    names: tuple[str, ...] = getattr(old, "names", ())
    return bool(names) and not set(names).isdisjoint(getattr(new, "names", ()))


def _near(old: Sequence[Item], new: Sequence[Item], left: Sequence[int], right: Sequence[int]) -> list[Pair]:
    """Pairs that are worth comparing, in order: all of few; of many, those that share a rare word, or are equal."""
    if len(left) * len(right) <= AREA:
        return [(i, j) for i in left for j in right]
    index: dict[str, list[int]] = defaultdict(list)
    for j in right:
        for word in (*new[j].words, "\0" + new[j].key):
            index[word].append(j)
    found = set()
    for i in left:
        for word in (*old[i].words, "\0" + old[i].key):
            places = index.get(word, ())
            if len(places) <= RARE:
                found |= {(i, j) for j in places}
    return sorted(found)


# -- moved


def _alike(old: Sequence[Item], new: Sequence[Item], equal: Mapping[int, int]) -> dict[int, int]:
    """The partner of each paragraph that has none that is equal, wherever it stands.

    What stands more than once ("The following was agreed:") is left alone: nobody can tell which is which.
    """
    once_old, once_new = (Counter(item.text for item in items) for items in (old, new))
    held = set(equal.values())
    left = [i for i, item in enumerate(old) if i not in equal and once_old[item.text] == 1]
    right = [j for j, item in enumerate(new) if j not in held and once_new[item.text] == 1]
    return _best(old, new, left, right, ALIKE_MOVED)


def _away(
    old: Sequence[Item], new: Sequence[Item], anchors: Sequence[Pair], partners: Mapping[int, int]
) -> dict[int, int]:
    """Paragraphs that stand almost unchanged in another gap between anchors: they moved, whatever is like them here."""
    held_old, held_new = {i for i, _ in anchors}, {j for _, j in anchors}
    gap_old = list(accumulate((index in held_old for index in range(len(old))), initial=0))
    gap_new = list(accumulate((index in held_new for index in range(len(new))), initial=0))
    return {
        i: j
        for i, j in partners.items()
        if gap_old[i] != gap_new[j] and i not in held_old and _can_move(old[i]) and _can_move(new[j])
        if likeness(old[i], new[j]) >= ALIKE_TWINS
    }


def _rather_moved(
    old: Sequence[Item], new: Sequence[Item], pairs: Sequence[Pair], partners: Mapping[int, int]
) -> dict[int, int]:
    """Paragraphs with a partner elsewhere that is far more like them than the one in their place, if there is one."""
    of_old, of_new = dict(pairs), {j: i for i, j in pairs}
    found = {}
    for i, j in partners.items():
        rivals = [(i, of_old[i])] if i in of_old else []
        rivals += [(of_new[j], j)] if j in of_new else []
        if (i, j) in rivals or not (_can_move(old[i]) and _can_move(new[j])):
            continue
        here = max((likeness(old[one], new[other]) for one, other in rivals), default=0.0)
        if likeness(old[i], new[j]) >= here + ALIKE_BETTER:
            found[i] = j
    return found


def _moves(old: Sequence[Item], new: Sequence[Item], left: Sequence[int], right: Sequence[int]) -> dict[int, int]:
    """New place of each paragraph that moved, by the old one; the surest first, each used once."""
    return _best(old, new, left, right, ALIKE_MOVED)


def _best(
    old: Sequence[Item], new: Sequence[Item], left: Sequence[int], right: Sequence[int], least: float
) -> dict[int, int]:
    """The partner of each paragraph that is alike enough; the surest first, each used once."""
    near = _near(old, new, [i for i in left if _can_move(old[i])], [j for j in right if _can_move(new[j])])
    scored = [(likeness(old[i], new[j], least), i, j) for i, j in near]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(scored, key=lambda each: (-each[0], each[1:])):
        if score >= least and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _can_move(item: Item) -> bool:
    return is_plain(item) and sum(item.words.values()) >= WORDS_MOVED
