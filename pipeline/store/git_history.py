"""What happened to files over time, along the first parents of the current branch."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.store.git import Repository
from pipeline.store.git_process import GitFailed, run_git

_WHEN = ("--date=format-local:%Y-%m-%dT%H:%M:%SZ",)
_UTC = {"TZ": "UTC"}


class Commit(NamedTuple):
    """A commit; `when` is the instant at which it was committed, ISO 8601 in UTC."""

    oid: str
    when: str


def changes_since(repository: Repository, since: str, folder: str) -> tuple[Commit, ...]:
    """The commits after `since`, oldest first, that changed something below a folder; none when it is not at hand.

    Args:
        repository: where to look.
        since: full id of a commit; it need not be an ancestor, then all commits that it does not contain count.
        folder: relative to the folder of the repository.
    """
    if not repository.has(since) or repository.head() is None:
        return ()
    return _log(repository, f"{since}..HEAD", folder)


def committed_at(repository: Repository, oid: str) -> str | None:
    """The instant at which a commit, named by its full id, was made, ISO 8601 in UTC; None when it is not at hand."""
    if not repository.has(oid):
        return None
    output = run_git(repository.top, "show", "--no-patch", *_WHEN, "--format=%cd", oid, environment=_UTC)
    return output.decode().strip() or None


def _log(repository: Repository, which: str, folder: str) -> tuple[Commit, ...]:
    path = repository.relative(folder)
    flags = ("log", "--first-parent", "--reverse", *_WHEN, "--format=%H %cd")
    output = run_git(repository.top, *flags, which, "--", path, environment=_UTC)
    lines = output.decode().splitlines()
    return tuple(Commit(*line.split(" ", 1)) for line in lines if " " in line)


def versions_of(repository: Repository, folder: str) -> dict[str, tuple[Commit, ...]]:
    """For each file below a folder the commits that added or changed it, oldest first, by path.

    In a shallow clone the oldest commits are left out: nobody can tell whether they brought the files.
    """
    try:
        flags = ("log", "--first-parent", "--reverse", "--diff-filter=AM", "--no-renames", "-m", "-z", "--name-only")
        path = repository.relative(folder)
        output = run_git(repository.top, *flags, *_WHEN, "--format=%x01%H %cd", "--", path, environment=_UTC)
    except GitFailed:  # there is no commit yet
        return {}
    return _by_path(repository, output.split(b"\0"))


def _by_path(repository: Repository, parts: Sequence[bytes]) -> dict[str, tuple[Commit, ...]]:
    shallow = boundary(repository)
    seen: dict[str, list[Commit]] = {}
    commit: Commit | None = None
    for part in parts:
        name = part.lstrip(b"\n")
        if name.startswith(b"\x01"):
            commit = Commit(*name[1:].decode().strip().split(" ", 1))
        elif name and commit is not None and commit.oid not in shallow:
            seen.setdefault(repository.from_top(name.decode(errors="surrogateescape")), []).append(commit)
    return {path: tuple(commits) for path, commits in seen.items()}


def history_state(repository: Repository) -> str:
    """What everything that this module tells depends on: the current commit, and where a shallow clone ends."""
    return " ".join([repository.head() or "", *sorted(boundary(repository))])


def boundary(repository: Repository) -> frozenset[str]:
    """The oldest commits of a shallow clone, those whose parents were left out; none in a whole one."""
    shared = repository.git_folder / "commondir"  # of a second working tree, the folder that all have in common
    folder = repository.git_folder / shared.read_text().strip() if shared.is_file() else repository.git_folder
    path = folder / "shallow"
    return frozenset(path.read_text().split()) if path.is_file() else frozenset()
