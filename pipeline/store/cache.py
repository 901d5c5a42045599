"""A cache by content: what was made once from the same inputs need not be made again.

It is never trusted: an entry carries the SHA-256 of its data, and one that is cut short or altered counts as missing.
"""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from pipeline.store.writing import write_whole

_MARK = b"hlcp-cache-1\n"
_DIGEST_BYTES = 32
SWITCH = "HLCP_NO_CACHE"


def key(*parts: bytes | str) -> str:
    """The SHA-256, 64 hex digits, of parts in their order.

    Each part goes in with its kind and length, so that two of them never look like one.
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%c%d:" % (b"t" if isinstance(part, str) else b"b", len(data)))
        digest.update(data)
    return digest.hexdigest()


class Cache:
    """Entries in a folder, by kind and key.

    Args:
        folder: made when the first entry is written.
        enabled: False, like HLCP_NO_CACHE=1 in the environment, makes it always empty.

    Attributes:
        memory: what this process has made already, by any name; whoever uses a value checks that it still holds.
    """

    def __init__(self, folder: Path, *, enabled: bool = True) -> None:
        self._folder = folder
        self.memory: dict[str, object] = {}
        self.enabled = enabled and os.environ.get(SWITCH, "") not in {"1", "true", "yes"}

    def get(self, kind: str, key: str) -> bytes | None:
        """The data of an entry, or None when there is none that is whole.

        Args:
            kind: a plain word such as "sections".
            key: from `key()`.
        """
        path = self._path(kind, key)
        if not self.enabled:
            return None
        try:
            data = _opened(path.read_bytes(), kind, key)
        except OSError:
            return None
        if data is not None:
            _mark_as_used(path)
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep an entry. A full or read-only disk is no error: the cache is a convenience."""
        path = self._path(kind, key)
        if not self.enabled:
            return
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, _sealed(data, kind, key), durable=False)

    def prune(self, max_bytes: int) -> int:
        """Drop the entries used longest ago until the rest has at most `max_bytes`; returns the bytes freed."""
        entries = sorted(_entries(self._folder), reverse=True)
        kept = freed = 0
        for _, size, path in entries:
            kept += size
            if kept > max_bytes:
                with suppress(OSError):
                    path.unlink()
                    freed += size
        return freed

    def _path(self, kind: str, key: str) -> Path:
        if not (kind.isascii() and kind.replace("-", "").isalnum() and key.isascii() and key.isalnum()):
            raise ValueError(f"not the name of a cache entry: {kind!r}, {key!r}")
        return self._folder / kind / key[:2] / key


def _sealed(data: bytes, kind: str, name: str) -> bytes:
    return _MARK + _seal(data, kind, name) + data


def _opened(stored: bytes, kind: str, name: str) -> bytes | None:
    start = len(_MARK) + _DIGEST_BYTES
    data = stored[start:]
    whole = stored[:start] == _MARK + _seal(data, kind, name)
    return data if whole else None


def _seal(data: bytes, kind: str, name: str) -> bytes:
    # The name goes in too: an entry that was moved to the place of another one is no entry.
    return hashlib.sha256(f"{kind}/{name}\n".encode() + data).digest()


def _mark_as_used(path: Path) -> None:
    with suppress(OSError):
        os.utime(path)


def _entries(folder: Path) -> list[tuple[int, int, Path]]:
    """All files, half-written ones too, as (time of last use in nanoseconds, bytes, path)."""
    found = []
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):
            status = path.lstat()
            if stat.S_ISREG(status.st_mode):
                found.append((status.st_mtime_ns, status.st_size, path))
    return found
