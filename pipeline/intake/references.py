"""References as people write them: "8.3, 2", "paras 4-6 and 9", "Table 3, row 2; IV.A, second paragraph".

What is understood becomes places, what is not stays as it was written; nothing is ever an error. The forms are those
met in a public round of review with 387 comments, and those of United Nations papers.
"""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from pipeline.intake.reference_places import MOST_PLACES
from pipeline.intake.reference_reader import Reader
from pipeline.intake.reference_titles import MOST_TITLE_WORDS, NUMERAL
from pipeline.intake.reference_tokens import Kind, Token, plain, tokens
from pipeline.model.comment import Citation, CitedKind

MOST_CHARACTERS = 2000

_PARAGRAPH = re.compile(r"([1-9][0-9]{0,3})((?: ?\((?:[a-z]{1,2}|[ivxl]{1,6})\))*)")
_MARKS = re.compile(r"\(([a-z]+)\)")
_QUOTED = re.compile(r"""["“„«‘'].*["”»’']\W*""", re.DOTALL)
_TITLE_WORDS = re.compile(
    r"^(?:the )?(?:section|chapter|part)s?\b[ :.–-]*(?:on |about |entitled |titled |called )?", re.IGNORECASE
)
_WHOLE_WORDS = re.compile(
    r"(?:(?:general|overall|cross-cutting)(?: (?:comments?|remarks?|observations?|points?))?)?"
    r"(?: ?(?:on|to|about|for) )?(?:the )?(?:(?:whole|entire) )?(?:document|text|paper|draft)?"
    r"|n/?a|none|nil|not applicable",
    re.IGNORECASE,
)
_IDLE = (Kind.TO, Kind.OF, Kind.COMMA, Kind.FILLER)
_WHOLE = Citation(CitedKind.DOCUMENT)


@lru_cache(maxsize=4096)
def read_reference(text: str) -> tuple[Citation, ...]:
    """The places that a reference names.

    Args:
        text: free text, of any form.

    Returns:
        At least one place, at most 50, each with the words that it was understood from. "General", "All" and an empty
        text name the whole document. What is not understood is one place of kind UNKNOWN.
    """
    text = plain(text[:MOST_CHARACTERS])
    if found := _PARAGRAPH.fullmatch(text):
        return (Citation(CitedKind.PARAGRAPH, found[1], tuple(_MARKS.findall(found[2])), text=text),)
    parts = tokens(text)
    if not any(character.isalnum() for character in text):
        return (replace(_WHOLE, text=text),)
    if _is_sentence(text):
        return (Citation(CitedKind.UNKNOWN, text=text),)
    return _by_numbers(text, parts) or _in_words(text, parts)


def read_section(text: str) -> tuple[Citation, ...]:
    """The places that a text names which is known to name sections: a number, an id or a title."""
    text = plain(text[:MOST_CHARACTERS])
    if re.fullmatch(r"[0-9]{1,3}|[A-Z]|[IVXL]{1,6}", text):
        return (Citation(CitedKind.SECTION, text, text=f"section {text}"),)
    return read_reference(text)


def _is_sentence(text: str) -> bool:
    return bool(_QUOTED.fullmatch(text)) and len(text.split()) > 1


def _by_numbers(text: str, parts: tuple[Token, ...]) -> tuple[Citation, ...]:
    """What numbers, marks and words such as "table" name."""
    first = next((part for part in parts if part.kind not in _IDLE), None)
    if first is None or (first.kind in (Kind.WORD, Kind.SECTION) and not _has_keyed_number(parts)):
        return ()
    return tuple(Reader(text, parts).read())


def _has_keyed_number(parts: tuple[Token, ...]) -> bool:
    """Whether a number stands there that cannot but be one of a place: 4.2, or one right after "section" or "table"."""
    keyed = {Kind.SECTION, Kind.SIGN, Kind.PARAGRAPH, Kind.ANNEX, Kind.TABLE, Kind.FIGURE, Kind.NOTE}
    return any(part.kind in (Kind.DOTTED, Kind.LABEL) for part in parts) or any(
        one.kind in keyed and (two.kind in (Kind.NUMBER, Kind.LETTERED, Kind.CODE) or NUMERAL.fullmatch(two.value))
        for one, two in pairwise(parts)
    )


def _in_words(text: str, parts: tuple[Token, ...]) -> tuple[Citation, ...]:
    """A text without numbers of places: the whole document, a title with or without "second paragraph", or unknown."""
    kinds = {part.kind for part in parts if part.kind not in (Kind.COMMA, Kind.LINE, Kind.AND)}
    if kinds <= {Kind.WHOLE} or _WHOLE_WORDS.fullmatch(text.strip(" .,:")):
        return (replace(_WHOLE, text=text),)
    head, _, rest = text.replace("\n", ",").replace(";", ",").partition(",")
    title = head.strip(" .:-–“”\"'()")
    counted = bool(parts) and parts[0].kind in (Kind.SKIPPED, Kind.ORDINAL, Kind.ITEM, Kind.ROW, Kind.MARK)
    if counted or head.rstrip().endswith(".") or not title or len(title.split()) > MOST_TITLE_WORDS:
        return (Citation(CitedKind.UNKNOWN, text=text),)
    kind = CitedKind.SECTION
    number = title if NUMERAL.fullmatch(title) else ""
    return tuple(
        Citation(kind, number, title="" if number else _bare(title), ordinal=ordinal, text=text)
        for ordinal in _ordinals(rest)[:MOST_PLACES]
    )


def _bare(title: str) -> str:
    """The title without the words that say that it is one."""
    return _TITLE_WORDS.sub("", title)


def _ordinals(rest: str) -> tuple[int, ...]:
    """Which paragraphs of the section are named after its title; (0,) for none."""
    numbers = [part for part in tokens(rest.strip()) if part.kind in (Kind.NUMBER, Kind.ORDINAL)]
    lines = any(part.kind is Kind.SKIPPED for part in tokens(rest.strip()))
    return tuple(int(part.value) for part in numbers) if numbers and not lines else (0,)
