"""What only the Markdown source shows: footnotes without a note, notes without a mark, forged positions."""

import re
from collections.abc import Iterator

from pipeline.model.finding import Finding
from pipeline.model.saying import quoted
from pipeline.model.source import Span
from pipeline.text.problems import Problems, nearest

_NOTE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](:?)")
_NOTE_OPENS = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
# Attributes on the line of their paragraph: pandoc takes them for those of the nothing before them.
_ASTRAY = re.compile(r"^[ \t]*(?:(?:\([A-Za-z]+\)|[0-9]+[.)]|[-*+])[ \t]+)?(\{[#.][^{}\n]*\})[ \t]*\S", re.MULTILINE)
_FORGED = re.compile(r"\b(?:data-pos|wrapper)\s*=")
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}|^:{3,}.*$", re.MULTILINE)


def check_source(text: str) -> tuple[Finding, ...]:
    """Findings on the source of one section, without their path."""
    problems = Problems()
    _check_notes(text, problems)
    for match in _ASTRAY.finditer(text):
        message = f"{match[1][:60]} has no effect before words on its own line"
        problems.add("MD-ATTRIBUTE", _span(text, match.start(1)), message, "Put it alone on the line before the words.")
    for match in _ATTRIBUTES.finditer(text):
        forged = _FORGED.search(match.group())
        if forged:
            at = _span(text, match.start() + forged.start())
            problems.add("MD-ATTRIBUTE", at, f"{quoted(forged.group())} is an attribute that only the tool may write")
    return tuple(problems.found)


def _check_notes(text: str, problems: Problems) -> None:
    marks: dict[str, int] = {}
    notes: dict[str, int] = {}
    inside = list(_note_stretches(text))
    for label, is_note, start in _note_labels(text):
        (notes if is_note else marks).setdefault(label, start)
        if not is_note and any(first <= start < last for first, last in inside):
            message = f"the mark [^{label}] stands inside a footnote; its note would be lost"
            problems.add("MD-FORBIDDEN", _span(text, start), message, "Move its words into the outer note.")
    for label, start in marks.items():
        if label not in notes:
            problems.add("NOTE-DANGLING", _span(text, start), f"the mark [^{label}] has no note{nearest(label, notes)}")
    for label, start in notes.items():
        if label not in marks:
            problems.add("NOTE-UNUSED", _span(text, start), f"the note [^{label}] has no mark in the text")


def _note_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where each note begins and ends: before the next one, or a line after a blank one that is not indented."""
    begin, after_blank, at = -1, False, 0
    for line in text.splitlines(keepends=True):
        opens = _NOTE_OPENS.match(line) is not None
        if begin >= 0 and (opens or (after_blank and line.strip() and not line.startswith(("    ", "\t")))):
            yield begin, at
            begin = -1
        begin = at if opens else begin
        after_blank = not line.strip()
        at += len(line)
    if begin >= 0:
        yield begin, at


def _note_labels(text: str) -> Iterator[tuple[str, bool, int]]:
    """Label, whether it opens a note, and where, of each `[^label]`."""
    for match in _NOTE.finditer(text):
        opens_line = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        yield match[1], bool(match[2]) and opens_line, match.start()


def _span(text: str, offset: int) -> Span:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Span(line, column, line, column + 1)
