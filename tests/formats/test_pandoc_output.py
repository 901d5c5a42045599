"""What the door to pandoc makes of trees that no paper holds, and which program it starts."""

import os
import subprocess
import sys
from pathlib import Path

from pipeline.formats.pandoc import pandoc_path, parse
from tests.copies import ROOT


def test_endless_nesting_is_the_problem_of_its_own_text_only() -> None:
    sane, nested = parse(["A paragraph.\n", "- " * 400 + "deep\n"])
    assert not sane.problem
    assert sane.blocks
    assert nested.problem


def test_the_program_that_came_with_us_is_found_unless_another_is_named() -> None:
    assert Path(pandoc_path()).is_absolute()
    code = "from pipeline.formats.pandoc import pandoc_path; print(pandoc_path())"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYPANDOC_PANDOC": "/nowhere/pandoc"}
    run = subprocess.run((sys.executable, "-c", code), env=env, capture_output=True, text=True, check=False)
    assert "EnvironmentProblem: pandoc is not installed" in run.stderr
