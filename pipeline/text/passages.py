"""Paragraphs as members cite them: with the list that belongs to them, by id or label."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.document import Block, Document, Heading, Paragraph, Part, Reference, Role, Section
from pipeline.text.words import fingerprint, printed

_FOLLOWING = (Role.ITEM, Role.ITEM_CONTINUED, Role.CONTINUED)


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A paragraph or list item and what hangs on it.

    Attributes:
        blocks: the paragraph, then the items below it.
        printed: how it is cited: "paragraph 12", "12 (a)", or the heading above it where nothing is numbered.
    """

    section: Section
    blocks: tuple[Paragraph, ...]
    printed: str

    @property
    def id(self) -> str:
        """Its paragraph id, or ""."""
        return self.blocks[0].id

    @property
    def responds_to(self) -> tuple[str, ...]:
        """The guidance that it, or an item below it that has no id of its own, says it answers."""
        below = (name for block in self.blocks[1:] if not block.id for name in block.responds_to)
        return tuple(dict.fromkeys((*self.blocks[0].responds_to, *below)))

    @property
    def fingerprint(self) -> str:
        """Of its words with its list: 16 hex digits. That something else was renumbered does not change it."""
        return fingerprint("\n".join(_said(block) for block in self.blocks))


def _said(block: Paragraph) -> str:
    pieces = (p._replace(text=f"[{p.target}]") if isinstance(p, Reference) else p for p in block.inlines)
    return printed(pieces)


def cited_passages(document: Document) -> Iterator[CitedPassage]:
    """Every paragraph that has an id or says that it responds, in reading order."""
    for section in document.sections:
        for index, block in enumerate(section.blocks):
            if isinstance(block, Paragraph) and (block.id or block.responds_to):
                blocks = (block, *_hanging(section.blocks[index + 1 :], block))
                yield CitedPassage(section, blocks, _address(document, section, block))


def _hanging(blocks: tuple[Block, ...], above: Paragraph) -> Iterator[Paragraph]:
    for block in blocks:
        if not isinstance(block, Paragraph) or block.role not in _FOLLOWING:
            return
        if above.role in _FOLLOWING and (block.role is Role.CONTINUED or block.level <= above.level):
            return
        yield block


def _address(document: Document, section: Section, block: Paragraph) -> str:
    target = document.targets.get(block.id)
    if target is not None and target.number:
        return target.printed
    return section_address(document, section)


def section_address(document: Document, section: Section) -> str:
    """How a section is cited: "section IV", "annex I", or its title where it has no number."""
    first = section.blocks[0] if section.blocks else None
    if isinstance(first, Heading) and first.level == 1 and first.number:
        return f"section {first.number}" if section.part is Part.BODY else first.number.lower()[:1] + first.number[1:]
    return f"“{section.title}”" if section.title else document.title
