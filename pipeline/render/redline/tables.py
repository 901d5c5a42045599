"""Tables with their changes: rows come and go whole, cells that stay are compared inside."""

from collections.abc import Callable, Sequence

from pipeline.formats.xml_tree import Node
from pipeline.render.redline.comparing import State
from pipeline.render.redline.content import Block, Cell, Para, Row, Table
from pipeline.render.redline.planning import Plan, PlannedRow
from pipeline.render.redline.scribe import Change, Scribe

WriteContainer = Callable[[Plan], str]
WriteWhole = Callable[[Sequence[Block], State], str]


class TableWriter:
    """Writes tables; the two functions write what is in a cell."""

    def __init__(self, scribe: Scribe, write: WriteContainer, write_whole: WriteWhole) -> None:
        self._scribe, self._write, self._write_whole = scribe, write, write_whole

    def kept(self, old: Table, new: Table, rows: Sequence[PlannedRow]) -> str:
        """A table of both papers."""
        properties = self._changed(old.properties, new.properties, "tblPr")
        body = "".join(self._row(row) for row in rows)
        # The grid only repeats the widths of the cells, and its own kind of change has no author.
        return f"<w:tbl>{properties}{new.grid.xml()}{body}</w:tbl>"

    def whole(self, table: Table, state: State) -> str:
        """A table that comes or goes."""
        rows = "".join(self._whole_row(row, state) for row in table.rows)
        return f"<w:tbl>{table.properties.xml()}{table.grid.xml()}{rows}</w:tbl>"

    def _changed(self, old: Node, new: Node, name: str) -> str:
        """Properties with what they were."""
        if old.xml() == new.xml():
            return new.xml() if new.kids else ""
        attributes = self._scribe.attributes(Change(f"{name}Change"))
        change = f"<w:{name}Change{attributes}><w:{name}>{old.inner()}</w:{name}></w:{name}Change>"
        return f"<w:{name}>{new.inner()}{change}</w:{name}>"

    # -- rows

    def _row(self, row: PlannedRow) -> str:
        if row.old is None or row.new is None:
            one = row.new or row.old
            return self._whole_row(one, State.INSERT if row.new else State.DELETE) if one else ""
        cells = "".join(map(self._cell, row.old.cells, row.new.cells, row.cells))
        before = _of(row.new, "w:tblPrEx").xml() if _has(row.new, "w:tblPrEx") else ""
        properties = self._changed(_of(row.old, "w:trPr"), _of(row.new, "w:trPr"), "trPr")
        return f"<w:tr>{before}{properties}{cells}</w:tr>"

    def _cell(self, old: Cell, new: Cell, plan: Plan) -> str:
        return f"<w:tc>{self._changed(old.properties, new.properties, 'tcPr')}{self._write(plan)}</w:tc>"

    def _whole_row(self, row: Row, state: State) -> str:
        kind = state.value
        before = _of(row, "w:tblPrEx").xml() if _has(row, "w:tblPrEx") else ""
        # The schema wants a property beside the mark; that a row may break is what is so without it.
        own = _of(row, "w:trPr").inner() or '<w:cantSplit w:val="off"/>'
        mark = f"<w:{kind}{self._scribe.attributes(_place(row, kind))}/>"
        cells = "".join(self._whole_cell(cell, state) for cell in row.cells)
        return f"<w:tr>{before}<w:trPr>{own}{mark}</w:trPr>{cells}</w:tr>"

    def _whole_cell(self, cell: Cell, state: State) -> str:
        properties = cell.properties.xml() if cell.properties.kids else ""
        return f"<w:tc>{properties}{self._write_whole(cell.blocks, state)}</w:tc>"


def _place(row: Row, kind: str) -> Change:
    """A row stands where the first words of it do."""
    found = (block for cell in row.cells for block in cell.blocks if isinstance(block, Para) and block.text.strip())
    first = next(found, None)
    return Change(kind, "", first.names, first.text) if first else Change(kind)


def _of(row: Row, tag: str) -> Node:
    return next((node for node in row.before if node.tag == tag), Node(tag))


def _has(row: Row, tag: str) -> bool:
    return any(node.tag == tag for node in row.before)
