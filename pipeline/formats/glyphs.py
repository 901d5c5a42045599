"""Which characters the fonts of a PDF paper can show, and what stands in for the others.

typst refuses to write PDF/UA-1 when one character has no glyph, so the source of a paper holds only characters that
have one. The fonts inside typst cannot be reached as files; `typst_glyphs.json` lists what they cover, and a test
derives that list again from the installed typst. typst falls back from font to font, so a character counts when any
font has it.
"""

import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("typst_glyphs.json")
PLACEHOLDER = "□"
_BLANKS = frozenset("\t\n\r\v\f\x85\u2028\u2029")
# Characters that shaping consumes; no font needs a glyph for them.
_IGNORABLE = frozenset(map(chr, (0xAD, 0x34F, *range(0x200B, 0x200E), 0x2060, *range(0xFE00, 0xFE10), 0xFEFF)))
# Direction and other control characters could hide or reorder text: they are printed by their code.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]")


class FontProblem(ValueError):
    """A font file that cannot be read; the message says why."""


class Coverage(dict[int, str]):
    """What to print for each character, filled as characters are met; a mapping for `str.translate`.

    Args:
        points: the code points that have a glyph in some font.
    """

    def __init__(self, points: frozenset[int]) -> None:
        super().__init__()
        self._points = points

    def __missing__(self, point: int) -> str:
        self[point] = shown = self._shown(chr(point))
        return shown

    def _shown(self, char: str) -> str:
        if char in _BLANKS:
            return " "
        if _CONTROL.match(char):
            return f"[U+{ord(char):04X}]"
        return char if self.has(char) else PLACEHOLDER

    def has(self, char: str) -> bool:
        """Whether some font shows this character, or none needs to."""
        return ord(char) in self._points or char in _IGNORABLE


def coverage(fonts: Mapping[str, bytes] | None = None) -> Coverage:
    """What the fonts inside typst show, together with these font files.

    Args:
        fonts: the bytes of TrueType, OpenType or collection files, by name.

    Raises:
        FontProblem: one of them is not a font.
    """
    points = _embedded()
    for name, data in sorted((fonts or {}).items()):
        points |= _points(name, data)
    return Coverage(points)


def unprintable(text: str, known: Coverage) -> tuple[tuple[int, str], ...]:
    """The characters for which `printable` puts a placeholder, with their offsets; blanks and controls are none."""
    if text.isascii() or not any(_lacks(char, known) for char in set(text)):
        return ()
    if _composed(text, known) != text:  # a composed form is taken only when all of it is covered
        return ()
    return tuple((offset, char) for offset, char in enumerate(text) if _lacks(char, known))


def _lacks(char: str, known: Coverage) -> bool:
    return known[ord(char)] == PLACEHOLDER != char


def printable(text: str, known: Coverage) -> str:
    """The text with a placeholder for each character that cannot be shown; line ends and tabs become blanks.

    Composed forms are tried for letters with combining marks, because a mark and its letter must share a font.
    """
    if text.isascii() and text.isprintable():
        return text
    return _composed(text, known).translate(known)


def _composed(text: str, known: Coverage) -> str:
    composed = unicodedata.normalize("NFC", text)
    if composed == text or not all(known.has(char) for char in composed):
        return text
    return composed


@cache
def _embedded() -> frozenset[int]:
    table = json.loads(TABLE.read_text("utf-8"))
    return frozenset(point for ranges in table["families"].values() for point in expand(ranges))


def expand(ranges: str) -> Iterable[int]:
    """The code points of ranges written as `20-7e a0`."""
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def font_points(data: bytes) -> frozenset[int]:
    """The code points that a font file has glyphs for.

    Raises:
        FontProblem: it is not a font.
    """
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        fonts = TTCollection(io.BytesIO(data)).fonts if data[:4] == b"ttcf" else [TTFont(io.BytesIO(data), lazy=True)]
        return frozenset(point for font in fonts for point in font.getBestCmap() or ())
    except (TTLibError, KeyError, AssertionError, ValueError, OSError) as error:
        raise FontProblem(str(error) or "not a font file") from error


@lru_cache(maxsize=64)
def _points(name: str, data: bytes) -> frozenset[int]:
    try:
        return font_points(data)
    except FontProblem as problem:
        raise FontProblem(f"{name}: {problem}") from problem
