"""The matrix as Word files: landscape, its heading repeated, each paragraph of the draft above its comments."""

from collections.abc import Iterator

from pipeline.model.config import Committee, Profile
from pipeline.model.document import Style
from pipeline.model.matrix import Matrix, MatrixGroup, MatrixRow
from pipeline.render.matrix.parts import parts_of
from pipeline.render.matrix.table import (
    TITLE,
    Line,
    PrintedColumn,
    PrintedSection,
    facts,
    is_short,
    printed_columns,
    printed_sections,
    split,
)  # fmt: skip
from pipeline.render.word.plain import PlainPage, TableRow, plain_docx, shares, table
from pipeline.render.word.xml import TAB, paragraph, run


def matrix_docx(matrix: Matrix, profile: Profile, committee: Committee, reference: bytes) -> dict[str, bytes]:
    """The matrix as Word files, by what is added to their name: one, or one for each section of a long matrix.

    Args:
        matrix: the compilation.
        profile: its sheet, font and size are those of the papers.
        committee: for the properties of the file.
        reference: templates/reference.docx.
    """
    return {suffix: _file(part, profile, committee, reference) for suffix, part in parts_of(matrix).items()}


def _file(matrix: Matrix, profile: Profile, committee: Committee, reference: bytes) -> bytes:
    page = PlainPage(
        title=f"{TITLE}: {matrix.title}",
        about=f"{matrix.session} · {matrix.fingerprint}",
        author=committee.name,
        landscape=True,
    )
    return plain_docx(_body(matrix, page.text_width(profile)), page, profile, reference)


def _body(matrix: Matrix, width: int) -> Iterator[str]:
    yield paragraph("PlainTitle", run(TITLE))
    yield paragraph("PlainSubtitle", run(matrix.title))
    for name, value in facts(matrix):
        yield paragraph("PlainFacts", run(name) + TAB + run(value))
    columns = printed_columns(matrix)
    widths = shares([column.width for column in columns], width)
    for section in printed_sections(matrix):
        yield paragraph("PlainHeading", run(section.heading))
        yield table(widths, _rows(section, columns), f"Comments on: {section.heading}")
    yield paragraph("SectionBreak", "")  # Word wants a paragraph after a table


def _rows(section: PrintedSection, columns: tuple[PrintedColumn, ...]) -> Iterator[TableRow]:
    yield TableRow([paragraph("MatrixHead", run(column.head)) for column in columns], head=True)
    for group in section.groups:
        if not section.names(group):
            yield TableRow([_place(group)])
        for row in group.rows:
            yield TableRow([_cell(column, row) for column in columns], whole=is_short(row))


def _place(group: MatrixGroup) -> str:
    head = paragraph("MatrixPlace", run(group.heading, Style.BOLD))
    return head + "".join(paragraph("MatrixPlace", run(line.text)) for line in split(group.text))


def _cell(column: PrintedColumn, row: MatrixRow) -> str:
    return "".join(map(_line, column.lines(row))) or paragraph("MatrixText", "")


def _line(line: Line) -> str:
    return paragraph("MatrixText", run(line.text, Style.BOLD if line.bold else 0))
