"""The reader that proves redlines must see every difference, and every fault."""

import io
import zipfile

import pytest

from pipeline.formats.docx_numbers import shown_paragraphs
from pipeline.formats.revisions import ACCEPT, REJECT, Unreadable, differences, faults, read, resolved
from pipeline.render.redline.engine import redline
from tests.render.redlining.cases import PAIRS, A, B, papers
from tests.render.redlining.small_word import P, T, part, word

MARK = 'w:id="90{}" w:author="X" w:date="2025-01-01T00:00:00Z"'


def altered(data: bytes, old: str, new: str, name: str = "word/document.xml") -> bytes:
    """The package with a piece of one part replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for each in source.namelist():
            text = source.read(each)
            if each == name:
                assert old.encode() in text, old
                text = text.replace(old.encode(), new.encode(), 1)
            target.writestr(each, text)
    return buffer.getvalue()


def told(one: bytes, other: bytes) -> str:
    return "\n".join(differences(read(one), read(other)))


PLAIN = [
    A,
    P("Numbered words", "Numbered"),
    P("An item", "Normal", 1),
    T((("Cell one", "Cell two"),)),
    P("A <link> and a note^Words^ *here* now."),
    B,
]


@pytest.mark.parametrize(
    ("old", "new", "name", "what"),
    [
        ("Numbered", "Normal", "word/document.xml", "without a number, not with the number 1."),
        ("Committee", "committee", "word/document.xml", "it reads"),
        ("<w:i/>", "<w:b/>", "word/document.xml", "formatted"),
        ("Words</w:t>", "Word</w:t>", "word/footnotes.xml", "it reads"),
        ("https://example.org/a", "https://example.org/b", "word/_rels/document.xml.rels", "formatted"),
        ('w:w="3000" w:type="dxa"', 'w:w="2000" w:type="dxa"', "word/document.xml", "looks"),
        ('<w:startOverride w:val="1"/>', '<w:startOverride w:val="4"/>', "word/numbering.xml", "number (d), not"),
        ('w:w="11906"', 'w:w="12240"', "word/document.xml", "looks"),
        ('<w:pStyle w:val="Normal"/>', '<w:pStyle w:val="Normal"/><w:keepNext/>', "word/document.xml", "looks"),
    ],
)  # fmt: skip
def test_every_kind_of_difference_is_seen(old: str, new: str, name: str, what: str) -> None:
    plain = word(PLAIN)
    assert told(plain, plain) == ""
    found = told(altered(plain, old, new, name), plain)
    assert what in found, found


def test_a_missing_paragraph_is_named() -> None:
    assert "missing at the end" in told(word([A]), word([A, B])) or "section" in told(word([A]), word([A, B]))


@pytest.mark.parametrize("name", ["numbered", "item-deleted", "list-split", "list-gone", "numbered-inserted"])
def test_the_numbers_are_those_of_another_reader(name: str, tmp_path) -> None:  # noqa: ANN001 - a pytest fixture
    old, new = papers(name)
    made = redline(old, new).data
    for taken, plain in ((REJECT, old), (ACCEPT, new)):
        path, wanted = tmp_path / "resolved.docx", tmp_path / "plain.docx"
        path.write_bytes(resolved(made, taken))
        wanted.write_bytes(plain)
        assert [(p.number, p.text) for p in shown_paragraphs(path)] == [
            (p.number, p.text) for p in shown_paragraphs(wanted)
        ]


@pytest.mark.parametrize("name", PAIRS)
def test_a_resolved_file_has_no_changes_left_and_says_the_same(name: str) -> None:
    old, new = papers(name)
    made = redline(old, new).data
    for taken in (ACCEPT, REJECT):
        assert read(resolved(made, taken)).left == 0
        assert read(resolved(made, taken)).blocks == read(made, taken).blocks


def test_the_changes_of_some_authors_can_be_taken() -> None:
    change = "<w:{0} {1}><w:r><w:{2}>{3}</w:{2}></w:r></w:{0}>"
    body = (
        "<w:p><w:r><w:t>One</w:t></w:r>" + change.format("ins", MARK.format(1), "t", " two")
        + change.format("del", MARK.format(2).replace('"X"', '"Y"'), "delText", " three") + "</w:p>"
    )  # fmt: skip
    data = word([], extra=body)
    assert "One two three" in read(data, lambda author: author == "X").text
    assert read(data, lambda author: author == "Y").text.strip() == "One"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('w:author="Secretariat"', 'w:author=""', "a change by ''"),
        ("2000-01-01T00:00:00Z", "2000-01-01", "of '2000-01-01'"),
        ("<w:delText", "<w:t", "inside a deletion"),
        ("RangeEnd w:id", "RangeEnd w:x", "without its end"),
        ('w:name="move1"', 'w:name="move2"', "do not pair"),
    ],
)
def test_faults_are_found(old: str, new: str, what: str) -> None:
    made = redline(*papers("moved-and-edited")).data
    assert faults(made) == ()
    xml = part(made)
    broken = altered(made, old, new)
    if old == "<w:delText":
        broken = altered(broken, "</w:delText>", "</w:t>")
    assert any(what in fault for fault in faults(broken)), (faults(broken), xml[:50])


def test_an_id_that_stands_twice_is_a_fault() -> None:
    made = redline(*papers("word")).data
    assert any("stands 2 times" in fault for fault in faults(altered(made, 'w:id="2"', 'w:id="1"')))


@pytest.mark.parametrize("data", [b"", b"PK", b"words", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9])
def test_what_is_no_word_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)
