"""Bringing an input into the plain form that is compared: earlier tracked changes accepted, wrappers taken off.

What Word adds for its own use (revision ids, spelling marks, page breaks of the last print) is dropped: it says nothing
about the text and differs from save to save.
"""

import re
from collections import Counter
from collections.abc import Callable

from pipeline.formats.xml_tree import Node, Prefixes

_RANGES = {
    f"w:{name}{end}"
    for name in ("moveFromRange", "moveToRange", "customXmlInsRange", "customXmlDelRange", "customXmlMoveFromRange",
                 "customXmlMoveToRange")
    for end in ("Start", "End")
}  # fmt: skip
_CHANGES = {f"w:{name}Change" for name in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid", "tblPrEx")} | {
    "w:numberingChange",
    "w:cellMerge",
    "w:cellIns",
}
_NOISE = {"w:proofErr", "w:lastRenderedPageBreak", *_RANGES}
_IN, _OUT = {"w:ins", "w:moveTo"}, {"w:del", "w:moveFrom"}
_PROPERTIES = {"w:rPr", "w:trPr", "m:ctrlPr"}
_FIELD = ("begin", "separate", "end")
_NUMBER = re.compile(r"-?\d{1,9}")
_FETCHING = re.compile(r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK)\b", re.IGNORECASE)
_ELSEWHERE = {"w:altChunk": "embedded files (altChunk)", "w:subDoc": "parts of a master document (subDoc)"}
_BOOKMARK = {"w:bookmarkStart", "w:bookmarkEnd"}
_OWN_IDS = {"w14:paraId", "w14:textId"}
_OFFICE = (
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/",
    "urn:schemas-microsoft-com:",
    "http://www.w3.org/",
)


def without_private(root: Node, prefixes: Prefixes) -> Node:
    """The same tree, changed in place: attributes of other programs, such as ids of their own, are taken off.

    No reader of Word files knows them, and they differ between equal things.
    """
    foreign = tuple(f"{prefix}:" for uri, prefix in prefixes.by_uri.items() if not uri.startswith(_OFFICE))
    for node in root.walk() if foreign else ():
        for name in [name for name in node.attrs if name.startswith(foreign)]:
            del node.attrs[name]
    return root


class Settler:
    """Settles parts, and counts what it met.

    Attributes:
        authors: of accepted changes.
        seen: wrappers taken off.
        lost: what holds text of other files, which is left out.
        fetching: fields that fetch from elsewhere, by their names.
    """

    def __init__(self) -> None:
        self.authors: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.fetching: Counter[str] = Counter()
        self._ids: set[str] = set()
        self._begun: dict[str, bool] = {}  # bookmarks that did not end yet: whether they are left out

    def settle(self, node: Node) -> Node:
        """The same tree, changed in place."""
        for name in [name for name in node.attrs if name.startswith("w:rsid") or name in _OWN_IDS]:
            del node.attrs[name]
        if node.kids:
            joins = [kid for kid in node.kids if kid.tag == "w:p" and _mark_is_gone(kid)]
            node.kids = [one for kid in node.kids for one in self._kid(kid, node)]
            if joins:
                node.kids = _joined(node.kids, {id(each) for each in joins})
        return node

    def _kid(self, kid: Node, parent: Node) -> list[Node]:
        tag = kid.tag
        if tag in _NOISE or self._is_change(kid, parent) or (tag in _BOOKMARK and self._is_stray(kid)):
            return []
        if tag in _ELSEWHERE:
            self.lost[_ELSEWHERE[tag]] += 1
            return []
        if tag == "w:instrText":
            self._note_field(kid.text)
        if tag in _IN:
            self._note_author(kid)
            return self._unwrapped(kid)
        if tag in _WRAPPERS:
            return _WRAPPERS[tag](self, kid)
        if (tag == "w:tr" and _row_is_gone(kid)) or (tag == "w:tc" and _has(kid, "w:tcPr", {"w:cellDel"})):
            return []
        settled = self.settle(kid)
        return [] if tag == "w:tbl" and settled.first("w:tr") is None else [settled]

    def _is_change(self, kid: Node, parent: Node) -> bool:
        """Whether it is a mark of a tracked change that has no content to keep."""
        found = kid.tag in _CHANGES or kid.tag in _OUT or (kid.tag in _IN and parent.tag in _PROPERTIES)
        if found:
            self._note_author(kid)
        return found

    def _is_stray(self, mark: Node) -> bool:
        """Whether it is no sound bookmark, or the one in which Word keeps where somebody last typed."""
        number = mark.attrs.get("w:id", "")
        if mark.tag == "w:bookmarkEnd":
            return self._begun.pop(number, True)
        stray = mark.attrs.get("w:name") == "_GoBack" or not _NUMBER.fullmatch(number) or number in self._ids
        if number not in self._ids:
            self._ids.add(number)
            self._begun[number] = stray
        return stray

    def _note_field(self, code: str) -> None:
        """Count a field that fetches from elsewhere, which readers may do when they open the redline."""
        found = _FETCHING.match(code)
        if found:
            self.fetching[found[1].upper()] += 1

    def _note_author(self, change: Node) -> None:
        self.authors[change.attrs.get("w:author", "")] += 1

    def _unwrapped(self, node: Node) -> list[Node]:
        return self.settle(node).kids

    def _control(self, node: Node) -> list[Node]:
        self.seen["content controls"] += 1
        content = node.first("w:sdtContent")
        return self._unwrapped(content) if content else []

    def _tagged(self, node: Node) -> list[Node]:
        self.seen["smart tags"] += 1
        return [kid for kid in self._unwrapped(node) if kid.tag not in ("w:smartTagPr", "w:customXmlPr")]

    def _simple_field(self, node: Node) -> list[Node]:
        """The same field as runs: only runs can stand inside a tracked change."""
        begin, separate, end = (_run(Node("w:fldChar", {"w:fldCharType": kind})) for kind in _FIELD)
        words = Node("w:instrText", {"xml:space": "preserve"}, text=node.attrs.get("w:instr", ""))
        self._note_field(words.text)
        return [begin, _run(words), separate, *self._unwrapped(node), end]


_WRAPPERS: dict[str, Callable[[Settler, Node], list[Node]]] = {
    "w:sdt": Settler._control,  # noqa: SLF001
    "w:smartTag": Settler._tagged,  # noqa: SLF001
    "w:customXml": Settler._tagged,  # noqa: SLF001
    "w:fldSimple": Settler._simple_field,  # noqa: SLF001
}


def _run(child: Node) -> Node:
    return Node("w:r", kids=[child])


def _has(node: Node, properties: str, tags: set[str]) -> bool:
    found = node.first(properties)
    return found is not None and any(kid.tag in tags for kid in found.kids)


def _row_is_gone(row: Node) -> bool:
    return _has(row, "w:trPr", _OUT)


def _mark_is_gone(paragraph: Node) -> bool:
    properties = paragraph.first("w:pPr")
    return properties is not None and _has(properties, "w:rPr", _OUT)


def _joined(kids: list[Node], gone: set[int]) -> list[Node]:
    """The paragraphs whose mark was deleted become the beginning of the next one, which keeps its properties."""
    out: list[Node] = []
    waiting: list[Node] = []
    for kid in kids:
        if kid.tag == "w:p" and id(kid) in gone:
            waiting += _content(kid)
        elif kid.tag == "w:p":
            kid.kids = [each for each in kid.kids if each.tag == "w:pPr"] + waiting + _content(kid)
            waiting = []
            out.append(kid)
        else:
            out += _left_over(waiting, kid)
            waiting = []
            out.append(kid)
    return out + _left_over(waiting, None)


def _content(paragraph: Node) -> list[Node]:
    return [kid for kid in paragraph.kids if kid.tag != "w:pPr"]


def _left_over(waiting: list[Node], following: Node | None) -> list[Node]:
    """What has no next paragraph to join stays one of its own."""
    needed = following is None or following.tag != "w:sectPr"
    return [Node("w:p", kids=waiting)] if waiting and (needed or any(kid.tag == "w:r" for kid in waiting)) else []
