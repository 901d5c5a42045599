"""A comment came in with the first commit that holds it, which may be later than the first one of its file."""

import os
import subprocess
from pathlib import Path

import pytest

from pipeline.app.rounds.ledgers import round_of
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import open_workspace
from pipeline.model.comment import Comment
from tests.app.small import Small, session

FILE = "comments/s-2/MEMBER-A/alpha.yaml"
ROUND = "rounds:\n  - {id: 1, closes: 2025-07-15T12:00:00Z}\n"
MEMBERS = "members:\n  - {code: MEMBER-A, name: Sample member A, kind: sample}\n"
HEAD = "entity: MEMBER-A\ndocument: alpha\ncomments:\n"
ONE = '  - {id: "1", paragraph: "1", comment: In time.}\n'
TWO = '  - {id: "2", paragraph: "1", comment: Added later.}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Small:
    made = Small(tmp_path / "workspace")
    made.write("comments/members.yaml", MEMBERS)
    made.write("comments/s-2/session.yaml", session("alpha", "beta", more=ROUND))
    _git(made, "2025-06-01T00:00:00Z", "init", "-q", "-b", "main")
    return made


def _git(folder: Small, when: str, *arguments: str) -> None:
    who = {f"GIT_{role}_{what}": "sample" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = os.environ | who | {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    subprocess.run(("git", *arguments), cwd=folder.root, env=environment, check=True, capture_output=True)


def _commit(folder: Small, when: str, text: str) -> None:
    folder.write(FILE, text)
    _git(folder, when, "add", "-A")
    _git(folder, when, "commit", "-q", "-m", "a change")


def _comments(folder: Small) -> dict[str, Comment]:
    opened = open_workspace(folder.root)
    view = round_of(opened, "s-2", open_cache(opened))
    return {entry.comment.name.id: entry.comment for entry in view.ledger.entries}


def test_one_added_after_the_round_had_closed_is_late_the_other_is_not(folder: Small) -> None:
    _commit(folder, "2025-07-01T08:00:00Z", HEAD + ONE)
    _commit(folder, "2025-07-20T08:00:00Z", HEAD + ONE + TWO)
    comments = _comments(folder)
    assert (comments["1"].received, comments["1"].late) == ("2025-07-01T08:00:00Z", False)
    assert (comments["2"].received, comments["2"].late) == ("2025-07-20T08:00:00Z", True)
    assert [finding.code for finding in comments["2"].findings] == ["COMMENT-LATE"]


def test_one_that_was_changed_after_the_round_had_closed_is_late(folder: Small) -> None:
    _commit(folder, "2025-07-01T08:00:00Z", HEAD + ONE)
    _commit(folder, "2025-07-20T08:00:00Z", HEAD + ONE.replace("In time", "Another thing"))
    assert _comments(folder)["1"].late


def test_what_the_secretariat_noted_counts_more(folder: Small) -> None:
    _commit(folder, "2025-07-01T08:00:00Z", HEAD + ONE)
    noted = TWO.replace("id:", "received: 2025-07-14T10:00:00Z, id:")
    _commit(folder, "2025-07-20T08:00:00Z", HEAD + ONE + noted)
    assert not _comments(folder)["2"].late


def test_in_a_sample_round_dates_of_commits_mean_nothing(folder: Small) -> None:
    folder.write("comments/s-2/session.yaml", session("alpha", "beta", more=ROUND.replace("Z}", "Z, sample: true}")))
    _commit(folder, "2025-07-20T08:00:00Z", HEAD + ONE)
    assert not _comments(folder)["1"].late


def test_one_that_is_in_no_commit_yet_has_no_time(folder: Small) -> None:
    _commit(folder, "2025-07-01T08:00:00Z", HEAD + ONE)
    _commit(folder, "2025-07-20T08:00:00Z", HEAD + ONE + "\n")
    folder.write(FILE, HEAD + ONE + TWO)
    comments = _comments(folder)
    assert (comments["2"].received, comments["2"].late) == ("", False)
    assert comments["1"].received == "2025-07-01T08:00:00Z"
