"""Objectives: sections say which they serve; what is left without is found; the pack shows the whole."""

import subprocess
import sys

import pytest

from pipeline.formats.typst import check_svg
from pipeline.render.plots import bars
from tests.app.small import ROOT, Small
from tests.app.test_guidance import words

OBJECTIVES = """\
objectives:
  - {id: 1, title: Clarity, text: Papers that are clear}
  - {id: 2, title: Brevity, text: Papers that are short}
"""


@pytest.fixture
def aimed(small: Small) -> Small:
    small.add("hlcp.yaml", OBJECTIVES)
    small.change("drafts/alpha/01-first.md", "id: sec-first", "id: sec-first\nobjectives: [1]")
    small.change("drafts/alpha/02-second.md", "title: Second", "title: Second\nobjectives: [1, 2]")
    small.change("drafts/beta/01-only.md", "title: Only", "title: Only\nobjectives: [2]")
    return small


def test_a_workspace_without_objectives_has_no_paper_on_them(small: Small) -> None:
    assert small.run("build", "s-1").code == 0
    assert "objectives.pdf" not in small.pack("s-1")
    assert small.check().codes == []


def test_the_pack_shows_what_each_section_serves(aimed: Small) -> None:
    assert aimed.check().codes == []
    assert aimed.run("build", "s-2").code == 0
    assert {"objectives.docx", "objectives.pdf"} <= aimed.pack("s-2")
    text = words(aimed, "s-2/objectives.docx").split("\n")
    start = text.index("Section II")
    assert text[start : start + 4] == ["Section II", "Second", "Yes", "Yes"]
    assert "No section serves objective 1 in: Beta." in " ".join(text)
    assert "Every section serves at least one objective." in " ".join(text)


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("alpha/01-first.md", "[1]", "[3]", ["OBJECTIVE-UNKNOWN"]),
        ("alpha/01-first.md", "objectives: [1]\n", "", ["OBJECTIVE-NONE"]),
        ("alpha/01-first.md", "objectives: [1]\n", "objectives: []\n", ["OBJECTIVE-NONE"]),
    ],
)
def test_a_section_serves_known_objectives(aimed: Small, path: str, old: str, new: str, expected: list[str]) -> None:
    aimed.change(f"drafts/{path}", old, new)
    assert aimed.check().codes == expected


def test_an_objective_without_text_is_found(aimed: Small) -> None:
    aimed.add("hlcp.yaml", "  - {id: 3, title: Beauty, text: Papers that are fair}\n")
    (row,) = aimed.check().rows
    assert (row["code"], row["file"]) == ("OBJECTIVE-UNSERVED", "hlcp.yaml")


def test_a_plot_is_safe_and_the_same_in_every_process() -> None:
    code = (
        "import sys; from pipeline.render.plots import bars\n"
        "sys.stdout.buffer.write(bars([('A & B', [90.4, 10]), ('C', [0, 100])], ['x', 'y'], 'share'))"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert made[0] == made[1] == bars([("A & B", [90.4, 10]), ("C", [0, 100])], ["x", "y"], "share")
    assert check_svg(made[0]) is None
    assert b"A &amp; B" in made[0]
    assert b">90<" in made[0].replace(b"\n", b"")


def test_a_paper_on_objectives_is_the_same_again(aimed: Small) -> None:
    aimed.run("build", "s-1")
    first = {name: (aimed.root / "build/s-1" / name).read_bytes() for name in ("objectives.docx", "objectives.pdf")}
    (aimed.root / "build").rename(aimed.root.parent / "old")
    aimed.run("build", "s-1")
    assert {name: (aimed.root / "build/s-1" / name).read_bytes() for name in first} == first
