"""Small Word files, written by hand: paragraphs with styles, lists, notes, links and emphasis, and tables."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/>'
    '<w:pPr><w:ind w:left="720"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)  # fmt: skip
_LEVEL = (
    '<w:abstractNum w:abstractNumId="{0}"><w:nsid w:val="0000000{0}"/><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/>'
    '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
)
DITTO = '"'
_FORMATS = {"b": "<w:b/>", "i": "<w:i/>"}


@dataclass(frozen=True)
class P:
    """A paragraph.

    Attributes:
        text: words; `*word*` is italic, `__word__` bold, `^note text^` a footnote, `<word>` a link.
        style: a style id.
        list: number of the list whose item it is, or 0.
        name: of a bookmark round it, or "".
    """

    text: str
    style: str = "Normal"
    list: int = 0
    name: str = ""


@dataclass(frozen=True)
class T:
    """A table of rows of cell texts; a cell `"` is one with the cell above it."""

    rows: tuple[tuple[str, ...], ...]


Block = P | T


@dataclass
class _Writer:
    notes: list[str] = field(default_factory=list)
    marks: int = 0

    def block(self, block: Block) -> str:
        if isinstance(block, T):
            below = (*block.rows[1:], ("",) * len(block.rows[0]))
            rows = "".join(
                f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(map(self._cell, row, following))}</w:tr>"
                for row, following in zip(block.rows, below, strict=True)
            )
            grid = '<w:gridCol w:w="3000"/>' * len(block.rows[0])
            return (
                f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
            )
        numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{block.list + 1}"/></w:numPr>' if block.list else ""
        runs = self.runs(block.text)
        if block.name:
            self.marks += 1
            start = f'<w:bookmarkStart w:id="{self.marks}" w:name="{block.name}"/>'
            runs = f'{start}{runs}<w:bookmarkEnd w:id="{self.marks}"/>'
        return f'<w:p><w:pPr><w:pStyle w:val="{block.style}"/>{numbering}</w:pPr>{runs}</w:p>'

    def _cell(self, text: str, below: str) -> str:
        merged = "<w:vMerge/>" if text == DITTO else '<w:vMerge w:val="restart"/>' if below == DITTO else ""
        content = self.block(P("" if text == DITTO else text))
        return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/>{merged}</w:tcPr>{content}</w:tc>'

    def runs(self, text: str) -> str:
        out = []
        for index, word in enumerate(text.split(" ")):
            out.append(_run(" ") if index else "")
            out.append(self._word(word.replace("_~_", " ")))
        return "".join(out)

    def _word(self, word: str) -> str:
        head, _, note = word.partition("^")
        out = ""
        if head.startswith("<") and head.endswith(">"):
            out = f'<w:hyperlink r:id="link">{_run(head[1:-1])}</w:hyperlink>'
        elif len(head) > 4 and head.startswith("__") and head.endswith("__"):
            out = _run(head[2:-2], _FORMATS["b"])
        elif len(head) > 2 and head.startswith("*") and head.endswith("*"):
            out = _run(head[1:-1], _FORMATS["i"])
        elif head:
            out = _run(head)
        return out + (self._note(note.removesuffix("^")) if note else "")

    def _note(self, text: str) -> str:
        number = len(self.notes) + 1
        reference = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        self.notes.append(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f"<w:r>{reference}<w:footnoteRef/></w:r>{_run(' ' + text)}</w:p></w:footnote>"
        )
        return f'<w:r>{reference}<w:footnoteReference w:id="{number}"/></w:r>'


def _run(text: str, form: str = "") -> str:
    properties = f"<w:rPr>{form}</w:rPr>" if form else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def word(blocks: Sequence[Block], *, link: str = "https://example.org/a", head: str = "", extra: str = "") -> bytes:
    """A Word file; a blank inside a note is written `_~_`.

    Args:
        blocks: its body.
        link: where its links lead.
        head: the text of a running head, or "".
        extra: XML that is put before the end of the body.
    """
    writer = _Writer()
    body = "".join(map(writer.block, blocks)) + extra
    reference = '<w:headerReference w:type="default" r:id="head"/>' if head else ""
    body += f'<w:sectPr>{reference}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    lists = max((block.list for block in blocks if isinstance(block, P)), default=0)
    numbers = "".join(
        f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
        for n in range(1, lists + 1)
    )
    numbering = _LEVEL.format(1, "decimal", "%1.") + _LEVEL.format(2, "lowerLetter", "(%1)")
    parts = {
        "document": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "styles": f"<w:styles {_NAMESPACES}>{_STYLES}</w:styles>",
        "numbering": f"<w:numbering {_NAMESPACES}>{numbering}"
        f'<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>{numbers}</w:numbering>',
        "footnotes": f"<w:footnotes {_NAMESPACES}>{separators}{''.join(writer.notes)}</w:footnotes>",
    }
    if head:
        parts["header"] = f"<w:hdr {_NAMESPACES}>{writer.block(P(head))}</w:hdr>"
    return _package(parts, link)


def _package(parts: dict[str, str], link: str) -> bytes:
    kinds = {"document": "document.main"}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kinds.get(name, name)}+xml"/>' for name in parts
    )
    rows = "".join(
        f'<Relationship Id="{"head" if name == "header" else name}" Type="{R}/{name}" Target="{name}.xml"/>'
        for name in parts
        if name != "document"
    )
    rows += f'<Relationship Id="link" Type="{R}/hyperlink" Target="{link}" TargetMode="External"/>'
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {f"word/{name}.xml": xml for name, xml in parts.items()} | {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{rows}</Relationships>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in files.items():
            archive.writestr(name, xml)
    return buffer.getvalue()


def part(data: bytes, name: str = "word/document.xml") -> str:
    """A part of a package as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_part(data: bytes, change: Callable[[str], str], name: str = "word/document.xml") -> bytes:
    """A package with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for each in archive.namelist():
            content = archive.read(each)
            made.writestr(each, change(content.decode()) if each == name else content)
    return buffer.getvalue()


def edited(block: Block, **changes: object) -> Block:
    """A block with other values."""
    return replace(block, **changes)  # type: ignore[arg-type]
