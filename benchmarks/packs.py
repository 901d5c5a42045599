"""Session packs: a whole `hlcp build` beside pandoc and typst alone on the same text."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.measuring import HLCP, PASS, Step, least, program, python
from benchmarks.rows import Beyond, Ratio, Row
from benchmarks.sample import SOURCE, edit, make_workspace, plain_markdown, text_of
from pipeline.formats.pandoc import pandoc_path

WORDS = 11_000  # thirty pages
_READER = "commonmark_x+implicit_figures"  # our own dialect, without the positions that the pipeline needs
_TYPST = "import typst; typst.compile('paper.typ', output='paper.pdf', ignore_system_fonts=True)"
_BUILD = (*HLCP, "build")


def run(data: Path | None = None) -> Iterator[Row]:  # noqa: ARG001 - all benchmarks are called alike
    """Cold, unchanged and edited packs of thirty pages, and a pack of three hundred."""
    with tempfile.TemporaryDirectory(prefix="hlcp-bench-") as name:
        yield from _rows(Path(name))


def _rows(folder: Path) -> Iterator[Row]:
    short = make_workspace(folder / "short", text_of(WORDS))
    peer = _peer(folder / "peer")
    seconds = least({"ours": _cold(short), "peer": peer}, 9)
    yield Ratio("cold build, 30 pages; pandoc and typst alone", seconds["ours"], seconds["peer"], 1.5, 2.0)
    unchanged = least({"ours": Step(lambda: python(_BUILD, short)), "start": _plain(short)}, 7)
    yield Beyond("build with nothing to do; `python -c pass`", unchanged["ours"], unchanged["start"], 0.35)
    edited = least({"edited": _edited(short), "cold": _cold(short)}, 5)
    yield Ratio("build after an edit of one paragraph; cold", edited["edited"], edited["cold"], 0.7)
    long = make_workspace(folder / "long", text_of(10 * WORDS))
    grown = least({"long": _cold(long), "short": _cold(short)}, 2)
    yield Ratio("cold build, 300 pages; 30 pages", grown["long"], grown["short"], 11)


def _plain(folder: Path) -> Step:
    return Step(lambda: python(PASS, folder))


def _cold(workspace: Path) -> Step:
    return Step(lambda: python(_BUILD, workspace), lambda: shutil.rmtree(workspace / "build", ignore_errors=True))


def _edited(workspace: Path) -> Step:
    """Each run finds the cache of the one before, whether that was an edit or a cold build of its neighbour."""
    turns = count()
    return Step(lambda: python(_BUILD, workspace), lambda: edit(workspace, next(turns)))


def _peer(folder: Path) -> Step:
    """Markdown to Word, and Markdown to typst to PDF, without any of what a paper of the committee needs."""
    folder.mkdir()
    shutil.copytree(SOURCE / "images", folder / "images")
    (folder / "paper.md").write_text(plain_markdown(text_of(WORDS)))
    convert = (pandoc_path(), "-f", _READER, "-s", "paper.md")

    def run() -> float:
        word = program((*convert, "-o", "paper.docx"), folder)
        typst = program((*convert, "-t", "typst", "-o", "paper.typ"), folder)
        return word + typst + program((sys.executable, "-c", _TYPST), folder)

    return Step(run)
