"""How messages name things."""

import pytest

from pipeline.model.saying import LONGEST, counted, listed, quoted


def test_words_of_others_stand_in_quotation_marks_and_steer_no_terminal() -> None:
    assert quoted("plan-of-work") == "“plan-of-work”"
    assert quoted("it's C:\\new") == "“it's C:\\new”"
    assert quoted("\x1b[2J\u202eab\udce9") == "“<U+001B>[2J<U+202E>ab<U+DCE9>”"
    assert len(quoted("x" * 500)) == LONGEST + 2
    assert quoted("x" * 500).endswith("x…”")


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (1, ("comment",), "1 comment"),
        (0, ("comment",), "0 comments"),
        (12_000, ("comment",), "12,000 comments"),
        (2, ("entry", "entries"), "2 entries"),
    ],
)
def test_numbers_come_with_their_nouns(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said


def test_a_list_ends_with_and_or_or_and_names_each_thing_once() -> None:
    assert [listed(names) for names in ((), ("a",), ("a", "a", "b"), "abc")] == ["", "a", "a and b", "a, b and c"]
    assert listed("abc", "or") == "a, b or c"
