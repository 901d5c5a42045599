"""A SARIF log, for code scanning and for editors.

Format: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from collections.abc import Sequence

from pipeline import __version__
from pipeline.model.finding import Finding, Severity
from pipeline.model.rules import RULES
from pipeline.render.findings.common import fingerprints, told
from pipeline.render.reports import json_text

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(findings: Sequence[Finding], _strict: bool = False) -> str:
    """JSON with one run; what a session lives with is a suppressed result, with its reason."""
    codes = sorted({finding.code for finding in findings})
    prints = fingerprints(findings)
    run = {
        "tool": {"driver": {"name": "hlcp", "version": __version__, "rules": [_rule(code) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, codes.index(finding.code), own) for finding, own in zip(findings, prints, strict=True)
        ],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str) -> dict[str, object]:
    rule = RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.meaning},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, index: int, fingerprint: str) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": told(finding)},
        "locations": [_location(finding)],
        "partialFingerprints": {"hlcp/v1": fingerprint},
    }
    if finding.acknowledged:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.acknowledged}]
    return result


def _location(finding: Finding) -> dict[str, object]:
    from urllib.parse import quote

    place = finding.place
    artifact = {"uri": quote(place.path, errors="replace"), "uriBaseId": "%SRCROOT%"}
    region = {"startLine": place.line, "startColumn": place.column}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
