"""Finding the quotes of a round in today's text, on the sets of quotes in the data folder."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import PASS, ROOT, Step, least, python
from benchmarks.rows import Beyond, Row

TARGET = 2.0  # seconds for 2,000 quotes in a text of some 60,000 words
_SET = re.compile(r"(.+)\.A\.md(?:\.gz)?")


def run(data: Path | None = None) -> Iterator[Row]:
    """One row for each set: the texts are read and aligned, and every quote is placed."""
    names = _sets(data) if data else []
    if data is None or not names:
        print("quotes: left out, because no data folder with sets of quotes is given", file=sys.stderr)
        return
    for name in names:
        yield _row(data.resolve(), name)


def _sets(data: Path) -> list[str]:
    return sorted({match[1] for path in data.iterdir() if (match := _SET.fullmatch(path.name))})


def _row(data: Path, name: str) -> Row:
    quotes = ("-m", "benchmarks.anchoring", str(data), name)
    steps = {"quotes": Step(lambda: python(quotes, ROOT)), "start": Step(lambda: python(PASS, ROOT))}
    seconds = least(steps, 3)
    return Beyond(f"place the quotes of {name}; `python -c pass`", seconds["quotes"], seconds["start"], TARGET)
