"""The matrix as an Excel file, to be filled in and read back (`pipeline.intake.matrix`).

Every text is written as text: none is ever a formula, a link or a number. Long files are streamed row by row, so that
50,000 comments fit into little memory; their texts then stand in the cells and not in a table that cells share.
"""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.formats.ooxml import repack
from pipeline.model.matrix import (
    DECISIONS,
    FILLED_IN,
    IDENTITY,
    Column,
    Matrix,
)
from pipeline.render.matrix.cells import cells_of, columns_of, fitting
from pipeline.render.matrix.wording import HIDEABLE

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# Heights are ours until somebody edits a row; from then on the program fits it, as long as nothing says otherwise.
_CUSTOM = (re.compile(rb'(<row [^>]*) customHeight="1"'), rb"\1")
_FITTED = {"xl/worksheets/sheet1.xml": _CUSTOM, "xl/worksheets/sheet2.xml": _CUSTOM}
_LINE, _TALLEST = 15.0, 409.0  # points: of a line, and the most that a row can have
STREAMED_ABOVE = 5000  # rows
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones, and papers carry no clock
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheet programs take for the beginning of a formula
_WIDTHS = {
    Column.NUMBER: 6, Column.NAMES: 16, Column.MEMBERS: 16, Column.SECTION: 18, Column.PARAGRAPH: 14,
    Column.REFERENCE: 18, Column.TYPE: 12, Column.QUOTE: 38, Column.PROPOSAL: 44, Column.REASONS: 44, Column.TODAY: 22,
    Column.COLLISIONS: 10, Column.STATUS: 14, Column.DECISION: 17, Column.RESPONSE: 44, Column.TEXT: 34,
    Column.SUPERSEDED_BY: 16, Column.REPLY: 24,
}  # fmt: skip
_HOW = (
    "Write in the shaded columns only: Decision (choose from the list), Response, Words decided, Superseded by.",
    "Rows may be filtered, hidden or put in another order, and columns may be added at the end.",
    "The other columns are protected: they say which comment a row is about.",
    "A row in which they were changed is refused when the file is read back.",
    "accepted-in-part needs the words decided; not-accepted needs a response.",
    "superseded needs the short name of the comment that settles this one, such as MEMBER-B#3.",
    "open takes a decision back.",
    "When done, save as .xlsx and run: hlcp dispose --from-matrix FILE.xlsx",
)


class _Formats(NamedTuple):
    head: "Format"
    shown: "Format"
    quoted: "Format"  # for text that begins as a formula does: it stays text when somebody edits it
    free: "Format"
    title: "Format"


def matrix_xlsx(matrix: Matrix) -> bytes:
    """The matrix as an Excel file; the same matrix always gives the same bytes.

    A public matrix has no column to fill in and none that tells the names of comments.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "constant_memory": len(matrix.rows) > STREAMED_ABOVE,
    }
    book = xlsxwriter.Workbook(buffer, options)
    title = f"Compilation of comments and responses: {matrix.title}"
    book.set_properties({"title": title[:255], "subject": matrix.session, "created": _CREATED})
    formats = _formats(book)
    sheet, places, about = (book.add_worksheet(name) for name in ("Matrix", "Paragraphs", "About"))
    _write_matrix(sheet, matrix, formats)
    _write_places(places, matrix, formats)
    _write_about(about, matrix, formats)
    book.close()
    return repack(buffer.getvalue(), _FITTED)


def _formats(book: "Workbook") -> _Formats:
    cell = {"text_wrap": True, "valign": "top", "num_format": "@", "border": 1, "border_color": "#A6A6A6"}
    return _Formats(
        head=book.add_format(cell | {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"}),
        shown=book.add_format(cell),
        quoted=book.add_format(cell | {"quote_prefix": True}),
        free=book.add_format(cell | {"locked": False, "bg_color": "#FFF8E1"}),
        title=book.add_format({"bold": True, "font_size": 14}),
    )


# -- the rows


def _write_matrix(sheet: "Worksheet", matrix: Matrix, formats: _Formats) -> None:
    columns = columns_of(matrix)
    last = len(matrix.rows)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, _WIDTHS.get(column, 20), None, {"hidden": column in IDENTITY})
    _lay_out(sheet, matrix, last, len(columns) - 1)
    if not matrix.public:
        _protect(sheet, columns, last)
    _write_row(sheet, 0, [(str(column), formats.head) for column in columns])
    for index, cells in enumerate(_all_cells(matrix), 1):
        sheet.set_row(index, _height(cells, columns))
        free = () if matrix.public else FILLED_IN
        _write_row(
            sheet,
            index,
            [(cells[one], formats.free if one in free else _locked(cells[one], formats)) for one in columns],
        )


def _all_cells(matrix: Matrix) -> Iterator[Mapping[Column, str]]:
    return (cells_of(group, row) for group in matrix.groups for row in group.rows)


def _height(cells: Mapping[Column, str], columns: tuple[Column, ...]) -> float:
    """How tall a row must be, in points: no program measures it before it is edited."""
    lines = max(_lines(cells[one], _WIDTHS[one]) for one in columns if one not in IDENTITY)
    return min(lines * _LINE, _TALLEST)


def _lines(text: str, width: int) -> int:
    if len(text) < width and "\n" not in text:
        return 1
    return sum(1 + len(line) // width for line in text[:10_000].split("\n"))


def _locked(text: str, formats: _Formats) -> "Format":
    return formats.quoted if text.startswith(_FORMULA) else formats.shown


def _write_row(sheet: "Worksheet", index: int, cells: list[tuple[str, "Format"]]) -> None:
    for column, (text, style) in enumerate(cells):
        if text:
            sheet.write_string(index, column, text, style)
        else:
            sheet.write_blank(index, column, None, style)


def _lay_out(sheet: "Worksheet", matrix: Matrix, last: int, width: int) -> None:
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, width)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{last + 1}"})
    _print_wide(sheet, matrix)


def _print_wide(sheet: "Worksheet", matrix: Matrix) -> None:
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{_footer(matrix.title)}&C{_footer(matrix.session)}&RPage &P of &N")


def _footer(text: str) -> str:
    """Text for a running foot, where `&` begins a code; the whole may have 255 characters."""
    return text[:80].replace("&", "&&")


def _protect(sheet: "Worksheet", columns: tuple[Column, ...], last: int) -> None:
    options: dict[str, Any] = dict.fromkeys(
        ("sort", "autofilter", "format_cells", "format_columns", "format_rows"), True
    )
    sheet.protect("", options)
    if not last:
        return
    at = columns.index(Column.DECISION)
    rule = {
        "validate": "list", "source": list(DECISIONS), "ignore_blank": True,
        "error_title": "Decision", "error_message": "Choose a decision from the list, or leave the cell empty.",
    }  # fmt: skip
    sheet.data_validation(1, at, last, at, rule)


# -- the other sheets


def _write_places(sheet: "Worksheet", matrix: Matrix, formats: _Formats) -> None:
    widths = (30, 22, 120)
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    sheet.freeze_panes(1, 0)
    _print_wide(sheet, matrix)
    _write_row(sheet, 0, [(head, formats.head) for head in ("Section", "Paragraph", "Text of the draft that was read")])
    shown = (group for group in matrix.groups if group.text)
    for index, group in enumerate(shown, 1):
        cells = (group.section, group.heading, fitting(group.text))
        lines = max(_lines(text, width) for text, width in zip(cells, widths, strict=True))
        sheet.set_row(index, min(lines * _LINE, _TALLEST))
        _write_row(sheet, index, [(text, _locked(text, formats)) for text in cells])
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_about(sheet: "Worksheet", matrix: Matrix, formats: _Formats) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, "Compilation of comments and responses", formats.title)
    for index, pair in enumerate(about_rows(matrix), 2):
        _write_row(sheet, index, [(text, formats.shown) for text in pair])
    sheet.protect("")


def about_rows(matrix: Matrix) -> list[tuple[str, str]]:
    """What the reader must know of a matrix, as pairs of name and value."""
    rows = [("Document", matrix.title), ("Text that was read", f"{matrix.session}, fingerprint {matrix.fingerprint}")]
    rows.append(("Comments", f"{matrix.comments}, in {len(matrix.rows)} rows"))
    if matrix.sample:
        rows.append(("Sample", "This round is a sample: it carries no position of a real entity."))
    if matrix.members:
        rows.append(("Members", ", ".join(f"{code} ({count})" for code, count in matrix.members)))
    if matrix.hidden:
        rows.append(("Not shown", "; ".join(HIDEABLE[name] for name in matrix.hidden)))
    if not matrix.public:
        rows += [("How to fill it in" if n == 0 else "", words) for n, words in enumerate(_HOW)]
    return rows
