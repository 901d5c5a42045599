"""Corrections are reissues; today's text inherits from the last baseline, wherever its session stands in time."""

import json

import pytest

from pipeline.app.sources.baselines import current, latest, previous
from pipeline.app.sources.opening import open_workspace
from tests.app.small import Small

SECTION = "drafts/alpha/01-first.md"


def ids(small: Small, folder: str) -> list[str]:
    return [row["id"] for row in json.loads(small.read(f"comments/{folder}/lock.json"))["paragraphs"]]


def edit(small: Small, old: str, new: str) -> None:
    small.change(SECTION, old, new)
    small.commit("Edit")


@pytest.fixture
def frozen(repository: Small) -> Small:
    assert repository.run("freeze", "s-1").code == 0
    return repository


def test_a_session_is_frozen_once(frozen: Small) -> None:
    done = frozen.run("freeze", "s-1")
    assert done.code == 2
    assert "--reissue" in done.err


def test_a_reissue_needs_an_issue_and_a_difference(frozen: Small) -> None:
    assert "freeze it first, without --reissue" in frozen.run("freeze", "s-2", "--reissue", "why").err
    assert "no document differs" in frozen.run("freeze", "s-1", "--reissue", "why").err
    assert frozen.git("status", "--porcelain") == ""


def test_a_reissue_holds_only_what_changed_and_says_why(repository: Small) -> None:
    assert repository.run("freeze", "s-2").code == 0
    edit(repository, "what the paper is for", "what this paper is for")
    done = repository.run("freeze", "s-2", "--reissue", "A word was wrong")
    assert done.code == 0, done.err
    assert done.out.splitlines() == ["s-2-rev1  alpha"]
    lock = json.loads(repository.read("comments/s-2/baseline-rev1/alpha/lock.json"))
    assert (lock["session"], lock["revision"], lock["reason"]) == ("s-2", 1, "A word was wrong")
    assert "A word was wrong" in repository.git("log", "-1", "--format=%B")
    assert repository.check().rows == []
    assert repository.run("build", "s-2").code == 0
    rows = {row["document"]: row["baseline"] for row in repository.manifest("s-2")["documents"]}
    assert rows == {"alpha": "s-2-rev1", "beta": "s-2"}


def test_revisions_are_ordered_by_number_not_by_name(frozen: Small) -> None:
    for number in range(1, 11):
        frozen.add(SECTION, f"\nParagraph of revision {number}, which nobody has seen before {'x' * number}.\n")
        frozen.commit("Edit")
        assert frozen.run("freeze", "s-1", "--reissue", f"Reason {number}").code == 0
    opened = open_workspace(frozen.root)
    baseline = current(opened, "s-1", "alpha")
    assert baseline is not None
    assert (baseline.revision, baseline.name) == (10, "s-1-rev10")


def test_ids_live_through_edits_moves_and_reissues(frozen: Small) -> None:
    before = ids(frozen, "s-1/baseline/alpha")
    edit(frozen, "It has a list", "A wholly new paragraph comes between them.\n\nIt has a short list")
    assert frozen.run("freeze", "s-1", "--reissue", "Two changes").code == 0
    after = ids(frozen, "s-1/baseline-rev1/alpha")
    assert [each for each in after if each in before] == before
    assert len(after) == len(before) + 1
    assert frozen.run("freeze", "s-2").code == 0
    assert ids(frozen, "s-2/baseline/alpha") == after


def test_a_label_given_later_is_the_id_from_then_on(frozen: Small) -> None:
    before = ids(frozen, "s-1/baseline/alpha")
    edit(frozen, "It has a list", "{#p-list}\nIt has a list")
    assert frozen.run("freeze", "s-2").code == 0
    assert ids(frozen, "s-2/baseline/alpha") == [before[0], "p-list", *before[2:]]


def test_the_previous_baseline_is_the_last_revision_of_the_nearest_earlier_session(frozen: Small) -> None:
    edit(frozen, "what the paper is for", "what this paper is for")
    assert frozen.run("freeze", "s-1", "--reissue", "why").code == 0
    assert frozen.run("freeze", "s-2").code == 0
    opened = open_workspace(frozen.root)
    assert previous(opened, "s-1", "alpha") is None
    assert previous(opened, "s-2", "beta") is None
    names = [(p.session, p.revision) for p in (previous(opened, "s-2", "alpha"), previous(opened, "s-3", "alpha")) if p]
    assert names == [("s-1", 1), ("s-2", 0)]
    newest = latest(opened, "alpha")
    assert newest is not None
    assert newest.name == "s-2"


def test_the_order_of_sessions_is_that_of_the_workspace_not_of_commits(repository: Small) -> None:
    assert repository.run("freeze", "s-3").code == 0
    assert repository.run("freeze", "s-1").code == 0
    opened = open_workspace(repository.root)
    before = previous(opened, "s-2", "alpha")
    newest = latest(opened, "alpha")
    assert before is not None
    assert newest is not None
    assert (before.name, newest.name) == ("s-1", "s-3")
