"""Expressions in the text of a document, and what they give."""

from typing import NamedTuple

from pipeline.model.source import Span


class Expression(NamedTuple):
    """An expression in a section.

    Attributes:
        at: where it stands; the piece or table at this place gets the value.
        source: its words as written; "" until they are taken from the file.
        repeats: whether it gives the rows of a table.
    """

    at: Span
    source: str = ""
    repeats: bool = False


class Label(str):
    """A value that is the label of a place in the same document: printed as a cross-reference."""

    __slots__ = ()


Value = str | int | float | bool | list["Value"] | dict[str, "Value"]
