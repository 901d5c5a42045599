"""A YAML file read into a model, and the way back from a value to its line."""

from typing import Generic, TypeVar

from pydantic import BaseModel

from pipeline.formats.model_mistakes import locate
from pipeline.formats.models import read_node
from pipeline.formats.yaml import load
from pipeline.formats.yaml_nodes import Mapping, Node
from pipeline.model.finding import Finding, Severity
from pipeline.model.rules import RULES
from pipeline.model.source import Place, Span

M = TypeVar("M", bound=BaseModel)


class Located(Generic[M]):
    """A file as read.

    Args:
        model: what it holds.
        data: its bytes.
        path: for the findings.

    Attributes:
        value: the model, or None when something in the file is an error.
        findings: those of reading, and those that were added with `add`.
    """

    def __init__(self, model: type[M], data: bytes, path: str) -> None:
        loaded = load(data, path)
        self._path = path
        self._root: Node = loaded.root or Mapping((), Span(1, 1, 1, 1))
        self.value: M | None = None
        self.findings: list[Finding] = list(loaded.findings)
        if loaded.root is not None or not loaded.findings:
            value, mistakes = read_node(model, self._root, path)
            self.findings += mistakes
            broken = any(finding.severity is Severity.ERROR for finding in self.findings)
            self.value = None if broken else value

    def place(self, *steps: int | str) -> Place:
        """Where the value at the end of these keys and indexes stands, or the nearest thing above it."""
        at = locate(self._root, steps).node.at
        return Place(self._path, at.line, at.column)

    def add(self, code: str, message: str, *steps: int | str, hint: str = "") -> None:
        """Note a finding on the value at the end of these keys and indexes."""
        rule = RULES[code]
        self.findings.append(Finding(self.place(*steps), code, message, hint or rule.remedy, rule.severity))
