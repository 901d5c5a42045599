"""Findings and packs as text and as JSON. Pure: what is printed, the command line decides."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic_core import from_json, to_json

from pipeline.model.document import Document, Figure, Heading, Paragraph, Role, Section, Table
from pipeline.model.finding import Finding, Severity
from pipeline.text.words import printed, word_count

SCHEMA_VERSION = 1


def finding_lines(finding: Finding, place: str, label: str) -> tuple[str, ...]:
    """A finding as a command prints it: what is wrong, and the next step, or why the session lives with it.

    Args:
        finding: what was found.
        place: where, as it shall look.
        label: how much it matters, as it shall look.
    """
    first = f"{place}: {label}: {finding.message} [{finding.code}]"
    if finding.acknowledged:
        return first, f"    because {finding.acknowledged}"
    return (first, f"    → {finding.hint}") if finding.hint else (first,)


def findings_json(findings: Sequence[Finding]) -> str:
    """All findings as one JSON object with a `schema_version`."""
    rows = [finding_row(finding) for finding in findings]
    value = {"schema_version": SCHEMA_VERSION, "findings": rows, "counts": counts(findings)}
    return json_text(value)


def finding_row(finding: Finding) -> dict[str, Any]:
    """A finding as JSON has it."""
    return {
        "code": finding.code, "severity": str(finding.severity), "file": finding.place.path, "line": finding.place.line,
        "column": finding.place.column, "message": finding.message, "hint": finding.hint,
        "acknowledged": finding.acknowledged,
    }  # fmt: skip


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity are open, and how many are acknowledged."""
    tally = Counter("acknowledged" if finding.acknowledged else str(finding.severity) for finding in findings)
    return {name: tally[name] for name in (*Severity, "acknowledged")}


def summary(findings: Iterable[Finding]) -> str:
    """`2 errors, 1 warning`; "no findings" when there are none."""
    parts = [f"{number} {name}{_plural(name, number)}" for name, number in counts(findings).items() if number]
    return ", ".join(parts) or "no findings"


def _plural(name: str, number: int) -> str:
    return "" if number == 1 or name == "acknowledged" else "s"


def numbers_json(session: str, documents: Iterable[tuple[str, Document]]) -> str:
    """`numbers.json`: what everything in the papers of a session is numbered, by document; each with its baseline."""
    value = {
        "schema_version": SCHEMA_VERSION,
        "session": session,
        "documents": {document.name: {"baseline": baseline, **_numbers(document)} for baseline, document in documents},
    }
    return json_text(value)


def _numbers(document: Document) -> dict[str, Any]:
    blocks = [(section, block) for section in document.sections for block in section.blocks]
    return {
        "words": word_count(document),
        "sections": [
            {
                "number": block.number,
                "title": printed(block.inlines),
                "level": block.level,
                "id": block.id,
                "file": _file(document, section),
            }
            for section, block in blocks
            if isinstance(block, Heading)
        ],
        "paragraphs": [
            {
                "number": block.number,
                "id": block.id,
                "label": block.label,
                "file": _file(document, section),
                "words": len(printed(block.inlines).split()),
            }
            for section, block in blocks
            if isinstance(block, Paragraph) and block.role is Role.NUMBERED
        ],
        "tables": [_captioned(block) for _, block in blocks if isinstance(block, Table)],
        "figures": [_captioned(block) for _, block in blocks if isinstance(block, Figure)],
        "notes": [note.number for section in document.sections for note in section.notes],
    }


def _file(document: Document, section: Section) -> str:
    return section.path.removeprefix(f"{document.folder}/")


def _captioned(block: Table | Figure) -> dict[str, str]:
    return {"number": block.number, "id": block.id, "caption": printed(block.caption)}


def json_text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """JSON as we write it: sorted keys, indented, UTF-8 characters as they are, a final newline."""
    try:
        compact = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
        # Python's encoder is slow when it indents: reading and writing once more takes a fifth of its time.
        return to_json(from_json(compact), indent=2).decode() + "\n"
    except UnicodeEncodeError:  # half a character, which only Python passes on
        return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
