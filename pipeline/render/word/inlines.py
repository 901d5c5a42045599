"""Words, links, cross-references and note marks inside a paragraph."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.model.document import Inline, LineBreak, Note, NoteMark, Part, Reference, Style, Target, Text
from pipeline.render.word.story import Story
from pipeline.render.word.xml import BREAK, TAB, escape, field, internal_link, paragraph, run

_MARK = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'

# What a REF field must do to print the number that a reference prints. \r: the number of the paragraph that is marked;
# \w: with those of the levels above it (III.A); none: the words inside the bookmark.
_SWITCHES = {"paragraph": "\\r \\h", "section": "\\w \\h", "table": "\\h", "figure": "\\h"}


def write_inlines(inlines: Iterable[Inline], story: Story) -> str:
    """The runs of a paragraph; neighbours of one format and one link become one run."""
    return "".join(_pieces(inlines, story))


def plain_runs(inlines: Iterable[Inline]) -> str:
    """The words alone, for places that repeat a text: no notes, links or fields."""
    words = "".join(" " if isinstance(piece, LineBreak) else getattr(piece, "text", "") for piece in inlines)
    return run(words)


def _pieces(inlines: Iterable[Inline], story: Story) -> Iterator[str]:
    for is_text, group in groupby(inlines, key=lambda piece: type(piece) is Text):
        if is_text:
            yield from _texts([piece for piece in group if isinstance(piece, Text)], story)
        else:
            yield from (_special(piece, story) for piece in group)


def _texts(pieces: Sequence[Text], story: Story) -> Iterator[str]:
    for link, group in groupby(pieces, key=lambda piece: piece.link):
        address = story.links.add(link) if link else None
        look = "Hyperlink" if address else ""
        runs = "".join(
            run("".join([piece.text for piece in same]), style, look)
            for style, same in groupby(group, key=lambda piece: int(piece.style))
        )
        yield f'<w:hyperlink r:id="{address}" w:history="1">{runs}</w:hyperlink>' if address else runs


def _special(piece: Inline, story: Story) -> str:
    if isinstance(piece, NoteMark):
        return _note_mark(piece, story)
    return _reference(piece, story) if isinstance(piece, Reference) else BREAK


# -- cross-references


def _reference(piece: Reference, story: Story) -> str:
    target, name = story.document.targets.get(piece.target), story.places.names.get(piece.target)
    if target is None or name is None:
        return run(piece.text, piece.style)
    if not target.number and piece.text == target.printed == f"“{target.printed[1:-1]}”":
        quoted = field(f"REF {name} \\h", piece.text[1:-1], piece.style)
        return f"{run('“', piece.style)}{quoted}{run('”', piece.style)}"
    if target.kind == "annex":  # a REF field would repeat the word "Annex" of the heading in LibreOffice
        return internal_link(name, run(piece.text, piece.style))
    number = _number(target)
    names = story.places.chains.get(piece.target, (name,))
    numbers = number.split(" ")
    if not number or not piece.text.endswith(number) or len(names) != len(numbers):
        return internal_link(name, run(piece.text, piece.style))
    fields = (
        field(f"REF {each} {_SWITCHES[target.kind]}", part, piece.style)
        for each, part in zip(names, numbers, strict=True)
    )
    return run(piece.text.removesuffix(number), piece.style) + run(" ", piece.style).join(fields)


def _number(target: Target) -> str:
    """The number inside the printed words: "III.A" where that of the heading alone is "A"."""
    if target.kind not in _SWITCHES or not target.number:
        return ""
    return target.printed.removeprefix(f"{target.kind} ")


# -- footnotes


def _note_mark(mark: NoteMark, story: Story) -> str:
    note = story.note(mark.note)
    if note is None:
        return run(mark.number, Style.SUPERSCRIPT)
    if mark.note in story.note_ids:
        return _second_mark(mark, story)
    number = len(story.notes) + 1
    story.note_ids[mark.note] = number
    story.notes.append("")  # keeps the place
    story.notes[number - 1] = _note(number, note, story)
    custom, letter = _letter(note, story)
    reference = f'{_MARK}<w:footnoteReference{custom} w:id="{number}"/>{letter}</w:r>'
    return story.mark(_note_bookmark(number, story), reference)


def _second_mark(mark: NoteMark, story: Story) -> str:
    """Word counts every reference, so a second mark of a note repeats the number of the first."""
    name = _note_bookmark(story.note_ids[mark.note], story)
    if story.section.part is Part.ANNEX:  # NOTEREF gives numbers, and the marks of annexes are letters
        return internal_link(name, run(mark.number, Style.SUPERSCRIPT))
    return field(f"NOTEREF {name} \\f \\h", mark.number, Style.SUPERSCRIPT)


def _note_bookmark(number: int, story: Story) -> str:
    return f"_note_{story.section.part.value}_{number}"


def _letter(note: Note, story: Story) -> tuple[str, str]:
    """The attribute and the text of a mark that is written out: the letters of notes to annexes.

    A number format for each section would do in Word, but LibreOffice has one for the whole document.
    """
    if story.section.part is not Part.ANNEX:
        return "", ""
    return ' w:customMarkFollows="1"', f"<w:t>{escape(note.number)}</w:t>"


def _note(number: int, note: Note, story: Story) -> str:
    story.links = story.note_links
    texts = [write_inlines(_without_marks(inlines), story) for inlines in note.paragraphs] or [""]
    story.links = story.body_links
    _, letter = _letter(note, story)
    opening = f"{_MARK}{letter or '<w:footnoteRef/>'}</w:r>{TAB}"
    paragraphs = (paragraph("FootnoteText", text) for text in (opening + texts[0], *texts[1:]))
    return f'<w:footnote w:id="{number}">{"".join(paragraphs)}</w:footnote>'


def _without_marks(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """A note cannot hold a note in Word; its number stays to be seen."""
    for piece in inlines:
        yield Text(piece.number, Style.SUPERSCRIPT) if isinstance(piece, NoteMark) else piece
