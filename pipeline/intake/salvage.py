"""What can be saved of a file that no parser reads as a whole: its entries, cut apart at their first lines.

An entry whose own text is intact is never lost, whatever stands beside it.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from pipeline.formats.model_mistakes import keys_of
from pipeline.model.submission import CommentEntry

_KEYS = "|".join(map(re.escape, keys_of(CommentEntry)))
_ENTRY = re.compile(rf"^([ \t]*)-[ \t]+(?:\{{[ \t]*)?[\"']?(?:{_KEYS})[\"']?[ \t]*:", re.MULTILINE)
_NUMBERED = re.compile(r"^([ \t]*)-[ \t]+(?:\{[ \t]*)?[\"']?id[\"']?[ \t]*:", re.MULTILINE)
_LIST = re.compile(r"^comments[ \t]*:", re.MULTILINE)
_HEAD_LINE = re.compile(r"^(?:entity|document|baseline|received)[ \t]*:.*$", re.MULTILINE)
_DOCUMENT = re.compile(r"^(?:---|\.\.\.)(?=\s|$).*$", re.MULTILINE)
_ID = re.compile(
    r"^[ \t]*-[ \t]+(?:\{[ \t]*)?[\"']?id[\"']?[ \t]*:[ \t]*[\"']?([0-9]{1,6}[a-z]{0,2})[\"']?[ \t]*(?:[,#}\n]|$)"
)
_PARAGRAPH = re.compile(r"^[ \t]*(?:-[ \t]+)?paragraph[ \t]*:[ \t]*[\"']?([^\n\"'#]{1,40})", re.MULTILINE)


class Piece(NamedTuple):
    """A part of a file; `line` counts the lines of the file before it."""

    text: str
    line: int


class Pieces(NamedTuple):
    """A file cut apart: what stands before its first entry, and each entry."""

    head: Piece
    entries: tuple[Piece, ...]

    @property
    def rest(self) -> Piece | None:
        """What stands in the head below its keys, None when that is nothing, a remark, or one line: a damaged key."""
        text = self.head.text
        known = [found.end() for found in _HEAD_LINE.finditer(text)]
        listed = _LIST.search(text)
        start = max([0, *known, *([listed.end()] if listed else [])])
        lines = [line for line in text[start:].split("\n") if line.strip() and not line.lstrip().startswith("#")]
        is_told = len(lines) > (0 if listed else 1)
        return Piece(text[start:].lstrip("\n"), _lines_before(text, start)) if is_told else None


def cut(text: str) -> Pieces:
    """Cut a file at the lines that begin an entry: `- id:` or another key of an entry, all in the column of the first.

    A line that begins another YAML document becomes empty, so that what follows it is read like the rest.
    """
    text = _without_document_marks(text)
    start = found.end() if (found := _LIST.search(text)) else 0
    first = _ENTRY.search(text, start) or _ENTRY.search(text)
    if first is None:
        return Pieces(Piece(text, 0), ())
    starts = [at.start() for at in _ENTRY.finditer(text, first.start()) if at[1] == first[1]]
    return Pieces(Piece(text[: first.start()], 0), _between(text, starts, 0))


def cut_further(piece: Piece) -> tuple[Piece, ...]:
    """Cut a piece that cannot be read at every `- id:`, in whatever column it stands; one piece when there is none."""
    starts = [at.start() for at in _NUMBERED.finditer(piece.text)]
    return _between(piece.text, sorted({0, *starts}), piece.line)


def id_in(piece: Piece) -> str:
    """The id that can be seen in a piece, "" for none."""
    found = _ID.match(piece.text)
    return found[1] if found else ""


def paragraph_in(piece: Piece) -> str:
    """The paragraph that can be seen in a piece, "" for none."""
    found = _PARAGRAPH.search(piece.text)
    return found[1].strip() if found else ""


def holds_documents(text: str) -> bool:
    """Whether a line that begins or ends a YAML document stands after the first text."""
    seen = "\n---" in text or "\n..." in text
    return seen and any(text[: mark.start()].strip() for mark in _DOCUMENT.finditer(text))


def _without_document_marks(text: str) -> str:
    return _DOCUMENT.sub("", text)


def _between(text: str, starts: list[int], line: int) -> tuple[Piece, ...]:
    pieces = []
    before = 0
    for start, end in pairwise([*starts, len(text)]):
        line += text.count("\n", before, start)
        before = start
        pieces.append(Piece(text[start:end], line))
    return tuple(pieces)


def _lines_before(text: str, start: int) -> int:
    """The number of lines before the first one with text from here on."""
    rest = text[start:]
    return text.count("\n", 0, start) + len(rest) - len(rest.lstrip("\n"))
