"""Paragraph ids: a label if the drafter gave one, else inherited from the last baseline, else made from the words."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pipeline.model.document import Document, Paragraph, Role
from pipeline.text.alignment import align
from pipeline.text.words import fingerprint, printed


@dataclass(frozen=True, slots=True)
class Known:
    """A numbered paragraph of an earlier baseline: its id and its words, as printed."""

    id: str
    words: str


def provisional_id(words: str, taken: AbstractSet[str]) -> str:
    """An id made from the words: the same words give the same id, wherever they stand; a second copy gets `-2`."""
    base = f"p-{fingerprint(words)[:8]}"
    candidate, copy = base, 1
    while candidate in taken:
        copy += 1
        candidate = f"{base}-{copy}"
    return candidate


def inherit(known: Sequence[Known], words: Sequence[str], labels: Sequence[str]) -> tuple[str | None, ...]:
    """The id that each new paragraph inherits, or None.

    Args:
        known: the paragraphs of the last baseline, in order.
        words: the new numbered paragraphs as printed, in order.
        labels: their labels, "" for none: a labelled paragraph keeps its label, and nobody else inherits that id.
    """
    used = {label for label in labels if label}
    result: list[str | None] = [None] * len(words)
    for pair in align([paragraph.words for paragraph in known], words):
        identity = known[pair.old].id
        if not labels[pair.new] and identity not in used:
            result[pair.new] = identity
            used.add(identity)
    return tuple(result)


def numbered_paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """The numbered paragraphs in order."""
    blocks = (block for section in document.sections for block in section.blocks)
    return tuple(block for block in blocks if isinstance(block, Paragraph) and block.role is Role.NUMBERED)


def known_paragraphs(document: Document) -> tuple[Known, ...]:
    """What later texts inherit from this numbered document."""
    return tuple(Known(paragraph.id, printed(paragraph.inlines)) for paragraph in numbered_paragraphs(document))
