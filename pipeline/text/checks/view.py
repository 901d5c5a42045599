"""What a check looks at and what it says."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.config import Profile
from pipeline.model.document import Document, Part, Section, Style, Text
from pipeline.model.source import Span
from pipeline.text.words import Kind, Stretch, stretches

_ORDER = {Part.FRONT: 0, Part.BODY: 1, Part.ANNEX: 2}
_QUOTED = re.compile(r"“[^”]*(?:”|\Z)|\"[^\"]*\"|«[^»]*(?:»|\Z)|‘(?:[^’]|’(?=\w)){0,400}’")
_ADDRESS = re.compile(r"://|\bwww\.|@|\w\.\w{2,}/")
_FAR = 200  # characters on each side of a place that are looked at
_ITALIC = int(Style.ITALIC)  # the arithmetic of enumerations is slow
_SHORT = 60  # characters of a text that a message repeats


class Hit(NamedTuple):
    """One thing that a rule found; without `hint` the remedy of the rule is given."""

    path: str
    at: Span | None
    message: str
    hint: str = ""


class Passage(NamedTuple):
    """A stretch of text and the section it belongs to.

    Attributes:
        own: the text with blanks for all that a drafter may not change: quotations, titles in italics, addresses.
    """

    section: Section
    stretch: Stretch
    own: str

    def hit(self, offset: int, message: str, hint: str = "") -> Hit:
        """A hit at this character of the stretch."""
        return Hit(self.section.path, self.stretch.place(offset), message, hint)


@dataclass(frozen=True, slots=True)
class View:
    """A document laid out for checking, in reading order: front matter first, annexes last."""

    document: Document
    profile: Profile
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]


def view_of(document: Document, profile: Profile) -> View:
    """Lay a document out."""
    sections = tuple(sorted(document.sections, key=lambda section: _ORDER[section.part]))
    passages = tuple(
        Passage(section, stretch, _own_text(stretch)) for section in sections for stretch in stretches(section)
    )
    return View(document, profile, sections, passages)


def token(text: str, offset: int) -> tuple[str, int]:
    """What stands between blanks around this character, and where it begins; of endless ones the part nearby."""
    start = end = offset
    least, most = max(0, offset - _FAR), min(len(text), offset + _FAR)
    while start > least and not text[start - 1].isspace():
        start -= 1
    while end < most and not text[end].isspace():
        end += 1
    return text[start:end], start


def shown(text: str) -> str:
    """A text for a message: on one line, cut to a sensible length, characters that cannot be seen by their codes."""
    folded = " ".join(text.split())
    cut = folded if len(folded) <= _SHORT else folded[: _SHORT - 1] + "…"
    return "".join(character if _visible(character) else f"<{code_of(character)}>" for character in cut)


def code_of(character: str) -> str:
    """`U+202E`, as the Unicode standard writes it."""
    return f"U+{ord(character):04X}"


def _own_text(stretch: Stretch) -> str:
    text = stretch.text
    if stretch.kind is Kind.EPIGRAPH:
        return " " * len(text)
    ranges = [*_italics(stretch), *_quotations(text), *_addresses(text)]
    if not ranges:
        return text
    characters = list(text)
    for start, end in ranges:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def _italics(stretch: Stretch) -> Iterator[tuple[int, int]]:
    for index, piece in enumerate(stretch.inlines):
        if type(piece) is Text and piece.style & _ITALIC:
            yield stretch.starts[index], stretch.starts[index + 1]


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _QUOTED.finditer(text))


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    for found in _ADDRESS.finditer(text):
        if found.start() >= done:
            words, start = token(text, found.start())
            done = start + len(words)
            yield start, done


def _visible(character: str) -> bool:
    if character == "\ufffd" or "\U000e0100" <= character <= "\U000e01ef":  # look like nothing, or like anything
        return False
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
