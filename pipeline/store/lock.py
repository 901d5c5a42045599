"""The lock of the build folder: one command at a time writes there. The system drops it when its holder dies."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.model.finding import PipelineError

_PAUSE = 0.05  # seconds between two attempts


class BuildLock:
    """An exclusive lock on `build/.lock`, in a `with` block or by hand.

    Args:
        build_root: the build folder; made when it is not there.
        wait: how many seconds to wait for another holder.
    """

    def __init__(self, build_root: Path, wait: float) -> None:
        self._root = build_root
        self._wait = wait
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            PipelineError: another command kept it all the while, or the folder cannot be used.
        """
        file = self._open()
        try:
            self._wait_for(file)
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        except BaseException:
            os.close(file)
            raise
        self._file = file

    def release(self) -> None:
        """Give the lock back; the file stays, because deleting it would let two commands lock two files."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _open(self) -> int:
        if self._root.is_symlink():
            # A repository can hold such a link; following it would let a draft choose the folder that we write to.
            raise PipelineError(f"{self._root} is a symbolic link", "remove it; the next command makes the folder")
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            return os.open(self._root / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        except OSError as error:
            message = f"the build folder {self._root} cannot be used: {error.strerror}"
            raise PipelineError(message, "check its rights and the free space") from error

    def _wait_for(self, file: int) -> None:
        deadline = time.monotonic() + self._wait
        while not _locked(file):
            if time.monotonic() >= deadline:
                raise self._held(file)
            time.sleep(_PAUSE)

    def _held(self, file: int) -> PipelineError:
        holder = os.pread(file, 20, 0).decode(errors="replace").strip()
        who = f" (process {holder})" if holder.isdigit() else ""
        return PipelineError(
            f"another command{who} is writing to {self._root.name}/; waited {self._wait:g} seconds",
            "let it finish, or stop it, and try again",
        )


def is_held_by_caller(build_root: Path) -> bool:
    """Whether we run in a hook of the very command that holds the lock: it waits for us, and is not going to end."""
    caller = os.environ.get("HLCP_HOOK_OF", "")
    try:
        return bool(caller) and (build_root / ".lock").read_text("ascii").strip() == caller
    except (OSError, UnicodeDecodeError):
        return False


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
