"""What happened to a folder between two commits: every commit that changed it, with the files after it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.model.lineage import Asked
from pipeline.store.git import Repository
from pipeline.store.git_blame import asked
from pipeline.store.git_history import boundary
from pipeline.store.git_process import GitFailed, run_git

_FIELDS = ("%H", "%P", "%aN", "%cd", "%(trailers:key=Requests,valueonly,unfold)", "%(trailers:only,unfold)")
_WHEN, _UTC = "--date=format-local:%Y-%m-%dT%H:%M:%SZ", {"TZ": "UTC"}
_FILE = (b"100644", b"100755")


class Stage(NamedTuple):
    """A commit that changed the folder.

    Attributes:
        before: the commits that it was made from, of those that changed the folder; those before the first one too.
        when: the instant at which it was committed, ISO 8601 in UTC.
        asked: the proposals that its message names.
        requests: how many different requests it carries out.
        files: text of the files in the folder, by their names; those in folders inside it are left out.
    """

    oid: str
    before: tuple[str, ...]
    author: str
    when: str
    asked: tuple[Asked, ...]
    requests: int
    files: Mapping[str, str]


def stages(repository: Repository, since: str, until: str, folder: str, ending: str) -> tuple[Stage, ...] | None:
    """The commits after one up to another that changed a folder, each after those that it was made from.

    Those that were there before, on which others were made, are among them, without the commits before them.

    Args:
        repository: where to look.
        since: full id of a commit; it need not be an ancestor, then all commits that it does not contain count.
        until: full id of the last one.
        folder: relative to the folder of the repository.
        ending: of the names of the files that matter.

    Returns:
        None when one of the two commits, or one between them, is not at hand.
    """
    if not (repository.has(since) and repository.has(until)) or _is_cut(repository, since, until):
        return None
    path = repository.relative(folder)
    flags = ("log", "--topo-order", "--reverse", "--parents", "-z", "--encoding=UTF-8", _WHEN)
    fields = f"--format={'%x1e'.join(_FIELDS)}"
    output = run_git(repository.top, *flags, fields, f"{since}..{until}", "--", path, environment=_UTC)
    rows = [row.split("\x1e", len(_FIELDS) - 1) for row in output.decode(errors="replace").split("\0")]
    made = [_stage(row) for row in rows if len(row) == len(_FIELDS)]
    known = {stage.oid for stage in made}
    outside = dict.fromkeys(parent for stage in made for parent in stage.before if parent not in known)
    older = [Stage(oid, (), "", "", (), 0, {}) for oid in outside]
    every = [*older, *made]
    return tuple(_with_files(repository, every, path, ending))


def _stage(row: Sequence[str]) -> Stage:
    oid, parents, author, when, requests, trailers = row
    pairs = [(key.strip(), value.strip()) for key, _, value in (line.partition(":") for line in trailers.splitlines())]
    count = int(number) if re.fullmatch("[0-9]{1,6}", number := requests.strip()) else 1
    return Stage(oid, tuple(parents.split()), author, when, tuple(asked(pairs)), count, {})


def _is_cut(repository: Repository, since: str, until: str) -> bool:
    """Whether a shallow clone ends between two commits: the oldest one would be taken for the author of all before."""
    ends = boundary(repository)
    return bool(ends) and not ends.isdisjoint(run_git(repository.top, "rev-list", f"{since}..{until}").decode().split())


# -- their files


def _with_files(repository: Repository, every: Sequence[Stage], path: str, ending: str) -> Iterator[Stage]:
    """Two processes for all of them: one brings the folders, one the files."""
    trees = _objects(repository, [f"{stage.oid}:{path}" if path != "." else f"{stage.oid}^{{tree}}" for stage in every])
    named = [dict(_entries(tree, len(stage.oid) // 2, ending)) for stage, tree in zip(every, trees, strict=True)]
    wanted = list(dict.fromkeys(oid for names in named for oid in names.values()))
    texts = dict(zip(wanted, _objects(repository, wanted), strict=True))
    for stage, names in zip(every, named, strict=True):
        yield stage._replace(files={name: text_of(texts[oid]) for name, oid in names.items()})


def text_of(data: bytes) -> str:
    """A section file as characters, one for each that its readers count."""
    return data.decode("utf-8-sig", errors="replace")


def _entries(tree: bytes, size: int, ending: str) -> Iterator[tuple[str, str]]:
    """The files of a folder: rows of mode, blank, name, zero byte, id."""
    at = 0
    while at < len(tree):
        end = tree.index(b"\0", at)
        mode, _, name = tree[at:end].partition(b" ")
        at = end + 1 + size
        if mode in _FILE and name.decode(errors="replace").endswith(ending):
            yield name.decode(errors="replace"), tree[end + 1 : at].hex()


def _objects(repository: Repository, names: Sequence[str]) -> list[bytes]:
    """The contents of objects in their order; empty for one that is not at hand."""
    if not names:
        return []
    try:
        output = run_git(repository.top, "cat-file", "--batch", data="".join(f"{name}\n" for name in names).encode())
    except GitFailed:
        return [b""] * len(names)
    found, at = [], 0
    for _ in names:
        end = output.index(b"\n", at)
        facts = output[at:end].split(b" ")
        at = end + 1
        if facts[-1].isdigit() and facts[-2] in (b"tree", b"blob"):
            found.append(output[at : at + int(facts[-1])])
            at += int(facts[-1]) + 1
        else:
            found.append(b"")
    return found
