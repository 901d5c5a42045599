"""The door to pandoc: Markdown in, its JSON syntax tree out, within bounds of time and memory.

Pandoc runs sandboxed and reads only files that we wrote into a fresh folder. Many sections are parsed in one process,
because starting it costs more than a section; `--file-scope` keeps an unclosed block from swallowing the next file.
With `sourcepos` every block and word carries the file, line and column it came from.
"""

import importlib.util
import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.model.finding import EnvironmentProblem

MARKDOWN = (
    "commonmark_x+implicit_figures+sourcepos"
    # What a policy text never means: $5 million is no formula, :word: no emoji, a heading has the label it is given.
    "-tex_math_dollars-emoji-task_lists-definition_lists-gfm_auto_identifiers-implicit_header_references"
)
SECONDS = 6.0  # for any call, and as much again for each
CHARACTERS = 120_000  # characters: a slow machine needs a tenth of that
MEMORY = "1G"
TOO_DEEP = "quotations, lists or emphasis stand in each other hundreds of levels deep"

Ast = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The blocks of one text, or the reason why there are none."""

    blocks: Ast
    problem: str = ""


@cache
def pandoc_path() -> str:
    """Where the pandoc program is: the one that came with us, unless PYPANDOC_PANDOC names another.

    Raises:
        EnvironmentProblem: it is not installed.
    """
    brought = _brought()
    if brought is not None and not os.environ.get("PYPANDOC_PANDOC"):
        return str(brought)
    import pypandoc

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise EnvironmentProblem(
            "pandoc is not installed", "pip install pypandoc_binary, which brings it, or run `make setup` in a checkout"
        ) from error


def _brought() -> Path | None:
    """The program inside pypandoc, found without loading it, which would start every pandoc of the machine in turn."""
    spec = importlib.util.find_spec("pypandoc")
    program = Path(spec.origin).parent / "files" / "pandoc" if spec is not None and spec.origin else None
    return program if program is not None and program.is_file() else None


def parse(texts: Sequence[str]) -> tuple[Parsed, ...]:
    """Parse Markdown texts, in one process when that succeeds and each alone when it does not.

    The tree of each text keeps pandoc's `data-pos` attributes (`file@line:column-line:column`, from 1, end exclusive).
    """
    if not texts:
        return ()
    if any("data-pos" in text for text in texts):  # a forged position could deal a block out to another section
        return tuple(_parse_alone(text) for text in texts)
    try:
        return tuple(Parsed(blocks) for blocks in _run(texts))
    except _PandocFailed as failure:
        if len(texts) == 1:
            return (Parsed([], str(failure)),)
    return tuple(_parse_alone(text) for text in texts)


class _PandocFailed(Exception):
    """Pandoc stopped without a tree."""


def _parse_alone(text: str) -> Parsed:
    try:
        return Parsed(_run([text])[0])
    except _PandocFailed as failure:
        return Parsed([], str(failure))


def _run(texts: Sequence[str]) -> list[Ast]:
    seconds = SECONDS * (1 + sum(map(len, texts)) / CHARACTERS)
    with tempfile.TemporaryDirectory(prefix="hlcp-") as folder:
        names = [f"s{index:05}.md" for index in range(len(texts))]
        for name, text in zip(names, texts, strict=True):
            Path(folder, name).write_text(text, encoding="utf-8", newline="")
        output = _call(names, folder, seconds)
    try:
        return _by_file(json.loads(output)["blocks"], names)
    except RecursionError as error:
        raise _PandocFailed(TOO_DEEP) from error


def _call(names: list[str], folder: str, seconds: float) -> bytes:
    command = [
        pandoc_path(),
        "--sandbox",
        "--file-scope",
        "-f",
        MARKDOWN,
        "-t",
        "json",
        *names,
        "+RTS",
        f"-M{MEMORY}",
        "-RTS",
    ]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise _PandocFailed(f"pandoc did not finish within {seconds:.0f} seconds") from error
    except OSError as error:
        raise EnvironmentProblem(f"pandoc cannot be started: {error}", "run `hlcp doctor`") from error
    if done.returncode:
        raise _PandocFailed(
            f"pandoc stopped with code {done.returncode}: {done.stderr.decode(errors='replace').strip()[:300]}"
        )
    return done.stdout


def _by_file(blocks: Ast, names: list[str]) -> list[Ast]:
    """Deal the blocks of a joint tree out to the files they came from, by their positions."""
    order = {name: index for index, name in enumerate(names)}
    result: list[Ast] = [[] for _ in names]
    current = 0
    for block in blocks:
        current = order.get(_file_of(block), current)
        result[current].append(block)
    return result


def _file_of(block: dict[str, Any]) -> str:
    content = block.get("c", [])
    for part in content if isinstance(content, list) else []:
        if isinstance(part, list) and len(part) == 3 and isinstance(part[2], list):
            for pair in part[2]:
                if isinstance(pair, list) and pair[0] == "data-pos":
                    return str(pair[1]).partition("@")[0]
    return ""
