"""A JUnit report, which nearly every build server shows: a suite for each file, a case for each finding.

Format: the schema of the xUnit plugin of Jenkins (junit-10.xsd), which the other readers follow.
"""

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from pipeline.model.finding import Finding
from pipeline.render.findings.common import fails, told

# What XML 1.0 cannot hold, not even escaped; a finding may quote it.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(findings: Sequence[Finding], strict: bool = False) -> str:
    """XML. What fails the check is a failure, what a session lives with is skipped, the rest passes with its text."""
    ordered = sorted(findings)
    suites = [_suite(path, list(group), strict) for path, group in groupby(ordered, lambda f: f.place.path)]
    failed = sum(fails(finding, strict) for finding in findings)
    body = "".join(suites) or _nothing_found()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="hlcp check" tests="{max(1, len(findings))}" failures="{failed}" errors="0">\n'
        f"{body}</testsuites>\n"
    )


def _nothing_found() -> str:
    """One case that passes: servers take an empty report for a broken one."""
    case = '    <testcase name="no findings" classname="hlcp check"/>\n'
    return f'  <testsuite name="hlcp check" tests="1" failures="0" errors="0" skipped="0">\n{case}  </testsuite>\n'


def _suite(path: str, findings: Sequence[Finding], strict: bool) -> str:
    failed = sum(fails(finding, strict) for finding in findings)
    skipped = sum(bool(finding.acknowledged) for finding in findings)
    numbers = f'tests="{len(findings)}" failures="{failed}" errors="0" skipped="{skipped}"'
    cases = "".join(_case(finding, strict) for finding in findings)
    return f'  <testsuite name="{_quoted(path)}" {numbers}>\n{cases}  </testsuite>\n'


def _case(finding: Finding, strict: bool) -> str:
    place = finding.place
    name = f"{finding.code} {place.line}:{place.column} {finding.message}"
    words = _quoted(f"{place}: {finding.severity}: {told(finding)} [{finding.code}]")
    if finding.acknowledged:
        inner = f'<skipped message="{_quoted(finding.acknowledged)}"/>'
    elif fails(finding, strict):
        inner = f'<failure type="{_quoted(finding.code)}" message="{_quoted(finding.message)}">{words}</failure>'
    else:
        inner = f"<system-out>{words}</system-out>"
    return f'    <testcase name="{_quoted(name)}" classname="{_quoted(place.path)}">{inner}</testcase>\n'


def _quoted(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))
