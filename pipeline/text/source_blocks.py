"""Whole paragraphs in their section file: where one begins and ends, taking one out, writing others beside it."""

import re

from pipeline.model.source import Span
from pipeline.text.source_words import Sheet, Splice, escaped


def block_span(sheet: Sheet, at: Span) -> tuple[int, int]:
    """From the first line of a block, with the attributes on lines of their own before it, to the end of its last."""
    start = sheet.line_start(sheet.offset(at.line, at.column))
    while start and re.fullmatch(r"[ \t]*\{[#.:A-Za-z][^{}\n]*\}[ \t]*\r?\n", above := _line_above(sheet, start)):
        start -= len(above)
    low, high = sheet.span(at)
    end = low + len(sheet.text[low:high].rstrip())
    return start, sheet.line_stop(max(end - 1, low))


def _line_above(sheet: Sheet, start: int) -> str:
    return sheet.text[sheet.line_start(start - 1) : start]


def without_block(sheet: Sheet, at: Span, heir: Span | None = None) -> Splice:
    """Take a block out with the blank lines after it; at the end of the text, with those before it.

    Args:
        sheet: the source.
        at: the block.
        heir: the next item, when the block is the first of its list: it takes over the mark that opens the list.
    """
    if heir is not None:
        return Splice(sheet.offset(at.line, at.column), sheet.offset(heir.line, heir.column), "")
    start, end = block_span(sheet, at)
    blank = re.compile(r"[ \t]*(?:\r?\n[ \t]*)*(?=^|\Z)", re.MULTILINE).match(sheet.text, end)
    stop = blank.end() if blank else end
    if stop < len(sheet.text):
        return Splice(start, sheet.line_start(stop), "")
    return Splice(len(sheet.text[:start].rstrip()), len(sheet.text[:end].rstrip()) if start else end, "")


def beside_block(sheet: Sheet, at: Span, paragraphs: tuple[str, ...], *, after: bool) -> Splice:
    """Write paragraphs beside a block, with a blank line between; beside a list item they are items of its list."""
    start, end = block_span(sheet, at)
    opening = sheet.text[sheet.line_start(sheet.offset(at.line, at.column)) : sheet.offset(at.line, at.column)]
    gap = sheet.line_end * (1 if opening.strip() and _tight(sheet, start, end) else 2)
    marks = _marks(opening, len(paragraphs), after=after)
    texts = [mark + escaped(words.strip(), at_start=True) for mark, words in zip(marks, paragraphs, strict=True)]
    if after:
        return Splice(end, end, "".join(gap + text for text in texts))
    return Splice(start, start, "".join(text + gap for text in texts))


def _tight(sheet: Sheet, start: int, end: int) -> bool:
    """Whether the items of a list follow each other without blank lines, judged from the neighbours of this one."""
    below = sheet.text[end:].lstrip("\r").removeprefix("\n").split("\n", 1)[0].strip()
    above = _line_above(sheet, start).strip() if start else ""
    return bool(below or above)


def _marks(opening: str, count: int, *, after: bool) -> list[str]:
    """What stands before each new paragraph: the mark of the next item, or the blanks that keep it in its item."""
    found = re.fullmatch(r"([ \t]*\(?)([0-9]+|[A-Za-z]+)([.)][ \t]+)", opening)
    if not found:
        return [opening if opening.strip() in {"-", "+", "*"} else " " * len(opening)] * count
    first = 1 if after else 0
    return [f"{found[1]}{_next(found[2], first + step)}{found[3]}" for step in range(count)]


def _next(mark: str, steps: int) -> str:
    if mark.isdigit():
        return str(int(mark) + steps)
    letter = ord(mark[0]) + steps
    return chr(letter) if len(mark) == 1 and chr(letter).isalpha() and mark not in "ivx" else mark
