"""The tutorials are true: what they tell a newcomer to write and type is written and typed, and prints what they show.

A `console` block holds commands after `$ ` (continued after `> `) and what they print; `…` in it stands for anything. A
comment before a block, `append: FILE` or `write: FILE`, says what an editor would do with the block.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
TUTORIALS = sorted(page for page in (ROOT / "docs" / "tutorial").glob("[a-z]*.md") if page.stem != "index")
BLOCK = re.compile(r"^(?:<!-- (append|write): (\S+) -->\n)?```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Step(NamedTuple):
    """A command with what it prints, or an edit of a file with the words that come."""

    edit: str
    what: str
    text: str


def steps(page: Path) -> Iterator[Step]:
    for edit, file, language, body in BLOCK.findall(page.read_text("utf-8")):
        if edit:
            yield Step(edit, file, body)
        elif language == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, shown = part.replace("\\\n> ", "").partition("\n")
                yield Step("", command, shown)


def pattern(shown: str) -> str:
    """A line of `…` alone stands for any lines or none; elsewhere the sign stands for any characters of its line."""
    lines = shown.rstrip().split("\n") if shown.strip() else []
    return "".join(r"(?:.*\n)*?" if line == "…" else _line(line) + r"\n" for line in lines)


def _line(line: str) -> str:
    return ".*".join(re.escape(part.rstrip() if part == line else part) for part in line.split("…"))


class Newcomer:
    """A shell that remembers its folder, with `hlcp` in its path and an author for Git."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self._folder = self._start = folder
        tools.mkdir()
        script = tools / "hlcp"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n')
        script.chmod(0o755)
        who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _PERSON.items()}
        self._environment = {
            **os.environ, **who, "PYTHONPATH": str(ROOT), "PATH": f"{tools}:{os.environ['PATH']}", "COLUMNS": "80",
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
        }  # fmt: skip

    def follow(self, step: Step) -> None:
        if step.edit:
            file = self._start / step.what
            assert file.exists() == (step.edit == "append") or step.edit == "write", step.what
            before = file.read_text("utf-8") if step.edit == "append" else ""
            file.write_text(before + step.text, "utf-8")
        elif step.what.startswith("cd "):
            self._folder /= step.what[3:]
        else:
            self._type(step)

    def _type(self, step: Step) -> None:
        done = subprocess.run(
            ["sh", "-c", step.what], cwd=self._folder, env=self._environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
        )  # fmt: skip
        printed = "".join(f"{line.rstrip()}\n" for line in done.stdout.rstrip().split("\n")) if done.stdout else ""
        assert done.returncode == 0, f"{step.what}\n{printed}"
        assert re.fullmatch(pattern(step.text), printed), f"{step.what}\n--- shown\n{step.text}\n--- printed\n{printed}"


_PERSON = {"NAME": "Newcomer", "EMAIL": "newcomer@example.org"}


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    return Newcomer(tmp_path / "work", tmp_path / "tools")


def clone(folder: Path) -> None:
    """What a newcomer has after a clone, with what is not committed here yet."""
    shallow = subprocess.run(
        ["git", "rev-parse", "--is-shallow-repository"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if shallow.stdout != "false\n":
        pytest.skip("the history is not here: a source archive or a shallow clone cannot freeze")
    subprocess.run(["git", "clone", "--quiet", "--shared", str(ROOT), str(folder)], check=True)
    for name in ("drafts", "comments", "templates"):
        shutil.rmtree(folder / name)
        shutil.copytree(ROOT / name, folder / name)
    who = [option for key, value in _PERSON.items() for option in ("-c", f"user.{key.lower()}={value}")]
    for command in (("add", "."), ("commit", "--quiet", "--allow-empty", "-m", "Start")):
        subprocess.run(["git", *who, *command], cwd=folder, check=True)


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_newcomer_who_follows_a_tutorial_sees_what_it_shows(page: Path, newcomer: Newcomer, tmp_path: Path) -> None:
    if page.stem == "first-comment":
        clone(tmp_path / "work")
    else:
        (tmp_path / "work").mkdir()
    for step in steps(page):
        newcomer.follow(step)


def test_both_tutorials_are_followed_from_end_to_end() -> None:
    assert [page.stem for page in TUTORIALS] == ["another-committee", "first-comment"]
    for page in TUTORIALS:
        commands = [step.what.split()[:2] for step in steps(page) if not step.edit]
        for needed in ("comment", "dispose", "merge", "why", "build", "prove"):
            assert ["hlcp", needed] in commands, needed


def test_a_tutorial_that_shows_something_else_fails(newcomer: Newcomer, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    newcomer.follow(Step("", "printf 'one\\ntwo\\n'", "one\ntwo\n"))
    newcomer.follow(Step("", "printf 'one\\ntwo\\nthree\\n'", "o…\n…\nthree\n"))
    for wrong in ("one\n", "one\ntwo\nthree\n", "…three\n", "two\none\n"):
        with pytest.raises(AssertionError):
            newcomer.follow(Step("", "printf 'one\\ntwo\\n'", wrong))
    with pytest.raises(AssertionError):
        newcomer.follow(Step("", "false", ""))
