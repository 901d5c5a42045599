"""Reading pandoc's syntax tree: attributes, positions and wrappers."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.model.source import Span

Node = dict[str, Any]

_ONE_POSITION = re.compile(r"[^@;]*@([0-9]+):([0-9]+)-([0-9]+):([0-9]+)\Z")
_POSITION = re.compile(r"(?:[^@;]*@)?(\d+):(\d+)-(\d+):(\d+)")
_PREFIX = re.compile(r"^s\d{5}\.md(?:__|\Z)")  # pandoc's --file-scope puts the file's name before labels
_OURS = frozenset({"data-pos", "wrapper"})


class Attributes(NamedTuple):
    """The attributes of a node, without those that pandoc adds for positions."""

    id: str
    classes: tuple[str, ...]
    keys: dict[str, str]
    at: Span | None
    wrapper: bool

    @property
    def bare(self) -> bool:
        """Whether the author wrote none."""
        return not (self.id or self.classes or self.keys)


def read_attributes(raw: list[Any]) -> Attributes:
    """Turn pandoc's `[id, classes, [[key, value], …]]` into attributes."""
    pairs = {str(key): str(value) for key, value in raw[2]}
    at = read_position(pairs.get("data-pos", ""))
    keys = {key: value for key, value in pairs.items() if key not in _OURS}
    return Attributes(unscoped(str(raw[0])), tuple(raw[1]), keys, at, "wrapper" in pairs)


def unscoped(label: str) -> str:
    """A label as the author wrote it."""
    return _PREFIX.sub("", label)


def read_position(text: str) -> Span | None:
    """The span of a `data-pos` value: from the first to the last of its stretches; None when it holds none."""
    one = _ONE_POSITION.match(text)
    if one:  # nearly always
        line, column, end_line, end_column = one.groups()
        return Span(int(line), int(column), int(end_line), int(end_column))
    found = [tuple(map(int, match)) for match in _POSITION.findall(text)]
    if not found:
        return None
    start, end = min(f[:2] for f in found), max(f[2:] for f in found)
    return Span(start[0], start[1], end[0], end[1])


def unwrap(nodes: list[Node]) -> Iterator[tuple[Node, Attributes | None]]:
    """Each block or inline without the `Div` or `Span` that only carries its position or its label."""
    for node in nodes:
        if node["t"] in ("Div", "Span"):
            attributes = read_attributes(node["c"][0])
            if attributes.wrapper and len(node["c"][1]) == 1:
                yield node["c"][1][0], attributes
                continue
        yield node, None
