"""What a redline must not have, beyond what the schemas say: Word refuses or repairs such files."""

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.formats.revisions.opening import Element, W, open_word, parse

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LONGEST = 255  # characters of an author
_RUNS = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_CHANGES = (
    *_RUNS, *(f"{W}{name}Change" for name in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr")),
)  # fmt: skip
_HOLDERS = (f"{W}rPr", f"{W}trPr")
_NEVER_INSIDE = (f"{W}hyperlink", f"{W}p", f"{W}tbl", *_RUNS)
_IDS = (*_CHANGES, f"{W}bookmarkStart", f"{W}moveFromRangeStart", f"{W}moveToRangeStart")


def faults(data: bytes) -> tuple[str, ...]:
    """Every fault of a redline, as a sentence; none when it is sound.

    Raises:
        Unreadable: it cannot be read.
    """
    opened = open_word(data)
    names = sorted(name for name in opened.parts if name.startswith("word/") and name.endswith(".xml"))
    roots = {name: parse(opened.parts[name]) for name in names if b"wordprocessingml" in opened.parts[name]}
    found = [fault for name, root in roots.items() for fault in _part_faults(name, root)]
    return (*found, *_id_faults(roots))


def _part_faults(name: str, root: Element) -> Iterator[str]:
    for change in root.iter(*_CHANGES, f"{W}moveFromRangeStart", f"{W}moveToRangeStart"):
        author, date = change.get(f"{W}author") or "", change.get(f"{W}date") or ""
        if not author or len(author) > _LONGEST or not _DATE.fullmatch(date):
            yield f"{name}: a change by {author!r} of {date!r}"
    yield from _nesting(name, root)
    yield from _texts(name, root)
    yield from _moves(name, root)
    yield from _containers(name, root)
    yield from _order(name, root)


def _nesting(name: str, root: Element) -> Iterator[str]:
    for change in root.iter(*_RUNS):
        parent = change.getparent().tag
        if parent in _HOLDERS:
            continue
        if parent == f"{W}r":
            yield f"{name}: a change inside a run"
        inner = [child for child in change.iter(*_NEVER_INSIDE) if child is not change]
        if any(child.getparent().tag not in _HOLDERS and not _in_box(child, change) for child in inner):
            yield f"{name}: a link, a paragraph or another change inside a change"


def _in_box(node: Element, stop: Element) -> bool:
    """Whether something stands in a text box inside a change."""
    return any(up.tag == f"{W}txbxContent" for up in node.iterancestors() if stop in up.iterancestors())


def _texts(name: str, root: Element) -> Iterator[str]:
    for text in root.iter(f"{W}t", f"{W}instrText", f"{W}delText", f"{W}delInstrText"):
        deleted = next((up for up in text.iterancestors() if up.tag in (f"{W}del", f"{W}txbxContent")), None)
        is_deleted = deleted is not None and deleted.tag == f"{W}del"
        if is_deleted != (text.tag in (f"{W}delText", f"{W}delInstrText")):
            yield f"{name}: {text.tag.rpartition('}')[2]} {'inside' if is_deleted else 'outside'} a deletion"


def _moves(name: str, root: Element) -> Iterator[str]:
    names = {}
    for kind in ("moveFrom", "moveTo"):
        starts = [(each.get(f"{W}id"), each.get(f"{W}name")) for each in root.iter(f"{W}{kind}RangeStart")]
        ends = [each.get(f"{W}id") for each in root.iter(f"{W}{kind}RangeEnd")]
        names[kind] = sorted(label for _, label in starts)
        if sorted(number for number, _ in starts) != sorted(ends):
            yield f"{name}: a {kind} range without its end"
    if names["moveFrom"] != names["moveTo"] or len(set(names["moveTo"])) != len(names["moveTo"]):
        yield f"{name}: moves that do not pair"


def _containers(name: str, root: Element) -> Iterator[str]:
    for cell in root.iter(f"{W}tc"):
        if not len(cell) or cell[-1].tag != f"{W}p":
            yield f"{name}: a cell that does not end in a paragraph"
        elif any(cell[-1].find(f"{W}pPr/{W}rPr/{mark}") is not None for mark in _RUNS):
            yield f"{name}: a tracked mark at the end of a cell"
    for mark in root.iter(f"{W}rPr"):
        if mark.getparent().tag == f"{W}pPr" and sum(child.tag in _RUNS for child in mark) > 1:
            yield f"{name}: two changes of one paragraph mark"


def _order(name: str, root: Element) -> Iterator[str]:
    """A record of former properties is the last of them, and marks are the first of a paragraph mark's."""
    for change in root.iter(*_CHANGES[len(_RUNS) :]):
        if change.getnext() is not None:
            yield f"{name}: {change.tag.rpartition('}')[2]} is not last"
        if any(child.tag in _CHANGES for child in change.iterdescendants()):
            yield f"{name}: a change inside former properties"


def _id_faults(roots: dict[str, Element]) -> Iterator[str]:
    ids = Counter(node.get(f"{W}id") or "" for root in roots.values() for node in root.iter(*_IDS))
    for number, times in ids.items():
        if not number.lstrip("-").isdigit():
            yield f"a change with the id {number!r}"
        elif times > 1:
            yield f"the id {number} stands {times} times"
