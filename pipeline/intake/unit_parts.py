"""Parts of a text by count: the items of a paragraph, the paragraphs of a section."""

import re
from collections.abc import Sequence

from pipeline.model.comment import Citation
from pipeline.text.units import Unit, UnitKind

_PROSE = (UnitKind.PARAGRAPH, UnitKind.UNNUMBERED)
_IN_WORDS = re.compile(r"\b(?:\d+ ?(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th)|second) paragraph", re.IGNORECASE)


def in_text(unit: Unit) -> bool:
    """Whether a unit is prose or a list item: what can stand under a paragraph number."""
    return unit.kind in (*_PROSE, UnitKind.ITEM)


def item(marks: Sequence[str], inside: Sequence[int], units: Sequence[Unit]) -> tuple[int, ...]:
    """The item with these marks, with its own items; a number counts the items where they have other marks."""
    scope = [index for index in inside if units[index].kind is UnitKind.ITEM]
    for level, mark in enumerate(marks, 1):
        named = [i for i in scope if len(units[i].marks) >= level and units[i].marks[level - 1].lower() == mark.lower()]
        scope = named or _nth_item(mark, level, scope, units)
    return tuple(scope)


def _nth_item(mark: str, level: int, scope: Sequence[int], units: Sequence[Unit]) -> list[int]:
    if not mark.isdecimal():
        return []
    first = [i for i in scope if len(units[i].marks) == level and not units[i].address.endswith(", continued")]
    wanted = int(mark) - 1
    if not 0 <= wanted < len(first):
        return []
    end = first[wanted + 1] if wanted + 1 < len(first) else scope[-1] + 1
    return [index for index in scope if first[wanted] <= index < end]


def inside_section(citation: Citation, heading: int, units: Sequence[Unit]) -> tuple[int, ...]:
    """The paragraph, the items or all that a citation names below a heading."""
    inside = list(_span(heading, units))
    if citation.ordinal:
        inside = list(_ordinal(citation, inside, units))
    return item(citation.items, inside, units) if citation.items else tuple(inside)


def _ordinal(citation: Citation, inside: Sequence[int], units: Sequence[Unit]) -> tuple[int, ...]:
    """Paragraph 12 of a section that has a paragraph with that printed number; else its twelfth, lists not counted."""
    if not _IN_WORDS.search(citation.text):
        printed = [i for i in inside if units[i].number == citation.ordinal and in_text(units[i])]
        if printed:
            return tuple(printed)
    prose = [index for index in inside if units[index].kind in _PROSE]
    if citation.ordinal > len(prose):
        return ()
    start = prose[citation.ordinal - 1]
    end = prose[citation.ordinal] if citation.ordinal < len(prose) else (inside[-1] + 1 if inside else start)
    return tuple(i for i in inside if start <= i < end and in_text(units[i]))


def _span(heading: int, units: Sequence[Unit]) -> range:
    """From after a heading to the next one of its rank or a higher one, in its section file."""
    rank = units[heading].heading.count(".")
    end = heading + 1
    while end < len(units) and units[end].section == units[heading].section:
        if units[end].kind is UnitKind.HEADING and units[end].heading.count(".") <= rank:
            break
        end += 1
    return range(heading + 1, end)
