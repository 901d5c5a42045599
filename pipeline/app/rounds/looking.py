"""`hlcp comments`: what members said about one place of today's text."""

from dataclasses import dataclass

from pipeline.app.rounds.filtering import document_named
from pipeline.app.rounds.ledgers import RoundView
from pipeline.app.rounds.naming import parse_place, units_at
from pipeline.model.ledger import Collision, Entry, Passage

__all__ = ["Look", "Spot", "collisions_of", "parse_place", "spots"]


@dataclass(frozen=True, slots=True)
class Look:
    """What is asked for.

    Attributes:
        document: "" for all.
        place: a paragraph, section, id or file name of it; "" for all of it.
        entities, types, states: only these; empty for all.
    """

    document: str = ""
    place: str = ""
    entities: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spot:
    """Comments on one unit of the text; `address` is "" for those on the whole document or without a place.

    Attributes:
        text: the unit as printed today, "" when it is gone.
    """

    document: str
    address: str
    text: str
    entries: tuple[Entry, ...]


def spots(view: RoundView, look: Look) -> tuple[Spot, ...]:
    """The comments that fit, grouped by place in reading order; those without a place come first.

    Raises:
        PipelineError: there is no such document or place.
    """
    chosen = [document_named(view, look.document)] if look.document else list(view.stories)
    return tuple(spot for name in chosen for spot in _of_document(view, name, look))


def _of_document(view: RoundView, document: str, look: Look) -> list[Spot]:
    texts = view.table(document)
    today = texts.today if texts else None
    wanted = units_at(today, look.place, document) if look.place else None
    groups: dict[tuple[int, str], list[Entry]] = {}
    for entry in view.ledger.entries:
        if entry.comment.name.document == document and _fits(entry, look):
            for where in _where(entry):
                if wanted is None or where[0] in wanted:
                    groups.setdefault(where, []).append(entry)
    return [
        Spot(document, address, today.units[index].text if today and index >= 0 else "", tuple(entries))
        for (index, address), entries in sorted(groups.items())
    ]


def _fits(entry: Entry, look: Look) -> bool:
    comment = entry.comment
    return (
        (not look.entities or comment.name.entity in look.entities)
        and (not look.types or comment.type in look.types)
        and (not look.states or entry.state in look.states)
    )


def _where(entry: Entry) -> list[tuple[int, str]]:
    """The units of today that a comment is on, each once; (-1, …) for none."""
    found: dict[int, str] = {}
    for anchor in entry.anchors:
        place: Passage | None = anchor.today
        if place is None and anchor.candidates and anchor.read is not None:
            place = anchor.candidates[0]  # where what is left of deleted words stands
        if place is not None:
            found.setdefault(place.unit, place.address)
    return sorted(found.items()) or [(-1, "")]


def collisions_of(view: RoundView, entry: Entry) -> tuple[Collision, ...]:
    """The collisions that a comment is in."""
    document = entry.comment.name.document
    return tuple(c for c in view.ledger.collisions if c.document == document and c.number in entry.collisions)
