"""The ledger holds every comment once, groups what is the same, and balances."""

from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.comment import Action, Comment, Submission
from pipeline.model.ledger import Ledger, Relation, State
from pipeline.model.source import Place
from pipeline.model.submission import DispositionEntry, EditEntry
from pipeline.review.auditing import audit
from pipeline.review.deciding import objections, state_of
from pipeline.review.ledger import DocumentRound, account, assemble, contested, unaccounted
from tests.review.texts import BASE, cited, comment, texts

ONE = "Entities act together to prevent and address transnational organized crime in support of Member States."
TWO = "Illicit markets differ in goods, victims and methods, yet they share routes, facilitators and channels."
GIVEN = texts((ONE, TWO))


def _ledger(comments: Sequence[Comment], decided: Sequence[DispositionEntry] = ()) -> Ledger:
    named = {c.name: cited(GIVEN.read, c) for c in comments}
    entries = {entry.comment: entry for entry in decided}
    one = DocumentRound("d", "D", BASE, "f", {BASE: GIVEN}, named, entries)
    return assemble(BASE, sample=True, rounds=[one], parts=[account(one, comments)])


def _submission(comments: Sequence[Comment]) -> Submission:
    return Submission("c.yaml", BASE, "MEMBER-A", "d", tuple(comments))


def test_the_same_request_of_two_members_is_one_with_two_supporters() -> None:
    ledger = _ledger(
        [
            comment("share routes", "use the same routes", entity="A"),
            comment("they share routes", "they use the same routes", entity="B"),
        ]
    )
    assert len(ledger.requests) == 1
    assert {entry.supporters for entry in ledger.entries} == {("MEMBER-A", "MEMBER-B")}
    assert ledger.collisions == ()


def test_a_list_sent_twice_is_marked() -> None:
    ledger = _ledger([comment("share routes", "x", number=1), comment("share routes", "x", number=2)])
    assert [entry.repeats is not None for entry in ledger.entries] == [False, True]


def test_collisions_name_the_phrase_and_the_order() -> None:
    ledger = _ledger(
        [
            comment("prevent and address", "", entity="A", action=Action.DELETE, paragraph=1),
            comment("prevent", "stop", entity="B", paragraph=1),
        ]
    )
    (collision,) = ledger.collisions
    assert collision.passage.words == "prevent and address"
    assert collision.pairs[0].relation is Relation.CONTRADICTORY
    assert [lead.entity for lead, _ in collision.order] == ["MEMBER-A", "MEMBER-B"]


def test_withdrawn_and_unreadable_comments_stay_and_ask_nothing() -> None:
    ledger = _ledger(
        [comment("share routes", "x", withdrawn=True), comment("share", "y", entity="B", problem="broken")]
    )
    assert [entry.state for entry in ledger.entries] == [State.WITHDRAWN, State.UNREADABLE]
    assert ledger.requests == ()


def test_a_decision_on_a_comment_that_changed_is_stale() -> None:
    made = comment("share routes", "x")
    entry = DispositionEntry(comment="MEMBER-A#1", of="00000000", decision="accepted")
    ledger = _ledger([made], [entry])
    assert ledger.entries[0].state is State.STALE
    findings = audit(ledger, [_submission([made])], {"d": [(entry, Place("disp.yaml", 2))]})
    assert [finding.code for finding in findings] == ["DISPOSITION-STALE"]


def test_a_decision_on_nothing_is_an_error_with_a_guess() -> None:
    made = comment("share routes", "x")
    entry = DispositionEntry(comment="MEMBER-A#11", of="", decision="noted")
    (finding,) = audit(_ledger([made]), [_submission([made])], {"d": [(entry, Place("disp.yaml", 2))]})
    assert finding.code == "DISPOSITION-UNKNOWN"
    assert "MEMBER-A#1" in finding.message


def test_a_completed_edit_makes_a_request() -> None:
    made = comment("routes", None, paragraph=2)
    edit = EditEntry(action="replace", quote="share routes", proposal="use the same routes")
    ledger = _ledger([made], [DispositionEntry(comment="MEMBER-A#1", edit=edit)])
    assert ledger.requests[0].words == "use the same"
    assert ledger.entries[0].request == made.name


def test_not_accepted_needs_a_response() -> None:
    made = comment("share routes", "x")
    ledger = _ledger([made], [DispositionEntry(comment="MEMBER-A#1", of=made.fingerprint, decision="not-accepted")])
    entry = ledger.entries[0]
    assert entry.disposition is not None
    assert objections(made, State.OPEN, entry.disposition) == (
        "a comment that is not accepted needs a response: say why",
    )
    assert state_of(made, entry.disposition) is State.NOT_ACCEPTED


def test_law_one_is_checked() -> None:
    one, two = comment("share", "x", number=1), comment("routes", "y", number=2)
    assert unaccounted(_ledger([one, two]), [_submission([one, two])]) == ()
    assert unaccounted(_ledger([one]), [_submission([one, two])]) == (two.name,)


def test_the_most_contested_places() -> None:
    ledger = _ledger(
        [comment("share", "x", number=1), comment("routes", "y", number=2), comment("Entities", "z", number=3)]
    )
    assert contested(ledger)[0] == ("d", "paragraph 2", 2)


@given(st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(random: Random) -> None:
    comments = [comment("share routes", w, entity=e) for w, e in (("x", "A"), ("y", "B"), ("x", "C"), ("", "D"))]
    shuffled = list(comments)
    random.shuffle(shuffled)
    assert _ledger(shuffled) == _ledger(comments)


def test_a_full_stop_at_the_end_of_quote_and_proposal_is_no_change() -> None:
    quote = "yet they share routes, facilitators and channels."
    ledger = _ledger([comment(quote, "yet they share routes, facilitators and ports.", paragraph=2)])
    (request,) = ledger.requests
    assert (request.end - request.start, request.words) == (1, "ports")
