"""Unresolved alternatives in square brackets, in the words and numbers of the text."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.comment import CommentName
from pipeline.model.document import Cell, Document, Heading, NoteMark, Paragraph, Part, Reference, Role, Table, Text
from pipeline.model.document import Note as FootNote
from pipeline.model.document import Section as Sec
from pipeline.model.ledger import Collision, Entry, Ledger, Passage, Request, State
from pipeline.model.source import Span
from pipeline.review.bracketing import Alternative, bracketed, contests
from pipeline.review.hunks import Hunk, deleting, inserting, replacing
from pipeline.review.judging import UnitEdit
from pipeline.text.identity import numbered_paragraphs
from pipeline.text.units import units
from pipeline.text.words import printed
from tests.review.texts import comment, document

SENTENCE = "Members share data with each other where the law of each allows it."
HERE = Span(3, 1, 3, 2)  # what the pieces that a drafter wrote have and ours do not


def _by(name: str, *edits: UnitEdit) -> Alternative:
    return Alternative((name,), edits)


def _replace(name: str, old: str, new: str, text: str = SENTENCE, unit: int = 0) -> Alternative:
    start = text.index(old)
    return _by(name, UnitEdit(unit, replacing(text, (start, start + len(old)), new)))


def _lines(made: Document) -> list[str]:
    """Each unit as printed, a no-break blank as a blank."""
    return [unit.text.replace("\u00a0", " ") for unit in units(made)]


def _first(*alternatives: Alternative, text: str = SENTENCE) -> str:
    return _lines(bracketed(document(text), alternatives))[0]


def test_two_wordings_of_one_phrase_stand_beside_the_original_with_their_supporters() -> None:
    one, other = _replace("MEMBER-A", "share", "exchange"), _replace("MEMBER-B", "share", "use")
    joint = Alternative(("MEMBER-C", "MEMBER-A"), one.edits)
    assert _first(joint, other) == SENTENCE.replace("share", "[share] [exchange — MEMBER-A, MEMBER-C] [use — MEMBER-B]")


def test_who_deletes_and_who_rewords_stand_together() -> None:
    low = SENTENCE.index(" where the law")
    gone = _by("MEMBER-C", UnitEdit(0, (deleting(SENTENCE, (low + 1, len(SENTENCE) - 1)),)))
    assert _first(gone, _replace("MEMBER-B", "allows", "permits")) == (
        "Members share data with each other [where the law of each allows it — delete: MEMBER-C] "
        "[where the law of each permits it — MEMBER-B]."
    )


def test_overlapping_proposals_show_what_each_makes_of_the_whole_phrase() -> None:
    one, other = _replace("MEMBER-D", "share data", "use facts"), _replace("MEMBER-E", "data with", "figures among")
    assert _first(one, other) == (
        "Members [share data with] [use facts with — MEMBER-D] [share figures among — MEMBER-E] "
        "each other where the law of each allows it."
    )


def test_insertions_at_one_point_have_no_original() -> None:
    at = SENTENCE.index(" with each")
    made = [_by(name, UnitEdit(0, (inserting(SENTENCE, at, words, after=True),)))
            for name, words in (("MEMBER-D", "and methods"), ("MEMBER-E", ", samples"))]  # fmt: skip
    assert _first(*made) == SENTENCE.replace("data with", "data [and methods — MEMBER-D] [, samples — MEMBER-E] with")


def test_a_blank_that_goes_or_comes_is_shown_with_its_words() -> None:
    at = SENTENCE.index(" data")
    gone, come = _by("MEMBER-D", UnitEdit(0, (Hunk(at, at + 1, ""),))), _by("MEMBER-E", UnitEdit(0, (Hunk(3, 3, " "),)))
    assert _first(gone).startswith("Members [share data] [sharedata — MEMBER-D] with")
    assert _first(come).startswith("[Members] [Mem bers — MEMBER-E] share data")


def test_a_sentence_that_comes_at_the_end_stands_after_it() -> None:
    last = _by("MEMBER-D", UnitEdit(0, (inserting(SENTENCE, len(SENTENCE), "So be it.", after=True),)))
    first = _by("MEMBER-E", UnitEdit(0, (inserting(SENTENCE, 0, "All", after=False),)))
    assert _first(last, first) == f"[All — MEMBER-E] {SENTENCE} [So be it. — MEMBER-D]"


def test_proposals_that_only_touch_stand_each_in_its_brackets() -> None:
    one, other = _replace("MEMBER-A", "share", "use"), _replace("MEMBER-B", "data", "facts")
    assert _first(one, other).startswith("Members [share] [use — MEMBER-A] [data] [facts — MEMBER-B] with")


def test_a_whole_paragraph_has_its_alternatives_as_bis_and_ter_and_no_number_changes() -> None:
    text = document("One.", SENTENCE, "Three.")
    new = "Nothing is said here of anything that was said before."
    whole = _by("MEMBER-A", UnitEdit(1, (Hunk(0, len(SENTENCE), new),)))
    more = _by("MEMBER-B", UnitEdit(1, after=("A further paragraph.", "And a third one.")))
    gone = _by("MEMBER-C", UnitEdit(1, out=True))
    made = bracketed(text, [whole, more, gone])
    assert _lines(made) == [
        "One.",
        f"[{SENTENCE} — delete: MEMBER-C]",
        f"2 bis. [{new} — MEMBER-A]",
        "2 ter. [A further paragraph. — MEMBER-B]",
        "2 quater. [And a third one. — MEMBER-B]",
        "Three.",
    ]
    assert [p.number for p in numbered_paragraphs(made)] == [1, 2, 3]
    assert [unit.address for unit in units(made)][-1] == "paragraph 3"


def test_a_paragraph_before_another_takes_the_number_of_the_one_above() -> None:
    made = bracketed(document("One.", "Two."), [_by("MEMBER-A", UnitEdit(1, before=("In between.",)))])
    assert _lines(made) == ["One.", "1 bis. [In between. — MEMBER-A]", "Two."]


def test_items_of_a_list_keep_their_marks() -> None:
    text = document("A list:", "- first;", "- second;", "After it.")
    made = bracketed(
        text,
        [
            _by("MEMBER-A", UnitEdit(1, after=("further;",))),
            _by("MEMBER-B", UnitEdit(2, before=("another;",))),
            _by("MEMBER-C", UnitEdit(1, before=("very first;",))),
        ],
    )
    assert _lines(made) == [
        "A list:", "(a) bis. [very first; — MEMBER-C]", "first;", "(a) ter. [further; — MEMBER-A]",
        "(a) quater. [another; — MEMBER-B]", "second;", "After it.",
    ]  # fmt: skip
    blocks = made.sections[0].blocks
    marks = [block.marker for block in blocks if isinstance(block, Paragraph) and block.role is Role.ITEM]
    assert marks == ["(a)", "(b)"]
    assert [block.list for block in blocks if isinstance(block, Paragraph) and block.level] == [1, 1, 1, 1]


def test_a_move_says_where_to() -> None:
    text = document("One.", "Two.", "Three.")
    move = _by("MEMBER-A", UnitEdit(0, out=True), UnitEdit(2, fetched=0, fetched_after=True))
    assert _lines(bracketed(text, [move])) == ["[One. — move after paragraph 3: MEMBER-A]", "Two.", "Three."]


def test_notes_marks_references_and_formatting_of_the_original_stay() -> None:
    pieces = (
        Text("See", 1, at=HERE), NoteMark(0, "1"), Text(" ", at=HERE), Reference("p-2", "paragraph 2", at=HERE),
        Text(" today", 2, at=HERE),
    )  # fmt: skip
    base = document("x", "Two.")
    section = base.sections[0]
    blocks = (replace(section.blocks[0], inlines=pieces), section.blocks[1])  # type: ignore[type-var]
    text = replace(base, sections=(replace(section, blocks=blocks, notes=(FootNote(((Text("Note"),),), "1"),)),))
    line = "See paragraph 2 today"
    made = bracketed(
        text, [_replace("MEMBER-A", "paragraph 2", "paragraph 9", line), _replace("MEMBER-B", "See", "Read", line)]
    )
    block = made.sections[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert printed(block.inlines).replace("\u00a0", " ") == (
        "[See] [Read — MEMBER-B] [paragraph 2] [paragraph 9 — MEMBER-A] today"
    )
    assert [piece for piece in block.inlines if getattr(piece, "at", None) or isinstance(piece, NoteMark)] == list(
        pieces
    )
    assert block.inlines.index(pieces[1]) == 2  # inside of the bracket, behind its word


def test_headings_captions_cells_and_notes_can_be_bracketed() -> None:
    cell = (Cell(((Text("old"),),)),)
    table = Table("", (Text("old"),), cell and (cell,), (cell,), ("left",), "1")
    blocks = (Heading(1, (Text("old"),), number="I"), table)
    section = Sec("drafts/d/01.md", Part.BODY, blocks=blocks, notes=(FootNote(((Text("old"),),), "1"),))
    text = Document("d", "D", "drafts/d", (section,))
    every = [_replace("MEMBER-A", "old", "new", "old", unit) for unit in range(len(units(text)))]
    assert set(_lines(bracketed(text, every))) == {"[old] [new — MEMBER-A]"}
    assert len(every) == 5


def test_a_paragraph_beside_a_heading_is_proposed_below_it() -> None:
    section = Sec("s.md", Part.BODY, blocks=(Heading(1, (Text("Head"),)), *document("One.").sections[0].blocks))
    text = Document("d", "D", "drafts/d", (section,))
    made = bracketed(text, [_by("MEMBER-A", UnitEdit(0, after=("First of all.",)))])
    assert _lines(made) == ["Head", "bis. [First of all. — MEMBER-A]", "One."]


def test_what_looks_like_our_signs_stays_as_it_was_proposed() -> None:
    made = _first(_replace("MEMBER-A", "share", "use [all] — or *some* —"), _replace("MEMBER-B", "share", "give"))
    assert "[use [all] — or *some* — — MEMBER-A] [give — MEMBER-B]" in made


# -- every text and every set of proposals


WORDS = st.lists(st.sampled_from(["state", "crime,", "data", "(law)", "of", "justice."]), min_size=1, max_size=9)


@st.composite
def _cases(draw: st.DrawFn) -> tuple[str, list[Alternative]]:
    text = " ".join(draw(WORDS))
    made = []
    for number in range(draw(st.integers(1, 5))):
        low = draw(st.integers(0, len(text)))
        high = draw(st.integers(low, len(text)))
        hunk = Hunk(low, high, draw(st.sampled_from(["", "NEW", " NEW", "NEW ", ", NEW", "A  B"])))
        if hunk.start < hunk.end or hunk.words:
            made.append(_by(f"MEMBER-{number}", UnitEdit(0, (hunk,))))
    return text, made


@given(_cases())
def test_the_words_of_the_text_stay_and_every_supporter_is_named(case: tuple[str, list[Alternative]]) -> None:
    text, made = case
    base = document("x", "Two.")
    words = tuple(Text(piece, at=HERE) for word in text.split() for piece in (word, " "))[:-1]
    section = base.sections[0]
    blocks = (replace(section.blocks[0], inlines=words), section.blocks[1])  # type: ignore[type-var]
    after = bracketed(replace(base, sections=(replace(section, blocks=blocks),)), made)
    every = [piece for block in after.sections[0].blocks if isinstance(block, Paragraph) for piece in block.inlines]
    assert "".join(piece.text for piece in every if isinstance(piece, Text) and piece.at) == text
    assert [p.number for p in numbered_paragraphs(after)] == [1, 2]
    said = "".join(piece.text for piece in every if isinstance(piece, Text))
    assert said.count("[") == said.count("]") > 0 or not made
    assert all(alternative.supporters[0] in said for alternative in made)


@given(_cases())
def test_the_order_of_proposals_does_not_matter_to_what_is_bracketed(case: tuple[str, list[Alternative]]) -> None:
    text, made = case
    one, other = (bracketed(document(text), order) for order in (made, made[::-1]))
    assert sorted("".join(_lines(one))) == sorted("".join(_lines(other)))


def test_nothing_proposed_changes_nothing() -> None:
    text = document("One.", "- item;", "Two.")
    assert bracketed(text, []) == text


# -- which collisions are unresolved


def _ledger(*states: State) -> Ledger:
    made = [comment(entity=name, words="x", paragraph=1) for name, _ in zip("ABC", states, strict=False)]
    entries = tuple(Entry(one, state=state) for one, state in zip(made, states, strict=True))
    requests = tuple(Request((one.name,), 0, 1, one.name.entity) for one in made)
    passage = Passage("paragraph 1", "p-1", "01.md", 0, 0, 1, "One")
    return Ledger("hlcp-x", False, {"d": ""}, entries, requests, (Collision(1, "d", passage, requests, (), ()),))


def test_a_collision_is_unresolved_while_two_of_its_requests_are_open_or_deferred() -> None:
    def left(*states: State) -> list[CommentName]:
        return [request.lead for one in contests(_ledger(*states), "d") for request in one.requests]

    assert len(left(State.OPEN, State.OPEN)) == 2
    assert len(left(State.DEFERRED, State.STALE)) == 2
    assert len(left(State.OPEN, State.NOT_ACCEPTED, State.DEFERRED)) == 2
    assert left(State.ACCEPTED, State.OPEN) == []
    assert left(State.WITHDRAWN, State.OPEN) == []
    assert contests(_ledger(State.OPEN, State.OPEN), "other") == ()
