"""Every spelling of a section as a readable case: tests/golden/<case>/ holds section.md, model.txt and findings.txt.

`HLCP_UPDATE_GOLDEN=1 pytest tests/test_golden.py` writes the expected files anew; read what changed.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.formats.models import front_matter
from pipeline.formats.pandoc import parse
from pipeline.model.config import Profile, SectionMeta
from pipeline.model.document import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Note,
    NoteMark,
    Paragraph,
    Part,
    Reference,
    Section,
    Style,
    Table,
)  # fmt: skip
from pipeline.model.finding import Finding
from pipeline.text.blocks import read_section
from pipeline.text.checks import check_document
from pipeline.text.numbering import number_document
from pipeline.text.problems import bound_to
from pipeline.text.sources import check_source

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
UPDATE = os.environ.get("HLCP_UPDATE_GOLDEN") == "1"
PARTS = {"front": Part.FRONT, "annex": Part.ANNEX}
PROFILE = Profile(name="Golden", acronyms=("UN",))


@pytest.mark.parametrize("case", CASES)
def test_a_section_is_read_as_its_case_says(case: str) -> None:
    folder = GOLDEN / case
    document, findings = _read((folder / "section.md").read_bytes(), PARTS.get(case.partition("-")[0], Part.BODY))
    outcome = {
        "model.txt": "".join(f"{line}\n" for line in _document(document)),
        "findings.txt": "".join(f"{_finding(finding)}\n" for finding in findings),
    }
    for name, text in outcome.items():
        if UPDATE:
            (folder / name).write_text(text, "utf-8")
        assert text == (folder / name).read_text("utf-8"), f"{case}/{name}"


def test_there_are_cases_and_each_is_whole() -> None:
    assert len(CASES) >= 25
    for case in CASES:
        assert {path.name for path in (GOLDEN / case).iterdir()} == {"section.md", "model.txt", "findings.txt"}


def _read(data: bytes, part: Part) -> tuple[Document, tuple[Finding, ...]]:
    matter = front_matter(data, "section.md")
    text = read_section(parse([matter.body])[0].blocks, part)
    meta = matter.meta or SectionMeta()
    section = Section(
        "section.md", part, meta.title, meta.id, text.blocks, text.notes, meta.objectives, meta.responds_to, meta.lead
    )
    document, more = number_document(Document("d", "Title", "d", (section,)), PROFILE)
    local = bound_to("section.md", (*text.findings, *check_source(matter.body)))
    checks = tuple(found for found in check_document(document, PROFILE) if found.code != "WORD-LIMIT")
    return document, tuple(sorted({*matter.findings, *local, *more, *checks}))


# -- the dump


def _finding(finding: Finding) -> str:
    return f"{finding.place.line}:{finding.place.column} {finding.severity} {finding.code} {finding.message}"


def _document(document: Document) -> Iterator[str]:
    for section in document.sections:
        about = {"objectives": section.objectives, "responds-to": section.responds_to, "lead": section.lead}
        yield from (f"{name}: {value}" for name, value in about.items() if value)
        for block in section.blocks:
            yield from _block(block)
        for note in section.notes:
            yield from _note(note)
    for target in document.targets.values():
        yield f"target {target.id}: {target.printed}"
    yield f"{document.words} words"


def _block(block: Block) -> Iterator[str]:
    where = f"@{block.at.line}:{block.at.column}" if block.at else "@-"
    if isinstance(block, Heading):
        yield f"{where} heading {block.level} [{block.number}] {_label(block.id)}{_inlines(block.inlines)}"
    elif isinstance(block, Paragraph):
        yield f"{where} {_paragraph(block)}"
    elif isinstance(block, Figure):
        about = f"{_label(block.id)}{block.image} alt={block.alt!r}"
        yield f"{where} figure {block.number} {about} {_inlines(block.caption)}"
    else:
        yield f"{where} table {block.number} {_label(block.id)}{'/'.join(block.alignments)} {_inlines(block.caption)}"
        yield from _table(block)


def _paragraph(block: Paragraph) -> str:
    place = f" list {block.list} level {block.level} {block.kind} {block.ordinal or ''}".rstrip() if block.level else ""
    number = f" {block.number}." if block.number else ""
    marker = f" {block.marker}" if block.marker else ""
    responds = f" responds to {', '.join(block.responds_to)}" if block.responds_to else ""
    label = f" {{#{block.label}}}" if block.label else ""
    return f"{block.role}{place}{number}{marker}{label}{responds}: {_inlines(block.inlines)}"


def _table(block: Table) -> Iterator[str]:
    for kind, rows in (("head", block.header), ("row", block.rows)):
        for row in rows:
            yield f"    {kind}: " + " | ".join(_cell(cell) for cell in row)


def _cell(cell: Cell) -> str:
    return " ¶ ".join(_inlines(text) for text in cell.paragraphs)


def _note(note: Note) -> Iterator[str]:
    yield f"note {note.number}: " + " ¶ ".join(_inlines(text) for text in note.paragraphs)


def _label(label: str) -> str:
    return f"{{#{label}}} " if label else ""


def _inlines(inlines: tuple[Inline, ...]) -> str:
    return "".join(_inline(piece) for piece in inlines)


def _inline(piece: Inline) -> str:
    if isinstance(piece, NoteMark):
        return f"<note {piece.number}>"
    if isinstance(piece, Reference):
        return f"<{piece.target} = {piece.text}>"
    if isinstance(piece, LineBreak):
        return "<break>"
    names = "+".join(style.name.lower() for style in Style if style & piece.style and style.name)
    words = f"<{names} {piece.text}>" if names else piece.text
    return f"<{piece.link} {words}>" if piece.link else words
