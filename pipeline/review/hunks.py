"""What a proposal changes in the printed text of one paragraph: the stretches of signs that go, and what comes.

Members quote a sentence to change two words of it. Only these two words become hunks, so that whatever stands between
them, emphasis or a footnote mark, is not even touched.
"""

import re
from typing import NamedTuple

from pipeline.review.edits import apart
from pipeline.text.differing import kept_words

_TOKEN = re.compile(r"\S+")
_SPACE = re.compile(r"[ \t\r\n]+")
CLOSING, OPENING = ",.;:!?)]}”’»…", "([{“‘«"
_ENDS = ".!?…"


class Hunk(NamedTuple):
    """The printed characters `[start, end)` of a paragraph become `words`; equal for an insertion."""

    start: int
    end: int
    words: str


def folded(words: str) -> str:
    """Words in one line; no-break blanks stay."""
    return _SPACE.sub(" ", words).strip(" ")


def replacing(text: str, cut: tuple[int, int], words: str) -> tuple[Hunk, ...]:
    """The hunks that turn the characters `cut` of a text into these words; none when they already read so."""
    old, new = text[cut[0] : cut[1]], folded(words)
    before, after = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
    if not before or not after:
        return (Hunk(*cut, new),)
    kept = kept_words([match[0] for match in before], [match[0] for match in after])
    hunks: list[Hunk] = []
    left = right = 0
    for run in (*kept, None):
        stop, end = (run.old, run.new) if run else (len(before), len(after))
        if stop > left or end > right:
            hunks.append(_hunk((old, before, left, stop), (new, after, right, end)))
        if run:
            left, right = run.old + run.length, run.new + run.length
    return tuple(Hunk(hunk.start + cut[0], hunk.end + cut[0], hunk.words) for hunk in hunks)


_Side = tuple[str, list[re.Match[str]], int, int]


def _hunk(old: _Side, new: _Side) -> Hunk:
    text, before, left, stop = old
    words, after, right, end = new
    said = words[after[right].start() : after[end - 1].end()] if end > right else ""
    if not said:
        return _removed(before, left, stop)
    if stop == left:
        return _added(before, left, said)
    start, last = before[left].start(), before[stop - 1].end()
    head, gone, come, tail = apart(text[start:last], said)
    if head + come + tail == said:
        return Hunk(start + len(head), start + len(head) + len(gone), come)
    return Hunk(start, last, said)


def _removed(before: list[re.Match[str]], left: int, stop: int) -> Hunk:
    """Tokens with the blank after them; at the end of the stretch with the one before."""
    if stop < len(before):
        return Hunk(before[left].start(), before[stop].start(), "")
    return Hunk(before[left - 1].end() if left else before[0].start(), before[stop - 1].end(), "")


def _added(before: list[re.Match[str]], left: int, said: str) -> Hunk:
    if left:
        return Hunk(before[left - 1].end(), before[left - 1].end(), f" {said}")
    return Hunk(before[0].start(), before[0].start(), f"{said} ")


def deleting(text: str, cut: tuple[int, int]) -> Hunk:
    """Take characters out with the blanks after them, or, where a closing sign or the end follows, before them."""
    low, high = cut
    after = high + len(text[high:]) - len(text[high:].lstrip(" "))
    if after > high and after < len(text):
        return Hunk(low, after, "")
    return Hunk(len(text[:low].rstrip(" ")) if low < len(text) else low, high, "")


def inserting(text: str, at: int, words: str, *, after: bool) -> Hunk:
    """Words at a place of a text, parted from what is there by a blank, unless a sign needs none.

    A whole sentence that comes after the last word of one goes after the sign that ends it.
    """
    said = folded(words)
    if after:
        signs = re.match(rf"[{re.escape(_ENDS)}]+[”’\"')\]]*", text[at:])
        if signs and said[-1:] in _ENDS and said[:1].isupper():
            at += signs.end()
        return Hunk(at, at, said if said[:1] in CLOSING else f" {said}")
    return Hunk(at, at, said if said[-1:] in OPENING else f"{said} ")


def amended(text: str, hunks: tuple[Hunk, ...]) -> str:
    """The text with all hunks made."""
    for hunk in sorted(hunks, reverse=True):
        text = text[: hunk.start] + hunk.words + text[hunk.end :]
    return text


# -- seams

_SEAMS = (
    (re.compile(r"  +"), "two blanks in a row"),
    (re.compile(r" [,.;:!?](?![.\w])"), "a blank before a sign"),
    (re.compile(r"[,;:] ?[,.;:!?]|\. ?[,;:]|(?<!\.)\. ?\.(?!\.)"), "two signs in a row"),
    (re.compile(r"(?<=[a-zß-öø-ÿ])[.!?] +(?=[a-zß-öø-ÿ])"), "lower case after the end of a sentence"),
    (re.compile(r"(?<![^\s(“])[-‐‑/_]\w|\w[-‐‑/_](?![^\s.,;:)”])"), "a sign that joins two words with one of them"),
    (re.compile(r"\b(the|of|and|to|in|a|that) \1\b"), "a word twice in a row"),
)
_PAIRS = ("()", "[]", "“”", "«»")


def seams(before: str, after: str) -> tuple[str, ...]:
    """What looks wrong in an amended text and did not in the text before."""
    found = [what for sign, what in _SEAMS if len(sign.findall(after)) > len(sign.findall(before))]
    unpaired = [pair for pair in _PAIRS if _balance(after, pair) != 0 == _balance(before, pair)]
    if before[:1].isupper() and after[:1].islower():
        found.append("a paragraph that begins with lower case")
    return (*found, *(f"a {pair[0]} without its {pair[1]}, or the other way round" for pair in unpaired))


def _balance(text: str, pair: str) -> int:
    return text.count(pair[0]) - text.count(pair[1])
