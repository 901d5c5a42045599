"""Requests and collisions: identical proposals are one, and only what cannot be applied together collides."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.comment import Action, CommentName, Proposal
from pipeline.model.ledger import Relation
from pipeline.review.collisions import decision_order, phrases, relate, requests
from pipeline.review.edits import Edit, edit_of, proposed

OLD = [
    "entities",
    "of",
    "the",
    "system",
    "act",
    "together",
    "to",
    "prevent",
    "and",
    "address",
    "organized",
    "crime",
    "in",
    "support",
    "of",
    "states",
]


def _name(entity: str, number: int = 1) -> CommentName:
    return CommentName("r", f"MEMBER-{entity}", "d", str(number))


def _edit(quote: str, words: str, action: Action = Action.REPLACE, whole: bool = False) -> Edit:
    old = quote.casefold().split()
    start = next(i for i in range(len(OLD)) if OLD[i : i + len(old)] == old)
    edit = edit_of(Proposal(action, words), (start, start + len(old)), quote, whole=whole)
    assert edit is not None
    return edit


def _relation(one: Edit, other: Edit) -> Relation | None:
    groups = phrases(requests([proposed(_name("A"), one), proposed(_name("B"), other)]))
    return groups[0].pairs[0].relation if groups else None


def test_shared_words_at_the_ends_are_taken_off() -> None:
    edit = _edit("act together to prevent and address", "act jointly to prevent and address")
    assert edit == Edit(5, 6, "jointly")


def test_different_words_of_one_sentence_do_not_collide() -> None:
    one = _edit("act together to prevent and address", "act jointly to prevent and address")
    other = _edit("act together to prevent and address", "act together to prevent, detect and address")
    assert _relation(one, other) is None


def test_identical_proposals_are_one_request_whatever_the_blanks_and_signs() -> None:
    one = _edit("together", "in “common”  purpose")
    other = _edit("act together", 'act in "common" purpose')
    grouped = requests([proposed(_name("B"), one), proposed(_name("A"), other)])
    assert len(grouped) == 1
    assert grouped[0].request.supporters == ("MEMBER-A", "MEMBER-B")
    assert phrases(grouped) == ()


def test_a_punctuation_edit_is_an_edit() -> None:
    edit = _edit("address organized", "address, organized")
    assert edit.words == "," and edit.inserts


def test_relations() -> None:
    delete = _edit("prevent and address", "", Action.DELETE)
    assert _relation(_edit("prevent", "stop"), delete) is Relation.CONTRADICTORY
    assert (
        _relation(_edit("prevent and address", "counter"), _edit("prevent and address", "fight")) is Relation.SAME_SPAN
    )
    assert _relation(_edit("prevent and address", "counter"), _edit("and", "or")) is Relation.NESTED
    assert (
        _relation(_edit("together to prevent", "and counter"), _edit("prevent and address", "fight"))
        is Relation.OVERLAPPING
    )
    insert = _edit("prevent", "detect", Action.INSERT_AFTER)
    assert _relation(insert, _edit("and", "investigate", Action.INSERT_BEFORE)) is Relation.SAME_PLACE
    assert _relation(insert, delete) is Relation.CONTRADICTORY
    assert _relation(insert, _edit("and", "or")) is None, "edges that touch do not collide"


def test_a_paragraph_inserted_after_does_not_meet_words_inserted_at_the_end() -> None:
    inside = _edit("states", "only", Action.INSERT_AFTER)
    apart = _edit("states", "A new paragraph.", Action.INSERT_AFTER, whole=True)
    assert _relation(inside, apart) is None


def test_neighbours_that_are_both_replaced_were_chosen_for_each_other() -> None:
    assert _relation(_edit("organized", "serious"), _edit("crime", "offences")) is Relation.OVERLAPPING
    first = OLD.index("crime")
    assert relate(_edit("organized", "serious"), _edit("crime", "offences"), {first}) is None  # after a comma
    assert _relation(_edit("organized", "", Action.DELETE), _edit("crime", "offences")) is None
    assert _relation(_edit("organized", "serious"), _edit("crime", "only", Action.INSERT_BEFORE)) is None


def test_one_collision_for_a_phrase_not_one_for_each_word() -> None:
    edits = [_edit("prevent and address organized crime", "a"), _edit("prevent", "b"), _edit("crime", "c")]
    groups = phrases(requests([proposed(_name(c), e) for c, e in zip("ABC", edits, strict=True)]))
    assert len(groups) == 1
    assert len(groups[0].members) == 3
    assert [pair.relation for pair in groups[0].pairs] == [Relation.NESTED, Relation.NESTED]


def test_the_furthest_from_the_original_is_decided_first() -> None:
    edits = {"A": _edit("prevent", "stop"), "B": _edit("prevent and address organized crime", "", Action.DELETE)}
    (group,) = phrases(requests([proposed(_name(c), e) for c, e in edits.items()]))
    order = decision_order(group.members, OLD)
    assert [lead.entity for lead, _ in order] == ["MEMBER-B", "MEMBER-A"]
    assert order[0][1] == "5 words go; 1 supporter"


_edits = st.builds(
    lambda start, length, words: Edit(start, start + length, words if length or words else "x"),
    st.integers(0, 12), st.integers(0, 4), st.sampled_from(["", "x", "y"]),
)  # fmt: skip


@given(st.lists(_edits, max_size=12), st.frozensets(st.integers(0, 16), max_size=3))
def test_the_sweep_finds_what_comparing_all_pairs_finds(edits: list[Edit], parted: frozenset[int]) -> None:
    grouped = requests([proposed(_name("A", i + 1), edit) for i, edit in enumerate(edits)])
    swept = {frozenset((pair.one, pair.other)) for phrase in phrases(grouped, parted) for pair in phrase.pairs}
    compared = {
        frozenset((a.request.lead, b.request.lead))
        for i, a in enumerate(grouped)
        for b in grouped[i + 1 :]
        if relate(a.edit, b.edit, parted)
    }
    assert swept == compared


@given(st.lists(_edits, max_size=10), st.randoms(use_true_random=False))
def test_order_of_comments_does_not_matter(edits: list[Edit], random: Random) -> None:
    proposals = [proposed(_name("A", i + 1), edit) for i, edit in enumerate(edits)]
    shuffled = list(proposals)
    random.shuffle(shuffled)
    assert requests(proposals) == requests(shuffled)
