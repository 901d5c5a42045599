"""Quotes are found in the text they were taken from and followed into today's."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.review.anchoring import Anchored, How, QuoteIndex, Status, anchor, find_quote, follow
from pipeline.text.aligning import WordMap, align_words
from pipeline.text.wording import Wording

CRIME = (
    "Transnational organized crime has changed its shape. Groups that were once bound to one trade and one territory "
    "now buy services from each other, and the state that looks for a pyramid finds a market."
)
TEAM = (
    "The Task Team was asked to describe what the organizations of the system do, where their work overlaps and where "
    "nobody works at all. It did so by a survey, which 27 of 31 members answered."
)
LEAD = "Each area has a lead. The lead reports to the Committee once a year, in writing, on what was done and spent."
SHORTER = (
    "Members said that reporting takes too much time. The lead reports to the Committee once a year because the "
    "Committee asked for it; nothing prevents a shorter form."
)
AREAS = [
    "(a) Prevention: programmes that reach young people before the recruiters do;",
    "(b) Protection: programmes that keep witnesses, victims and reporters safe;",
    "(c) Pursuit: programmes that help police, prosecutors and courts to work across borders.",
]
BASELINE = ["Introduction", CRIME, TEAM, "Areas of work", *AREAS, LEAD, SHORTER]
TODAY = [
    "Introduction",
    CRIME.replace("changed its shape", "changed its form"),
    "Areas of work",
    *AREAS,
    LEAD,
    TEAM,
    "Members said that reporting takes too much time. A shorter form will be tried for two sessions.",
]
OLD, NEW = Wording.of(BASELINE), Wording.of(TODAY)
INDEX, MAP = QuoteIndex(OLD), align_words(OLD, NEW)


def today(quote: str, near: int | None = None) -> Anchored:
    return anchor(quote, near, INDEX, MAP, NEW)


def said(result: Anchored) -> str:
    assert result.span is not None
    return NEW.text(*result.span)


def test_words_that_stand_as_they_stood_are_exact() -> None:
    result = today("the state that looks for a pyramid finds a market", 1)
    assert (result.status, result.how, result.distance) == (Status.EXACT, How.LITERAL, 0)
    assert said(result) == "the state that looks for a pyramid finds a market"
    assert result.confidence == 1.0 and result.candidates == ()


def test_words_in_a_paragraph_that_moved_are_moved() -> None:
    result = today("which 27 of 31 members answered", 2)
    assert result.status is Status.MOVED and said(result) == "which 27 of 31 members answered"


def test_a_replaced_word_makes_a_quote_changed_and_is_part_of_the_place() -> None:
    result = today("organized crime has changed its shape", 1)
    assert result.status is Status.CHANGED and said(result) == "organized crime has changed its form"
    assert 0.5 < result.confidence < 1


def test_a_change_of_case_is_a_change() -> None:
    text = "The Values of the system are stated here."
    old, new = Wording.of([text]), Wording.of([text.replace("V", "v")])
    result = anchor("The Values", 0, QuoteIndex(old), align_words(old, new), new)
    assert result.status is Status.CHANGED and result.confidence == 1.0


def test_words_that_are_gone_are_deleted() -> None:
    result = today("because the Committee asked for it; nothing", 8)
    assert result.status is Status.DELETED and result.span is None


def test_words_that_stand_in_two_places_are_ambiguous_unless_one_is_cited() -> None:
    result = today("The lead reports to the Committee once a year")
    assert result.status is Status.AMBIGUOUS and result.span is None and len(result.candidates) == 1
    assert today("The lead reports to the Committee once a year", 7).status is Status.EXACT
    assert today("The lead reports to the Committee once a year", 8).status is Status.DELETED


def test_a_quote_of_several_places_that_are_all_gone_is_deleted() -> None:
    old, new = Wording.of([f"{text} It is so." for text in BASELINE[:3]]), Wording.of(["Nothing is left of that."])
    result = anchor("It is so", None, QuoteIndex(old), align_words(old, new), new)
    assert result.status is Status.DELETED


def test_a_quote_of_another_document_is_unplaced() -> None:
    result = today("The Conference of the Parties shall elect a bureau of nine members", 2)
    assert result == Anchored(Status.UNPLACED)


def test_a_citation_that_is_off_is_reported() -> None:
    assert today("which 27 of 31 members answered", 8).distance == 6
    assert today("which 27 of 31 members answered").distance is None


@pytest.mark.parametrize(
    ("quote", "how"),
    [
        ("“Groups   that were once bound to ONE trade”", How.LITERAL),
        ("Groups that were once […] bound to one territory", How.APPROXIMATE),
        ("Groups that were once … and one territory now buy services", How.ELISION),
        ("Groups that were once ... from each other", How.ELISION),
        ("Groups that were on- ce bound to one ter-\nritory", How.APPROXIMATE),
        ("Trans-\nnational organized cr\u00adime has changed", How.LETTERS),
        ("Transnational organised crime has chnaged its shape", How.APPROXIMATE),
        ("Groups that once bound to one trade and one territory now buy", How.APPROXIMATE),
    ],
)
def test_a_badly_copied_quote_is_found(quote: str, how: How) -> None:
    found = find_quote(INDEX, quote, 2)
    assert found.how is how and found.span is not None
    assert OLD.block[found.span[0]] == OLD.block[found.span[1] - 1] == 1
    assert found.score <= 1.0 and (found.score == 1.0) == (how is not How.APPROXIMATE)


def test_the_place_of_a_quote_with_missing_words_holds_its_first_and_last_word() -> None:
    found = find_quote(INDEX, "Groups that were bound to one trade and territory now buy services from each other", 1)
    assert found.span is not None
    assert OLD.text(*found.span).startswith("Groups that were once bound")
    assert OLD.text(*found.span).endswith("each other")


def test_characters_decide_between_places_with_the_same_words() -> None:
    index = QuoteIndex(Wording.of(["The draft (as amended) was read. The draft, as amended, was read."]))
    found = find_quote(index, "“The draft, as amended, was”", 0)
    assert found.span == (6, 11) and found.candidates == ((0, 5),)
    assert not found.unique


def test_a_quote_in_two_blocks_near_the_cited_one_is_ambiguous() -> None:
    index = QuoteIndex(Wording.of(["It is so.", "No.", "It is so."]))
    assert find_quote(index, "it is so", 1).ambiguous
    assert find_quote(index, "it is so", 0).span == (0, 3)
    assert find_quote(index, "it is so", 5).span == (4, 7)


@pytest.mark.parametrize("quote", ["", "…", " — ", "[…]"])
def test_a_quote_without_words_is_found_nowhere(quote: str) -> None:
    assert find_quote(INDEX, quote, 1).how is None


def test_one_word_that_survives_without_its_surroundings_is_no_anchor() -> None:
    old = Wording.of(["alpha bravo charlie delta echo foxtrot golf hotel"])
    new = Wording.of(["one two three charlie four five six seven"])
    lone = WordMap((-1, -1, 3, -1, -1, -1, -1, -1), 8)
    result = follow(lone, old, new, (1, 7))
    assert result.status is Status.DELETED and result.candidates == ((3, 4),)


def test_a_torn_quote_stands_where_most_of_it_went_and_names_the_other_place() -> None:
    words = [f"w{number}" for number in range(20)]
    old, new = Wording.of([" ".join(words)]), Wording.of([" ".join(words[:14]), "x " * 80, " ".join(words[14:])])
    torn = WordMap((*range(14), *range(94, 100)), 100)
    result = follow(torn, old, new, (0, 20))
    assert result.status is Status.CHANGED and result.span == (0, 14) and result.candidates == ((94, 100),)


WORDS = st.sampled_from(
    ("the", "of", "and", "committee", "members", "draft", "text", "twelve", "paragraph", "noted", "agreed", "crime")
)
TEXT = st.lists(st.lists(WORDS, min_size=1, max_size=15).map(" ".join), min_size=1, max_size=6)


@given(TEXT, st.data())
def test_a_quote_that_stands_in_the_text_is_always_found(blocks: list[str], data: st.DataObject) -> None:
    text = Wording.of(blocks)
    near = data.draw(st.integers(0, len(blocks) - 1))
    first, last = text.words_of(near, near)
    start = data.draw(st.integers(first, last - 1))
    end = data.draw(st.integers(start + 1, last))
    found = find_quote(QuoteIndex(text), text.text(start, end), near)
    assert found.how is How.LITERAL
    assert (start, end) in (found.span, *found.candidates)


@given(TEXT, TEXT, st.data())
def test_nothing_is_anchored_in_a_text_that_shares_no_words(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    before, after = Wording.of(old), Wording.of([block.replace(" ", "x ") + "x" for block in new])
    assume(not set(before.keys) & set(after.keys))
    start = data.draw(st.integers(0, len(before) - 1))
    quote = before.text(start, min(start + 6, len(before)))
    result = anchor(quote, None, QuoteIndex(before), align_words(before, after), after)
    assert result.status is Status.DELETED and result.span is None and result.candidates == ()


@given(TEXT, st.data())
def test_in_an_unchanged_text_every_place_is_exact(blocks: list[str], data: st.DataObject) -> None:
    text = Wording.of(blocks)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    result = follow(align_words(text, text), text, text, (start, end))
    assert (result.status, result.span, result.confidence) == (Status.EXACT, (start, end), 1.0)


@given(TEXT, TEXT, st.text(max_size=80), st.one_of(st.none(), st.integers(0, 9)))
def test_any_quote_gets_an_answer_that_makes_sense(
    old: list[str], new: list[str], quote: str, near: int | None
) -> None:
    before, after = Wording.of(old), Wording.of(new)
    result = anchor(quote, near, QuoteIndex(before), align_words(before, after), after)
    placed = result.status in (Status.EXACT, Status.MOVED, Status.CHANGED)
    assert placed == (result.span is not None)
    assert 0 <= result.confidence <= 1
    assert all(0 <= start < end <= len(after) for start, end in result.candidates)
