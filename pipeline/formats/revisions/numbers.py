"""The numbers that lists print, worked out from the definitions of a file (ECMA-376 part 1, 17.9)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.formats.revisions.opening import Element, W
from pipeline.text.numerals import lower_alpha, numeral

_KINDS = {"upperRoman": "upper-roman", "lowerRoman": "lower-roman", "upperLetter": "upper-alpha", "decimal": "decimal"}
_INNERMOST = 9


class Level(NamedTuple):
    """A level of a list: the form of its numbers, the text round them, and where it begins."""

    form: str
    text: str
    start: int


@dataclass
class Numberer:
    """Counts the paragraphs of a file in reading order.

    Attributes:
        instances: the definition that each instance follows.
        levels: of the definitions, by level.
        overrides: where a level of an instance begins anew.
        by_style: instance and level that each style gives, by style id.
    """

    instances: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    _linked: dict[tuple[str, str], int] = field(default_factory=dict)  # the level that names a style
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: Element | None, styles: Element | None) -> "Numberer":
        """The numberer of a file, from its definitions."""
        made = cls()
        if numbering is not None:
            made._read_lists(numbering)
        if styles is not None:
            made._read_styles(styles)
        return made

    def afresh(self) -> "Numberer":
        """The same, before it has counted anything."""
        return replace(self, _counts={}, _begun=set())

    def _read_lists(self, root: Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId")
            for level in abstract.iter(f"{W}lvl"):
                self.levels[name, int(level.get(f"{W}ilvl"))] = _level(level)
                self._linked[name, _value(level, "pStyle")] = int(level.get(f"{W}ilvl"))
        for instance in root.iter(f"{W}num"):
            name = instance.get(f"{W}numId")
            self.instances[name] = _value(instance, "abstractNumId")
            for override in instance.iter(f"{W}lvlOverride"):
                start = _value(override, "startOverride")
                if start:
                    self.overrides[name, int(override.get(f"{W}ilvl"))] = int(start)

    def _read_styles(self, root: Element) -> None:
        styles = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}
        for name in styles:
            own = next(filter(None, (_own_list(style) for style in _chain(name, styles))), None)
            if own is not None and own[0] not in ("", "0"):
                linked = self._linked.get((self.instances.get(own[0], ""), name), 0)
                self.by_style[name] = (own[0], int(own[1]) if own[1] else linked)

    def number(self, style: str, properties: Element | None) -> tuple[str, str]:
        """What stands before a paragraph, and the form of its level; ("", "") for none."""
        found = properties.find(f"{W}numPr") if properties is not None else None
        instance, level = self.by_style.get(style, ("", 0))
        if found is not None:
            instance = _value(found, "numId") or instance
            level = int(_value(found, "ilvl") or level)
        if instance in ("", "0") or instance not in self.instances:
            return "", ""
        return self._count(instance, level), self._form(instance, level)

    def _form(self, instance: str, level: int) -> str:
        found = self.levels.get((self.instances[instance], level))
        return f"{level}:{found.form}:{found.text}" if found else f"{level}"

    def _count(self, instance: str, level: int) -> str:
        """Count a paragraph: instances of one definition go on together, unless one starts for itself."""
        name = self.instances[instance]
        start = self.overrides.get((instance, level))
        own = self.levels.get((name, level), Level("decimal", f"%{level + 1}.", 1))
        if start is not None and (instance, level) not in self._begun:
            self._begun.add((instance, level))
            self._counts[name, level] = start
        else:
            self._counts[name, level] = self._counts.get((name, level), own.start - 1) + 1
        for inner in range(level + 1, _INNERMOST):
            self._counts.pop((name, inner), None)
        return self._printed(name, own)

    def _printed(self, name: str, own: Level) -> str:
        text = own.text
        for outer in range(_INNERMOST):
            if f"%{outer + 1}" in text:
                level = self.levels.get((name, outer), own)
                text = text.replace(f"%{outer + 1}", _numeral(level.form, self._counts.get((name, outer), level.start)))
        return text


def _numeral(form: str, value: int) -> str:
    if form == "lowerLetter":
        return lower_alpha(value)
    return (
        numeral(_KINDS[form], value) if form in _KINDS else f"{form} {value}" if form not in ("bullet", "none") else ""
    )


def _level(node: Element) -> Level:
    return Level(_value(node, "numFmt") or "decimal", _value(node, "lvlText"), int(_value(node, "start") or 1))


def _own_list(style: Element) -> tuple[str, str] | None:
    found = style.find(f"{W}pPr/{W}numPr")
    return None if found is None else (_value(found, "numId"), _value(found, "ilvl"))


def _chain(name: str | None, styles: dict[str, Element]) -> Iterator[Element]:
    """A style and those that it is based on."""
    seen = set()
    while name in styles and name not in seen:
        seen.add(name)
        yield styles[name]
        name = _value(styles[name], "basedOn")


def _value(node: Element, name: str) -> str:
    found = node.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val") or ""
