"""The reader of Word's numbers, held against LibreOffice, and against lists that no writer of ours makes."""

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from pipeline.formats.docx_numbers import Shown, WordProblem, shown_paragraphs
from pipeline.render.word.paper import render_docx
from tests.render.sample_paper import IMAGE, png, sample_paper

ROOT = Path(__file__).parents[2]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.docx"
    path.write_bytes(render_docx(sample_paper(), (ROOT / "templates" / "reference.docx").read_bytes(), {IMAGE: png()}))
    return path


def test_libreoffice_prints_the_numbers_that_the_reader_works_out(sample: Path, soffice: str, tmp_path: Path) -> None:
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [soffice, "--headless", home, "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(sample)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    lines = (tmp_path / "sample.txt").read_text("utf-8-sig").splitlines()
    printed = {line.strip() for line in lines}
    numbered = [each for each in shown_paragraphs(sample) if each.number and each.number != "•"]
    assert len(numbered) > 30
    for each in numbered:
        first_line = f"{each.number} {each.text}".split("\n")[0].strip()
        assert any(_same(line, first_line) for line in printed), first_line


def _same(line: str, expected: str) -> bool:
    """Equal but for the marks of notes, which LibreOffice adds to the text at the end or in between."""
    return (
        line == expected or line[:60] == expected[:60] or line.rstrip("0123456789ab") == expected.rstrip("0123456789ab")
    )


def document(body: str, numbering: str, tmp_path: Path, styles: str = "") -> tuple[Shown, ...]:
    """A Word file with these lists, read."""
    with zipfile.ZipFile(ROOT / "templates" / "reference.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()
    parts["word/numbering.xml"] = f"<w:numbering {W}>{numbering}</w:numbering>".encode()
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", f"{styles}</w:styles>".encode())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    (tmp_path / "made.docx").write_bytes(buffer.getvalue())
    return shown_paragraphs(tmp_path / "made.docx")


def abstract(number: int, *levels: tuple[str, str]) -> str:
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'


def instance(number: int, of: int, override: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


def entry(number: int, level: int = 0) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{numbers}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>"


def numbers(shown: tuple[Shown, ...]) -> list[str]:
    return [each.number for each in shown]


TWO = (("decimal", "%1."), ("lowerLetter", "%1.%2"))


def test_instances_of_one_list_count_on_and_an_override_starts_again_once(tmp_path: Path) -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = abstract(1, *TWO) + instance(1, 1) + instance(2, 1) + instance(3, 1, start)
    body = entry(1) + entry(2) + entry(3) + entry(3) + entry(1)
    assert numbers(document(body, lists, tmp_path)) == ["1.", "2.", "5.", "6.", "7."]


def test_an_outer_level_starts_the_inner_one_again_and_shows_in_it(tmp_path: Path) -> None:
    lists = abstract(1, *TWO) + instance(1, 1)
    body = entry(1) + entry(1, 1) + entry(1, 1) + entry(1) + entry(1, 1)
    assert numbers(document(body, lists, tmp_path)) == ["1.", "1.a", "1.b", "2.", "2.a"]


def test_numbers_come_from_the_style_and_from_the_one_it_is_based_on_and_zero_takes_them_off(tmp_path: Path) -> None:
    style = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/>{1}</w:style>'
    styles = style.format("Base", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    styles += style.format("Kid", '<w:basedOn w:val="Base"/>')
    of_style = '<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr></w:p>'
    body = of_style.format("Base", "") + of_style.format("Kid", "")
    body += of_style.format("Kid", '<w:numPr><w:numId w:val="0"/></w:numPr>') + of_style.format("Base", "")
    lists = abstract(1, ("upperRoman", "%1")) + instance(1, 1)
    assert numbers(document(body, lists, tmp_path, styles)) == ["I", "II", "", "III"]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_what_is_no_word_file_is_a_problem_without_the_folders_of_the_machine(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.docx"
    path.write_bytes(content)
    with pytest.raises(WordProblem) as problem:
        shown_paragraphs(path)
    assert str(tmp_path) not in str(problem.value)


def test_a_list_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(WordProblem):
        document(entry(7), abstract(1, *TWO) + instance(1, 1), tmp_path)
