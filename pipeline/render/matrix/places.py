"""The draft that was read as places: what comments are grouped by, and the way from a passage to its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.ledger import Entry, Passage
from pipeline.text.units import Unit, UnitKind


class Place(NamedTuple):
    """A run of units with one address: a paragraph, a row of a table, a footnote of two paragraphs."""

    address: str
    text: str
    part: int


@dataclass(frozen=True)
class Draft:
    """The draft that was read, as places.

    Attributes:
        of_unit: the place of each unit.
        of_id, of_address: the place of the first unit that has it.
        sections: heading of each section, by part.
    """

    units: Sequence[Unit]
    places: tuple[Place, ...]
    of_unit: tuple[int, ...]
    of_id: Mapping[str, int]
    of_address: Mapping[str, int]
    sections: Mapping[int, str]


def draft_of(units: Sequence[Unit]) -> Draft:
    """The places of a draft; neighbours with one address are one place."""
    places: list[Place] = []
    of_unit: list[int] = []
    sections: dict[int, str] = {}
    for unit in units:
        part = unit.section + 1
        if unit.kind is UnitKind.HEADING:
            number = f"{unit.heading}. " if unit.heading else ""
            sections.setdefault(part, f"{number}{unit.text}")
        if places and places[-1].address == unit.address and places[-1].part == part:
            glue = " | " if unit.kind is UnitKind.CELL else "\n"
            places[-1] = places[-1]._replace(text=f"{places[-1].text}{glue}{unit.text}")
        else:
            places.append(Place(unit.address, unit.text, part))
        of_unit.append(len(places) - 1)
    backwards = list(zip(reversed(units), reversed(of_unit), strict=True))
    of_id = {unit.id: place for unit, place in backwards if unit.id}
    of_address = {unit.address: place for unit, place in backwards}
    return Draft(units, tuple(places), tuple(of_unit), of_id, of_address, sections)


def place_of(passage: Passage, draft: Draft) -> int | None:
    """The index of the place of a passage; one of another draft is looked up by its id, then by its address."""
    address = passage.address.split(" to ")[0]
    if passage.unit < len(draft.units) and draft.units[passage.unit].address == address:
        return draft.of_unit[passage.unit]
    return draft.of_id.get(passage.id) if passage.id else draft.of_address.get(address)


def first_read(entry: Entry, draft: Draft) -> tuple[int, int] | None:
    """The first place of a comment that the draft has: its index, and the word at which it begins."""
    for anchor in entry.anchors:
        if anchor.read is not None and (place := place_of(anchor.read, draft)) is not None:
            return place, anchor.read.start
    return None
