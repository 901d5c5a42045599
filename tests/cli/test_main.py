"""The funnel of the command: exit codes, where things are printed, and no word of ours lost on a mistake."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli import main as command_line
from pipeline.model.finding import EnvironmentProblem, PipelineError
from tests.app.conftest import guarded, small  # noqa: F401 - fixtures
from tests.app.small import ROOT, Small


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def main(**_: object) -> None:
        raise error

    monkeypatch.setattr(command_line.cli, "main", main)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (PipelineError("it cannot be", "do this"), 2, "error: it cannot be\n  → do this"),
        (EnvironmentProblem("no git", "install it"), 3, "error: no git\n  → install it"),
        (click.UsageError("wrong"), 2, "wrong"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (click.Abort(), 130, "interrupted"),
        (ZeroDivisionError("oops"), 4, "a mistake in hlcp"),
    ],
)
def test_each_kind_of_end_has_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, words: str
) -> None:
    fail_with(monkeypatch, error)
    assert command_line._run() == code
    said = capsys.readouterr()
    assert words in said.err
    assert said.out == ""


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("build", "-h"), ("--version",)])
def test_help_is_no_error_and_goes_to_stdout(arguments: tuple[str, ...]) -> None:
    done = _plain(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_data_goes_to_stdout_and_prose_to_stderr(small: Small) -> None:  # noqa: F811
    done = small.run("build", "s-1")
    assert done.out == "build/s-1/  6 files\n"
    assert done.err == "no findings\n"


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_reaches_a_pipe(small: Small, environment: dict[str, str]) -> None:  # noqa: F811
    small.add("drafts/alpha/01-first.md", "\nSee [](#nowhere).\n")
    done = small.apart("check", **environment)
    assert done.code == 1
    assert "\x1b" not in done.out + done.err


def test_schemas_are_listed_printed_and_written(tmp_path: Path) -> None:
    names = _plain("schema").stdout.split()
    assert "session" in names
    (tmp_path / "out").mkdir()
    assert len(_plain("schema", "--write", str(tmp_path / "out")).stdout.split()) == len(names)
    for name in names:
        text = (tmp_path / "out" / f"{name}.schema.json").read_text("utf-8")
        assert json.loads(text)["$schema"]
        assert _plain("schema", name).stdout == text
    assert _plain("schema", "nothing").returncode == 2


def _plain(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_preview_shows_today_whatever_is_frozen(small: Small) -> None:  # noqa: F811
    done = small.run("preview", "beta")
    assert done.code == 0
    assert small.pack("preview") == {"beta.docx", "beta.pdf"}


def test_a_workspace_is_found_from_inside(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.chdir(small.root / "drafts" / "alpha")
    small.root = Path()
    assert small.check().code == 0
