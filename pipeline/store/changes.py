"""Waiting for files to change, which is what the library watchfiles does for us."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from pipeline.model.finding import EnvironmentProblem

_QUIET_MS = 40  # an editor writes a file in several steps: a save is over when nothing happened for so long
_LOOK_MS = 200  # how often files are looked at whose folder is not watched


def changes(
    root: Path, folders: tuple[str, ...], files: tuple[str, ...] = (), stop: Event | None = None
) -> Iterator[frozenset[str]]:
    """What changed, one set of paths for each save; the first set is empty, and says that we are watching.

    Files that an editor makes and takes away while it saves are none of ours.

    Args:
        root: of the workspace; paths are relative to it, with forward slashes.
        folders: watched with all that is in them, as far as they are there; at least one must be.
        files: looked at now and then: editors replace a file, and a replaced file cannot be watched.
        stop: ends it once set; without one it goes on for ever.

    Raises:
        EnvironmentProblem: watchfiles is not installed.
    """
    try:
        from watchfiles import Change, watch
    except ImportError as error:
        raise EnvironmentProblem(
            "the package watchfiles is not installed", "run pip install 'hlcp-pipeline[watch]', or watchfiles itself"
        ) from error
    watched = [root / folder for folder in folders if (root / folder).is_dir()]
    before, is_first = _stamps(root, files), True
    for batch in watch(*watched, step=_QUIET_MS, rust_timeout=_LOOK_MS, yield_on_timeout=True, stop_event=stop):
        now = _stamps(root, files)
        changed = {name for name in files if now[name] != before[name]}
        before = now
        passing = {path for kind, path in batch if kind is Change.added and not Path(path).exists()}
        changed |= {_inside(root, path) for _, path in batch if path not in passing and Path(path).is_relative_to(root)}
        if changed or is_first:
            yield frozenset(changed)
            is_first = False


def _inside(root: Path, path: str) -> str:
    return Path(path).relative_to(root).as_posix()


def _stamps(root: Path, files: tuple[str, ...]) -> dict[str, tuple[int, int] | None]:
    return {name: _stamp(root / name) for name in files}


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
