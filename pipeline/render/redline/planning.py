"""The plan of a redline: what is paired with what, through tables and their cells, before anything is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.render.redline.aligning import Fate, Step, align
from pipeline.render.redline.content import Block, Cell, Numbering, Para, Row, Table, band


@dataclass(frozen=True)
class PlannedRow:
    """A row of a table; one side is None when it only stands in the other. `cells` are the plans of kept cells."""

    old: Row | None
    new: Row | None
    cells: tuple["Plan", ...] = ()


@dataclass(frozen=True)
class Planned:
    """A step with its blocks; `rows` is there for a table that stays."""

    step: Step
    old: tuple[Block, ...]
    new: tuple[Block, ...]
    rows: tuple[PlannedRow, ...] = ()


Plan = tuple[Planned, ...]


def plan(old: Sequence[Block], new: Sequence[Block], *, joins: bool = True) -> Plan:
    """Pair the blocks of two containers.

    Args:
        joins: whether paragraphs may be split, merged and moved; not inside notes, where readers lose words.
    """
    if len(old) == len(new) == 1 and isinstance(old[0], Para) and isinstance(new[0], Para):
        steps = [Step(Fate.KEPT, (0,), (0,))]
    else:
        steps = align(old, new, joins=joins, moves=joins)
    return tuple(_planned(step, old, new) for step in settled_ends(steps, old, new))


def settled_ends(steps: Sequence[Step], old: Sequence[Block], new: Sequence[Block]) -> list[Step]:
    """The steps, without moves of which one paragraph would have to take two.

    Before a table and at the end of a container a paragraph mark must stay. Where no paragraph does, the last of each
    side become one; where the one moved away and the other arrived, the second is shown as new words, and as deleted
    ones where it came from.
    """
    cancelled: set[int] = set()
    run: list[Step] = []
    for step in (*steps, None):
        if step is not None and not any(isinstance(block, Table) for block in _blocks(step, old, new)):
            run.append(step)
            continue
        cancelled |= _clashing(run)
        run = []
    return [_still(step) if step.move in cancelled else step for step in steps]


def _blocks(step: Step, old: Sequence[Block], new: Sequence[Block]) -> list[Block]:
    return [*(old[i] for i in step.old), *(new[j] for j in step.new)]


def _clashing(run: Sequence[Step]) -> set[int]:
    """The number of the move that cannot be shown at the end of these paragraphs, if there is one."""
    if any(step.old and step.new for step in run):
        return set()
    gone = next((step for step in reversed(run) if step.old), None)
    come = next((step for step in reversed(run) if step.new), None)
    return {come.move} if gone and come and gone.move and come.move else set()


def _still(step: Step) -> Step:
    return Step(Fate.GONE if step.old else Fate.COME, step.old, step.new)


def _planned(step: Step, old: Sequence[Block], new: Sequence[Block]) -> Planned:
    left, right = tuple(old[i] for i in step.old), tuple(new[j] for j in step.new)
    if step.fate is Fate.KEPT and isinstance(left[0], Table) and isinstance(right[0], Table):
        return Planned(step, left, right, tuple(_rows(left[0], right[0])))
    return Planned(step, left, right)


def _rows(old: Table, new: Table) -> Iterator[PlannedRow]:
    """Rows that a merged cell ties together stay, come and go together: readers lose the cell between them."""
    left, right = old.bands, new.bands
    for step in align(left, right, joins=False, moves=False):
        theirs = left[step.old[0]] if step.old else band(())
        mine = right[step.new[0]] if step.new else band(())
        if theirs.shape == mine.shape:
            yield from map(_kept_row, theirs.rows, mine.rows)
        else:
            yield from (PlannedRow(row, None) for row in theirs.rows)
            yield from (PlannedRow(None, row) for row in mine.rows)


def _kept_row(old: Row, new: Row) -> PlannedRow:
    return PlannedRow(old, new, tuple(map(_cell, old.cells, new.cells)))


def _cell(old: Cell, new: Cell) -> Plan:
    return plan(old.blocks, new.blocks, joins=False)


def list_pairs(planned: Plan) -> Iterator[tuple[Numbering, Numbering]]:
    """The lists that paired paragraphs name, old and new."""
    for each in planned:
        for row in each.rows:
            for cell in row.cells:
                yield from list_pairs(cell)
        old, new = (each.old[-1] if each.old else None), (each.new[-1] if each.new else None)
        if isinstance(old, Para) and isinstance(new, Para) and old.numbering.instance and new.numbering.instance:
            yield old.numbering, new.numbering


def moved_pairs(planned: Plan) -> dict[int, tuple[Para, Para]]:
    """Both ends of each move, by its number."""
    old = {each.step.move: each.old[0] for each in planned if each.step.fate is Fate.LEFT}
    new = {each.step.move: each.new[0] for each in planned if each.step.fate is Fate.ARRIVED}
    return {
        number: (left, right)
        for number, left in old.items()
        if isinstance(left, Para) and isinstance(right := new[number], Para)
    }
