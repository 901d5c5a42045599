"""500 accepted proposals as 500 commits: the writing beside `git fast-import`, the whole command beside a check."""

import json
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import HLCP, Step, least, program, python
from benchmarks.rows import Ratio, Row
from benchmarks.sample import NAME, SESSION, commit, make_workspace, open_round, text_of
from pipeline.app.packs.freezing import Why, freeze
from pipeline.app.sources.baselines import todays_origins
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import open_workspace
from pipeline.app.sources.reading import read_documents
from pipeline.store.git import Repository
from pipeline.store.git_series import Step as Commit
from pipeline.text.body import Body
from pipeline.text.units import UnitKind

PROPOSALS, MEMBERS, WORDS = 500, 10, 11_000
_QUOTED = (UnitKind.PARAGRAPH, UnitKind.ITEM)


def run(data: Path | None = None) -> Iterator[Row]:  # noqa: ARG001 - all benchmarks are called alike
    """The commits alone, then the command; nothing is in the cache, neither for the merge nor for the check."""
    with tempfile.TemporaryDirectory(prefix="hlcp-bench-") as name:
        yield from _rows(Path(name))


def _rows(folder: Path) -> Iterator[Row]:
    work, stream = folder / "work", folder / "stream"
    _decided_round(work)
    start = _git(work, "rev-parse", "HEAD")
    python((*HLCP, "merge", SESSION), work)
    commits = _commits(work, start)
    if len(commits) != PROPOSALS:
        raise RuntimeError(f"{len(commits)} commits were made of {PROPOSALS} proposals")
    stream.write_bytes(_git_bytes(work, "fast-export", f"{start}..HEAD"))

    def back() -> None:
        _git(work, "reset", "-q", "--hard", start)
        shutil.rmtree(work / "build", ignore_errors=True)

    imported = (
        f"git init -q import && git -C import fetch -q {work} {start} && git -C import fast-import --quiet < {stream}"
    )
    empty = f"git init -q import && git -C import fetch -q {work} {start}"

    def fresh() -> None:
        shutil.rmtree(folder / "import", ignore_errors=True)

    steps = {
        "writing": Step(lambda: _written(work, commits), back),
        "merge": Step(lambda: python((*HLCP, "merge", SESSION), work), back),
        "check": Step(lambda: python((*HLCP, "check"), work), back),
        "import": Step(lambda: program(("sh", "-c", imported), folder), fresh),
        "empty": Step(lambda: program(("sh", "-c", empty), folder), fresh),
    }
    seconds = least(steps, 3)
    alone = seconds["import"] - seconds["empty"]
    yield Ratio("500 commits written; git fast-import of the same", seconds["writing"], alone, 1.5)
    yield Ratio(
        "hlcp merge of 500 proposals; one check and three imports", seconds["merge"], seconds["check"] + 3 * alone, 1
    )


def _decided_round(work: Path) -> None:
    """A frozen document, proposals on words of their own, and all of them accepted."""
    make_workspace(work, text_of(WORDS))
    for key, value in (("user.name", "Benchmark"), ("user.email", "benchmark@example.org")):
        _git(work, "config", key, value)
    codes = open_round(work, MEMBERS)
    opened = open_workspace(work)
    freeze(opened, (SESSION,), Why(), open_cache(opened))
    (read,) = read_documents(opened, todays_origins(opened, (NAME,), open_cache(opened)), open_cache(opened))
    if read.document is None:
        raise RuntimeError("the sample text cannot be read")
    entries = list(_proposals(Body.of(read.document)))
    for number, code in enumerate(codes):
        rows = [f"  - id: {at}\n{row}" for at, row in enumerate(entries[number::MEMBERS], 1)]
        path = work / "comments" / SESSION / code / f"{NAME}.yaml"
        path.parent.mkdir()
        path.write_text(f"entity: {code}\ndocument: {NAME}\nbaseline: {SESSION}\ncomments:\n{''.join(rows)}")
    commit(work, "Comments")
    python((*HLCP, "dispose", "--all", "--as", "accepted"), work)
    commit(work, "Decisions")


def _proposals(body: Body) -> Iterator[str]:
    """One or more words of every paragraph get company: nine words are quoted, one new one follows the fifth."""
    found = 0
    for turn in range(20):
        for index, unit in enumerate(body.units):
            first, last = body.span(index)
            at = first + 12 * turn
            if unit.kind not in _QUOTED or at + 12 > last or found == PROPOSALS:
                continue
            quote = body.wording.text(at, at + 9)
            words = quote.split(" ")
            proposal = " ".join((*words[:5], f"new{found}", *words[5:]))
            found += 1
            yield (
                f"    paragraph: {unit.number}\n    action: replace\n    quote: {json.dumps(quote)}\n"
                f"    proposal: {json.dumps(proposal)}\n    comment: It is clearer.\n"
            )


def _commits(work: Path, start: str) -> list[Commit]:
    """What was merged, as it is given to the room that writes it."""
    commits = []
    for oid in _git(work, "rev-list", "--reverse", f"{start}..HEAD").split():
        author, address, message = _git(work, "log", "-1", "--format=%an%x00%ae%x00%B", oid).split("\0")
        paths = _git(work, "diff", "--name-only", f"{oid}^", oid).split()
        files = {path: _git_bytes(work, "show", f"{oid}:{path}") for path in paths}
        commits.append(Commit((author, address), message, files))
    return commits


def _written(work: Path, commits: list[Commit]) -> float:
    repository = Repository.find(work)
    if repository is None:
        raise RuntimeError("the repository is gone")
    before = _cpu()
    repository.commit_series(commits)
    return _cpu() - before


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _git(folder: Path, *arguments: str) -> str:
    return _git_bytes(folder, *arguments).decode().strip()


def _git_bytes(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(("git", *arguments), cwd=folder, check=True, capture_output=True).stdout
