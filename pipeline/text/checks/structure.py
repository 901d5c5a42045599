"""Checks on how a document is built: headings, titles, tables, figures and length."""

import re
from collections.abc import Iterator

from pipeline.model.document import Block, Cell, Figure, Heading, Paragraph, Part, Section, Table
from pipeline.text.checks.view import Hit, View, shown
from pipeline.text.words import printed, word_count

_COLUMNS = 8  # what a portrait A4 page holds at a readable size
_COLUMN_WIDTH = 15  # millimetres: a column of two short words
_PICTURE = re.compile(
    r"\A(?:an? |the )?(?:figure|image|picture|photo(?:graph)?|diagram|chart|graph|map)\b[ \d]*(?:of|showing|[:.]) "
)


def lone_headings(view: View) -> Iterator[Hit]:
    """A subheading must have a sibling: if there is an A, there must be a B."""
    for section in view.sections:
        for heading in _lone(section):
            message = f"“{shown(printed(heading.inlines))}” is the only heading of its level here"
            yield Hit(section.path, heading.at, message)


def skipped_levels(view: View) -> Iterator[Hit]:
    """A heading may be at most one level below the heading before it; a section starts at level 1."""
    for section in view.sections:
        before = 1
        for heading in _headings(section):
            if heading.level > before + 1:
                words = shown(printed(heading.inlines))
                message = f"“{words}” is a heading of level {heading.level} after one of level {before}"
                yield Hit(section.path, heading.at, message, f"Use `{'#' * (before + 1)}` here.")
            before = heading.level


def empty_sections(view: View) -> Iterator[Hit]:
    """A section must hold more than headings."""
    for section in view.sections:
        if not any(_has_content(block) for block in section.blocks):
            name = f"the section “{shown(section.title)}”" if section.title.strip() else "the section"
            yield Hit(section.path, None, f"{name} has no text")


def missing_titles(view: View) -> Iterator[Hit]:
    """Sections of the body and annexes have titles; front matter need not."""
    for section in view.sections:
        if section.part is not Part.FRONT and not section.title.strip():
            kind = "annex" if section.part is Part.ANNEX else "section of the body"
            yield Hit(section.path, None, f"this {kind} has no title")


def missing_alternatives(view: View) -> Iterator[Hit]:
    """A reader who cannot see a figure needs its alternative text (PDF/UA-1, 7.3)."""
    for section, figure in _figures(view):
        if not figure.alt.strip():
            yield Hit(section.path, figure.at, f"{_named(figure)} has no alternative text")


def repeated_captions(view: View) -> Iterator[Hit]:
    """Alternative text that is the caption again tells a listener nothing."""
    for section, figure in _figures(view):
        if _readings(figure.alt) & _readings(printed(figure.caption)):
            yield Hit(section.path, figure.at, f"the alternative text of {_named(figure)} only repeats its caption")


def missing_captions(view: View) -> Iterator[Hit]:
    """Tables and figures are announced by their captions."""
    for section, block in _captioned(view):
        if not printed(block.caption).strip():
            how = (
                'Add caption="…" to its `::: {.table}` line, or put it between such a line and `:::`.'
                if isinstance(block, Table)
                else "Write it between the brackets of `![…]`."
            )
            yield Hit(section.path, block.at, f"{_named(block)} has no caption", how)


def missing_headers(view: View) -> Iterator[Hit]:
    """Every column has a heading; only the corner above row headings may stay empty (PDF/UA-1, 7.5)."""
    for section, table in _tables(view):
        if not table.header:
            yield Hit(section.path, table.at, f"{_named(table)} has no header row")
            continue
        blank = [number for number in range(2, len(table.alignments) + 1) if _is_blank(table, number)]
        if blank:
            columns = f"column{'s' * (len(blank) > 1)} {', '.join(map(str, blank))}"
            yield Hit(section.path, table.at, f"{_named(table)} has no heading above {columns}")


def wide_tables(view: View) -> Iterator[Hit]:
    """A page holds so many columns and no more."""
    page = view.profile.page
    most = max(1, min(_COLUMNS, int((page.width - page.margin_left - page.margin_right) // _COLUMN_WIDTH)))
    for section, table in _tables(view):
        if (columns := len(table.alignments)) > most:
            yield Hit(section.path, table.at, f"{_named(table)} has {columns} columns; a page holds {most}")


def word_limit(view: View) -> Iterator[Hit]:
    """Parliamentary documents have a limit (10,700 words in the United Nations)."""
    limit = view.profile.word_limit
    words = view.document.words or word_count(view.document)
    if view.sections and 0 < limit < words:
        message = f"“{shown(view.document.title)}” has {words:,} words; the limit is {limit:,}"
        hint = f"Shorten it by {words - limit:,} words, or ask for a waiver and list the finding under `acknowledged:`."
        yield Hit(view.sections[0].path, None, message, hint)


# -- looking things up


def _headings(section: Section) -> Iterator[Heading]:
    return (block for block in section.blocks if isinstance(block, Heading))


def _lone(section: Section) -> list[Heading]:
    """Headings below level 1 that are the only child of their parent."""
    families: list[list[Heading]] = []
    open_families: dict[int, list[Heading]] = {}
    for heading in _headings(section):
        open_families = {level: family for level, family in open_families.items() if level <= heading.level}
        if heading.level not in open_families:
            open_families[heading.level] = []
            families.append(open_families[heading.level])
        open_families[heading.level].append(heading)
    return [family[0] for family in families if len(family) == 1 and family[0].level > 1]


def _has_content(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return bool(printed(block.inlines).strip())
    return not isinstance(block, Heading)


def _captioned(view: View) -> Iterator[tuple[Section, Table | Figure]]:
    return ((s, block) for s in view.sections for block in s.blocks if isinstance(block, Table | Figure))


def _tables(view: View) -> Iterator[tuple[Section, Table]]:
    return ((section, block) for section, block in _captioned(view) if isinstance(block, Table))


def _figures(view: View) -> Iterator[tuple[Section, Figure]]:
    return ((section, block) for section, block in _captioned(view) if isinstance(block, Figure))


def _named(block: Table | Figure) -> str:
    kind = "table" if isinstance(block, Table) else "figure"
    caption = shown(printed(block.caption))
    number = f"{kind} {block.number}" if block.number else f"the {kind}"
    return f"{number} “{caption}”" if caption else number


def _is_blank(table: Table, column: int) -> bool:
    cells = [row[column - 1] for row in table.header if len(row) >= column]
    return not any(_words_in(cell) for cell in cells)


def _words_in(cell: Cell) -> bool:
    return any(printed(paragraph).strip() for paragraph in cell.paragraphs)


def _readings(text: str) -> frozenset[str]:
    """A text as it stands and without "diagram of", for comparing; case and a closing full stop do not count."""
    folded = " ".join(text.casefold().split()).rstrip(" .")
    return frozenset({folded, _PICTURE.sub("", folded)} - {""})
