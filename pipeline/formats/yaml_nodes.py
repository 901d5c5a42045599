"""The tree that the YAML door gives: text, lists and mappings, each with its place in the file."""

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.finding import Finding
from pipeline.model.rules import RULES
from pipeline.model.source import Place, Span


class Scalar(NamedTuple):
    """A text. `plain` says that it stood without quotation marks and not in a `|` or `>` block; empty is `""`."""

    value: str
    plain: bool
    at: Span


class Sequence(NamedTuple):
    """A list; `at` runs from its first hyphen or bracket to the end of its last entry or bracket."""

    items: tuple["Node", ...]
    at: Span


class Mapping(NamedTuple):
    """Keys and values, in the order of the file; a key that stands twice is there twice (and a finding)."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    at: Span


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the door made of a file.

    Attributes:
        root: the tree; None for an empty file, and when a finding of code YAML-SYNTAX, YAML-LIMIT, FILE-ENCODING or
            FILE-SIZE says why there is none. With YAML-FORBIDDEN the tree is there (anchors and tags are left out, an
            alias is the text `*name`), so that the other entries of the file can still be used.
        findings: sorted by place.
    """

    root: Node | None
    findings: tuple[Finding, ...] = ()


def finding(code: str, place: Place, message: str, hint: str = "") -> Finding:
    """A finding with the severity of its rule, and the remedy of the rule as next step when there is no better one."""
    rule = RULES[code]
    return Finding(place, code, message, hint or rule.remedy, rule.severity)
