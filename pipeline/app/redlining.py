"""A redline and its proof: no redline leaves us that does not hold both texts."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.formats.revisions import ACCEPT, REJECT, Unreadable, differences, faults, read
from pipeline.formats.word_package import PackageProblem
from pipeline.model.finding import Finding, PipelineError
from pipeline.model.rules import RULES
from pipeline.model.source import Place
from pipeline.render.redline.engine import Redline, redline
from pipeline.render.redline.scribe import Credit, always
from pipeline.store.writing import write_whole

MOST_BYTES = 64 * 1024 * 1024  # of a Word file
MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Made:
    """A redline that was made.

    Attributes:
        redline: the file and what is in it.
        problems: what its proof found wrong; none when it holds both texts.
    """

    redline: Redline
    problems: tuple[str, ...]


def make_redline(old: bytes, new: bytes, credit: Credit) -> Made:
    """The redline of two Word files, with its proof.

    Raises:
        PipelineError: one of them cannot be read.
    """
    try:
        made = redline(old, new, always(credit))
    except PackageProblem as problem:
        raise PipelineError(f"it cannot be compared: {problem}", "compare two .docx files") from problem
    return Made(made, prove_redline(old, new, made.data))


def prove_redline(old: bytes, new: bytes, made: bytes) -> tuple[str, ...]:
    """What is wrong with a redline, read from the file alone: rejecting all is the old paper, accepting all the new.

    Changes that the two papers bring along themselves count as accepted.
    """
    try:
        rejected = [f"rejecting all: {each}" for each in differences(read(made, REJECT), read(old, ACCEPT))]
        accepted = [f"accepting all: {each}" for each in differences(read(made, ACCEPT), read(new, ACCEPT))]
        return (*rejected, *accepted, *faults(made)[:MOST_PROBLEMS])
    except Unreadable as problem:
        return (f"it cannot be read: {problem}",)


def proof_findings(problems: tuple[str, ...], file: str) -> tuple[Finding, ...]:
    """The problems of a redline as findings."""
    rule = RULES["PROOF-REDLINE"]
    return tuple(Finding(Place(file), rule.code, each, rule.remedy, rule.severity) for each in problems)


def read_word(path: Path) -> bytes:
    """The bytes of a Word file.

    Raises:
        PipelineError: it is not there, or larger than we read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PipelineError(f"{path.name} is larger than {MOST_BYTES >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise PipelineError(f"{path.name} cannot be read: {error.strerror}") from error


def write_redline(path: Path, data: bytes) -> None:
    """Write a redline whole or not at all.

    Raises:
        PipelineError: the disk refused.
    """
    try:
        write_whole(path, data)
    except OSError as error:
        raise PipelineError(f"{path.name} cannot be written: {error.strerror}") from error


def checked_credit(author: str, date: str) -> Credit:
    """Author and date of changes as a user gives them.

    Raises:
        PipelineError: there is no author, or the date is none.
    """
    if not author.strip():
        raise PipelineError("a change needs an author", "--author NAME")
    try:
        when = datetime.strptime(date, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - the Z is read and written as it is
    except ValueError as error:
        raise PipelineError(f"{date[:40]!r} is not a date", "write it as 2025-06-01T00:00:00Z, in UTC") from error
    return Credit(author.strip(), when.strftime("%Y-%m-%dT%H:%M:%SZ"))
