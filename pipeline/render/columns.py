"""How wide the columns of a table are, whatever the format."""

from pipeline.model.document import Table
from pipeline.text.words import printed

_CELL_MARGINS = 1.3  # characters


def column_weights(table: Table) -> tuple[float, ...]:
    """Shares of the columns, in no unit: by the square root of what they hold, never less than the longest word."""
    if table.widths:
        return tuple(float(width) for width in table.widths)
    columns = (_texts(table, index) for index in range(len(table.alignments)))
    return tuple(max(_longest(texts) * 0.8, _mean(texts) ** 0.5 * 2.4, 3.0) for texts in columns)


def has_narrow_column(table: Table, characters: float) -> bool:
    """Whether some column is too narrow for one of its words.

    Args:
        table: the table.
        characters: how many average characters a line as wide as the table holds.
    """
    weights = column_weights(table)
    room = characters / sum(weights)
    return any(_longest(_texts(table, i)) + _CELL_MARGINS > weight * room for i, weight in enumerate(weights))


def _texts(table: Table, index: int) -> list[str]:
    """The texts of a column, its heading included."""
    rows = (*table.header, *table.rows)
    return [printed(text) for row in rows if index < len(row) for text in row[index].paragraphs]


def _longest(texts: list[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=1)


def _mean(texts: list[str]) -> float:
    return sum(map(len, texts)) / max(len(texts), 1)
