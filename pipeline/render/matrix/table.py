"""The table of the matrix as Word and PDF print it: its columns, what stands in them, and the lines above it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.matrix import Matrix, MatrixGroup, MatrixRow
from pipeline.render.matrix.wording import HIDEABLE

TITLE = "Compilation of comments and responses"
SHORT_ROW = 700  # characters in its longest cell: a row up to this length is not split between pages


class Line(NamedTuple):
    """One paragraph of a cell."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column: its heading, its share of the width in millimetres on A4, and what it says of a row."""

    head: str
    width: float
    lines: Callable[[MatrixRow], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """The groups of one section; what has no section stands under a heading of its own."""

    heading: str
    groups: tuple[MatrixGroup, ...]

    def names(self, group: MatrixGroup) -> bool:
        """Whether the heading says already all that a group says of itself."""
        return group.heading == self.heading and not group.text


def printed_columns(matrix: Matrix) -> tuple[PrintedColumn, ...]:
    """The columns, without those that have nothing to say because the matrix hides it."""
    gone = frozenset(matrix.hidden)
    every = (
        ("No.", 10, _number, ()),
        ("Member", 27, _members, ("entities",)),
        ("Place as cited", 26, _plain("reference"), ()),
        ("Type", 20, _plain("type"), ()),
        ("Text commented on", 42, _plain("quote"), ()),
        ("Proposed change", 45, _plain("proposal"), ()),
        ("Reasons", 42, _plain("reasons"), ("reasons",)),
        ("In today's text", 23, _today, ("places", "collisions")),
        ("Decision and response", 38, _answer, ()),
    )
    return tuple(
        PrintedColumn(head, width, lines)
        for head, width, lines, needs in every
        if not needs or not gone.issuperset(needs)
    )


def printed_sections(matrix: Matrix) -> tuple[PrintedSection, ...]:
    """The groups by section, in their order."""
    found: dict[tuple[int, str], list[MatrixGroup]] = {}
    for group in matrix.groups:
        found.setdefault((group.part, group.section or group.heading), []).append(group)
    return tuple(PrintedSection(heading, tuple(groups)) for (_, heading), groups in found.items())


def facts(matrix: Matrix) -> tuple[tuple[str, str], ...]:
    """What the reader must know before the table, as pairs of name and value."""
    shown = [("Text that was read", f"{matrix.session}, fingerprint {matrix.fingerprint}")]
    shown.append(("Comments", f"{matrix.comments} in all; {len(matrix.rows)} rows here"))
    if matrix.members:
        shown.append(("Members", ", ".join(f"{code} ({count})" for code, count in matrix.members)))
    if matrix.hidden:
        shown.append(("Not shown", "; ".join(HIDEABLE[name] for name in matrix.hidden)))
    if matrix.sample:
        shown.append(("Sample", "This round is a sample: it carries no position of a real entity."))
    return tuple(shown)


def is_short(row: MatrixRow) -> bool:
    """Whether a row is so short that it stays on one page."""
    return max(map(len, (row.quote, row.proposal, row.reasons, row.response, row.text))) <= SHORT_ROW


# -- what stands in the columns


def _plain(name: str) -> Callable[[MatrixRow], Iterator[Line]]:
    return lambda row: split(getattr(row, name))


def split(text: str, *, bold: bool = False) -> Iterator[Line]:
    """A text as lines, without empty ones."""
    return (Line(line.strip(), bold) for line in text.split("\n") if line.strip())


def _number(row: MatrixRow) -> Iterator[Line]:
    yield Line(str(row.number))


def _members(row: MatrixRow) -> Iterator[Line]:
    if row.names:
        return (Line(name.short) for name in row.names)
    return (Line(code) for code in row.entities)


def _today(row: MatrixRow) -> Iterator[Line]:
    yield from split(row.today)
    if row.collisions:
        yield Line(f"Collision {', '.join(map(str, row.collisions))}", bold=True)


def _answer(row: MatrixRow) -> Iterator[Line]:
    yield Line(f"{row.state[:1].upper()}{row.state[1:]}".replace("-", " "), bold=bool(row.decision))
    if row.superseded_by:
        yield Line(f"Settled by {row.superseded_by}.")
    if row.text:
        yield from split(f"Words decided: {row.text}")
    yield from split(row.response)
    if row.reply:
        yield from split(f"Reply of the member: {row.reply}")
