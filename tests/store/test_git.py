import os
import subprocess
from pathlib import Path

import pytest

from pipeline.model.finding import EnvironmentProblem, PipelineError
from pipeline.store.git import Repository, git_problem
from pipeline.store.git_process import run_git
from tests.store.sandbox import Sandbox

NAMES = (
    "a b.md",
    "Ünïcode – “x”.md",
    "-rf",
    "--output=x",
    ":(glob)*",
    "tab\there",
    "new\nline",
    "*",
    "back\\slash",
    '"quoted"',
)


def test_outside_git_there_is_no_repository(tmp_path: Path) -> None:
    assert Repository.find(tmp_path) is None


def test_a_bare_repository_has_no_working_tree_to_draft_in(tmp_path: Path) -> None:
    subprocess.run(("git", "init", "-q", "--bare", str(tmp_path)), check=True)
    assert Repository.find(tmp_path) is None


def test_without_git_there_is_no_repository_and_the_reason_is_known(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert git_problem() is None
    repository = sandbox.repository
    monkeypatch.setenv("PATH", "")
    assert Repository.find(sandbox.folder) is None
    assert git_problem() == "git is not installed"
    with pytest.raises(EnvironmentProblem, match="not installed") as caught:
        repository.head()
    assert caught.value.exit_code == 3


def test_a_git_that_is_too_old_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\necho git version 2.30.1\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_problem() == "git version 2.30.1 is too old: 2.36 or later is needed"


def test_a_program_called_git_in_the_drafts_is_not_run(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.write("git", b"#!/bin/sh\ntouch ran\n")
    (sandbox.folder / "git").chmod(0o755)
    monkeypatch.chdir(sandbox.folder)
    monkeypatch.setenv("PATH", ".")
    assert git_problem() == "git is not installed"
    assert not (sandbox.folder / "ran").exists()


def test_head_and_branch_of_a_normal_a_detached_and_an_empty_repository(sandbox: Sandbox, tmp_path: Path) -> None:
    repository = sandbox.repository
    assert (repository.head(), repository.branch()) == (sandbox.git("rev-parse", "HEAD").strip(), "main")
    sandbox.git("switch", "-q", "-c", "drafts/Ünïcode")
    assert repository.branch() == "drafts/Ünïcode"
    sandbox.git("switch", "-q", "--detach")
    assert (repository.head() is not None, repository.branch()) == (True, None)
    subprocess.run(("git", "init", "-q", "-b", "main", str(tmp_path / "empty")), check=True)
    empty = Repository.find(tmp_path / "empty")
    assert empty is not None
    assert (empty.head(), empty.branch()) == (None, "main")


def test_variables_of_a_running_hook_do_not_lead_to_another_repository(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Sandbox(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "none"))
    assert sandbox.repository.top == sandbox.folder
    assert sandbox.repository.is_dirty(("drafts",)) == ()


def test_changed_deleted_staged_and_untracked_files_are_dirty_and_ignored_ones_are_not(sandbox: Sandbox) -> None:
    sandbox.write(".gitignore", b"*.tmp\n")
    sandbox.write("drafts/a.md", b"changed\n")
    (sandbox.folder / "drafts/b.md").unlink()
    sandbox.write("drafts/new/deep.md", b"")
    sandbox.write("drafts/staged.md", b"")
    sandbox.git("add", "drafts/staged.md")
    sandbox.write("drafts/x.tmp", b"")
    sandbox.write("notes.txt", b"changed, but not asked for\n")
    expected = ("drafts/a.md", "drafts/b.md", "drafts/new/deep.md", "drafts/staged.md")
    assert sandbox.repository.is_dirty(("drafts", "comments")) == expected
    assert sandbox.repository.is_dirty(()) == ()


def test_a_renamed_file_is_dirty_under_both_names(sandbox: Sandbox) -> None:
    sandbox.git("mv", "drafts/a.md", "drafts/c.md")
    assert sandbox.repository.is_dirty(("drafts",)) == ("drafts/a.md", "drafts/c.md")


@pytest.mark.parametrize("name", NAMES)
def test_odd_file_names_go_through_status_commit_and_reading(sandbox: Sandbox, name: str) -> None:
    repository, path = sandbox.repository, f"drafts/{name}"
    sandbox.write(path, b"odd\n")
    assert repository.is_dirty(("drafts",)) == (path,)
    assert repository.is_dirty((path,)) == (path,)
    oid = repository.commit((path,), "Odd")
    assert sandbox.in_commit(oid) == [path]
    assert repository.files_at(oid, "drafts")[path] == b"odd\n"
    assert repository.files_at(oid, path) == {path: b"odd\n"}
    assert sandbox.status() == []


def test_a_name_of_stars_is_not_a_pattern(sandbox: Sandbox) -> None:
    sandbox.write("drafts/a.md", b"changed\n")
    assert sandbox.repository.is_dirty(("drafts/*",)) == ()
    assert sandbox.repository.files_at(sandbox.repository.head() or "", "drafts/*") == {}


def test_paths_are_relative_to_a_workspace_inside_the_repository(sandbox: Sandbox) -> None:
    repository = Repository.find(sandbox.folder / "drafts")
    assert repository is not None
    head = repository.head() or ""
    assert repository.files_at(head, ".") == {"a.md": b"one\n", "b.md": b"two\n"}
    sandbox.write("drafts/a.md", b"changed\n")
    sandbox.write("notes.txt", b"changed\n")
    assert repository.is_dirty(("a.md", "b.md")) == ("a.md",)
    assert repository.is_dirty((".",)) == ("a.md",)
    assert sandbox.in_commit(repository.commit(("a.md",), "Inside")) == ["drafts/a.md"]


def test_a_path_outside_the_repository_is_refused(sandbox: Sandbox) -> None:
    for path in ("../x", "/etc/hostname", "drafts/../../x"):
        with pytest.raises(PipelineError, match="not inside the repository"):
            sandbox.repository.is_dirty((path,))


def test_all_files_of_a_folder_at_a_commit_are_read_to_the_byte(sandbox: Sandbox) -> None:
    contents = {f"drafts/{n}.bin": bytes([n, 10, 0, 13, 10]) * n for n in range(50)} | {
        "drafts/big.bin": b"blob 5\n" * 100_000
    }
    for path, data in contents.items():
        sandbox.write(path, data)
    oid = sandbox.repository.commit(tuple(contents), "Many")
    before = {"drafts/a.md": b"one\n", "drafts/b.md": b"two\n"}
    assert sandbox.repository.files_at(oid, "drafts") == contents | before
    assert sandbox.repository.files_at(f"{sandbox.repository.resolve('HEAD~1')}", "drafts") == before
    assert sandbox.repository.files_at(oid, "none") == {}


def test_links_and_submodules_in_a_commit_are_not_read(sandbox: Sandbox, tmp_path: Path) -> None:
    Sandbox(tmp_path / "other")
    (sandbox.folder / "drafts/link.md").symlink_to("../notes.txt")
    sandbox.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(tmp_path / "other"), "drafts/module"
    )
    sandbox.git("add", "-A")
    sandbox.git("commit", "-q", "-m", "Links")
    head = sandbox.repository.head() or ""
    assert sorted(sandbox.repository.files_at(head, "drafts")) == ["drafts/a.md", "drafts/b.md"]


def test_a_replaced_object_does_not_change_what_stood_in_a_commit(sandbox: Sandbox) -> None:
    head = sandbox.repository.head() or ""
    other = subprocess.run(
        ("git", "hash-object", "-w", "--stdin"), input=b"other\n", cwd=sandbox.folder, check=True, capture_output=True
    ).stdout.decode()
    sandbox.git("replace", sandbox.git("rev-parse", "HEAD:drafts/a.md").strip(), other.strip())
    assert sandbox.repository.files_at(head, "drafts/a.md") == {"drafts/a.md": b"one\n"}


def test_a_shallow_clone_knows_that_it_lacks_older_commits(sandbox: Sandbox, tmp_path: Path) -> None:
    first = sandbox.repository.head() or ""
    sandbox.write("drafts/a.md", b"second\n")
    sandbox.git("commit", "-q", "-a", "-m", "Second")
    subprocess.run(("git", "clone", "-q", "--depth=1", f"file://{sandbox.folder}", str(tmp_path / "clone")), check=True)
    clone = Repository.find(tmp_path / "clone")
    assert clone is not None
    assert (clone.is_shallow(), sandbox.repository.is_shallow()) == (True, False)
    assert (clone.has(first), clone.has(clone.head() or "")) == (False, True)
    with pytest.raises(PipelineError, match="not in this repository") as caught:
        clone.files_at(first, "drafts")
    assert "--unshallow" in caught.value.hint


@pytest.mark.parametrize("text", ["", "HEAD", "main", "--help", "0" * 40, "0" * 39, "deadbeef"])
def test_only_the_full_id_of_a_commit_is_at_hand(sandbox: Sandbox, text: str) -> None:
    assert not sandbox.repository.has(text)
    assert sandbox.repository.has(sandbox.repository.head() or "")
    assert not sandbox.repository.has(sandbox.git("rev-parse", "HEAD^{tree}").strip())


def test_branches_tags_ids_and_ancestors_are_resolved(sandbox: Sandbox) -> None:
    first = sandbox.repository.head() or ""
    sandbox.git("tag", "-a", "-m", "note", "frozen/été")
    sandbox.write("drafts/a.md", b"second\n")
    second = sandbox.repository.commit(("drafts/a.md",), "Second")
    for text in ("main", "HEAD", second, second[:10], "refs/heads/main"):
        assert sandbox.repository.resolve(text) == second
    for text in ("frozen/été", "main~1", "HEAD^", "main~", first[:12]):
        assert sandbox.repository.resolve(text) == first


HOSTILE = (
    "", "-", "--help", "--output=x", "-x", "main..HEAD", "main...HEAD", "main@{0}", "@{-1}", ":/Start", "HEAD^{/Start}",
    "main:drafts", "main notes", "main\nHEAD", "HEAD\0", "no-such-branch", "x" * 5000, "HEAD^{tree}", "^main",
    "HEAD~999", "*", "main -- notes.txt",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_names_no_commit_is_refused_and_does_nothing(sandbox: Sandbox, text: str) -> None:
    before = sorted(sandbox.folder.iterdir())
    with pytest.raises(PipelineError, match="there is no commit, branch or tag"):
        sandbox.repository.resolve(text)
    assert sorted(sandbox.folder.iterdir()) == before


def test_a_tag_that_looks_like_an_option_is_only_ever_a_name(sandbox: Sandbox) -> None:
    head = sandbox.repository.head() or ""
    sandbox.git("update-ref", "refs/tags/--output=x", head)
    sandbox.git("update-ref", "refs/heads/--output=x", head)
    with pytest.raises(PipelineError):
        sandbox.repository.resolve("--output=x")
    assert sandbox.repository.resolve("refs/tags/--output=x") == head
    sandbox.git("symbolic-ref", "HEAD", "refs/heads/--output=x")
    assert sandbox.repository.branch() == "--output=x"
    sandbox.write("drafts/a.md", b"changed\n")
    oid = sandbox.repository.commit(("drafts/a.md",), "On an odd branch")
    assert sandbox.repository.resolve("refs/heads/--output=x") == oid
    assert not (sandbox.folder / "x").exists()


def test_the_identity_comes_from_the_configuration_or_the_environment(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sandbox.repository.identity() == ("Ada Péter", "ada@example.org")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Bo <x>")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "bo@example.org")
    assert sandbox.repository.identity() == ("Bo x", "bo@example.org")


def test_a_missing_identity_is_not_guessed_and_the_two_commands_are_named(sandbox: Sandbox) -> None:
    sandbox.git("config", "--unset", "user.email")
    sandbox.write("drafts/a.md", b"changed\n")
    before = sandbox.repository.head()
    assert sandbox.repository.identity() is None
    with pytest.raises(PipelineError, match="does not know who you are") as caught:
        sandbox.repository.commit(("drafts/a.md",), "x")
    assert "git config user.name" in caught.value.hint
    assert "git config user.email" in caught.value.hint
    assert sandbox.repository.head() == before


def test_a_repository_of_somebody_else_is_refused_with_a_hint(sandbox: Sandbox) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder to another user")
    os.chown(sandbox.folder, 65534, 65534)
    os.chown(sandbox.folder / ".git", 65534, 65534)
    with pytest.raises(EnvironmentProblem, match="another user") as caught:
        Repository.find(sandbox.folder)
    assert "safe.directory" in caught.value.hint


def test_a_command_that_hangs_is_stopped(sandbox: Sandbox) -> None:
    with pytest.raises(PipelineError, match=r"took more than 0\.2 seconds"):
        run_git(sandbox.folder, "-c", "alias.wait=!sleep 5", "wait", seconds=0.2)


def test_a_repository_of_sha_256_works_like_any_other(tmp_path: Path) -> None:
    subprocess.run(("git", "init", "-q", "--object-format=sha256", "-b", "main", str(tmp_path)), check=True)
    for key, value in (("user.name", "Ada"), ("user.email", "ada@example.org")):
        subprocess.run(("git", "config", key, value), cwd=tmp_path, check=True)
    repository = Repository.find(tmp_path)
    assert repository is not None
    (tmp_path / "a.md").write_bytes(b"one")
    first = repository.commit(("a.md",), "First")
    (tmp_path / "a.md").unlink()
    (tmp_path / "b.md").write_bytes(b"two")
    second = repository.commit(("a.md", "b.md"), "Second")
    assert len(second) == 64
    assert (repository.files_at(first, "."), repository.files_at(second, ".")) == ({"a.md": b"one"}, {"b.md": b"two"})
    assert repository.is_dirty((".",)) == ()
