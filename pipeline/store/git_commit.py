"""Committing exactly the files that we name, beside whatever the user has changed or staged.

The tree is built in an index of our own, from the current commit and the named files. Then, under Git's own lock of the
user's index, the branch moves if it still is where it was, and the user's index gets the same files. Our lock names its
process and the new commit, so that after a kill the next command can tell how far we came, and finish or undo it.
"""

import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.finding import PipelineError
from pipeline.store.git_process import GitFailed, answer, run_git, run_hook
from pipeline.store.writing import write_new

_SIGNING_SECONDS = 300.0  # someone may have to type a passphrase
_UNFINISHED_REFS = (("MERGE_HEAD", "merge"), ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"))
_UNFINISHED_FOLDERS = (("rebase-merge", "rebase"), ("rebase-apply", "rebase"), ("sequencer", "cherry-pick or revert"))
_OUR_INDEX, _NEXT_INDEX = "hlcp-index-", "hlcp-next-index"
UNKNOWN_PERSON = (
    "Git does not know who you are, so it cannot commit",
    'run `git config user.name "Your Name"` and `git config user.email "you@example.org"`, and try again',
)
"""What is told, and the next step, where nobody said who commits."""


@dataclass(frozen=True, slots=True)
class Work:
    """Where to commit: top of the working tree, its Git folder, and the current commit, None for the first."""

    top: Path
    git_folder: Path
    head: str | None

    @property
    def index(self) -> Path:
        """The user's index."""
        return self.git_folder / "index"

    @property
    def lock(self) -> Path:
        """Git's lock of it."""
        return self.git_folder / "index.lock"

    @property
    def next_index(self) -> Path:
        """What the user's index will be; only touched under the lock."""
        return self.git_folder / _NEXT_INDEX


def commit(work: Work, paths: tuple[str, ...], message: str) -> str:
    """Commit files, by their paths from the top; see `Repository.commit`."""
    branch = usable_branch(work)
    _refuse_unfit(work.top, paths, message)
    with index_of_our_own(work) as index:
        tree = _tree(work, index, paths)
        _pre_commit(work, index, tree)
        oid = _commit_object(work, tree, message)
        entries = index_entries(work, index, paths)
        _publish(work, branch, oid, entries)
    return oid


def recover(top: Path, git_folder: Path) -> None:
    """Finish or undo what a killed commit left: its lock, and its indexes. A read-only repository stays as it is."""
    work = Work(top, git_folder, None)
    with suppress(OSError):
        for path in sorted(git_folder.glob(f"{_OUR_INDEX}*")):
            if is_gone(path.name.removeprefix(_OUR_INDEX).partition(".")[0]):
                path.unlink(missing_ok=True)
        owner = holder_of(work.lock)
        if owner and owner["host"] == platform.node() and is_gone(owner["process"]):
            settle(work, owner["commit"], answer(top, "rev-parse", "--quiet", "--verify", "HEAD"))


# -- what must hold before


def usable_branch(work: Work) -> str:
    """The full name of the current branch.

    Raises:
        PipelineError: HEAD is detached, or a merge, rebase, cherry-pick or revert is going on.
    """
    going_on = [what for name, what in _UNFINISHED_REFS if answer(work.top, "rev-parse", "-q", "--verify", name)]
    going_on += [what for name, what in _UNFINISHED_FOLDERS if (work.git_folder / name).exists()]
    if going_on:
        hint = f"finish the {going_on[0]} or abort it, and try again; `git status` says how"
        raise PipelineError(f"a {going_on[0]} is going on in this repository", hint)
    branch = answer(work.top, "symbolic-ref", "--quiet", "HEAD")
    if branch is None:
        raise PipelineError(
            "HEAD is detached, so the commit would be on no branch", "run `git switch BRANCH` and try again"
        )
    return branch


def _refuse_unfit(top: Path, paths: tuple[str, ...], message: str) -> None:
    if not message.strip() or "\0" in message:
        raise PipelineError("a commit needs a message", "write one")
    for path in paths:
        if (top / path).is_symlink():
            raise PipelineError(f"{path} is a symbolic link", "put the file itself into the folder")


# -- the tree


@contextmanager
def index_of_our_own(work: Work) -> Iterator[Path]:
    """An index as of the current commit, to build a tree in; it goes at the end."""
    index = work.git_folder / f"{_OUR_INDEX}{os.getpid()}"
    index.unlink(missing_ok=True)
    try:
        run_git(work.top, "read-tree", work.head or "--empty", environment=with_index(index))
        yield index
    finally:
        index.unlink(missing_ok=True)


def with_index(index: Path) -> Mapping[str, str]:
    """The environment in which Git uses this index."""
    return {"GIT_INDEX_FILE": str(index)}


def _tree(work: Work, index: Path, paths: tuple[str, ...]) -> str:
    listed = b"".join(os.fsencode(path) + b"\0" for path in sorted(set(paths)))
    run_git(work.top, "update-index", "--add", "--remove", "-z", "--stdin", data=listed, environment=with_index(index))
    tree = write_tree(work, index)
    before = answer(work.top, "rev-parse", "--verify", f"{work.head}^{{tree}}") if work.head else None
    if tree == before:
        raise PipelineError("there is nothing to commit: the files are as in the last commit", "change them first")
    return tree


def write_tree(work: Work, index: Path) -> str:
    """The id of the tree that an index holds."""
    return run_git(work.top, "write-tree", environment=with_index(index)).decode().strip()


def _pre_commit(work: Work, index: Path, tree: str) -> None:
    try:
        run_hook(work.top, "pre-commit", with_index(index))
    except GitFailed as error:
        hint = "do what it asks for and try again; nothing was committed"
        raise PipelineError(f"the pre-commit hook of this repository refused:\n{error}", hint) from error
    if write_tree(work, index) != tree:
        # A frozen file must be committed to the byte, and nothing beside it, whatever a formatter thinks of it.
        hint = "exclude the files of `comments/` from that hook; nothing was committed"
        raise PipelineError("the pre-commit hook of this repository changed what was to be committed", hint)


def _commit_object(work: Work, tree: str, message: str) -> str:
    parents = ("-p", work.head) if work.head else ()
    sign = ("-S",) if answer(work.top, "config", "--type=bool", "--get", "commit.gpgSign") == "true" else ()
    command = ("-c", "i18n.commitEncoding=UTF-8", "commit-tree", *sign, *parents, "-F", "-", tree)
    data = (message.strip() + "\n").encode()
    return run_git(work.top, *command, data=data, seconds=_SIGNING_SECONDS).decode().strip()


def index_entries(work: Work, index: Path, paths: tuple[str, ...]) -> bytes:
    """The committed files as `update-index --index-info` reads them; mode 0 takes out one that was deleted."""
    listed = run_git(work.top, "ls-files", "--stage", "-z", environment=with_index(index)).split(b"\0")
    there = {entry.partition(b"\t")[2]: entry for entry in listed}
    none = b"0 " + b"0" * len(work.head or "0" * 40) + b"\t"
    names = [os.fsencode(path) for path in sorted(set(paths))]
    return b"".join(there.get(name, none + name) + b"\0" for name in names)


# -- the branch and the user's index


def _publish(work: Work, branch: str, oid: str, entries: bytes) -> None:
    take_lock(work, oid)
    try:
        prepare_next_index(work, entries)
        move_branch(work, branch, oid)
    finally:
        settle(work, oid, answer(work.top, "rev-parse", "--quiet", "--verify", branch))


def take_lock(work: Work, oid: str) -> None:
    """Take Git's lock of the user's index, saying that we are about to publish this commit.

    Raises:
        PipelineError: somebody else has it.
    """
    # Written beside and linked, so that the lock never exists without saying whose it is.
    draft = work.git_folder / f"{_OUR_INDEX}{os.getpid()}.owner"
    draft.write_text(f"hlcp {os.getpid()} {oid} {platform.node()}\n")
    try:
        _link(draft, work.lock)
    except FileExistsError as error:
        hint = f"let it finish; if there is none, delete {work.lock}"
        raise PipelineError("another Git command is working in this repository", hint) from error
    finally:
        draft.unlink()


def _link(draft: Path, lock: Path) -> None:
    try:
        os.link(draft, lock)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        write_new(lock, draft.read_bytes())


def holder_of(lock: Path) -> dict[str, str] | None:
    """Who holds a lock of ours; None for none, or one of Git itself."""
    try:
        with lock.open("rb") as file:
            words = file.read(400).decode(errors="replace").split()
    except OSError:
        return None
    return (
        dict(zip(("process", "commit", "host"), words[1:], strict=True))
        if words[:1] == ["hlcp"] and len(words) == 4
        else None
    )


def prepare_next_index(work: Work, entries: bytes) -> None:
    """Make the user's index of the time after the commit, beside the one of now."""
    work.next_index.unlink(missing_ok=True)
    if work.index.exists():
        shutil.copy(work.index, work.next_index)
    run_git(work.top, "update-index", "-z", "--index-info", data=entries, environment=with_index(work.next_index))
    with suppress(GitFailed):  # it says by its status that other files differ, which is no concern of ours
        run_git(work.top, "update-index", "-q", "--refresh", environment=with_index(work.next_index))


def move_branch(work: Work, branch: str, oid: str) -> None:
    """Let a branch name a new commit, if it still is where it was.

    Raises:
        PipelineError: it moved meanwhile.
    """
    try:
        run_git(work.top, "update-ref", "-m", "commit: by hlcp", branch, oid, work.head or "")
    except GitFailed as error:
        if answer(work.top, "rev-parse", "--quiet", "--verify", branch) == work.head:
            raise
        hint = "someone committed at the same time; look at the new commits and try again"
        raise PipelineError(f"the branch {branch.removeprefix('refs/heads/')} moved meanwhile", hint) from error


def settle(work: Work, oid: str, tip: str | None) -> None:
    """End under the lock: if the branch has the commit, the user's index follows; if not, nothing has happened."""
    if tip == oid and work.next_index.exists():
        work.next_index.replace(work.index)
    work.next_index.unlink(missing_ok=True)
    work.next_index.with_suffix(".lock").unlink(missing_ok=True)  # Git's own, when it was killed too
    work.lock.unlink(missing_ok=True)


def is_gone(process: str) -> bool:
    """Whether a process, named by its number, surely no longer runs on this machine."""
    if not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
