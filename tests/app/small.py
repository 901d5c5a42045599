"""A small workspace of two documents and three sessions, and the command run inside this process, for many cases."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from click.testing import CliRunner

from pipeline.cli import main as command_line

ROOT = Path(__file__).parents[2]

WORKSPACE = """\
committee: {name: Committee on Samples, short: CS, organization: United Nations system}
workstream: Samples
profile: un-ceb
documents: [alpha, beta]
sessions: [s-1, s-2, s-3]
"""
ALPHA = """\
title: Alpha
sections: [01-first.md, 02-second.md]
"""
BETA = "title: Beta\nsections: [01-only.md]\n"
FIRST = """\
---
title: First
id: sec-first
---

{#p-opening}
The opening paragraph of the first section says what the paper is for.

It has a list in its second paragraph, which is announced here:

(a) Something short;

(b) Something longer.

The third paragraph refers to [](#p-opening) and closes the section.
"""
SECOND = """\
---
title: Second
---

Paragraphs go on counting through the sections of the document, as members expect.

The last paragraph of the document has a note.[^n]

[^n]: A note of a few words.
"""
ONLY = "---\ntitle: Only\n---\n\nThe other document has one paragraph, which nobody needs to change.\n"


def session(*documents: str, more: str = "") -> str:
    rows = "".join(f"  - {{document: {name}, purpose: approval}}\n" for name in documents)
    return f"title: A session\ndocuments:\n{rows}{more}"


FILES = {
    "hlcp.yaml": WORKSPACE,
    "drafts/alpha/document.yaml": ALPHA,
    "drafts/alpha/01-first.md": FIRST,
    "drafts/alpha/02-second.md": SECOND,
    "drafts/beta/document.yaml": BETA,
    "drafts/beta/01-only.md": ONLY,
    "comments/s-1/session.yaml": session("alpha"),
    "comments/s-2/session.yaml": session("alpha", "beta"),
    "comments/s-3/session.yaml": session("beta", "alpha"),
}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20" fill="#789"/></svg>\n'
)


class Ran(NamedTuple):
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The codes of the findings of `check --format json`."""
        return [row["code"] for row in self.rows]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The findings of `check --format json`."""
        rows: list[dict[str, Any]] = json.loads(self.out)["findings"]
        return rows


class Small:
    """A workspace of a few files, with the project's own templates."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for path, text in FILES.items():
            self.write(path, text)
        shutil.copytree(ROOT / "templates", root / "templates")

    def write(self, path: str, text: str | bytes) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return target

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text
        self.write(path, text.replace(old, new))

    def add(self, path: str, text: str) -> int:
        """Append to a file; the line on which the text begins."""
        before = self.read(path)
        self.write(path, before + text)
        return before.count("\n") + 1

    def run(self, *arguments: str) -> Ran:
        """Run a command here, in this process."""
        with mock.patch.object(sys, "argv", ["hlcp", *arguments, "--workspace", str(self.root)]):
            runner = CliRunner()
            with runner.isolation() as (out, err, _):
                code = command_line._run()
                sys.stdout.flush()
                sys.stderr.flush()
                return Ran(code, out.getvalue().decode(), err.getvalue().decode())

    def check(self, *arguments: str) -> Ran:
        """`check --format json`."""
        return self.run("check", "--format", "json", *arguments)

    def apart(self, *arguments: str, **environment: str) -> Ran:
        """Run a command in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *arguments, "--workspace", str(self.root)],
            capture_output=True, cwd=self.root, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def pack(self, session: str) -> set[str]:
        """The names of the files of a pack; none when there is no pack."""
        folder = self.root / "build" / session
        return {path.name for path in folder.iterdir()} if folder.is_dir() else set()

    def manifest(self, session: str) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.read(f"build/{session}/manifest.json"))
        return value

    # -- Git

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        done = subprocess.run(["git", *arguments], cwd=folder or self.root, capture_output=True, text=True, check=True)
        return done.stdout

    def start_git(self) -> None:
        """Make it a repository with one commit."""
        self.write(".gitignore", "/build/\n")
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Tester")
        self.git("config", "user.email", "tester@example.org")
        self.commit("Start")

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
