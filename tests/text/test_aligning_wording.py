"""A text as words with their places."""

import pytest

from pipeline.text.wording import Wording


def sentences(text: str) -> list[str]:
    found = Wording.of([text])
    groups: dict[int, list[str]] = {}
    for index, number in enumerate(found.sentence):
        groups.setdefault(number, []).append(found.word(index))
    return [" ".join(group) for group in groups.values()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was agreed. The team met (twice). 12 came.", ["It was agreed", "The team met twice", "12 came"]),
        ("As in e.g. the annex, no. 4 stands.", ["As in e g the annex no", "4 stands"]),
        ("We ask:\n- one thing\n- another", ["We ask", "one thing", "another"]),
        ("| a | b |\n| c | d |", ["a b", "c d"]),
        ("Term\n: what it means", ["Term", "what it means"]),
        ("a line\nthat goes on", ["a line that goes on"]),
        ("“Is it so?” Yes.", ["Is it so", "Yes"]),
    ],
)
def test_sentences_end_where_readers_see_an_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_sentence_never_goes_beyond_its_block() -> None:
    assert Wording.of(["one two", "", "three"]).sentence == (0, 0, 1)


def test_words_are_letters_and_digits_and_compared_without_case() -> None:
    text = Wording.of(["Non-State “actors” (NSA_2) in Straße"])
    assert text.words(0, len(text)) == ("Non", "State", "actors", "NSA", "2", "in", "Straße")
    assert text.keys[-1] == "strasse"


def test_text_gives_back_what_stands_between_two_words() -> None:
    text = Wording.of(["One, two.", "***", "Three (four)"])
    assert text.text(0, 2) == "One, two"
    assert text.text(1, 3) == "two.\n***\nThree"
    assert text.text(2, 2) == ""


def test_blocks_give_their_words_and_none_beyond_the_text() -> None:
    text = Wording.of(["one two", "", "three"])
    assert text.words_of(0, 0) == (0, 2)
    assert text.words_of(1, 1) == (2, 2)
    assert text.words_of(-4, 99) == (0, 3)
    assert text.words_of(7, 9) == (3, 3)


def test_words_are_parted_by_more_than_one_sign_and_by_the_end_of_a_block() -> None:
    text = Wording.of(["A well-known paper, and more", "", "Another"])
    assert [text.word(index) for index in sorted(text.parted)] == ["A", "and", "Another"]
    assert Wording.of([]).parted == {0}
