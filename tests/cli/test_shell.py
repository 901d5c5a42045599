"""What a shell asks of the command: its version, and how a word goes on."""

import os
import re
import subprocess
import sys
from importlib.metadata import version

import click
import pytest

from pipeline import __version__
from pipeline.cli.main import cli
from tests.app.small import ROOT

RUN = "import sys; sys.argv[0] = 'hlcp'; from pipeline.cli.main import main; main()"


def hlcp(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=ROOT, env={**os.environ, **environment}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


def completed(words: str, *, shell: str = "bash") -> list[str]:
    """What the shell offers for the last of these words."""
    number = str(len(words.split(" ")) - 1)
    done = hlcp(_HLCP_COMPLETE=f"{shell}_complete", COMP_WORDS=words, COMP_CWORD=number)
    assert (done.returncode, done.stderr) == (0, "")
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


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


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_a_script_too(shell: str) -> None:
    done = hlcp(_HLCP_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert "_HLCP_COMPLETE" in done.stdout
