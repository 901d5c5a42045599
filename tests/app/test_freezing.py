"""Freezing and reissuing, on real Git repositories."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.app.test_packs import hlcp

IDENTITY = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org")


def git(folder: Path, *arguments: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *IDENTITY, *arguments], cwd=folder, env=clean, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def repository(workspace: Path) -> Path:
    import shutil

    for pattern in ("*/baseline*", "*/dispositions"):  # decisions say nothing without the draft that was read
        for folder in (workspace / "comments").glob(pattern):
            shutil.rmtree(folder)
    git(workspace, "init", "-q", "-b", "main")
    git(workspace, "config", "user.name", "Tester")
    git(workspace, "config", "user.email", "tester@example.org")
    (workspace / ".gitignore").write_text("/build/\n")
    git(workspace, "add", "-A")
    git(workspace, "commit", "-q", "-m", "Start")
    return workspace


def test_freezing_copies_byte_for_byte_and_commits_exactly_these_files(repository: Path) -> None:
    done = hlcp(repository, "freeze", "hlcp-48", "hlcp-49")
    assert done.returncode == 0, done.stderr + done.stdout
    changed = git(repository, "show", "--name-only", "--format=", "HEAD").split()
    assert changed
    assert all(path.startswith(("comments/hlcp-48/baseline/", "comments/hlcp-49/baseline/")) for path in changed)
    for source in (repository / "drafts" / "mapping").glob("*.md"):
        copy = repository / "comments" / "hlcp-49" / "baseline" / "mapping" / source.name
        assert copy.read_bytes() == source.read_bytes()
    assert git(repository, "status", "--porcelain") == ""


def test_a_dirty_tree_is_refused_and_nothing_is_written(repository: Path) -> None:
    (repository / "drafts" / "mapping" / "01-purpose.md").write_text("---\ntitle: X\n---\n\nOther.\n")
    done = hlcp(repository, "freeze", "hlcp-49")
    assert done.returncode == 2
    assert "not committed" in done.stderr
    assert not (repository / "comments" / "hlcp-49" / "baseline").exists()


def test_a_frozen_session_is_built_from_its_copy_alone(repository: Path) -> None:
    hlcp(repository, "freeze", "hlcp-49")
    first = hlcp(repository, "build", "hlcp-49")
    assert first.returncode == 0, first.stderr + first.stdout
    before = (repository / "build" / "hlcp-49" / "mapping.docx").read_bytes()
    section = repository / "drafts" / "mapping" / "01-purpose.md"
    section.write_text(section.read_text() + "\nA new paragraph of today.\n")
    (repository / ".git").rename(repository / "elsewhere")
    done = hlcp(repository, "build", "hlcp-49", HLCP_NO_CACHE="1")
    assert done.returncode == 0, done.stderr + done.stdout
    assert (repository / "build" / "hlcp-49" / "mapping.docx").read_bytes() == before


def test_an_altered_baseline_is_an_error(repository: Path) -> None:
    hlcp(repository, "freeze", "hlcp-49")
    copy = repository / "comments" / "hlcp-49" / "baseline" / "mapping" / "01-purpose.md"
    copy.write_text(copy.read_text() + "\nSlipped in.\n")
    done = hlcp(repository, "check")
    assert done.returncode == 1
    assert "BASELINE-ALTERED" in done.stdout


def test_a_correction_is_a_reissue_and_ids_are_inherited(repository: Path) -> None:
    import json

    hlcp(repository, "freeze", "hlcp-49")
    assert hlcp(repository, "freeze", "hlcp-49").returncode == 2
    section = repository / "drafts" / "mapping" / "01-purpose.md"
    head, _, tail = section.read_text().partition("\n---\n")
    section.write_text(f"{head}\n---\n\nA paragraph that is wholly new stands first here.\n{tail}")
    git(repository, "commit", "-qam", "Insert a paragraph")
    done = hlcp(repository, "freeze", "hlcp-49", "--reissue", "A paragraph was missing")
    assert done.returncode == 0, done.stderr + done.stdout
    folder = repository / "comments" / "hlcp-49"
    old = json.loads((folder / "baseline" / "mapping" / "lock.json").read_text())["paragraphs"]
    new = json.loads((folder / "baseline-rev1" / "mapping" / "lock.json").read_text())["paragraphs"]
    assert [row["id"] for row in new[1:]] == [row["id"] for row in old]
    assert hlcp(repository, "check").returncode == 0
