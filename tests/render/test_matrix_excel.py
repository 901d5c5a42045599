"""The Excel file as other programs see it: openpyxl, LibreOffice, the validator."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.formats.validators import docx_problems
from pipeline.model.ledger import Entry
from pipeline.model.matrix import CELL, DECISIONS, FILLED_IN, IDENTITY, SHORTENED, Column, Matrix
from pipeline.render.matrix import excel
from pipeline.render.matrix.excel import matrix_xlsx
from pipeline.render.matrix.rows import matrix_rows
from pipeline.render.matrix.wording import literal
from tests.copies import ROOT
from tests.render.sample_ledger import DOCUMENT, HOSTILE, LONG, anchored, comment, ledger, units


def made(more: tuple[Entry, ...] = (), **options: object) -> Matrix:
    return matrix_rows(ledger(more), DOCUMENT, units(), **options)  # type: ignore[arg-type]


def sheet_of(data: bytes, **options: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), **options).worksheets[0]


def table(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows()
    names = [cell.value for cell in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_the_validator_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    path.write_bytes(matrix_xlsx(made()))
    assert docx_problems(path) == ()


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@sum(A1)", "\tx", "\rx", '=HYPERLINK("http://x")', "http://x", "12", "_x0041_"]
)
def test_no_text_becomes_a_formula_a_link_or_a_number(start: str) -> None:
    entry = Entry(comment("MEMBER-X", "1", place="1", text=start), (anchored(1),))
    sheet = sheet_of(matrix_xlsx(made((entry,))))
    cell = next(row[Column.REASONS] for row in table(sheet) if row[Column.MEMBERS].value == "MEMBER-X")
    assert cell.data_type == "s"
    assert cell.value.replace("_x005F_", "_") == literal(start).strip()
    assert cell.hyperlink is None


def test_hostile_text_arrives_as_it_is_without_hidden_characters() -> None:
    cells = table(sheet_of(matrix_xlsx(made())))
    assert cells[0][Column.REASONS].value == literal(HOSTILE)
    assert "\u202e" not in cells[0][Column.REASONS].value
    assert "\ufffd" in cells[0][Column.REASONS].value


def test_only_what_the_secretariat_writes_is_unlocked_and_the_identity_is_hidden() -> None:
    sheet = sheet_of(matrix_xlsx(made()))
    assert sheet.protection.sheet
    for row in table(sheet):
        assert {name for name, cell in row.items() if not cell.protection.locked} == set(FILLED_IN)
    heads = [cell.value for cell in next(sheet.iter_rows())]
    hidden = {
        heads[openpyxl.utils.column_index_from_string(letter) - 1]
        for letter, dimension in sheet.column_dimensions.items()
        if dimension.hidden
    }
    assert hidden >= {IDENTITY[0]}
    assert not hidden - set(IDENTITY)


def test_the_decision_is_chosen_from_a_list_and_the_head_stays_in_sight() -> None:
    sheet = sheet_of(matrix_xlsx(made()))
    [rule] = sheet.data_validations.dataValidation
    assert rule.formula1.strip('"').split(",") == list(DECISIONS)
    letter = openpyxl.utils.get_column_letter(list(Column).index(Column.DECISION) + 1)
    assert str(rule.sqref) == f"{letter}2:{letter}{len(made().rows) + 1}"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert all(cell.alignment.wrap_text for row in table(sheet) for cell in row.values())


def test_a_text_too_long_for_a_cell_is_shortened_with_a_note() -> None:
    entry = Entry(comment("MEMBER-X", "1", place="1", text="😀" * CELL), (anchored(1),))
    cells = table(sheet_of(matrix_xlsx(made((entry,)))))
    text = next(row[Column.REASONS].value for row in cells if row[Column.MEMBERS].value == "MEMBER-X")
    assert text.endswith(SHORTENED)
    assert CELL - 2 < len(text.encode("utf-16-le")) // 2 <= CELL


def test_a_public_file_cannot_be_filled_in_and_tells_no_names() -> None:
    data = matrix_xlsx(made(public=True, hide=frozenset({"entities"})))
    heads = {cell.value for cell in next(sheet_of(data).iter_rows())}
    assert not heads & {*map(str, IDENTITY), str(Column.MEMBERS), str(Column.NAMES)}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = b"".join(map(archive.read, archive.namelist()))
    assert b"MEMBER-A" not in text
    assert b"dispose" not in text


def test_the_bytes_are_the_same_in_every_zone_and_with_every_seed() -> None:
    code = (
        "import hashlib\nfrom tests.render.test_matrix_excel import made, many\n"
        "from pipeline.render.matrix import excel\n"
        "digests = []\n"
        "for excel.STREAMED_ABOVE in (5000, 10):\n"
        "    digests.append(hashlib.sha256(excel.matrix_xlsx(made(many()))).hexdigest())\n"
        "print(digests)"
    )
    seen = set()
    for zone, seed in (("UTC", "1"), ("Pacific/Auckland", "2")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
        )
        seen.add(done.stdout)
    assert len(seen) == 1


def many(count: int = 40) -> tuple[Entry, ...]:
    return tuple(
        Entry(comment("MEMBER-Y", str(i + 10), place="1", text=f"{i} {LONG}"), (anchored(1),)) for i in range(count)
    )


def test_a_streamed_file_says_the_same_and_its_rows_can_still_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = [[cell.value for cell in row] for row in sheet_of(matrix_xlsx(made(many()))).iter_rows()]
    monkeypatch.setattr(excel, "STREAMED_ABOVE", 10)
    data = matrix_xlsx(made(many()))
    rows = [[cell.value for cell in row] for row in sheet_of(data, read_only=True).iter_rows()]
    assert rows == usual
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"inlineStr" in sheet
    assert b"customHeight" not in sheet
    assert sheet.count(b"<row ") == len(rows)


def test_libreoffice_reads_every_row(soffice: str, tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    path.write_bytes(matrix_xlsx(made()))
    rows = list(csv.DictReader(io.StringIO(converted(soffice, path, "csv"))))
    if not rows:
        pytest.skip("this LibreOffice has no Calc")
    assert [row["Member"] for row in rows] == [", ".join(row.entities) for row in made().rows]
    assert json.dumps(rows[0]["Reasons"]) == json.dumps(literal(HOSTILE))


def converted(soffice: str, path: Path, kind: str) -> str:
    """The first sheet as LibreOffice reads it; "" where it has no program for sheets."""
    profile = f"-env:UserInstallation=file://{path.parent}/office"
    options = ":Text - txt - csv (StarCalc):44,34,76" if kind == "csv" else ""
    command = [soffice, "--headless", profile, "--convert-to", kind + options, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, capture_output=True, check=False, timeout=240)
    result = path.with_suffix(f".{kind}")
    return result.read_text("utf-8-sig") if result.exists() else ""
