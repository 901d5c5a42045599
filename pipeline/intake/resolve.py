"""From a place as a member named it to the units of the text that was read.

Numbers are tried as they are printed; a section also by what its steps are worth ("3.1" is III.A) and by its title,
with tolerance for case, blanks, hyphens and one typing error. What is not there gives nothing, never a guess.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from pipeline.intake.section_names import number_fits, same_words
from pipeline.model.comment import Citation, CitedKind
from pipeline.text.units import Unit, UnitKind

_PROSE = (UnitKind.PARAGRAPH, UnitKind.UNNUMBERED)
_IN_WORDS = re.compile(r"\b(?:\d+ ?(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th)|second) paragraph", re.IGNORECASE)


def resolve(citation: Citation, units: Sequence[Unit]) -> tuple[int, ...]:
    """The units that a citation names, in reading order.

    A paragraph comes with its list items and what runs on after them, a table with its cells; a section is its heading
    alone. Nothing for the whole document, for what was not understood, and for what is not in this text.
    """
    return _BY_KIND[citation.kind](citation, units)


def wrong_document(citation: Citation, quote: str, others: Mapping[str, Sequence[Unit]]) -> tuple[str, str] | None:
    """In which other document a place that is not in its own one can be found.

    Args:
        citation: the place.
        quote: the words quoted, "" for none; then only a section with number or title is looked for.
        others: the units of the other documents, by name.

    Returns:
        The name of the first one that fits, and the address there; None when none fits.
    """
    for name in sorted(others):
        units = others[name]
        found = _holding(quote, units) if quote.strip() else _named_section(citation, units)
        if found is not None:
            return name, units[found].address
    return None


def _holding(quote: str, units: Sequence[Unit]) -> int | None:
    wanted = _folded(quote)
    return next((index for index, unit in enumerate(units) if wanted in _folded(unit.text)), None)


def _named_section(citation: Citation, units: Sequence[Unit]) -> int | None:
    if citation.kind not in (CitedKind.SECTION, CitedKind.ANNEX):
        return None
    headings = _headings(citation, units)
    if citation.title and headings and not same_words(citation.title, units[headings[0]].text):
        return None
    return headings[0] if headings else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


# -- paragraphs and their items


def _paragraph(citation: Citation, units: Sequence[Unit]) -> tuple[int, ...]:
    if citation.title:
        return _with_items([i for i, unit in enumerate(units) if unit.id == citation.title], units)
    if not citation.number.isdecimal():
        return ()
    number = int(citation.number)
    inside = [index for index, unit in enumerate(units) if number and unit.number == number and _in_text(unit)]
    return _item(citation.items, inside, units) if citation.items else tuple(inside)


def _in_text(unit: Unit) -> bool:
    return unit.kind in (*_PROSE, UnitKind.ITEM)


def _with_items(hits: Sequence[int], units: Sequence[Unit]) -> tuple[int, ...]:
    """A paragraph or item that was named by its id, with what belongs to it."""
    if not hits:
        return ()
    unit = units[hits[0]]
    inside = [i for i, other in enumerate(units) if unit.number and other.number == unit.number and _in_text(other)]
    return tuple(i for i in inside if units[i].marks[: len(unit.marks)] == unit.marks) or tuple(hits)


def _item(marks: Sequence[str], inside: Sequence[int], units: Sequence[Unit]) -> tuple[int, ...]:
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


# -- sections and annexes


def _section(citation: Citation, units: Sequence[Unit]) -> tuple[int, ...]:
    headings = _headings(citation, units)
    if not headings:
        return _instead_of_section(citation, units)
    if not (citation.ordinal or citation.items):
        return headings
    return tuple(found for heading in headings for found in _inside_section(citation, heading, units))


def _instead_of_section(citation: Citation, units: Sequence[Unit]) -> tuple[int, ...]:
    """A bare "12," that is no section is a paragraph; "summary" is no heading, but it is there."""
    if citation.number.isdecimal() and not citation.text[:1].isalpha():
        return _paragraph(Citation(CitedKind.PARAGRAPH, citation.number, citation.items), units)
    name = citation.title.casefold().removesuffix("s") if citation.title else ""
    hits = [index for index, unit in enumerate(units) if name and unit.address == name.removeprefix("executive ")]
    return _nth(citation.ordinal, hits)


def _nth(ordinal: int, hits: Sequence[int]) -> tuple[int, ...]:
    return tuple(hits[ordinal - 1 : ordinal]) if ordinal else tuple(hits)


def _headings(citation: Citation, units: Sequence[Unit]) -> tuple[int, ...]:
    """The headings that fit: by number, else by id, else by title; several only for a number with a wildcard."""
    heads = [index for index, unit in enumerate(units) if unit.kind is UnitKind.HEADING]
    if citation.number:
        is_annex = citation.kind is CitedKind.ANNEX
        heads = [index for index in heads if units[index].address.startswith("annex") is is_annex]
        worth = citation.text[:1].isalpha() or "." in citation.number or not citation.number.isdecimal()
        for by_worth in (False, True) if worth else (False,):
            hits = [i for i in heads if number_fits(citation.number, units[i].heading, by_worth=by_worth)]
            if hits:
                return tuple(hits) if ".x" in citation.number else _told_apart(hits, citation.title, units)
        return ()
    ids = [index for index in heads if citation.title and units[index].id == citation.title.casefold()]
    return tuple(ids[:1]) or _by_title(citation.title, heads, units)


def _told_apart(hits: Sequence[int], title: str, units: Sequence[Unit]) -> tuple[int, ...]:
    """Of several headings with one number the one with the title, else the first."""
    named = [index for index in hits if title and same_words(title, units[index].text)]
    return tuple((named or list(hits))[:1])


def _by_title(title: str, heads: Sequence[int], units: Sequence[Unit]) -> tuple[int, ...]:
    """The heading with this title, when it is the only one."""
    hits = [index for index in heads if title and same_words(title, units[index].text)]
    exact = [index for index in hits if _folded(units[index].text) == _folded(title)]
    hits = exact or hits
    return tuple(hits) if len(hits) == 1 else ()


def _inside_section(citation: Citation, heading: int, units: Sequence[Unit]) -> tuple[int, ...]:
    inside = list(_span(heading, units))
    if citation.ordinal:
        inside = list(_ordinal(citation, inside, units))
    return _item(citation.items, inside, units) if citation.items else tuple(inside)


def _ordinal(citation: Citation, inside: Sequence[int], units: Sequence[Unit]) -> tuple[int, ...]:
    """Paragraph 12 of a section that has a paragraph with that printed number; else its twelfth, lists not counted."""
    if not _IN_WORDS.search(citation.text):
        printed = [i for i in inside if units[i].number == citation.ordinal and _in_text(units[i])]
        if printed:
            return tuple(printed)
    prose = [index for index in inside if units[index].kind in _PROSE]
    if citation.ordinal > len(prose):
        return ()
    start = prose[citation.ordinal - 1]
    end = prose[citation.ordinal] if citation.ordinal < len(prose) else (inside[-1] + 1 if inside else start)
    return tuple(i for i in inside if start <= i < end and _in_text(units[i]))


def _span(heading: int, units: Sequence[Unit]) -> range:
    """From after a heading to the next one of its rank or a higher one, in its section file."""
    rank = units[heading].heading.count(".")
    end = heading + 1
    while end < len(units) and units[end].section == units[heading].section:
        if units[end].kind is UnitKind.HEADING and units[end].heading.count(".") <= rank:
            break
        end += 1
    return range(heading + 1, end)


# -- tables, figures, footnotes


def _table(citation: Citation, units: Sequence[Unit]) -> tuple[int, ...]:
    hits = _named("table", citation, units)
    return (
        tuple(i for i in hits if units[i].kind is UnitKind.CELL and units[i].row == citation.row)
        if citation.row
        else hits
    )


def _figure(citation: Citation, units: Sequence[Unit]) -> tuple[int, ...]:
    return _named("figure", citation, units)


def _named(what: str, citation: Citation, units: Sequence[Unit]) -> tuple[int, ...]:
    """The caption and cells of a table, the caption of a figure: by printed number, by label, by words of a caption."""
    wanted = f"{what} {_even(citation.number)}"
    shown = [i for i, unit in enumerate(units) if unit.kind in (UnitKind.CAPTION, UnitKind.CELL)]
    if not citation.number:
        return tuple(i for i in shown if citation.title and units[i].id == citation.title)
    hits = [i for i in shown if _even(units[i].address.partition(",")[0]) == wanted]
    own = re.compile(rf"{re.escape(wanted)}(?![\w-])")
    blocks = {_block(units[i]) for i in shown if units[i].kind is UnitKind.CAPTION and own.match(_even(units[i].text))}
    return tuple(hits or [i for i in shown if _block(units[i]) in blocks])


def _even(number: str) -> str:
    """5.2 and 5-2 alike."""
    return re.sub(r"(?<=\d)[.‐‑–](?=\d)", "-", number.casefold())


def _block(unit: Unit) -> tuple[int, int]:
    return unit.section, unit.block


def _note(citation: Citation, units: Sequence[Unit]) -> tuple[int, ...]:
    wanted = f"footnote {citation.number.lower()}"
    return tuple(i for i, unit in enumerate(units) if unit.kind is UnitKind.NOTE and unit.address.lower() == wanted)


def _nothing(_: Citation, __: Sequence[Unit]) -> tuple[int, ...]:
    return ()


_BY_KIND: dict[CitedKind, Callable[[Citation, Sequence[Unit]], tuple[int, ...]]] = {
    CitedKind.PARAGRAPH: _paragraph,
    CitedKind.SECTION: _section,
    CitedKind.ANNEX: _section,
    CitedKind.TABLE: _table,
    CitedKind.FIGURE: _figure,
    CitedKind.NOTE: _note,
    CitedKind.DOCUMENT: _nothing,
    CitedKind.UNKNOWN: _nothing,
}
