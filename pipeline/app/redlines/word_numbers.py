"""Whether a Word file prints the numbers that `numbers.json` says, and a PDF file those of the Word file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from pipeline.formats.docx_numbers import Shown
from pipeline.formats.glyphs import PLACEHOLDER
from pipeline.render.word.places import bookmark_name

_CAPTION = re.compile(r"(Table|Figure) ([0-9]+)")
_SHAPE = re.compile(r"[().]")  # what a list puts round a number: "12.", "(a)"
_BETWEEN = r"[\d\n]{0,5}"  # letters of a PDF: the mark of a note, and the ends of text objects
_BLANKS = re.compile(r"[^\S\n]+")
_BEGINNING = 16  # letters of a paragraph by which it is found again
_NUMBERED, _HEADING = "Numbered Paragraph", "heading"


def numbers_differ(rows: Mapping[str, Any], shown: Sequence[Shown]) -> Iterator[str]:
    """Every difference, as a sentence.

    Args:
        rows: the entry of a document in `numbers.json`.
        shown: the paragraphs of its Word file.
    """
    yield from _paragraphs(rows["paragraphs"], [each for each in shown if each.style == _NUMBERED])
    yield from _headings(rows["sections"], [each for each in shown if each.style.lower().startswith(_HEADING)])
    yield from _captions(rows, shown)


def _paragraphs(rows: Sequence[Mapping[str, Any]], shown: Sequence[Shown]) -> Iterator[str]:
    for row, paragraph in zip_longest(rows, shown):
        if row is None:
            yield f"a paragraph numbered {paragraph.number} is too many: “{_short(paragraph)}”"
        elif paragraph is None:
            yield f"paragraph {row['number']} ({row['id']}) is missing"
        elif _bare(paragraph) != str(row["number"]):
            yield f"paragraph {row['number']} ({row['id']}) is printed as {paragraph.number}"
        elif bookmark_name(row["id"]) not in paragraph.bookmarks:
            yield f"paragraph {row['number']} is not marked with its id {row['id']}"


def _headings(rows: Sequence[Mapping[str, Any]], shown: Sequence[Shown]) -> Iterator[str]:
    if len(rows) != len(shown):
        yield f"{len(shown)} headings are printed, not {len(rows)}"
    for row, heading in zip(rows, shown, strict=False):
        if _bare(heading) != row["number"]:
            has = f"the number {heading.number}" if heading.number else "no number"
            yield f"the heading “{row['title']}” has {has}, not {row['number']}"


def _captions(rows: Mapping[str, Any], shown: Sequence[Shown]) -> Iterator[str]:
    captions = [match.groups() for each in shown if "Caption" in each.style and (match := _CAPTION.match(each.text))]
    for kind, key in (("Table", "tables"), ("Figure", "figures")):
        printed = [number for word, number in captions if word == kind]
        expected = [row["number"] for row in rows[key]]
        if printed != expected:
            shown_as = ", ".join(printed) or "nothing"
            yield f"the numbers of the {key} are {shown_as}, not {', '.join(expected) or 'nothing'}"


def pdf_lacks(shown: Sequence[Shown], text: str) -> Iterator[str]:
    """Every numbered paragraph of a Word file that a PDF file does not print with this number, in this order.

    Args:
        shown: the paragraphs of the Word file.
        text: of the PDF file.
    """
    squeezed, position = _BLANKS.sub("", text), 0
    for paragraph in shown:
        if paragraph.style == _NUMBERED:
            match = _beginning(paragraph).search(squeezed, position)
            if match is None:
                yield f"paragraph {_bare(paragraph)} is not printed with this number: “{_short(paragraph)}”"
            else:
                position = match.end()


def _beginning(paragraph: Shown) -> re.Pattern[str]:
    """Number and first letters, as they follow each other in the PDF; what no font prints is a placeholder there."""
    letters = "".join(paragraph.text.split())[:_BEGINNING]
    pieces = (re.escape(each) if each.isascii() else f"(?:{re.escape(each)}|{PLACEHOLDER})" for each in letters)
    return re.compile(rf"(?<!\d){re.escape(paragraph.number)}\n*" + _BETWEEN.join(pieces))


def _bare(shown: Shown) -> str:
    return _SHAPE.sub("", shown.number)


def _short(shown: Shown) -> str:
    return shown.text[:40]
