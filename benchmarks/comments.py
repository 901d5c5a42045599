"""A round of comments: what it takes to account for it, beside reading the same files with ruamel's C parser alone."""

import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Step, least, python
from benchmarks.round_sample import make_round
from benchmarks.rows import Below, Ratio, Row
from benchmarks.sample import SESSION, text_of

COMMENTS, MEMBERS, WORDS = 2_000, 30, 11_000  # thirty pages
TIMES, MORE = 10, 25  # of the text and of the members, and of the comments
_LOAD = """
import sys
from pathlib import Path
from ruamel.yaml import YAML
yaml = YAML(typ="safe")
for path in sorted(Path(sys.argv[1]).glob("*/*.yaml")):
    yaml.load(path.read_text("utf-8"))
"""


def run(data: Path | None = None) -> Iterator[Row]:  # noqa: ARG001 - all benchmarks are called alike
    """2,000 comments on thirty pages, cold, with the texts read before, and warm; and 50,000 on three hundred."""
    with tempfile.TemporaryDirectory(prefix="hlcp-bench-") as name:
        yield from _rows(Path(name))


def _rows(folder: Path) -> Iterator[Row]:
    small = make_round(folder / "small", text_of(WORDS), COMMENTS, MEMBERS)
    steps = {"load": _load(small), "cold": _cold(small), "round": _new_round(small), "warm": _account(small)}
    seconds = least(steps, 5)
    yield Ratio("2,000 comments, nothing kept; C load of the files", seconds["cold"], seconds["load"], 6)
    yield Ratio("the same, the drafts having been read before", seconds["round"], seconds["load"], 6)
    yield Ratio("the same once more; cold", seconds["warm"], seconds["cold"], 0.25)
    big = make_round(folder / "big", text_of(TIMES * WORDS), MORE * COMMENTS, TIMES * MEMBERS)
    grown = _cold(big)
    grown.prepare()
    yield Ratio("50,000 comments on 300 pages; 2,000 on 30", grown.run(), seconds["cold"], 30)
    yield Below("memory of that, in GB", _gigabytes(), 2.0)


def _load(root: Path) -> Step:
    return Step(lambda: python(("-c", _LOAD, str(root / "comments" / SESSION)), root))


def _account(root: Path) -> Step:
    return Step(lambda: python(("-m", "benchmarks.accounting", str(root), SESSION), root))


def _cold(root: Path) -> Step:
    return Step(_account(root).run, lambda: shutil.rmtree(root / "build", ignore_errors=True))


def _new_round(root: Path) -> Step:
    """As when comments come in on drafts whose papers were built before: sections and maps of words are kept."""

    def forget() -> None:
        for kind in ("ledgers", "submissions", "round"):
            shutil.rmtree(root / "build" / ".cache" / kind, ignore_errors=True)

    return Step(_account(root).run, forget)


def _gigabytes() -> float:
    """The most memory that a process which we started and which has ended ever held."""
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return most / (1024**3 if sys.platform == "darwin" else 1024**2)
