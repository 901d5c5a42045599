"""Files of the workspace: bounded reads, whole writes, and no symbolic link is ever followed.

Paths are relative to the root, with forward slashes, as findings print them.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from pipeline.model.finding import PipelineError
from pipeline.model.saying import quoted
from pipeline.store.writing import sync_folder, write_whole

_READ = (
    os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
)  # non-blocking, or a named pipe would make us wait for ever


class FileProblem(PipelineError):
    """A file that cannot be had.

    Attributes:
        code: of its rule: FILE-MISSING, FILE-SYMLINK, FILE-SIZE or FILE-ENCODING.
        path: of the file, as the message names it.
        what: the message without the path: "is not there".
    """

    def __init__(self, code: str, path: str, what: str, hint: str = "") -> None:
        super().__init__(f"{path} {what}", hint)
        self.code, self.path, self.what = code, path, what


class Files:
    """The files below one folder.

    Args:
        root: the folder; it is resolved once, so it may itself be reached through a link.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def list_files(self, folder: str = "") -> tuple[str, ...]:
        """Every file below a folder, sorted; links are listed like files and not entered; no such folder means none.

        Raises:
            FileProblem: a file name is not UTF-8, so that nothing could report it.
        """
        if folder and self._first_link(folder):
            return (folder,)
        top = self._path(folder) if folder else self.root
        return tuple(sorted(_checked_name(name.relative_to(self.root).as_posix()) for name in _walk(top, self.root)))

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of everything right inside a folder, sorted; none for a link or where there is no folder."""
        entries = [] if self._first_link(folder) else _entries(self._path(folder), self.root)
        return tuple(sorted(entry.name for entry in entries))

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder; a link counts, wherever it leads, so that reading reports it."""
        return self._first_link(path) is not None or os.path.lexists(self._path(path))

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file that has at most `limit` of them.

        Raises:
            FileProblem: it is missing, too large, outside the root, no regular file, or behind a symbolic link.
        """
        with os.fdopen(self._open(path), "rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise FileProblem("FILE-SIZE", path, f"has more than {_size(limit)}")
        return data

    def digest(self, path: str) -> str:
        """The SHA-256 of a file, 64 hex digits; for one that cannot be read, the code of its problem instead."""
        try:
            with os.fdopen(self._open(path), "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except FileProblem as problem:
            return problem.code

    def write_atomic(self, path: str, data: bytes) -> None:
        """Write a file whole, or leave it as it was; folders are made as needed, and the mode of an old file is kept.

        Raises:
            FileProblem: it is outside the root, a folder, or reached through a symbolic link.
            PipelineError: the disk refused.
        """
        self._refuse_links(path)
        target = self._path(path)
        if target.is_dir():
            raise FileProblem("FILE-MISSING", path, "is a folder")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, data)
        except OSError as error:
            raise PipelineError(
                f"{path} cannot be written: {error.strerror}", "check the rights and the free space"
            ) from error

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files where they exist, and the folders that this leaves empty.

        Raises:
            FileProblem: one is outside the root or reached through a symbolic link; nothing is removed then.
        """
        targets = [self._unlinked(path) for path in paths]
        for target in targets:
            target.unlink(missing_ok=True)
        for target in targets:
            self._prune(target.parent)

    def _unlinked(self, path: str) -> Path:
        self._refuse_links(path)
        return self._path(path)

    def _prune(self, folder: Path) -> None:
        while folder != self.root:
            try:
                folder.rmdir()
            except FileNotFoundError:
                pass
            except OSError:
                return
            folder = folder.parent
            sync_folder(folder)

    def _open(self, path: str) -> int:
        self._refuse_links(path)
        try:
            file = os.open(self._path(path), _READ)
        except OSError as error:
            raise FileProblem("FILE-MISSING", path, *_why(error)) from error
        if stat.S_ISREG(os.fstat(file).st_mode):
            return file
        os.close(file)
        raise FileProblem("FILE-MISSING", path, "is not a file", "Put a file there in its place.")

    def _refuse_links(self, path: str) -> None:
        link = self._first_link(path)
        if link is not None:
            what = "is a symbolic link" if link == path else f"is not read, because {link} is a symbolic link"
            raise FileProblem("FILE-SYMLINK", path, what)

    def _first_link(self, path: str) -> str | None:
        """The first part of a path that is a symbolic link."""
        steps = [step for step in reversed(PurePosixPath(path).parents) if step.name]
        for step in (*steps, PurePosixPath(path)):
            if self._path(step.as_posix()).is_symlink():
                return step.as_posix()
        return None

    def _path(self, path: str) -> Path:
        parts = PurePosixPath(path)
        if not path or "\0" in path or parts.is_absolute() or ".." in parts.parts:
            raise FileProblem("FILE-MISSING", quoted(path), "is not inside the workspace")
        return self.root / parts


def _entries(folder: Path, root: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        name = folder.relative_to(root).as_posix()
        raise FileProblem("FILE-MISSING", f"the folder {name}", *_why(error)) from error


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    for entry in _entries(folder, root):
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder / entry.name, root)
        else:
            yield folder / entry.name


def _checked_name(path: str) -> str:
    try:
        path.encode()
    except UnicodeEncodeError as error:
        shown = path.encode(errors="surrogateescape").decode(errors="backslashreplace")
        raise FileProblem("FILE-ENCODING", f"the file name {shown}", "is not UTF-8", "rename the file") from error
    return path


def _why(error: OSError) -> tuple[str, ...]:
    """What is told of a file, and the next step where it is not that of the rule."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return ("is not there",)
    return f"cannot be read: {(error.strerror or 'unknown reason').lower()}", "See that you have the right to read it."


def _size(limit: int) -> str:
    return f"{limit >> 20} MiB" if limit >= 1 << 20 else f"{limit >> 10} KiB"
