"""Session packs from the project's own drafts, end to end."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest

from pipeline.app.redlines.word_numbers import numbers_differ
from pipeline.formats.docx_numbers import shown_paragraphs
from pipeline.formats.validators import claimed_archive_parts, docx_problems, pdf_problems
from tests.copies import copy_project

ROOT = Path(__file__).parents[2]
SESSION = "hlcp-50"


def hlcp(workspace: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments, "--workspace", str(workspace)],
        capture_output=True,
        text=True,
        cwd=workspace,
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files(folder)
    }


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built")
    copy_project(root, unfrozen=(SESSION,))
    done = hlcp(root, "build", SESSION)
    assert done.returncode == 0, done.stderr + done.stdout
    return root


def test_a_pack_holds_word_and_pdf_of_each_paper_and_of_the_agenda(built: Path) -> None:
    names = {path.name for path in (built / "build" / SESSION).iterdir() if path.is_file()}
    papers = {
        f"{stem}.{kind}" for stem in ("agenda", "common-approach", "conceptual-framework") for kind in ("docx", "pdf")
    }
    both = ("common-approach", "conceptual-framework")
    redlines = {f"{stem}.redline.{kind}" for stem in both for kind in ("docx", "pdf")}
    pages = {f"{stem}.changes.{kind}" for stem in both for kind in ("docx", "pdf", "json")}
    assert names >= papers | redlines | pages | {"numbers.json", "manifest.json"}
    assert {name for name in names if ".redline." in name} == redlines


def test_the_manifest_knows_every_output_by_its_digest(built: Path) -> None:
    folder = built / "build" / SESSION
    outputs = json.loads((folder / "manifest.json").read_text())["outputs"]
    there = digests(folder)
    del there["manifest.json"]
    assert {name: row["sha256"] for name, row in outputs.items()} == there


def test_the_validators_find_nothing(built: Path) -> None:
    for path in files(built / "build" / SESSION):
        if path.suffix == ".pdf":
            assert claimed_archive_parts(path) == ("2a",), path.name
            assert pdf_problems(path) == (), path.name
        if path.suffix == ".docx":
            assert docx_problems(path) == (), path.name


def test_the_same_bytes_come_out_elsewhere_with_another_seed_zone_locale_and_number_of_jobs(
    built: Path, workspace: Path
) -> None:
    done = hlcp(
        workspace,
        "build",
        SESSION,
        "--jobs",
        "1",
        PYTHONHASHSEED="7",
        TZ="Pacific/Auckland",
        LC_ALL="C",
        HLCP_NO_CACHE="1",
    )
    assert done.returncode == 0, done.stderr
    assert digests(workspace / "build" / SESSION) == digests(built / "build" / SESSION)


def test_a_second_build_finds_nothing_to_do(built: Path) -> None:
    before = digests(built / "build" / SESSION)
    done = hlcp(built, "build", SESSION)
    assert "up to date" in done.stdout
    assert digests(built / "build" / SESSION) == before


def test_word_counts_the_paragraphs_as_numbers_json_does(built: Path) -> None:
    """As an independent reader of the saved file counts them, with the bookmarks of their ids."""
    folder = built / "build" / SESSION
    numbers = json.loads((folder / "numbers.json").read_text())["documents"]["conceptual-framework"]
    shown = shown_paragraphs(folder / "conceptual-framework.docx")
    assert list(numbers_differ(numbers, shown)) == []
    printed = [each.number for each in shown if each.style == "Numbered Paragraph"]
    assert printed == [f"{number}." for number in range(1, len(numbers["paragraphs"]) + 1)]


def test_libreoffice_opens_a_paper_and_lays_it_out(built: Path, soffice: str, tmp_path: Path) -> None:
    paper = built / "build" / SESSION / "conceptual-framework.docx"
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(paper)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    with pikepdf.open(tmp_path / "conceptual-framework.pdf") as pdf:
        assert len(pdf.pages) >= 12


def test_a_document_with_an_error_is_left_out_and_the_others_are_built(workspace: Path) -> None:
    section = workspace / "drafts" / "common-approach" / "01-purpose.md"
    section.write_text(section.read_text() + "\nSee [](#nowhere).\n")
    done = hlcp(workspace, "build", SESSION)
    assert done.returncode == 1
    assert "REF-DANGLING" in done.stdout
    names = {path.name for path in (workspace / "build" / SESSION).iterdir()}
    assert "conceptual-framework.docx" in names
    assert "common-approach.docx" not in names
    assert json.loads((workspace / "build" / SESSION / "manifest.json").read_text())["failed"] == ["common-approach"]


def test_an_unfrozen_paper_carries_the_draft_mark_in_word(built: Path) -> None:
    with zipfile.ZipFile(built / "build" / SESSION / "common-approach.docx") as archive:
        assert b'string="DRAFT"' in archive.read("word/header1.xml")


def test_the_pdf_is_tagged_and_titled(built: Path) -> None:
    with pikepdf.open(built / "build" / SESSION / "common-approach.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.docinfo["/Title"]).strip()


HOSTILE = '#panic("x") @ref $x$ `raw` {{ 7*7 }} <w:p/> & "quoted" \\ =1+1'


def test_hostile_titles_are_only_words(workspace: Path) -> None:
    path = workspace / "drafts" / "common-approach" / "document.yaml"
    lines = path.read_text().splitlines()
    lines = ["title: '" + HOSTILE.replace("'", "''") + "'" if line.startswith("title:") else line for line in lines]
    path.write_text("\n".join(lines) + "\n")
    done = hlcp(workspace, "build", SESSION, "--only", "common-approach")
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(workspace / "build" / SESSION / "common-approach.docx") as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "{{ 7*7 }}" in core


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<b>raw</b>\n", "MD-RAW"),
        ("`x`{=openxml}\n", "MD-RAW"),
        ('[x]{.insertion author="Somebody"}\n', "MD-ATTRIBUTE"),
        ("![x](../../etc/passwd)\n", "IMAGE-PATH"),
        ("[x](javascript:alert)\n", "LINK-SCHEME"),
        ("A mark.[^nothing]\n", "NOTE-DANGLING"),
        ("# Top\n\nText.\n", "HEADING-TOP"),
        ("About 5 percent.\n", "STYLE-PERCENT"),
        ("A\u202ehidden sign.\n", "TEXT-CONTROL"),
    ],
)
def test_bad_markdown_is_a_finding_at_its_line(workspace: Path, text: str, code: str) -> None:
    section = workspace / "drafts" / "common-approach" / "01-purpose.md"
    before = section.read_text()
    section.write_text(before + "\n" + text)
    done = hlcp(workspace, "check", "--format", "json")
    found = [f for f in json.loads(done.stdout)["findings"] if f["code"] == code]
    assert found
    assert found[0]["file"] == "drafts/common-approach/01-purpose.md"
    assert found[0]["line"] > before.count("\n")


def test_a_file_that_nothing_uses_is_reported(workspace: Path) -> None:
    (workspace / "drafts" / "mapping" / "99-lost.md").write_text("Lost.\n")
    done = hlcp(workspace, "check", "--format", "json")
    assert any(
        f["code"] == "FILE-UNUSED" and f["file"].endswith("99-lost.md") for f in json.loads(done.stdout)["findings"]
    )
