"""A paragraph as tokens: words with the signs that belong to them, blanks, and everything that is not text."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.formats.xml_tree import Node, quoted
from pipeline.render.redline.content import Kind, Token
from pipeline.render.redline.reading import MARKERS, loose, text_of

_PARTS = re.compile(r"[ \t\n]+|[^ \t\n]+")
_BLANK = " \t\n"
_READ_AS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "\u2011"}
_REFERENCES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
NOTE_KEY = "\x03note reference"  # notes are compared inside, so one reference is like another


class _Item(NamedTuple):
    """A child of a run, with the properties of the run and the link round it; or something that is not in a run."""

    rpr: str
    node: Node
    link: str
    in_run: bool = True


MarkerXml = Callable[[Node], str]  # a bookmark or range as it is kept, or ""


def tokenize(paragraph: Node, marker: MarkerXml) -> tuple[tuple[Token, ...], str]:
    """The tokens of a paragraph, and the markers after the last one."""
    writer = _Tokens(marker)
    items = list(_items(paragraph, ""))
    fields = dict(_fields(items))
    index = 0
    while index < len(items):
        end = fields.get(index)
        if end is not None:
            writer.field(items[index : end + 1])
            index = end
        else:
            writer.item(items[index])
        index += 1
    writer.flush()
    return tuple(writer.tokens), writer.before


def _items(node: Node, link: str) -> Iterator[_Item]:
    for kid in node.kids:
        if kid.tag == "w:r":
            yield from _run(kid, link)
        elif kid.tag == "w:hyperlink":
            attrs = "".join(f' {name}="{quoted(value)}"' for name, value in kid.attrs.items())
            yield from _items(kid, f"<w:hyperlink{attrs}>")
        elif kid.tag != "w:pPr":
            yield _Item("", kid, link, in_run=False)


def _run(run: Node, link: str) -> Iterator[_Item]:
    rpr, own_mark = "", False
    for kid in run.kids:
        if kid.tag == "w:rPr":
            rpr = kid.inner()
        elif own_mark and kid.tag == "w:t":  # the mark that a note has instead of a number
            yield _Item(rpr, Node("w:t", {"hlcp": "mark"}, text=kid.text), link)
        else:
            own_mark = own_mark or (kid.tag in _REFERENCES and kid.attrs.get("w:customMarkFollows") in ("1", "true"))
            yield _Item(rpr, kid, link)


def _fields(items: list[_Item]) -> Iterator[tuple[int, int]]:
    """First and last item of each field that can change as one: whole in this paragraph, and under one link."""
    begun: list[int] = []
    for index, item in enumerate(items):
        kind = item.node.attrs.get("w:fldCharType") if item.node.tag == "w:fldChar" else None
        if kind == "begin":
            begun.append(index)
        elif kind == "end" and begun:
            start = begun.pop()
            span = items[start : index + 1]
            if not begun and all(_fits(one, span[0].link) for one in span):
                yield start, index


def _fits(item: _Item, link: str) -> bool:
    return item.link == link and (item.in_run or item.node.tag in MARKERS) and item.node.tag not in _REFERENCES


def run_xml(rpr: str, content: str) -> str:
    """A run."""
    return f"<w:r><w:rPr>{rpr}</w:rPr>{content}</w:r>" if rpr else f"<w:r>{content}</w:r>"


class _Tokens:
    """Puts tokens together."""

    def __init__(self, marker: MarkerXml) -> None:
        self.tokens: list[Token] = []
        self.before = ""
        self._marker = marker
        self._pieces: list[tuple[str, str]] = []
        self._link = ""
        self._is_blank = False

    def item(self, item: _Item) -> None:
        """Add one item."""
        tag = item.node.tag
        if tag == "w:t" and "hlcp" not in item.node.attrs:
            self._text(item)
            return
        self.flush()
        if tag in MARKERS:
            self.before += self._marker(item.node)
        elif tag == "w:commentReference":
            reference = self._marker(item.node)
            self.before += run_xml(item.rpr, reference) if reference else ""
        elif tag in _REFERENCES:
            note = (_REFERENCES[tag], item.node.attrs.get("w:id", ""))
            self._add(Token(Kind.NOTE, NOTE_KEY, "", ((item.rpr, item.node.xml()),), item.link, self.before, note))
        elif item.in_run:
            self._atom(item)
        else:
            xml = item.node.xml()
            is_formula = tag in ("m:oMath", "m:oMathPara")  # they are compared inside, like notes
            key = f"\x01{tag}{xml.count('<m:oMath>')}" if is_formula else "\x01" + loose(xml)
            self._add(Token(Kind.WHOLE, key, text_of(item.node), (("", xml),), item.link, self.before))

    def _atom(self, item: _Item) -> None:
        text = _READ_AS.get(item.node.tag, "")
        is_mark = item.node.tag == "w:t"
        xml = f'<w:t xml:space="preserve">{item.node.inner()}</w:t>' if is_mark else item.node.xml()
        self._add(Token(Kind.ATOM, "\x02" + loose(xml), text, ((item.rpr, xml),), item.link, self.before))

    def field(self, items: list[_Item]) -> None:
        """Add a field as one token."""
        self.flush()
        runs = [each for each in items if each.node.tag not in MARKERS]
        self.before += "".join(self._marker(each.node) for each in items if each.node.tag in MARKERS)
        xml = "".join(run_xml(each.rpr, each.node.xml()) for each in runs)
        text = "".join(each.node.text for each in runs if each.node.tag == "w:t")
        self._add(Token(Kind.WHOLE, "\x01" + xml, text, (("", xml),), items[0].link, self.before))

    def _add(self, token: Token) -> None:
        self.tokens.append(token)
        self.before = ""

    def _text(self, item: _Item) -> None:
        parts = _PARTS.findall(item.node.text)
        if not parts:
            return
        self._part(item, parts[0])
        if len(parts) > 1:
            self.flush()
            link, rpr = item.link, item.rpr
            for part in parts[1:-1]:  # whole for sure: what stands beside them is of the other kind
                kind = Kind.BLANK if part[0] in _BLANK else Kind.WORD
                self.tokens.append(Token(kind, f"{link}\0{part}" if link else part, part, ((rpr, part),), link))
            self._part(item, parts[-1])

    def _part(self, item: _Item, part: str) -> None:
        """Add a word or blank that may go on in the next run."""
        is_blank = part[0] in _BLANK
        if self._pieces and (is_blank != self._is_blank or item.link != self._link):
            self.flush()
        self._is_blank, self._link = is_blank, item.link
        if self._pieces and self._pieces[-1][0] == item.rpr:
            self._pieces[-1] = (item.rpr, self._pieces[-1][1] + part)
        else:
            self._pieces.append((item.rpr, part))

    def flush(self) -> None:
        """End the word or blank that is being read."""
        if not self._pieces:
            return
        text = "".join([piece for _, piece in self._pieces])
        kind = Kind.BLANK if self._is_blank else Kind.WORD
        key = f"{self._link}\0{text}" if self._link else text
        self._add(Token(kind, key, text, tuple(self._pieces), self._link, self.before))
        self._pieces = []
