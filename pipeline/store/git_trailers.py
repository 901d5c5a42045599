"""Which comments came into the text by which commit, read from the last lines of commit messages."""

from typing import NamedTuple

from pipeline.store.git import Repository
from pipeline.store.git_process import GitFailed, run_git

COMMENT, REVERTS, REQUESTS = "Comment", "Reverts-Comment", "Requests"
_FIELDS = tuple(f"%(trailers:key={key},valueonly,unfold,separator=%x1f)" for key in (COMMENT, REVERTS, REQUESTS))


class Brought(NamedTuple):
    """The commit that brought a comment's words in.

    Attributes:
        oid: its full id.
        names: all comments that it brought, by their full names.
        requests: how many different requests they make.
    """

    oid: str
    names: tuple[str, ...]
    requests: int = 1


def brought_in(repository: Repository, folder: str = "drafts") -> dict[str, Brought]:
    """For each comment, by its full name, the commit that brought it; one that was taken out again is missing.

    Reads the messages of commits that changed something below a folder, on all lines that lead to the current one.
    """
    flags = ("log", "--reverse", "--topo-order", "-z", f"--format=%H%x1e{'%x1e'.join(_FIELDS)}")
    greps = (f"--grep=^{COMMENT}: ", f"--grep=^{REVERTS}: ")
    try:
        output = run_git(repository.top, *flags, *greps, "HEAD", "--", repository.relative(folder))
    except GitFailed:  # there is no commit yet
        return {}
    found: dict[str, Brought] = {}
    for record in output.decode(errors="replace").split("\0"):
        oid, came, gone, count = (record.strip("\n").split("\x1e") + [""] * 4)[:4]
        names = tuple(name.strip() for name in came.split("\x1f") if name.strip())
        made = Brought(oid, names, int(count) if count.isascii() and count.isdigit() else 1)
        found |= dict.fromkeys(names, made)
        for name in gone.split("\x1f"):
            found.pop(name.strip(), None)
    return found
