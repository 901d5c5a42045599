"""Every finding, caused for real: workspaces with many mistakes, whose findings are the examples of findings.md."""

import re
import tempfile
from dataclasses import replace
from pathlib import Path

from finding_cases import comments, drafts, packs
from finding_cases.bench import Bench, Case

NOT_SHOWN = {
    "LEDGER-BALANCE": "No file can cause it: it would mean that hlcp itself lost a comment, or counted one twice.",
}
"""Codes without an example, and why."""

_COMMIT = re.compile(r"\bcommit [0-9a-f]{12}\b")  # no two runs make the same commits


def cases() -> dict[str, Case]:
    """The first finding of each code, by code."""
    found: dict[str, Case] = {}
    with tempfile.TemporaryDirectory() as name:
        for part, runs in (("drafts", (drafts.run,)), ("round", (comments.run, packs.run))):
            bench = Bench(Path(name, part, "harbours"), found)
            for run in runs:
                run(bench)
    return {code: _repeatable(case) for code, case in found.items()}


def _repeatable(case: Case) -> Case:
    message = _COMMIT.sub("commit 1a2b3c4d5e6f", case.finding.message)
    return case._replace(finding=replace(case.finding, message=message))
