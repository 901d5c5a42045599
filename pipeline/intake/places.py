"""Where a comment is meant to stand: its places as written, and as they were understood."""

from typing import NamedTuple

from pipeline.intake.hygiene import composed
from pipeline.intake.references import read_reference, read_section
from pipeline.model.comment import Citation, CitedKind, Target
from pipeline.model.submission import CommentEntry


class Written(NamedTuple):
    """A place as a member wrote it, field by field."""

    paragraph: str
    section: str
    reference: str
    quote: str

    @property
    def line(self) -> str:
        """The place in one line, without the quote."""
        parts = (
            f"paragraph {self.paragraph}" if self.paragraph[:1].isdigit() else self.paragraph,
            f"section {self.section}" if self.section else "",
            self.reference,
        )
        return ", ".join(" ".join(part.split()) for part in parts if part)


class Understood(NamedTuple):
    """The targets, the place in one line, and what of it was not understood."""

    targets: tuple[Target, ...]
    reference: str
    unclear: tuple[str, ...]


def written(entry: CommentEntry) -> tuple[Written, ...]:
    """The places of an entry: its own one, when it names any, and those of its list."""
    own = Written(composed(entry.paragraph), composed(entry.section), composed(entry.reference), composed(entry.quote))
    more = [
        Written(composed(one.paragraph), composed(one.section), composed(one.reference), composed(one.quote))
        for one in entry.targets
    ]
    return tuple(place for place in (own, *more) if any(place))


def understand(places: tuple[Written, ...]) -> Understood:
    """Read places; a general comment has no target, what is not understood becomes one of kind UNKNOWN."""
    targets = tuple(target for place in places for target in _targets(place))
    line = "; ".join(place.line for place in places if place.line)
    unclear = tuple(t.citation.text for t in targets if t.citation.kind is CitedKind.UNKNOWN and not t.quote)
    return Understood(targets, line, unclear)


def _targets(place: Written) -> list[Target]:
    citations = _citations(place)
    first, *rest = citations
    if first.kind is CitedKind.DOCUMENT and not place.quote:
        return []
    if first.kind is CitedKind.UNKNOWN and not place.quote and _is_quoted(first.text):
        return [Target(first, first.text.strip("\"“”„«»‘’' "))]
    return [Target(first, place.quote), *(Target(citation) for citation in rest)]


def _citations(place: Written) -> tuple[Citation, ...]:
    """What the fields name: the paragraph if it is understood, else the section, else the free text."""
    found: tuple[Citation, ...] = ()
    for text, read in (
        (place.paragraph, read_reference),
        (place.section, read_section),
        (place.reference, read_reference),
    ):
        if text:
            citations = read(text)
            if citations[0].kind not in (CitedKind.UNKNOWN, CitedKind.DOCUMENT):
                return citations
            found = found or citations
    return found or (Citation(CitedKind.DOCUMENT),)


def _is_quoted(text: str) -> bool:
    return len(text) > 1 and text[0] in "\"“„«‘'" and len(text.split()) > 1
