"""`hlcp watch` in a process of its own: saves, a mistake, its correction, and Ctrl-C."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from tests.app.conftest import guarded, small  # noqa: F401 - fixtures
from tests.app.small import ROOT, Small

SECTION = "drafts/alpha/01-first.md"
SECONDS = 60.0  # a machine under load; on an idle one all of it takes three


class Watching:
    """A watch that runs, and what it prints."""

    def __init__(self, small: Small, *arguments: str) -> None:  # noqa: F811
        self.child = subprocess.Popen(
            [sys.executable, "-u", "-m", "pipeline", "watch", *arguments], cwd=small.root, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.child.stdout is not None
        for line in self.child.stdout:
            self._lines.put(line.rstrip("\n"))

    def round(self) -> list[str]:
        """The lines of one round, without its last."""
        lines: list[str] = []
        while not lines or "watching, Ctrl-C ends it" not in lines[-1]:
            lines.append(self._lines.get(timeout=SECONDS))
        return lines[:-1]

    def end(self) -> int:
        self.child.send_signal(signal.SIGINT)
        return self.child.wait(SECONDS)


@pytest.fixture
def watching(small: Small) -> Iterator[Watching]:  # noqa: F811
    watch = Watching(small, "alpha")
    yield watch
    watch.child.kill()
    watch.child.wait()
    assert watch.child.stdout is not None
    watch.child.stdout.close()


def test_from_the_first_preview_to_ctrl_c(small: Small, watching: Watching) -> None:  # noqa: F811
    assert watching.round() == ["no findings", "build/preview/  2 files"]
    line = small.add(SECTION, "\n<b>raw words\n") + 1
    shown = watching.round()
    assert shown[0] == f"saved: {SECTION}"
    assert shown[1].startswith(f"{SECTION}:{line}:1: error: ")
    assert shown[-1] == "build/preview/  0 files; not made: alpha"
    assert small.pack("preview") == {"alpha.docx", "alpha.pdf"}
    small.change(SECTION, "<b>raw words", "Plain words.")
    assert watching.round() == [f"saved: {SECTION}", "no findings", "build/preview/  2 files"]
    assert watching.end() == 0


def test_a_document_that_does_not_exist_ends_it_with_those_that_do(small: Small) -> None:  # noqa: F811
    done = small.apart("watch", "alpa")
    assert (done.code, done.err) == (2, "error: there is no document “alpa”\n  → there are: alpha, beta\n")
