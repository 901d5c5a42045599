"""Who changed what in clones without the older commits: nobody is credited by guess, and nothing frozen without."""

import json
from pathlib import Path

import pytest

from tests.app.crediting_sample import changes, frozen, merged_round
from tests.app.small import Small


@pytest.fixture
def merged(small: Small) -> Small:
    return merged_round(small)


def test_without_history_the_default_is_named_and_told(merged: Small, tmp_path: Path) -> None:
    merged.git("clone", "-q", "--depth", "1", f"file://{merged.root}", str(tmp_path / "clone"))
    clone = object.__new__(Small)
    clone.root = tmp_path / "clone"
    assert {row["author"] for row in changes(clone)} == {"Secretariat"}
    manifest = clone.manifest("s-3")
    assert {row["credits"] for row in manifest["redlines"]} == {"none"}
    assert "CREDIT-HISTORY" in {row["code"] for row in manifest["findings"]}
    assert clone.run("prove", "s-3").code == 0


def _clone(small: Small, folder: Path, depth: int) -> Small:
    small.git("clone", "-q", "--depth", str(depth), f"file://{small.root}", str(folder))
    clone = object.__new__(Small)
    clone.root = folder
    for name, value in (("user.name", "Tester"), ("user.email", "tester@example.org")):
        clone.git("config", name, value)
    return clone


def test_nothing_is_frozen_where_the_commits_are_missing_until_they_are_fetched(merged: Small, tmp_path: Path) -> None:
    clone = _clone(merged, tmp_path / "clone", 1)
    head = clone.git("rev-parse", "HEAD")
    done = clone.run("freeze", "s-3")
    assert done.code == 1
    place = next(line for line in done.out.splitlines() if "CREDIT-MISSING" in line and "alpha" in line)
    assert place.startswith("comments/s-2/baseline/alpha/lock.json:")
    number = int(place.split(":")[1])
    assert '"commit"' in clone.read("comments/s-2/baseline/alpha/lock.json").splitlines()[number - 1]
    assert "git fetch --unshallow" in done.out
    assert (clone.git("rev-parse", "HEAD"), clone.git("status", "--porcelain")) == (head, "")
    clone.git("fetch", "-q", "--unshallow")
    assert clone.run("freeze", "s-3").code == 0
    frozen(merged)
    credits_of = "comments/s-3/baseline/alpha/credits.json"
    assert clone.read(credits_of) == merged.read(credits_of)


def test_what_is_frozen_without_credits_says_why_and_is_credited_where_the_commits_are(
    merged: Small, tmp_path: Path
) -> None:
    clone = _clone(merged, tmp_path / "clone", 1)
    assert clone.run("freeze", "s-3", "--without-credits", "The server burned down").code == 0
    assert "Without credits: The server burned down" in clone.git("log", "-1", "--format=%B")
    assert not (clone.root / "comments/s-3/baseline/alpha/credits.json").exists()
    assert clone.check().code == 0
    clone.git("fetch", "-q", "--unshallow")
    assert "MEMBER-C" in {row["author"] for row in changes(clone)}


def test_a_clone_that_ends_between_two_texts_gives_no_commit_the_words_of_all_before(
    merged: Small, tmp_path: Path
) -> None:
    clone = _clone(merged, tmp_path / "clone", 2)
    since = json.loads(merged.read("comments/s-2/baseline/alpha/lock.json"))["commit"]
    clone.git("fetch", "-q", "--depth", "1", "origin", since)
    assert {row["author"] for row in changes(clone)} == {"Secretariat"}
    assert "CREDIT-HISTORY" in {row["code"] for row in clone.manifest("s-3")["findings"]}
    assert "CREDIT-MISSING" in clone.run("freeze", "s-3").out


def test_a_second_working_tree_of_such_a_clone_ends_where_the_clone_does(merged: Small, tmp_path: Path) -> None:
    clone = _clone(merged, tmp_path / "clone", 2)
    since = json.loads(merged.read("comments/s-2/baseline/alpha/lock.json"))["commit"]
    clone.git("fetch", "-q", "--depth", "1", "origin", since)
    clone.git("worktree", "add", "-q", "-b", "second", str(tmp_path / "second"))
    second = object.__new__(Small)
    second.root = tmp_path / "second"
    assert {row["author"] for row in changes(second)} == {"Secretariat"}
    assert "CREDIT-MISSING" in second.run("freeze", "s-3").out
