"""The examples in the help of the commands: each can be typed as it stands, and those that only look run."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli.main import cli
from tests.copies import copy_project

COMMANDS = tuple(cli.list_commands(click.Context(cli)))
LOOKING = ("check", "comments", "status", "schema", "doctor")
COLUMNS = 80


def examples(name: str) -> Iterator[str]:
    """The examples of a command, each in one line."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    lines = (command.epilog or "").removeprefix("\b\nExamples:\n").split("\n")
    return iter("\n".join(lines).replace("\\\n", " ").split("\n"))


EXAMPLES = [each.strip() for name in COMMANDS for each in examples(name)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("examples"))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_fits_a_terminal_and_ends_with_examples(name: str) -> None:
    done = CliRunner().invoke(cli, [name, "--help"], terminal_width=COLUMNS, max_content_width=COLUMNS)
    lines = done.stdout.splitlines()
    assert [line for line in lines if len(line) > COLUMNS] == []
    after = lines[lines.index("  Examples:") + 1 :]
    assert after
    assert after[0].startswith(f"    hlcp {name}")


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_can_be_typed_as_it_stands(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("conceptual-framework.matrix.xlsx", "old.docx", "new.docx"):
        Path(name).touch()
    program, name, *arguments = shlex.split(example)
    command = cli.get_command(click.Context(cli), name)
    assert program == "hlcp"
    assert command is not None
    command.make_context(name, arguments)


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.split()[1] in LOOKING and "--write" not in each])
def test_an_example_that_only_looks_runs(example: str, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace)
    done = CliRunner().invoke(cli, shlex.split(example)[1:], standalone_mode=False)
    assert done.exception is None, done.output
    assert "0 comments" not in done.output
    assert done.output
