"""A proposal that only gives its result ("to read: …"): which words of the draft it most likely replaces."""

from pipeline.model.comment import Comment
from pipeline.model.ledger import Anchor
from pipeline.review.anchoring import find_quote
from pipeline.review.placing import Texts
from pipeline.text.wording import WORD

ENOUGH = 0.5  # share of the words that the result and the words it replaces have in common
SLACK = 3  # words that the old wording may be longer or shorter


def suggestion(comment: Comment, anchor: Anchor, texts: Texts) -> str:
    """The words of the draft that the result stands nearest to, in the passage that was cited; "" for none.

    A result that stands there almost literally is found as a quote with mistakes is; else the run of words of that
    passage with the greatest share of common words is taken, if that is at least half.
    """
    proposal = comment.proposal
    if proposal is None or not proposal.result_only or anchor.read is None:
        return ""
    found = find_quote(texts.index, proposal.words, anchor.read.unit)
    inside = anchor.read.start, anchor.read.end
    if found.span is not None and inside[0] <= found.span[0] and found.span[1] <= inside[1]:
        return texts.read.wording.text(*found.span)
    span = _nearest(texts, inside, [match[0].casefold() for match in WORD.finditer(proposal.words)])
    return texts.read.wording.text(*span) if span else ""


def _nearest(texts: Texts, inside: tuple[int, int], wanted: list[str]) -> tuple[int, int] | None:
    """The run with the greatest likeness (Dice on words); of equal ones the shortest, then the first."""
    keys = texts.read.wording.keys
    bag = set(wanted)
    best: tuple[float, int, int] | None = None
    for start in range(*inside):
        if keys[start] not in bag:
            continue
        for end in range(start + 1, min(inside[1], start + len(wanted) + SLACK) + 1):
            if keys[end - 1] not in bag:
                continue
            common = len(bag & set(keys[start:end]))
            share = 2 * common / (len(bag) + end - start)
            if best is None or (share, -(end - start)) > (best[0], -(best[2] - best[1])):
                best = share, start, end
    return (best[1], best[2]) if best and best[0] >= ENOUGH else None
