"""A GitLab code quality report: the findings of a change appear in its merge request.

Format: GitLab's documentation of code quality reports, a part of the Code Climate specification.
"""

from collections.abc import Sequence

from pipeline.model.finding import Finding, Severity
from pipeline.render.findings.common import fingerprints, told
from pipeline.render.reports import json_text

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def gitlab(findings: Sequence[Finding], _strict: bool = False) -> str:
    """A JSON array; what a session lives with is `info`."""
    prints = fingerprints(findings)
    return json_text([_issue(finding, own) for finding, own in zip(findings, prints, strict=True)])


def _issue(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "check_name": finding.code,
        "description": told(finding),
        "fingerprint": fingerprint,
        "severity": "info" if finding.acknowledged else _SEVERITIES[finding.severity],
        "location": {"path": finding.place.path, "lines": {"begin": finding.place.line}},
    }
