import shutil
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.model.finding import PipelineError
from pipeline.store.git import Repository
from pipeline.store.git_series import Step
from tests.store.killing import killed_at
from tests.store.sandbox import Sandbox

MEMBER = ("Member Á of the round", "member-a@example.org")
WRITER = """
import sys
from pathlib import Path
from pipeline.store.git import Repository
from pipeline.store.git_series import Step
repository = Repository.find(Path(sys.argv[1]))
# go
repository.commit_series([
    Step(("A", "a@example.org"), "First", {"drafts/a.md": b"one and a half\\n"}),
    Step(("B", "b@example.org"), "Second", {"drafts/a.md": b"two\\n", "drafts/b.md": None, "drafts/c.md": b"new\\n"}),
])
"""


def step(message: str, **files: bytes | None) -> Step:
    return Step(MEMBER, message, {f"drafts/{name}.md": data for name, data in files.items()})


def test_each_step_is_a_commit_of_its_author_and_the_files_are_those_of_the_last(sandbox: Sandbox) -> None:
    before = sandbox.repository.head()
    steps = [step("First\n\nComment: MEMBER-A#1", a=b"1\n"), step("Second", a=b"2\n", b=None), step("Third", c=b"3\n")]
    oids = sandbox.repository.commit_series(steps)
    told = sandbox.git("log", "--reverse", "--format=%H|%an|%ae|%cn|%s", f"{before}..HEAD").splitlines()
    assert told == [
        f"{oid}|{MEMBER[0]}|{MEMBER[1]}|Ada Péter|{name}"
        for oid, name in zip(oids, ("First", "Second", "Third"), strict=True)
    ]
    assert sandbox.in_commit(oids[1]) == ["drafts/a.md", "drafts/b.md"]
    assert (sandbox.folder / "drafts/a.md").read_bytes() == b"2\n"
    assert not (sandbox.folder / "drafts/b.md").exists()
    assert sandbox.status() == []
    assert sandbox.leftovers() == []
    assert sandbox.git("for-each-ref", "refs/hlcp") == ""


def test_what_is_staged_or_edited_beside_stays_as_it_was(sandbox: Sandbox) -> None:
    sandbox.write("staged.txt", b"staged\n")
    sandbox.git("add", "staged.txt")
    sandbox.write("notes.txt", b"changed\n")
    sandbox.repository.commit_series([step("One", a=b"1\n")])
    assert sorted(sandbox.status()) == [" M notes.txt", "A  staged.txt"]


def test_a_file_with_other_line_ends_on_disk_keeps_them_and_git_its_own(sandbox: Sandbox) -> None:
    sandbox.git("config", "core.autocrlf", "true")
    sandbox.write("drafts/a.md", b"one\r\n")
    sandbox.git("add", "drafts/a.md")
    sandbox.repository.commit_series([step("One", a=b"one\r\ntwo\r\n")])
    assert (sandbox.folder / "drafts/a.md").read_bytes() == b"one\r\ntwo\r\n"
    assert sandbox.git("cat-file", "blob", "HEAD:drafts/a.md") == "one\ntwo\n"
    assert sandbox.status() == []


def test_an_edited_file_is_refused_and_nothing_happens(sandbox: Sandbox) -> None:
    before = sandbox.repository.head()
    sandbox.write("drafts/a.md", b"edited\n")
    with pytest.raises(PipelineError, match="not as it was committed"):
        sandbox.repository.commit_series([step("One", a=b"1\n")])
    assert sandbox.repository.head() == before
    assert (sandbox.folder / "drafts/a.md").read_bytes() == b"edited\n"
    assert sandbox.leftovers() == []


@pytest.mark.parametrize("state", ["detached", "rebase"])
def test_a_detached_head_and_a_rebase_are_refused(sandbox: Sandbox, state: str) -> None:
    if state == "detached":
        sandbox.git("checkout", "-q", "--detach")
    else:
        (sandbox.folder / ".git/rebase-merge").mkdir()
    with pytest.raises(PipelineError, match=state):
        sandbox.repository.commit_series([step("One", a=b"1\n")])


def test_the_hook_sees_the_last_tree_once_and_what_lies_beside_it(sandbox: Sandbox) -> None:
    sandbox.write(".gitignore", b"/.tools\n")
    sandbox.git("add", ".gitignore")
    sandbox.git("commit", "-q", "-m", "Ignore")
    sandbox.write(".tools/word", b"tool\n")
    log = sandbox.folder.parent / "log"
    sandbox.hook(f'cat drafts/a.md .tools/word >> "{log}"; git diff --cached --name-only >> "{log}"')
    sandbox.repository.commit_series([step("One", a=b"1\n"), step("Two", a=b"2\n")])
    assert log.read_text() == "2\ntool\ndrafts/a.md\n"
    assert sandbox.leftovers() == []


def test_the_hook_stands_at_the_top_of_a_working_tree_as_in_any_commit(sandbox: Sandbox) -> None:
    log = sandbox.folder.parent / "log"
    ask = "git rev-parse --is-inside-git-dir --is-inside-work-tree --show-cdup"
    sandbox.hook(f'{ask} > "{log}"; git diff --quiet >> "{log}" && echo clean >> "{log}"')
    sandbox.repository.commit_series([step("One", a=b"1\n")])
    assert log.read_text() == "false\ntrue\n\nclean\n"


def test_a_hook_that_refuses_leaves_branch_files_and_index_as_they_were(sandbox: Sandbox) -> None:
    before = sandbox.repository.head()
    sandbox.hook("echo no such words >&2; exit 1")
    with pytest.raises(PipelineError, match="no such words"):
        sandbox.repository.commit_series([step("One", a=b"1\n")])
    assert sandbox.repository.head() == before
    assert sandbox.status() == []
    assert sandbox.leftovers() == []


def test_a_hook_that_changes_the_index_is_refused(sandbox: Sandbox) -> None:
    sandbox.hook("echo x > drafts/a.md; git add drafts/a.md")
    with pytest.raises(PipelineError, match="changed what was to be committed"):
        sandbox.repository.commit_series([step("One", a=b"1\n")])
    assert sandbox.status() == []


def test_killed_at_any_step_all_is_as_before_or_as_after_and_the_next_run_works(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.hook("exit 0")
    before = sandbox.repository.head()
    outcomes = set()
    for number in range(1, 240, 2):  # every other change is enough, and takes half the time
        copy = tmp_path / str(number)
        shutil.copytree(sandbox.folder, copy, symlinks=True)
        killed = killed_at(number, WRITER, str(copy))
        repository = Repository.find(copy)  # the next command
        assert repository is not None
        there = Sandbox(copy)
        committed = repository.head() != before
        outcomes.add(committed)
        assert there.status() == []
        assert there.leftovers() == []
        assert (copy / "drafts/a.md").read_bytes() == (b"two\n" if committed else b"one\n")
        assert (copy / "drafts/b.md").exists() != committed
        assert (copy / "drafts/c.md").exists() == committed
        repository.commit_series([step("Again", a=b"again\n")])
        assert there.status() == []
        shutil.rmtree(copy)
        if not killed:
            break
    else:
        pytest.fail("the child never came to its end")
    assert outcomes == {True, False}


def test_commits_are_signed_where_the_repository_asks_for_it(sandbox: Sandbox) -> None:
    program = sandbox.folder.parent / "signer"
    program.write_text(
        "#!/bin/sh\ncat >/dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\n"
        "printf '%s\\n' '-----BEGIN PGP SIGNATURE-----' '' 'c2lnbmVk' '-----END PGP SIGNATURE-----'\n"
    )
    program.chmod(0o755)
    sandbox.git("config", "gpg.program", str(program))
    sandbox.git("config", "commit.gpgSign", "true")
    oids = sandbox.repository.commit_series([step("One", a=b"1\n"), step("Two", a=b"2\n")])
    assert sandbox.git("log", "-2", "--reverse", "--format=%H").split() == list(oids)
    for oid in oids:
        text = sandbox.git("cat-file", "commit", oid)
        assert "gpgsig -----BEGIN PGP SIGNATURE-----" in text
        assert f"author {MEMBER[0]} <{MEMBER[1]}>" in text
    assert sandbox.status() == []


def test_five_hundred_commits_take_little_more_than_fast_import_itself(sandbox: Sandbox) -> None:
    text = [f"line {number} of a section that is long enough\n" for number in range(200)]
    steps = []
    for number in range(500):
        text[number % 200] = f"line {number} is new\n"
        steps.append(step(f"Step {number}", a="".join(text).encode()))
    sandbox.repository.commit_series(steps[:1])
    plain = sandbox.folder.parent / "plain"
    subprocess.run(("git", "clone", "-q", sandbox.folder, plain), check=True)
    begun = time.monotonic()
    sandbox.repository.commit_series(steps[1:])
    ours = time.monotonic() - begun
    stream = subprocess.run(
        ("git", "fast-export", "main~499..main"), cwd=sandbox.folder, check=True, capture_output=True
    ).stdout.replace(b"refs/heads/main", b"refs/heads/copy")
    begun = time.monotonic()
    subprocess.run(("git", "fast-import", "--quiet"), cwd=plain, input=stream, check=True)
    theirs = time.monotonic() - begun
    assert ours < 1.5 * theirs + 1.0  # the second is for starting a dozen processes on a busy machine
