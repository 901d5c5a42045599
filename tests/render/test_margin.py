"""Word comments in whole packages, read back by pandoc and judged by the validator."""

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from pipeline.formats.ooxml import pack
from pipeline.formats.pandoc import pandoc_path
from pipeline.formats.validators import docx_problems
from pipeline.render.word.margin import Margin, Remark, begins, ends, initials
from pipeline.render.word.paper import render_docx
from tests.render.sample_paper import sample_paper

REFERENCE = Path(__file__).parents[2] / "templates" / "reference.docx"
DATE = "2025-06-01T00:00:00Z"
HOSTILE = '</w:t></w:p><w:del w:id="1"/>&amp; =cmd|x \x00 \ud800 {PAGE} <script>'


def _paper() -> dict[str, bytes]:
    data = render_docx(sample_paper(), REFERENCE.read_bytes(), {})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with(margin: Margin, *numbers: int) -> bytes:
    """A paper with these comments on its first paragraph."""
    parts = _paper()
    body = parts["word/document.xml"].decode()
    at = body.index("<w:r>")
    around = "".join(map(begins, numbers)), "".join(map(ends, numbers))
    end = body.index("</w:p>", at)
    parts["word/document.xml"] = f"{body[:at]}{around[0]}{body[at:end]}{around[1]}{body[end:]}".encode()
    return pack(margin.put_into(parts))


def test_a_comment_and_its_answer_are_read_back_by_pandoc_and_pass_the_validator(tmp_path: Path) -> None:
    margin = Margin()
    first = margin.add(Remark("MEMBER-A", "MA", DATE, ("Substantive.", "Because the words are not clear.")))
    answer = margin.add(Remark("Secretariat", "S", DATE, ("Noted.",), answers=first))
    file = tmp_path / "margin.docx"
    file.write_bytes(_with(margin, first, answer))

    assert docx_problems(file) == ()
    read = subprocess.run(
        [pandoc_path(), "--track-changes=all", "-f", "docx", "-t", "native", file],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert '( "author" , "MEMBER-A" )' in read
    assert '( "author" , "Secretariat" )' in read
    assert f'( "date" , "{DATE}" )' in read
    threads = zipfile.ZipFile(file).read("word/commentsExtended.xml").decode()
    assert 'w15:paraId="00000800" w15:paraIdParent="00000400"' in threads


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    margin = Margin()
    number = margin.add(Remark(HOSTILE, HOSTILE, DATE, (HOSTILE, HOSTILE)))
    file = tmp_path / "hostile.docx"
    file.write_bytes(_with(margin, number))

    assert docx_problems(file) == ()
    assert b"<w:del " not in zipfile.ZipFile(file).read("word/comments.xml")


def test_nothing_is_added_for_no_comments_and_a_second_margin_is_refused() -> None:
    parts = _paper()
    assert Margin().put_into(parts) == parts
    margin = Margin()
    margin.add(Remark("MEMBER-A", "MA", DATE, ("Why?",)))
    with pytest.raises(ValueError, match="comments of its own"):
        margin.put_into(margin.put_into(parts))


@pytest.mark.parametrize(
    ("name", "short"), [("MEMBER-A", "MA"), ("UNODC", "UNODC"), ("Secretariat of the Board", "SOTB"), ("", "")]
)
def test_initials_are_those_of_the_words_or_a_code_itself(name: str, short: str) -> None:
    assert initials(name) == short
