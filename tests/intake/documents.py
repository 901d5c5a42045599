"""Two small numbered documents, one with roman and one with decimal headings."""

from pipeline.model.config import Profile
from pipeline.model.document import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Note,
    NoteMark,
    Paragraph,
    Part,
    Role,
    Section,
    Table,
)
from pipeline.text.blocks import words_of
from pipeline.text.numbering import number_document
from pipeline.text.units import Unit, units


def paragraph(text: str, role: Role = Role.NUMBERED, label: str = "") -> Paragraph:
    return Paragraph(role, words_of(text, None), label=label)


def item(text: str, ordinal: int, *, level: int = 1, kind: str = "alpha", number: int = 1) -> Paragraph:
    return Paragraph(Role.ITEM, words_of(text, None), level=level, list=number, ordinal=ordinal, kind=kind)


def heading(text: str, level: int = 2) -> Heading:
    return Heading(level, words_of(text, None))


def roman_units() -> tuple[Unit, ...]:
    """Body sections I with I.A, and II; a summary, a table, a figure, a note and an annex."""
    cells = tuple((Cell((words_of(f"cell {row}", None),)), Cell((words_of("x", None),))) for row in range(3))
    noted = Paragraph(Role.NUMBERED, (*words_of("Words of paragraph three.", None), NoteMark(0)))
    first: tuple[Block, ...] = (
        paragraph("Paragraph one.", label="p-opening"),
        paragraph("Paragraph two has a list:"),
        item("first", 1),
        item("inner one", 1, level=2, kind="roman", number=2),
        item("inner two", 2, level=2, kind="roman", number=2),
        item("second", 2),
        paragraph("It runs on.", Role.CONTINUED),
        heading("Areas"),
        noted,
        Table("tbl-areas", words_of("Areas", None), (cells[0],), cells[1:], ("left", "left")),
    )
    second: tuple[Block, ...] = (
        paragraph("Paragraph four."),
        *(item(f"bullet {n}", n, kind="bullet") for n in (1, 2, 3)),
        Figure("fig-flow", "images/flow.svg", words_of("Flow", None), "A flow"),
    )
    annex: tuple[Block, ...] = (paragraph("One.", Role.PLAIN), item("an item", 1), paragraph("Two.", Role.PLAIN))
    sections = (
        Section("d/00.md", Part.FRONT, blocks=(paragraph("In short.", Role.SUMMARY),)),
        Section("d/01.md", Part.BODY, "Opening words", "sec-first", first, (Note((words_of("A note.", None),)),)),
        Section("d/02.md", Part.BODY, "Second", "sec-second", second),
        Section("d/90.md", Part.ANNEX, "Terms", blocks=annex),
    )
    return _numbered(sections, Profile(name="Roman"))


def decimal_units() -> tuple[Unit, ...]:
    """Sections 1 to 4, the last with 4.1 and 4.2; paragraphs 1 to 5."""
    last: tuple[Block, ...] = (
        paragraph("Paragraph one."),
        paragraph("Paragraph two."),
        heading("Second part"),
        paragraph("Paragraph three."),
        paragraph("Paragraph four."),
        heading("Common part"),
        paragraph("Paragraph five."),
    )
    sections = (
        Section("d/01.md", Part.BODY, "Scope"),
        Section("d/02.md", Part.BODY, "Common part"),
        Section("d/03.md", Part.BODY, "Terms"),
        Section("d/04.md", Part.BODY, "Levels", blocks=last),
    )
    return _numbered(sections, Profile(name="Decimal", headings=("decimal", "decimal", "decimal", "decimal")))


def _numbered(sections: tuple[Section, ...], profile: Profile) -> tuple[Unit, ...]:
    document, findings = number_document(Document("d", "Title", "d", sections), profile)
    assert findings == ()
    return units(document)
