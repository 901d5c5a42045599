"""The numbers that Word shows for the paragraphs of a file, worked out from the saved file alone.

This reader shares nothing with the writer: python-docx opens the package, and the lists are counted here by the rules
of ECMA-376 part 1, 17.9: instances of one abstract list go on counting together, an override starts again, and a
paragraph of an outer level starts the inner ones again.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.text.numerals import lower_alpha, numeral

_FORMATS = {
    "decimal": "decimal",
    "upperRoman": "upper-roman",
    "lowerRoman": "lower-roman",
    "upperLetter": "upper-alpha",
    "lowerLetter": "lower-alpha",
}
_NAMESPACES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_LEVELS = 9  # as many as Word has


class WordProblem(ValueError):
    """A file that cannot be read as a Word document; the message says why."""


class Shown(NamedTuple):
    """A paragraph as Word shows it.

    Attributes:
        style: name of its style.
        number: what its list prints before it, "12." or "(a)"; "" for none.
        text: its words.
        bookmarks: names of the bookmarks that begin in it.
    """

    style: str
    number: str
    text: str
    bookmarks: tuple[str, ...]


class _Level(NamedTuple):
    kind: str
    text: str
    start: int


@dataclass
class _List:
    """An abstract list: its levels, and how far each has counted."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass
class _Lists:
    """The lists of a file; `instances` are (abstract list, starts that override it) by instance."""

    lists: dict[str, _List]
    instances: dict[str, tuple[str, dict[int, int]]]
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def count(self, instance: str, level: int) -> str:
        """Count one paragraph of this instance, and return what is printed before it."""
        abstract, starts = self.instances[instance]
        counted = self.lists[abstract]
        if level in starts and (instance, level) not in self._begun:
            self._begun.add((instance, level))
            counted.counts[level] = starts[level]
        else:
            counted.counts[level] = counted.counts.get(level, counted.levels[level].start - 1) + 1
        for inner in range(level + 1, _LEVELS):
            counted.counts.pop(inner, None)
        return _printed(counted, level)


def _printed(counted: _List, level: int) -> str:
    text = counted.levels[level].text
    for outer in range(level + 1):
        if f"%{outer + 1}" in text:
            definition = counted.levels[outer]
            text = text.replace(f"%{outer + 1}", _numeral(definition.kind, counted.counts.get(outer, definition.start)))
    return text


def _numeral(kind: str, value: int) -> str:
    if kind == "lowerLetter":
        return lower_alpha(value)
    return numeral(_FORMATS[kind], value) if kind in _FORMATS else ""


def shown_paragraphs(path: Path) -> tuple[Shown, ...]:
    """The paragraphs of the body of a Word file, those of tables left out, with the numbers that Word prints.

    Raises:
        WordProblem: it is no Word file, or its lists are broken.
    """
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(str(path))
        lists = _lists(document)
        return tuple(_shown(paragraph, lists) for paragraph in document.paragraphs)
    except (OpcError, zipfile.BadZipFile, OSError, KeyError, ValueError, SyntaxError) as error:
        words = str(error).replace(str(path), path.name)  # no machine's folders in a finding
        raise WordProblem(f"it cannot be read: {words}") from error


def _shown(paragraph: Any, lists: _Lists) -> Shown:  # noqa: ANN401 - python-docx has no types
    marks = _found(paragraph.paragraph_format.element, ".//w:bookmarkStart/@w:name")
    instance, level = _list_of(paragraph)
    number = lists.count(instance, level) if instance else ""
    return Shown(paragraph.style.name, number, paragraph.text, tuple(marks))


def _list_of(paragraph: Any) -> tuple[str, int]:  # noqa: ANN401 - python-docx has no types
    """Instance and level of a paragraph: its own, or of the first of its styles that says; ("", 0) outside lists."""
    level = None
    for element in (paragraph.paragraph_format.element, *_styles(paragraph.style)):
        own = _first(element, "./w:pPr/w:numPr/w:ilvl/@w:val")
        level = own if level is None else level
        instance = _first(element, "./w:pPr/w:numPr/w:numId/@w:val")
        if instance is not None:
            return ("", 0) if instance == "0" else (instance, int(level or 0))
    return "", 0


def _styles(style: Any) -> Iterator[Any]:  # noqa: ANN401 - python-docx has no types
    while style is not None:
        yield style.element
        style = style.base_style


def _found(element: Any, query: str) -> list[Any]:  # noqa: ANN401 - lxml has no types
    return _compiled(query)(element)


@cache
def _compiled(query: str) -> Callable[[Any], list[Any]]:
    from lxml import etree

    compiled: Callable[[Any], list[Any]] = etree.XPath(query, namespaces=_NAMESPACES, smart_strings=False)
    return compiled


def _first(element: Any, query: str) -> str | None:  # noqa: ANN401 - lxml has no types
    values = _found(element, query)
    return values[0] if values else None


def _lists(document: Any) -> _Lists:  # noqa: ANN401 - python-docx has no types
    root = document.part.numbering_part.element
    lists = {_required(each, "./@w:abstractNumId"): _List(_levels(each)) for each in _found(root, "./w:abstractNum")}
    instances = {}
    for each in _found(root, "./w:num"):
        starts = {
            int(_required(override, "./@w:ilvl")): int(_required(override, "./w:startOverride/@w:val"))
            for override in _found(each, "./w:lvlOverride[w:startOverride]")
        }
        instances[_required(each, "./@w:numId")] = (_required(each, "./w:abstractNumId/@w:val"), starts)
    return _Lists(lists, instances)


def _levels(abstract: Any) -> dict[int, _Level]:  # noqa: ANN401 - lxml has no types
    return {
        int(_required(level, "./@w:ilvl")): _Level(
            _required(level, "./w:numFmt/@w:val"),
            _first(level, "./w:lvlText/@w:val") or "",
            int(_first(level, "./w:start/@w:val") or 1),
        )
        for level in _found(abstract, "./w:lvl")
    }


def _required(element: Any, query: str) -> str:  # noqa: ANN401 - lxml has no types
    value = _first(element, query)
    if value is None:
        raise WordProblem(f"a list lacks {query}")
    return value
