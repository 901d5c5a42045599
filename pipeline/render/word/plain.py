"""A Word file that is no paper: a title, paragraphs and tables on plain pages, in the styles of the papers."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.formats.ooxml import pack
from pipeline.model.config import Profile
from pipeline.render.word.xml import NAMESPACES, TAB, escape, field, paragraph, run, twips

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KEPT, _SMALL = "<w:keepNext/>", '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
_STYLES = (  # beside those of the papers: id, name, parent, properties of the paragraph, size in half points, bold
    ("PlainTitle", "Plain Title", "Normal", f'{_KEPT}<w:spacing w:after="40"/><w:outlineLvl w:val="0"/>', 36, True),
    ("PlainSubtitle", "Plain Subtitle", "Normal", '<w:spacing w:after="160"/>', 26, False),
    ("PlainHeading", "Plain Heading", "Normal",
     f'{_KEPT}<w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="1"/>', 25, True),
    ("PlainFacts", "Plain Facts", "Normal",
     '<w:spacing w:before="40"/><w:ind w:left="2268" w:hanging="2268"/>', 19, False),
    ("MatrixText", "Matrix Text", "TableText", f"<w:suppressAutoHyphens/>{_SMALL}", 17, False),
    ("MatrixHead", "Matrix Head", "MatrixText", _KEPT, 17, True),
    ("MatrixPlace", "Matrix Place", "MatrixText", _KEPT, 17, False),
)  # fmt: skip
_SCALED = 11  # points: the size for which the sizes of styles are given
GREY = "E7EDF3"


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A file that is no paper.

    Attributes:
        title: for the properties and the running head.
        about: which text it is about, for the running foot.
        margin: at all sides, in millimetres.
    """

    title: str
    about: str
    author: str
    language: str = "en-GB"
    landscape: bool = False
    margin: float = 15

    def size(self, profile: Profile) -> tuple[float, float]:
        """Width and height of the sheet in millimetres."""
        width, height = sorted((profile.page.width, profile.page.height))
        return (height, width) if self.landscape else (width, height)

    def text_width(self, profile: Profile) -> int:
        """Width of the text in twips."""
        return twips(self.size(profile)[0] - 2 * self.margin)


def plain_docx(body: Iterable[str], page: PlainPage, profile: Profile, reference: bytes) -> bytes:
    """The file; the same content always gives the same bytes.

    Args:
        body: paragraphs and tables as XML.
        page: what it is.
        profile: its sheet, font and size are those of the papers.
        reference: the file with the styles, templates/reference.docx.
    """
    with zipfile.ZipFile(io.BytesIO(reference)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head = paragraph("Header", run(page.title) + TAB + run("Page ") + field("PAGE", "1"))
    foot = paragraph("Footer", run(page.about))
    section = _section(page, profile)
    parts["word/document.xml"] = _xml(
        f"<w:document {NAMESPACES}><w:body>{''.join(body)}{section}</w:body></w:document>"
    )
    parts["word/header1.xml"] = _xml(f"<w:hdr {NAMESPACES}>{head}</w:hdr>")
    parts["word/footer1.xml"] = _xml(f"<w:ftr {NAMESPACES}>{foot}</w:ftr>")
    parts["word/styles.xml"] = _styles(parts["word/styles.xml"].decode(), page, profile)
    parts["word/_rels/document.xml.rels"] = _relationships(parts["word/_rels/document.xml.rels"].decode())
    parts["[Content_Types].xml"] = _content_types(parts["[Content_Types].xml"].decode())
    parts["docProps/core.xml"] = _properties(page)
    return pack(parts)


def _xml(text: str) -> bytes:
    return (_HEAD + text).encode()


def _section(page: PlainPage, profile: Profile) -> str:
    width, height = (twips(each) for each in page.size(profile))
    turned = ' w:orient="landscape"' if page.landscape else ""
    side = twips(page.margin)
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="head"/><w:footerReference w:type="default" r:id="foot"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{side + 340}" w:right="{side}" '
        f'w:bottom="{side + 227}" w:left="{side}" w:header="567" w:footer="454" w:gutter="0"/></w:sectPr>'
    )


def _styles(xml: str, page: PlainPage, profile: Profile) -> bytes:
    own = "".join(
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{parent}"/><w:pPr>{form}</w:pPr><w:rPr>{"<w:b/><w:bCs/>" * bold}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
        for key, name, parent, form, size, bold in _STYLES
    )
    xml = xml.replace("</w:styles>", f"{own}</w:styles>")
    xml = xml.replace("Times New Roman", escape(profile.fonts.word)).replace('"en-GB"', f'"{escape(page.language)}"')
    scale = profile.fonts.size / _SCALED
    xml = re.sub(r'(<w:sz(?:Cs)? w:val=")(\d+)"', lambda found: f'{found[1]}{round(int(found[2]) * scale)}"', xml)
    right = page.text_width(profile)
    return re.sub(r'(<w:tab w:val="right"[^>]*w:pos=")\d+"', rf'\g<1>{right}"', xml).encode()


def _relationships(xml: str) -> bytes:
    rows = (("head", "header", "header1.xml"), ("foot", "footer", "footer1.xml"))
    added = "".join(f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{target}"/>' for key, kind, target in rows)
    return xml.replace("</Relationships>", f"{added}</Relationships>").encode()


def _content_types(xml: str) -> bytes:
    rows = "".join(
        f'<Override PartName="/word/{name}1.xml" ContentType="{_WORD}.{name}+xml"/>' for name in ("header", "footer")
    )
    return xml.replace("</Types>", f"{rows}</Types>").encode()


def _properties(page: PlainPage) -> bytes:
    date = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:{0}>'  # papers carry no clock
    return _xml(
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(page.title)}</dc:title><dc:subject>{escape(page.about)}</dc:subject>"
        f"<dc:creator>{escape(page.author)}</dc:creator><dc:language>{escape(page.language)}</dc:language>"
        f"{date.format('created')}{date.format('modified')}</cp:coreProperties>"
    )


# -- tables


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of XML paragraphs.

    Attributes:
        cells: the paragraphs of each; one cell alone spans all columns and is shaded.
        whole: it stays on one page.
        head: it is repeated on each page.
    """

    cells: Sequence[str]
    whole: bool = True
    head: bool = False


def table(widths: Sequence[int], rows: Iterable[TableRow], about: str) -> str:
    """A table with fixed columns.

    Args:
        widths: in twips.
        rows: from top to bottom; the first is its head.
        about: what it holds, for readers who cannot see it.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val="{escape(about)[:250]}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_row(row, widths) for row in rows)}</w:tbl>"
    )


def _row(row: TableRow, widths: Sequence[int]) -> str:
    whole = "<w:cantSplit/>" if row.whole else ""
    head = "<w:tblHeader/>" if row.head else ""
    if len(row.cells) == 1 and len(widths) > 1:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{GREY}"/>'
        form = f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/>{shade}'
        cells = f"<w:tc><w:tcPr>{form}</w:tcPr>{row.cells[0]}</w:tc>"
    else:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for cell, width in zip(row.cells, widths, strict=True)
        )
    return f"<w:tr><w:trPr>{whole}{head}</w:trPr>{cells}</w:tr>"


def shares(weights: Sequence[float], total: int) -> tuple[int, ...]:
    """Widths in the proportion of weights that add up to `total`."""
    whole = sum(weights)
    ends = [round(total * sum(weights[: n + 1]) / whole) for n in range(len(weights))]
    return tuple(end - start for start, end in zip([0, *ends], ends, strict=False))
