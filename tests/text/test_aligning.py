"""Words are followed across edits, moves and revisions."""

import random

import pytest

from pipeline.text.aligning import Run, WordMap, align_words, join, through
from pipeline.text.wording import Wording

LENSES = (
    "The framework looks at transnational organized crime through four lenses, each of which was named by the members "
    "in their replies. None of the lenses is complete by itself, and a programme that rests on one will miss what "
    "the others show."
)
MARKETS = (
    "Illicit markets adapt faster than the institutions that police them. Where a route is closed another opens within "
    "weeks, and the price of the goods barely moves; for this reason seizures alone are a poor measure of success."
)
TRUST = (
    "Communities that do not trust the state will not report what they see. Building that trust takes years, costs "
    "little and is the first thing to be cut when budgets shrink."
)
ORDER = (LENSES, MARKETS, TRUST)


def mapped(old: list[str], new: list[str]) -> tuple[Wording, Wording, WordMap]:
    before, after = Wording.of(old), Wording.of(new)
    return before, after, align_words(before, after)


def pairs(old: Wording, new: Wording, found: WordMap) -> list[tuple[str, str]]:
    return [(old.word(i), new.word(j)) for i, j in enumerate(found.to) if j >= 0]


def test_an_inserted_word_leaves_its_neighbours_where_they_are() -> None:
    old, new, found = mapped([LENSES], [LENSES.replace("complete by itself", "ever complete by itself")])
    assert [index for index in range(len(new)) if index not in set(found.to)] == [new.keys.index("ever")]
    assert all(i == j for i, j in pairs(old, new, found))


def test_a_replaced_word_has_no_partner() -> None:
    old, _, found = mapped([LENSES], [LENSES.replace("programme", "project")])
    assert [old.word(index) for index, place in enumerate(found.to) if place < 0] == ["programme"]


def test_a_paragraph_that_moved_is_followed_and_known_to_have_moved() -> None:
    old, new, found = mapped([*ORDER], [TRUST, LENSES, MARKETS])
    assert all(i == j for i, j in pairs(old, new, found)) and -1 not in found.to
    last = old.firsts[2]
    assert set(found.backbone[:last]) == {1} and set(found.backbone[last:]) == {0}


def test_a_moved_and_edited_sentence_is_found_by_likeness() -> None:
    edited = TRUST.replace("takes years, costs little", "takes many years but costs little")
    old, new, found = mapped([*ORDER], [edited, LENSES, MARKETS])
    kept = [found.to[index] for index in range(old.firsts[2], len(old))]
    assert all(0 <= place < new.firsts[1] for place in kept)


def test_words_of_other_text_are_not_tied_to_what_came_instead() -> None:
    other = "A budget of the office is set by the assembly in the autumn of each year and audited by the board."
    _, _, found = mapped([LENSES, MARKETS], [LENSES, other])
    assert max(found.to[Wording.of([LENSES]).firsts[-1] :]) == -1


def test_case_does_not_part_words() -> None:
    _, _, found = mapped([TRUST], [TRUST.upper()])
    assert list(found.to) == list(range(len(found.to)))


@pytest.mark.parametrize(("old", "new"), [([], []), ([""], ["words here"]), (["words here"], []), (["…"], ["—"])])
def test_texts_without_words_have_a_map_without_pairs(old: list[str], new: list[str]) -> None:
    before, after, found = mapped(old, new)
    assert found == WordMap((-1,) * len(before), len(after))


def test_a_map_is_stored_in_a_few_bytes_and_read_back() -> None:
    _, _, found = mapped([*ORDER], [TRUST, MARKETS.replace("weeks", "days"), LENSES])
    assert WordMap.decode(found.encode()) == found
    assert len(found.encode()) < len(found.to)


@pytest.mark.parametrize("damage", [b"", b"hlcp word map 1\n", b"hlcp word map 0\nabc", b"hlcp word map 1\nnot packed"])
def test_bytes_that_are_no_map_are_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match="word map"):
        WordMap.decode(damage)


def test_a_map_with_runs_outside_its_text_is_refused() -> None:
    too_far = WordMap((0, 1, 2), 3).encode()
    assert WordMap.decode(too_far).to == (0, 1, 2)
    forged = WordMap((4, 5, 6), 3).encode()
    with pytest.raises(ValueError, match="damaged"):
        WordMap.decode(forged)


def test_runs_are_the_unbroken_stretches() -> None:
    assert list(WordMap((3, 4, -1, 0, 1, 5), 6).runs()) == [Run(0, 3, 2), Run(3, 0, 2), Run(5, 5, 1)]
    assert list(WordMap((-1, -1), 3).runs()) == []


def test_composing_follows_each_word_twice() -> None:
    first, second = WordMap((1, -1, 0), 2), WordMap((-1, 4), 5)
    assert first.compose(second) == WordMap((4, -1, -1), 5)
    with pytest.raises(ValueError, match="starts from 3 words"):
        second.compose(first)


def test_only_long_runs_that_the_steps_know_nothing_of_are_filled_in() -> None:
    direct = WordMap((0, 1, 2, 3, 4, 5, 9, 8, 7), 10)
    none = WordMap((-1,) * 9, 10)
    assert none.filled_from(direct, 6).to == (0, 1, 2, 3, 4, 5, -1, -1, -1)
    taken = WordMap((*(-1,) * 8, 3), 10)
    assert taken.filled_from(direct, 6) == taken


def test_a_history_is_followed_step_by_step() -> None:
    first = ["Members report on their work once a year, before the end of March, in a form that the secretariat gives."]
    second = [first[0].replace("once a year, before the end of March,", "twice a year")]
    third = [second[0].replace("in a form that the secretariat gives", "on a page of their own making")]
    texts = [Wording.of(text) for text in (first, second, third)]
    whole = through(texts)
    steps = [align_words(texts[0], texts[1]), align_words(texts[1], texts[2])]
    assert whole == join(steps, align_words(texts[0], texts[2]))
    assert [texts[2].word(j) for j in whole.to if j >= 0][:6] == ["Members", "report", "on", "their", "work", "a"]


def test_a_history_needs_two_texts() -> None:
    with pytest.raises(ValueError, match="at least two"):
        through([Wording.of(["one"])])


def test_200_000_words_with_thousands_of_equal_lines_end_without_recursion() -> None:
    chance = random.Random(5)  # noqa: S311 - a text, not a secret
    vocabulary = [f"w{number}" for number in range(4000)]
    lines = [" ".join(chance.choices(vocabulary, k=20)) + "." for _ in range(5000)]
    old = [line if index % 2 else "The same line stands here again and again." for index, line in enumerate(lines * 2)]
    new = old[len(old) // 2 :] + old[: len(old) // 2]
    before, after = Wording.of(old), Wording.of(new)
    found = align_words(before, after)
    assert sum(place >= 0 for place in found.to) > 0.9 * len(before)
    assert all(before.keys[i] == after.keys[j] for i, j in enumerate(found.to) if j >= 0)


def test_an_inserted_sentence_leaves_its_neighbours_whole() -> None:
    first, second = "The Committee met in spring and took stock of its work.", "The Committee met in autumn to decide."
    between = "The Committee met in summer by correspondence."
    old, new, found = mapped([f"{first} {second}"], [f"{first} {between} {second}"])
    start = len(Wording.of([first]))
    assert found.to[start:] == tuple(range(len(new) - (len(old) - start), len(new)))
    back = align_words(new, old)
    inserted = len(Wording.of([between]))
    assert back.to[start : start + inserted] == (-1,) * inserted
