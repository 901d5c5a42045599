"""Numbers, ids and cross-references: decided here once, printed alike by every output (law 8).

Paragraphs of the body are numbered 1, 2, 3 … through the whole document; headings by the scheme of the profile; tables
and figures each through the document; footnotes 1, 2 … in front matter and body, and a, b … in each annex.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.config import Profile
from pipeline.model.document import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inline,
    Note,
    NoteMark,
    Paragraph,
    Part,
    Reference,
    Role,
    Section,
    Table,
    Target,
)  # fmt: skip
from pipeline.model.finding import Finding
from pipeline.model.rules import RULES
from pipeline.model.saying import quoted
from pipeline.model.source import Place, Span
from pipeline.text.blocks import words_of
from pipeline.text.identity import provisional_id
from pipeline.text.numerals import item_marker, lower_alpha, numeral
from pipeline.text.problems import nearest
from pipeline.text.words import printed, word_count


def number_document(
    document: Document, profile: Profile, ids: Sequence[str | None] = ()
) -> tuple[Document, tuple[Finding, ...]]:
    """Number a document whose sections come as they were read, and resolve its references.

    Args:
        ids: inherited ids of the numbered paragraphs in order, None or missing where there is none to inherit.

    Returns:
        The numbered document and what is wrong with its labels and references.
    """
    # A new paragraph may repeat words whose id went on to their successor: no provisional id is one that is inherited.
    count = _Counter(profile, list(ids), taken={identity for identity in ids if identity})
    sections = tuple(count.section(section) for section in document.sections)
    resolved = _Resolver(count)
    sections = tuple(resolved.section(section) for section in sections)
    numbered = replace(document, sections=sections, targets=count.targets)
    return replace(numbered, words=word_count(numbered)), tuple(count.findings + resolved.findings)


@dataclass
class _Counter:
    profile: Profile
    ids: list[str | None]
    paragraph: int = 0
    body_headings: list[int] = field(default_factory=lambda: [0] * 6)
    annex: int = 0
    table: int = 0
    figure: int = 0
    note: int = 0
    lists: int = 0
    parents: list[str] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def section(self, section: Section) -> Section:
        self.note = 0 if section.part is Part.ANNEX else self.note
        base, self.parents = self.lists, []
        blocks = [self.block(block, section, base) for block in _with_title(section)]
        return replace(section, blocks=tuple(blocks), notes=tuple(self.notes(section)))

    def notes(self, section: Section) -> Iterator[Note]:
        for note in section.notes:
            self.note += 1
            yield replace(note, number=lower_alpha(self.note) if section.part is Part.ANNEX else str(self.note))

    def block(self, block: Block, section: Section, base: int) -> Block:
        if isinstance(block, Paragraph):
            return self.numbered(block, section, base)
        if isinstance(block, Heading):
            return self.heading(block, section)
        return self.captioned(block, section)

    def numbered(self, block: Paragraph, section: Section, base: int) -> Paragraph:
        self.lists = max(self.lists, base + block.list)
        number = base + block.list if block.list else 0
        marker = item_marker(block.kind, block.ordinal) if block.role is Role.ITEM else ""
        block = replace(block, marker=marker, list=number)
        if block.role is Role.NUMBERED:
            self.paragraph += 1
            block = replace(block, number=self.paragraph, id=self.identity(block))
            self.parents = []
            target = Target(block.id, "paragraph", str(block.number), f"paragraph {block.number}")
            self.target(target, section, block.at)
        elif block.label:
            block = replace(block, id=block.label)
            self.item_target(block, section)
        if block.role is Role.ITEM:
            self.parents = [*self.parents[: block.level - 1], marker]
        return block

    def item_target(self, block: Paragraph, section: Section) -> None:
        marks = [*self.parents[: block.level - 1], block.marker] if block.level else []
        where = " ".join([str(self.paragraph), *marks]) if section.part is Part.BODY else " ".join(marks)
        self.target(Target(block.id, "paragraph", where, f"paragraph {where}".strip()), section, block.at)

    def identity(self, block: Paragraph) -> str:
        index = self.paragraph - 1
        inherited = self.ids[index] if index < len(self.ids) else None
        chosen = block.label or inherited or provisional_id(printed(block.inlines), self.taken)
        self.taken.add(chosen)
        return chosen

    def heading(self, block: Heading, section: Section) -> Heading:
        kind, number, printed_as = self.heading_number(block, section)
        if block.id:
            words = printed_as or f"“{printed(block.inlines)}”"
            self.target(Target(block.id, kind, number, words), section, block.at)
        return replace(block, number=number)

    def heading_number(self, block: Heading, section: Section) -> tuple[str, str, str]:
        level = block.level
        if section.part is Part.ANNEX and level == 1:
            self.annex += 1
            number = numeral(self.profile.annexes, self.annex)
            return "annex", f"Annex {number}".strip(), f"annex {number}".strip()
        if section.part is not Part.BODY:
            return "section", "", ""
        self.body_headings[level - 1] += 1
        self.body_headings[level:] = [0] * (6 - level)
        numbers = [numeral(_scheme(self.profile, i), self.body_headings[i]) for i in range(level)]
        return "section", numbers[-1], "section " + ".".join(n for n in numbers if n)

    def captioned(self, block: Table | Figure, section: Section) -> Table | Figure:
        if isinstance(block, Table):
            self.table += 1
            numbered: Table | Figure = replace(block, number=str(self.table))
            kind = "table"
        else:
            self.figure += 1
            numbered, kind = replace(block, number=str(self.figure)), "figure"
        if block.id:
            words = f"{kind} {numbered.number}"
            self.target(Target(block.id, kind, numbered.number, words), section, block.at)
        return numbered

    def target(self, target: Target, section: Section, at: Span | None) -> None:
        if target.id in self.targets:
            rule = RULES["ID-TWICE"]
            place = Place(section.path, at.line, at.column) if at else Place(section.path)
            message = f"the label {quoted(target.id)} stands already on {self.targets[target.id].printed}"
            self.findings.append(Finding(place, rule.code, message, rule.remedy, rule.severity))
            return
        self.targets[target.id] = target


def _with_title(section: Section) -> tuple[Block, ...]:
    if not section.title:
        return section.blocks
    return (Heading(1, words_of(section.title, Span(1, 1, 1, 1)), id=section.id, at=Span(1, 1, 1, 1)), *section.blocks)


def _scheme(profile: Profile, index: int) -> str:
    return profile.headings[index] if index < len(profile.headings) else "none"


class _Resolver:
    """Puts the printed words into every reference and the number into every note mark."""

    def __init__(self, count: _Counter) -> None:
        self._targets = count.targets
        self.findings: list[Finding] = []

    def section(self, section: Section) -> Section:
        blocks = tuple(self.block(block, section) for block in section.blocks)
        notes = tuple(replace(note, paragraphs=self.all(note.paragraphs, section)) for note in section.notes)
        return replace(section, blocks=blocks, notes=notes)

    def block(self, block: Block, section: Section) -> Block:
        if isinstance(block, Table):
            header, rows = self.rows(block.header, section), self.rows(block.rows, section)
            return replace(block, header=header, rows=rows, caption=self.inlines(block.caption, section))
        if isinstance(block, Figure):
            return replace(block, caption=self.inlines(block.caption, section))
        inlines = self.inlines(block.inlines, section)
        return block if inlines is block.inlines else replace(block, inlines=inlines)

    def rows(self, rows: tuple[tuple[Cell, ...], ...], section: Section) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(Cell(self.all(cell.paragraphs, section)) for cell in row) for row in rows)

    def all(self, many: tuple[tuple[Inline, ...], ...], section: Section) -> tuple[tuple[Inline, ...], ...]:
        return tuple(self.inlines(inlines, section) for inlines in many)

    def inlines(self, inlines: tuple[Inline, ...], section: Section) -> tuple[Inline, ...]:
        if not any(isinstance(piece, Reference | NoteMark) for piece in inlines):
            return inlines
        return tuple(self.piece(piece, section) for piece in inlines)

    def piece(self, piece: Inline, section: Section) -> Inline:
        if isinstance(piece, NoteMark):
            return piece._replace(number=section.notes[piece.note].number)
        if not isinstance(piece, Reference):
            return piece
        target = self._targets.get(piece.target)
        if target is None:
            self.dangling(piece, section)
            return piece._replace(text=piece.text or f"[{piece.target}]")
        return piece._replace(text=piece.text or target.printed)

    def dangling(self, piece: Reference, section: Section) -> None:
        rule = RULES["REF-DANGLING"]
        place = Place(section.path, piece.at.line, piece.at.column) if piece.at else Place(section.path)
        message = f"nothing has the label {quoted(piece.target)}{nearest(piece.target, self._targets)}"
        self.findings.append(Finding(place, rule.code, message, rule.remedy, rule.severity))
