"""The proof of a review copy, from the saved file: nobody's changes give the paper, one member's that member's text.

The texts that are expected are made from the clean paper and the edits of each member alone, as plain text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.formats.revisions import ACCEPT, REJECT, Unreadable, differences, faults, read
from pipeline.formats.revisions.members import Voices, voices
from pipeline.model.credits import SECRETARIAT
from pipeline.review.copying import Shares, edits_of
from pipeline.review.hunks import amended
from pipeline.review.judging import UnitEdit
from pipeline.text.units import Unit, UnitKind
from pipeline.text.words import Kind

PROOF = "rejecting all gives the paper of the baseline; accepting one member alone, that member's text"
MOST_PROBLEMS = 20
_NOTICE = 2  # paragraphs that say how to read a copy
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML holds these
Authors = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Wanted:
    """What a review copy must hold.

    Attributes:
        paper: the clean Word file.
        units: of its document.
        shares: the comments on it.
    """

    paper: bytes
    units: Sequence[Unit]
    shares: Shares

    @property
    def members(self) -> tuple[str, ...]:
        """Those whose changes are shown."""
        return tuple(sorted({shown.entry.comment.name.entity for shown in self.shares.shown}))


def prove_copy(copy: bytes, wanted: Wanted, authors: Authors) -> tuple[str, ...]:
    """What is wrong with a copy; nothing when it holds.

    Args:
        copy: the saved file.
        wanted: what it must hold.
        authors: the members whom each author stands for; empty where names are hidden, and then only that rejecting
            all gives the clean paper is proven.
    """
    try:
        rejected = [f"rejecting all: {each}" for each in differences(read(copy, REJECT), read(wanted.paper, ACCEPT))]
        said = voices(copy)
        alone = _each_member(said, wanted, authors) if authors else ()
        return (*rejected, *alone, *_counts(said, wanted.shares), *faults(copy)[:MOST_PROBLEMS])
    except Unreadable as problem:
        return (f"it cannot be read: {problem}",)


def _counts(said: Voices, shares: Shares) -> Iterator[str]:
    """Every comment that is shown stands in the margin once."""
    meant = len(shares.shown) + len(shares.remarks)
    if said.comments != meant:
        yield f"{said.comments} comments stand in the margin, not {meant}"
    others = sum(1 for one in shares.spoken if one.comment.proposal and one.comment.proposal.alternatives)
    rows = len(shares.listed) + others
    if (told := said.inserted_by(SECRETARIAT)) != _NOTICE + (rows + 1 if rows else 0):
        yield f"{told} paragraphs stand at its head, for {rows} that are listed"


def _each_member(said: Voices, wanted: Wanted, authors: Authors) -> Iterator[str]:
    strange = [name for name in said.authors if name not in authors and name != SECRETARIAT]
    if strange:
        yield f"nobody knows the author “{strange[0][:80]}”"
    plain = _Plain(voices(wanted.paper), wanted.units)
    for member in wanted.members:
        theirs = {name for name, members in authors.items() if member in members}
        got = said.text(theirs.__contains__)
        want = plain.amended(edits_of(wanted.shares.shown, member))
        if got != want:
            yield f"accepting {member} alone: {_first_difference(got, want)}"


def _first_difference(got: Sequence[str], want: Sequence[str]) -> str:
    for one, other in zip(got, want, strict=False):
        if one != other:
            start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
            start = min(len(one), len(other)) if start is None else start
            near = slice(max(start - 30, 0), start + 40)
            return f"it reads “{one[near]}”, not “{other[near]}”"
    longer = max(got, want, key=len)
    return f"{'too much' if len(got) > len(want) else 'missing'}: “{longer[min(len(got), len(want))][:60]}”"


class _Plain:
    """The paragraphs of a clean paper as plain text, each with the unit that it prints."""

    def __init__(self, paper: Voices, units: Sequence[Unit]) -> None:
        self._units = units
        body, notes = (["".join(bit.text for bit in one.bits) for one in part] for part in (paper.body, paper.notes))
        self._body = list(zip(body, self._matched(body), strict=True))
        self._notes = list(zip(notes, self._matched_notes(notes), strict=True))

    def _matched(self, texts: Sequence[str]) -> list[int]:
        """The unit of each paragraph of the body, found from the end, where nothing but units stands; -1 for none."""
        found = [-1] * len(texts)
        left = [i for i, unit in enumerate(self._units) if unit.kind is not UnitKind.NOTE and _is_plain(unit)]
        for place in reversed(range(len(texts))):
            if left and _prints(texts[place], self._units[left[-1]].text):
                found[place] = left.pop()
        return found

    def _matched_notes(self, texts: Sequence[str]) -> list[int]:
        left = [i for i, unit in enumerate(self._units) if unit.kind is UnitKind.NOTE and unit.text.strip()]
        found = []
        for text in texts:
            index = next((each for each in left if text and _prints(text, self._units[each].text)), -1)
            if index >= 0:
                left.remove(index)
            found.append(index)
        return found

    def amended(self, edits: Sequence[UnitEdit]) -> tuple[str, ...]:
        """The paragraphs with these edits made, those without words left out."""
        by_unit: dict[int, list[UnitEdit]] = {}
        for edit in edits:
            by_unit.setdefault(edit.unit, []).append(edit)
        rows = (row for row in (*self._body, *self._notes))
        done = (words for text, index in rows for words in self._one(text, by_unit.get(index, [])))
        return tuple(_ILLEGAL.sub("\ufffd", words) for words in done if words.strip())

    def _one(self, text: str, edits: Sequence[UnitEdit]) -> Iterator[str]:
        """A paragraph and those beside it."""
        for edit in edits:
            yield from edit.before
            if edit.fetched >= 0 and not edit.fetched_after:
                yield _as_printed(self._units[edit.fetched].text)
        if not any(edit.out for edit in edits):
            yield self._words(text, edits)
        elif (unit := self._units[edits[0].unit]).text:
            yield text[: len(text) - len(unit.text)]
        for edit in edits:
            yield from edit.after
            if edit.fetched >= 0 and edit.fetched_after:
                yield _as_printed(self._units[edit.fetched].text)

    def _words(self, text: str, edits: Sequence[UnitEdit]) -> str:
        hunks = tuple(hunk for edit in edits for hunk in edit.hunks)
        if not hunks:
            return text
        first = len(text) - len(self._units[edits[0].unit].text)
        return text[:first] + amended(text[first:], hunks)


def _is_plain(unit: Unit) -> bool:
    """Whether it has words and is printed as one paragraph; an epigraph is two, and no proposal changes it."""
    return bool(unit.text.strip()) and unit.stretch.kind is not Kind.EPIGRAPH


def _prints(text: str, words: str) -> bool:
    """Whether a paragraph of the file prints these words, perhaps after a number of its own."""
    return text.endswith(_as_printed(words))


def _as_printed(words: str) -> str:
    return _ILLEGAL.sub("\ufffd", words.replace("\t", " ").replace("\r", " "))
