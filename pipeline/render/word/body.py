"""The blocks of a paper as WordprocessingML."""

from collections.abc import Iterator

from pipeline.model.document import Block, Cell, Figure, Heading, Paragraph, Part, Role, Section, Table
from pipeline.render.columns import column_weights
from pipeline.render.epigraphs import words_and_source
from pipeline.render.word.inlines import plain_runs, write_inlines
from pipeline.render.word.story import Story
from pipeline.render.word.xml import escape, field, paragraph, run
from pipeline.text.words import printed

FIRST_LIST = 10  # numbers of list instances start here; those below belong to the styles
_STYLES = {
    Role.NUMBERED: "NumberedParagraph", Role.CONTINUED: "ContinuedParagraph", Role.PLAIN: "PlainParagraph",
    Role.SUMMARY: "Summary", Role.ITEM: "Item",
}  # fmt: skip
_EMU = 635  # in a twip
_TABLE_LOOK = (  # which of its parts the table style dresses: the first row
    '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
    'w:noHBand="0" w:noVBand="1"/>'
)


def write_section(section: Section, story: Story) -> Iterator[str]:
    """The blocks of a section, each one paragraph or table of XML (a captioned one with its caption)."""
    story.enter(section)
    for block, following in zip(section.blocks, (*section.blocks[1:], None), strict=True):
        yield from _block(block, story, leads=_leads(block, following))


def _leads(block: Block, following: Block | None) -> bool:
    """Whether a paragraph introduces a list, or an item an inner one: it stays on the page of what it introduces."""
    if not isinstance(block, Paragraph) or not isinstance(following, Paragraph):
        return False
    return following.role is Role.ITEM and following.ordinal == 1 and block.level < following.level


def _block(block: Block, story: Story, *, leads: bool) -> Iterator[str]:
    if isinstance(block, Heading):
        yield _heading(block, story)
    elif isinstance(block, Paragraph):
        yield from _paragraph(block, story, "<w:keepNext/>" if leads else "")
    elif isinstance(block, Table):
        yield from _table(block, story)
    else:
        yield from _figure(block, story)


def heading_bookmark(heading: Heading, index: int, story: Story) -> str:
    """The name by which the contents lead to a heading."""
    return story.places.names.get(heading.id, "") or f"_heading_{index}"


def _heading(heading: Heading, story: Story) -> str:
    part, level = story.section.part, min(heading.level, 4)
    style = f"Heading{level}"
    if part is not Part.BODY:
        style = {Part.FRONT: "HeadingFront", Part.ANNEX: "HeadingAnnex"}[part] if level == 1 else f"{style}Plain"
    name = heading_bookmark(heading, story.headings, story)
    story.headings += 1
    return paragraph(style, story.mark(name, write_inlines(heading.inlines, story)))


def _paragraph(block: Paragraph, story: Story, properties: str) -> Iterator[str]:
    if block.role is Role.EPIGRAPH:
        yield from _epigraph(block, story)
        return
    style = _STYLES.get(block.role, f"ItemContinued{min(max(block.level, 1), 4)}")
    name = story.places.names.get(block.id)
    if block.role is Role.ITEM:
        name = name or story.places.items.get((block.list, block.ordinal))
        level = min(block.level, 4) - 1
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{FIRST_LIST + block.list}"/></w:numPr>'
    yield paragraph(style, story.mark(name, write_inlines(block.inlines, story)), properties)


def _epigraph(block: Paragraph, story: Story) -> Iterator[str]:
    """The words and, after a dash, whose they are on a line of its own."""
    words, source = words_and_source(block.inlines)
    yield paragraph("Epigraph", write_inlines(words, story))
    if source:
        yield paragraph("EpigraphSource", write_inlines(source, story))


# -- tables


def _caption(style: str, kind: str, block: Table | Figure, story: Story) -> str:
    number = field(
        f"SEQ {kind} \\* ARABIC", block.number
    )  # a reference repeats what is in the bookmark: the number alone
    marked = story.mark(story.places.names.get(block.id), number)
    text = write_inlines(block.caption, story)
    return paragraph(style, run(f"{kind} ") + marked + (run(". ") + text if text else ""))


def _table(table: Table, story: Story) -> Iterator[str]:
    yield _caption("TableCaption", "Table", table, story)
    widths = column_widths(table, story.width)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [_row(row, table, widths, story, head=True) for row in table.header]
    rows += [_row(row, table, widths, story, head=False) for row in table.rows]
    about = f'<w:tblCaption w:val="{escape(printed(table.caption))[:250]}"/>' if table.caption else ""
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_TABLE_LOOK}{about}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(row: tuple[Cell, ...], table: Table, widths: tuple[int, ...], story: Story, *, head: bool) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_cell(cell, align, story, head=head)}</w:tc>'
        for cell, align, width in zip(row, table.alignments, widths, strict=False)
    )
    header = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{cells}</w:tr>"


def _cell(cell: Cell, alignment: str, story: Story, *, head: bool) -> str:
    side = f'<w:jc w:val="{alignment}"/>' if alignment != "left" else ""
    style = "TableHead" if head else "TableText"
    return "".join(paragraph(style, write_inlines(text, story), side) for text in cell.paragraphs or ((),))


def column_widths(table: Table, total: int) -> tuple[int, ...]:
    """Widths that add up to `total`, in its unit."""
    weights = column_weights(table)
    scale = total / sum(weights)
    widths = [round(weight * scale) for weight in weights]
    widths[-1] += total - sum(widths)
    return tuple(widths)


# -- figures


def _figure(figure: Figure, story: Story) -> Iterator[str]:
    picture = story.pictures.get(figure.image)
    if picture is not None:
        story.drawings += 1
        width = story.width * _EMU
        height = round(width * picture.height / max(picture.width, 1))
        yield paragraph("Figure", _drawing(figure, picture.relationship, story.drawings, (width, height)))
    else:
        yield paragraph("Figure", run(f"[{figure.alt}]"))
    yield _caption("FigureCaption", "Figure", figure, story)


def _drawing(figure: Figure, relationship: str, number: int, size: tuple[int, int]) -> str:
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    name = f'id="{number}" name="Picture {number}" descr="{escape(figure.alt)}"'
    picture = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/><wp:docPr {name}/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{picture}"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        f"</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def contents_words(heading: Heading) -> str:
    """The words of a heading as the contents repeat them."""
    return plain_runs(heading.inlines)
