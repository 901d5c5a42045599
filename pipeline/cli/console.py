"""What the commands print: data on stdout, prose on stderr; colour only on a terminal that wants it."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli import completing
from pipeline.model.finding import Finding, PipelineError, Severity
from pipeline.render.reports import finding_lines, findings_json, summary

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}

TYPES = click.Choice(("substantive", "editorial", "technical", "translation", "general"), case_sensitive=False)
STATES = click.Choice(
    (
        "open", "stale", "withdrawn", "unreadable",
        "accepted", "accepted-in-part", "noted", "not-accepted", "deferred", "superseded",
    ),
    case_sensitive=False,
)  # fmt: skip


def workspace_option(function: click.decorators.FC) -> click.decorators.FC:
    """The option that names the workspace."""
    return click.option(
        "--workspace", "start", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".",
        help="Folder of the workspace, or one inside it; the current one by default.",
    )(function)  # fmt: skip


def session_option(function: click.decorators.FC) -> click.decorators.FC:
    """The option that names the session whose round is meant."""
    return click.option(
        "--session", metavar="SESSION", shell_complete=completing.sessions,
        help="The session whose text members read; by default the last one that has comments.",
    )(function)  # fmt: skip


def which_document_option(function: click.decorators.FC) -> click.decorators.FC:
    """The option that says which document a comment is on."""
    return click.option(
        "--document",
        default="",
        metavar="DOCUMENT",
        shell_complete=completing.documents,
        help="The document, when several have a comment of this name.",
    )(function)


def examples(*commands: str) -> str:
    """The end of a command's help: how it is called, line by line."""
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)


def jobs_option(function: click.decorators.FC) -> click.decorators.FC:
    """The option that says how many files are rendered at a time."""
    return click.option(
        "--jobs", type=click.IntRange(1, 64), default=min(8, os.cpu_count() or 2), metavar="NUMBER",
        help="How many files are rendered at a time; by default one for each processor, at most 8.",
    )(function)  # fmt: skip


def show_findings(findings: Sequence[Finding], output: str = "text", *, quiet_notes: bool = False) -> None:
    """Print findings on stdout: one line each and its next step, or JSON."""
    if output == "json":
        click.echo(findings_json(findings), nl=False)
        return
    for finding in findings:
        if not (quiet_notes and (finding.severity is Severity.NOTE or finding.acknowledged)):
            _show(finding)
    _tell(summary(findings))


def show_problem(error: PipelineError) -> None:
    """Say on stderr why we cannot go on, and the next step."""
    _tell(f"error: {error}")
    if error.hint:
        _tell(f"  → {error.hint}")


def _show(finding: Finding) -> None:
    label = click.style(str(finding.severity), fg=_COLOURS[finding.severity], bold=True)
    if finding.acknowledged:
        label = click.style(f"{finding.severity}, acknowledged", dim=True)
    for line in finding_lines(finding, click.style(str(finding.place), bold=True), label):
        _print(line)


def _print(line: str) -> None:
    click.echo(line, color=False if os.environ.get("NO_COLOR") else None)


def _tell(line: str) -> None:
    click.echo(line, err=True)


class Progress:
    """A line on the terminal that says what was last finished, once a command runs for more than a second."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._shown = False
        self._count = 0

    def __call__(self, name: str) -> None:
        """Say that this file is there."""
        self._count += 1
        if sys.stderr.isatty() and time.monotonic() - self._start > 1:
            self._shown = True
            sys.stderr.write(f"\r\x1b[2K{self._count} files, {name}")
            sys.stderr.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
