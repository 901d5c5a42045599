"""What the formats share: a message in one piece, an order, and a fingerprint that outlives an edit further up."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.model.finding import Finding, Severity
from pipeline.model.source import Place

_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def placed(findings: Iterable[Finding], prefix: str) -> tuple[Finding, ...]:
    """Findings with paths from the top of the repository; `prefix` is where the workspace is in it, "" for its top."""
    if not prefix:
        return tuple(findings)
    return tuple(replace(f, place=Place(f"{prefix}/{f.place.path}", f.place.line, f.place.column)) for f in findings)


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, what a session lives with last: where a reader cuts a list, the end of it is lost."""
    return sorted(findings, key=lambda finding: (bool(finding.acknowledged), _RANKS[finding.severity], finding))


def told(finding: Finding) -> str:
    """What is wrong and the next step, or why the session lives with it."""
    if finding.acknowledged:
        return f"{finding.message} (acknowledged: {finding.acknowledged})"
    return f"{finding.message}\n→ {finding.hint}" if finding.hint else finding.message


def fails(finding: Finding, strict: bool) -> bool:
    """Whether it makes the check fail; a strict one fails on warnings too."""
    return finding.fails or (strict and finding.severity is Severity.WARNING and not finding.acknowledged)


def fingerprints(findings: Sequence[Finding]) -> tuple[str, ...]:
    """64 hex digits for each finding, all different; lines and columns do not count, so an edit above changes none."""
    seen: Counter[tuple[str, str, str]] = Counter()
    result = []
    for finding in findings:
        identity = (finding.place.path, finding.code, finding.message)
        seen[identity] += 1
        result.append(hashlib.sha256("\0".join((*identity, str(seen[identity]))).encode(errors="replace")).hexdigest())
    return tuple(result)
