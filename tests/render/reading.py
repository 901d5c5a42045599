"""Reading papers back with code that the writers do not share: python-docx for Word, content streams for PDF."""

import io
import re
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn

_BLANKS = re.compile(r"\s+")


def word_paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Style name and text of each paragraph in the body, tables included, in order; fields by their results."""
    document = docx.Document(io.BytesIO(data))
    names = {style.style_id: style.style_id for style in document.styles}
    return [(names.get(style, style), text) for style, text in _paragraphs(document.element.body)]


def word_notes(data: bytes) -> list[str]:
    """The text of each footnote, in order."""
    document = docx.Document(io.BytesIO(data))
    part = next(part for part in document.part.package.iter_parts() if str(part.partname) == "/word/footnotes.xml")
    from lxml import etree

    root = etree.fromstring(part.blob)
    notes = [note for note in root.iter(qn("w:footnote")) if note.get(qn("w:type")) is None]
    return ["\n".join(text.strip() for _, text in _paragraphs(note)) for note in notes]


def folded(text: str) -> str:
    """A text without blanks, for comparing what was broken into lines."""
    return _BLANKS.sub("", text)


def _paragraphs(root: object) -> Iterator[tuple[str, str]]:
    for element in root.iter(qn("w:p")):  # type: ignore[attr-defined]
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        yield ("" if style is None else style.get(qn("w:val")), "".join(_text(element)))


def _text(paragraph: object) -> Iterator[str]:
    marks = {qn("w:t"): None, qn("w:tab"): "\t", qn("w:br"): "\n"}
    for element in paragraph.iter(*marks):  # type: ignore[attr-defined]
        if element.getparent().tag == qn("w:r"):
            yield marks[element.tag] or element.text or ""
