"""How wide the columns of a table are, whatever the format."""

from pipeline.model.document import Table
from pipeline.text.words import printed


def column_weights(table: Table) -> tuple[float, ...]:
    """Shares of the columns, in no unit: by the square root of what they hold, never less than the longest word."""
    rows = (*table.header, *table.rows)
    weights = []
    for index in range(len(table.alignments)):
        texts = [printed(text) for row in rows if index < len(row) for text in row[index].paragraphs]
        longest = max((len(word) for text in texts for word in text.split()), default=1)
        mean = sum(map(len, texts)) / max(len(texts), 1)
        weights.append(max(longest * 0.8, mean**0.5 * 2.4, 3.0))
    return tuple(weights)
