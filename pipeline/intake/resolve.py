"""From a place as a member named it to the units of the text that was read.

Numbers are tried as they are printed; a section also by what its steps are worth ("3.1" is III.A) and by its title,
with tolerance for case, blanks, hyphens and one typing error. What is not there gives nothing, never a guess.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from pipeline.intake.section_names import number_fits, same_words
from pipeline.intake.unit_parts import in_text, inside_section, item
from pipeline.model.comment import Citation, CitedKind
from pipeline.text.units import Unit, UnitKind

_FRONT = ("summary", "epigraph")


class Resolver:
    """Finds places in one text; what many citations need is looked up once.

    Args:
        units: of the text, in reading order.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._known: dict[Citation, tuple[int, ...]] = {}
        self._finders = {
            CitedKind.PARAGRAPH: self._paragraph,
            CitedKind.SECTION: self._section,
            CitedKind.ANNEX: self._section,
            CitedKind.TABLE: self._table,
            CitedKind.FIGURE: self._figure,
            CitedKind.NOTE: self._note,
        }

    def resolve(self, citation: Citation) -> tuple[int, ...]:
        """The units that a citation names, in reading order.

        A paragraph comes with its list items and what runs on after them, a table with its cells; a section is its
        heading alone. Nothing for the whole document, for what was not understood, and for what is not in this text.
        """
        finder = self._finders.get(citation.kind)
        if finder is None:
            return ()
        if citation not in self._known:
            self._known[citation] = finder(citation)
        return self._known[citation]

    @cached_property
    def _numbered(self) -> dict[int, list[int]]:
        """The units of each printed paragraph number."""
        found: dict[int, list[int]] = defaultdict(list)
        for index, unit in enumerate(self._units):
            if unit.number and in_text(unit):
                found[unit.number].append(index)
        return found

    @cached_property
    def _heads(self) -> list[int]:
        return [index for index, unit in enumerate(self._units) if unit.kind is UnitKind.HEADING]

    @cached_property
    def _named(self) -> dict[str, list[int]]:
        """The units of each id."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, unit in enumerate(self._units):
            if unit.id:
                found[unit.id].append(index)
        return found

    @cached_property
    def _addressed(self) -> dict[str, list[int]]:
        """Captions, cells and notes, and what has no number, by their address without its row."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, unit in enumerate(self._units):
            if unit.kind in (UnitKind.CAPTION, UnitKind.CELL, UnitKind.NOTE, UnitKind.UNNUMBERED):
                found[_even(unit.address.partition(",")[0])].append(index)
        return found

    # -- paragraphs, tables, figures, footnotes

    def _paragraph(self, citation: Citation) -> tuple[int, ...]:
        if citation.title:
            return self._with_items(self._named.get(citation.title, []))
        if not citation.number.isdecimal():
            return ()
        inside = self._numbered.get(int(citation.number), [])
        return item(citation.items, inside, self._units) if citation.items else tuple(inside)

    def _with_items(self, hits: Sequence[int]) -> tuple[int, ...]:
        """A paragraph or item that was named by its id, with what belongs to it."""
        if not hits:
            return ()
        unit = self._units[hits[0]]
        inside = self._numbered.get(unit.number, [])
        return tuple(i for i in inside if self._units[i].marks[: len(unit.marks)] == unit.marks) or tuple(hits)

    def _table(self, citation: Citation) -> tuple[int, ...]:
        hits = self._drawn("table", citation)
        if not citation.row:
            return hits
        cells = (i for i in hits if self._units[i].kind is UnitKind.CELL)
        return tuple(i for i in cells if self._units[i].row == citation.row)

    def _figure(self, citation: Citation) -> tuple[int, ...]:
        return self._drawn("figure", citation)

    def _drawn(self, what: str, citation: Citation) -> tuple[int, ...]:
        """The caption and cells of a table, the caption of a figure: by printed number, by label, by its caption."""
        if not citation.number:
            return tuple(self._named.get(citation.title, []))
        wanted = f"{what} {_even(citation.number)}"
        return tuple(self._addressed.get(wanted, [])) or self._captioned(wanted)

    def _captioned(self, wanted: str) -> tuple[int, ...]:
        """Whose caption begins with a number of its own, "Table 5-2"."""
        own = re.compile(rf"{re.escape(wanted)}(?![\w-])")
        shown = [i for i, unit in enumerate(self._units) if unit.kind in (UnitKind.CAPTION, UnitKind.CELL)]
        captions = [self._units[i] for i in shown if self._units[i].kind is UnitKind.CAPTION]
        blocks = {_block(unit) for unit in captions if own.match(_even(unit.text))}
        return tuple(i for i in shown if _block(self._units[i]) in blocks)

    def _note(self, citation: Citation) -> tuple[int, ...]:
        return tuple(self._addressed.get(f"footnote {citation.number.casefold()}", []))

    # -- sections and annexes

    def _section(self, citation: Citation) -> tuple[int, ...]:
        headings = self.headings(citation)
        if not headings:
            return self._instead_of_section(citation)
        if not (citation.ordinal or citation.items):
            return headings
        return tuple(found for heading in headings for found in inside_section(citation, heading, self._units))

    def _instead_of_section(self, citation: Citation) -> tuple[int, ...]:
        """A bare "12," that is no section is a paragraph; "summary" is no heading, but it is there."""
        if citation.number.isdecimal() and not citation.text[:1].isalpha():
            return self._paragraph(Citation(CitedKind.PARAGRAPH, citation.number, citation.items))
        name = citation.title.casefold().removeprefix("executive ")
        hits = self._addressed.get(name, []) if name in _FRONT else []
        return tuple(hits[citation.ordinal - 1 : citation.ordinal]) if citation.ordinal else tuple(hits)

    def headings(self, citation: Citation) -> tuple[int, ...]:
        """The headings that fit: by number, else by id, else by title; several only for a number with a wildcard."""
        units = self._units
        if not citation.number:
            ids = [i for i in self._named.get(citation.title.casefold(), []) if units[i].kind is UnitKind.HEADING]
            return tuple(ids[:1]) or _by_title(citation.title, self._heads, units)
        is_annex = citation.kind is CitedKind.ANNEX
        heads = [index for index in self._heads if units[index].address.startswith("annex") is is_annex]
        worth = citation.text[:1].isalpha() or not citation.number.isdecimal()
        for by_worth in (False, True) if worth else (False,):
            hits = [i for i in heads if number_fits(citation.number, units[i].heading, by_worth=by_worth)]
            if hits:
                return tuple(hits) if ".x" in citation.number else _told_apart(hits, citation.title, units)
        return ()


def resolve(citation: Citation, units: Sequence[Unit]) -> tuple[int, ...]:
    """The units that one citation names; see `Resolver`, which is better for many."""
    return Resolver(units).resolve(citation)


def named_section(citation: Citation, units: Sequence[Unit]) -> int | None:
    """The heading that a citation of a section fits by its number and its title: is it of this document at all?

    Returns:
        Its index; None for other citations, and when number and title name different sections.
    """
    if citation.kind not in (CitedKind.SECTION, CitedKind.ANNEX):
        return None
    headings = Resolver(units).headings(citation)
    if citation.title and headings and not same_words(citation.title, units[headings[0]].text):
        return None
    return headings[0] if headings else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


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


def _even(number: str) -> str:
    """5.2 and 5-2 alike."""
    return re.sub(r"(?<=\d)[.‐‑–](?=\d)", "-", number.casefold())


def _block(unit: Unit) -> tuple[int, int]:
    return unit.section, unit.block
