"""A redline and its proof: no redline leaves us that does not hold both texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.formats.revisions import ACCEPT, REJECT, Unreadable, differences, faults, read, tracked_changes
from pipeline.formats.word_package import PackageProblem
from pipeline.model.finding import Finding, PipelineError
from pipeline.model.rules import RULES
from pipeline.model.saying import quoted
from pipeline.model.source import Place
from pipeline.render.redline.engine import Redline, redline
from pipeline.render.redline.scribe import Credit, CreditOf, always
from pipeline.render.word.margin import Remark
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


def make_redline(
    old: bytes, new: bytes, credit: Credit | CreditOf, said: Mapping[str, Sequence[Remark]] | None = None
) -> Made:
    """The redline of two Word files, with its proof.

    Args:
        old: the earlier paper.
        new: the later one.
        credit: whose all changes are, or a function that says whose each is.
        said: what stands in the margin beside the changes that come from a comment, by its name.

    Raises:
        PipelineError: one of them cannot be read.
    """
    try:
        made = redline(old, new, always(credit) if isinstance(credit, Credit) else credit, said)
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
        return (*rejected, *accepted, *_own_faults(old, new, made)[:MOST_PROBLEMS])
    except Unreadable as problem:
        return (f"it cannot be read: {problem}",)


def _own_faults(old: bytes, new: bytes, made: bytes) -> tuple[str, ...]:
    """The faults that neither paper has itself."""
    found = faults(made)
    theirs = {*faults(old), *faults(new)} if found else set()
    return tuple(fault for fault in found if fault not in theirs)


def prove_credits(made: bytes, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Where a redline and the list of its changes differ: every change is credited, and every credited one exists.

    Args:
        made: the Word file.
        rows: of the manifest, each with `id`, `kind` and `author`.
    """
    try:
        there = {number: (each.kind, each.author) for number, each in tracked_changes(made).items()}
    except Unreadable as problem:
        return (f"it cannot be read: {problem}",)
    listed = {str(row["id"]): (str(row["kind"]), str(row["author"])) for row in rows}
    differ = [number for number in there.keys() | listed.keys() if there.get(number) != listed.get(number)]
    wrong = sorted(differ, key=lambda number: (len(number), number))
    said = (f"change {n}: the manifest has {_told(listed.get(n))}, the file {_told(there.get(n))}" for n in wrong)
    return tuple(said)[:MOST_PROBLEMS]


def _told(change: tuple[str, str] | None) -> str:
    return f"{change[0]} by {change[1]}" if change else "none"


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
            raise PipelineError(f"{path.name} is larger than {MOST_BYTES >> 20} MiB", "save its pictures smaller")
        if not path.is_file():
            raise PipelineError(f"{path.name} is no file", "name a Word file")
        return path.read_bytes()
    except OSError as error:
        raise PipelineError(f"{path.name} cannot be read: {error.strerror}", "name a file that is there") from error


def write_redline(path: Path, data: bytes) -> None:
    """Write a redline whole or not at all.

    Raises:
        PipelineError: the disk refused.
    """
    try:
        write_whole(path, data)
    except OSError as error:
        raise PipelineError(f"{path} cannot be written: {error.strerror}", "name another file with -o") from error


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
        raise PipelineError(f"{quoted(date)} is not a date", "write it as 2025-06-01T00:00:00Z, in UTC") from error
    return Credit(author.strip(), when.strftime("%Y-%m-%dT%H:%M:%SZ"))
