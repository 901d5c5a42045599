"""The tracked changes of a Word file, by number: which kind each is, and whose."""

from typing import NamedTuple

from pipeline.formats.revisions.opening import Element, W, open_word, parse

_NAMES = ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart")
_FORMERLY = tuple(f"{name}Change" for name in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr"))
_TAGS = tuple(f"{W}{name}" for name in (*_NAMES, *_FORMERLY))


class Listed(NamedTuple):
    """A tracked change as it stands in a file; `kind` is the name of its element."""

    kind: str
    author: str


def tracked_changes(data: bytes) -> dict[str, Listed]:
    """Every tracked change of a file by its id.

    Raises:
        Unreadable: it cannot be read.
    """
    parts = open_word(data).parts
    names = sorted(name for name in parts if name.startswith("word/") and name.endswith(".xml"))
    roots = [parse(parts[name]) for name in names if b"wordprocessingml" in parts[name]]
    nodes = [node for root in roots for node in root.iter(*_TAGS)]
    return {node.get(f"{W}id") or "": Listed(_kind(node.tag), node.get(f"{W}author") or "") for node in nodes}


def change_numbers(node: Element) -> tuple[int, ...]:
    """The ids of the tracked changes in an element, in the order in which they stand."""
    ids = (each.get(f"{W}id") or "" for each in node.iter(*_TAGS))
    return tuple(int(number) for number in ids if number.isdigit())


def _kind(tag: str) -> str:
    return tag.rpartition("}")[2].removesuffix("Start")
