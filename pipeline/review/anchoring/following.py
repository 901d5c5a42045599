"""Where a stretch of the old text is in the new one, judged from the map of its words and of those around it."""

from typing import NamedTuple

from pipeline.model.ledger import AnchorStatus as Status
from pipeline.text.aligning import WordMap, weight_of
from pipeline.text.wording import Wording

Span = tuple[int, int]

AROUND = 12  # words between places of a torn quote that make them two, at least
WITNESSES = (4, 12)  # words before and after the quote that bear witness: the nearest by themselves, and more of them
REACH = 24  # how far from the quote a witness may have gone and still stand beside it
CONTEXT = 0.4  # share of witnesses that make a quote stand in its place
LEAST, LEAST_ALONE = 0.3, 0.5  # share of the quote that survives: with witnesses or many words, and without
MANY, MANY_WEIGHT = 8, 2.0  # words that need no witnesses
NOT_CHANCE = 1.0  # weight below which words are only small change


class Followed(NamedTuple):
    """Where a word span of the old text is now.

    Attributes:
        status: EXACT, MOVED, CHANGED or DELETED.
        span: the words in the new text, with replaced words at the edges; None when deleted.
        confidence: 0.0 to 1.0: how much of the quote survives, mean of the share of words and of their weight.
        candidates: other places where some of its words went, the best first; for a deleted quote all such places.
    """

    status: Status
    span: Span | None
    confidence: float
    candidates: tuple[Span, ...] = ()


class _Cluster(NamedTuple):
    """Old words that went to one place, with those places and their weight."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    weight: float

    @property
    def span(self) -> Span:
        return self.new[0], self.new[-1] + 1


def follow(found: WordMap, old: Wording, new: Wording, span: Span) -> Followed:
    """Say what became of the words `span` of the old text; `found` maps it to the new one."""
    start, end = span
    weights = _weights(old, new, old.keys[start:end])
    clusters = _clusters(found, span, weights)
    if not clusters:
        return Followed(Status.DELETED, None, 0.0)
    best = clusters[0]
    share = (len(best.old) / (end - start) + best.weight / sum(weights)) / 2
    spans = tuple(cluster.span for cluster in clusters)
    if not _stands(found, best, span, share):
        return Followed(Status.DELETED, None, share, spans)
    if len(best.old) == end - start and old.words(*span) == new.words(*best.span):
        in_place = all(found.backbone[start:end])
        return Followed(Status.EXACT if in_place else Status.MOVED, best.span, share, spans[1:])
    return Followed(Status.CHANGED, _with_edges(found, best, span), share, spans[1:])


def _weights(old: Wording, new: Wording, keys: tuple[str, ...]) -> list[float]:
    before, after, total = old.counts, new.counts, len(old) + len(new)
    return [weight_of(key, before[key] + after[key], total) for key in keys]


def _clusters(found: WordMap, span: Span, weights: list[float]) -> list[_Cluster]:
    """The surviving words by where they went, the heaviest place first."""
    start, end = span
    whole = found.to[start:end]
    if whole and whole[0] >= 0 and whole == tuple(range(whole[0], whole[0] + len(whole))):
        return [_Cluster(tuple(range(start, end)), whole, sum(weights))]
    pairs = sorted((found.to[index], index) for index in range(start, end) if found.to[index] >= 0)
    groups: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if groups and pair[0] - groups[-1][-1][0] <= max(AROUND, 2 * (end - start)):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    clusters = [
        _Cluster(tuple(o for _, o in group), tuple(n for n, _ in group), sum(weights[o - start] for _, o in group))
        for group in groups
    ]
    return sorted(clusters, key=lambda one: (-one.weight, one.new))


def _stands(found: WordMap, best: _Cluster, span: Span, share: float) -> bool:
    """Whether what survives is the quote, and not chance words of other text."""
    if share < LEAST:
        return False
    if _context(found, best, span) >= CONTEXT or (len(best.old) >= MANY and best.weight >= MANY_WEIGHT):
        return True
    return share >= LEAST_ALONE and best.weight >= NOT_CHANCE


def _context(found: WordMap, best: _Cluster, span: Span) -> float:
    """The share of the words around the quote that went where it went; 1.0 when there are none around it."""
    start, end = span
    low, high = best.span[0] - REACH, best.span[1] + REACH
    shares = []
    for most in WITNESSES:
        around = [*range(max(0, start - most), start), *range(end, min(len(found.to), end + most))]
        beside = sum(1 for index in around if low <= found.to[index] < high)
        shares.append(beside / len(around) if around else 1.0)
    return max(shares)


def _with_edges(found: WordMap, best: _Cluster, span: Span) -> Span:
    """The span of what survives, with the words that came for a lost edge, up to a neighbour that stands."""
    low, high = best.span
    first, last = min(best.old), max(best.old)
    if first > span[0] and span[0] > 0:
        stop = found.to[span[0] - 1] + 1
        if 0 < stop <= low and low - stop <= 2 * (first - span[0]) + 2:
            low = stop
    if last < span[1] - 1 and span[1] < len(found.to):
        stop = found.to[span[1]]
        if high <= stop <= high + 2 * (span[1] - 1 - last) + 2:
            high = stop
    return low, high
