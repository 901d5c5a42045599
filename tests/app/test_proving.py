"""`hlcp prove` believes nothing: each kind of damage to a pack is found, and named for what it is."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from pipeline.app.packs.building import BuildRequest, build
from pipeline.app.packs.proving import prove
from pipeline.app.sources.opening import Opened, open_workspace
from pipeline.formats import validators
from pipeline.model.finding import EnvironmentProblem, PipelineError
from pipeline.store.cache import Cache
from tests.copies import copy_project

ROOT = Path(__file__).parents[2]
SESSION = "hlcp-2025-06"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one pack, built once for all tests here."""
    root = tmp_path_factory.mktemp("pristine")
    copy_project(root)
    opened = open_workspace(root)
    build(opened, BuildRequest((SESSION,)), Cache(root / "build" / ".cache", enabled=False), lambda _: None)
    return root


@pytest.fixture
def opened(pristine: Path, tmp_path: Path) -> Opened:
    """A copy that a test may damage."""
    shutil.copytree(pristine, tmp_path / "copy")
    return open_workspace(tmp_path / "copy")


def pack(opened: Opened) -> Path:
    return opened.workspace.build / SESSION


def codes(opened: Opened) -> dict[str, set[str]]:
    """The codes that are found, with the files they are found in."""
    found: dict[str, set[str]] = {}
    for proven in prove(opened, (SESSION,)):
        for finding in proven.findings:
            found.setdefault(finding.code, set()).add(finding.place.path.removeprefix(f"build/{SESSION}/"))
    return found


def rewrite(path: Path, part: str, change: Callable[[str], str]) -> None:
    """Change one part of a Word file, and keep the manifest in step, so that only the proof of the content can tell."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                changed = change(data.decode())
                assert changed != data.decode()
                data = changed.encode()
            new.writestr(name, data)
    path.write_bytes(buffer.getvalue())


def test_a_pack_as_built_is_proven_and_says_what_was_looked_at(opened: Opened) -> None:
    (proven,) = prove(opened, ())
    assert proven.findings == ()
    rows = json.loads((pack(opened) / "numbers.json").read_text())["documents"]
    files = [path for path in pack(opened).rglob("*") if path.is_file()]
    assert proven.counts["outputs"] == len(files) - 1, "all but the manifest"
    assert proven.counts["Word files"] == sum(path.suffix == ".docx" for path in files) >= 3
    assert proven.counts["PDF files"] == sum(path.suffix == ".pdf" for path in files) >= 3
    assert proven.counts["paragraph numbers"] == sum(len(row["paragraphs"]) for row in rows.values()) > 100


def test_an_output_that_was_edited_added_or_removed_is_found(opened: Opened) -> None:
    with (pack(opened) / "agenda.pdf").open("ab") as file:
        file.write(b"\n% more\n")
    (pack(opened) / "notes.txt").write_text("mine")
    (pack(opened) / "common-approach.pdf").unlink()
    assert codes(opened)["PROOF-OUTPUT"] == {"agenda.pdf", "notes.txt", "common-approach.pdf"}


def test_an_input_that_changed_since_is_found(opened: Opened) -> None:
    baseline = opened.workspace.root / "comments" / SESSION / "baseline" / "common-approach"
    with (baseline / "01-purpose.md").open("a") as file:
        file.write("\nOne more.\n")
    (opened.workspace.root / "templates" / "paper.typ").unlink()
    changed = f"comments/{SESSION}/baseline/common-approach/01-purpose.md"
    assert codes(opened)["PROOF-INPUT"] == {changed, "templates/paper.typ"}


def test_word_that_breaks_its_schema_is_found(opened: Opened) -> None:
    rewrite(
        pack(opened) / "agenda.docx",
        "word/document.xml",
        lambda xml: xml.replace("<w:body>", "<w:body><w:nonsense/>", 1),
    )
    assert codes(opened)["PROOF-DOCX"] == {"agenda.docx"}


def test_files_that_are_no_word_or_pdf_at_all_are_findings_and_no_crash(opened: Opened) -> None:
    for name in ("common-approach.docx", "common-approach.pdf"):
        (pack(opened) / name).write_bytes(b"nothing of the kind")
    found = codes(opened)
    assert found["PROOF-DOCX"] == found["PROOF-NUMBERS"] == {"common-approach.docx"}
    assert found["PROOF-PDF"] == {"common-approach.pdf"}


def test_a_pdf_without_tags_is_found(opened: Opened) -> None:
    path = pack(opened) / "agenda.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root["/StructTreeRoot"]
        pdf.save(path)
    assert codes(opened)["PROOF-PDF"] == {"agenda.pdf"}


def test_a_number_that_word_would_print_otherwise_is_found(opened: Opened) -> None:
    """The first numbered paragraph leaves the list: all later ones are counted one lower."""
    style = '<w:pStyle w:val="NumberedParagraph"/>'
    without = f'{style}<w:numPr><w:numId w:val="0"/></w:numPr>'
    path = pack(opened) / "conceptual-framework.docx"
    rewrite(path, "word/document.xml", lambda xml: xml.replace(style, without, 1))
    (proven,) = prove(opened, (SESSION,))
    messages = [finding.message for finding in proven.findings if finding.code == "PROOF-NUMBERS"]
    assert any("paragraph 83 " in message and "is printed as 82." in message for message in messages)


def test_a_heading_a_caption_and_a_bookmark_are_compared_too(opened: Opened) -> None:
    path = pack(opened) / "conceptual-framework.docx"
    rewrite(path, "word/numbering.xml", lambda xml: xml.replace('w:val="upperRoman"', 'w:val="decimal"', 1))
    rewrite(path, "word/document.xml", lambda xml: xml.replace('w:name="p_lenses"', 'w:name="p_other"'))
    rewrite(
        path,
        "word/document.xml",
        lambda xml: xml.replace('"TableCaption"', '"Caption"').replace(">Table ", ">Tables ", 1),
    )
    (proven,) = prove(opened, (SESSION,))
    messages = " ".join(finding.message for finding in proven.findings if finding.code == "PROOF-NUMBERS")
    assert "has the number 2., not II" in messages
    assert "is not marked with its id p-lenses" in messages
    assert "the numbers of the tables are 2, not 1, 2" in messages


def test_a_number_that_the_pdf_does_not_print_is_found(opened: Opened) -> None:
    shutil.copy(pack(opened) / "agenda.pdf", pack(opened) / "common-approach.pdf")
    (pack(opened) / "conceptual-framework.pdf").unlink()
    (proven,) = prove(opened, (SESSION,))
    wrong = [f for f in proven.findings if f.code == "PROOF-NUMBERS"]
    assert {finding.place.path.rpartition("/")[2] for finding in wrong} == {
        "common-approach.pdf",
        "conceptual-framework.pdf",
    }
    assert any("paragraph 27 is not printed with this number" in finding.message for finding in wrong)
    assert any("No such file" in finding.message for finding in wrong)


def test_numbers_that_differ_from_the_lock_are_found(opened: Opened) -> None:
    path = opened.workspace.root / "comments" / SESSION / "baseline" / "conceptual-framework" / "lock.json"
    lock = json.loads(path.read_text())
    lock["paragraphs"][4]["id"] = "p-somebody-else"
    del lock["paragraphs"][-1]
    path.write_text(json.dumps(lock))
    (proven,) = prove(opened, (SESSION,))
    messages = [finding.message for finding in proven.findings if finding.code == "PROOF-NUMBERS"]
    assert len(messages) == 2
    assert any("the lock has 5, p-somebody-else" in message for message in messages)


@pytest.mark.parametrize("content", ["", "{}", "[]", "[1", '{"outputs": {"/etc/passwd": {}}, "inputs": {}}'])
def test_a_manifest_that_cannot_be_used_is_one_finding(opened: Opened, content: str) -> None:
    (pack(opened) / "manifest.json").write_text(content)
    assert codes(opened) == {"PROOF-MANIFEST": {"manifest.json"}}


def test_a_session_that_is_not_built_is_a_finding_and_one_that_does_not_exist_an_error(opened: Opened) -> None:
    (proven,) = prove(opened, ("hlcp-48",))
    assert [finding.code for finding in proven.findings] == ["PROOF-MANIFEST"]
    with pytest.raises(PipelineError, match="there is no session"):
        prove(opened, ("hlcp-84",))


def test_without_any_pack_or_validator_it_says_what_to_do(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validators, "VALIDATORS", {"no_such_module_here": "openxml-audit"})
    with pytest.raises(EnvironmentProblem, match="openxml-audit is not installed") as problem:
        prove(opened, ())
    assert problem.value.exit_code == 3
    assert "hlcp-pipeline[prove]" in problem.value.hint
    shutil.rmtree(opened.workspace.build)
    with pytest.raises(PipelineError, match="no session pack is built"):
        prove(opened, ())
