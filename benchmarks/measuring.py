"""Measuring programs: CPU seconds of a whole process and its children, the least of several runs.

CPU seconds, because other programs on the machine hardly change them; the least, because noise only ever adds. The runs
of what is compared take turns, so that a machine whose speed drifts slows both.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PASS = ("-c", "pass")
HLCP = ("-c", "from pipeline.cli.main import main; main()")  # what the installed script does


@dataclass(frozen=True, slots=True)
class Step:
    """Something to measure.

    Attributes:
        run: does it, and gives its CPU seconds.
        prepare: done before each run, not counted.
    """

    run: Callable[[], float]
    prepare: Callable[[], None] = lambda: None


def least(steps: Mapping[str, Step], runs: int) -> dict[str, float]:
    """The least CPU seconds of each step; they take turns, after one round that is not counted."""
    found: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(runs + 1):
        for name, step in steps.items():
            step.prepare()
            found[name].append(step.run())
    return {name: min(seconds[1:]) for name, seconds in found.items()}


def python(arguments: Sequence[str], folder: Path) -> float:
    """CPU seconds of this interpreter, run with these arguments in a folder, our package at hand.

    Raises:
        RuntimeError: it failed.
    """
    return program((sys.executable, *arguments), folder)


def program(command: Sequence[str], folder: Path) -> float:
    """CPU seconds, user and system, of a program and all its children.

    Raises:
        RuntimeError: it failed.
    """
    before = _children()
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, check=False)
    if done.returncode:
        words = (done.stderr + done.stdout).decode(errors="replace").strip()
        raise RuntimeError(f"{' '.join(command)} failed with code {done.returncode}: {words[-800:]}")
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment() -> dict[str, str]:
    # Python keeps compiled code between runs, as for a user; our own cache is what some benchmarks are about.
    left_out = {"HLCP_NO_CACHE", "PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in left_out} | {"PYTHONPATH": str(ROOT)}
