"""What stands in the cells of the Excel file, and which columns it has."""

from pipeline.model.matrix import (
    CELL,
    FILLED_IN,
    IDENTITY,
    SEALED,
    SHORTENED,
    Column,
    Matrix,
    MatrixGroup,
    MatrixRow,
    filled_mark,
    seal,
)

_OF_HIDDEN = {
    "entities": Column.MEMBERS, "reasons": Column.REASONS, "responses": Column.RESPONSE, "texts": Column.TEXT,
    "replies": Column.REPLY, "places": Column.TODAY, "collisions": Column.COLLISIONS,
}  # fmt: skip


def columns_of(matrix: Matrix) -> tuple[Column, ...]:
    """The columns that a matrix has in Excel."""
    if not matrix.public:
        return tuple(Column)
    gone = {_OF_HIDDEN[name] for name in matrix.hidden}
    return tuple(
        one for one in Column if one not in (*IDENTITY, Column.NAMES, Column.SUPERSEDED_BY) and one not in gone
    )


def cells_of(group: MatrixGroup, row: MatrixRow) -> dict[Column, str]:
    """The cells of a row, as they are written."""
    cells = {
        Column.NUMBER: str(row.number),
        Column.NAMES: ", ".join(name.short for name in row.names),
        Column.MEMBERS: ", ".join(row.entities),
        Column.SECTION: group.section,
        Column.PARAGRAPH: group.heading,
        Column.REFERENCE: row.reference,
        Column.TYPE: row.type,
        Column.QUOTE: row.quote,
        Column.PROPOSAL: row.proposal,
        Column.REASONS: row.reasons,
        Column.TODAY: row.today,
        Column.COLLISIONS: ", ".join(map(str, row.collisions)),
        Column.STATUS: row.state,
        Column.DECISION: row.decision,
        Column.RESPONSE: row.response,
        Column.TEXT: row.text,
        Column.SUPERSEDED_BY: row.superseded_by,
        Column.REPLY: row.reply,
        Column.COMMENTS: "\n".join(map(str, row.names)),
        Column.FINGERPRINTS: "\n".join(row.fingerprints),
    }
    cells = {column: fitting(text) for column, text in cells.items()}
    cells[Column.BEFORE] = filled_mark(cells[column] for column in FILLED_IN)
    identity = [cells[column] for column in IDENTITY if column is not Column.SEAL]
    return {**cells, Column.SEAL: seal(identity, (cells[column] for column in SEALED))}


def fitting(text: str) -> str:
    """A text as long as a cell may hold, with a note when it was longer."""
    if len(text) <= CELL // 2 or len(text.encode("utf-16-le")) // 2 <= CELL:
        return text
    room = CELL - len(SHORTENED)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + SHORTENED
