"""Building blocks of papers that are made from data: words, paragraphs, tables, references."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.model.document import Cell, Heading, Inline, Paragraph, Reference, Role, Style, Table, Text
from pipeline.text.blocks import words_of
from pipeline.text.words import printed

Words = str | tuple[Inline, ...]
Cells = Words | list[Words]  # a list has a paragraph for each


def inlines(*parts: Words) -> tuple[Inline, ...]:
    """Texts and inlines one after the other; blanks at the ends of a text count."""
    made: list[Inline] = []
    for part in parts:
        if not isinstance(part, str):
            made += part
            continue
        made += [Text(" ")] if part[:1] == " " and made else []
        made += words_of(part, None)
        made += [Text(" ")] if part[-1:] == " " and part.strip() else []  # before what comes next
    return tuple(made)


def strong(text: str) -> tuple[Inline, ...]:
    """Words in bold."""
    return tuple(piece._replace(style=Style.BOLD) for piece in inlines(text) if isinstance(piece, Text))


def link(label: str, words: str) -> tuple[Inline, ...]:
    """A reference to a label of the same paper, printed with these words."""
    return (Reference(label, words),)


def paragraph(*parts: Words, role: Role = Role.NUMBERED, label: str = "") -> Paragraph:
    """A paragraph of these words."""
    return Paragraph(role, inlines(*parts), label=label)


def heading(words: str, label: str = "") -> Heading:
    """A heading inside a section."""
    return Heading(2, inlines(words), id=label)


def item(words: Words, ordinal: int, number: int) -> Paragraph:
    """An item of an outer list; `number` tells the lists of a section apart."""
    return Paragraph(Role.ITEM, inlines(words), level=1, list=number, ordinal=ordinal, kind="alpha")


def table(label: str, caption: str, header: Sequence[str], rows: Iterable[Sequence[Cells]], aligned: str = "") -> Table:
    """A table with a caption; `aligned` has one letter for each column: l, c or r."""
    names = {"l": "left", "c": "center", "r": "right"}
    alignments = tuple(names[letter] for letter in aligned or "l" * len(header))
    made = tuple(tuple(_cell(words) for words in row) for row in rows)
    return Table(label, inlines(caption), (tuple(_cell(words) for words in header),), made, alignments)


def _cell(words: Cells) -> Cell:
    paragraphs = (inlines(one) for one in (words if isinstance(words, list) else [words]))
    return Cell(tuple(pieces for pieces in paragraphs if pieces))


def quoted(blocks: Iterable[Paragraph], first_list: int) -> tuple[tuple[Paragraph, ...], int]:
    """Paragraphs of another paper as plain words, lists kept as lists; and the number of the next list.

    References become the words that they print there, and marks of footnotes are left out.
    """
    made, lists = [], dict[int, int]()
    for block in blocks:
        words = words_of(printed(block.inlines), None)
        role = block.role if block.role in (Role.ITEM, Role.ITEM_CONTINUED) else Role.PLAIN
        number = lists.setdefault(block.list, first_list + len(lists)) if block.level else 0
        bare = replace(block, role=role, inlines=words, label="", id="", number=None, list=number, responds_to=())
        made.append(bare)
    return tuple(made), first_list + len(lists)
