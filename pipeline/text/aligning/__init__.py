"""Which word of a new text is which of an old one: across edits, moves and many revisions.

`align_words` compares two texts; `through` follows the words from revision to revision, which is surer when much
changed.
Both are deterministic and take nearly linear time: 200,000 words a few seconds.
"""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.text.aligning.gaps import fill_beside, fill_gaps
from pipeline.text.aligning.pairing import Pairing, weight_of
from pipeline.text.aligning.seeds import FIRST, LATER, plant
from pipeline.text.aligning.sentences import match_sentences
from pipeline.text.aligning.sliding import settle
from pipeline.text.aligning.word_map import Run, WordMap
from pipeline.text.wording import Wording

__all__ = ["Run", "WordMap", "align_words", "join", "through", "weight_of"]

_LEAST_RUN = 6  # words of a run that the direct comparison may add to what the history knows


def align_words(old: Wording, new: Wording) -> WordMap:
    """Follow each word of the old text into the new one, or say that it is gone."""
    pairing = Pairing(old, new)
    plant(pairing, FIRST)
    fill_gaps(pairing)
    match_sentences(pairing)
    fill_gaps(pairing)
    plant(pairing, LATER)
    fill_gaps(pairing)
    fill_beside(pairing)
    settle(pairing)
    return WordMap(tuple(pairing.ab), len(new))


def join(steps: Sequence[WordMap], direct: WordMap) -> WordMap:
    """One map from the first revision to the last: step by step, and long runs that only `direct` found.

    Args:
        steps: from each revision to the next.
        direct: from the first to the last.

    Raises:
        ValueError: the maps do not follow each other.
    """
    if not steps:
        return direct
    whole = steps[0]
    for step in steps[1:]:
        whole = whole.compose(step)
    return whole.filled_from(direct, _LEAST_RUN)


def through(history: Sequence[Wording]) -> WordMap:
    """Follow the words of the first text to the last through all that came between; 7 to 10 revisions are enough.

    Raises:
        ValueError: there are fewer than two texts.
    """
    if len(history) < 2:
        raise ValueError("a history has at least two texts")
    direct = align_words(history[0], history[-1])
    return join([align_words(old, new) for old, new in pairwise(history)], direct) if len(history) > 2 else direct
