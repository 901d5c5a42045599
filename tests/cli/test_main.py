"""The funnel of the command: exit codes, where things are printed, and no word of ours lost on a mistake."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.app.sources import caching
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


def test_a_build_bounds_what_is_kept(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    assert small.run("build", "s-1").code == 0
    kept = [path for path in (small.root / "build/.cache").rglob("*") if path.is_file()]
    monkeypatch.setattr(caching, "MOST_BYTES", 0)
    assert kept and "up to date" in small.run("build", "s-1").out
    assert all(path.exists() for path in kept)  # a build that made nothing tidies nothing
    small.add("drafts/alpha/01-first.md", "\nOne more paragraph.\n")
    small.run("build")
    assert not any(path.is_file() for path in (small.root / "build/.cache").rglob("*"))


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_reaches_a_pipe(small: Small, environment: dict[str, str]) -> None:  # noqa: F811
    small.add("drafts/alpha/01-first.md", "\nSee [](#nowhere).\n")
    done = small.apart("check", **environment)
    assert done.code == 1
    assert "\x1b" not in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("check", "drafts/alpha/09-nothing.md"), 2, "there is no file or folder drafts/alpha/09-nothing.md"),
        (("build", "s-9"), 2, "there are: s-1, s-2, s-3"),
        (("comments", "gamma"), 2, "there are no comments on a document “gamma”"),
        (("bild",), 2, "usage: hlcp [OPTIONS]"),
    ],
)
def test_a_mistake_in_the_arguments_is_told_with_what_would_do(
    small: Small,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(small.root)
    done = small.run(*arguments)
    assert done.code == code
    assert words in done.out + done.err


def test_a_missing_argument_is_told_with_the_way_to_call_the_command(small: Small) -> None:  # noqa: F811
    done = small.apart("comment", "MEMBER-A")
    assert (done.code, done.out) == (2, "")
    usage = "usage: hlcp comment [OPTIONS] ENTITY DOCUMENT; `hlcp comment --help` says more"
    assert done.err == f"error: missing argument 'DOCUMENT'\n  → {usage}\n"


def test_a_reader_who_has_read_enough_is_no_mistake(small: Small) -> None:  # noqa: F811
    script = f"{sys.executable} -P -m pipeline schema | true; exit ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", script], cwd=small.root, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_file_that_is_gone_is_reported_and_no_wrong_argument(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.chdir(small.root)
    (small.root / "drafts/alpha/02-second.md").unlink()
    done = small.check("drafts/alpha/02-second.md")
    assert (done.code, done.codes) == (1, ["FILE-MISSING"])


def test_a_profile_that_does_not_exist_is_told_where_it_is_named(small: Small) -> None:  # noqa: F811
    small.change("hlcp.yaml", "profile: un-ceb", "profile: un-cep")
    row = small.check().rows[0]
    assert (row["code"], row["file"]) == ("NAME-UNKNOWN", "hlcp.yaml")
    assert "did you mean “un-ceb”" in row["message"]
    assert row["line"] > 1
    assert row["hint"].startswith("Write un-ceb; or")


@pytest.mark.parametrize("schemes", ["[decimal, decimal, decimal, decimal]", "[lower-roman, none]", "[none]"])
def test_word_and_pdf_number_headings_as_the_profile_says(small: Small, schemes: str) -> None:  # noqa: F811
    profile = "templates/profiles/un-ceb.yaml"
    small.change(profile, "[upper-roman, upper-alpha, decimal, lower-alpha]", schemes)
    small.add("drafts/alpha/01-first.md", "\n## Inner\n\nWords.\n\n## Other\n\nMore words.\n")
    assert small.run("build", "s-1").code == 0
    done = small.run("prove", "s-1")
    assert (done.code, done.err) == (0, "no findings\n"), done.out


def test_a_session_with_nothing_on_its_table_is_built_and_proven(small: Small) -> None:  # noqa: F811
    small.write("comments/s-3/session.yaml", "title: Later\ndocuments: []\n")
    assert small.run("build", "s-3").out == "build/s-3/  1 file\n"
    done = small.run("prove", "s-3")
    assert (done.code, done.err) == (0, "no findings\n"), done.out


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


def test_schemas_that_cannot_be_written_are_no_mistake_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = _plain("schema", "--write", str(tmp_path / "file" / "schemas"))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "error: the schemas cannot be written into" in done.stderr
