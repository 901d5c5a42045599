"""The nearest substring, held against the table that every textbook has."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.review.anchoring.letters import closest

FEW_LETTERS = st.text("ab", max_size=24)


def _slowly(pattern: str, text: str) -> tuple[int, int, int] | None:
    """Sellers (1980): the whole table; each cell has the edits and, of equal ones, the earliest start."""
    if not pattern or not text:
        return None
    row = [(0, start) for start in range(len(text) + 1)]
    for number, letter in enumerate(pattern, 1):
        before, row = row, [(number, 0)]
        for spot, other in enumerate(text):
            row.append(
                min(
                    (before[spot][0] + (letter != other), before[spot][1]),
                    (before[spot + 1][0] + 1, before[spot + 1][1]),
                    (row[spot][0] + 1, row[spot][1]),
                )
            )
    edits, end, start = min((edits, end, start) for end, (edits, start) in enumerate(row) if end)
    return edits, start, end


@given(FEW_LETTERS, st.text("ab", max_size=60))
@example("abab", "bbabb")
def test_the_nearest_place_is_that_of_the_whole_table(pattern: str, text: str) -> None:
    """Fewest edits, then the first end, then the longest."""
    assert closest(pattern, text) == _slowly(pattern, text)


@given(st.text("abcdefgh", min_size=40, max_size=200), st.data())
def test_a_copy_with_mistakes_is_found_as_the_whole_table_finds_it(text: str, data: st.DataObject) -> None:
    """Few mistakes take the way around the parts that stand, many the way through the whole text."""
    start = data.draw(st.integers(0, len(text) - 20))
    copy = list(text[start : start + 20])
    for spot in data.draw(st.lists(st.integers(0, 19), max_size=6)):
        copy[spot] = data.draw(st.sampled_from(("", "x", "ab")))
    assert closest("".join(copy), text) == _slowly("".join(copy), text)


@pytest.mark.parametrize(("pattern", "text"), [("", "ab"), ("ab", ""), ("", "")])
def test_nothing_is_near_nothing(pattern: str, text: str) -> None:
    """An empty text has no place."""
    assert closest(pattern, text) is None
