"""The text of a PDF file, read back from its glyphs."""

from pathlib import Path

import pytest

from pipeline.app.redlines.word_numbers import pdf_lacks
from pipeline.formats.docx_numbers import Shown
from pipeline.formats.pdf_text import PdfProblem, printed_text
from pipeline.formats.typst import compile_pdf

TEXT = "Déjà vu: “office” – 5 €, Ελληνικά, Русский, ﬁ"


def printed(program: str, tmp_path: Path) -> str:
    path = tmp_path / "made.pdf"
    path.write_bytes(compile_pdf(f'#set document(title: "t")\n{program}', {}).pdf)
    return printed_text(path)


def test_what_was_written_is_read_back_whatever_its_font_and_page(tmp_path: Path) -> None:
    program = f'#"{TEXT}"\n#pagebreak()\n#strong("{TEXT}")\n#text(font: "DejaVu Sans Mono", "mono {TEXT}")'
    read = "".join(printed(program, tmp_path).split())
    wanted = "".join(TEXT.replace("ﬁ", "").split())
    assert read.count(wanted) == 3
    assert "mono" in read


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_is_a_problem_without_the_folders_of_the_machine(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)
    with pytest.raises(PdfProblem) as problem:
        printed_text(path)
    assert str(tmp_path) not in str(problem.value)


def shown(number: int, text: str) -> Shown:
    return Shown("Numbered Paragraph", f"{number}.", text, ())


@pytest.mark.parametrize(
    ("pdf", "lacking"),
    [
        ("1. First words. 2. Second words.", []),
        ("Page 1.First words.Page 2. 2.Second words.", []),
        ("1. F1irst2 words. 2. Second words.", []),
        ("11. First words. 2. Second words.", [1]),
        ("1. First words. 3. Second words.", [2]),
        ("2. Second words. 1. First words.", [2]),
        ("", [1, 2]),
    ],
    ids=["plain", "running heads", "marks of notes", "another number", "wrong number", "wrong order", "nothing"],
)
def test_paragraphs_are_found_by_number_and_first_words_in_order(pdf: str, lacking: list[int]) -> None:
    paragraphs = [shown(1, "First words."), Shown("List Item", "(a)", "not looked for", ()), shown(2, "Second words.")]
    messages = list(pdf_lacks(paragraphs, pdf))
    assert [int(message.split()[1]) for message in messages] == lacking


def test_a_placeholder_stands_for_what_no_font_prints() -> None:
    assert list(pdf_lacks([shown(1, "中文 and more")], "1. □□ and more")) == []
    assert list(pdf_lacks([shown(1, "and more")], "1. □□ and more")) != []
