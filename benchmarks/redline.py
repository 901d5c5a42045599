"""Redlines: speed beside pandoc on the same text and beside peers, and quality by the scorer of a data folder.

`python -m benchmarks.redline FOLDER [--seed N]` prints the scorer's lines. FOLDER comes from outside: it holds the
scorer `score.py`, `gen.py`, which makes pairs of papers, and Word files to compare in `pairs/`.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import HLCP, Step, least, program, python
from benchmarks.redline_peers import peers
from benchmarks.rows import Ratio, Row
from benchmarks.sample import plain_markdown, text_of
from pipeline.formats.pandoc import pandoc_path

WORDS = 11_000  # thirty pages
_READER = "commonmark_x+implicit_figures"
_EVERY = 65  # words between two edits: about 170 in thirty pages
_ENGINE = f"{sys.executable} -c 'from pipeline.cli.main import main; main()' redline {{old}} {{new}} -o {{out}}"


def run(data: Path | None = None) -> Iterator[Row]:  # noqa: ARG001 - all benchmarks are called alike
    """A redline of thirty pages beside pandoc's Markdown to Word, and one of three hundred pages."""
    with tempfile.TemporaryDirectory(prefix="hlcp-redline-") as name:
        folder = Path(name)
        short, long = _pair(folder / "short", WORDS), _pair(folder / "long", 10 * WORDS)
        others = dict(peers(short))
        seconds = least({"ours": _redline(short), "pandoc": _pandoc(short), **others}, 5)
        yield Ratio("redline, 30 pages; pandoc, Markdown to Word", seconds["ours"], seconds["pandoc"], 2.5)
        for peer in others:
            yield Ratio(f"redline, 30 pages; {peer}", seconds["ours"], seconds[peer], 1)
        grown = least({"long": _redline(long), "short": _redline(short)}, 2)
        yield Ratio("redline, 300 pages; 30 pages", grown["long"], grown["short"], 10)


def _pair(folder: Path, words: int) -> Path:
    """A folder with two papers, the second one edited here and there."""
    folder.mkdir()
    text = plain_markdown(text_of(words))
    for name, content in (("old", text), ("new", _edited(text))):
        (folder / f"{name}.md").write_text(content)
        _convert(folder, name)
    return folder


def _convert(folder: Path, name: str) -> float:
    return program((pandoc_path(), "-f", _READER, "-s", f"{name}.md", "-o", f"{name}.docx"), folder)


def _edited(text: str) -> str:
    """The text with words replaced, inserted and deleted, and some paragraphs moved or gone; always the same."""
    chance = random.Random(7)  # noqa: S311 - a sample, not a secret
    blocks = [_words_edited(block, chance) for block in text.split("\n\n")]
    plain = [index for index, block in enumerate(blocks) if block[:1].isalpha() and len(block.split()) > 20]
    for index in sorted(chance.sample(plain, len(plain) // 12), reverse=True):
        block = blocks.pop(index)
        if chance.random() < 0.5:
            blocks.insert(max(index - 5, 1), block)
    return "\n\n".join(blocks)


def _words_edited(block: str, chance: random.Random) -> str:
    if not block[:1].isalpha():
        return block
    words = block.split(" ")
    for place in range(len(words) - 1, 0, -1):
        if words[place].isalpha() and chance.randrange(_EVERY) == 0:
            words[place : place + 1] = chance.choice(([], ["revised"], [words[place], "further"]))
    return " ".join(words)


def _redline(folder: Path) -> Step:
    return Step(lambda: python((*HLCP, "redline", "old.docx", "new.docx", "-o", "redline.docx"), folder))


def _pandoc(folder: Path) -> Step:
    return Step(lambda: _convert(folder, "new"))


# -- quality


def score(data: Path, seed: int) -> int:
    """Score the engine on generated pairs and on the Word pairs of the data folder; 0 when all are right."""
    failed = False
    with tempfile.TemporaryDirectory(prefix="hlcp-redline-") as name:
        made = Path(name) / "generated"
        subprocess.run(
            [sys.executable, data / "gen.py", "--out", made, "--count", "12", "--seed", str(seed), "--docx"], check=True
        )
        for title, pairs in (("generated", made), ("pairs", data / "pairs")):
            command = [sys.executable, data / "score.py", "--name", title, "--engine", _ENGINE, "--pairs", pairs]
            failed |= bool(subprocess.run(command, check=False).returncode)
    return int(failed)


def main() -> int:
    """Score what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.redline", description="Score the redline engine.")
    parser.add_argument("data", type=Path, help="folder with score.py, gen.py and pairs/")
    parser.add_argument("--seed", type=int, default=1, help="of the generated pairs")
    arguments = parser.parse_args()
    return score(arguments.data, arguments.seed)


if __name__ == "__main__":
    sys.exit(main())
