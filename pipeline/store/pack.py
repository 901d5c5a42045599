"""Output folders that are written whole or not at all.

A pack is staged in `build/.staging/`, then two renames put it in the place of the old one: the old pack goes to
`.staging/<name>.old`, the new one to `build/<name>`. A command that is killed between the two leaves the old pack under
that name, complete, and the next command puts it back. Everything here happens under the lock of the build folder, so
whatever else lies in `.staging/` when the lock is ours was left by a command that is gone.
"""

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from pipeline.model.finding import PipelineError
from pipeline.store.lock import BuildLock
from pipeline.store.writing import sync_folder, write_new

MANIFEST = "manifest.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_OLD = ".old"


class Pack:
    """One output folder, from its lock to its swap; use it in a `with` block and call `commit` at its end.

    Leaving the block without `commit` drops what was staged; the old pack stays.

    Args:
        build_root: the build folder, made when it is not there.
        name: of the folder in it: letters, digits, hyphens and underscores.
        wait: how many seconds to wait for another command.

    Raises:
        PipelineError: on entering, when another command holds the build folder, or it is a symbolic link.
    """

    def __init__(self, build_root: Path, name: str, *, wait: float = 10.0) -> None:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the name of a pack: {name!r}")
        self._root = build_root
        self._target = build_root / name
        self._staged = _staging(build_root) / f"{name}-{os.getpid()}"
        self._lock = BuildLock(build_root, wait)
        self._files: set[str] = set()

    def __enter__(self) -> Self:
        self._lock.acquire()
        try:
            _restore(self._root)
            self._staged.mkdir(parents=True)
        except OSError as error:
            self._lock.release()
            raise _disk_problem(error) from error
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            _delete(self._staged)
        finally:
            self._lock.release()

    def write(self, name: str, data: bytes) -> None:
        """Stage a file; nothing may follow `manifest.json`, whose presence says that the rest is there.

        Args:
            name: relative path with forward slashes.
            data: its content.

        Raises:
            PipelineError: the disk refused.
        """
        self._check_name(name)
        path = self._staged / name
        self._files.add(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not _link_unchanged(self._target / name, path, data):
                write_new(path, data)
        except OSError as error:
            raise _disk_problem(error) from error

    def commit(self) -> None:
        """Put the staged files, and nothing else, in the place of the old pack.

        Raises:
            PipelineError: the disk refused; the old pack is still there.
        """
        for folder in sorted({self._staged, *(path.parent for path in map(self._staged.joinpath, self._files))}):
            sync_folder(folder)
        try:
            _swap(self._staged, self._target)
        except OSError as error:
            _restore(self._root)
            raise _disk_problem(error) from error
        with suppress(OSError):  # the new pack is there; what cannot be deleted now, the next command deletes
            _delete(_old(self._target))

    def _check_name(self, name: str) -> None:
        path = PurePosixPath(name)
        if not name or path.is_absolute() or ".." in path.parts or name != path.as_posix() or name in self._files:
            raise ValueError(f"not the name of a new file in a pack: {name!r}")
        if MANIFEST in self._files:
            raise ValueError(f"{name} comes after {MANIFEST}, which must be the last file of a pack")


def recover(build_root: Path, *, wait: float = 10.0) -> None:
    """Undo what killed commands left: a pack that was being replaced is put back, half-written ones are deleted.

    `Pack` does this by itself; a command that only reads a pack may call it first.

    Raises:
        PipelineError: another command holds the build folder.
    """
    if _staging(build_root).is_dir():
        with BuildLock(build_root, wait):
            _restore(build_root)


def _staging(root: Path) -> Path:
    return root / ".staging"


def _old(target: Path) -> Path:
    return _staging(target.parent) / f"{target.name}{_OLD}"


def _swap(staged: Path, target: Path) -> None:
    if os.path.lexists(target):
        target.rename(_old(target))
    staged.rename(target)
    sync_folder(target.parent)
    sync_folder(staged.parent)


def _restore(root: Path) -> None:
    """Bring the build folder into order; the lock must be held."""
    staging = _staging(root)
    if staging.is_symlink():
        raise PipelineError(f"{staging} is a symbolic link", "remove it; the next command makes the folder")
    if not staging.is_dir():
        return
    for path in sorted(staging.iterdir()):
        target = root / path.name.removesuffix(_OLD)
        if path.name.endswith(_OLD) and not os.path.lexists(target):
            path.rename(target)
        else:
            _delete(path)


def _delete(path: Path) -> None:
    """Delete a file, link or folder; an old pack loses its name first, so that no half of it is ever put back."""
    if path.name.endswith(_OLD) and os.path.lexists(path):
        path = path.rename(path.with_name(f"{path.name}.gone-{os.getpid()}"))
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _link_unchanged(old: Path, new: Path, data: bytes) -> bool:
    """Take over a file of the old pack that has the same bytes, so that it keeps its date; whether that was done."""
    try:
        if old.is_symlink() or not old.is_file() or old.stat().st_size != len(data) or old.read_bytes() != data:
            return False
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    return True


def _disk_problem(error: OSError) -> PipelineError:
    name = Path(os.fsdecode(error.filename)).name if error.filename else "the build folder"
    return PipelineError(f"{name} cannot be written: {error.strerror}", "check the rights and the free space of build/")
