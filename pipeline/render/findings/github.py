"""Workflow commands of GitHub Actions: printed in a job, they become annotations beside the lines of a change.

Format: GitHub's documentation of workflow commands. GitHub shows the first ten of each severity for a step, so errors
come first.
"""

from collections.abc import Sequence

from pipeline.model.finding import Finding, Severity
from pipeline.render.findings.common import by_weight, told

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def github(findings: Sequence[Finding], _strict: bool = False) -> str:
    """One line for each finding; what a session lives with is a notice."""
    return "".join(f"{_command(finding)}\n" for finding in by_weight(findings))


def _command(finding: Finding) -> str:
    name = "notice" if finding.acknowledged else _COMMANDS[finding.severity]
    properties = {
        "file": finding.place.path, "line": finding.place.line, "col": finding.place.column, "title": finding.code,
    }  # fmt: skip
    shown = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {shown}::{told(finding).translate(_DATA)}"
