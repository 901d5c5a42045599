"""Which change brought each word of a text, followed back through its versions."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.text.differing import kept_words


class Past(NamedTuple):
    """A text before and after a change, as words."""

    change: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def trace(words: Sequence[str], history: Sequence[Past]) -> tuple[str, ...]:
    """The change that each word came in with, "" for one that the history does not explain.

    Args:
        words: the text of today.
        history: what happened to it, the latest first. A version that is not quite the one before the next change
            (lines of two branches that were merged) is compared with it, and explains what it can.
    """
    found = [""] * len(words)
    here = tuple(words)
    finals: Mapping[int, int] = {index: index for index in range(len(words))}
    for past in history:
        finals = _carried(past.after, here, finals)
        stays = _carried(past.before, past.after, finals)
        for final in set(finals.values()) - set(stays.values()):
            found[final] = past.change
        finals, here = stays, past.before
    return tuple(found)


def _carried(older: tuple[str, ...], newer: tuple[str, ...], finals: Mapping[int, int]) -> dict[int, int]:
    """The words of an older version that are still in the text of today, each with its place there."""
    if older == newer:
        return dict(finals)
    carried = {}
    for run in kept_words(older, newer):
        for step in range(run.length):
            final = finals.get(run.new + step)
            if final is not None:
                carried[run.old + step] = final
    return carried
