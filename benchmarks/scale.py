"""How far one machine reaches: CPU seconds and memory as comments and pages grow, and the curves drawn from them.

    python -m benchmarks.scale measure      # writes docs/explanation/scale.json, point by point; takes half an hour
    python -m benchmarks.scale draw         # draws docs/images/scale-*.svg from it

Each command runs in a process of its own; what counts is the CPU time of it and its children, and the largest of them
in memory, which shows only where it is more than this program itself holds (up to half a gigabyte, for the sample). A
point that is there already is not measured again: remove the file to begin anew.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.measuring import HLCP, ROOT
from benchmarks.round_sample import make_round
from benchmarks.sample import make_workspace, text_of

RESULTS = ROOT / "docs" / "explanation" / "scale.json"
PICTURES = ROOT / "docs" / "images"
WORDS_PER_PAGE = 11_000 / 30
COMMENTS = (100, 300, 1_000, 3_000, 10_000, 50_000)
COMMENTS_LONG = (1_000, 10_000, 50_000)
PAGES = (10, 30, 100, 300)
STEPS = {"check": ("check",), "status": ("status",), "build": ("build",), "build again": ("build",)}


class Point(NamedTuple):
    """Where to measure."""

    pages: int
    comments: int

    @property
    def name(self) -> str:
        """As in the file of results."""
        return f"{self.pages} pages, {self.comments} comments"

    @property
    def members(self) -> int:
        """So many that no file is larger than a submission may be."""
        return max(10, min(300, self.comments // 100))


class Cost(NamedTuple):
    """What a command took."""

    seconds: float
    gigabytes: float
    code: int


def points() -> Iterator[Point]:
    """All of them, the cheap ones first."""
    wanted = {Point(pages, 0) for pages in PAGES}
    wanted |= {Point(30, comments) for comments in COMMENTS} | {Point(300, comments) for comments in COMMENTS_LONG}
    yield from sorted(wanted, key=lambda point: (point.comments * point.pages, point.pages))


def measure() -> None:
    """Measure what is not in the file yet, and write the file after each point."""
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    for point in points():
        if point.name not in known:
            known[point.name] = _measured(point)
            RESULTS.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
            print(point.name, known[point.name], flush=True)


def _measured(point: Point) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="hlcp-scale-") as name:
        text = text_of(round(point.pages * WORDS_PER_PAGE))
        folder = Path(name, "workspace")
        make = (lambda: make_round(folder, text, point.comments, point.members)) if point.comments else None
        root = make() if make else make_workspace(folder, text)
        shutil.rmtree(root / "build", ignore_errors=True)
        steps = {step: _cost(arguments, root) for step, arguments in STEPS.items() if make or step != "status"}
        size = sum(path.stat().st_size for path in (root / "build").rglob("*") if ".cache" not in path.parts)
    costs = {step: [round(cost.seconds, 2), round(cost.gigabytes, 3), cost.code] for step, cost in steps.items()}
    return {"pages": point.pages, "comments": point.comments, "pack": size, "steps": costs}


def _cost(arguments: tuple[str, ...], folder: Path) -> Cost:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, *HLCP, *arguments]
    with Path(os.devnull).open("wb") as nothing:
        child = subprocess.Popen(command, cwd=folder, env=environment, stdout=nothing, stderr=nothing)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1024**3 if sys.platform == "darwin" else 1024**2
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / unit, child.returncode)


# -- curves


class Curve(NamedTuple):
    """A line of a plot: the points in it, and what is read from each."""

    label: str
    pages: int | None
    step: str
    colour: str
    dashed: bool = False


BY_COMMENTS = (
    Curve("check and ledger, 30 pages", 30, "check", "#1f5f8b"),
    Curve("check and ledger, 300 pages", 300, "check", "#1f5f8b", dashed=True),
    Curve("pack, 30 pages", 30, "build", "#b0572c"),
    Curve("pack, 300 pages", 300, "build", "#b0572c", dashed=True),
    Curve("pack again, nothing changed, 30 pages", 30, "build again", "#4d7c3a"),
    Curve("status after check, 30 pages", 30, "status", "#6b4d8a"),
)
BY_PAGES = (
    Curve("check", None, "check", "#1f5f8b"),
    Curve("pack after check", None, "build", "#b0572c"),
    Curve("pack again, nothing changed", None, "build again", "#4d7c3a"),
)


def draw(folder: Path = PICTURES) -> None:
    """Draw the pictures; the same file of results always gives the same bytes."""
    rows = list(json.loads(RESULTS.read_text("utf-8")).values())
    rounds = [row for row in rows if row["comments"]]
    texts = [row for row in rows if not row["comments"]]
    _picture(BY_COMMENTS, rounds, folder / "scale-comments.svg")
    _picture(BY_PAGES, texts, folder / "scale-pages.svg")


def _picture(curves: tuple[Curve, ...], rows: list[dict[str, object]], path: Path) -> None:
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.ticker import LogLocator, NullFormatter

    across = path.stem.partition("-")[2]

    with mpl.rc_context({"svg.hashsalt": "hlcp", "font.size": 9, "svg.fonttype": "path", "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(6.8, 4.0), layout="constrained")
        axes = figure.add_subplot()
        for curve in curves:
            line = sorted((row[across], _seconds(row, curve.step)) for row in rows if _belongs(row, curve))
            style = "--" if curve.dashed else "-"
            axes.plot(*zip(*line, strict=True), style, marker="o", ms=3.5, color=curve.colour, label=curve.label)
        axes.set(xscale="log", yscale="log", xlabel=across, ylabel="CPU seconds")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(LogLocator(subs=(1, 2, 5) if across == "pages" else (1,)))
            axis.set_major_formatter(_plain)
            axis.set_minor_formatter(NullFormatter())
        axes.grid(visible=True, color="#dddddd", lw=0.6)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, fontsize=8, handlelength=3.5)
        figure.savefig(path, metadata={"Date": None, "Creator": None})


def _belongs(row: dict[str, object], curve: Curve) -> bool:
    return curve.pages is None or row["pages"] == curve.pages


def _seconds(row: dict[str, object], step: str) -> float:
    steps: dict[str, list[float]] = row["steps"]  # type: ignore[assignment] - from JSON
    return steps[step][0]


def _plain(value: float, _position: int) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


if __name__ == "__main__":
    commands: dict[str, Callable[[], None]] = {"measure": measure, "draw": draw}
    commands[sys.argv[1]]()
