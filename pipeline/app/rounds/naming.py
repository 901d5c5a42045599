"""Places as people name them on the command line: `conceptual-framework:12`, `:III.A`, `:p-lenses`."""

from collections.abc import Sequence

from pipeline.intake.references import read_reference
from pipeline.intake.resolve import resolve
from pipeline.model.finding import PipelineError
from pipeline.model.saying import quoted
from pipeline.text.body import Body


def parse_place(text: str) -> tuple[str, str]:
    """`conceptual-framework:12` as document and place."""
    document, _, place = text.partition(":")
    return document, place


def units_at(today: Body | None, place: str, document: str) -> frozenset[int]:
    """The units that a place of a text names: with a heading all of its section, with a paragraph its list items.

    Raises:
        PipelineError: the text cannot be read, or there is no such place.
    """
    if today is None:
        raise PipelineError(f"the text of {document} cannot be read", "`hlcp check` says why")
    indexes = _by_name(today, place) or _by_reference(today, place)
    if not indexes:
        hint = "name a paragraph (12), a list item (12 (a)), a section (III.A), an id or a section file"
        raise PipelineError(f"there is no place {quoted(place)} in {document}", hint)
    return frozenset(indexes)


def _by_name(body: Body, place: str) -> list[int]:
    """Units by id or by the file of their section."""
    names = [path.removesuffix(".md") for path in body.sections]
    if place.removesuffix(".md") in names:
        section = names.index(place.removesuffix(".md"))
        return [i for i, unit in enumerate(body.units) if unit.section == section]
    hits = [i for i, unit in enumerate(body.units) if unit.id == place]
    return _with_parts(body, hits)


def _by_reference(body: Body, place: str) -> list[int]:
    hits = [index for citation in read_reference(place) for index in resolve(citation, body.units)]
    return _with_parts(body, hits)


def _with_parts(body: Body, hits: Sequence[int]) -> list[int]:
    """With a heading all of its section, with a paragraph its list items."""
    found: dict[int, None] = {}
    for index in hits:
        unit = body.units[index]
        span = range(index, index + 1)
        if body.of_sections([index]):
            start, end = body.section_span(index)
            span = range(index, body.unit_at(max(end - 1, start)) + 1)
        found.update(dict.fromkeys(span))
        if unit.number and not unit.marks:
            found.update({i: None for i, other in enumerate(body.units) if other.number == unit.number})
    return list(found)
