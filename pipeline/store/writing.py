"""Putting bytes on the disk so that a reader, or the next command after a crash, sees all of them or none."""

import os
import stat
import threading
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace a file at once; its mode is kept. Its folder must exist.

    Args:
        path: the file; if it is a symbolic link, the link is replaced.
        data: its new content.
        durable: wait until the disk has it; not needed for what can be made again.

    Raises:
        OSError: the disk refused; the old file is untouched.
    """
    # One name per process and thread: two of them may write the same file at the same time.
    draft = path.with_name(f".hlcp-{os.getpid()}-{threading.get_ident()}.part")
    try:
        write_new(draft, data, mode=_mode(path), durable=durable)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)


def write_new(path: Path, data: bytes, *, mode: int | None = None, durable: bool = True) -> None:
    """Write a file that must not exist yet.

    Args:
        path: the file.
        data: its content.
        mode: its permission bits; None for those that new files get.
        durable: wait until the disk has it.

    Raises:
        OSError: it exists, or the disk refused.
    """
    with path.open("xb") as file:
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.write(data)
        file.flush()
        if durable:
            os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where the system can do that; otherwise nothing happens."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _mode(path: Path) -> int | None:
    try:
        found = path.lstat().st_mode
    except FileNotFoundError:
        return None
    return stat.S_IMODE(found) if stat.S_ISREG(found) else None
