"""From the XML of a part to its blocks."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.formats.xml_tree import Node
from pipeline.render.redline.content import Block, Cell, Numbering, Para, Row, Table, Token

MARKERS = {
    "w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:permStart", "w:permEnd",
}  # fmt: skip
_LOOSE = re.compile(
    r"<w:(?:bookmark|commentRange|perm)(?:Start|End)\b[^>]*/>"
    r"|(?<=<wp:docPr)(?: (?:id|name)=\"[^\"]*\")+|(?<=:cNvPr)(?: (?:id|name)=\"[^\"]*\")+"
    r"|(?<=<w:numId) w:val=\"[^\"]*\""
)
_NOTE = re.compile(r'(<w:(footnote|endnote)Reference\b[^>]*?) w:id="(-?\d+)"')
_TEXTS = {"w:t", "m:t"}


def loose(xml: str) -> str:
    """XML without the ids that may differ between equal things."""
    return _LOOSE.sub("", xml)


@dataclass
class Reader:
    """Reads the blocks of one side.

    Attributes:
        lists: what a list looks like, by instance and level: lists with the same look may be the same.
        spell: reads the tokens of a paragraph.
        is_old: whether it reads the old paper.
        notes: what a note says, by kind and id.
    """

    lists: Callable[[str, str], str]
    spell: Callable[[Node], tuple[tuple[Token, ...], str]]
    is_old: bool
    notes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def blocks(self, nodes: Iterable[Node]) -> list[Block]:
        """The paragraphs and tables among these elements; markers between them join the next paragraph."""
        out: list[Block] = []
        waiting: list[Node] = []
        for node in nodes:
            if node.tag == "w:p":
                out.append(self._para(_with_markers(node, waiting)))
                waiting = []
            elif node.tag == "w:tbl":
                out.append(self._table(node))
            elif node.tag in MARKERS:
                waiting.append(node)
        _add_at_end(out, waiting)
        return out

    def _para(self, node: Node) -> Para:
        xml = node.xml()
        notes = tuple((kind, number) for _, kind, number in _NOTE.findall(xml))
        key = loose(xml)
        if notes:
            key = _NOTE.sub(r"\1", key) + "\0" + "\0".join(self.notes.get(each, "") for each in notes)
        names = _names(node) if "w:bookmarkStart" in xml else ()
        para = Para(node, key, text_of(node), names, notes=notes, is_old=self.is_old, spell=self.spell)
        properties = node.first("w:pPr")
        if properties is not None:
            self._properties(para, properties)
        return para

    def _properties(self, para: Para, properties: Node) -> None:
        plain: list[str] = []
        for kid in properties.kids:
            if kid.tag == "w:numPr":
                para.split = len(plain)
                para.numbering = Numbering(kid.value("w:numId"), kid.value("w:ilvl", "0"))
                para.key += "\0" + self.lists(*para.numbering)
            elif kid.tag == "w:rPr":
                para.mark = kid.inner()
            elif kid.tag == "w:sectPr":
                para.section = kid.xml()
            else:
                plain.append(kid.xml())
        para.properties = tuple(plain)

    def _table(self, node: Node) -> Table:
        rows = [self._row(kid) for kid in node.kids if kid.tag == "w:tr"]
        properties = node.first("w:tblPr") or Node("w:tblPr")
        grid = node.first("w:tblGrid") or Node("w:tblGrid")
        key = "\0".join([loose(properties.xml()), grid.xml(), *(row.key for row in rows)])
        return Table(properties, grid, rows, key, "\n".join(row.text for row in rows))

    def _row(self, node: Node) -> Row:
        before = [kid for kid in node.kids if kid.tag in ("w:tblPrEx", "w:trPr")]
        cells = [self._cell(kid) for kid in node.kids if kid.tag == "w:tc"]
        keys = ["".join(loose(each.xml()) for each in before)]
        keys += [
            key for cell in cells for key in (cell.properties.xml(), *(block.key for block in cell.blocks), "\0cell")
        ]
        return Row(before, cells, "\0".join(keys), "\n".join(b.text for cell in cells for b in cell.blocks))

    def _cell(self, node: Node) -> Cell:
        properties = node.first("w:tcPr") or Node("w:tcPr")
        merged = properties.first("w:vMerge")
        down = "" if merged is None else merged.attrs.get("w:val", "continue")
        shape = f"{properties.value('w:gridSpan', '1')}|{down}"
        blocks = self.blocks(node.kids)
        if not blocks or not isinstance(blocks[-1], Para):
            blocks.append(self._para(Node("w:p")))
        return Cell(properties, blocks, shape)


def text_of(node: Node) -> str:
    """The words of an element; text boxes are part of the picture they stand in, not of the words."""
    return "".join(_texts(node))


def _texts(node: Node) -> Iterator[str]:
    for kid in node.kids:
        if kid.tag in _TEXTS:
            yield kid.text
        elif kid.tag in ("w:tab", "w:br", "w:cr"):
            yield " "
        elif kid.tag not in ("w:pPr", "w:drawing", "w:pict", "w:object", "mc:AlternateContent"):
            yield from _texts(kid)


def _names(node: Node) -> tuple[str, ...]:
    found = (each.attrs.get("w:name", "") for each in node.walk() if each.tag == "w:bookmarkStart")
    return tuple(name for name in found if name and not name.startswith("_"))


def _with_markers(paragraph: Node, markers: list[Node]) -> Node:
    if markers:
        at = 1 if paragraph.kids and paragraph.kids[0].tag == "w:pPr" else 0
        paragraph.kids[at:at] = markers
    return paragraph


def _add_at_end(blocks: list[Block], markers: list[Node]) -> None:
    last = blocks[-1] if blocks else None
    if markers and isinstance(last, Para):
        last.node.kids += markers
