"""Anchor the quotes of a set of samples and print where each is today, one JSON object a line.

    python -m benchmarks.anchoring FOLDER SET [--noisy] [--steps] > predictions.jsonl

FOLDER holds SET.A.md, SET.B.md, SET.jsonl (or SET-noisy.jsonl) and, for --steps, SET.step01.md and so on; each may end
in .gz. Only `id`, `para` and `quote` of a sample are looked at. Word spans count the words of the whole text; `para`
counts its blocks from 0. CPU seconds go to stderr. Exit code 2: the folder or a file of the set is not there.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.review.anchoring import Anchored, QuoteIndex, anchor
from pipeline.text.aligning import align_words, through
from pipeline.text.wording import Wording

_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class Missing(Exception):
    """A file of the set is not there."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code."""
    options = _options(argv)
    try:
        for line in predictions(options.folder, options.set, noisy=options.noisy, steps=options.steps):
            print(line)
    except Missing as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def predictions(folder: Path, name: str, *, noisy: bool = False, steps: bool = False) -> Iterator[str]:
    """The lines for one set.

    Raises:
        Missing: a file that is needed is not there.
    """
    old, new = wording(folder, f"{name}.A.md"), wording(folder, f"{name}.B.md")
    between = steps_of(folder, name) if steps else []
    lines = read(folder, f"{name}{'-noisy' if noisy else ''}.jsonl").splitlines()
    samples = [json.loads(line) for line in lines if line]
    begun = time.process_time()
    found = through([old, *between, new]) if between else align_words(old, new)
    aligned = time.process_time()
    index = QuoteIndex(old)
    for sample in samples:
        yield _line(sample["id"], anchor(sample["quote"], sample["para"], index, found, new))
    done = time.process_time()
    print(f"{name}: {len(old)} and {len(new)} words, {len(between)} steps; aligning {aligned - begun:.2f} s, "
          f"{len(samples)} quotes {done - aligned:.2f} s of CPU", file=sys.stderr)  # fmt: skip


def blocks(text: str) -> list[str]:
    """The stretches of a Markdown file between blank lines."""
    return [block for block in _BLANK.split(text) if block.strip()]


def wording(folder: Path, name: str) -> Wording:
    """A text of the set, prepared.

    Raises:
        Missing: there is no such file.
    """
    return Wording.of(blocks(read(folder, name)))


def read(folder: Path, name: str) -> str:
    """A file of the set, packed or not, with its own line ends.

    Raises:
        Missing: there is no such file.
    """
    plain, packed = folder / name, folder / f"{name}.gz"
    if not folder.is_dir():
        raise Missing(f"There is no folder {folder}: give the folder that holds the set.")
    if plain.is_file():
        return plain.read_bytes().decode("utf-8")
    if packed.is_file():
        return gzip.decompress(packed.read_bytes()).decode("utf-8")
    raise Missing(f"There is no {name} or {name}.gz in {folder}.")


def steps_of(folder: Path, name: str) -> list[Wording]:
    """The revisions between, in order.

    Raises:
        Missing: there are none.
    """
    return [wording(folder, step) for step in _step_names(folder, name)]


def _step_names(folder: Path, name: str) -> list[str]:
    pattern = re.compile(re.escape(name) + r"\.step\d+\.md")
    found = {match[0] for path in folder.iterdir() if (match := pattern.match(path.name))} if folder.is_dir() else set()
    if not found:
        raise Missing(f"There are no steps of {name} in {folder}.")
    return sorted(found)


def _line(identity: str, result: Anchored) -> str:
    out: dict[str, object] = {"id": identity, "status": result.status.value, "confidence": result.confidence}
    if result.span:
        out["start"], out["end"] = result.span
    if result.candidates:
        out["candidates"] = [list(span) for span in result.candidates]
    return json.dumps(out, sort_keys=True)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.anchoring", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("set")
    parser.add_argument("--noisy", action="store_true", help="the disturbed quotes of SET-noisy.jsonl")
    parser.add_argument("--steps", action="store_true", help="follow the words through the revisions between")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
