"""Findings that a session lives with: they are listed, with the reason, and do not fail."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.config import Acknowledged
from pipeline.model.finding import Finding


def acknowledge(findings: Sequence[Finding], accepted: Sequence[Acknowledged], session: str) -> tuple[Finding, ...]:
    """The same findings, those that the session acknowledges marked with its reason."""
    return tuple(replace(finding, acknowledged=_reason(finding, accepted, session)) for finding in findings)


def unused(findings: Sequence[Finding], accepted: Sequence[Acknowledged], session: str) -> tuple[Acknowledged, ...]:
    """Acknowledgements that fit no finding."""
    return tuple(entry for entry in accepted if not any(_fits(entry, finding, session) for finding in findings))


def _reason(finding: Finding, accepted: Sequence[Acknowledged], session: str) -> str:
    return next((entry.reason for entry in accepted if _fits(entry, finding, session)), finding.acknowledged)


def _fits(entry: Acknowledged, finding: Finding, session: str) -> bool:
    path = finding.place.path
    files = (path, path.removeprefix(f"comments/{session}/"), _draft_of(path, session))
    return entry.finding == finding.code and entry.file in files


def _draft_of(path: str, session: str) -> str:
    """The file in drafts/ that a file of this session's baselines was copied from; any other path stays."""
    folder, _, rest = path.removeprefix(f"comments/{session}/").partition("/")
    frozen = path.startswith(f"comments/{session}/") and folder.partition("-")[0] == "baseline"
    return f"drafts/{rest}" if frozen else path
