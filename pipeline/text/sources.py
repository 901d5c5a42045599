"""What only the Markdown source shows: footnotes without a note, notes without a mark, forged positions."""

import re
from collections.abc import Iterator

from pipeline.model.finding import Finding
from pipeline.model.source import Span
from pipeline.text.problems import Problems, nearest

_NOTE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](:?)")
_FORGED = re.compile(r"\b(?:data-pos|wrapper)\s*=")
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}|^:{3,}.*$", re.MULTILINE)


def check_source(text: str) -> tuple[Finding, ...]:
    """Findings on the source of one section, without their path."""
    problems = Problems()
    _check_notes(text, problems)
    for match in _ATTRIBUTES.finditer(text):
        forged = _FORGED.search(match.group())
        if forged:
            at = _span(text, match.start() + forged.start())
            problems.add("MD-ATTRIBUTE", at, f"the attribute {forged.group()!r} is ours: nobody may write it")
    return tuple(problems.found)


def _check_notes(text: str, problems: Problems) -> None:
    marks: dict[str, int] = {}
    notes: dict[str, int] = {}
    for label, is_note, start in _note_labels(text):
        (notes if is_note else marks).setdefault(label, start)
    for label, start in marks.items():
        if label not in notes:
            problems.add("NOTE-DANGLING", _span(text, start), f"there is no note [^{label}]{nearest(label, notes)}")
    for label, start in notes.items():
        if label not in marks:
            problems.add("NOTE-UNUSED", _span(text, start), f"nothing refers to the note [^{label}]")


def _note_labels(text: str) -> Iterator[tuple[str, bool, int]]:
    """Label, whether it opens a note, and where, of each `[^label]`."""
    for match in _NOTE.finditer(text):
        opens_line = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        yield match[1], bool(match[2]) and opens_line, match.start()


def _span(text: str, offset: int) -> Span:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Span(line, column, line, column + 1)
