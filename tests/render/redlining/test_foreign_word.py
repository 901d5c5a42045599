"""Word files of other makers: what is in them is taken or named, and what cannot be read is refused with the reason."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from pipeline.app.redlines.proven import prove_redline
from pipeline.formats.word_package import PackageProblem
from pipeline.render.redline.engine import redline
from tests.render.redlining.cases import NOTED, ROWS, A, B, C
from tests.render.redlining.small_word import R, T, W, part, with_part, word

BASE = [A, B, NOTED, T(ROWS), C]
BY = 'w:author="Ann" w:date="2024-01-01T00:00:00Z"'
TYPES, LINKS, DOCUMENT = "[Content_Types].xml", "word/_rels/document.xml.rels", "word/document.xml"
WIDTHS = '<w:tblPr/><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
CELL = "<w:tc><w:tcPr>{0}</w:tcPr><w:p>{1}</w:p></w:tc>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def held(content: str) -> str:
    return f'<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def field(code: str) -> str:
    ends = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    words = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"<w:p>{ends[0]}{words}{ends[1]}{run('result')}{ends[2]}</w:p>"


def rows(content: str) -> str:
    return f"<w:tbl>{WIDTHS}{content}</w:tbl><w:p/>"


CAME = CELL.format(f'<w:cellIns w:id="92" {BY}/>', run("in")) + CELL.format(f'<w:cellDel w:id="93" {BY}/>', run("out"))
WENT = f'<w:del w:id="91" {BY}><w:r><w:delText>gone</w:delText></w:r></w:del>'
EXTRAS = {
    "cells that came and went": rows(f"<w:tr>{CAME}</w:tr>"),
    "a table that went": rows(f'<w:tr><w:trPr><w:del w:id="90" {BY}/></w:trPr>{CELL.format("", WENT)}</w:tr>'),
    "rows and cells in controls": rows(held(f"<w:tr>{held(CELL.format('', run('held')))}</w:tr>")),
    "words in wrappers": f'<w:p><w:customXml w:uri="u" w:element="e"><w:smartTag w:uri="u" w:element="place">'
    f"{run('Vienna')}</w:smartTag></w:customXml>{held(run('held'))}</w:p>",
    "ruby": f"<w:p><w:r><w:ruby><w:rubyPr/><w:rt>{run('over')}</w:rt><w:rubyBase>{run('base')}</w:rubyBase></w:ruby>"
    "</w:r></w:p>",
    "text from right to left": f'<w:p><w:bdo w:val="rtl">{run("abc")}</w:bdo></w:p>',
    "two bookmarks of one id": '<w:p><w:bookmarkStart w:id="7" w:name="a"/><w:bookmarkStart w:id="7" w:name="b"/>'
    f'{run("x")}<w:bookmarkEnd w:id="7"/><w:bookmarkEnd w:id="7"/></w:p>',
    "ids that are no numbers": f'<w:p><w:bookmarkStart w:id="x" w:name="a"/>{run("x")}<w:bookmarkEnd w:id="x"/>'
    f'<w:bookmarkStart w:id="99999999999" w:name="b"/>{run("y")}<w:bookmarkEnd w:id="99999999999"/></w:p>',
    "a field without an end": f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("never ended")}</w:p>',
    "tables in tables": "<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" + "</w:tc></w:tr></w:tbl><w:p/>" * 80,
}  # fmt: skip


@pytest.mark.parametrize("name", EXTRAS)
def test_what_others_write_is_compared_both_ways(name: str) -> None:
    plain, foreign = word([A, B]), word([A], extra=EXTRAS[name])
    assert prove_redline(plain, foreign, redline(plain, foreign).data) == ()
    assert prove_redline(foreign, plain, redline(foreign, plain).data) == ()


def test_a_paper_without_a_last_section_is_as_good_as_one_that_says_nothing_of_it() -> None:
    sound = word(BASE)
    bare = with_part(sound, lambda xml: re.sub(r"<w:sectPr>.*?</w:sectPr>", "", xml))
    for old, new in ((sound, bare), (bare, sound)):
        done = redline(old, new)
        assert done.counts == {"sectPrChange": 1}
        assert prove_redline(old, new, done.data) == ()


def test_a_fault_that_a_paper_has_itself_is_not_ours() -> None:
    old, new = word([A]), word([B])
    inside = f'<w:comment w:id="0"><w:p><w:ins w:id="1">{run("x")}</w:ins></w:p></w:comment>'
    bad = f'<w:comments xmlns:w="{W}">{inside}</w:comments>'
    faulty = with_new_part(new, "word/comments.xml", bad)
    assert prove_redline(old, faulty, redline(old, faulty).data) == ()


def with_new_part(data: bytes, name: str, content: str | bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


# -- what is left out, and told


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def linked(data: bytes, name: str, kind: str, target: str) -> bytes:
    """The package with a relationship of the body to one more part, of whatever name."""
    row = f'<Relationship Id="more" Type="{kind}" Target="{target}"/></Relationships>'
    more = with_part(data, lambda xml: xml.replace("</Relationships>", row), LINKS)
    return with_new_part(more, f"word/{target}", name)


def test_macros_are_left_out_whatever_their_name() -> None:
    plain = word([A])
    program = linked(
        word([B]), "macro", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "data.bin"
    )
    for old, new, side in ((plain, program, "new"), (program, plain, "old")):
        done = redline(old, new)
        assert "word/data.bin" not in names(done.data)
        assert "vbaProject" not in part(done.data, LINKS)
        assert f"macros of the {side} file, left out" in done.untracked


def test_the_template_that_is_attached_is_not_fetched_by_who_opens_the_redline() -> None:
    space = f'xmlns:w="{W}" xmlns:r="{R}"'
    new = linked(
        word([B]),
        f'<w:settings {space}><w:zoom w:percent="90"/><w:attachedTemplate r:id="t"/></w:settings>',
        f"{R}/settings",
        "settings.xml",
    )
    row = f'<Relationship Id="t" Type="{R}/attachedTemplate" Target="http://example.org/t.dotm" TargetMode="External"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    new = with_new_part(new, "word/_rels/settings.xml.rels", f'<Relationships xmlns="{space}">{row}</Relationships>')
    done = redline(word([A]), new)
    assert "zoom" in part(done.data, "word/settings.xml")
    assert "attachedTemplate" not in part(done.data, "word/settings.xml")
    assert "example.org/t.dotm" not in part(done.data, "word/_rels/settings.xml.rels")
    assert "the template that is attached of the new file, left out" in done.untracked


def test_text_of_other_files_and_fields_that_fetch_it_are_named() -> None:
    inside = "<w:altChunk/><w:p/>" + field("DDEAUTO excel x") + field("INCLUDETEXT y") + field("PAGE")
    done = redline(word([A], extra=inside), word([A]))
    said = "\n".join(done.untracked)
    assert "1 embedded files (altChunk) of the old file" in said
    assert "1 DDEAUTO fields of the old file" in said
    assert "1 INCLUDETEXT fields of the old file" in said
    assert "PAGE" not in said


# -- what is refused


def declared(xml: str) -> str:
    return f'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "{"&a;" * 10}">]>{xml}'


def without(name: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
            for each in old.namelist():
                if each != name:
                    new.writestr(each, old.read(each))
        return buffer.getvalue()

    return change


def in_utf16(data: bytes) -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + declared(part(data))
    return with_new_part(without(DOCUMENT)(data), DOCUMENT, text.encode("utf-16"))


def corrupt(data: bytes) -> bytes:
    start = data.index(b"word/document.xml") + 40
    return data[:start] + b"\xff" * 20 + data[start + 20 :]


def locked(data: bytes) -> bytes:
    out = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for found in re.finditer(re.escape(mark), data):
            out[found.start() + place] |= 1
    return bytes(out)


def crowded(data: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"word/media/{number}", b"")
    return buffer.getvalue()


BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "damaged inside": (corrupt, "damaged"),
    "entities in UTF-16": (in_utf16, "declares a document type"),
    "entities in styles": (lambda data: with_part(data, declared, "word/styles.xml"), "declares a document type"),
    "entities in relationships": (lambda data: with_part(data, declared, LINKS), "declares a document type"),
    "no content types": (without(TYPES), "it has no [Content_Types].xml"),
    "no body": (without(DOCUMENT), "no part of it is named as the document"),
    "no notes": (without("word/footnotes.xml"), "it refers to a footnote that it does not have"),
    "locked": (locked, "locked with a password"),
    "crowded": (crowded, "parts; we read 2000"),
    "a name that leads out": (lambda data: with_new_part(data, "../evil", "x"), "forbidden or repeated name"),
    "too deep": (
        lambda data: with_part(data, lambda xml: xml.replace("<w:sectPr>", "<w:p>" * 300 + "</w:p>" * 300)),
        "too deep",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_with_the_file_and_the_reason(name: str) -> None:
    spoil, reason = BAD[name]
    sound, bad = word([A]), spoil(word(BASE))
    for old, new, side in ((bad, sound, "old"), (sound, bad, "new")):
        with pytest.raises(PackageProblem, match=re.escape(reason)) as raised:
            redline(old, new)
        assert side in str(raised.value)
