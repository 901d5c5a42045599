"""The workflow files for GitHub and GitLab: their commands exist, and their scripts do and end as the pages say."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from lxml import etree
from ruamel.yaml import YAML

from pipeline.cli.main import cli
from tests.app.conftest import guarded, small  # noqa: F401 - fixtures
from tests.app.small import ROOT, Small

FOLDER = ROOT / "docs/how-to/ci"
GITHUB, GITLAB = (YAML(typ="safe").load(FOLDER / name) for name in ("github.yml", "gitlab.yml"))
STEPS: dict[str, Any] = {step.get("name", step.get("uses")): step for step in GITHUB["jobs"]["papers"]["steps"]}
SIGNS = {">", ">>", "||", "|", "&&", ";"}


def scripts() -> Iterator[str]:
    """Every script of both files, and every example of the pages beside them."""
    yield from (step["run"] for step in STEPS.values() if "run" in step)
    yield from ("\n".join(job["script"]) for job in GITLAB.values() if isinstance(job, dict) and "script" in job)
    for page in ("ci-github.md", "ci-gitlab.md", "new-committee.md", "member.md"):
        text = (FOLDER.parent / page).read_text("utf-8")
        yield from re.findall(r"`(hlcp [a-z]+ [^`]+)`", text)
        blocks = text.split("```")[1::2]
        yield from (block.replace("\\\n", " ").replace("- run: ", "") for block in blocks)


def commands() -> Iterator[list[str]]:
    for script in scripts():
        for line in script.splitlines():
            words = shlex.split(line) if "hlcp " in line and not line.lstrip().startswith("#") else []
            if words[:1] == ["hlcp"]:
                end = next((index for index, word in enumerate(words) if word in SIGNS), len(words))
                yield words[1:end]


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_command_is_understood(words: list[str]) -> None:
    with click.Context(cli, info_name="hlcp") as parent:
        command = cli.get_command(parent, words[0])
        assert command is not None
        command.make_context(words[0], words[1:], parent=parent)


def test_commands_are_found_at_all() -> None:
    found = {tuple(words[:2]) for words in commands()}
    assert {("check", "--format"), ("build",), ("init", "harbours"), ("comment", "ALPHA")} <= found


@pytest.fixture
def shell(small: Small, tmp_path: Path) -> "Shell":  # noqa: F811
    return Shell(small, tmp_path / "runner")


class Shell:
    """A runner with `hlcp` on its path."""

    def __init__(self, small: Small, folder: Path) -> None:  # noqa: F811
        self.small, self.folder = small, folder
        folder.mkdir()
        program = folder / "hlcp"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n')
        program.chmod(0o755)

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a script as both forges do: the first command that fails ends it."""
        environment = {
            **os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(self.folder), "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
        }  # fmt: skip
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(
            command, cwd=self.small.root, env=environment, capture_output=True, text=True, check=False
        )


@pytest.mark.parametrize("broken", [False, True])
def test_the_check_on_github_fails_with_errors_and_always_leaves_a_summary(shell: Shell, broken: bool) -> None:
    if broken:
        shell.small.add("drafts/alpha/01-first.md", "\n<b>raw words\n")
    done = shell.run(STEPS["Check"]["run"])
    assert done.returncode == int(broken), done.stderr
    assert ("::error file=drafts/alpha/01-first.md" in done.stdout) == broken
    summary = (shell.folder / "summary.md").read_text("utf-8")
    assert summary == (shell.folder / "findings.md").read_text("utf-8")
    assert summary.startswith(f"### hlcp check {'fails' if broken else 'passes'}: ")


@pytest.mark.parametrize("broken", [False, True])
def test_the_check_on_gitlab_fails_with_errors_and_always_leaves_its_reports(shell: Shell, broken: bool) -> None:
    if broken:
        shell.small.add("drafts/alpha/01-first.md", "\n<b>raw words\n")
    job = GITLAB["check"]
    done = shell.run("\n".join(job["script"]))
    assert done.returncode == int(broken), done.stderr
    reports = job["artifacts"]["reports"]
    assert bool(json.loads(shell.small.read(reports["codequality"]))) == broken
    failures = etree.fromstring(shell.small.read(reports["junit"]).encode()).get("failures")
    assert failures == str(int(broken))
    assert (shell.small.root / job["artifacts"]["paths"][0]).is_file()


@pytest.mark.parametrize("script", [STEPS["Build"]["run"], "\n".join(GITLAB["packs"]["script"])])
def test_the_packs_are_where_they_are_attached_from(shell: Shell, script: str) -> None:
    done = shell.run(script)
    assert done.returncode == 0, done.stderr
    assert STEPS["Attach the packs"]["with"]["path"] == GITLAB["packs"]["artifacts"]["paths"][0] == "build/"
    assert "agenda.pdf" in shell.small.pack("s-1")
