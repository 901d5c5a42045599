"""Proposals that use a defined term, an abbreviation or a number that another proposal takes away."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.ledger import Pair, Relation
from pipeline.review.collisions import Grouped
from pipeline.text.units import Unit, UnitKind

_WORD = re.compile(r"[^\W_]+")
_DEFINED = re.compile(r"[“\"]([^”\"]{3,60})[”\"][^.]{0,40}\b(?:means|refers to|is understood|are understood|denotes)\b")
_SHORT = re.compile(r"\(([A-Z][A-Za-z]*[A-Z][A-Za-z]*)\)")
_TERM_FIRST = re.compile(r"([A-Z][^:.;]{3,60}): ")
_NUMBERED = re.compile(r"(?:paragraph|table|figure|section|annex) [0-9A-Z.]+")
MOST_WORDS = 6

Term = tuple[str, ...]


def dependent(
    grouped: Sequence[Grouped], units: Sequence[Unit], words: Sequence[str], starts: Sequence[int]
) -> tuple[Pair, ...]:
    """Pairs of which the first takes away what the words of the second use.

    Args:
        grouped: the requests on one baseline.
        units: of that baseline.
        words: its words, case-folded.
        starts: the first word of each unit, in order, and at the end the number of words.
    """
    terms = terms_of(units)
    numbers = {_term(unit.address): index for index, unit in enumerate(units) if _NUMBERED.fullmatch(unit.address)}
    known = _by_first_word(terms | numbers.keys())
    users: dict[Term, list[Grouped]] = defaultdict(list)
    for member in grouped:
        for term in sorted(_used(_term(member.edit.words), known)):
            users[term].append(member)
    pairs = []
    for member in grouped:
        for term, why in _taken_away(member, units, words, starts):
            pairs += [
                Pair(member.request.lead, user.request.lead, Relation.DEPENDENT, why)
                for user in users.get(term, ())
                if user is not member
            ]
    return tuple(dict.fromkeys(pairs))


def terms_of(units: Iterable[Unit]) -> frozenset[Term]:
    """Defined terms and abbreviations of a text, as case-folded words."""
    found: set[str] = set()
    for unit in units:
        text = unit.text
        found.update(match[1] for match in _DEFINED.finditer(text))
        found.update(match[1] for match in _SHORT.finditer(text))
        if unit.kind in (UnitKind.UNNUMBERED, UnitKind.ITEM) and (match := _TERM_FIRST.match(text)):
            found.add(match[1])
    terms = {_term(words) for words in found}
    return frozenset(term for term in terms if 0 < len(term) <= MOST_WORDS)


def _term(words: str) -> Term:
    return tuple(_WORD.findall(words.casefold()))


def _by_first_word(terms: Iterable[Term]) -> dict[str, list[Term]]:
    index: dict[str, list[Term]] = defaultdict(list)
    for term in sorted(terms):
        index[term[0]].append(term)
    return index


def _used(words: Sequence[str], known: dict[str, list[Term]]) -> set[Term]:
    """The terms that stand in these words."""
    return {
        term
        for at, word in enumerate(words)
        for term in known.get(word, ())
        if tuple(words[at : at + len(term)]) == term
    }


def _taken_away(
    member: Grouped, units: Sequence[Unit], words: Sequence[str], starts: Sequence[int]
) -> Iterator[tuple[Term, str]]:
    edit = member.edit
    if edit.inserts:
        return
    known = _by_first_word(terms_of(units[i] for i in _touched(edit.start, edit.end, starts)))
    kept = _used(_term(edit.words), known)
    for term in sorted(_used(words[edit.start : edit.end], known) - kept):
        yield term, f"it takes away the term “{' '.join(term)}”"
    if edit.deletes:
        for index in _touched(edit.start, edit.end, starts):
            whole = edit.start <= starts[index] < starts[index + 1] <= edit.end
            if whole and _NUMBERED.fullmatch(units[index].address):
                yield _term(units[index].address), f"it deletes {units[index].address}"


def _touched(start: int, end: int, starts: Sequence[int]) -> range:
    """The units that these words stand in."""
    first = max(bisect_left(starts, start + 1) - 1, 0)
    return range(first, min(bisect_left(starts, end), len(starts) - 1))
