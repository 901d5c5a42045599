"""The curves of docs/explanation/scale.md are those of the figures that were measured."""

import json
import re
from pathlib import Path

from benchmarks import scale

PAGE = (scale.RESULTS.parent / "scale.md").read_text("utf-8")
ROWS = {(row["pages"], row["comments"]): row["steps"] for row in json.loads(scale.RESULTS.read_text("utf-8")).values()}
STEPS = {"check": "check", "pack": "build", "`hlcp status` after that": "status"}


def test_the_pictures_are_drawn_from_the_figures(tmp_path: Path) -> None:
    scale.draw(tmp_path)
    drawn = sorted(path.name for path in tmp_path.iterdir())
    assert drawn == ["scale-comments.svg", "scale-pages.svg"]
    for name in drawn:
        assert (tmp_path / name).read_bytes() == (scale.PICTURES / name).read_bytes(), "python -m benchmarks.scale draw"


def test_the_table_of_comments_says_what_was_measured() -> None:
    lines = re.findall(r"^\| ([^|]+), (30|300) pages \|(.+)\|$", PAGE, re.MULTILINE)
    assert len(lines) == 5
    for what, pages, cells in lines:
        for comments, cell in zip((100, 1_000, 10_000, 50_000), cells.split("|"), strict=True):
            if cell.strip():
                seconds = ROWS[int(pages), comments][STEPS[what]][0]
                assert abs(float(cell) - seconds) <= 0.051 + 0.01 * (seconds > 100) * seconds, (what, pages, comments)


def test_every_command_that_was_measured_ended_well() -> None:
    assert all(code == 0 for steps in ROWS.values() for _, _, code in steps.values())
