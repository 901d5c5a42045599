"""Checks on characters that no reader sees: they hide text, turn it round, or break searching and copying.

Sources: Unicode Technical Report 36 (security), Unicode Standard, 23.2 and 23.9.
"""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.model.document import Figure, Section, Text
from pipeline.text.checks.view import Hit, View, code_of, shown, token
from pipeline.text.words import Stretch

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_JOINERS = "\u200c\u200d"
_MARKS = frozenset("\u200e\u200f\u061c")  # they order a line that mixes directions, and do no harm there
# Scripts in which a joiner decides how letters connect, by the first word of their characters' names.
_JOINED = """
    ARABIC SYRIAC MONGOLIAN DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA KHMER
    MYANMAR TIBETAN NKO MANDAIC
"""


def hidden_characters(view: View) -> Iterator[Hit]:
    """Hidden and direction characters anywhere in the text, the titles, the addresses or the alternative texts."""
    yield from _in_titles(view)
    for section, stretch, _ in view.passages:
        for offset, message in _report(stretch.text):
            yield Hit(section.path, stretch.place(offset), message)
        yield from _in_addresses(section, stretch)
    for section in view.sections:
        yield from _in_alternatives(section)


def _in_titles(view: View) -> Iterator[Hit]:
    document = view.document
    for text in (document.title, document.short_title, document.prepared_by):
        for _, message in _report(text):
            yield Hit(f"{document.folder}/document.yaml", None, message)


def _in_addresses(section: Section, stretch: Stretch) -> Iterator[Hit]:
    for piece in stretch.inlines:
        if type(piece) is Text and piece.link:
            for _, message in _report(piece.link):
                yield Hit(section.path, piece.at or stretch.fallback, f"in an address: {message}")


def _in_alternatives(section: Section) -> Iterator[Hit]:
    for block in section.blocks:
        if isinstance(block, Figure):
            for _, message in _report(block.alt):
                yield Hit(section.path, block.at, f"in an alternative text: {message}")


def _report(text: str) -> Iterator[tuple[int, str]]:
    """Each kind of hidden character once: where it first stands, and what to say."""
    offsets_of: dict[str, list[int]] = {}
    for match in _HIDDEN.finditer(text):
        offsets_of.setdefault(match[0], []).append(match.start())
    if not _MARKS.isdisjoint(offsets_of) and _has_mixed_directions(text):
        offsets_of = {character: offsets for character, offsets in offsets_of.items() if character not in _MARKS}
    for character, all_offsets in offsets_of.items():
        if offsets := [offset for offset in all_offsets if not _is_needed(text, offset)]:
            yield offsets[0], _message(text, character, offsets)


def _message(text: str, character: str, offsets: list[int]) -> str:
    where = shown(token(text, offsets[0])[0])
    count = f", {len(offsets)} times here" if len(offsets) > 1 else ""
    return f"{code_of(character)} ({_name(character)}) stands in “{where}”{count}"


def _has_mixed_directions(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text if character not in _MARKS)


def _is_needed(text: str, offset: int) -> bool:
    character = text[offset]
    if character in _JOINERS:
        return _joins(text[offset - 1 : offset]) and _joins(text[offset + 1 : offset + 2])
    if "\U000e0100" <= character <= "\U000e01ef":  # the form of an ideograph, in names
        return unicodedata.name(text[offset - 1 : offset] or " ").startswith("CJK")
    return False


def _joins(neighbour: str) -> bool:
    return bool(neighbour) and unicodedata.name(neighbour, "").partition(" ")[0] in _JOINED.split()


def _name(character: str) -> str:
    return unicodedata.name(character, "a control character").lower()
