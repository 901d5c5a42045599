"""A matrix that the secretariat filled in, read back: which comments its rows decide, and how.

Rows may come back in another order, filtered, among others, and from another program. A row of which it is not certain
which comments it is about is refused with a finding; no decision is lost in silence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.formats.workbook import Row, Sheet, WorkbookProblem, read_workbook
from pipeline.formats.yaml_nodes import finding
from pipeline.intake.hygiene import clean, composed
from pipeline.model.comment import CommentName
from pipeline.model.finding import Finding
from pipeline.model.matrix import (
    DECISIONS,
    FILLED_IN,
    IDENTITY,
    OPEN,
    SEALED,
    SHORTENED,
    Column,
    filled_mark,
    seal,
)  # fmt: skip
from pipeline.model.saying import quoted
from pipeline.model.source import Place

_NEEDED = (*SEALED, *FILLED_IN, *IDENTITY)
_HEAD_WITHIN = 20  # rows: somebody may put a title above the headings


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row in which something was filled in or changed since the matrix was made.

    Attributes:
        names: of the comments that it decides, all of them in the same way.
        fingerprints: of these comments when the matrix was made, in the order of `names`.
        decision: one of `DECISIONS`, `open` to take a decision back.
        text: the words decided.
        before: mark of what was filled in when the matrix was made, see `filled_mark`.
        at: the row in the file.
    """

    names: tuple[CommentName, ...]
    fingerprints: tuple[str, ...]
    decision: str
    response: str
    text: str
    superseded_by: str
    before: str
    at: Place


class _RefusedError(Exception):
    """A row cannot be taken over; the message says why."""


def read_matrix(data: bytes, path: str) -> tuple[tuple[FilledRow, ...], tuple[Finding, ...]]:
    """Read back a matrix.

    Args:
        data: the bytes of the Excel file.
        path: for the findings; their lines are rows of the sheet.

    Returns:
        The rows in which something was filled in or changed, in their order; a row as it was made decides nothing. And
        the findings: MATRIX-FILE for a file that is no matrix, MATRIX-ROW for each row that is refused.
    """
    try:
        sheets = read_workbook(data)
        sheet, head, columns = _table(sheets)
    except (WorkbookProblem, _RefusedError) as problem:
        return (), (finding("MATRIX-FILE", Place(path), f"the matrix cannot be read: {problem}"),)
    rows: list[FilledRow] = []
    refused: list[Finding] = []
    for row in sheet.rows:
        if row.number > head:
            try:
                rows += _filled(row, columns, path)
            except _RefusedError as problem:
                refused.append(finding("MATRIX-ROW", Place(path, row.number), f"row {row.number}: {problem}"))
    kept, twice = _each_once(rows)
    return kept, tuple(sorted((*refused, *twice)))


def checked_against(
    rows: Sequence[FilledRow], known: Mapping[CommentName, str], decided: Mapping[CommentName, str] | None = None
) -> tuple[tuple[FilledRow, ...], tuple[Finding, ...]]:
    """Refuse rows on comments that do not exist, or that were changed or decided since the matrix was made.

    Args:
        rows: as they were read.
        known: the fingerprint of each comment of today.
        decided: the mark of what is decided on each comment today, see `filled_mark`; not looked at when None.
    """
    kept, refused = [], []
    for row in rows:
        problem = _outdated(row, known, decided)
        if problem:
            refused.append(finding("MATRIX-ROW", row.at, f"row {row.at.line}: {problem}"))
        else:
            kept.append(row)
    return tuple(kept), tuple(refused)


def _outdated(row: FilledRow, known: Mapping[CommentName, str], decided: Mapping[CommentName, str] | None) -> str:
    for name, fingerprint in zip(row.names, row.fingerprints, strict=True):
        if name not in known:
            return f"there is no comment {name}"
        if known[name] != fingerprint:
            return (
                f"{name.short} was changed after the matrix was made: read it once more in a matrix that is built anew"
            )
        if decided is not None and decided.get(name, "") not in (row.before, filled_mark(_says(row))):
            return f"{name.short} was decided in another way after the matrix was made"
    return ""


# -- the table


def _table(sheets: Sequence[Sheet]) -> tuple[Sheet, int, dict[Column, int]]:
    """The sheet with the headings, the row in which they stand, and the index of each column."""
    best: list[str] = list(map(str, _NEEDED))
    for sheet in sheets:
        for row in sheet.rows[:_HEAD_WITHIN]:
            heads = [" ".join(text.split()) for text in row.cells]
            lacking = [str(column) for column in _NEEDED if column not in heads]
            if not lacking:
                return sheet, row.number, _columns(heads)
            best = min(best, lacking, key=len)
    if len(best) == len(_NEEDED):
        raise _RefusedError("no sheet of the file has the headings of a matrix")
    if set(map(str, IDENTITY)) <= set(best):
        raise _RefusedError("it is a public matrix, which does not name the comments: it cannot be read back")
    raise _RefusedError(f"columns are missing: {', '.join(best)}")


def _columns(heads: Sequence[str]) -> dict[Column, int]:
    twice = [str(column) for column in _NEEDED if heads.count(column) > 1]
    if twice:
        raise _RefusedError(f"several columns are called {quoted(twice[0])}")
    return {column: heads.index(column) for column in _NEEDED}


# -- a row


def _filled(row: Row, columns: Mapping[Column, int], path: str) -> Iterator[FilledRow]:
    cells = {column: row.cells[at] if at < len(row.cells) else "" for column, at in columns.items()}
    formulas = [column for column, at in columns.items() if at in row.formulas]
    if not any(cells.values()) and not formulas:
        return
    names, fingerprints = _identity(cells, formulas)
    before = cells[Column.BEFORE].strip()
    if filled_mark(cells[column] for column in FILLED_IN) != before:
        yield _decided(cells, names, fingerprints, before, Place(path, row.number))


def _decided(
    cells: Mapping[Column, str], names: tuple[CommentName, ...], fingerprints: tuple[str, ...], before: str, at: Place
) -> FilledRow:
    for column in FILLED_IN:
        if cells[column].endswith(SHORTENED.strip()):
            raise _RefusedError(
                f"the text under {quoted(column)} was too long for a cell and is not whole; use `hlcp dispose`"
            )
    decision = _decision(cells[Column.DECISION])
    if not decision:
        raise _RefusedError(f"something is filled in, but no decision; choose one, or {OPEN} to take a decision back")
    response, text, other = (_plain(cells[column]) for column in (Column.RESPONSE, Column.TEXT, Column.SUPERSEDED_BY))
    return FilledRow(names, fingerprints, decision, response, text, other, before, at)


def _identity(
    cells: Mapping[Column, str], formulas: Sequence[Column]
) -> tuple[tuple[CommentName, ...], tuple[str, ...]]:
    if formulas:
        raise _RefusedError(f"there is a formula under {quoted(formulas[0])}; write text")
    if not cells[Column.COMMENTS].strip():
        raise _RefusedError("it names no comment: rows cannot be added")
    identity = [cells[column] for column in IDENTITY if column is not Column.SEAL]
    if seal(identity, (cells[column] for column in SEALED)) != cells[Column.SEAL].strip():
        raise _RefusedError("what it shows is not what was written there: a protected cell was changed or moved")
    names = tuple(_name(text) for text in identity[0].split())
    fingerprints = tuple(identity[1].split())
    if len(names) != len(fingerprints):
        raise _RefusedError("the hidden columns that say which comments it is about were changed")
    return names, fingerprints


def _name(text: str) -> CommentName:
    """A name as it is printed, `hlcp-2025-06/MEMBER-A/conceptual-framework#1a`; folders have no blanks."""
    path, _, number = text.rpartition("#")
    parts = path.split("/")
    if len(parts) != 3 or not number or not all(parts):
        raise _RefusedError(f"{quoted(text)} is no name of a comment")
    return CommentName(parts[0], parts[1], parts[2], number)


def _decision(text: str) -> str:
    """The decision as the file of dispositions spells it; case, blanks and underscores do not count."""
    wanted = "-".join(text.casefold().replace("_", " ").replace("-", " ").split())
    if wanted and wanted not in DECISIONS:
        raise _RefusedError(f"{quoted(text)} is no decision; choose {', '.join(DECISIONS[:-1])} or {DECISIONS[-1]}")
    return wanted


def _plain(text: str) -> str:
    """A text without hidden characters, in NFC."""
    cleaned = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    return composed(cleaned.restore(cleaned.text))


def _each_once(rows: Sequence[FilledRow]) -> tuple[tuple[FilledRow, ...], list[Finding]]:
    """Rows without repetitions; of a comment that is decided in two ways none is taken."""
    said: dict[CommentName, list[FilledRow]] = {}
    for row in rows:
        for name in row.names:
            said.setdefault(name, []).append(row)
    kept, refused, seen = [], [], set()
    for row in rows:
        others = [one for name in row.names for one in said[name] if _says(one) != _says(row)]
        if others:
            message = f"row {row.at.line}: {row.names[0].short} is decided in another way in row {others[0].at.line}"
            refused.append(finding("MATRIX-ROW", row.at, message))
        elif row.names not in seen:
            seen.add(row.names)
            kept.append(row)
    return tuple(kept), refused


def _says(row: FilledRow) -> tuple[str, ...]:
    return row.decision, row.response, row.text, row.superseded_by
