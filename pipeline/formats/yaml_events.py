"""From the events of a YAML parser to a tree with the place of every node.

The events of ruamel.yaml's C parser and of its Python parser differ in the place of empty values and in little else
that the pre-checks let through; what differs is evened out here. One loop, no recursion, few objects: rounds have
thousands of comments.
"""

import re
from collections.abc import Callable
from typing import Protocol

from ruamel.yaml import YAML
from ruamel.yaml import events as ev

from pipeline.formats.yaml_checks import HIDDEN, MAX_DEPTH, MAX_NODES, describe
from pipeline.formats.yaml_nodes import Mapping, Node, Scalar, Sequence, finding
from pipeline.model.finding import Finding
from pipeline.model.source import Place, Span

try:
    from _ruamel_yaml import CParser
except ImportError:  # the C extension is optional: without it the same answers take five times as long
    CParser = None
HAS_C_PARSER = CParser is not None


class _Mark(Protocol):
    """A point in the text, counted from 0."""

    line: int
    column: int


class _Event(Protocol):
    """What both parsers give; each kind of event has some of these."""

    start_mark: _Mark
    end_mark: _Mark
    value: str
    style: str | None
    anchor: str | None
    tag: str | None
    flow_style: bool | None


GetEvent = Callable[[], _Event | None]
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)
_CUT = re.compile(r"[ \t]+#")
_ASIDE = re.compile(r"[ \t]{2,}#(?:[ \t]|$)")


def c_events(text: str) -> GetEvent | None:
    """The C parser on a text, or None where it is not installed."""
    return None if CParser is None else CParser(text).get_event


def python_events(text: str) -> GetEvent:
    """The Python parser on a text."""
    _, parser = YAML(typ="safe", pure=True).get_constructor_parser(text)
    return parser.get_event  # type: ignore[no-any-return]


class TooMuchError(Exception):
    """The text is deeper or has more values than we read."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class Builder:
    """Builds the tree from events. `root` and `findings` hold the result after `run`."""

    def __init__(self, text: str, path: str, first_line: int, most: int = MAX_NODES) -> None:
        self.root: Node | None = None
        self.findings: list[Finding] = []
        self._path, self._first = path, first_line
        self._lines = text.split("\n")
        self._has_comments = "#" in text
        self._before: list[list[Node]] = []
        self._starts: list[_Event] = []
        self._nodes: list[Node] = []
        self._count, self._most = 0, most
        self._documents = 0
        self._last = (0, 0)

    def run(self, get_event: GetEvent) -> None:
        """Take all events.

        Raises:
            TooMuchError: a limit is passed.
            Exception: whatever the parser raises.
        """
        handlers: dict[type, Callable[[_Event], None]] = {
            ev.ScalarEvent: self._scalar,
            ev.MappingStartEvent: self._open,
            ev.SequenceStartEvent: self._open,
            ev.MappingEndEvent: self._close_mapping,
            ev.SequenceEndEvent: self._close_sequence,
            ev.AliasEvent: self._alias,
            ev.DocumentStartEvent: self._document,
        }
        while (event := get_event()) is not None:
            handler = handlers.get(type(event))
            if handler:
                handler(event)
        if self._nodes:
            self.root = self._nodes[0]

    def _scalar(self, event: _Event) -> None:
        start, end, value = event.start_mark, event.end_mark, event.value
        line, column, end_line, end_column = start.line, start.column, end.line, end.column
        style = event.style
        if not style:
            if not value:
                line, column = end_line, end_column = self._place_of_nothing(line, column)
            if self._has_comments:
                self._warn_of_cut(value, end_line, end_column)
        elif style == '"' and (found := HIDDEN.search(value)):
            self._add("YAML-SYNTAX", start, describe(found.group()), "Remove the escape.")
        if event.anchor is not None or event.tag is not None:
            self._forbid_marks(event)
        self._last = end_line, end_column
        first = self._first
        at = Span(line + first, column + 1, end_line + first, end_column + 1)
        self._nodes.append(Scalar(value, not style, at))
        self._counted(start)

    def _open(self, event: _Event) -> None:
        start = event.start_mark
        if len(self._starts) >= MAX_DEPTH:
            raise TooMuchError(f"values are nested deeper than {MAX_DEPTH} levels", start.line, start.column)
        self._counted(start)
        if event.anchor is not None or event.tag is not None:
            self._forbid_marks(event)
        self._last = (event.end_mark.line, event.end_mark.column) if event.flow_style else (start.line, start.column)
        self._starts.append(event)
        self._before.append(self._nodes)
        self._nodes = []

    def _close_sequence(self, event: _Event) -> None:
        nodes, at = self._close(event)
        self._nodes.append(Sequence(tuple(nodes), at))

    def _close_mapping(self, event: _Event) -> None:
        nodes, at = self._close(event)
        keys, values = nodes[::2], nodes[1::2]
        names = [key.value if type(key) is Scalar else None for key in keys]
        if len(set(names)) != len(names) or None in names:
            keys, values = self._good_keys(keys, values)
        self._nodes.append(Mapping(tuple(zip(keys, values, strict=True)), at))  # type: ignore[arg-type]

    def _close(self, event: _Event) -> tuple[list[Node], Span]:
        opened, nodes = self._starts.pop(), self._nodes
        self._nodes = self._before.pop()
        start, first = opened.start_mark, self._first
        if opened.flow_style or not nodes:
            self._last = end_line, end_column = event.end_mark.line, event.end_mark.column
            return nodes, Span(start.line + first, start.column + 1, end_line + first, end_column + 1)
        last = nodes[-1].at  # the parsers put the end of a block at the token after it
        return nodes, Span(start.line + first, start.column + 1, last.end_line, last.end_column)

    def _good_keys(self, keys: list[Node], values: list[Node]) -> tuple[list[Node], list[Node]]:
        seen: dict[str, int] = {}
        kept = []
        for key, value in zip(keys, values, strict=True):
            if not isinstance(key, Scalar):
                self._add_at("YAML-FORBIDDEN", key.at, "a list or a mapping stands where a key is expected")
                continue
            if key.value in seen:
                message = f"the key `{key.value[:60]}` stands twice here; the first is on line {seen[key.value]}"
                self._add_at("YAML-FORBIDDEN", key.at, message, "Keep one of them, or join their values.")
            seen.setdefault(key.value, key.at.line)
            kept.append((key, value))
        return [key for key, _ in kept], [value for _, value in kept]

    def _alias(self, event: _Event) -> None:
        start, end = event.start_mark, event.end_mark
        hint = "Write the value out in full; put it in quotation marks if it is text that begins with *."
        self._add("YAML-FORBIDDEN", start, f"`*{str(event.anchor)[:60]}` refers to another value (an alias)", hint)
        self._last = end.line, end.column
        at = Span(start.line + self._first, start.column + 1, end.line + self._first, end.column + 1)
        self._nodes.append(Scalar(f"*{event.anchor}", plain=True, at=at))

    def _forbid_marks(self, event: _Event) -> None:
        if event.anchor is not None:
            message, sign = f"`&{event.anchor[:60]}` names a value for later use (an anchor)", "&"
        else:
            message, sign = f"`{str(event.tag)[:60]}` gives a value a type (a tag)", "!"
        hint = f"Remove it; put the value in quotation marks if it is text that begins with {sign}."
        self._add("YAML-FORBIDDEN", event.start_mark, message, hint)

    def _document(self, event: _Event) -> None:
        self._documents += 1
        self._last = event.end_mark.line, event.end_mark.column
        if self._documents == 2:
            message = "a line `---` starts a second document in the same file"
            self._add(
                "YAML-FORBIDDEN", event.start_mark, message, "Remove the line, or put the rest into its own file."
            )

    def _place_of_nothing(self, line: int, column: int) -> tuple[int, int]:
        """Where an empty value stands: after the last `:`, `-`, `?` or `,` before the parser's mark."""
        lines = self._lines[self._last[0] : line + 1]
        if not lines or (line, column) < self._last:
            return self._last
        lines[-1] = lines[-1][:column]
        lines[0] = " " * self._last[1] + lines[0][self._last[1] :]
        for index in range(len(lines) - 1, -1, -1):
            bare = _COMMENT.sub("", lines[index]).rstrip()
            if bare and (index or len(bare) > self._last[1]):
                return self._last[0] + index, len(bare)
        return self._last

    def _warn_of_cut(self, value: str, line: int, column: int) -> None:
        rest = self._lines[line] if line < len(self._lines) else ""
        if not _CUT.match(rest, column) or _ASIDE.match(rest, column):
            return
        lost = rest[column:].strip()
        shown = f"the value ends at “{value[-40:]}”" if value else "the value is empty"
        message = f"{shown}: YAML takes “{lost[:60]}” for a comment"
        hint = "Put the value in quotation marks; if a comment is meant, write two blanks before # and one after it."
        self.findings.append(finding("YAML-COMMENT-CUT", self._place(line, column), message, hint))

    def _counted(self, start: _Mark) -> None:
        self._count += 1
        if self._count > self._most:
            raise TooMuchError(f"the file has more than {self._most:,} values", start.line, start.column)

    def _place(self, line: int, column: int) -> Place:
        return Place(self._path, line + self._first, column + 1)

    def _add(self, code: str, mark: _Mark, message: str, hint: str = "") -> None:
        self.findings.append(finding(code, self._place(mark.line, mark.column), message, hint))

    def _add_at(self, code: str, at: Span, message: str, hint: str = "") -> None:
        self.findings.append(finding(code, Place(self._path, at.line, at.column), message, hint))
