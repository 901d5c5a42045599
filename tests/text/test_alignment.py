"""Which paragraph is which."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.alignment import IN_PLACE, MOVED, Pair, align
from tests.strategies import histories

A = "Members agreed on the lenses of human rights and human security."
B = "Funds flow through the same routes as goods and people do."
C = "The Task Team reports to the committee at its next session."


@given(histories())
def test_each_paragraph_is_paired_at_most_once_in_the_order_of_the_new_text(
    versions: tuple[tuple[str, ...], ...],
) -> None:
    for old, new in itertools.pairwise(versions):
        pairs = align(old, new)
        assert len({pair.old for pair in pairs}) == len(pairs) == len({pair.new for pair in pairs})
        assert [pair.new for pair in pairs] == sorted(pair.new for pair in pairs)


@given(histories())
def test_equal_paragraphs_are_always_paired(versions: tuple[tuple[str, ...], ...]) -> None:
    for old, new in itertools.pairwise(versions):
        pairs = align(old, new)
        for text in set(old) & set(new):
            same = [pair for pair in pairs if old[pair.old] == text == new[pair.new]]
            assert len(same) == min(old.count(text), new.count(text))
            assert all(pair.likeness == 1.0 for pair in same)


@given(st.lists(st.text("ab ", max_size=4), max_size=8))
def test_a_text_is_aligned_with_itself(texts: list[str]) -> None:
    assert align(texts, texts) == tuple(Pair(index, index, 1.0) for index in range(len(texts)))


def test_an_edited_paragraph_keeps_its_place() -> None:
    changed = B.replace("goods", "cargo")
    pairs = align([A, B, C], [A, changed, C])
    assert [(pair.old, pair.new) for pair in pairs] == [(0, 0), (1, 1), (2, 2)]
    assert IN_PLACE <= pairs[1].likeness < 1


def test_a_new_paragraph_has_no_partner() -> None:
    assert [(pair.old, pair.new) for pair in align([A, C], [A, B, C])] == [(0, 0), (1, 2)]


def test_an_edited_paragraph_that_moved_is_found_when_it_is_much_alike() -> None:
    changed = A.replace("lenses", "two lenses")
    pairs = align([A, B, C], [B, C, changed])
    assert [(pair.old, pair.new) for pair in pairs] == [(1, 0), (2, 1), (0, 2)]
    assert MOVED <= pairs[2].likeness < 1


def test_a_wholly_rewritten_paragraph_is_a_new_one() -> None:
    assert align([A], [B]) == ()


def test_a_split_paragraph_goes_to_the_half_that_is_more_alike() -> None:
    long = f"{A} {B}"
    pairs = align([C, long], [C, A, f"{B} Nobody sees it."])
    assert (pairs[1].old, pairs[1].new) in {(1, 1), (1, 2)}
    assert len(pairs) == 2


def test_a_long_gap_is_still_aligned() -> None:
    """More comparisons than are made one by one: near neighbours only."""
    old = [f"paragraph {n} about the market number {n} and its routes" for n in range(230)]
    new = [f"{text} of today" for text in old]
    assert [(pair.old, pair.new) for pair in align(old, new)] == [(n, n) for n in range(230)]
