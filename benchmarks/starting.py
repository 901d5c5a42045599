"""How quickly the command answers at all."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import HLCP, PASS, ROOT, Step, least, python
from benchmarks.rows import Beyond, Row


def run(data: Path | None = None) -> Iterator[Row]:  # noqa: ARG001 - all benchmarks are called alike
    """Help, which loads no more than the names of the commands."""
    steps = {"help": Step(lambda: python((*HLCP, "--help"), ROOT)), "start": Step(lambda: python(PASS, ROOT))}
    seconds = least(steps, 15)
    yield Beyond("`hlcp --help`; `python -c pass`", seconds["help"], seconds["start"], 0.15)
