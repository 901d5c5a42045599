"""Inlines as typst: every word a string literal, so that nothing in it is ever markup (law 9)."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from pipeline.formats.glyphs import Coverage, printable
from pipeline.model.document import Inline, Note, NoteMark, Reference, Section, Style, Text

_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f]')
_WRAPPERS = (
    (Style.ITALIC, "emph"),
    (Style.BOLD, "strong"),
    (Style.STRIKE, "strike"),
    (Style.SUPERSCRIPT, "super"),
    (Style.SUBSCRIPT, "sub"),
)


def literal(text: str) -> str:
    """Text as a typst string literal."""
    return '"' + _SPECIAL.sub(_escaped, text) + '"'


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    return f"\\{char}" if char in '\\"' else f"\\u{{{ord(char):x}}}"


def styled(code: str, style: int) -> str:
    """An expression in the functions of its styles, a sum of `Style` values."""
    for flag, name in _WRAPPERS:
        if style & flag:
            code = f"{name}({code})"
    return code


class Writer:
    """Writes the inlines of one paper.

    Args:
        known: which characters the fonts have; others become a placeholder, or the PDF could not be accessible.
        targets: the labels that exist in the program.
    """

    def __init__(self, known: Coverage, targets: Iterable[str]) -> None:
        self._known = known
        self._targets = frozenset(targets)
        self._section: Section | None = None

    def enter(self, section: Section) -> None:
        """Begin a section: its notes are its own."""
        self._section = section

    def string(self, text: str) -> str:
        """A string literal with printable characters only."""
        return literal(printable(text, self._known))

    def content(self, inlines: Sequence[Inline]) -> str:
        """Inlines as a content block."""
        return f"[{self._pieces(inlines)}]"

    def _pieces(self, inlines: Sequence[Inline]) -> str:
        parts = []
        for key, group in groupby(inlines, key=lambda p: (p.style, p.link) if type(p) is Text else id(p)):
            pieces = list(group)
            if isinstance(key, tuple):
                words = "".join(piece.text for piece in pieces if isinstance(piece, Text))
                parts.append(self._words(words, int(key[0]), key[1]))
            else:
                parts.append(self._special(pieces[0]))
        return "".join(parts)

    def _words(self, words: str, style: int, link: str | None) -> str:
        code = styled(self.string(words), style)
        return f"#link({literal(link)}, {code})" if link else f"#{code}"

    def _special(self, piece: Inline) -> str:
        if isinstance(piece, NoteMark):
            return self._note(piece)
        if isinstance(piece, Reference):
            words = self.string(piece.text)
            return f"#link(label({literal(piece.target)}), {words})" if piece.target in self._targets else f"#{words}"
        return "#linebreak()"

    def _note(self, mark: NoteMark) -> str:
        notes: tuple[Note, ...] = self._section.notes if self._section else ()
        if mark.note >= len(notes):
            return f"#super({self.string(mark.number)})"
        note = notes[mark.note]
        body = "#parbreak()".join(
            self._pieces([p for p in text if not isinstance(p, NoteMark)]) for text in note.paragraphs
        )
        return f"#note({literal(note.number)}, [{body}])"
