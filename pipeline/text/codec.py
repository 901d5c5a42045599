"""A section as compact JSON and back, for the cache: `decode(encode(x)) == x`."""

import json
from typing import Any

from pipeline.model.document import (
    Block,
    Cell,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Note,
    NoteMark,
    Paragraph,
    Reference,
    Role,
    Table,
    Text,
)  # fmt: skip
from pipeline.model.expression import Expression
from pipeline.model.finding import Finding, Severity
from pipeline.model.source import Place, Span
from pipeline.text.blocks import SectionText


def encode(section: SectionText) -> bytes:
    """The section as JSON."""
    value = {
        "blocks": [_block(block) for block in section.blocks],
        "notes": [[_many(note.paragraphs), note.at] for note in section.notes],
        "findings": [[f.place.line, f.place.column, f.code, f.message, f.hint, f.severity] for f in section.findings],
        "data": section.data,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def decode(data: bytes) -> SectionText:
    """The section that `encode` wrote."""
    value = json.loads(data)
    return SectionText(
        tuple(_read_block(item) for item in value["blocks"]),
        tuple(Note(_read_many(paragraphs), at=_span(at)) for paragraphs, at in value["notes"]),
        tuple(_finding(item) for item in value["findings"]),
        tuple(Expression(Span(*at), source, repeats) for at, source, repeats in value["data"]),
    )


# -- writing


def _inlines(inlines: tuple[Inline, ...]) -> list[Any]:
    return [_inline(piece) for piece in inlines]


def _inline(piece: Inline) -> list[Any]:
    if isinstance(piece, Text):
        return ["t", piece.text, piece.style, piece.link, piece.at]
    if isinstance(piece, Reference):
        return ["r", piece.target, piece.text, piece.style, piece.at]
    if isinstance(piece, NoteMark):
        return ["n", piece.note, piece.at]
    return ["b", piece.at]


def _many(paragraphs: tuple[tuple[Inline, ...], ...]) -> list[Any]:
    return [_inlines(inlines) for inlines in paragraphs]


def _rows(rows: tuple[tuple[Cell, ...], ...]) -> list[Any]:
    return [[_many(cell.paragraphs) for cell in row] for row in rows]


def _block(block: Block) -> list[Any]:
    if isinstance(block, Paragraph):
        return [
            "p", block.role, _inlines(block.inlines), block.label, block.level, block.list, block.ordinal, block.kind,
            block.responds_to, block.at,
        ]  # fmt: skip
    if isinstance(block, Heading):
        return ["h", block.level, _inlines(block.inlines), block.id, block.at]
    if isinstance(block, Table):
        header, rows = _rows(block.header), _rows(block.rows)
        return ["t", block.id, _inlines(block.caption), header, rows, block.alignments, block.at]
    return ["f", block.id, block.image, _inlines(block.caption), block.alt, block.at]


# -- reading


def _span(value: list[int] | None) -> Span | None:
    return Span(*value) if value else None


def _finding(item: list[Any]) -> Finding:
    line, column, code, message, hint, severity = item
    return Finding(Place("", line, column), code, message, hint, Severity(severity))


def _read_inline(item: list[Any]) -> Inline:
    kind = item[0]
    if kind == "t":
        return Text(item[1], item[2], item[3], _span(item[4]))
    if kind == "r":
        return Reference(item[1], item[2], item[3], _span(item[4]))
    return NoteMark(item[1], "", _span(item[2])) if kind == "n" else LineBreak(_span(item[1]))


def _read_inlines(items: list[Any]) -> tuple[Inline, ...]:
    return tuple([_read_inline(item) for item in items])


def _read_many(items: list[Any]) -> tuple[tuple[Inline, ...], ...]:
    return tuple(_read_inlines(inlines) for inlines in items)


def _read_rows(rows: list[Any]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(Cell(_read_many(cell)) for cell in row) for row in rows)


def _read_block(item: list[Any]) -> Block:
    kind = item[0]
    if kind == "p":
        role, inlines, label, level, number, ordinal, list_kind, responds, at = item[1:]
        return Paragraph(
            Role(role), _read_inlines(inlines), label=label, level=level, list=number, ordinal=ordinal, kind=list_kind,
            responds_to=tuple(responds), at=_span(at),
        )  # fmt: skip
    if kind == "h":
        return Heading(item[1], _read_inlines(item[2]), id=item[3], at=_span(item[4]))
    if kind == "t":
        label, caption, header, rows, alignments, at = item[1:]
        return Table(
            label, _read_inlines(caption), _read_rows(header), _read_rows(rows), tuple(alignments), at=_span(at)
        )
    return Figure(item[1], item[2], _read_inlines(item[3]), item[4], at=_span(item[5]))
