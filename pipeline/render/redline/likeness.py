"""How alike two blocks, or two bands of rows of a table, are."""

from collections import Counter
from typing import Protocol

from pipeline.render.redline.content import Para, Table
from pipeline.render.redline.worded import share, weigh_common

ALIKE_OBJECTS = 0.5  # taken for two paragraphs that hold a picture or formula alone, or nothing


class Item(Protocol):
    """What can be aligned: blocks, and bands of a table."""

    key: str
    text: str

    @property
    def words(self) -> Counter[str]:
        """How often each word occurs."""

    @property
    def weight(self) -> float:
        """What its words say about which text it is."""


def likeness(old: Item, new: Item, least: float = 0.0) -> float:
    """The share of what two items say in common, 0 to 1; 0 too for what is plainly below `least`."""
    if kind_of(old) != kind_of(new):
        return 0.0
    if old.key == new.key:
        return 1.0
    if is_object(old) or is_object(new):
        return ALIKE_OBJECTS if is_object(old) == is_object(new) else 0.0
    if not old.words and not new.words:
        return ALIKE_OBJECTS
    if share(min(old.weight, new.weight), old.weight, new.weight) < least:
        return 0.0
    return share(weigh_common(old.words, new.words), old.weight, new.weight)


def is_object(item: Item) -> bool:
    """Whether it is a paragraph of pictures or formulas, without words."""
    return isinstance(item, Para) and "<w:t" not in item.key and ("<m:oMath" in item.key or "<w:drawing" in item.key)


def is_plain(item: Item) -> bool:
    """Whether it is a paragraph that ends no section."""
    return isinstance(item, Para) and not item.section


def kind_of(item: Item) -> object:
    """Only items of one kind are compared: tables, paragraphs, those that end a section, bands of one shape."""
    if isinstance(item, Para):
        return ("paragraph", bool(item.section))
    return "table" if isinstance(item, Table) else getattr(item, "shape", "")
