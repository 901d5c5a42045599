import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.model.finding import PipelineError
from pipeline.store.git import Repository
from tests.store.killing import killed_at
from tests.store.sandbox import Sandbox

COMMITTER = """
import sys
from pathlib import Path
from pipeline.store.git import Repository
repository = Repository.find(Path(sys.argv[1]))
# go
repository.commit(("drafts/a.md", "drafts/new.md", "drafts/b.md"), "Ours")
"""


def prepare(sandbox: Sandbox) -> None:
    """Something of ours to commit, and beside it a staged change, an unstaged one and an untracked file."""
    sandbox.write("drafts/a.md", b"ours\n")
    sandbox.write("drafts/new.md", b"new\n")
    (sandbox.folder / "drafts/b.md").unlink()
    sandbox.write("staged.txt", b"staged\n")
    sandbox.git("add", "staged.txt")
    sandbox.write("notes.txt", b"changed\n")
    sandbox.write("loose.txt", b"untracked\n")


OURS = ("drafts/a.md", "drafts/new.md", "drafts/b.md")
BESIDE = ["A  staged.txt", " M notes.txt", "?? loose.txt"]


def test_exactly_the_named_files_are_committed_and_the_rest_stays_as_it_was(sandbox: Sandbox) -> None:
    prepare(sandbox)
    before = sandbox.repository.head()
    oid = sandbox.repository.commit(OURS, "Freeze the baselines\n\nBaseline: hlcp-48 mapping – é\n")
    assert sandbox.in_commit(oid) == ["drafts/a.md", "drafts/b.md", "drafts/new.md"]
    assert sorted(sandbox.status()) == sorted(BESIDE)
    assert sandbox.git("log", "-1", "--format=%P|%an|%ae|%cn|%B").strip() == (
        f"{before}|Ada Péter|ada@example.org|Ada Péter|Freeze the baselines\n\nBaseline: hlcp-48 mapping – é"
    )
    assert sandbox.repository.head() == oid
    assert "by hlcp" in sandbox.git("reflog", "-1")
    assert sandbox.leftovers() == []


def test_the_index_is_fresh_for_the_committed_files(sandbox: Sandbox) -> None:
    prepare(sandbox)
    sandbox.repository.commit(OURS, "Ours")
    run = subprocess.run(("git", "diff-files", "--name-only"), cwd=sandbox.folder, check=True, capture_output=True)
    assert run.stdout == b"notes.txt\n"


def test_what_stood_in_the_index_of_a_committed_file_gives_way_to_what_is_on_disk(sandbox: Sandbox) -> None:
    sandbox.write("drafts/a.md", b"staged long ago\n")
    sandbox.git("add", "drafts/a.md")
    sandbox.write("drafts/a.md", b"on disk\n")
    oid = sandbox.repository.commit(("drafts/a.md",), "Ours")
    assert sandbox.repository.files_at(oid, "drafts/a.md") == {"drafts/a.md": b"on disk\n"}
    assert sandbox.status() == []


def test_an_ignored_file_that_is_named_is_committed(sandbox: Sandbox) -> None:
    sandbox.write(".git/info/exclude", b"*.json\n")
    sandbox.write("comments/s/baseline/x/lock.json", b"{}\n")
    assert sandbox.in_commit(sandbox.repository.commit(("comments/s/baseline/x/lock.json",), "x")) == [
        "comments/s/baseline/x/lock.json"
    ]


def test_the_first_commit_of_a_repository(tmp_path: Path) -> None:
    subprocess.run(("git", "init", "-q", "-b", "main", str(tmp_path)), check=True)
    for key in ("user.name", "user.email"):
        subprocess.run(("git", "config", key, "ada@example.org"), cwd=tmp_path, check=True)
    (tmp_path / "a.md").write_bytes(b"one\n")
    (tmp_path / "staged").write_bytes(b"")
    subprocess.run(("git", "add", "staged"), cwd=tmp_path, check=True)
    repository = Repository.find(tmp_path)
    assert repository is not None
    oid = repository.commit(("a.md",), "First")
    assert repository.files_at(oid, ".") == {"a.md": b"one\n"}
    assert repository.is_dirty((".",)) == ("staged",)


@pytest.mark.parametrize("setting", ["true", "input", "false"])
def test_line_ends_follow_the_configuration_except_where_attributes_forbid_it(sandbox: Sandbox, setting: str) -> None:
    sandbox.write(".gitattributes", b"comments/*/baseline*/** -text\n")
    sandbox.git("add", "-A")
    sandbox.git("commit", "-q", "-m", "Attributes")
    sandbox.git("config", "core.autocrlf", setting)
    frozen, draft = "comments/s/baseline/x/a.md", "drafts/crlf.md"
    for path in (frozen, draft):
        sandbox.write(path, b"one\r\ntwo\r\n")
    oid = sandbox.repository.commit((frozen, draft), "Line ends")
    assert sandbox.repository.files_at(oid, frozen)[frozen] == b"one\r\ntwo\r\n"
    expected = b"one\r\ntwo\r\n" if setting == "false" else b"one\ntwo\n"
    assert sandbox.repository.files_at(oid, draft)[draft] == expected
    assert sandbox.status() == []


def refused(sandbox: Sandbox, match: str, paths: tuple[str, ...] = OURS) -> PipelineError:
    """Committing fails with this message, and nothing has changed."""
    before = (sandbox.git("rev-parse", "HEAD"), sandbox.status(), (sandbox.folder / ".git/index").read_bytes())
    with pytest.raises(PipelineError, match=match) as caught:
        sandbox.repository.commit(paths, "Ours")
    assert before[2] == (sandbox.folder / ".git/index").read_bytes()
    assert before[:2] == (sandbox.git("rev-parse", "HEAD"), sandbox.status())
    assert [name for name in sandbox.leftovers() if "hlcp" in name] == []
    return caught.value


def test_a_detached_head_is_refused(sandbox: Sandbox) -> None:
    sandbox.git("switch", "-q", "--detach")
    prepare(sandbox)
    assert "git switch" in refused(sandbox, "HEAD is detached").hint


def test_a_merge_that_is_going_on_is_refused(sandbox: Sandbox) -> None:
    sandbox.git("switch", "-q", "-c", "side")
    sandbox.write("side.txt", b"side\n")
    sandbox.git("add", "-A")
    sandbox.git("commit", "-q", "-m", "Side")
    sandbox.git("switch", "-q", "main")
    sandbox.git("merge", "-q", "--no-ff", "--no-commit", "side")
    prepare(sandbox)
    assert "abort" in refused(sandbox, "a merge is going on").hint


def test_a_rebase_that_is_going_on_is_refused(sandbox: Sandbox) -> None:
    for branch, text in (("side", b"side\n"), ("main", b"main\n")):
        sandbox.git("switch", "-q", *(("-c",) if branch == "side" else ()), branch)
        sandbox.write("drafts/a.md", text)
        sandbox.git("commit", "-q", "-a", "-m", branch)
    with pytest.raises(subprocess.CalledProcessError):
        sandbox.git("rebase", "-q", "side")
    refused(sandbox, "a rebase is going on", ("notes.txt",))


def test_files_that_are_as_in_the_last_commit_are_refused(sandbox: Sandbox) -> None:
    refused(sandbox, "nothing to commit", ("drafts/a.md",))


def test_a_link_is_refused(sandbox: Sandbox) -> None:
    (sandbox.folder / "drafts/link.md").symlink_to("/etc/hostname")
    refused(sandbox, "is a symbolic link", ("drafts/link.md",))


def test_a_message_without_words_is_refused(sandbox: Sandbox) -> None:
    prepare(sandbox)
    with pytest.raises(PipelineError, match="needs a message"):
        sandbox.repository.commit(OURS, " \n")


def test_a_hook_that_refuses_stops_the_commit_with_its_words(sandbox: Sandbox) -> None:
    sandbox.hook("echo 'no commits on Fridays' >&2; exit 1")
    prepare(sandbox)
    refused(sandbox, "no commits on Fridays")


def test_a_hook_sees_what_is_committed_and_nothing_else(sandbox: Sandbox) -> None:
    sandbox.hook(
        "git diff --cached --name-only -- '*.md' > seen.tmp; git diff --cached --name-only -- '*.txt' >> seen.tmp"
    )
    prepare(sandbox)
    sandbox.repository.commit(OURS, "Ours")
    assert (sandbox.folder / "seen.tmp").read_text().split() == ["drafts/a.md", "drafts/b.md", "drafts/new.md"]


@pytest.mark.parametrize("act", ["git add loose.txt", "echo formatted >> drafts/a.md; git add drafts/a.md"])
def test_a_hook_that_changes_the_commit_stops_it(sandbox: Sandbox, act: str) -> None:
    sandbox.hook(act)
    prepare(sandbox)
    before = (sandbox.repository.head(), (sandbox.folder / ".git/index").read_bytes())
    with pytest.raises(PipelineError, match="changed what was to be committed"):
        sandbox.repository.commit(OURS, "Ours")
    assert before == (sandbox.repository.head(), (sandbox.folder / ".git/index").read_bytes())


def test_a_branch_that_moved_meanwhile_is_not_overwritten(sandbox: Sandbox) -> None:
    sandbox.hook("git update-ref refs/heads/main $(echo moved | git commit-tree HEAD^{tree} -p HEAD)")
    prepare(sandbox)
    with pytest.raises(PipelineError, match="the branch main moved meanwhile"):
        sandbox.repository.commit(OURS, "Ours")
    assert sandbox.git("log", "-1", "--format=%s") == "moved\n"
    assert not (sandbox.folder / ".git/index.lock").exists()


def test_a_lock_of_git_is_respected_and_named(sandbox: Sandbox) -> None:
    prepare(sandbox)
    sandbox.write(".git/index.lock", b"")
    assert "index.lock" in refused(sandbox, "another Git command is working").hint
    assert (sandbox.folder / ".git/index.lock").exists()


def test_a_lock_of_a_living_command_of_ours_is_respected(sandbox: Sandbox) -> None:
    prepare(sandbox)
    sandbox.write(".git/index.lock", f"hlcp {os.getpid()} {'0' * 40} {platform.node()}\n".encode())
    refused(sandbox, "another Git command is working")
    sandbox.write(".git/index.lock", f"hlcp 999999999 {'0' * 40} another-machine\n".encode())
    refused(sandbox, "another Git command is working")


ONE_FILE = """
import sys
from pathlib import Path
from pipeline.model.finding import PipelineError
from pipeline.store.git import Repository
try:
    print("done", Repository.find(Path(sys.argv[1])).commit((sys.argv[2],), "One file"))
except PipelineError as error:
    print("refused", error)
"""


def test_of_commands_that_commit_at_once_each_succeeds_or_says_why(sandbox: Sandbox) -> None:
    paths = [f"drafts/p{number}.md" for number in range(4)]
    for path in paths:
        sandbox.write(path, b"x\n")
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    commands = [(sys.executable, "-c", ONE_FILE, str(sandbox.folder), path) for path in paths]
    children = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for command in commands]
    outcomes = [child.communicate()[0] for child in children]
    done = [path for path, outcome in zip(paths, outcomes, strict=True) if outcome.startswith("done")]
    assert done
    assert sorted(sandbox.git("log", "--name-only", "--format=", f"-{len(done)}").split()) == done
    assert sandbox.git("rev-list", "--count", "HEAD").strip() == str(1 + len(done))
    assert all("moved meanwhile" in o or "another Git command" in o for o in outcomes if not o.startswith("done"))
    assert sandbox.status() == [f"?? {path}" for path in paths if path not in done]


def test_a_kill_at_any_step_commits_all_or_nothing_and_the_next_command_works(sandbox: Sandbox, tmp_path: Path) -> None:
    prepare(sandbox)
    before, status = sandbox.repository.head(), sandbox.status()
    outcomes = set()
    for step in range(1, 120):
        copy = tmp_path / str(step)
        shutil.copytree(sandbox.folder, copy, symlinks=True)
        killed = killed_at(step, COMMITTER, str(copy))
        repository = Repository.find(copy)  # the next command
        assert repository is not None
        there = Sandbox(copy)
        committed = repository.head() != before
        outcomes.add(committed)
        assert sorted(there.status()) == sorted(BESIDE if committed else status)
        assert there.leftovers() == []
        if not committed:
            repository.commit(OURS, "Again")
        assert there.in_commit("HEAD") == ["drafts/a.md", "drafts/b.md", "drafts/new.md"]
        assert sorted(there.status()) == sorted(BESIDE)
        if not killed:
            break
    else:
        pytest.fail("the child never came to its end")
    assert outcomes == {True, False}
