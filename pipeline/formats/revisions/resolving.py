"""Accepting and rejecting tracked changes."""

import io
import zipfile
from collections.abc import Callable

from lxml import etree

from pipeline.formats.revisions.opening import Element, M, W, open_word, parse

Taken = Callable[[str], bool]  # by author: whether a change is accepted; else it is rejected

_ARRIVING = (f"{W}ins", f"{W}moveTo")
_LEAVING = (f"{W}del", f"{W}moveFrom")
_MARKS = (*_ARRIVING, *_LEAVING)
_HOLDERS = (f"{W}rPr", f"{W}trPr", f"{M}ctrlPr")  # in these, a mark speaks of what holds them
_FORMERLY = tuple(
    f"{W}{name}Change" for name in ("rPr", "pPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr")
)
_STAYING = {  # what is not part of the former properties, by the kind of change
    f"{W}pPrChange": (f"{W}rPr", f"{W}sectPr"),
    f"{W}sectPrChange": (f"{W}headerReference", f"{W}footerReference"),
    f"{W}rPrChange": _MARKS,
    f"{W}trPrChange": _MARKS,
}
_RANGES = tuple(
    f"{W}{kind}Range{end}"
    for kind in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo")
    for end in ("Start", "End")
)
_LOOSE = (f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}commentRangeStart", f"{W}commentRangeEnd", *_RANGES)


def ACCEPT(_: str) -> bool:  # noqa: N802 - used like a constant
    """Accept everything."""
    return True


def REJECT(_: str) -> bool:  # noqa: N802 - used like a constant
    """Reject everything."""
    return False


def resolve(root: Element, taken: Taken) -> None:
    """Resolve every tracked change of a part, in place."""
    _rows(root, taken)
    _cells(root, taken)
    _content(root, taken)
    _properties(root, taken)
    _paragraphs(root, taken)
    for node in list(root.iter(*_RANGES)):
        node.getparent().remove(node)
    for table in list(root.iter(f"{W}tbl")):
        if next(table.iter(f"{W}tr"), None) is None:
            table.getparent().remove(table)
    for old, new in (("delText", "t"), ("delInstrText", "instrText")):
        for node in root.iter(f"{W}{old}"):
            node.tag = f"{W}{new}"


def _stays(change: Element, taken: Taken) -> bool:
    """Whether what a change marks is there once it is resolved."""
    return (change.tag in _ARRIVING) == taken(change.get(f"{W}author", ""))


def _rows(root: Element, taken: Taken) -> None:
    for properties in list(root.iter(f"{W}trPr")):
        for mark in [child for child in properties if child.tag in _MARKS]:
            properties.remove(mark)
            row = properties.getparent()
            if not _stays(mark, taken) and row is not None and row.getparent() is not None:
                row.getparent().remove(row)


def _cells(root: Element, taken: Taken) -> None:
    """Cells that came or went; one that was merged with another is left as it looks."""
    for mark in list(root.iter(f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")):
        properties = mark.getparent()
        properties.remove(mark)
        cell = properties.getparent()
        arrived = mark.tag == f"{W}cellIns"
        if mark.tag != f"{W}cellMerge" and arrived != taken(mark.get(f"{W}author", "")):
            cell.getparent().remove(cell)


def _content(root: Element, taken: Taken) -> None:
    marks = [node for node in root.iter(*_MARKS) if node.getparent().tag not in _HOLDERS]
    for mark in marks:
        parent = mark.getparent()
        if parent is None:
            continue
        if _stays(mark, taken):
            for child in list(mark):
                mark.addprevious(child)
        parent.remove(mark)
        if parent.tag == f"{W}hyperlink" and not len(parent):
            parent.getparent().remove(parent)


def _properties(root: Element, taken: Taken) -> None:
    for change in list(root.iter(*_FORMERLY)):
        now = change.getparent()
        now.remove(change)
        if taken(change.get(f"{W}author", "")):
            continue
        former = list(change[0]) if len(change) else []
        staying = [child for child in now if child.tag in _STAYING.get(change.tag, ())]
        for child in list(now):
            now.remove(child)
        for child in [*former, *staying]:
            now.append(child)


def _paragraphs(root: Element, taken: Taken) -> None:
    """A paragraph whose mark goes is the beginning of the next one; from the end, so that chains end in the last."""
    for paragraph in reversed(list(root.iter(f"{W}p"))):
        properties = paragraph.find(f"{W}pPr/{W}rPr")
        marks = [child for child in properties if child.tag in _MARKS] if properties is not None else []
        for mark in marks:
            properties.remove(mark)
        if any(not _stays(mark, taken) for mark in marks):
            _join(paragraph)


def _join(paragraph: Element) -> None:
    following = paragraph.getnext()
    while following is not None and following.tag in _LOOSE:
        following = following.getnext()
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    if following is not None and following.tag == f"{W}p":
        place = 1 if len(following) and following[0].tag == f"{W}pPr" else 0
        for child in reversed(content):
            following.insert(place, child)
        paragraph.getparent().remove(paragraph)
    elif all(child.tag in _LOOSE for child in content) and paragraph.getparent().tag == f"{W}body":
        paragraph.getparent().remove(paragraph)


def resolved(data: bytes, taken: Taken) -> bytes:
    """The Word file with its changes accepted or rejected.

    Raises:
        Unreadable: it cannot be read.
    """
    opened = open_word(data)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in opened.parts.items():
            archive.writestr(zipfile.ZipInfo(name), _resolved_part(part, taken) if _may_change(name, part) else part)
    return buffer.getvalue()


def _may_change(name: str, part: bytes) -> bool:
    return name.endswith(".xml") and b"wordprocessingml" in part and b"author=" in part


def _resolved_part(part: bytes, taken: Taken) -> bytes:
    root = parse(part)
    resolve(root, taken)
    done: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return done
