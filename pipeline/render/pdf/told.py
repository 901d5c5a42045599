"""The two texts that a PDF redline tells, from its text with the marks that only those who listen meet."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.changes import ChangedBlock, ChangedNote, ChangedParagraph, ChangedRun, paragraphs_of

_OPENING = re.compile(r"\[(inserted|deleted|moved here|moved away|format changed|note): ")
_ONLY = {"inserted": "new", "moved here": "new", "deleted": "old", "moved away": "old"}
_CLOSING, _PILCROW = "]", "¶"


def sides(told: Sequence[tuple[str, bool]]) -> dict[str, str]:
    """The old and the new text, from what a file tells.

    Args:
        told: pieces in reading order; those that are not seen on the page, and so are marks, with True.
    """
    kept: dict[str, list[str]] = {"old": [], "new": []}
    open_marks: list[str] = []
    for text, is_mark in told:
        if is_mark:
            _follow(text, open_marks)
        elif "note" not in open_marks and text.strip() != _PILCROW:
            for side, words in kept.items():
                if all(_ONLY.get(mark, side) == side for mark in open_marks):
                    words.append(text)
    return {side: "".join(words) for side, words in kept.items()}


def ends_with(told: str, wanted: str) -> bool:
    """Whether a text ends with another one, as far as a PDF file can tell: blanks and marks without a width aside.

    Letters that are written from right to left are drawn in another order than they are read, so with them it is enough
    that all letters are there.
    """
    got, want = _letters(told), _letters(wanted)
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in want):
        return not Counter(want) - Counter(got)
    return got.endswith(want)


def _letters(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text)
    return "".join(c for c in composed if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc", "Mn"))


def _follow(marks: str, opened: list[str]) -> None:
    position = 0
    while position < len(marks):
        match = _OPENING.match(marks, position)
        if match:
            opened.append(match.group(1))
        elif marks[position] == _CLOSING and opened:
            opened.pop()
        position = match.end() if match else position + 1


def printed_side(blocks: Sequence[ChangedBlock], notes: Mapping[str, ChangedNote], *, new: bool) -> str:
    """What a PDF paper prints of the old or the new text, in reading order; blanks do not matter."""
    return "".join(part for block in blocks for p in paragraphs_of(block) for part in _paragraph(p, notes, new=new))


def _paragraph(paragraph: ChangedParagraph, notes: Mapping[str, ChangedNote], *, new: bool) -> Iterator[str]:
    number = paragraph.new if new else paragraph.old
    yield f"{number}." if number and paragraph.style == "HeadingAnnex" and not number.endswith(".") else number
    for run in paragraph.runs:
        if run.mark.in_new if new else run.mark.in_old:
            yield "" if run.picture else run.text
            yield from _note(run, notes, new=new)


def _note(run: ChangedRun, notes: Mapping[str, ChangedNote], *, new: bool) -> Iterator[str]:
    if run.note in notes:
        note = notes[run.note]
        number = (note.new if new else note.old) or note.old or note.new
        yield number * 2  # in the text and before the note
        for paragraph in note.paragraphs:
            yield from _paragraph(paragraph, notes, new=new)
