"""The door to Excel files that somebody sends: their cells as text, within bounds, and nothing else.

What a zip directory says is not believed. Only the sheets, their texts and the parts that lead to them are looked at:
macros, links to other files, pictures and charts never reach the reader. A formula is told apart from text, and its
last result is not believed either.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.formats.ooxml import pack
from pipeline.model.saying import quoted

FILE_BYTES, PARTS, PART_BYTES, ALL_BYTES = 64 << 20, 2_000, 512 << 20, 768 << 20
RATIO, RATIO_FROM = 400, 8 << 20  # the most that a part above this size may have been compressed
ROWS, COLUMNS = 200_000, 200  # with something in them
LAST_ROW = 1_048_576  # of any sheet; LibreOffice likes to say something of it

_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|sharedStrings|styles)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/[^/]+\.xml"
)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError,
)  # fmt: skip
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class WorkbookProblem(ValueError):
    """Not an Excel file that we are willing to read; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet.

    Attributes:
        number: counted from 1.
        cells: texts; "" for an empty cell and for a formula.
        formulas: indexes of the cells that hold a formula.
    """

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its rows; rows that are hidden or filtered out are rows like others."""

    name: str
    rows: tuple[Row, ...]


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of an Excel file (.xlsx or .xlsm), in their order.

    Raises:
        WorkbookProblem: it is none, is damaged, locked with a password, or larger than we read.
    """
    return tuple(_sheets(_safe(data)))


def _safe(data: bytes) -> bytes:
    """The parts that we read, packed anew."""
    if data.startswith(_OLD):
        raise WorkbookProblem("it is an old .xls file or locked with a password; save it as .xlsx without one")
    if len(data) > FILE_BYTES:
        raise WorkbookProblem(f"it has more than {FILE_BYTES >> 20} MiB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _parts(archive)
    except _DAMAGED as error:
        raise WorkbookProblem("it is not an Excel file, or it is damaged") from error
    if "xl/workbook.xml" not in parts:
        raise WorkbookProblem("it is not an Excel file (.xlsx)")
    return pack(parts, compress=False)


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > PARTS:
        raise WorkbookProblem(f"it has {len(members)} parts; we read {PARTS}")
    parts: dict[str, bytes] = {}
    left = ALL_BYTES
    for member in members:
        name = member.filename.lstrip("/")
        if member.flag_bits & 1:
            raise WorkbookProblem("it is locked with a password; save it without one")
        if _KEPT.fullmatch(name):
            if name in parts:
                raise WorkbookProblem(f"it has two parts of the name {quoted(name)}")
            parts[name] = _inflated(archive, member, left)
            left -= len(parts[name])
    return parts


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    most = min(PART_BYTES, left, max(RATIO_FROM, member.compress_size * RATIO))
    with archive.open(member) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise WorkbookProblem(f"its part {quoted(member.filename)} is larger than we read")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data[:64]:
        raise WorkbookProblem(f"its part {quoted(member.filename)} has a document type, which no Excel file has")
    return data


# -- the cells


def _sheets(package: bytes) -> Iterator[Sheet]:
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of what it does not keep; we keep nothing
            book = openpyxl.load_workbook(io.BytesIO(package), read_only=True, data_only=False, keep_links=False)
            for sheet in book.worksheets:
                yield Sheet(str(sheet.title), tuple(_rows(sheet)))
    except WorkbookProblem:
        raise
    except Exception as error:  # whatever the library stumbles over in a file that was made to harm
        raise WorkbookProblem(f"it cannot be read: {' '.join(str(error).split())[:200]}") from error


def _rows(sheet: Any) -> Iterator[Row]:  # noqa: ANN401 - openpyxl ships no types
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    found = 0
    for number, cells in zip(range(1, LAST_ROW + 1), sheet.iter_rows(), strict=False):
        row = _row(number, cells[:COLUMNS])
        if row is not None:
            found += 1
            if found > ROWS:
                raise WorkbookProblem(f"the sheet {quoted(sheet.title)} has more than {ROWS:,} rows")
            yield row


def _row(number: int, cells: tuple[Any, ...]) -> Row | None:
    formulas = frozenset(index for index, cell in enumerate(cells) if cell.data_type == "f")
    texts = tuple("" if index in formulas else _text(cell.value) for index, cell in enumerate(cells))
    return Row(number, texts, formulas) if formulas or any(texts) else None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _unescaped(str(value))


def _unescaped(text: str) -> str:
    """Text in which `_x000D_` stands for a character, as Office writes those that XML cannot hold."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
