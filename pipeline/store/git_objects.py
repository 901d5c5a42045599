"""Reading what a commit holds: one process lists a folder, one more brings the contents of all its files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.model.finding import PipelineError
from pipeline.store.git_process import run_git

MOST_BYTES = 256 * 1024 * 1024  # of all files that are read together
_FILE_MODES = frozenset({"100644", "100755"})


class Entry(NamedTuple):
    """A file, link or submodule in a commit; `path` is relative to the top, `size` in bytes, 0 for a submodule."""

    mode: str
    oid: str
    size: int
    path: str

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file."""
        return self.mode in _FILE_MODES


def list_tree(top: Path, oid: str, folder: str) -> list[Entry]:
    """Everything below a folder (or the one file of that name) at a commit given by its full id, in Git's order."""
    where = () if folder == "." else (folder,)
    output = run_git(top, "ls-tree", "-r", "-z", "-l", "--full-tree", oid, "--", *where)
    return [_entry(line) for line in output.split(b"\0") if line]


def _entry(line: bytes) -> Entry:
    facts, _, path = line.partition(b"\t")
    mode, _, oid, size = facts.decode().split()
    return Entry(mode, oid, 0 if size == "-" else int(size), path.decode(errors="surrogateescape"))


def read_blobs(top: Path, entries: Sequence[Entry]) -> list[bytes]:
    """The contents of files, in their order.

    Raises:
        PipelineError: together they are too large, or one is not at hand, as in a partial clone.
    """
    if sum(entry.size for entry in entries) > MOST_BYTES:
        raise PipelineError(
            f"the files of a commit have more than {MOST_BYTES // 1024**2} MiB", "keep large files out of Git"
        )
    if not entries:
        return []
    wanted = "".join(f"{entry.oid}\n" for entry in entries)
    return list(_contents(run_git(top, "cat-file", "--batch", data=wanted.encode())))


def _contents(output: bytes) -> Iterator[bytes]:
    """Split the answers of `cat-file --batch`: a line `<oid> blob <size>`, the bytes, a line feed."""
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        facts = output[at:end].split()
        if facts[1:2] != [b"blob"]:
            raise PipelineError(
                "a file of an old commit is not in this clone", "`git fetch --refetch --no-filter` brings it"
            )
        size = int(facts[2])
        yield output[end + 1 : end + 1 + size]
        at = end + size + 2
