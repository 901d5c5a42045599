import pytest

from pipeline.intake.proposals import Asked, hidden_edit, read_proposal
from pipeline.model.comment import Action, Proposal
from pipeline.model.submission import CommentEntry


def ask(quote: str = "", placed: bool = True, **fields: object) -> Asked:
    return read_proposal(CommentEntry.model_validate({"id": "1", **fields}), quote, is_placed=placed)


def told(asked: Asked) -> list[str]:
    return [remark.code for remark in asked.remarks]


def test_a_missing_action_follows_from_quote_and_proposal() -> None:
    assert ask("old", proposal="new") == Asked(Proposal(Action.REPLACE, "new"))
    inserted = ask(proposal="new")
    assert inserted.proposal == Proposal(Action.INSERT_AFTER, "new")
    assert told(inserted) == ["COMMENT-ACTION"]
    general = ask(proposal="new", placed=False)
    assert (general.proposal, general.kept, told(general)) == (None, "new", ["COMMENT-NO-PROPOSAL"])
    assert ask("old", comment="a remark") == Asked(None)


@pytest.mark.parametrize("action", ["replace", "insert-before", "insert-after", "move"])
def test_an_action_with_words_is_taken_as_it_stands(action: str) -> None:
    assert ask("old", action=action, proposal="new", alternatives=["newer", " "]) == Asked(
        Proposal(Action(action), "new", ("newer",))
    )


def test_a_deletion_needs_no_words() -> None:
    assert ask("old", action="delete") == Asked(Proposal(Action.DELETE))
    assert ask(action="delete").proposal == Proposal(Action.DELETE)
    worded = ask("old", action="delete", proposal="old")
    assert (worded.proposal, worded.kept, told(worded)) == (Proposal(Action.DELETE), "old", ["COMMENT-NO-PROPOSAL"])


def test_a_deletion_of_words_that_are_only_proposed_takes_no_whole_paragraph_out() -> None:
    asked = ask(action="delete", proposal="these words")
    assert (asked.proposal, asked.kept, told(asked)) == (None, "these words", ["COMMENT-NO-PROPOSAL"])
    assert ask(action="delete", placed=False).proposal is None


def test_nothing_in_place_of_a_quote_is_no_deletion() -> None:
    asked = ask("old", action="replace")
    assert asked.proposal is None
    assert told(asked) == ["COMMENT-NO-PROPOSAL"]
    assert "action: delete" in asked.remarks[0].message


@pytest.mark.parametrize("action", ["replace", "insert-after", "insert-before", "move"])
def test_an_action_without_words_is_a_remark_and_told(action: str) -> None:
    asked = ask(action=action)
    assert asked.proposal is None
    assert told(asked) == ["COMMENT-NO-PROPOSAL"]


def test_words_proposed_with_action_comment_are_kept() -> None:
    asked = ask("old", action="comment", proposal="new", alternatives=["newer"])
    assert (asked.proposal, asked.kept, told(asked)) == (None, "new\n\nnewer", ["COMMENT-NO-PROPOSAL"])


def test_alternatives_alone_are_the_proposal() -> None:
    assert ask("old", alternatives=["one", "two"]).proposal == Proposal(Action.REPLACE, "one", ("two",))


@pytest.mark.parametrize(("words", "result"), [
    ("to read: and advise", "and advise"),
    ("To read “and advise”", "and advise"),
    ("should read: the Committee", "the Committee"),
    ("should read the Committee", "the Committee"),
    ("Should now read as follows: a\n\nb", "a\n\nb"),
    ("change to: x", "x"),
    ('Change to "x y".', "x y"),
    ("read: x", "x"),
    ("Amend to read: x", "x"),
])  # fmt: skip
def test_words_that_only_give_the_result_are_marked(words: str, result: str) -> None:
    asked = ask("old", proposal=words)
    assert asked.proposal == Proposal(Action.REPLACE, result, result_only=True)
    assert told(asked) == ["COMMENT-RESULT-ONLY"]


@pytest.mark.parametrize("words", [
    "read the annex again", "readers", "to reading lists", "Change to a common approach is slow", "change toward x",
    "ready: set", "should readers", "the text to read: this",
])  # fmt: skip
def test_words_that_begin_alike_are_words_of_the_text(words: str) -> None:
    assert ask("old", proposal=words).proposal == Proposal(Action.REPLACE, words)


def test_an_insertion_is_never_taken_for_a_result() -> None:
    assert ask("old", action="insert-after", proposal="to read: x").proposal == Proposal(
        Action.INSERT_AFTER, "to read: x"
    )


@pytest.mark.parametrize("words", [
    "see comment", "See comments above.", "(see above)", "as above", "Make suggested change",
    "make the suggested changes",
    "n/a", "N.A.", "As stated in comment", "Please see my comment", "Same as above", "ditto",
])  # fmt: skip
def test_phrases_that_point_elsewhere_are_no_proposal(words: str) -> None:
    asked = ask("old", proposal=words)
    assert asked.proposal is None
    assert told(asked) == ["COMMENT-NO-PROPOSAL"]
    assert words in asked.remarks[0].message


@pytest.mark.parametrize(
    "words", ["see comment on definitions of the group", "none", "same", "as above all others", "na"]
)
def test_words_that_only_resemble_them_are_proposals(words: str) -> None:
    expected = None if words == "na" else Proposal(Action.REPLACE, words)
    assert ask("old", proposal=words).proposal == expected


@pytest.mark.parametrize(("comment", "edit"), [
    ('Please replace "shall" with "should".', "replace “shall” with “should”"),
    ("change “a b” to “c”", "replace “a b” with “c”"),
    ('"shall" should be "must" here', "replace “shall” with “must”"),
    ('"shall" should be replaced by "must"', "replace “shall” with “must”"),
    ("“x” should read “y”", "replace “x” with “y”"),
    ('delete "very"', "delete “very”"),
    ("no quotation marks at all", ""),
    ('"one" and "two"', ""),
])  # fmt: skip
def test_an_edit_in_the_words_of_a_comment_is_offered_in_the_finding_only(comment: str, edit: str) -> None:
    assert hidden_edit(comment) == edit
    asked = ask(proposal="see comment", comment=comment)
    assert asked.proposal is None
    assert asked.remarks[0].message.endswith(edit) if edit else "seems to ask" not in asked.remarks[0].message
