"""Proposals are carried over to the source of today, or refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.comment import Action
from pipeline.review.drafts import Draft
from pipeline.review.merging import Merged, Outcome, Proposal, Reason, merge
from pipeline.text.aligning import WordMap, align_words

LEAD = "Each area has a lead, who reports to the Committee once a year\non what was done. See [the annex](annex.md)."
TRUST = "Communities that do not trust the state will not report what they *really* see."
OLD = f"# Reports\n\n{LEAD}\n\n{TRUST}\n"
NEW = f"# Reports\n\nA new paragraph opens the section.\n\n{TRUST}\n\n{LEAD.replace('has a lead', 'has one lead')}\n"


def merged(
    action: Action, quote: str, words: str = "", *, new: str = NEW, old: str = OLD, whole: bool = False
) -> Merged:
    before, after = Draft.of(old), Draft.of(new)
    at = old.index(quote)
    inside = [i for i in range(len(before.wording)) if at <= before.start(i) and before.end(i) <= at + len(quote)]
    span = (inside[0], inside[-1] + 1)
    return merge(Proposal(action, span, words, whole), before, after, align_words(before.wording, after.wording))


def applied(result: Merged, new: str = NEW) -> str:
    assert result.outcome is Outcome.APPLIED, result
    assert result.change is not None
    return new[: result.change.start] + result.change.text + new[result.change.end :]


def test_a_replacement_finds_its_words_in_a_paragraph_that_moved() -> None:
    assert applied(merged(Action.REPLACE, "once a year", "twice a year")) == NEW.replace("once a year", "twice a year")


def test_an_insertion_goes_beside_its_words() -> None:
    after = applied(merged(Action.INSERT_AFTER, "reports to the Committee", "in writing"))
    assert after == NEW.replace("the Committee once", "the Committee in writing once")
    before = applied(merged(Action.INSERT_BEFORE, "once a year", "at least"))
    assert before == NEW.replace("once a year", "at least once a year")


def test_a_deletion_takes_the_white_space_that_follows_or_before_punctuation_that_precedes() -> None:
    assert applied(merged(Action.DELETE, "once a year")) == NEW.replace("once a year\non", "on")
    assert applied(merged(Action.DELETE, "on what was done")) == NEW.replace("\non what was done", "")


def test_a_whole_paragraph_goes_with_its_blank_line() -> None:
    assert applied(merged(Action.DELETE, TRUST, whole=True)) == NEW.replace(f"{TRUST}\n\n", "")
    added = applied(merged(Action.INSERT_AFTER, TRUST, "More.", whole=True))
    assert added == NEW.replace(TRUST, f"{TRUST}\n\nMore.")


def test_words_that_became_part_of_a_longer_paragraph_are_no_paragraph_to_delete() -> None:
    new = OLD.replace(TRUST, f"First. {TRUST}")
    assert merged(Action.DELETE, TRUST, whole=True, new=new).reason is Reason.PARAGRAPH


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("area has a lead, who", Reason.CHANGED),
        ("done. See [the annex", Reason.MARKUP),
        ("they *really", Reason.MARKUP),
    ],
)
def test_what_cannot_be_applied_is_refused_with_a_reason(quote: str, reason: Reason) -> None:
    result = merged(Action.REPLACE, quote, "other words")
    assert (result.outcome, result.reason, result.change) == (Outcome.REFUSED, reason, None)
    assert result.candidate is not None


def test_words_that_are_gone_are_refused() -> None:
    gone = merged(Action.REPLACE, TRUST, "words", new=f"# Reports\n\n{LEAD}\n")
    assert gone.reason in (Reason.GONE, Reason.CHANGED)


def test_punctuation_that_changed_between_the_words_is_a_change() -> None:
    new = OLD.replace("a lead, who", "a lead who")
    assert merged(Action.REPLACE, "a lead, who reports", "x", new=new).reason is Reason.CHANGED


def test_where_two_maps_disagree_nobody_is_sure_and_where_one_has_lost_the_words_the_other_helps() -> None:
    old = Draft.of("The lead of an area reports to the Committee once a year.")
    new = Draft.of(f"{old.text}\n\n{old.text}")
    size, length = len(new.wording), len(old.wording)
    first, second = WordMap(tuple(range(length)), size), WordMap(tuple(range(length, 2 * length)), size)
    lost = WordMap((-1,) * length, size)
    wanted = Proposal(Action.REPLACE, (9, 12), "twice a year")
    assert merge(wanted, old, new, first, lambda: second).reason is Reason.TWO
    assert merge(wanted, old, new, first, lambda: first).outcome is Outcome.APPLIED
    assert merge(wanted, old, new, lost, lambda: second).change == merge(wanted, old, new, second).change
    assert merge(wanted, old, new, first, lambda: lost).outcome is Outcome.APPLIED


def test_a_quote_that_has_become_part_of_what_was_proposed_is_there_already() -> None:
    told = "The plan of work was agreed by all members at the first meeting of the year"
    old, new = f"{told}. Nobody knew of it.", f"{told}. It was published. Few people outside had any idea."
    assert merged(Action.INSERT_AFTER, told, "It was published", old=old, new=new).outcome is Outcome.ALREADY


@pytest.mark.parametrize("action", [Action.MOVE, Action.COMMENT])
def test_other_actions_are_not_carried_out(action: Action) -> None:
    assert merged(action, "once a year").reason is Reason.ACTION


@pytest.mark.parametrize(
    ("action", "quote", "words"),
    [
        (Action.REPLACE, "once a year", "twice a year"),
        (Action.REPLACE, "reports to the Committee once a year", "reports to the Committee in writing"),
        (Action.INSERT_AFTER, "reports to the Committee", "in writing"),
        (Action.INSERT_BEFORE, "once a year", "at least"),
        (Action.DELETE, "once a year", ""),
    ],
)
def test_merging_twice_changes_nothing_the_second_time(action: Action, quote: str, words: str) -> None:
    once = applied(merged(action, quote, words))
    assert merged(action, quote, words, new=once).outcome is Outcome.ALREADY


def test_a_proposal_that_says_what_stands_is_there_already() -> None:
    assert merged(Action.REPLACE, "once a year", "once a year").outcome is Outcome.ALREADY


WORDS = st.sampled_from(("the", "draft", "committee", "agreed", "*noted*", "[annex](a.md)", "and", "route,", "plan."))
TEXT = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=5).map("\n\n".join)


@given(TEXT, TEXT, st.data())
def test_a_replacement_covers_the_words_of_the_quote_and_nothing_else(old: str, new: str, data: st.DataObject) -> None:
    before, after = Draft.of(old), Draft.of(new)
    start = data.draw(st.integers(0, len(before.wording) - 1))
    end = data.draw(st.integers(start + 1, min(len(before.wording), start + 8)))
    found = align_words(before.wording, after.wording)
    result = merge(Proposal(Action.REPLACE, (start, end), "quite other words"), before, after, found)
    if result.change is not None:
        assert result.candidate is not None
        low, high = result.candidate
        assert (result.change.start, result.change.end) == (after.start(low), after.end(high - 1))
        assert after.between(low, high - 1) == before.between(start, end - 1)
