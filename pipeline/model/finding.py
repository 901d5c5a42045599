"""Findings: what is wrong, where, and what to do next.

A finding is a value, collected and reported with all others; an exception means that we cannot go on.
"""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.source import Place


class Severity(StrEnum):
    """How much a finding matters: an error stops a paper, a warning needs a look, a note is for information."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that was found.

    Attributes:
        place: file, line and column.
        code: stable name; its rule stands in `pipeline.model.rules`.
        message: what is wrong, in one sentence, with the words concerned.
        hint: the next step.
        severity: from the rule, or from the profile where that switches it.
        acknowledged: the reason why a session lives with it, or "".
    """

    place: Place
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    acknowledged: str = ""

    @property
    def fails(self) -> bool:
        """Whether it makes a command end with exit code 1."""
        return self.severity is Severity.ERROR and not self.acknowledged


class PipelineError(Exception):
    """We cannot go on. The message says what is wrong, `hint` what to do next.

    Attributes:
        exit_code: 2 for usage and configuration, 3 for the environment (a program that is missing or too old).
    """

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class EnvironmentProblem(PipelineError):
    """Something that we need on the machine is missing."""

    exit_code = 3


class FindingsError(PipelineError):
    """The input has errors that leave nothing to go on with; they are in `findings`."""

    exit_code = 1

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings
