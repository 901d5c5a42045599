"""Where lines came from: the commit of each line, what happened to a stretch of lines, and what the commits say."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.model.lineage import Asked, Change
from pipeline.store.git import Repository
from pipeline.store.git_process import GitFailed, run_git

_HEAD = re.compile(rb"([0-9a-f]{40,64}) (\d+) (\d+)(?: \d+)?")
_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@.*")
_FIELDS = ("%H", "%aN", "%aE", "%cd", "%s", "%(trailers:only,unfold)", "%B")
_QUOTED = ("-c", "core.quotePath=false")
_PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv")
_WHEN, _UTC = "--date=format-local:%Y-%m-%dT%H:%M:%SZ", {"TZ": "UTC"}


class Origin(NamedTuple):
    """Where a line of a file comes from.

    Attributes:
        line: its number in the file today.
        oid: of the commit that wrote it, "" for one that is in no commit yet.
        path: of the file at that commit, from the top of the working tree.
        there: its number in that file.
    """

    line: int
    oid: str
    path: str
    there: int


class Version(NamedTuple):
    """A stretch of lines before and after a commit; `before` is empty where the lines came in.

    Attributes:
        path: of the file after it, from the top of the working tree.
        start: the number of the first line after it.
    """

    oid: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    path: str = ""
    start: int = 0


def blame(repository: Repository, path: str, stretches: Iterable[tuple[int, int]]) -> tuple[Origin, ...]:
    """The origin of lines of a file as it is on disk; lines that moved from another file are followed there.

    Args:
        repository: where to look.
        path: relative to the folder of the repository.
        stretches: first and last line of each, from 1.

    Returns:
        In the order of the file; nothing when Git does not have the file yet.
    """
    return _blame(repository, repository.relative(path), stretches)


def written_by(repository: Repository, version: Version) -> tuple[Origin, ...]:
    """The origin of lines that came in with a commit: others than itself for those that it only moved."""
    stretch = (version.start, version.start + len(version.after) - 1)
    return _blame(repository, version.path, [stretch], version.oid)


def _blame(repository: Repository, path: str, stretches: Iterable[tuple[int, int]], *which: str) -> tuple[Origin, ...]:
    asked = [f"-L{first},{last}" for first, last in stretches]
    try:
        output = run_git(repository.top, *_QUOTED, "blame", "--porcelain", "-C", *asked, *which, "--", path)
    except GitFailed:
        return ()
    return tuple(_origins(output.split(b"\n")))


def _origins(lines: Sequence[bytes]) -> Iterator[Origin]:
    """Git gives the facts of a commit once, with the first of its lines."""
    paths: dict[str, str] = {}
    oid, there, line = "", 0, 0
    for row in lines:
        if row.startswith(b"\t"):
            yield Origin(line, oid if oid.strip("0") else "", paths.get(oid, ""), there)
        elif head := _HEAD.fullmatch(row):
            oid, there, line = head[1].decode(), int(head[2]), int(head[3])
        elif row.startswith(b"filename "):
            paths[oid] = row.removeprefix(b"filename ").decode(errors="surrogateescape")


def committed_lines(repository: Repository, path: str, stretch: tuple[int, int]) -> tuple[int, int] | None:
    """The lines of the current commit that stand where these lines of the file on disk do; None when there are none."""
    try:
        output = run_git(repository.top, "diff", *_PLAIN, "-U0", "HEAD", "--", repository.relative(path))
    except GitFailed:
        return None
    first, last = (_then(output, line, end=end) for line, end in zip(stretch, (False, True), strict=True))
    return (first, last) if 1 <= first <= last else None


def _then(diff: bytes, line: int, *, end: bool) -> int:
    """A line before a change, by the hunks of its diff; for one that is new, the first or last of those it replaces."""
    shift = 0
    for match in _HUNK.finditer(diff):
        old, old_size, new, new_size = _numbers(match)
        start, old_start = (new if new_size else new + 1), (old if old_size else old + 1)
        if line < start:
            break
        if line < start + new_size:
            return old_start + old_size - 1 if end else old_start
        shift = old_start + old_size - start - new_size
    return line + shift


def _numbers(hunk: re.Match[bytes]) -> tuple[int, int, int, int]:
    old, old_size, new, new_size = hunk.groups()
    return int(old), int(old_size or b"1"), int(new), int(new_size or b"1")


def versions(repository: Repository, path: str, stretch: tuple[int, int], oid: str = "HEAD") -> tuple[Version, ...]:
    """What commits did to a stretch of lines, the latest first; renames of the file are followed.

    Args:
        repository: where to look.
        path: from the top of the working tree.
        stretch: its first and last line at the commit `oid`.
        oid: full id of a commit.

    Returns:
        Nothing when these lines are not in that commit.
    """
    where = f"-L{stretch[0]},{stretch[1]}:{path}"
    flags = (*_PLAIN, "--src-prefix=a/", "--dst-prefix=b/", "--format=%x01%H")
    try:
        output = run_git(repository.top, *_QUOTED, "log", *flags, where, oid)
    except GitFailed:
        return ()
    return tuple(_versions(output.split(b"\n")))


def _versions(rows: Sequence[bytes]) -> Iterator[Version]:
    oid, path, start, at = "", "", 0, 0
    lines: tuple[list[str], list[str]] = ([], [])
    while at < len(rows):
        row = rows[at]
        at += 1
        if row.startswith(b"\x01"):
            if oid:
                yield Version(oid, tuple(lines[0]), tuple(lines[1]), path, start)
            oid, start, lines = row[1:].decode(), 0, ([], [])
        elif row.startswith(b"+++ b/"):
            path = row.removeprefix(b"+++ b/").rstrip(b"\t").decode(errors="surrogateescape")
        elif hunk := _HUNK.fullmatch(row):
            _, old, new_start, new = _numbers(hunk)
            start = start or new_start
            at = _read_hunk(rows, at, (old, new), lines)
    if oid:
        yield Version(oid, tuple(lines[0]), tuple(lines[1]), path, start)


def _read_hunk(rows: Sequence[bytes], at: int, sizes: tuple[int, int], into: tuple[list[str], list[str]]) -> int:
    """Read as many lines as the head of a hunk promises, so that no line of the text is taken for a head."""
    old, new = sizes
    while (old > 0 or new > 0) and at < len(rows):
        sign, text = rows[at][:1], rows[at][1:].decode(errors="replace")
        if sign in (b"-", b" "):
            into[0].append(text)
            old -= 1
        if sign in (b"+", b" "):
            into[1].append(text)
            new -= 1
        at += 1
    return at


# -- what the commits say


def changes(repository: Repository, oids: Iterable[str]) -> dict[str, Change]:
    """What commits say, by their full ids; one that is not at hand is missing."""
    wanted = sorted({oid for oid in oids if oid})
    if not wanted:
        return {}
    flags = (
        "log",
        "--no-walk=unsorted",
        "--stdin",
        "-z",
        "--encoding=UTF-8",
        _WHEN,
        f"--format={'%x1e'.join(_FIELDS)}",
    )
    data = "".join(f"{oid}\n" for oid in wanted).encode()
    try:
        output = run_git(repository.top, *flags, data=data, environment=_UTC)
    except GitFailed:  # one of them is not at hand: in a shallow clone, or given up
        return {} if len(wanted) == 1 else {k: v for oid in wanted for k, v in changes(repository, [oid]).items()}
    records = (record.split("\x1e", len(_FIELDS) - 1) for record in output.decode(errors="replace").split("\0"))
    return {fields[0]: _change(fields) for fields in records if len(fields) == len(_FIELDS)}


def _change(fields: Sequence[str]) -> Change:
    oid, author, address, when, subject, trailers, message = fields
    pairs = [(key.strip(), value.strip()) for key, _, value in (row.partition(":") for row in trailers.splitlines())]
    reverts = tuple(value for key, value in pairs if key == "Reverts-Comment")
    body = _body(message, len(trailers.strip().splitlines()))
    return Change(oid, author, address, when, subject, body, tuple(asked(pairs)), reverts)


def _body(message: str, trailers: int) -> str:
    """What stands between the subject and the trailers of a message."""
    paragraphs = [paragraph.strip() for paragraph in re.split(r"\n[ \t]*\n", message.strip())]
    return "\n\n".join(paragraphs[1:-1] if trailers and len(paragraphs) > 1 else paragraphs[1:])


def asked(trailers: Sequence[tuple[str, str]]) -> Iterator[Asked]:
    """The proposals that trailers name; each begins with the comments that make it, several when they are identical."""
    group: list[tuple[str, str]] = []
    for key, value in trailers:
        if key == "Comment" and any(other != "Comment" for other, _ in group) and _named(group, "Comment"):
            yield _asked(group)
            group = []
        group.append((key, value))
    if _named(group, "Comment"):
        yield _asked(group)


def _asked(group: Sequence[tuple[str, str]]) -> Asked:
    sessions, decided = _named(group, "Session"), _named(group, "Disposition")
    return Asked(
        _named(group, "Comment"),
        _named(group, "Supported-by"),
        _named(group, "Proposed-by"),
        sessions[0] if sessions else "",
        ", ".join(decided),
    )


def _named(group: Sequence[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for key, value in group if key == wanted and value))
