"""The words and numbers of a reference, taken apart and named."""

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


class Kind(Enum):
    """What a token is; the value is its pattern, in the order in which they are tried."""

    LABEL = r"\b(?:p|sec|tbl|fig|annex)-[a-z0-9][a-z0-9-]*"
    CODE = r"\b[a-z0-9]+(?:-[a-z0-9]+){2,}\b|\b\d+(?:-\d+)+[a-z]+\b|\b\d+(?:\.\d+)*\.[x?]\b(?:\.\w+)*"  # SP 800-63-3
    ORDINAL = (
        r"\b(?:\d{1,3} ?(?:st|nd|rd|th)"
        r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b"
    )
    DOTTED = (
        r"(?<![\w.])(?:\d{1,3}(?:\.\d{1,3})+|(?-i:\d{1,3}(?:\.[A-Z0-9]{1,3})+|[IVXL]{1,6}(?:\.[A-Z0-9]{1,4})+"
        r"|[A-Z](?:\.\d{1,3})+))(?!\w)"
    )
    LETTERED = r"(?<![\w.])\d{1,3}(?-i:[a-h])(?!\w)"  # 12a
    NUMBER = r"(?<![\w.])\d{1,4}(?!\w)"
    MARK = r"\((?:[a-z]{1,2}|[ivxl]{1,6}|\d{1,2})\)|(?:(?<=\d)|(?<=\d ))[a-z]\)"  # (a), and a) after a number
    COMMA = r"[,:]"
    LINE = r"\n"
    SEMICOLON = r";"
    SUBSECTION = r"(?<!\w)sub-? ?sections?(?!\w)"
    SECTION = r"(?<!\w)(?:sections?|sects?\b\.?|secs?\b\.?|chapters?|parts?|clauses?|headings?)(?!\w)"
    SIGN = r"§§?"
    PARAGRAPH = r"(?<!\w)(?:sub-? ?)?(?:paragraphs?|paras?\b\.?|pars?\b\.?)(?!\w)|¶¶?"
    ANNEX = r"(?<!\w)(?:annex|annexes|appendix|appendices)(?!\w)"
    TABLE = r"(?<!\w)(?:tables?|tbl\b\.?)(?!\w)"
    FIGURE = r"(?<!\w)(?:figures?|figs?\b\.?|diagrams?|charts?)(?!\w)"
    NOTE = r"(?<!\w)(?:foot-?notes?|notes?|fn\b\.?)(?!\w)"
    ROW = r"(?<!\w)rows?(?!\w)"
    ITEM = (
        r"(?<!\w)(?:(?:list|major|main|numbered|sub)[ -]?)?(?:bullets?|items?|points?)(?: points?)?(?!\w)"
        r"|(?<!\w)(?:requirements?|reqs?\b\.?|sub-? ?numbers?)(?!\w)"
    )
    SKIPPED = r"(?<!\w)(?:pages?|pgs?\b\.?|pp?\.|lines?|sentences?|columns?|cells?)(?!\w)"
    WHOLE = (
        r"(?<!\w)(?:general(?: comments?)?|all|overall|throughout|everywhere"
        r"|(?:the )?(?:whole|entire) (?:document|text|paper|draft))(?!\w)"
    )
    FILLER = r"(?<!\w)(?:inc\.|incl\.?|inclusive|bis|ter|the|no\.|number)(?!\w)"
    TO = r"(?<!\w)(?:to|through|thru|until)(?!\w)|[-‐‑‒–—]+"
    AND = r"(?<!\w)(?:and|vs\b\.?|versus|or|plus)(?!\w)|[&+]"
    OF = r"(?<!\w)(?:of|in|under|within|on)(?!\w)"
    WORD = r"[^\W_][\w'’./]*(?:-\w+)*"


KEYWORDS = frozenset({
    Kind.SUBSECTION, Kind.SECTION, Kind.SIGN, Kind.PARAGRAPH, Kind.ANNEX, Kind.TABLE, Kind.FIGURE, Kind.NOTE, Kind.ROW,
    Kind.ITEM, Kind.SKIPPED,
})  # fmt: skip

_PATTERN = re.compile("|".join(f"(?P<{kind.name}>{kind.value})" for kind in Kind), re.IGNORECASE)
_BROKEN = re.compile(r"(?<=[a-z])-[ \t]*\n[ \t]*(?=[a-z])")
_COUNTED = {word: str(number) for number, word in enumerate(
    ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
     "twelfth"), 1)}  # fmt: skip


class Token(NamedTuple):
    """A part of a reference; `value` is its number, mark or words, `[start, end)` where it stands."""

    kind: Kind
    value: str
    start: int
    end: int


def plain(text: str) -> str:
    """The reference with ordinary blanks, and words joined that a line end had broken."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\xa0", " ").replace("\u202f", " ")
    return _BROKEN.sub("", text).strip()


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """All tokens of a reference that `plain` made ready; signs that mean nothing are passed over."""
    return tuple(_token(found) for found in _PATTERN.finditer(text))


def _token(found: re.Match[str]) -> Token:
    kind = Kind[found.lastgroup or "WORD"]
    value = found[0]
    if kind is Kind.ORDINAL:
        value = _COUNTED.get(value.lower()) or re.sub(r"\D", "", value)
    elif kind is Kind.MARK:
        value = value.strip("()").lower()
    return Token(kind, value, found.start(), found.end())
