"""Carry a real public round through a workspace that `hlcp init` made: freeze, comments, decisions, merge, redline.

    python -m benchmarks.real_init FOLDER [--keep WORKSPACE]

FOLDER is that of `benchmarks.real_round`. Accepted is what the editors accepted; all other comments are noted. Each
command is a process of its own, as a secretariat runs it. Exit code 1: a step fails, or the packs are not proven; 2: no
folder.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import real_workspace as real
from benchmarks.measuring import ROOT
from pipeline.app.new_workspace import Named, NewWorkspace
from pipeline.app.starting import start

_FIRST, _LAST = real.SESSION, "final"
_ACCEPTED = {"accepted", "partially-accepted"}
_CAN_HAVE_FINDINGS = {"dispose", "merge"}  # a comment that asks for nothing cannot be accepted, a collision not merged


def main(argv: Sequence[str] | None = None) -> int:
    """Run it; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_init", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, help="make the workspace in this empty folder and leave it there")
    options = parser.parse_args(argv)
    if not (options.folder / "comments.jsonl").is_file():
        print(f"There is no comments.jsonl in {options.folder}.", file=sys.stderr)
        return 2
    if options.keep:
        return carry(options.folder, options.keep)
    with tempfile.TemporaryDirectory(prefix="hlcp-init-") as name:
        return carry(options.folder, Path(name))


def carry(folder: Path, root: Path) -> int:
    """All steps from an empty folder to proven packs with redlines; the worst exit code."""
    lines = (folder / "comments.jsonl").read_text("utf-8").splitlines()
    comments = [json.loads(line) for line in lines if line]
    documents = sorted(path.parent.name for path in folder.glob("*/baseline"))
    codes = {org: real.code_of(org) for org in sorted({comment["org"] for comment in comments})}
    _make(folder, root, documents, codes)
    worst = max(_hlcp(root, "check"), _hlcp(root, "freeze", _FIRST))
    real.write_submissions(root, comments, codes)
    for decision in ("accepted", "noted"):
        names = [
            f"{codes[c['org']]}#{c['issue']}"
            for c in comments
            if (c["disposition"] in _ACCEPTED) == (decision == "accepted")
        ]
        worst = max(
            worst, _hlcp(root, "dispose", "--as", decision, "--session", _FIRST, "--response", "Decided.", *names)
        )
    real.commit(root, "Comments and decisions")
    worst = max(worst, _hlcp(root, "merge", _FIRST))
    _put_on_the_table(root, documents)
    steps = (("check",), ("freeze", _LAST), ("build",), ("prove",))
    return max(worst, *(_hlcp(root, *step) for step in steps))


def _make(folder: Path, root: Path, documents: Sequence[str], codes: dict[str, str]) -> None:
    """A new workspace with the drafts of the round, and numbers of headings as the round has them."""
    members = tuple(Named(code, org) for org, code in real.one_each(codes).items())
    titles = tuple(Named(name, f"Document {name}") for name in documents)
    sessions = (Named(_FIRST, "Public review"), Named(_LAST, "Final session"))
    start(root, NewWorkspace("Committee", "C", "Organization", "Public review", titles, sessions, members))
    for name in documents:
        real.write_draft(folder / name / "baseline", root, name, "baseline", {})
    profile = root / "templates/profiles/papers.yaml"
    text = re.sub(r"^headings:.*$", "headings: [decimal, decimal, decimal, decimal]", profile.read_text(), flags=re.M)
    profile.write_text(text)
    real.git(root, "init", "-q")
    real.git(root, "config", "user.name", "Benchmark")
    real.git(root, "config", "user.email", "benchmark@example.org")
    real.commit(root, "The draft that was open for comment")


def _put_on_the_table(root: Path, documents: Sequence[str]) -> None:
    path = root / f"comments/{_LAST}/session.yaml"
    rows = "".join(f"  - {{document: {name}, purpose: approval}}\n" for name in documents)
    path.write_text(path.read_text("utf-8").replace("documents: []\n", f"documents:\n{rows}"), "utf-8")
    real.commit(root, "The merged text for the final session")


def _hlcp(root: Path, *arguments: str) -> int:
    """Run a command, print how it ended, and return its exit code; 0 where findings are part of the round."""
    begun = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments], cwd=root, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
    print(
        f"hlcp {' '.join(arguments[:2]):18} {done.returncode}  {time.monotonic() - begun:5.1f} s  {' '.join(last)}",
        flush=True,
    )
    return 0 if done.returncode == 1 and arguments[0] in _CAN_HAVE_FINDINGS else done.returncode


if __name__ == "__main__":
    sys.exit(main())
