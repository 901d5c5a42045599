"""What a shell asks of the command: its version, and how a word goes on."""

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from pipeline import __version__
from pipeline.cli.main import cli
from tests.app.small import ROOT

RUN = "import sys; sys.argv[0] = 'hlcp'; from pipeline.cli.main import main; main()"


def hlcp(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def completed(words: str, *, shell: str = "bash", cwd: Path = ROOT) -> list[str]:
    """What the shell offers for the last of these words."""
    number = str(len(words.split(" ")) - 1)
    done = hlcp(cwd=cwd, _HLCP_COMPLETE=f"{shell}_complete", COMP_WORDS=words, COMP_CWORD=number)
    assert (done.returncode, done.stderr) == (0, "")
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_the_version_names_the_programs_that_shape_the_papers() -> None:
    done = hlcp("--version")
    assert (done.returncode, done.stderr) == (0, "")
    ours, pandoc, typst, python = done.stdout.splitlines()
    assert ours == f"hlcp {__version__}"
    assert re.fullmatch(r"pandoc \d+(\.\d+)+", pandoc)
    assert typst == f"typst {version('typst')}"
    assert python == f"Python {sys.version.split()[0]}"


def test_a_missing_pandoc_is_no_reason_to_hide_the_version() -> None:
    done = hlcp("--version", PYPANDOC_PANDOC="/nowhere/pandoc")
    assert done.returncode == 0
    assert f"hlcp {__version__}\npandoc not installed\n" in done.stdout


def test_every_command_is_completed() -> None:
    assert completed("hlcp ") == cli.list_commands(click.Context(cli))
    assert completed("hlcp wat") == ["watch"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("hlcp check --form", {"--format"}),
        ("hlcp check --format s", {"sarif"}),
        ("hlcp build --", {"--only", "--jobs", "--cluster", "--workspace", "--help"}),
    ],
)
def test_options_and_their_values_are_completed(words: str, offered: set[str]) -> None:
    assert set(completed(words)) == offered


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("hlcp build hlcp-4", ["hlcp-48", "hlcp-49"]),
        ("hlcp build --only m", ["mapping"]),
        ("hlcp comment member-", [f"MEMBER-{letter}" for letter in "ABCDEFGHIJKL"]),
        ("hlcp comment MEMBER-A concept", ["conceptual-framework"]),
        ("hlcp comments --entity MEMBER-A --session hlcp-2025", ["hlcp-2025-06"]),
        ("hlcp why map", ["mapping"]),
        ("hlcp redline t", ["today"]),
    ],
)
def test_names_of_the_workspace_are_completed(words: str, offered: list[str]) -> None:
    assert completed(words) == offered


@pytest.mark.parametrize("words", ["hlcp check dra", "hlcp redline before.d"])
def test_files_are_left_to_the_shell(words: str) -> None:
    done = hlcp(_HLCP_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD="2")
    assert done.stdout == f"file,{words.rsplit(maxsplit=1)[-1]}\n"


@pytest.mark.parametrize("broken", [None, "}{ no YAML", "sessions: 7\n"])
def test_where_nothing_can_be_read_nothing_is_offered(tmp_path: Path, broken: str | None) -> None:
    if broken:
        (tmp_path / "hlcp.yaml").write_text(broken)
    assert completed("hlcp build h", cwd=tmp_path) == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_a_script_too(shell: str) -> None:
    done = hlcp(_HLCP_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert "_HLCP_COMPLETE" in done.stdout
