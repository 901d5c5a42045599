"""The round in a pack: ledger, matrices, sheets; decided in Excel, read back, and told to the next session."""

import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from pipeline.cli.main import cli
from pipeline.formats.validators import docx_problems, pdf_problems
from tests.copies import copy_project

ROOT = Path(__file__).parents[2]
SESSION, NEXT = "hlcp-2025-06", "hlcp-50"
MATRIX = "conceptual-framework.matrix"


def _run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--workspace", str(folder)], standalone_mode=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample round, undecided, and its pack."""
    folder = tmp_path_factory.mktemp("round-pack")
    copy_project(folder)
    shutil.rmtree(folder / "comments" / SESSION / "dispositions", ignore_errors=True)
    assert _run(folder, "build", SESSION).return_value == 0
    return folder


def test_every_comment_of_every_file_is_in_the_ledger_once(built: Path) -> None:
    ledger = json.loads((built / "build" / SESSION / "round" / "ledger.json").read_text())
    names = [comment["name"] for comment in ledger["comments"]]
    assert len(names) == len(set(names)) >= 60
    assert len({comment["entity"] for comment in ledger["comments"]}) >= 10
    unreadable = {comment["short"] for comment in ledger["comments"] if comment["state"] == "unreadable"}
    assert unreadable == {"MEMBER-G#5", "MEMBER-K#2"}


def test_the_files_of_a_round_keep_to_their_standards(built: Path) -> None:
    folder = built / "build" / SESSION / "round"
    for path in sorted(folder.rglob("*.docx")):
        assert docx_problems(path) == (), path.name
    for path in sorted(folder.rglob("*.pdf")):
        assert pdf_problems(path) == (), path.name


def test_a_new_comment_changes_no_paper(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "workspace")
    pack = folder / "build" / SESSION
    before = {path.name: path.read_bytes() for path in pack.glob("*.docx")} | {
        p.name: p.read_bytes() for p in pack.glob("*.pdf")
    }
    file = folder / "comments" / SESSION / "MEMBER-A" / "conceptual-framework.yaml"
    file.write_text(file.read_text() + "\n  - id: 99\n    paragraph: 1\n    type: editorial\n    comment: One more.\n")
    assert _run(folder, "build", SESSION).return_value == 0
    after = {name: (pack / name).read_bytes() for name in before}
    assert after == before
    assert "MEMBER-A#99" in (pack / "round" / "ledger.json").read_text()


def test_what_is_filled_into_excel_comes_back_and_the_ledger_moves(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "workspace")
    filled = tmp_path / "filled.xlsx"
    filled.write_bytes(_filled((folder / "build" / SESSION / "round" / f"{MATRIX}.xlsx").read_bytes()))
    before = json.loads(_run(folder, "status", "--format", "json").stdout)["states"]
    shown = _run(folder, "dispose", "--from-matrix", str(filled), "--dry-run")
    assert shown.return_value == 0, shown.stdout
    assert not (folder / "comments" / SESSION / "dispositions").exists()
    assert _run(folder, "dispose", "--from-matrix", str(filled)).return_value == 0
    after = json.loads(_run(folder, "status", "--format", "json").stdout)["states"]
    assert after["noted"] >= 5
    assert after["noted"] + after["open"] == before["open"]
    again = _run(folder, "dispose", "--from-matrix", str(filled))
    assert "0 changed" in again.stderr


def _filled(data: bytes) -> bytes:
    """The first five rows that can be decided, noted, with a response each."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = next(
        s for s in book.worksheets if any(c.value == "Decision" for row in s.iter_rows(max_row=20) for c in row)
    )
    heads = next(row for row in sheet.iter_rows(max_row=20) if any(cell.value == "Decision" for cell in row))
    column = {cell.value: cell.column for cell in heads}
    left = 5
    for number in range(heads[0].row + 1, sheet.max_row + 1):
        if left and sheet.cell(number, column["Status"]).value == "open":
            sheet.cell(number, column["Decision"]).value = "noted"
            sheet.cell(number, column["Response"]).value = "Taken up in the next draft."
            left -= 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_row_whose_identity_was_altered_is_refused(built: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(_filled((built / "build" / SESSION / "round" / f"{MATRIX}.xlsx").read_bytes()))
    )
    sheet = next(
        s for s in book.worksheets if any(c.value == "Decision" for row in s.iter_rows(max_row=20) for c in row)
    )
    heads = next(row for row in sheet.iter_rows(max_row=20) if any(cell.value == "Decision" for cell in row))
    column = {cell.value: cell.column for cell in heads}
    row = next(n for n in range(heads[0].row + 1, sheet.max_row) if sheet.cell(n, column["Decision"]).value == "noted")
    sheet.cell(row, column["Fingerprints"]).value = "00000000"
    path = tmp_path / "altered.xlsx"
    book.save(path)
    result = _run(built, "dispose", "--from-matrix", str(path), "--dry-run")
    assert result.return_value == 1
    assert "MATRIX-ROW" in result.stdout


def test_the_next_session_holds_the_responses(built: Path) -> None:
    assert _run(built, "build", NEXT).return_value == 0
    assert (built / "build" / NEXT / "previous-round" / f"{MATRIX}.docx").is_file()
    manifest = json.loads((built / "build" / NEXT / "manifest.json").read_text())
    assert f"comments/{SESSION}/MEMBER-A/conceptual-framework.yaml" in manifest["inputs"]


def test_a_public_round_hides_what_its_settings_say_and_keeps_a_matrix_to_decide_in(
    built: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(built, tmp_path / "workspace")
    settings = folder / "comments" / SESSION / "session.yaml"
    text = settings.read_text().replace("sample: true}", "sample: true, audience: public, hide: [entities, reasons]}")
    settings.write_text(text)
    assert _run(folder, "build", SESSION).return_value == 0
    pack = folder / "build" / SESSION / "round"
    shown = openpyxl.load_workbook(pack / f"{MATRIX}.xlsx", read_only=True)
    words = {str(cell) for sheet in shown.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert not any("MEMBER-A" in word for word in words)
    assert (pack / f"{MATRIX}-internal.xlsx").is_file()
