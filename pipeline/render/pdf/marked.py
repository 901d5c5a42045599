"""Words with their changes as typst: every word a string literal, every change a call of the template."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from pipeline.formats.glyphs import Coverage, printable
from pipeline.model.changes import ChangedNote, ChangedParagraph, ChangedRun, ChangedStory, Mark
from pipeline.model.document import Style
from pipeline.render.pdf.inlines import literal, styled

_CALLS = {
    Mark.INSERTED: "inserted", Mark.DELETED: "deleted", Mark.MOVED_HERE: "moved-here",
    Mark.MOVED_AWAY: "moved-away", Mark.REFORMATTED: "reformatted",
}  # fmt: skip
_KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp"}


def image_path(name: str, data: bytes) -> str:
    """Where the program finds a picture of the redline."""
    kind = next((kind for head, kind in _KINDS.items() if data.startswith(head)), "svg")
    return str(PurePosixPath("redline", f"{name}.{kind}"))


class MarkedWriter:
    """Writes the paragraphs of one redline.

    Args:
        known: which characters the fonts have; others become a placeholder.
        story: the redline.
    """

    def __init__(self, known: Coverage, story: ChangedStory) -> None:
        self._known, self._story = known, story
        self._places = _move_places(story)
        self._told: set[tuple[str, Mark]] = set()

    def content(self, paragraph: ChangedParagraph, *, strong: bool = False) -> str:
        """The words of a paragraph as a content block; `strong` prints the label of a caption in bold."""
        runs = _captioned(paragraph.runs) if strong else paragraph.runs
        parts = [*self._pieces(runs), *self._end(paragraph)]
        return f"[{''.join(parts)}]"

    def number(self, paragraph: ChangedParagraph) -> str:
        """The number before a paragraph, as content."""
        old, new = paragraph.old, paragraph.new
        if old and not new:
            return f"deleted({self._string(_full(paragraph, old))})"
        words = self._string(_full(paragraph, new)) if new else "[]"
        if new and not old:
            return f"inserted({words})"
        return words if old == new else f"newly({words})"

    def formerly(self, paragraph: ChangedParagraph) -> str:
        """The old number in the margin, when the new text has another one; else nothing, as content."""
        if paragraph.old and paragraph.new and paragraph.old != paragraph.new:
            return f"formerly({self._string(_full(paragraph, paragraph.old))})"
        return "[]"

    def pictures(self, paragraph: ChangedParagraph) -> Iterator[str]:
        """The pictures of a paragraph, those that changed with a frame and in words."""
        for run in paragraph.runs:
            if run.picture not in self._story.images:
                continue
            path = literal(image_path(run.picture, self._story.images[run.picture]))
            mark = "" if run.mark is Mark.SAME else f"[{run.mark}] "
            about = literal(f"{mark}{run.text or 'Picture without a description'}")
            call = _CALLS.get(run.mark)
            sign = f", sign: {literal(str(run.mark))}, ink: change-ink.{_ink(run.mark)}" if call else ""
            yield f"#changed-picture({path}, {about}{sign})"

    # -- the words

    def _string(self, text: str) -> str:
        return literal(printable(text, self._known))

    def _pieces(self, runs: Iterable[ChangedRun]) -> Iterator[str]:
        for run in runs:
            yield from self._whither(run)
            if run.note:
                yield self._note(run)
            elif run.text and not run.picture:
                yield self._words(run)

    def _words(self, run: ChangedRun) -> str:
        call = _CALLS.get(run.mark)
        style = run.style & ~Style.STRIKE if call else run.style  # a stretch of text can have one line only
        lines = run.text.replace("\t", " ").split("\n")
        body = "#linebreak()".join(f"#{styled(self._string(line), style)}" for line in lines)
        if run.link:
            body = f"#link({literal(run.link)}, [{body}])"
        return f"#{call}([{body}])" if call else body

    def _whither(self, run: ChangedRun) -> Iterator[str]:
        """Once for each move, where it came from or went to."""
        if not run.move or (run.move, run.mark) in self._told:
            return
        self._told.add((run.move, run.mark))
        came, went = self._places.get(run.move, ("", ""))
        if run.mark is Mark.MOVED_HERE and came:
            yield f"#whither({literal(f'moved from {came}')})"
        elif run.mark is Mark.MOVED_AWAY and went:
            yield f"#whither({literal(f'moved to {went}')})"

    def _end(self, paragraph: ChangedParagraph) -> Iterator[str]:
        """The mark that ends a paragraph, where it alone was inserted or deleted."""
        call = _CALLS.get(paragraph.end)
        if call and any(run.mark is not paragraph.end for run in paragraph.runs):
            yield f'#pilcrow("{call}")'

    def _note(self, run: ChangedRun) -> str:
        note = self._story.notes.get(run.note, ChangedNote(()))
        number = (note.new if run.mark.in_new else note.old) or note.old or note.new
        renumbered = run.mark.in_old and run.mark.in_new and note.old != note.new
        body = "#parbreak()".join("".join(self._pieces(p.runs)) for p in note.paragraphs)
        call = _CALLS.get(run.mark)
        shown = f"{call}({self._string(number)})" if call else self._string(number)
        if renumbered:
            shown = f"renumbered({self._string(note.old)}, {self._string(note.new)})"
        return f"#changed-note({shown}, [{body}])"


def _captioned(runs: Iterable[ChangedRun]) -> Iterator[ChangedRun]:
    """The runs of a caption, "Table 3. " in bold."""
    label = True
    for run in runs:
        head, stop, rest = run.text.partition(". ") if label else ("", "", run.text)
        if label:
            yield run._replace(text=head + stop, style=run.style | Style.BOLD)
            label = not stop
        if rest:
            yield run._replace(text=rest)


def _ink(mark: Mark) -> str:
    return {Mark.INSERTED: "inserted", Mark.DELETED: "deleted"}.get(mark, "moved")


def _full(paragraph: ChangedParagraph, number: str) -> str:
    """The number as the PDF paper prints it: that of an annex with a full stop."""
    return f"{number}." if paragraph.style == "HeadingAnnex" and not number.endswith(".") else number


def _move_places(story: ChangedStory) -> dict[str, tuple[str, str]]:
    """For each move the old number of where it was and the new one of where it is; "" where none is near."""
    found: dict[str, tuple[str, str]] = {}
    old = new = ""
    for paragraph in story.paragraphs():
        if paragraph.style == "NumberedParagraph":
            old, new = paragraph.old.rstrip(".") or old, paragraph.new.rstrip(".") or new
        for run in paragraph.runs:
            came, went = found.get(run.move, ("", ""))
            if run.move and run.mark is Mark.MOVED_AWAY:
                found[run.move] = (came or old, went)
            elif run.move and run.mark is Mark.MOVED_HERE:
                found[run.move] = (came, went or new)
    return found
