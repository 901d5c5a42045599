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
    return entry.finding == finding.code and finding.place.path in (entry.file, f"comments/{session}/{entry.file}")
