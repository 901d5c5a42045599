"""The matrix as typst programs: tagged, landscape, its heading repeated; what Word prints, PDF prints."""

from collections.abc import Iterator, Mapping

from pipeline.formats.glyphs import coverage
from pipeline.model.config import Committee, Profile
from pipeline.model.matrix import Matrix, MatrixGroup, MatrixRow
from pipeline.render.matrix.parts import parts_of
from pipeline.render.matrix.table import (
    TITLE,
    PrintedColumn,
    PrintedSection,
    facts,
    is_short,
    printed_columns,
    printed_sections,
    split,
)  # fmt: skip
from pipeline.render.pdf.inlines import Writer, literal

_SHORT_PLACE = 4000  # characters; headings of tables cannot be split between pages
# Every word of a draft or comment reaches these functions as a string literal.
_LOOK = """\
#let look(title: "", author: "", about: "", size: 11pt, fonts: (), page-size: (297mm, 210mm), body) = {
  set document(title: title, author: author)
  set text(font: fonts, size: 0.78 * size, lang: "en", region: "GB", hyphenate: false)
  set par(leading: 0.5em, spacing: 0.6em)
  set page(width: page-size.at(0), height: page-size.at(1), margin: (x: 15mm, top: 20mm, bottom: 17mm),
    header: block(width: 100%, stroke: (bottom: 0.5pt + rgb("#7f7f7f")), inset: (bottom: 3pt),
      [#title #h(1fr) Page #context counter(page).display()]),
    footer: block(width: 100%, stroke: (top: 0.5pt + rgb("#7f7f7f")), inset: (top: 3pt), about))
  show heading: set block(above: 1.6em, below: 0.8em, sticky: true)
  show heading.where(level: 1): set text(size: 1.9em)
  show heading.where(level: 2): set text(size: 1.45em)
  body
}
#let fact(name, value) = block(spacing: 0.45em, grid(columns: (40mm, 1fr), emph(name), value))
#let place(columns, head, ..lines) = table.cell(colspan: columns, fill: rgb("#e7edf3"), {
  strong(head)
  for line in lines.pos() { par(line) }
})
#let lines(breakable, ..parts) = table.cell(breakable: breakable, parts.pos().map(par).join())
#let rows(widths, heads, ..cells) = table(columns: widths, align: left + top, inset: (x: 2.5pt, y: 3pt),
  stroke: (x: none, y: 0.25pt + luma(166)), table.header(..heads.map(strong)), ..cells.pos().flatten())
"""


def matrix_typst(
    matrix: Matrix, profile: Profile, committee: Committee, fonts: Mapping[str, bytes] | None = None
) -> dict[str, str]:
    """The programs, by what is added to the name of the file: one, or one for each section of a long matrix.

    Args:
        matrix: the compilation.
        profile: its sheet, fonts and size are those of the papers.
        committee: for the properties of the file.
        fonts: font files beside those of typst; what none of them shows is printed as a placeholder.

    Raises:
        FontProblem: one of them is not a font.
    """
    writer = Writer(coverage(fonts), ())
    return {suffix: _program(part, profile, committee, writer) for suffix, part in parts_of(matrix).items()}


def _program(matrix: Matrix, profile: Profile, committee: Committee, writer: Writer) -> str:
    return "\n".join([_LOOK, _setup(matrix, profile, committee, writer), *_body(matrix, writer)]) + "\n"


def _setup(matrix: Matrix, profile: Profile, committee: Committee, writer: Writer) -> str:
    height, width = sorted((profile.page.width, profile.page.height))
    fonts = ", ".join(literal(font) for font in profile.fonts.pdf)
    about = f"{matrix.session} · {matrix.fingerprint}"
    return (
        f"#show: look.with(title: {writer.string(f'{TITLE}: {matrix.title}')}, "
        f"author: {writer.string(committee.name)}, about: {writer.string(about)}, "
        f"size: {profile.fonts.size:g}pt, fonts: ({fonts},), page-size: ({width:g}mm, {height:g}mm))"
    )


def _body(matrix: Matrix, writer: Writer) -> Iterator[str]:
    yield f"#heading(level: 1, {writer.string(TITLE)})"
    yield f"#block(below: 1.4em, text(size: 1.45em, {writer.string(matrix.title)}))"
    for name, value in facts(matrix):
        yield f"#fact({writer.string(name)}, {writer.string(value)})"
    columns = printed_columns(matrix)
    widths = ", ".join(f"{column.width:g}fr" for column in columns)
    heads = ", ".join(writer.string(column.head) for column in columns)
    for section in printed_sections(matrix):
        yield f"#heading(level: 2, {writer.string(section.heading)})"
        yield f"#rows(({widths},), ({heads},),"
        yield from _rows(section, columns, writer)
        yield ")"


def _rows(section: PrintedSection, columns: tuple[PrintedColumn, ...], writer: Writer) -> Iterator[str]:
    for group in section.groups:
        if not section.names(group):
            yield _place(group, len(columns), writer)
        for row in group.rows:
            yield f"({', '.join(_cell(column, row, writer) for column in columns)}),"


def _place(group: MatrixGroup, columns: int, writer: Writer) -> str:
    """The row above the comments on a paragraph. As a heading it is never left alone at the foot of a page."""
    text = "".join(f", {writer.string(line.text)}" for line in split(group.text))
    cell = f"place({columns}, {writer.string(group.heading)}{text})"
    return f"table.header(level: 2, repeat: false, {cell})," if len(group.text) <= _SHORT_PLACE else f"{cell},"


def _cell(column: PrintedColumn, row: MatrixRow, writer: Writer) -> str:
    parts = [
        f"strong({writer.string(line.text)})" if line.bold else writer.string(line.text) for line in column.lines(row)
    ]
    return f"lines({'false' if is_short(row) else 'true'}, {', '.join(parts or [literal('')])})"
