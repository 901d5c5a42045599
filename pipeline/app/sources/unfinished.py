"""A freeze that was killed between its first file and its commit: the next command takes away what it left.

Before the first file is written, a journal in build/ names all of them with their SHA-256; it goes when they are
committed. Only untracked files that hold exactly what the journal says are taken away.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pipeline.store.files import FileProblem
from pipeline.store.git import Repository
from pipeline.store.lock import BuildLock, is_held_by_caller
from pipeline.store.workspace import Workspace

JOURNAL = "build/.freezing.json"
WAIT = 10.0  # seconds for another command to end
_BYTES = 4 * 1024 * 1024
_PART = re.compile(r"\.hlcp-\d+-\d+\.part")  # a file that was being written (`pipeline.store.writing`)


def begin(workspace: Workspace, files: Mapping[str, bytes]) -> None:
    """Say which files will be written; the lock of the build folder must be held until `end`."""
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}
    workspace.files.write_atomic(JOURNAL, json.dumps(digests).encode())


def end(workspace: Workspace) -> None:
    """All files are committed, or none is left."""
    workspace.files.remove((JOURNAL,))


def undo_unfinished(workspace: Workspace) -> None:
    """Take away what a killed freeze left; outside Git nothing can be told, and all stays, as it does in its own hook.

    Raises:
        PipelineError: a freeze is going on.
    """
    if not workspace.files.exists(JOURNAL) or is_held_by_caller(workspace.build):
        return
    with BuildLock(workspace.build, WAIT):
        repository = Repository.find(workspace.root)
        digests = _read(workspace)
        if repository is None or digests is None:
            return
        loose = repository.is_dirty(tuple(digests))
        workspace.files.remove([path for path in loose if workspace.files.digest(path) == digests.get(path)])
        workspace.files.remove(sorted(_parts(workspace, digests)))
        end(workspace)


def _read(workspace: Workspace) -> dict[str, str] | None:
    try:
        digests: dict[str, str] = json.loads(workspace.files.read(JOURNAL, _BYTES))
    except (FileProblem, ValueError):
        return None
    return digests


def _parts(workspace: Workspace, digests: Mapping[str, str]) -> Iterator[str]:
    for folder in sorted({PurePosixPath(path).parent.as_posix() for path in digests}):
        yield from (f"{folder}/{name}" for name in workspace.files.names(folder) if _PART.fullmatch(name))
