"""Where targets point: the quote decides, the number is a hint, and nothing is anchored that is gone."""

from pipeline.model.comment import Comment
from pipeline.model.ledger import Anchor, AnchorStatus
from pipeline.model.submission import AnchorEntry
from pipeline.review.placing import Placer, Texts
from tests.review.texts import BASE, cited, comment, texts

ONE = "Entities act together to prevent and address transnational organized crime in support of Member States."
TWO = "Illicit markets differ in goods, victims and methods, yet they share routes, facilitators and channels."
THREE = "A response confined to enforcement leaves those conditions in place, and undermines development."
TWIN = "Members are invited to comment on the draft."


def _anchor(given: Texts, made: Comment, hand: dict[int, AnchorEntry] | None = None) -> Anchor:
    (anchor,) = Placer({BASE: given}).place(made, cited(given.read, made), hand or {})
    return anchor


def test_a_quote_in_its_place() -> None:
    anchor = _anchor(texts((ONE, TWO)), comment("share routes", paragraph=2))
    assert anchor.status is AnchorStatus.EXACT
    assert anchor.today is not None
    assert (anchor.today.address, anchor.today.words) == ("paragraph 2", "share routes")
    assert anchor.remark == ""


def test_the_quote_decides_and_the_member_is_told() -> None:
    anchor = _anchor(texts((ONE, TWO, THREE)), comment("share routes", paragraph=3))
    assert anchor.today is not None
    assert anchor.today.address == "paragraph 2"
    assert anchor.remark == "paragraph 3 is cited, the words stand in paragraph 2"


def test_a_list_item_under_the_number_that_was_cited_is_no_disagreement() -> None:
    given = texts((ONE, "- People first: they do no harm;", "- Evidence: they state the limits of data."))
    anchor = _anchor(given, comment("limits of data", paragraph=1))
    assert anchor.today is not None
    assert anchor.today.address == "1 (b)"
    assert anchor.remark == ""


def test_a_paragraph_that_was_renumbered_keeps_its_comment() -> None:
    anchor = _anchor(texts((ONE, TWO), (THREE, ONE, TWO)), comment("share routes", paragraph=2))
    assert anchor.status is AnchorStatus.EXACT
    assert anchor.today is not None
    assert anchor.today.address == "paragraph 3"
    assert anchor.read is not None
    assert anchor.read.address == "paragraph 2"


def test_words_that_are_gone_are_deleted_never_guessed() -> None:
    anchor = _anchor(texts((ONE, TWO, THREE), (ONE, THREE)), comment("they share routes, facilitators", paragraph=2))
    assert anchor.status is AnchorStatus.DELETED
    assert anchor.today is None


def test_words_in_two_places_are_ambiguous_and_both_are_named() -> None:
    anchor = _anchor(texts((TWIN, ONE, TWO, THREE, TWIN)), comment("invited to comment on the draft"))
    assert anchor.status is AnchorStatus.AMBIGUOUS
    assert [passage.address for passage in anchor.candidates] == ["paragraph 1", "paragraph 5"]
    assert anchor.remark == "the words stand in paragraph 1 and paragraph 5: say which"


def test_the_number_settles_what_stands_twice() -> None:
    anchor = _anchor(texts((TWIN, ONE, TWO, THREE, TWIN)), comment("invited to comment on the draft", paragraph=5))
    assert anchor.today is not None
    assert anchor.today.address == "paragraph 5"


def test_words_of_another_text_are_unplaced() -> None:
    anchor = _anchor(texts((ONE, TWO)), comment("photosynthesis in freshwater algae", paragraph=1))
    assert anchor.status is AnchorStatus.UNPLACED
    assert anchor.remark == "the words quoted are not in the draft that was read; paragraph 1 is cited"


def test_a_number_that_does_not_exist_is_unplaced() -> None:
    anchor = _anchor(texts((ONE, TWO)), comment(paragraph=412))
    assert anchor.status is AnchorStatus.UNPLACED
    assert anchor.remark == "there is no paragraph 412 in the draft that was read"


def test_a_typing_error_in_a_quote_is_found_and_told() -> None:
    anchor = _anchor(texts((ONE, TWO)), comment("they share rutes, facilitators and chanels", paragraph=2))
    assert anchor.today is not None
    assert anchor.today.words == "they share routes, facilitators and channels."
    assert anchor.remark.startswith("the words are not there literally")


def test_a_whole_paragraph_without_a_quote() -> None:
    anchor = _anchor(texts((ONE, TWO), (ONE, TWO.replace("differ", "vary"))), comment(paragraph=2))
    assert anchor.status is AnchorStatus.CHANGED
    assert anchor.how == "number"
    assert anchor.today is not None
    assert anchor.today.address == "paragraph 2"


def test_a_draft_that_does_not_exist() -> None:
    made = comment("share routes", paragraph=2)
    (anchor,) = Placer({}).place(made, [()], {})
    assert anchor.status is AnchorStatus.UNPLACED
    assert anchor.remark == "there is no draft “hlcp-x”"


def test_a_place_given_by_hand_stands() -> None:
    given = texts((TWIN, ONE, TWIN))
    by_number = AnchorEntry(paragraph="3", quote="comment on the draft")
    anchor = _anchor(given, comment("comment on the draft"), {1: by_number})
    assert (anchor.status, anchor.how) == (AnchorStatus.EXACT, "hand")
    assert anchor.today is not None
    assert anchor.today.address == "paragraph 3"
    anchor = _anchor(given, comment("comment on the draft"), {1: AnchorEntry(id="p-1")})
    assert anchor.today is not None
    assert anchor.today.address == "paragraph 1"


def test_a_place_given_by_hand_that_is_not_there_says_so() -> None:
    anchor = _anchor(texts((ONE, TWO)), comment("x"), {1: AnchorEntry(paragraph="9")})
    assert anchor.status is AnchorStatus.UNPLACED
    assert anchor.remark == "it was relinked to paragraph 9, which is not there"


def test_words_gone_from_a_paragraph_that_stands_are_looked_for_there() -> None:
    """The drafter of the paragraph must see what was said about it."""
    new = "Illicit markets differ in goods, victims and methods, yet they share facilitators and channels."
    anchor = _anchor(texts((ONE, TWO, THREE), (THREE, ONE, new)), comment("routes", paragraph=2))
    assert anchor.status is AnchorStatus.DELETED
    assert anchor.today is None
    assert [passage.address for passage in anchor.candidates] == ["paragraph 3"]
    assert anchor.remark == "its words stood in paragraph 2 and are no longer in the text"


def test_words_gone_with_their_paragraph_have_no_place_to_be_looked_for() -> None:
    anchor = _anchor(texts((ONE, TWO, THREE), (ONE, THREE)), comment("victims and methods", paragraph=2))
    assert anchor.status is AnchorStatus.DELETED
    assert anchor.candidates == ()


def test_words_that_stood_in_two_places_and_are_gone_from_both() -> None:
    old, new = (TWIN, ONE, TWO, THREE, TWIN), (ONE, TWO, THREE)
    anchor = _anchor(texts(old, new), comment("invited to comment on the draft"))
    assert anchor.status is AnchorStatus.DELETED
    assert anchor.remark == "its words stood in paragraph 1 and paragraph 5 and are no longer in the text"
