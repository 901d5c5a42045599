"""A series of commits at once: all objects, the hook once on the last tree, then branch, index and files together.

The objects are written by one `git fast-import`, whose ref is gone again when it ends: until the branch moves, nobody
sees them. The hook runs in a copy of the last tree, so that a refusal has nothing to undo. A journal in the Git folder
holds what the files will be; it is written before the branch moves, and whoever comes after a kill finishes from it.
"""

import base64
import hashlib
import json
import os
import platform
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.model.finding import PipelineError
from pipeline.store import git_commit, git_objects
from pipeline.store.git_commit import UNKNOWN_PERSON, Work, is_gone, with_index
from pipeline.store.git_process import GitFailed, answer, run_git, run_hook
from pipeline.store.writing import write_whole

_JOURNAL = "hlcp-series.json"
_SECONDS = 600.0  # for all objects together, and for a signature
_PART = re.compile(r"\.hlcp-(\d+)-\d+\.part")
_CRUD = re.compile(r"[<>\n\0]")  # what Git itself leaves out of names and addresses
_NOT_LINKED = frozenset({".git", "build"})


class Step(NamedTuple):
    """One commit of a series.

    Attributes:
        author: name and address.
        message: of the commit.
        files: what it changes, by path from the top of the working tree: the bytes as on disk, None for one that goes.
    """

    author: tuple[str, str]
    message: str
    files: Mapping[str, bytes | None]


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the series: its mode in Git, its bytes on disk now and at the end, and whether Git keeps LF for it."""

    mode: str
    disk: bytes | None
    last: bytes | None
    unix: bool

    def blob(self, data: bytes) -> bytes:
        return data.replace(b"\r\n", b"\n") if self.unix else data


def commit_series(work: Work, steps: Sequence[Step]) -> tuple[str, ...]:
    """Commit steps one after the other on the current branch; returns the ids of the commits.

    Raises:
        PipelineError: as for a single commit, or a file is not on disk as it is in the current commit. Nothing has
            happened then.
    """
    branch = git_commit.usable_branch(work)
    if work.head is None or not steps:
        raise PipelineError("there is nothing to commit on", "commit the drafts first")
    files = _files(work, {path: data for step in steps for path, data in step.files.items()})
    with git_commit.index_of_our_own(work) as index:
        oids = _signed(work, _imported(work, steps, files), steps)
        run_git(work.top, "read-tree", oids[-1], environment=with_index(index))
        _pre_commit(work, index)
        entries = git_commit.index_entries(work, index, tuple(files))
        _publish(work, (branch, oids[-1]), entries, files)
    return oids


def recover(top: Path, git_folder: Path) -> None:
    """Finish what a killed series left: the files follow the branch if it moved. Comes before that of `git_commit`."""
    work = Work(top, git_folder, None)
    with suppress(OSError):
        journal = _read_journal(work)
        if journal and journal["host"] == platform.node() and is_gone(str(journal["process"])):
            _complete(work, journal)
        _remove_parts(git_folder)


# -- what the files are now


def _files(work: Work, last: Mapping[str, bytes | None]) -> dict[str, _File]:
    entries = [entry for path in last for entry in git_objects.list_tree(work.top, str(work.head), path)]
    blobs = dict(zip((e.path for e in entries), git_objects.read_blobs(work.top, entries), strict=True))
    modes = {entry.path: entry.mode for entry in entries}
    return {path: _file(work, path, blobs.get(path), (modes.get(path, "100644"), last[path])) for path in sorted(last)}


def _file(work: Work, path: str, blob: bytes | None, rest: tuple[str, bytes | None]) -> _File:
    target = work.top / path
    if target.is_symlink():
        raise PipelineError(f"{path} is a symbolic link", "put the file itself into the folder")
    disk = target.read_bytes() if target.exists() else None
    if disk == blob:
        return _File(rest[0], disk, rest[1], unix=False)
    if disk is not None and disk.replace(b"\r\n", b"\n") == blob:
        return _File(rest[0], disk, rest[1], unix=True)
    raise PipelineError(f"{path} is not as it was committed", "commit it or take it back, and try again")


# -- the objects


def _imported(work: Work, steps: Sequence[Step], files: Mapping[str, _File]) -> tuple[str, ...]:
    """The commits, written in one go; no ref names them."""
    committer = answer(work.top, "var", "GIT_COMMITTER_IDENT")
    if committer is None:
        raise PipelineError(*UNKNOWN_PERSON)
    stream = b"".join(_stream(work, steps, files, os.fsencode(committer)))
    output = run_git(work.top, "fast-import", "--quiet", "--done", data=stream, seconds=_SECONDS)
    oids = tuple(output.decode().split())
    if len(oids) != len(steps):
        raise PipelineError("Git did not write all commits", "run `git fsck`, and try again")
    return oids


def _stream(work: Work, steps: Sequence[Step], files: Mapping[str, _File], committer: bytes) -> Iterator[bytes]:
    ref = f"refs/hlcp/series-{os.getpid()}".encode()
    when = committer.rpartition(b"> ")[2]
    for number, step in enumerate(steps, 1):
        author = os.fsencode("{} <{}>".format(*(_CRUD.sub("", part).strip() for part in step.author)))
        yield b"commit %s\nmark :%d\nauthor %s %s\ncommitter %s\n" % (ref, number, author, when, committer)
        yield _data((step.message.strip() + "\n").encode())
        yield b"from %s\n" % str(work.head).encode() if number == 1 else b""
        for path, data in sorted(step.files.items()):
            yield _change(path, data, files[path])
        yield b"\nget-mark :%d\n" % number
    yield b"reset %s\nfrom %s\n\ndone\n" % (ref, b"0" * len(str(work.head)))


def _change(path: str, data: bytes | None, file: _File) -> bytes:
    quoted = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    if data is None:
        return b'D "%s"\n' % quoted
    return b'M %s inline "%s"\n' % (file.mode.encode(), quoted) + _data(file.blob(data))


def _data(data: bytes) -> bytes:
    return b"data %d\n" % len(data) + data + b"\n"


def _signed(work: Work, oids: tuple[str, ...], steps: Sequence[Step]) -> tuple[str, ...]:
    """The same commits with signatures, where the repository asks for them; one call each, since each is signed."""
    if answer(work.top, "config", "--type=bool", "--get", "commit.gpgSign") != "true":
        return oids
    parent, signed = str(work.head), []
    for oid, step in zip(oids, steps, strict=True):
        told = run_git(work.top, "log", "-1", "--format=%an%n%ae%n%ad", "--date=raw", oid).decode()
        name, address, when = told.split("\n")[:3]
        author = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": address, "GIT_AUTHOR_DATE": f"@{when}"}
        command = ("-c", "i18n.commitEncoding=UTF-8", "commit-tree", "-S", "-p", parent, "-F", "-", f"{oid}^{{tree}}")
        data = (step.message.strip() + "\n").encode()
        parent = run_git(work.top, *command, data=data, environment=author, seconds=_SECONDS).decode().strip()
        signed.append(parent)
    return tuple(signed)


# -- the hook


def _pre_commit(work: Work, index: Path) -> None:
    hook = answer(work.top, "rev-parse", "--git-path", "hooks/pre-commit")
    if hook is None or not (work.top / hook).exists():
        return
    tree = git_commit.write_tree(work, index)
    with _checked_out(work, index) as folder:
        places = {"GIT_DIR": str(work.git_folder), "GIT_WORK_TREE": str(folder)}
        try:
            run_hook(folder, "pre-commit", {**places, **with_index(index)})
        except GitFailed as error:
            hint = "do what it asks for and try again; nothing was committed"
            raise PipelineError(f"the pre-commit hook of this repository refused:\n{error}", hint) from error
    if git_commit.write_tree(work, index) != tree:
        hint = "the words of a member may not be changed on their way in; exclude the drafts from that hook"
        raise PipelineError("the pre-commit hook of this repository changed what was to be committed", hint)


@contextmanager
def _checked_out(work: Work, index: Path) -> Iterator[Path]:
    """The last tree in a folder, with what lies untracked beside the drafts (tools, environments) linked into it.

    It is no folder inside `.git`: hooks that look where they are, such as those of pre-commit, refuse to run there.
    """
    with tempfile.TemporaryDirectory(prefix="hlcp-tree-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        run_git(work.top, "checkout-index", "--all", f"--prefix={folder}/", environment=with_index(index))
        for entry in work.top.iterdir():
            if entry.name not in _NOT_LINKED and not (folder / entry.name).exists():
                (folder / entry.name).symlink_to(entry)
        yield folder


# -- branch, index and files


def _publish(work: Work, moved: tuple[str, str], entries: bytes, files: Mapping[str, _File]) -> None:
    branch, tip = moved
    git_commit.take_lock(work, tip)
    try:
        _refuse_edited(work, files)
        _write_journal(work, moved, files)
        git_commit.prepare_next_index(work, entries)
        git_commit.move_branch(work, branch, tip)
    finally:
        journal = _read_journal(work)
        if journal:
            _complete(work, journal)
        git_commit.settle(work, tip, answer(work.top, "rev-parse", "--quiet", "--verify", branch))


def _refuse_edited(work: Work, files: Mapping[str, _File]) -> None:
    for path, file in files.items():
        if _digest(work.top / path) != _digest_of(file.disk):
            raise PipelineError(f"{path} was edited meanwhile", "commit it, and try again; nothing was changed")


def _write_journal(work: Work, moved: tuple[str, str], files: Mapping[str, _File]) -> None:
    contents = {
        path: {
            "old": _digest_of(file.disk),
            "new": None if file.last is None else base64.b64encode(file.last).decode(),
        }
        for path, file in files.items()
    }
    owner = {"process": os.getpid(), "host": platform.node()}
    facts = owner | {"branch": moved[0], "tip": moved[1], "files": contents}
    write_whole(work.git_folder / _JOURNAL, json.dumps(facts).encode())


def _read_journal(work: Work) -> dict[str, Any] | None:
    try:
        journal: dict[str, Any] = json.loads((work.git_folder / _JOURNAL).read_bytes())
    except (OSError, ValueError):
        return None
    return journal


def _complete(work: Work, journal: Mapping[str, Any]) -> None:
    """Let the files follow the branch, if it moved; one that somebody edited since is theirs and stays."""
    if answer(work.top, "rev-parse", "--quiet", "--verify", journal["branch"]) == journal["tip"]:
        for path, change in journal["files"].items():
            target = work.top / path
            _remove_parts(target.parent)
            if _digest(target) == change["old"]:
                _put(target, change["new"])
        with suppress(GitFailed):  # it says by its status that other files differ, which is no concern of ours
            run_git(work.top, "update-index", "-q", "--refresh", environment=with_index(work.next_index))
    (work.git_folder / _JOURNAL).unlink(missing_ok=True)


def _put(target: Path, content: str | None) -> None:
    if content is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, base64.b64decode(content))


def _remove_parts(folder: Path) -> None:
    for path in folder.glob(".hlcp-*.part") if folder.is_dir() else ():
        match = _PART.fullmatch(path.name)
        if match and is_gone(match[1]):
            path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    return _digest_of(path.read_bytes() if path.exists() else None)


def _digest_of(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()
