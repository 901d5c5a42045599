"""Check that an acronym is spelled out where a reader first meets it.

A first use is fine in these forms: `Long Form (LF)`, `LF (Long Form)`, and a list of abbreviations
(`LF: Long Form`, or a table cell `LF` followed by one with its long form).
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.text.checks.view import Hit, Passage, View, token
from pipeline.text.words import Kind

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_ACRONYM = re.compile(rf"(?<!\w)([{_CAPITAL}]{{2,}}|[{_CAPITAL}]+(?:&[{_CAPITAL}]+)+)(s?)(?!\w)")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_OPENING = re.compile(
    r"\((?:(?:the|or|also|hereinafter|hereafter|referred|to|known|abbreviated|as|its|acronym)\s+)*[“\"‘']?\Z"
)
_CLOSING = re.compile(r"[”\"’']?\s*([);,])")
_LISTED = re.compile(r"\s*[:–—]\s+(.{6,200})")
_REVERSED = re.compile(r"\s*\(([^()]{6,200})[);,]")
_NO_USE = re.compile(r"(?<!\w)[A-Z]{1,8}/\S*\d|\A\[[^\[\]]+\]\W*\Z")  # A/RES/55/25, CEB/2024/2; [TITLE]
_CAPITALS_BEFORE = re.compile(rf"(?<!\w)(?:[{_CAPITAL}]{{2,}}[ \u00a0])+\Z")
_CAPITALS_AFTER = re.compile(rf"(?:[ \u00a0][{_CAPITAL}]{{2,}}(?!\w))+")
_COMMON = 4  # an emphasized word of so many letters also stands in small letters somewhere
_SMALL = re.compile(rf"(?<!\w)[a-zß-öø-ÿ]{{{_COMMON},}}(?!\w)")
_WORDS = re.compile(r"[^\W\d_]+")
_LONGEST = 10  # letters; longer ones are words
_PHRASE, _NEAR = 60, 400  # characters looked at before an acronym, and for its long form
_REACH = 6  # the long form may have so many words more than the acronym has letters
# Written in capitals without being acronyms that anyone spells out.
_NO_ACRONYMS = """
    AND OR NOT NO ALL ANY MAY MUST SHALL SHOULD CAN CANNOT ONLY THE OF TO IN IS ANNEX DRAFT TBC TBD
    NB OK PS PM AM BC AD USD EUR GBP CHF JPY UTC GMT ISBN ISSN DOI URL PDF ID Q&A
"""

Use = tuple[Passage, int]


class _Record(NamedTuple):
    used: dict[str, Use]
    explained: dict[str, Use]


def unexplained_acronyms(view: View) -> Iterator[Hit]:
    """Acronyms that are not spelled out at first use, each once."""
    record = _read(view)
    small = _small_words(view, record.used)
    for name, (passage, offset) in record.used.items():
        if name.lower() not in small:
            message, hint = _words_for(name, record.explained.get(name))
            yield passage.hit(offset, message, hint)


def _read(view: View) -> _Record:
    known = frozenset(_NO_ACRONYMS.split()).union(view.profile.acronyms)
    record = _Record({}, {})
    for index, passage in enumerate(view.passages):
        for match in _ACRONYM.finditer(passage.stretch.text):
            name = match[1]
            if name in known or name in record.explained:
                continue
            if _is_explained(passage, match) or _opens_row(view.passages, index, name):
                record.explained[name] = passage, match.start()
            elif name not in record.used and _is_acronym(passage, match):
                record.used[name] = passage, match.start()
    return record


def _words_for(name: str, later: Use | None) -> tuple[str, str]:
    if later is None:
        hint = f"Write “… ({name})” after its long form here, or add {name} to `acronyms` in the profile."
        return f"“{name}” is not spelled out", hint
    passage, offset = later
    at = passage.stretch.place(offset)
    where = f"{passage.section.path}:{at.line}" if at else passage.section.path
    return (
        f"“{name}” is used here before it is spelled out in {where}",
        "Spell it out here, and use the acronym from then on.",
    )


# -- is it spelled out?


def _is_explained(passage: Passage, match: re.Match[str]) -> bool:
    text = passage.stretch.text
    opening = _OPENING.search(text, max(0, match.start() - _PHRASE), match.start())
    closing = _CLOSING.match(text, match.end())
    if opening and closing:
        before = text[max(0, opening.start() - _NEAR) : opening.start()]
        return _follows_long_form(before, match[1], alone=closing[1] == ")")
    reverse = _REVERSED.match(text, match.end()) or (not match.start() and _LISTED.match(text, match.end()))
    return bool(reverse and _fits(_WORDS.findall(reverse[1]), match[1]))


def _follows_long_form(before: str, name: str, *, alone: bool) -> bool:
    """Whether the words before fit the letters, or are a name whose acronym comes from another language."""
    words = _WORDS.findall(before)[-len(name) - _REACH :]
    named = sum(word[0].isupper() and not word.isupper() for word in words[-6:]) >= 2
    return _fits(words, name) or (alone and named)


def _fits(words: list[str], name: str) -> bool:
    """Whether the letters of the acronym stand in these words in order, the first at the beginning of one."""
    letters = [letter for letter in name.casefold() if letter.isalpha()]
    starts = [index for index, word in enumerate(words) if word[0].casefold() == letters[0]]
    return any(_in_order(letters, "".join(words[start:]).casefold()) for start in starts)


def _in_order(letters: list[str], text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _opens_row(passages: tuple[Passage, ...], index: int, name: str) -> bool:
    """Whether this is a list of abbreviations: a cell that is the acronym, then a cell with the long form."""
    if index + 1 >= len(passages):
        return False
    here, after = passages[index].stretch, passages[index + 1].stretch
    cells = here.kind is Kind.CELL and after.kind is Kind.CELL
    return cells and here.text.strip() == name and _fits(_WORDS.findall(after.text), name)


# -- is it an acronym?


def _is_acronym(passage: Passage, match: re.Match[str]) -> bool:
    stretch, offset = passage.stretch, match.start()
    if len(match[1]) > _LONGEST or _is_roman(match[0]) or _is_part_of_name(stretch.text, match):
        return False
    if _NO_USE.search(token(stretch.text, offset)[0]) or _is_shouted(passage, match):
        return False
    return not passage.own[offset].isspace()


def _is_roman(word: str) -> bool:
    """A numeral below 90, or a long one such as a year: CD, DC and MC are more often acronyms."""
    return bool(_ROMAN.match(word)) and (len(word) >= 4 or not set("CDM").intersection(word))


def _is_part_of_name(text: str, match: re.Match[str]) -> bool:
    """UN-Habitat, MEMBER-A, COVID-19, US$; but UNODC-led is a use of UNODC."""
    before, after = text[max(0, match.start() - 3) : match.start()], text[match.end() : match.end() + 3]
    if after[:1] == "$" or before.endswith("UN-") or after[:1] == "_":
        return True
    if after[:1] not in ("-", "‑"):
        return False
    return after[1:2].isdigit() or (after[1:2].isupper() and not after[2:3].isupper())


def _is_shouted(passage: Passage, match: re.Match[str]) -> bool:
    """Whether it is one of three words in capitals, or stands in a heading without small letters: emphasis."""
    text = passage.stretch.text
    if passage.stretch.kind is Kind.HEADING and not any(character.islower() for character in text):
        return True
    before = _CAPITALS_BEFORE.search(text, max(0, match.start() - _PHRASE), match.start())
    after = _CAPITALS_AFTER.match(text, match.end(), match.end() + _PHRASE)
    return sum(len(found[0].split()) for found in (before, after) if found) >= 2


def _small_words(view: View, names: Iterable[str]) -> frozenset[str]:
    """The longer words in small letters: where "fair" stands too, FAIR was emphasis; WHO is too short to tell."""
    if not any(len(name) >= _COMMON for name in names):
        return frozenset()
    return frozenset(word for passage in view.passages for word in _SMALL.findall(passage.stretch.text))
