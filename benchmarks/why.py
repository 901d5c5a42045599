"""The lineage of a paragraph whose section file was changed by 2,000 commits, beside `git blame` of that file."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import HLCP, Step, least, program, python
from benchmarks.rows import Below, Ratio, Row
from benchmarks.sample import NAME, make_workspace, text_of

COMMITS, WORDS = 2_000, 11_000
SECONDS = 1.0
_WHO = "Member A <member-a@example.org>"


def run(data: Path | None = None) -> Iterator[Row]:  # noqa: ARG001 - all benchmarks are called alike
    """The command with the text in its cache, as a multiple of `git blame`, which starts no Python, and in seconds."""
    with tempfile.TemporaryDirectory(prefix="hlcp-bench-") as name:
        yield from _rows(Path(name) / "work")


def _rows(folder: Path) -> Iterator[Row]:
    make_workspace(folder, text_of(WORDS))
    path = min((folder / "drafts" / NAME).glob("0*.md"))
    _grow(folder, path)
    here = path.relative_to(folder).as_posix()
    blame = ("git", "blame", "--porcelain", "-C", "--", here)
    steps = {
        "why": Step(lambda: python((*HLCP, "why", f"{NAME}:2"), folder)),
        "blame": Step(lambda: program(blame, folder)),
    }
    seconds = least(steps, 5)
    yield Ratio("lineage after 2,000 commits; git blame of the file", seconds["why"], seconds["blame"], 15)
    yield Below("lineage after 2,000 commits, seconds", seconds["why"], SECONDS)


def _grow(folder: Path, path: Path) -> None:
    """Commits in turn change one word of each line; they look as `hlcp merge` makes them."""
    lines = path.read_text().split("\n")
    first = lines.index("---", 1) + 1
    text_lines = [number for number in range(first, len(lines)) if len(lines[number].split()) > 5]
    name = path.relative_to(folder).as_posix()
    stream = ["from refs/heads/bench^0\n"]
    records = []
    for number in range(COMMITS):
        at = text_lines[number % len(text_lines)]
        words = lines[at].split()
        words[number // len(text_lines) % len(words)] = f"word{number}"
        lines[at] = " ".join(words)
        records.append(_record(number, name, "\n".join(lines), stream.pop() if stream else ""))
    _git(folder, "branch", "-f", "bench")
    _git(folder, "fast-import", "--quiet", "--force", data="".join(records).encode())
    _git(folder, "reset", "-q", "--hard", "bench")


def _record(number: int, path: str, text: str, source: str) -> str:
    message = f"Change word {number}\n\nComment: hlcp-50/MEMBER-A/{NAME}#{number}\nSession: hlcp-50\n"
    when = f"{1_700_000_000 + 60 * number} +0000"
    head = f"commit refs/heads/bench\nauthor {_WHO} {when}\ncommitter {_WHO} {when}\n"
    body, content = len(message.encode()), len(text.encode())
    return f"{head}data {body}\n{message}{source}M 100644 inline {path}\ndata {content}\n{text}\n"


def _git(folder: Path, *arguments: str, data: bytes = b"") -> None:
    subprocess.run(("git", *arguments), cwd=folder, input=data, check=True, capture_output=True)
