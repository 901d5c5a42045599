"""Findings as Markdown: the comment on a change, or the summary of a job."""

import re
from collections.abc import Sequence

from pipeline.model.finding import Finding
from pipeline.render.findings.common import by_weight, fails
from pipeline.render.reports import summary

_MOST = 40  # rows: a forge refuses comments of more than 65,536 characters
_CELL = 300  # characters of a message
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&@!])")


def markdown(findings: Sequence[Finding], strict: bool = False) -> str:
    """A heading that says whether the check passed, and a table, errors first; what is cut off is counted."""
    ordered = by_weight(findings)
    state = "fails" if any(fails(finding, strict) for finding in findings) else "passes"
    lines = [f"### hlcp check {state}: {summary(findings)}", ""]
    if ordered:
        lines += ["| | Place | What is wrong | Next step |", "|---|---|---|---|"]
        lines += [_row(finding) for finding in ordered[:_MOST]]
    if len(ordered) > _MOST:
        lines += ["", f"{len(ordered) - _MOST} more; run `hlcp check` to see all of them."]
    return "\n".join(lines) + "\n"


def _row(finding: Finding) -> str:
    kind = f"{finding.severity}, acknowledged" if finding.acknowledged else str(finding.severity)
    message = f"{_plain(finding.message)} ({finding.code})"
    return f"| {kind} | {_plain(str(finding.place))} | {message} | {_plain(finding.acknowledged or finding.hint)} |"


def _plain(text: str) -> str:
    """A text in one line in which nothing is markup: no mention, no link, no cell of its own."""
    line = "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))
    short = line if len(line) <= _CELL else f"{line[:_CELL]}…"
    return _MARKUP.sub(r"\\\1", short)
