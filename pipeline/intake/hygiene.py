"""Characters that nobody sees: line separators become line ends, controls and direction overrides go, the rest is NFC.

A comment must not be lost to a character that Word pasted, so they are taken out before the YAML door refuses them.
Until the file is parsed a character of private use stands for each of them, so that every line and column stays true.
"""

import re
import unicodedata
from dataclasses import dataclass

from pipeline.formats.yaml_nodes import Node, Scalar, Sequence

_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u206f\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Clean:
    """A text without hidden characters.

    Attributes:
        text: with a mark in the place of each.
        removed: the mark of characters that go; "" when there are none.
        line_end: the mark of characters that end a line; "" when there are none.
    """

    text: str
    removed: str = ""
    line_end: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether any mark stands in the text."""
        return bool(self.removed or self.line_end)

    def restore(self, value: str) -> str:
        """A part of the text without its marks."""
        if not self.is_marked:
            return value
        return value.replace(self.removed or "\0", "").replace(self.line_end or "\0", "\n")

    def holds_removed(self, value: str) -> bool:
        """Whether something was removed from a part of the text."""
        return bool(self.removed) and self.removed in value


def clean(text: str) -> Clean:
    """Put marks in the place of hidden characters."""
    if not _HIDDEN.search(text):
        return Clean(text)
    used = frozenset(text)
    free = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in used)
    removed, line_end = next(free, "\ufffd"), next(free, "\ufffd")
    marked = _HIDDEN.sub(lambda found: line_end if found[0] in _BREAKS else removed, text)
    return Clean(marked, removed if removed in marked else "", line_end if line_end in marked else "")


def restored(node: Node, cleaned: Clean) -> Node:
    """The tree without marks."""
    if isinstance(node, Scalar):
        return node._replace(value=cleaned.restore(node.value))
    if isinstance(node, Sequence):
        return node._replace(items=tuple(restored(item, cleaned) for item in node.items))
    return node._replace(
        entries=tuple((key._replace(value=cleaned.restore(key.value)), restored(v, cleaned)) for key, v in node.entries)
    )


def holds_removed(node: Node, cleaned: Clean) -> bool:
    """Whether something was removed inside this node."""
    if isinstance(node, Scalar):
        return cleaned.holds_removed(node.value)
    if isinstance(node, Sequence):
        return any(holds_removed(item, cleaned) for item in node.items)
    return any(cleaned.holds_removed(key.value) or holds_removed(value, cleaned) for key, value in node.entries)


def composed(text: str) -> str:
    """The text in NFC, without blanks at its ends."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()


def first_printable(text: str) -> str:
    """The first 2,000 characters that can be printed, line ends among them; an ellipsis when there are more."""
    kept = "".join(c for c in text[: 4 * _SHOWN] if c in "\n\t" or c.isprintable()).strip()
    return composed(kept[:_SHOWN]) + ("…" if len(kept) > _SHOWN or len(text) > 4 * _SHOWN else "")
