"""The workflow files for GitHub and GitLab: their commands exist, and their scripts do and end as the pages say."""

import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

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
        self.add("hlcp", f'exec "{sys.executable}" -m pipeline "$@"')
        self.add("python", f'exec "{sys.executable}" "$@"')

    def add(self, name: str, script: str) -> None:
        """Put a program on the path."""
        (self.folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.folder / name).chmod(0o755)

    def run(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script as both forges do: the first command that fails ends it."""
        environment = {
            **os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(self.folder), "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"), **variables,
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


# -- the comment


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        ("", "api --silent repos/o/r/issues/7/comments"),
        ("41\n42", "api --silent --method PATCH repos/o/r/issues/comments/41"),
    ],
)
def test_on_github_one_comment_is_written_and_then_renewed(shell: Shell, there: str, wanted: str) -> None:
    (shell.folder / "findings.md").write_text("### hlcp check passes: no findings\n")
    shell.add("gh", f'echo "$@" >> "{shell.folder}/asked"; case "$*" in *--jq*) printf "{there}";; esac')
    done = shell.run(STEPS["Comment"]["run"], GITHUB_REPOSITORY="o/r", NUMBER="7")
    assert done.returncode == 0, done.stderr
    _, asked = (shell.folder / "asked").read_text("utf-8").splitlines()
    assert asked == f"{wanted} --field body=@{shell.folder}/findings.md"


class Notes(http.server.BaseHTTPRequestHandler):
    """The notes of one merge request, as GitLab answers about them."""

    notes: ClassVar[list[dict[str, Any]]] = []

    def do_GET(self) -> None:
        self._answer(200 if self.headers["PRIVATE-TOKEN"] == "right" else 401, self.notes)

    def do_POST(self) -> None:
        self.notes.append({"id": 9, "body": self._body()})
        self._answer(201 if self.headers["PRIVATE-TOKEN"] == "right" else 401, {})

    def do_PUT(self) -> None:
        (note,) = [note for note in self.notes if self.path.endswith(f"/9/merge_requests/7/notes/{note['id']}")]
        note["body"] = self._body()
        self._answer(200, {})

    def _body(self) -> str:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        return urllib.parse.parse_qs(form)["body"][0]

    def _answer(self, code: int, value: object) -> None:
        self.send_response(code)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def gitlab() -> Iterator[dict[str, str]]:
    """The variables of a merge request whose project is on a server of this test."""
    Notes.notes = [{"id": 5, "body": "A remark of somebody."}]
    with http.server.HTTPServer(("127.0.0.1", 0), Notes) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {
            "CI_API_V4_URL": f"http://127.0.0.1:{server.server_port}", "CI_MERGE_REQUEST_PROJECT_ID": "9",
            "CI_MERGE_REQUEST_IID": "7", "HLCP_COMMENT_TOKEN": "right", "NO_PROXY": "*",
        }  # fmt: skip
        server.shutdown()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_on_gitlab_one_comment_is_written_and_then_renewed(shell: Shell, gitlab: dict[str, str]) -> None:
    script = "\n".join(GITLAB["check"]["script"])
    for message in ("passes", "fails"):
        done = shell.run(script, **gitlab)
        assert "No comment was written." not in done.stdout, done.stderr
        assert [note["id"] for note in Notes.notes] == [5, 9]
        assert Notes.notes[1]["body"].startswith(f"### hlcp check {message}: ")
        shell.small.add("drafts/alpha/01-first.md", "\n<b>raw words\n")
    assert Notes.notes[0]["body"] == "A remark of somebody."


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_on_gitlab_a_comment_that_is_refused_fails_nothing(shell: Shell, gitlab: dict[str, str]) -> None:
    done = shell.run("\n".join(GITLAB["check"]["script"]), **{**gitlab, "HLCP_COMMENT_TOKEN": "wrong"})
    assert done.returncode == 0, done.stderr
    assert "No comment was written." in done.stdout


# -- what to install


@pytest.mark.parametrize("script", [STEPS["Install"]["run"], "\n".join(GITLAB["before_script"])])
def test_a_file_that_does_not_know_what_to_install_says_so(shell: Shell, script: str) -> None:
    shell.add("python", 'echo "$@"')
    unset = shell.run(script, HLCP_PACKAGE="")
    assert unset.returncode == 1
    assert "HLCP_PACKAGE" in unset.stdout
    done = shell.run(script, HLCP_PACKAGE="hlcp-pipeline==0.1.0")
    assert (done.returncode, done.stdout) == (0, "-m pip install --quiet hlcp-pipeline==0.1.0\n")


@pytest.mark.parametrize("script", [STEPS["Build"]["run"], "\n".join(GITLAB["packs"]["script"])])
def test_the_packs_are_where_they_are_attached_from(shell: Shell, script: str) -> None:
    done = shell.run(script)
    assert done.returncode == 0, done.stderr
    assert STEPS["Attach the packs"]["with"]["path"] == GITLAB["packs"]["artifacts"]["paths"][0] == "build/"
    assert "agenda.pdf" in shell.small.pack("s-1")
