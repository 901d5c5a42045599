import json

import pytest
from pydantic import TypeAdapter

from pipeline.formats.yaml_nodes import finding
from pipeline.intake.submissions import Context, unread_submission
from pipeline.model.comment import Action, Citation, CitedKind, CommentType, Proposal, Registry, Submission, Target
from pipeline.model.finding import Severity
from pipeline.model.source import Place
from tests.intake.reading import CONTEXT, HEAD, PATH, codes, entries, only, read

FULL = """
id: 1a
paragraph: 12
quote: the words, as printed
type: editorial
action: replace
proposal: |
  the words

  in two paragraphs
alternatives: [other words]
comment: why
"""


def test_a_full_entry_is_read_as_it_stands() -> None:
    comment = only(FULL)
    assert str(comment.name) == "s-2/MEMBER-A/alpha#1a"
    assert comment.type is CommentType.EDITORIAL
    assert comment.targets == (Target(Citation(CitedKind.PARAGRAPH, "12", text="12"), "the words, as printed"),)
    assert comment.proposal == Proposal(Action.REPLACE, "the words\n\nin two paragraphs", ("other words",))
    assert (comment.text, comment.reference, comment.baseline) == ("why", "paragraph 12", "s-2")
    assert (comment.at, comment.received, comment.late) == (Place(PATH, 5, 5), "2025-07-01T09:00:00Z", False)
    assert (comment.withdrawn, comment.problem, comment.findings) == (False, "", ())


def test_a_submission_survives_being_kept_as_json() -> None:
    adapter = TypeAdapter(Submission)
    made = read(f"{HEAD}  - id: 1\n    reference: Table 3; IV.A\n    proposal: 'to read: x'\n  - broken\n")
    assert adapter.validate_json(adapter.dump_json(made)) == made


def test_values_are_text_whatever_yaml_makes_of_them_elsewhere() -> None:
    comment = only("id: 012\nquote: no\nproposal: 1.10\ncomment: 2026-11-23\n")
    assert comment.name.id == "012"
    assert (comment.targets[0].quote, comment.proposal.words if comment.proposal else "", comment.text) == (
        "no", "1.10", "2026-11-23",
    )  # fmt: skip


def test_keys_without_a_value_count_as_left_out() -> None:
    comment = only(
        "id: 1\nparagraph:\nquote:\ntype:\naction:\nproposal:\nalternatives:\ntargets:\ncomment: why\nwithdrawn:\n"
    )
    assert (comment.problem, comment.type, comment.text, comment.targets) == ("", CommentType.SUBSTANTIVE, "why", ())


# -- places


def test_several_places_become_several_targets_and_the_quote_goes_with_the_first() -> None:
    comment = only("id: 1\nreference: paras 4-5 and 9\nquote: words\ncomment: x\n")
    assert [(t.citation.number, t.quote) for t in comment.targets] == [("4", "words"), ("5", ""), ("9", "")]
    listed = only("id: 1\nparagraph: 2\ntargets:\n  - {paragraph: 8, quote: a}\n  - {section: III.A}\ncomment: x\n")
    assert [(str(t.citation), t.quote) for t in listed.targets] == [
        ("paragraph 2", ""), ("paragraph 8", "a"), ("section III.A", ""),
    ]  # fmt: skip
    assert listed.reference == "paragraph 2; paragraph 8; section III.A"


@pytest.mark.parametrize("place", ["", "reference: General", "reference: All", 'reference: " , "'])
def test_a_general_comment_has_no_target(place: str) -> None:
    comment = only(f"id: 1\n{place}\ncomment: x\n".replace("\n\n", "\n"))
    assert (comment.targets, comment.findings) == ((), ())


def test_a_quote_without_a_place_is_a_target() -> None:
    comment = only("id: 1\nquote: some words\ncomment: x\n")
    assert comment.targets == (Target(Citation(CitedKind.DOCUMENT), "some words"),)


def test_a_quoted_sentence_instead_of_a_number_is_the_quote() -> None:
    comment = only("id: 1\nreference: “the words of the draft”\ncomment: x\n")
    assert [(t.citation.kind, t.quote) for t in comment.targets] == [(CitedKind.UNKNOWN, "the words of the draft")]
    assert comment.findings == ()


def test_a_place_that_is_not_understood_is_kept_and_told_at_its_line() -> None:
    comment = only("id: 1\ncomment: x\nreference: Listed below with corresponding comments.\n")
    assert comment.reference == "Listed below with corresponding comments."
    assert comment.targets[0].citation.kind is CitedKind.UNKNOWN
    assert [(one.code, one.place) for one in comment.findings] == [("COMMENT-PLACE", Place(PATH, 7, 16))]
    assert comment.problem == ""


def test_the_paragraph_field_decides_and_the_others_are_kept_in_words() -> None:
    comment = only("id: 1\nparagraph: 12\nsection: III.A\nreference: in the chapeau\ncomment: x\n")
    assert [str(t.citation) for t in comment.targets] == ["paragraph 12"]
    assert comment.reference == "paragraph 12, section III.A, in the chapeau"


# -- what is odd, and told


@pytest.mark.parametrize(("entry", "code", "severity"), [
    ("id: 1\nparagraph: 3\n", "COMMENT-EMPTY", Severity.WARNING),
    ("id: 1\nquote: words\nproposal: see comment\ncomment: x\n", "COMMENT-NO-PROPOSAL", Severity.NOTE),
    ("id: 1\nquote: words\nproposal: 'to read: x'\n", "COMMENT-RESULT-ONLY", Severity.NOTE),
    ("id: 1\nparagraph: 3\nproposal: x\n", "COMMENT-ACTION", Severity.NOTE),
    ("id: 1\nbaseline: s-9\ncomment: x\n", "COMMENT-BASELINE", Severity.WARNING),
    ("id: 1\nbaseline: s-1\ncomment: x\n", "COMMENT-BASELINE", Severity.WARNING),
    ("id: 1\nreceived: 2025-07-02\ncomment: x\n", "COMMENT-TIME", Severity.WARNING),
    ("id: 1\nreceived: 2025-07-02T10:00:00\ncomment: x\n", "COMMENT-TIME", Severity.WARNING),
    ("id: 1\nwithdrawn: perhaps\ncomment: x\n", "VALUE-INVALID", Severity.WARNING),
    ('id: 1\ncomment: "a\u202eb"\n', "COMMENT-CONTROL", Severity.WARNING),
    ("id: 1\ncomment: see para #5\n", "YAML-COMMENT-CUT", Severity.WARNING),
])  # fmt: skip
def test_what_is_odd_is_told_and_the_comment_lives(entry: str, code: str, severity: Severity) -> None:
    comment = only(entry)
    assert [(one.code, one.severity) for one in comment.findings] == [(code, severity)]
    assert comment.problem == ""


def test_a_reissue_is_a_baseline_of_its_session() -> None:
    assert only("id: 1\nbaseline: s-2-rev1\ncomment: x\n").findings == ()
    assert only("id: 1\nbaseline: s-2-rev1\ncomment: x\n").baseline == "s-2-rev1"


def test_a_comment_can_be_withdrawn() -> None:
    states = {
        value: only(f"id: 1\ncomment: x\nwithdrawn: {value}\n").withdrawn for value in ("true", "yes", "false", "no")
    }
    assert states == {"true": True, "yes": True, "false": False, "no": False}


def test_words_that_are_no_proposal_stay_in_the_text() -> None:
    comment = only("id: 1\nproposal: new words\ncomment: why\n")
    assert (comment.proposal, comment.text) == (None, "why\n\nnew words")


# -- the head


def test_the_entity_is_the_code_of_the_registry_whatever_name_the_file_used() -> None:
    made = read(f"{HEAD.replace('MEMBER-A', 'alpha  office')}  - id: 1\n    comment: x\n")
    assert (made.entity, made.comments[0].name.entity) == ("MEMBER-A", "MEMBER-A")
    assert [(one.code, one.severity) for one in made.findings] == [("MEMBER-FOLDER", Severity.NOTE)]


def test_an_unknown_entity_is_named_after_its_folder_and_told() -> None:
    made = read(f"{HEAD.replace('MEMBER-A', 'MEMBER-X')}  - id: 1\n    comment: x\n", folder="MEMBER-X")
    assert (made.entity, len(made.comments)) == ("MEMBER-X", 1)
    assert codes(made) == ["MEMBER-UNKNOWN"]
    assert "did you mean" in made.findings[0].message


def test_a_file_in_the_folder_of_another_entity_is_told() -> None:
    made = read(f"{HEAD}  - id: 1\n    comment: x\n", folder="MEMBER-B")
    assert made.entity == "MEMBER-A"
    assert [(one.code, one.severity) for one in made.findings] == [("MEMBER-FOLDER", Severity.WARNING)]


def test_without_a_registry_nobody_is_known_and_nothing_is_lost() -> None:
    made = read(f"{HEAD}  - id: 1\n    comment: x\n", registry=Registry())
    assert (codes(made), len(made.comments)) == (["MEMBER-UNKNOWN"], 1)


@pytest.mark.parametrize(("written", "stem", "about", "found"), [
    ("alpha", "alpha", "alpha", []),
    ("beta", "alpha", "beta", [("COMMENT-DOCUMENT", Severity.WARNING)]),
    ("alpa", "alpha", "alpha", [("COMMENT-DOCUMENT", Severity.ERROR)]),
    ("alpha", "alpa", "alpha", [("COMMENT-DOCUMENT", Severity.ERROR)]),
    ("gamma", "delta", "delta", [("COMMENT-DOCUMENT", Severity.ERROR)] * 2),
])  # fmt: skip
def test_the_document_is_that_of_the_file_if_it_exists(
    written: str, stem: str, about: str, found: list[tuple[str, Severity]]
) -> None:
    made = read(f"{HEAD.replace('alpha', written)}  - id: 1\n    comment: x\n", document=stem)
    assert (made.document, [(one.code, one.severity) for one in made.findings]) == (about, found)
    assert made.comments[0].name.document == about


def test_a_baseline_that_is_misspelt_is_told_once_and_kept_as_written() -> None:
    made = read(f"{HEAD.replace('s-2', 's-22')}  - id: 1\n    comment: x\n  - id: 2\n    comment: y\n")
    assert codes(made) == ["COMMENT-BASELINE"]
    assert "did you mean “s-2”?" in made.findings[0].message
    assert {comment.baseline for comment in made.comments} == {"s-22"}


def test_all_mistakes_of_a_file_are_told_at_once_each_at_its_place() -> None:
    made = read(
        "entity: MEMBER-A\ndocumnt: alpha\ncomments:\n  - id: 1\n    tpye: editorial\n    comment: x\n"
        "  - id: x1\n    action: insert\n    comment: y\n"
    )
    told = [(one.place.line, one.place.column, one.code) for one in made.findings if one.code != "COMMENT-UNREADABLE"]
    assert told == [
        (1, 1, "KEY-MISSING"), (2, 1, "KEY-UNKNOWN"), (5, 5, "KEY-UNKNOWN"), (7, 9, "VALUE-INVALID"),
        (8, 13, "VALUE-INVALID"),
    ]  # fmt: skip
    messages = " ".join(one.message for one in made.findings)
    assert all(f"did you mean {word}" in messages for word in ("`document`", "`type`", "“insert-"))


# -- time


def test_late_comments_are_told_once_with_both_times_and_zones() -> None:
    made = read(f"{HEAD}  - id: 1\n    comment: x\n  - id: 2\n    comment: y\n", received="2025-07-16T03:59:01Z")
    assert [comment.late for comment in made.comments] == [True, True]
    assert codes(made) == ["COMMENT-LATE"]
    assert made.findings[0].message == (
        "received 2025-07-16 03:59:01 UTC, there 2025-07-15 23:59:01 UTC-04:00; "
        "the round closed 2025-07-15 23:59:00 UTC-04:00"
    )


def test_the_last_second_is_in_time_and_no_deadline_is_never_late() -> None:
    text = f"{HEAD}  - id: 1\n    comment: x\n"
    assert not read(text, received="2025-07-16T03:59:00Z").comments[0].late
    assert not read(text, received="2030-01-01T00:00:00Z", settings=None).comments[0].late
    assert not read(text, received="").comments[0].late


def test_what_the_secretariat_noted_counts_before_the_commit() -> None:
    noted = HEAD.replace("comments:", "received: 2025-07-14T00:00:00Z\ncomments:")
    made = read(f"{noted}  - id: 1\n    comment: x\n  - id: 2\n    received: 2025-08-01T00:00:00Z\n    comment: y\n",
                received="2025-09-01T00:00:00Z")  # fmt: skip
    assert [comment.late for comment in made.comments] == [False, True]
    assert codes(made) == ["COMMENT-LATE"]
    assert codes(made.comments[1]) == ["COMMENT-LATE"]


# -- names and fingerprints


def test_an_id_that_stands_again_gets_a_name_of_its_own() -> None:
    made = read(HEAD + "".join(f"  - id: {n}\n    comment: c{i}\n" for i, n in enumerate((3, 3, 4, 3))))
    assert [comment.name.id for comment in made.comments] == ["3", "3-2", "4", "3-3"]
    assert [comment.text for comment in made.comments] == ["c0", "c1", "c2", "c3"]
    assert codes(made) == ["COMMENT-ID-TWICE"] * 2
    assert sorted((c.name for c in made.comments), key=lambda name: name.key) == [
        made.comments[n].name for n in (0, 1, 3, 2)
    ]


def test_a_fingerprint_is_of_what_is_said_not_of_where() -> None:
    base = only(FULL)
    assert len(base.fingerprint) == 8
    assert int(base.fingerprint, 16) >= 0
    same = [
        FULL.replace("id: 1a", "id: 7"),
        FULL.replace("comment: why", "comment:   why  "),
        FULL.replace("comment: why", "received: 2025-07-02T00:00:00Z\ncomment: why"),
        FULL.replace("comment: why", "withdrawn: false\ncomment: why"),
    ]
    assert {only(text).fingerprint for text in same} == {base.fingerprint}
    other = [
        FULL.replace("12", "13"), FULL.replace("as printed", "as typed"), FULL.replace("editorial", "technical"),
        FULL.replace("replace", "insert-after"), FULL.replace("in two", "in three"), FULL.replace("other", "others"),
        FULL.replace("why", "why not"), FULL.replace("comment: why", "withdrawn: true\ncomment: why"),
        FULL.replace("paragraph: 12", "section: 12"),
    ]  # fmt: skip
    assert len({base.fingerprint, *(only(text).fingerprint for text in other)}) == len(other) + 1


def test_composed_and_decomposed_letters_are_the_same() -> None:
    one, two = only("id: 1\ncomment: café\n"), only("id: 1\ncomment: cafe\u0301\n")
    assert (one.text, one.fingerprint) == (two.text, two.fingerprint)


# -- hidden characters


def test_line_separators_end_a_line_and_controls_go() -> None:
    comment = only("id: 1\nparagraph: 2\ncomment: |\n  one\u2028two\x85three\x0bfour\u202e five\x07 \u2066six\n")
    assert comment.text == "one\ntwo\nthree\nfour five six"
    assert codes(comment) == ["COMMENT-CONTROL"]
    assert only("id: 1\ncomment: one\u2028two\n").findings == ()


def test_what_scripts_need_stays() -> None:
    text = "لجنة‌ها 委员会 👩\u200d👧 e\u200fx"
    assert only(f"id: 1\ncomment: {text}\n").text == text


def test_hidden_characters_do_not_move_the_places_of_findings() -> None:
    made = read(f"{HEAD}  - id: 1\n    comment: a\u2028\x07b\n    tpye: x\n")
    assert Place(PATH, 7, 5) in [one.place for one in made.findings]


def test_the_letters_that_stand_for_hidden_ones_may_be_in_the_text() -> None:
    assert only("id: 1\ncomment: \ue000\ue001 a\x07b\u2028c\n").text == "\ue000\ue001 ab\nc"


# -- text is data


@pytest.mark.parametrize("words", [
    "#set page(fill: red) $x$ @ref", "<w:p><w:r/></w:p>", "**bold** [link](x) ![](y)", "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% for %}", "=HYPERLINK(\"x\")", "+1-1", "../../etc/passwd", "--upload-pack=x", "$(id) `id`",
    "!!python/name:os", "&anchor *alias", "%YAML 1.1", "مرحبا بالعالم", "请注意", "👩‍👧‍👦",
])  # fmt: skip
def test_markup_of_any_kind_is_literal_text(words: str) -> None:
    quote = json.dumps(words, ensure_ascii=False)
    comment = only(f"id: 1\nquote: {quote}\naction: replace\nproposal: |\n  {words}\ncomment: |-\n  {words}\n")
    assert (comment.targets[0].quote, comment.text, comment.findings) == (words, words, ())
    assert comment.proposal == Proposal(Action.REPLACE, words)


def test_the_context_has_a_default_for_all_but_the_round() -> None:
    assert Context("s-2") == Context("s-2", None, (), frozenset(), Registry(), "")
    assert len(entries("  - id: 1\n    comment: x\n")) == 1


def test_no_message_holds_a_mark_or_a_hidden_character() -> None:
    made = read(f"{HEAD}  - id: 1\n    co\x07mm\u202eents: x\n    comment: a: b\n  - id: 2\n    ty\u2028pe: x\n")
    text = "".join(one.message + one.hint for one in made.findings) + "".join(c.text + c.problem for c in made.comments)
    assert [character for character in text if not character.isprintable() and character != "\n"] == []
    assert not any("\ue000" <= character <= "\uf8ff" for character in text)


def test_a_file_that_cannot_be_had_is_one_comment_with_the_reason() -> None:
    problem = finding("FILE-SYMLINK", Place(PATH), "alpha.yaml is a symbolic link")
    made = unread_submission(problem, PATH, "MEMBER-A", "alpha", CONTEXT)
    assert (made.entity, made.document, [c.name.id for c in made.comments]) == ("MEMBER-A", "alpha", ["?0"])
    assert made.comments[0].problem == "alpha.yaml is a symbolic link"
    assert codes(made) == ["COMMENT-UNREADABLE", "FILE-SYMLINK"]
