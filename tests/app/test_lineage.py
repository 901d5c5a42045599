"""Why a text says what it says, in real repositories with hand-made commits and trailers."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.app.lineage import Question, lineage
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import open_workspace
from pipeline.model.finding import PipelineError
from pipeline.model.lineage import UNCOMMITTED, Lineage
from tests.app.small import Small

FIRST, SECOND = "drafts/alpha/01-first.md", "drafts/alpha/02-second.md"
OLD = "Paragraphs go on counting through the sections of the document, as members expect."
NEW = "Paragraphs go on counting through all sections of the document, as every member expects."
ACCEPTED = """\
alpha, paragraph 4: “the” becomes “all”

Response: Agreed.

Comment: s-1/MEMBER-A/alpha#1
Session: s-1
Disposition: accepted
"""


def _why(small: Small, place: str = "", quote: str = "", document: str = "alpha") -> Lineage:
    opened = open_workspace(small.root)
    told = lineage(opened, Question(document, place, quote), open_cache(opened))
    assert len(told) == 1
    return told[0]


def _as(small: Small, author: str, message: str) -> str:
    small.git("add", "-A")
    small.git("commit", "-q", "--author", author, "-m", message)
    return small.git("rev-parse", "HEAD").strip()


def _parts(told: Lineage, oids: dict[str, str]) -> list[tuple[str, str]]:
    return [(part.words, oids[part.oid]) for unit in told.units for part in unit.parts]


def test_every_word_is_told_with_its_commit_comment_and_decision(repository: Small) -> None:
    start = repository.git("rev-parse", "HEAD").strip()
    repository.change(SECOND, "through the sections", "through all sections")
    merged = _as(repository, "Member A <a@example.org>", ACCEPTED)
    repository.change(SECOND, "as members expect", "as every member expects")
    drafted = _as(repository, "Drafter <d@example.org>", "Say that every member expects it")
    told = _why(repository, "4")
    names = {start: "start", merged: "merged", drafted: "drafted"}
    assert _parts(told, names) == [
        ("Paragraphs go on counting through", "start"), ("all", "merged"), ("sections of the document, as", "start"),
        ("every member expects.", "drafted"),
    ]  # fmt: skip
    assert [names[change.oid] for change in told.changes] == ["drafted", "merged", "start"]
    change = told.changes[1]
    assert (change.author, change.asked[0].comments, change.asked[0].disposition) == (
        "Member A", ("s-1/MEMBER-A/alpha#1",), "accepted",
    )  # fmt: skip
    assert [(names[step.oid], step.before, step.after) for step in told.steps] == [
        ("drafted", OLD.replace("the sections", "all sections"), NEW),
        ("merged", OLD, OLD.replace("the sections", "all sections")),
        ("start", "", OLD),
    ]


def test_new_line_ends_bring_no_words(repository: Small) -> None:
    start = repository.git("rev-parse", "HEAD").strip()
    repository.change(SECOND, "through the sections of", "through\nthe sections of")
    repository.commit("Wrap")
    told = _why(repository, "4")
    assert {part.oid for part in told.units[0].parts} == {start}
    assert [step.oid for step in told.steps] == [start]


def test_words_in_no_commit_are_told_as_such(repository: Small) -> None:
    start = repository.git("rev-parse", "HEAD").strip()
    repository.change(SECOND, "as members expect", "as all expect")
    told = _why(repository, "4")
    assert _parts(told, {start: "start", UNCOMMITTED: "nobody"})[1] == ("all", "nobody")
    assert told.changes[0].oid == UNCOMMITTED
    assert told.steps[0].before == OLD
    repository.add(SECOND, "\nA paragraph that nobody has committed.\n")
    assert {part.oid for part in _why(repository, "6").units[0].parts} == {UNCOMMITTED}


def test_a_paragraph_that_moved_to_another_section_keeps_its_lineage(repository: Small) -> None:
    start = repository.git("rev-parse", "HEAD").strip()
    words = "The third paragraph refers to [](#p-opening) and closes the section.\n"
    repository.change(FIRST, words, "")
    repository.add(SECOND, f"\n{words}")
    moved = _as(repository, "Drafter <d@example.org>", "Move it")
    assert {part.oid for part in _why(repository, "5").units[0].parts} == {start}
    repository.change(SECOND, "closes the section", "closes the whole paper")
    edited = _as(repository, "Drafter <d@example.org>", "Change its end")
    told = _why(repository, quote="paragraph refers to paragraph 1 and closes the whole paper")
    names = {start: "start", moved: "moved", edited: "edited"}
    assert _parts(told, names) == [
        ("paragraph refers to paragraph 1 and closes the", "start"), ("whole paper.", "edited"),
    ]  # fmt: skip


def test_a_section_split_off_whole_is_followed_to_where_it_was_written(repository: Small) -> None:
    start = repository.git("rev-parse", "HEAD").strip()
    repository.change(SECOND, "as members expect", "as every one of the members of the committee expects")
    edited = _as(repository, "Drafter <d@example.org>", "Expectations")
    text = repository.read(SECOND)
    head, _, rest = text.partition("Paragraphs go on")
    repository.write(SECOND, head + rest[rest.index("The last paragraph") :])
    repository.write("drafts/alpha/03-third.md", f"---\ntitle: Third\n---\n\nParagraphs go on{rest.splitlines()[0]}\n")
    repository.write("drafts/alpha/document.yaml", "title: Alpha\nsections: [01-first.md, 03-third.md, 02-second.md]\n")
    split = _as(repository, "Drafter <d@example.org>", "Split")
    told = _why(repository, "4")
    assert told.path == "drafts/alpha/03-third.md"
    oids = [part.oid for part in told.units[0].parts]
    assert split not in oids
    assert set(oids) == {start, edited}


def test_the_wordings_of_the_baselines_are_told_with_their_numbers(repository: Small) -> None:
    assert repository.run("freeze", "s-1").code == 0
    repository.change(
        FIRST, "{#p-opening}", "A new paragraph stands before all that was there before it.\n\n{#p-opening}"
    )
    repository.change(SECOND, OLD, NEW)
    repository.commit("Before")
    assert repository.run("freeze", "s-2").code == 0
    repository.change(
        SECOND,
        f"{NEW}\n",
        "Paragraphs go on counting through all sections of the document.\n\nThat is what every member expects.\n",
    )
    repository.commit("Split it")
    told = _why(repository, "5")
    assert [(one.baseline, [unit.address for unit in one.units]) for one in told.earlier] == [
        ("s-2", ["paragraph 5"]), ("s-1", ["paragraph 4"]),
    ]  # fmt: skip
    assert set(told.earlier[0].relations) == {"changed", "split"}
    assert told.earlier[0].elsewhere == ("paragraph 6",)
    assert "renumbered" in told.earlier[1].relations
    assert told.earlier[1].units[0].words == OLD
    new = _why(repository, "1")
    assert [bool(one.units) for one in new.earlier] == [True, False]
    assert new.earlier[0].relations == ("same words",)
    joined = _why(repository, "p-opening")
    assert [one.units[0].number for one in joined.earlier] == [2, 1]


def test_paragraphs_that_were_moved_or_joined_are_said_to_be(repository: Small) -> None:
    assert repository.run("freeze", "s-1").code == 0
    opening = "{#p-opening}\nThe opening paragraph of the first section says what the paper is for.\n"
    repository.change(FIRST, opening + "\n", "")
    repository.add(SECOND, "\n" + opening)
    one, other = OLD, "The last paragraph of the document has a note.[^n]"
    repository.change(SECOND, f"{one}\n\n{other}", f"{one} {other}")
    repository.commit("Rearrange")
    assert "moved" in _why(repository, "p-opening").earlier[0].relations
    joined = _why(repository, quote="Paragraphs go on counting").earlier[0]
    assert "joined" in joined.relations
    assert [unit.number for unit in joined.units] == [4, 5]


SUBMISSION = """\
entity: MEMBER-A
document: alpha
baseline: s-1
comments:
  - {id: 1, paragraph: 4, quote: the sections, type: editorial, action: replace, proposal: all sections, comment: x}
  - {id: 2, paragraph: 1, quote: opening, type: editorial, action: replace, proposal: very first, comment: x}
"""
TOGETHER = """\
alpha: merge 2 accepted proposals of s-1

Comment: s-1/MEMBER-A/alpha#1
Comment: s-1/MEMBER-A/alpha#2
Session: s-1
Disposition: accepted
"""
IN_TURN = """\
alpha: two proposals

Comment: s-1/MEMBER-A/alpha#1
Session: s-1
Disposition: accepted
Comment: s-1/MEMBER-A/alpha#2
Session: s-1
Disposition: accepted
"""


@pytest.mark.parametrize("message", [TOGETHER, IN_TURN])
def test_of_a_squash_only_the_comments_on_this_text_are_told(repository: Small, message: str) -> None:
    repository.write("comments/members.yaml", "members:\n  - {code: MEMBER-A, name: Member A, kind: sample}\n")
    repository.write("comments/s-1/MEMBER-A/alpha.yaml", SUBMISSION)
    repository.commit("Comments")
    repository.change(SECOND, "the sections", "all sections")
    repository.change(FIRST, "The opening paragraph", "The very first paragraph")
    repository.commit(message)
    assert [one.comments for one in _why(repository, "4").changes[0].asked] == [("s-1/MEMBER-A/alpha#1",)]
    assert [one.comments for one in _why(repository, "1").changes[0].asked] == [("s-1/MEMBER-A/alpha#2",)]


def test_a_section_is_told_paragraph_by_paragraph(repository: Small) -> None:
    told = _why(repository, "sec-first")
    assert [unit.address for unit in told.units] == [
        "section I", "paragraph 1", "paragraph 2", "2 (a)", "2 (b)", "paragraph 3",
    ]  # fmt: skip
    assert {part.oid for unit in told.units for part in unit.parts} == {repository.git("rev-parse", "HEAD").strip()}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question("gamma", "1"), "there is no document"),
        (Question("alpha", "99"), "there is no place"),
        (Question("alpha"), "which words of alpha"),
        (Question("alpha", "", "words that are not there at all"), "does not say"),
        (Question("alpha", "", "paragraph"), "stand in"),
    ],
)
def test_what_cannot_be_answered_is_said(repository: Small, question: Question, words: str) -> None:
    opened = open_workspace(repository.root)
    with pytest.raises(PipelineError, match=words):
        lineage(opened, question, open_cache(opened))


def test_without_git_there_is_no_lineage(small: Small) -> None:
    opened = open_workspace(small.root)
    with pytest.raises(PipelineError, match="no Git repository"):
        lineage(opened, Question("alpha", "1"), open_cache(opened))


def test_the_command_prints_text_and_json(repository: Small) -> None:
    repository.change(SECOND, "through the sections", "through all sections")
    _as(repository, "Member A <a@example.org>", ACCEPTED)
    ran = repository.run("why", "alpha:4")
    assert ran.code == 0, ran.err
    for words in ("paragraph 4", "Member A", "MEMBER-A#1 · accepted", "[the → all]", "Response: Agreed."):
        assert words in ran.out
    value: dict[str, Any] = json.loads(repository.run("why", "alpha:4", "--format", "json").out)
    place = value["places"][0]
    assert value["schema_version"] == 1
    assert (place["units"][0]["number"], place["changes"][0]["proposals"][0]["entities"]) == (4, ["MEMBER-A"])
    assert " ".join(part["words"] for part in place["units"][0]["parts"]) == place["units"][0]["text"]
    assert repository.run("why", "alpha:77").code == 2


def test_without_colours_nothing_is_lost(repository: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert tmp_path.is_dir()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in repository.run("why", "alpha:4").out
