"""A matrix that comes back: from other programs, sorted, damaged, altered, or made to harm."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats import workbook
from pipeline.formats.workbook import WorkbookProblem, read_workbook
from pipeline.intake.hygiene import composed
from pipeline.intake.matrix import FilledRow, checked_against, read_matrix
from pipeline.model.finding import Finding
from pipeline.model.matrix import FILLED_IN, Column, filled_mark, filled_of
from pipeline.render.matrix.excel import matrix_xlsx
from pipeline.render.matrix.rows import matrix_rows
from tests.render.sample_ledger import DOCUMENT, ledger, name, units

LEDGER = ledger()
DATA = matrix_xlsx(matrix_rows(LEDGER, DOCUMENT, units()))
KNOWN = {entry.comment.name: entry.comment.fingerprint for entry in LEDGER.entries}


def edited(change: Callable[[Any], None], data: bytes = DATA) -> bytes:
    """The file after somebody worked on its first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def at_rest(_: object) -> None:
    """Open the file and save it again."""


def at(sheet: Any, column: Column, row: int) -> Any:
    heads = [cell.value for cell in sheet[1]]
    return sheet.cell(row, heads.index(column) + 1)


def fill(row: int, **values: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for column, text in values.items():
            at(sheet, Column[column.upper()], row).value = text

    return change


def read(data: bytes) -> tuple[tuple[FilledRow, ...], tuple[Finding, ...]]:
    return read_matrix(data, "m.xlsx")


def refusals(data: bytes) -> list[str]:
    rows, findings = read(data)
    assert rows == ()
    return [f"{finding.code} {finding.message}" for finding in findings]


# -- what is taken over


def test_a_matrix_as_it_was_made_decides_nothing() -> None:
    assert read(DATA) == ((), ())
    assert read(edited(at_rest)) == ((), ())


def test_a_decision_is_taken_over_for_everybody_who_makes_the_request() -> None:
    rows, findings = read(edited(fill(4, decision="not-accepted", response="The text\nsays so.", text="x")))
    assert findings == ()
    [row] = rows
    assert row.names == (name("MEMBER-A", "1"), name("MEMBER-B", "4"))
    assert (row.decision, row.response, row.text, row.at.line) == ("not-accepted", "The text\nsays so.", "x", 4)
    assert [KNOWN[one] for one in row.names] == list(row.fingerprints)
    assert checked_against(rows, KNOWN) == (rows, ())


@pytest.mark.parametrize("typed", ["Accepted in part", "ACCEPTED-IN-PART", " accepted_in  part "])
def test_decisions_are_read_as_people_type_them(typed: str) -> None:
    [row] = read(edited(fill(2, decision=typed)))[0]
    assert row.decision == "accepted-in-part"


def test_open_takes_a_decision_back_and_an_erased_one_is_refused() -> None:
    [row] = read(edited(fill(5, decision="open")))[0]
    assert (row.names, row.decision) == ((name("MEMBER-E", "2"),), "open")
    [refusal] = refusals(edited(fill(5, decision="")))
    assert "row 5: something is filled in, but no decision" in refusal


def test_rows_may_be_sorted_hidden_and_removed_and_columns_added() -> None:
    def change(sheet: Any) -> None:
        fill(2, decision="noted")(sheet)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for index, values in enumerate(reversed(rows), 2):
            for column, value in enumerate(values, 1):
                sheet.cell(index, column).value = value
                sheet.cell(index, column).data_type = "s"
        sheet.delete_rows(3)
        sheet.row_dimensions[sheet.max_row].hidden = True
        sheet.insert_cols(3)
        sheet.cell(1, 3).value = "My notes"
        sheet.cell(4, 3).value = "=1+1"
        sheet.insert_rows(1)
        sheet.cell(1, 1).value = "Second reading"

    rows, findings = read(edited(change))
    assert findings == ()
    assert [(row.names, row.decision) for row in rows] == [((name("MEMBER-C", "1"),), "noted")]


def test_hidden_characters_do_not_get_into_a_response() -> None:
    [row] = read(edited(fill(2, decision="noted", response="one_x000B_two\u202e\u200e e\u0301 ")))[0]
    assert row.response == "one\ntwo\u200e é"


def test_text_that_looks_like_a_number_stays_text() -> None:
    def change(sheet: Any) -> None:
        fill(2, decision="noted")(sheet)
        at(sheet, Column.RESPONSE, 2).value = 12

    [row] = read(edited(change))[0]
    assert row.response == "12"


# -- what is refused


@pytest.mark.parametrize(
    "column", [Column.NUMBER, Column.MEMBERS, Column.QUOTE, Column.PROPOSAL, Column.REASONS, Column.COMMENTS,
               Column.FINGERPRINTS, Column.BEFORE, Column.SEAL]
)  # fmt: skip
def test_a_row_whose_protected_cells_were_changed_is_refused(column: Column) -> None:
    def change(sheet: Any) -> None:
        fill(4, decision="noted")(sheet)
        at(sheet, column, 4).value = "MEMBER-Z"

    [refusal] = refusals(edited(change))
    assert "MATRIX-ROW row 4: " in refusal


def test_a_sort_of_some_columns_only_is_noticed_in_every_row() -> None:
    def change(sheet: Any) -> None:
        values = [at(sheet, Column.COMMENTS, row).value for row in range(2, 12)]
        for row, value in enumerate(values[1:] + values[:1], 2):
            at(sheet, Column.COMMENTS, row).value = value

    assert len(refusals(edited(change))) == 10


def test_a_row_that_somebody_added_is_refused() -> None:
    def change(sheet: Any) -> None:
        at(sheet, Column.DECISION, 40).value = "accepted"

    assert "row 40: it names no comment" in refusals(edited(change))[0]


def test_of_two_copies_of_a_row_with_different_decisions_none_is_taken() -> None:
    def change(sheet: Any) -> None:
        for column in range(1, sheet.max_column + 1):
            sheet.cell(30, column).value = sheet.cell(4, column).value
        fill(4, decision="noted")(sheet)
        fill(30, decision="accepted")(sheet)

    assert [refusal[:17] for refusal in refusals(edited(change))] == ["MATRIX-ROW row 30", "MATRIX-ROW row 4:"][::-1]


def test_a_copy_that_says_the_same_counts_once() -> None:
    def change(sheet: Any) -> None:
        fill(4, decision="noted")(sheet)
        for column in range(1, sheet.max_column + 1):
            sheet.cell(30, column).value = sheet.cell(4, column).value

    rows, findings = read(edited(change))
    assert (len(rows), findings) == (1, ())


@pytest.mark.parametrize("value", ['="noted"', '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"])
def test_a_formula_is_no_decision(value: str) -> None:
    def change(sheet: Any) -> None:
        cell = at(sheet, Column.RESPONSE, 4)
        cell.value = value
        cell.data_type = "f"
        at(sheet, Column.DECISION, 4).value = "noted"

    assert "formula under “Response”" in refusals(edited(change))[0]


def test_an_unknown_decision_is_refused_with_those_there_are() -> None:
    assert "“perhaps” is no decision; choose accepted," in refusals(edited(fill(4, decision="perhaps")))[0]


def test_comments_that_are_gone_changed_or_decided_otherwise_are_refused() -> None:
    rows, _ = read(edited(fill(4, decision="noted", response="x")))
    marks = {entry.comment.name: filled_mark(filled_of(entry)) for entry in LEDGER.entries}
    assert checked_against(rows, KNOWN, marks) == (rows, ())
    same = {**marks, **dict.fromkeys(rows[0].names, filled_mark(("noted", "x", "", "")))}
    assert checked_against(rows, KNOWN, same) == (rows, ())
    for known, decided, words in (
        ({}, marks, "there is no comment"),
        (dict.fromkeys(KNOWN, "00000000"), marks, "was changed after"),
        (KNOWN, {**marks, name("MEMBER-B", "4"): filled_mark(("accepted", "", "", ""))}, "decided in another way"),
    ):
        kept, refused = checked_against(rows, known, decided)
        assert kept == ()
        assert words in refused[0].message


def test_a_column_that_is_missing_or_there_twice_is_named() -> None:
    def without(sheet: Any) -> None:
        at(sheet, Column.RESPONSE, 1).value = "Answer"

    def twice(sheet: Any) -> None:
        sheet.cell(1, sheet.max_column + 1).value = "Decision"

    assert refusals(edited(without)) == ["MATRIX-FILE the matrix cannot be read: columns are missing: Response"]
    assert refusals(edited(twice)) == ["MATRIX-FILE the matrix cannot be read: several columns are called “Decision”"]


def test_a_public_matrix_is_told_from_a_foreign_file() -> None:
    public = matrix_xlsx(matrix_rows(LEDGER, DOCUMENT, units(), public=True))
    assert "a public matrix, which does not name" in refusals(public)[0]
    book = openpyxl.Workbook()
    buffer = io.BytesIO()
    book.save(buffer)
    assert "no sheet of the file has the headings" in refusals(buffer.getvalue())[0]


# -- other programs


def test_a_file_saved_by_libreoffice_is_read_as_it_was_filled_in(soffice: str, tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    path.write_bytes(edited(fill(4, decision="noted", response="Two\nlines & <tags>")))
    (tmp_path / "out").mkdir()
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [soffice, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, capture_output=True, check=False, timeout=240)
    saved = tmp_path / "out" / "m.xlsx"
    if not saved.exists():
        pytest.skip("this LibreOffice has no Calc")
    rows, findings = read(saved.read_bytes())
    assert findings == ()
    assert [(row.names[0], row.decision, row.response) for row in rows] == [
        (name("MEMBER-A", "1"), "noted", "Two\nlines & <tags>")
    ]


# -- files made to harm


def packed(change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return buffer.getvalue()


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed(lambda parts: parts.update({"xl/worksheets/sheet1.xml": b" " * (64 << 20)}))
    assert len(bomb) < 1 << 20
    assert "larger than we read" in refusals(bomb)[0]


def test_entities_are_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"):
        assert "document type" in refusals(packed(lambda parts, part=part: parts.update({part: laughs})))[0]  # type: ignore[misc]
    wide = laughs.decode().encode("utf-16")
    assert "document type" in refusals(packed(lambda parts: parts.update({"xl/sharedStrings.xml": wide})))[0]


def test_macros_and_links_to_other_files_are_left_out() -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
        parts["xl/externalLinks/externalLink1.xml"] = b"<!DOCTYPE x><externalLink/>"

    assert read(packed(change)) == ((), ())


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    def change(parts: dict[str, bytes]) -> None:
        sheet = parts["xl/worksheets/sheet1.xml"]
        end = b'<row r="1048576"><c r="A1048576" t="str"><v></v></c></row></sheetData>'
        parts["xl/worksheets/sheet1.xml"] = re.sub(
            rb'ref="A1:\w+"', b'ref="A1:B2"', sheet.replace(b"</sheetData>", end), count=1
        )

    assert read(packed(change)) == ((), ())


def test_too_many_rows_and_too_large_a_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 5)
    assert "more than 5 rows" in refusals(DATA)[0]
    monkeypatch.setattr(workbook, "FILE_BYTES", 1 << 10)
    assert "MiB" in refusals(DATA)[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not an Excel file"),
        (b"PK\x03\x04 nothing", "not an Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .xls file"),
        (b"a,b\n1,2\n", "not an Excel file"),
    ],
)
def test_what_is_no_excel_file_is_said_to_be_none(data: bytes, words: str) -> None:
    assert words in refusals(data)[0]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_files_never_raise_and_never_decide(data: st.DataObject) -> None:
    good = packed(at_rest) if data.draw(st.booleans()) else DATA
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert read(bytes(damaged))[0] == ()


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_damaged_parts_never_raise(data: st.DataObject) -> None:
    def change(parts: dict[str, bytes]) -> None:
        part = data.draw(st.sampled_from(sorted(parts)))
        cut = data.draw(st.integers(0, max(len(parts[part]) - 1, 0)))
        parts[part] = (
            parts[part][:cut] + data.draw(st.binary(max_size=20)) + parts[part][cut + data.draw(st.integers(0, 9)) :]
        )

    read(packed(change))


_written = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)


@given(st.sampled_from(range(2, 12)), _written)
@settings(max_examples=60, deadline=None)
def test_what_is_written_by_hand_arrives(row: int, words: str) -> None:
    def change(sheet: Any) -> None:
        at(sheet, Column.DECISION, row).value = "deferred"
        cell = at(sheet, Column.RESPONSE, row)
        cell.value = words
        cell.data_type = "s"

    rows, findings = read(edited(change))
    assert findings == ()
    [one] = rows
    assert seen(one.response) == seen(composed(words))


def seen(text: str) -> str:
    """The characters of a text that leave a mark on paper."""
    return "".join(char for char in text if char.isprintable() and not char.isspace())


def test_the_workbook_door_tells_its_bounds() -> None:
    with pytest.raises(WorkbookProblem):
        read_workbook(b"x")
    assert [sheet.name for sheet in read_workbook(DATA)] == ["Matrix", "Paragraphs", "About"]
    assert set(FILLED_IN) <= {Column(text) for text in read_workbook(DATA)[0].rows[0].cells}
