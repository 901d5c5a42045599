"""Titles that follow the number of a section: "5.3.2 (Title)", "6. Derived Identity", "4.2 - General requirements"."""

import re
from typing import NamedTuple

from pipeline.intake.reference_tokens import KEYWORDS, Kind, Token

MOST_TITLE_WORDS = 10
NUMERAL = re.compile(r"[IVXL]{1,6}|[A-Z]")
_ENDS = frozenset({Kind.DOTTED, Kind.LABEL, Kind.ORDINAL, Kind.MARK, Kind.COMMA, Kind.LINE, Kind.SEMICOLON})
_LINKS = frozenset({Kind.AND, Kind.TO, Kind.OF})
_COUNTERS = frozenset({Kind.NUMBER, Kind.DOTTED, Kind.LETTERED, Kind.MARK})


class Title(NamedTuple):
    """A title; `end` is where it ends in the text, `stop` the index of the token after it."""

    words: str
    end: int
    stop: int


def title_at(text: str, parts: tuple[Token, ...], at: int, before: int) -> Title | None:
    """The title that begins with a token, None when there is none.

    Args:
        text: the reference.
        parts: its tokens.
        at: index of the token.
        before: where the number ends that the title belongs to.
    """
    if at >= len(parts):
        return None
    begin = parts[at].start
    is_bracketed = "(" in text[before:begin]
    if not (_begins(parts, at) or (is_bracketed and _counts_no_place(parts, at))):
        return None
    closing = text.find(")", begin) if is_bracketed else -1
    stop = _end(parts, at, closing)
    end = parts[stop - 1].end
    words = text[begin:end].strip(" .-–—()“”\"'").split()
    is_title = len(words) <= MOST_TITLE_WORDS and any(letter.isalpha() for word in words for letter in word)
    return Title(" ".join(words) if is_title else "", end if is_title else before, stop)


def _begins(parts: tuple[Token, ...], at: int) -> bool:
    """Whether the next tokens are words, perhaps after a hyphen."""
    rest = parts[at : at + 2]
    if rest and rest[0].kind is Kind.TO:
        return len(rest) > 1 and rest[1].kind in (Kind.WORD, Kind.WHOLE)
    return bool(rest) and rest[0].kind in {Kind.WORD, Kind.WHOLE} | KEYWORDS and _is_inside(parts, at)


def _counts_no_place(parts: tuple[Token, ...], at: int) -> bool:
    """Whether an ordinal is the beginning of a title, "(Second thoughts)", and not of "(second paragraph)"."""
    following = parts[at + 1].kind if at + 1 < len(parts) else None
    return parts[at].kind is Kind.ORDINAL and following not in (
        Kind.PARAGRAPH, Kind.ITEM, Kind.SKIPPED, Kind.ROW, Kind.AND, None,
    )  # fmt: skip


def _end(parts: tuple[Token, ...], at: int, closing: int) -> int:
    """The index after the last token of a title: at its bracket, or where another place begins."""
    stop = at
    if closing >= 0:
        while stop < len(parts) and parts[stop].start < closing:
            stop += 1
        return stop
    while stop < len(parts) and _is_inside(parts, stop):
        stop += 1
    while stop > at + 1 and parts[stop - 1].kind in _LINKS:
        stop -= 1
    return stop


def _is_inside(parts: tuple[Token, ...], index: int) -> bool:
    """Whether a token may belong to a title: no new place, and no "table" with its number."""
    kind = parts[index].kind
    if kind not in KEYWORDS:
        return kind not in _ENDS
    following = parts[index + 1] if index + 1 < len(parts) else None
    is_named = following is not None and (following.kind in _COUNTERS or NUMERAL.fullmatch(following.value))
    return not is_named and kind is not Kind.SIGN
