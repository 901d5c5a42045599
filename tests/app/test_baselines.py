"""Baselines on real repositories: they build from their copies alone, and whatever was done to them is found."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.app.small import ROOT, Small

ALPHA = "comments/s-1/baseline/alpha"


@pytest.fixture
def frozen(repository: Small) -> Small:
    assert repository.run("freeze", "s-1", "s-2").code == 0
    return repository


def lock(small: Small, path: str) -> dict[str, object]:
    value: dict[str, object] = json.loads(small.read(f"{path}/lock.json"))
    return value


def relock(small: Small, path: str, **changes: object) -> None:
    small.write(f"{path}/lock.json", json.dumps({**lock(small, path), **changes}))


def papers(small: Small, session: str) -> dict[str, bytes]:
    folder = small.root / "build" / session
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in {".docx", ".pdf"}}


def elsewhere(small: Small, folder: Path) -> Small:
    other = Small.__new__(Small)
    other.root = folder
    assert folder != small.root
    return other


# -- freezing


def test_several_sessions_are_frozen_in_one_commit_of_exactly_these_files(repository: Small) -> None:
    before = repository.git("rev-parse", "HEAD").strip()
    repository.write("notes.txt", "mine, and not committed\n")
    done = repository.run("freeze", "s-1", "s-2")
    assert done.code == 0, done.err
    assert done.out.splitlines() == ["s-1  alpha", "s-2  alpha", "s-2  beta"]
    files = repository.git("show", "--name-only", "--format=", "HEAD").split()
    expected = [
        f"comments/{session}/baseline/{document}/{name}"
        for session, document, names in (
            ("s-1", "alpha", ("01-first.md", "02-second.md", "document.yaml", "lock.json")),
            ("s-2", "alpha", ("01-first.md", "02-second.md", "document.yaml", "lock.json")),
            ("s-2", "beta", ("01-only.md", "document.yaml", "lock.json")),
        )
        for name in names
    ]
    assert files == expected
    assert repository.git("rev-parse", "HEAD~1").strip() == before
    assert repository.git("status", "--porcelain").split() == ["??", "notes.txt"]
    assert lock(repository, ALPHA)["commit"] == before
    assert repository.check().rows == []


def test_line_ends_and_byte_order_marks_are_copied_as_they_are(repository: Small) -> None:
    data = b"\xef\xbb\xbf---\r\ntitle: Second\r\n---\r\n\r\nWindows words.  \r\n"
    repository.git("config", "core.autocrlf", "false")
    repository.write("drafts/alpha/02-second.md", data)
    repository.commit("Save with another editor")
    assert repository.run("freeze", "s-1").code == 0
    assert (repository.root / ALPHA / "02-second.md").read_bytes() == data
    assert repository.check().rows == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("drafts/alpha/01-first.md", "---\ntitle: First\n---\n\nChanged.\n"),
        ("drafts/alpha/new.md", "untracked\n"),
        ("comments/s-1/new.yaml", "untracked: yes\n"),
        ("templates/paper.typ", "// changed\n"),
        ("hlcp.yaml", "# changed\n"),
    ],
)
def test_a_dirty_tree_is_refused_and_nothing_is_written(repository: Small, path: str, text: str) -> None:
    repository.write(path, (repository.read(path) if path == "hlcp.yaml" else "") + text)
    before = repository.git("status", "--porcelain", "--untracked-files=all")
    done = repository.run("freeze", "s-1")
    assert done.code == 2
    assert path in done.err
    assert repository.git("status", "--porcelain", "--untracked-files=all") == before


def test_a_document_with_an_error_is_not_frozen_unless_the_session_lives_with_it(repository: Small) -> None:
    path = "drafts/alpha/01-first.md"
    repository.add(path, "\nSee [](#nowhere).\n")
    repository.commit("Refer to nothing")
    done = repository.run("freeze", "s-1")
    assert done.code == 1
    assert "[REF-DANGLING]" in done.out
    assert not (repository.root / "comments/s-1/baseline").exists()
    entry = f"acknowledged:\n  - {{finding: REF-DANGLING, file: {path}, reason: known}}\n"
    repository.add("comments/s-1/session.yaml", entry)
    repository.commit("Live with it")
    assert repository.run("freeze", "s-1").code == 0
    checked = repository.check()
    assert checked.code == 0, checked.out
    assert {row["file"] for row in checked.rows if row["acknowledged"] == "known"} == {path, f"{ALPHA}/01-first.md"}
    assert repository.run("build", "s-1").code == 0
    assert "alpha.docx" in repository.pack("s-1")


def test_a_hook_that_refuses_leaves_nothing(repository: Small) -> None:
    hook = repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho no baselines today >&2\nexit 1\n")
    hook.chmod(0o755)
    done = repository.run("freeze", "s-1")
    assert done.code == 2
    assert "no baselines today" in done.err
    assert repository.git("status", "--porcelain") == ""
    assert not (repository.root / "comments/s-1/baseline").exists()


def checking_hook(small: Small) -> None:
    """The hook of `.pre-commit-config.yaml`: `hlcp check` before each commit."""
    command = f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m pipeline check'
    small.write(".git/hooks/pre-commit", f"#!/bin/sh\n{command}\n").chmod(0o755)


def test_a_hook_that_checks_does_not_wait_for_the_freeze_that_waits_for_it(repository: Small) -> None:
    checking_hook(repository)
    done = repository.run("freeze", "s-1")
    assert done.code == 0, done.err
    assert repository.git("status", "--porcelain") == ""
    assert (repository.root / "comments/s-1/baseline/alpha/lock.json").is_file()


def test_a_hook_that_checks_refuses_what_is_wrong_with_the_frozen_files(repository: Small) -> None:
    checking_hook(repository)
    repository.write("comments/s-1/MEMBER-X/alpha.yaml", "}{")
    repository.git("add", "-A")
    repository.git("commit", "-q", "--no-verify", "-m", "A file that cannot be read")
    done = repository.run("freeze", "s-1")
    assert done.code == 2
    assert "the pre-commit hook of this repository refused" in done.err
    assert repository.git("status", "--porcelain") == ""


def test_without_a_commit_or_a_repository_nothing_is_frozen(small: Small) -> None:
    assert "git init" in small.run("freeze", "s-1").err
    small.git("init", "-q")
    small.git("config", "user.name", "T")
    small.git("config", "user.email", "t@example.org")
    done = small.run("freeze", "s-1")
    assert done.code == 2
    assert not (small.root / "comments/s-1/baseline").exists()


# -- where baselines are built


def test_after_a_squash_merge_the_papers_are_the_same(frozen: Small) -> None:
    assert frozen.run("build", "s-1").code == 0
    before = papers(frozen, "s-1")
    frozen.git("checkout", "-q", "--orphan", "squashed")
    frozen.git("commit", "-q", "-m", "All of it at once")
    frozen.git("branch", "-q", "-D", "main")
    frozen.git("reflog", "expire", "--expire=now", "--all")
    frozen.git("gc", "-q", "--prune=now")
    assert frozen.check().rows == []
    shutil.rmtree(frozen.root / "build")
    assert frozen.run("build", "s-1").code == 0
    assert papers(frozen, "s-1") == before


def test_in_a_shallow_clone_the_papers_are_the_same(frozen: Small, tmp_path: Path) -> None:
    assert frozen.run("build", "s-2").code == 0
    frozen.add("drafts/alpha/02-second.md", "\nA sentence of today.\n")
    frozen.commit("Go on")
    frozen.git("clone", "-q", "--depth", "1", f"file://{frozen.root}", str(tmp_path / "clone"))
    clone = elsewhere(frozen, tmp_path / "clone")
    assert clone.git("rev-parse", "--is-shallow-repository").strip() == "true"
    assert clone.check().rows == []
    assert clone.run("build", "s-2").code == 0
    assert papers(clone, "s-2") == papers(frozen, "s-2")


def test_outside_git_the_papers_are_the_same(frozen: Small, tmp_path: Path) -> None:
    assert frozen.run("build", "s-2").code == 0
    shutil.copytree(frozen.root, tmp_path / "copy", ignore=shutil.ignore_patterns(".git", "build"))
    copy = elsewhere(frozen, tmp_path / "copy")
    assert copy.check().rows == []
    assert copy.run("build", "s-2").code == 0
    assert papers(copy, "s-2") == papers(frozen, "s-2")
    assert copy.manifest("s-2")["commit"] is None


def test_a_profile_of_today_changes_no_frozen_paper(frozen: Small) -> None:
    assert frozen.run("build", "s-1").code == 0
    before = papers(frozen, "s-1")
    frozen.change("templates/profiles/un-ceb.yaml", "headings: [upper-roman", "headings: [decimal")
    assert frozen.run("build", "s-1").code == 0
    assert papers(frozen, "s-1")["alpha.docx"] == before["alpha.docx"]
    assert papers(frozen, "s-1")["alpha.pdf"] == before["alpha.pdf"]


# -- what was done to them


def found(small: Small) -> set[tuple[str, str]]:
    done = small.check()
    assert done.code == 1
    return {(row["code"], row["file"].removeprefix("comments/s-1/baseline/")) for row in done.rows}


def test_a_changed_file_is_altered(frozen: Small) -> None:
    frozen.add(f"{ALPHA}/02-second.md", " ")
    assert ("BASELINE-ALTERED", "alpha/02-second.md") in found(frozen)
    assert frozen.run("build", "s-1").code == 1
    assert "alpha.docx" not in frozen.pack("s-1")


def test_a_file_that_is_gone_is_altered(frozen: Small) -> None:
    (frozen.root / ALPHA / "02-second.md").unlink()
    assert ("BASELINE-ALTERED", "alpha/02-second.md") in found(frozen)


def test_a_file_that_came_is_altered(frozen: Small) -> None:
    frozen.write(f"{ALPHA}/03-more.md", "More.\n")
    assert found(frozen) == {("BASELINE-ALTERED", "alpha/03-more.md")}


def test_a_copy_that_differs_from_the_commit_of_its_lock(frozen: Small) -> None:
    """Copy and lock were both changed, so that they fit each other: only Git knows."""
    import hashlib

    text = frozen.read(f"{ALPHA}/02-second.md").replace("Paragraphs go on", "Paragraphs do go on")
    frozen.write(f"{ALPHA}/02-second.md", text)
    inputs = {**lock(frozen, ALPHA)["inputs"], "02-second.md": hashlib.sha256(text.encode()).hexdigest()}  # type: ignore[dict-item]
    relock(frozen, ALPHA, inputs=inputs)
    codes = found(frozen)
    assert ("BASELINE-COMMIT", "alpha/02-second.md") in codes
    assert ("BASELINE-NUMBERS", "alpha/lock.json") in codes
    assert not any(code == "BASELINE-ALTERED" for code, _ in codes)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "BASELINE-LOCK"),
        ("{}", "BASELINE-LOCK"),
        ("not JSON", "BASELINE-LOCK"),
        ("[" * 20000, "BASELINE-LOCK"),
        (b"\xff\xfe", "BASELINE-LOCK"),
    ],
)
def test_a_broken_lock(frozen: Small, text: str | bytes, code: str) -> None:
    frozen.write(f"{ALPHA}/lock.json", text)
    assert (code, "alpha/lock.json") in found(frozen)
    done = frozen.run("build", "s-1", "s-2")
    assert done.code == 1
    assert "alpha.docx" not in frozen.pack("s-1")
    assert "alpha.docx" in frozen.pack("s-2")


def test_a_lock_of_another_session(frozen: Small) -> None:
    shutil.copy(frozen.root / "comments/s-2/baseline/alpha/lock.json", frozen.root / ALPHA / "lock.json")
    assert ("BASELINE-LOCK", "alpha/lock.json") in found(frozen)


def test_a_lock_that_is_gone(frozen: Small) -> None:
    (frozen.root / ALPHA / "lock.json").unlink()
    assert ("FILE-MISSING", "alpha/lock.json") in found(frozen)


def test_numbers_that_are_not_those_of_the_lock(frozen: Small) -> None:
    rows = [dict(row) for row in lock(frozen, ALPHA)["paragraphs"]]  # type: ignore[attr-defined]
    rows[1]["fingerprint"] = "0" * 16
    relock(frozen, ALPHA, paragraphs=rows)
    assert found(frozen) == {("BASELINE-NUMBERS", "alpha/lock.json")}
    relock(frozen, ALPHA, paragraphs=rows[:-1])
    assert found(frozen) == {("BASELINE-NUMBERS", "alpha/lock.json")}
