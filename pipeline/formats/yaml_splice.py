"""Changing values inside YAML text that a person wrote: what is not named stays, byte for byte.

The tree of the strict loader says where each key and value stands; a change is a stretch of text with what comes in its
place. Nothing is written out again, so comments, order, quotation marks and line ends need no rules of their own.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Mapping as Values
from dataclasses import dataclass, field

from pipeline.formats.yaml_dump import dump
from pipeline.formats.yaml_nodes import Mapping, Node, Scalar, Sequence

Value = str | Values[str, str]
"""A text, or a mapping of texts; an empty one means that the key goes."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_SIMPLE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*")  # plain in any YAML, also between brackets
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "nan", "inf"))


@dataclass
class Splicer:
    """Gathers changes to one text.

    Attributes:
        order: the order of keys in which new ones are put in.
    """

    text: str
    order: tuple[str, ...]
    _edits: dict[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ends = list(_LINE_END.finditer(self.text))
        self._starts = [0, *(found.end() for found in ends)]
        self._stops = [*(found.start() for found in ends), len(self.text)]
        self.newline = ends[0].group() if ends else "\n"

    def result(self) -> str:
        """The text with all changes."""
        text = self.text
        for (start, end), new in sorted(self._edits.items(), reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def put(self, start: int, end: int, new: str) -> None:
        """Put text in the place of a stretch; several insertions at one point stand in the order in which they came."""
        self._edits[start, end] = self._edits.get((start, end), "") + new

    def below(self, line: int, lines: list[str]) -> None:
        """Add lines below a line, counted from 1."""
        self.put(self._stops[line - 1], self._stops[line - 1], "".join(self.newline + each for each in lines))

    def last_remark(self, line: int, column: int) -> int:
        """The last of the remarks that follow a line, indented to a column at least; the line itself if none."""
        last = line
        for number in range(line + 1, len(self._starts) + 1):
            words = self._line(number)
            indent = len(words) - len(words.lstrip(" "))
            if words.strip() and not (words.lstrip(" ").startswith("#") and indent >= max(column - 1, 1)):
                break
            last = number if words.strip() else last
        return last

    def point(self, line: int, column: int) -> int:
        """Where a line and a column, both counted from 1, stand in the text."""
        return self._starts[line - 1] + column - 1

    def is_flow(self, node: Node) -> bool:
        """Whether a list or mapping is written in brackets."""
        return self.text[self._start(node)] in "[{"

    # -- where values end

    def last_line(self, node: Node) -> int:
        """The last line that a value has words on; blank lines that end a `|+` block count when they are its own."""
        if isinstance(node, Mapping) and not self.is_flow(node):
            return self.last_line(node.entries[-1][1])
        if isinstance(node, Sequence) and not self.is_flow(node):
            return self.last_line(node.items[-1])
        if node.at.end_column > 1 or node.at.end_line == node.at.line:
            return node.at.end_line
        line = node.at.end_line - 1
        while line > node.at.line and not (_keeps_blanks(node) or self._line(line).strip()):
            line -= 1
        return line

    def _start(self, node: Node) -> int:
        return self.point(node.at.line, node.at.column)

    def _end(self, node: Node) -> int:
        line = self.last_line(node)
        return self.point(line, node.at.end_column) if line == node.at.end_line else self._stops[line - 1]

    def _line(self, number: int) -> str:
        return self.text[self._starts[number - 1] : self._stops[number - 1]]

    def _rest(self, offset: int) -> str:
        """What stands behind a point in its line."""
        return self.text[offset : self._stops[bisect_right(self._starts, offset) - 1]]

    # -- mappings

    def change(self, node: Mapping, values: Values[str, Value]) -> None:
        """Give keys of a mapping new values, in place; a key with an empty value goes."""
        known = {key.value: (key, value) for key, value in node.entries}
        gone = frozenset(name for name, value in values.items() if not value)
        for name in sorted(values, key=self._rank):
            value = values[name]
            if name not in known:
                if value:
                    self._add(node, name, value)
            elif not value:
                self._remove(node, name, gone)
            else:
                self._replace(node, *known[name], value)

    def extend(self, node: Sequence, items: list[str], lines: list[str]) -> None:
        """Add items to a list in brackets; an empty one becomes these lines where that is possible."""
        start, end = self._start(node), self._end(node)
        if node.items:
            last = self._end(node.items[-1])
            self.put(last, last, "".join(f", {item}" for item in items))
        elif self._rest(end).strip():
            self.put(start, end, f"[{', '.join(items)}]")
        else:
            head = self.text[:start].rstrip(" ")
            self.put(len(head), end, "".join(self.newline + line for line in lines))

    def _rank(self, name: str) -> tuple[int, str]:
        return (self.order.index(name) if name in self.order else len(self.order), name)

    def _replace(self, node: Mapping, key: Scalar, old: Node, value: Value) -> None:
        if _plain(old) == value:
            return
        if isinstance(old, Mapping) and old.entries and not isinstance(value, str):
            self.change(old, {name.value: "" for name, _ in old.entries} | dict(value))
            return
        start, end = self._start(old), self._end(old)
        rest = self._rest(end)
        end += (len(rest) - len(rest.lstrip(" \t"))) if not rest.strip() else 0
        flat = self.is_flow(node) or bool(rest.strip()) or old.at.line != key.at.line
        new = flow(value) if flat or not isinstance(value, str) else self._block(key, value)
        self.put(start, end, f" {new}" if self.text[start - 1] == ":" else new)

    def _block(self, key: Scalar, value: str) -> str:
        first, *rest = dump({"x": value}).removeprefix("x: ").rstrip("\n").split("\n")
        return self.newline.join([first, *_indented(rest, key.at.column - 1)])

    def _add(self, node: Mapping, name: str, value: Value) -> None:
        rank = self._rank(name)
        before = [pair for pair in node.entries if self._rank(pair[0].value) < rank] or list(node.entries[:1])
        _, last = before[-1]
        if self.is_flow(node):
            self.put(self._end(last), self._end(last), f", {name}: {flow(value)}")
        else:
            self.below(self.last_line(last), _indented(entry_lines(name, value), node.entries[0][0].at.column - 1))

    def _remove(self, node: Mapping, name: str, gone: frozenset[str]) -> None:
        """Take a key out: up to the next key when none stays before it, else from the end of the value before it."""
        at = next(i for i, (key, _) in enumerate(node.entries) if key.value == name)
        key, value = node.entries[at]
        if all(other.value in gone for other, _ in node.entries[:at]):
            self.put(self._start(key), self._start(node.entries[at + 1][0]), "")
        elif self.is_flow(node):
            self.put(self._end(node.entries[at - 1][1]), self._end(value), "")
        else:
            self._remove_lines(key, value)

    def _remove_lines(self, key: Scalar, value: Node) -> None:
        """Take the lines of a key out; a comment behind its value stays, on a line of its own."""
        first, last = key.at.line, self.last_line(value)
        comment = self._rest(self._end(value)).strip()
        if comment:
            self.put(self._start(key), self._stops[last - 1], comment)
        else:
            self.put(self._stops[first - 2], self._stops[last - 1], "")


def entry_lines(name: str, value: Value) -> list[str]:
    """A key and its value as lines; a mapping stands in brackets."""
    return dump({name: value}).rstrip("\n").split("\n") if isinstance(value, str) else [f"{name}: {flow(value)}"]


def flow(value: Value) -> str:
    """A value on one line, as it may also stand between brackets.

    Raises:
        ValueError: it holds control characters, which no YAML of ours may hold.
    """
    if not isinstance(value, str):
        return "{" + ", ".join(f"{name}: {flow(text)}" for name, text in value.items()) + "}"
    dump({"x": value})  # refuses what the loader would refuse
    return (
        value if _SIMPLE.fullmatch(value) and value.lower() not in _RESERVED else json.dumps(value, ensure_ascii=False)
    )


def _indented(lines: list[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{line}" if line else line for line in lines]


def _keeps_blanks(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value.endswith("\n\n")


def _plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.value: _plain(value) for key, value in node.entries}
    return None
