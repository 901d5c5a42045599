"""Where something stands in a file."""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a source file.

    Lines and columns count from 1; the end is exclusive; columns count characters, not bytes.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Place(NamedTuple):
    """A point in a file, as a finding prints it; `path` is relative to the workspace, with forward slashes."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
