"""Whether a number or title that somebody wrote is that of a section."""

import re
from functools import lru_cache

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SIGNS = re.compile(r"[\W_]+")
_SHORTEST_TYPO = 6  # letters: in shorter titles another letter makes another word


def number_fits(written: str, printed: str, *, by_worth: bool) -> bool:
    """Whether a number is that of a heading.

    Args:
        written: "IV.A", "3.1"; a step "x" stands for any.
        printed: of the heading, "III.A" or "Annex I".
        by_worth: "3.1" fits III.A, for a reader who counts in figures.
    """
    ours = printed.casefold().removeprefix("annex ").split(".")
    theirs = written.casefold().strip(".").split(".")
    if not printed or len(ours) != len(theirs):
        return False
    return all(
        one == other or (one == "x" and len(theirs) > 1) or (by_worth and 0 < _worth(one) == _worth(other))
        for one, other in zip(theirs, ours, strict=True)
    )


@lru_cache(maxsize=1024)
def _worth(step: str) -> int:
    """What a step of a number is worth: "iv" is 4, "c" 3, and "i", "v" and "x" alone are roman; 0 for no number."""
    if step.isdecimal():
        return int(step)
    if len(step) == 1 and "a" <= step <= "z" and step not in "ivx":
        return ord(step) - ord("a") + 1
    return _roman(step) if step and set(step) <= set(_ROMAN) else 0


def _roman(step: str) -> int:
    values = [_ROMAN[letter] for letter in step]
    return sum(
        -value if any(later > value for later in values[index + 1 : index + 2]) else value
        for index, value in enumerate(values)
    )


def same_words(one: str, other: str) -> bool:
    """Whether two titles are the same but for case, blanks, hyphens, signs and one typing error."""
    first, second = letters(one), letters(other)
    if not first or not second:
        return False
    return first == second or (min(len(first), len(second)) >= _SHORTEST_TYPO and within_one(first, second))


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """The letters and figures of a title."""
    return _SIGNS.sub("", text.casefold())


def within_one(one: str, other: str) -> bool:
    """Whether one letter changed, left out, put in or exchanged with its neighbour makes the one the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    swapped = len(one) > 1 and one[1::-1] + one[2:] == other
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]
