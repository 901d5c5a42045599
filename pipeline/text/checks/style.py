"""Checks on spelling that the United Nations Editorial Manual prescribes: per cent, -ize."""

import re
from collections.abc import Iterator

from pipeline.text.checks.spelling import ized
from pipeline.text.checks.view import Hit, Passage, View, shown
from pipeline.text.words import Kind

_PERCENT = re.compile(r"%|\b[Pp]ercent\b|\bPERCENT\b")
_FIGURE = re.compile(r"\d[\d.,\u00a0]*\s?\Z")
_ISE = re.compile(r"is(?:e|ed|er|ers|es|ing|able|ation|ations|ational|ationally)\b")
_NAME_AFTER = re.compile(
    r"\s+(?:internationale\s+)?(?:[a-z’-]+\s+){0,2}[A-ZÀ-Þ]"
)  # "for Economic", "internationale de la Francophonie"


def percent_words(view: View) -> Iterator[Hit]:
    """In text it is "45 per cent"; the sign is for tables only."""
    if not _is_english(view):
        return
    for passage in view.passages:
        for match in _PERCENT.finditer(passage.own):
            if match[0] != "%" or passage.stretch.kind is not Kind.CELL:
                yield _percent_hit(passage, match)


def ise_spellings(view: View) -> Iterator[Hit]:
    """Verbs that Oxford spells with -ize; names, quotations and titles keep the spelling of their owners."""
    if not _is_english(view):
        return
    for passage in view.passages:
        for match in _ISE.finditer(passage.own):
            yield from _ise_hit(passage, match)


def _is_english(view: View) -> bool:
    return view.document.language.casefold().partition("-")[0] == "en"


def _percent_hit(passage: Passage, match: re.Match[str]) -> Hit:
    text = passage.stretch.text
    figure = _FIGURE.search(text, max(0, match.start() - 20), match.start())
    start = figure.start() if figure else match.start()
    number = text[start : match.start()].strip() if figure else ""
    hint = f"Write “{number} per cent”." if number else "Write “per cent”."
    return passage.hit(start, f"“{shown(text[start : match.end()])}” stands in the text", hint)


def _ise_hit(passage: Passage, match: re.Match[str]) -> Iterator[Hit]:
    text, start = passage.own, match.start()
    while start and text[start - 1].isalpha():
        start -= 1
    word = text[start : match.end()]
    correct = ized(word, match.start() - start)
    if correct and not _is_name(passage.stretch.text, start, match.end()):
        yield passage.hit(start, f"“{word}” is written with -ize in the United Nations", f"Write “{correct}”.")


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether the word looks like part of a proper name: a capital within a sentence, or before other capitals."""
    if not text[start].isupper():
        return False
    before = text[max(0, start - 8) : start].rstrip(" \n“‘\"'([")
    if before and before[-1] not in ".!?:;—–•":
        return True
    return "isation" in text[start:end] and bool(_NAME_AFTER.match(text, end))
