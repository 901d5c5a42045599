"""Values in place of expressions, after a section is parsed: what comes in is literal text and never markup (law 9).

Every word of a value stands at the place of its expression, so findings and comments on it lead there.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model.document import Block, Cell, Figure, Inline, Note, Reference, Table, Text
from pipeline.model.expression import Expression, Label
from pipeline.model.source import Span
from pipeline.text.blocks import SectionText

_ANYWHERE = re.compile(r"\[[^\[\]]*\]\{\s*\.data\s*\}")
_SPAN = re.compile(r"\[(.*)\]\{\s*\.data\s*\}", re.DOTALL)

Printed = tuple[str | Label, ...]
Evaluate = Callable[[Expression, object], Printed | None]
Rows = Callable[[Expression], Sequence[object] | None]
Refuse = Callable[[Span, str, str], None]


@dataclass(frozen=True, slots=True)
class Evaluator:
    """How values are found.

    Attributes:
        value: of an expression in prose or in a row; None when it has none, which is then reported already.
        rows: those of a data table, or None likewise.
        refuse: takes place, code and message of what is wrong with a table.
    """

    value: Evaluate
    rows: Rows
    refuse: Refuse


def holds_expression(source: str) -> bool:
    """Whether a stretch of a section file has an expression in it."""
    return _ANYWHERE.search(source) is not None


def with_sources(section: SectionText, body: str) -> SectionText:
    """The section with the words of each expression as its file has them.

    Args:
        body: the text that was parsed, with the line numbers of the file.
    """
    lines = body.split("\n")
    return replace(section, data=tuple(one if one.source else _with_source(one, lines) for one in section.data))


def _with_source(one: Expression, lines: Sequence[str]) -> Expression:
    match = _SPAN.match(_cut(lines, one.at))
    # A pipe between the cells of a table must be escaped; no expression has another use for a backslash before one.
    return one._replace(source=" ".join(match[1].replace("\\|", "|").split()) if match else "")


def _cut(lines: Sequence[str], at: Span) -> str:
    stretch = list(lines[at.line - 1 : at.end_line])
    if not stretch:
        return ""
    stretch[-1] = stretch[-1][: at.end_column - 1]
    stretch[0] = stretch[0][at.column - 1 :]
    return "\n".join(stretch)


def substituted(section: SectionText, evaluator: Evaluator) -> SectionText:
    """The section with the values of its expressions; what has no value keeps the words of its expression."""
    filler = _Filler(section, evaluator)
    return replace(
        section,
        blocks=tuple(filler.block(block) for block in section.blocks),
        notes=tuple(filler.note(note) for note in section.notes),
        data=(),
    )


class _Filler:
    def __init__(self, section: SectionText, evaluator: Evaluator) -> None:
        self._values = {one.at: one for one in section.data if not one.repeats}
        self._repeats: Mapping[Span | None, Expression] = {one.at: one for one in section.data if one.repeats}
        self._evaluator = evaluator

    def block(self, block: Block) -> Block:
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Figure):
            return replace(block, caption=self.inlines(block.caption))
        return replace(block, inlines=self.inlines(block.inlines))

    def note(self, note: Note) -> Note:
        return replace(note, paragraphs=tuple(self.inlines(inlines) for inlines in note.paragraphs))

    def table(self, table: Table) -> Table:
        header = tuple(self.row(row) for row in table.header)
        repeat = self._repeats.get(table.at)
        if repeat is None:
            return replace(table, header=header, rows=tuple(self.row(row) for row in table.rows))
        if len(table.rows) != 1:
            message = f"a table made from data has one row, which is repeated; this one has {len(table.rows)}"
            self._evaluator.refuse(repeat.at, "DATA-TABLE", message)
            return replace(table, header=header)
        rows = self._evaluator.rows(repeat)
        if rows is None:
            return replace(table, header=header)
        return replace(table, header=header, rows=tuple(self.row(table.rows[0], each) for each in rows))

    def row(self, row: tuple[Cell, ...], scope: object = None) -> tuple[Cell, ...]:
        return tuple(Cell(self.paragraphs(cell.paragraphs, scope)) for cell in row)

    def paragraphs(self, many: tuple[tuple[Inline, ...], ...], scope: object) -> tuple[tuple[Inline, ...], ...]:
        filled = (self.inlines(inlines, scope) for inlines in many)
        return tuple(inlines for inlines in filled if inlines)

    def inlines(self, inlines: tuple[Inline, ...], scope: object = None) -> tuple[Inline, ...]:
        if not any(piece.at in self._values for piece in inlines):
            return inlines
        return tuple(part for piece in inlines for part in self.piece(piece, scope))

    def piece(self, piece: Inline, scope: object) -> tuple[Inline, ...]:
        expression = self._values.get(piece.at) if isinstance(piece, Text) and piece.at else None
        if expression is None or not isinstance(piece, Text):
            return (piece,)
        value = self._evaluator.value(expression, scope)
        return (piece,) if value is None else tuple(_pieces(value, piece))


def _pieces(value: Printed, piece: Text) -> list[Inline]:
    made: list[Inline] = []
    for index, part in enumerate(value):
        made += [piece._replace(text=","), piece._replace(text=" ")] if index else []
        if isinstance(part, Label):
            made.append(Reference(str(part), "", piece.style, piece.at))
        else:
            made += _words(part, piece)
    return made


def _words(text: str, piece: Text) -> list[Inline]:
    words: list[Inline] = []
    for word in text.split():
        words += [piece._replace(text=" ")] if words else []
        words.append(piece._replace(text=word))
    return words
