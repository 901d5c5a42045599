"""Collecting what is wrong with one section while it is read."""

import difflib
from collections.abc import Iterable

from pipeline.model.finding import Finding
from pipeline.model.rules import RULES
from pipeline.model.saying import quoted
from pipeline.model.source import Place, Span
from pipeline.text.ast import Attributes
from pipeline.text.constructs import FORBIDDEN

_CLASSES = ("continued", "data", "data-table", "epigraph", "summary", "table")


class Problems:
    """Findings on one section, in the order in which they were met. The path is filled in later (`bound_to`)."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def add(self, code: str, at: Span | None, message: str, hint: str = "") -> None:
        """Note a finding at the start of a span."""
        rule = RULES[code]
        place = Place("", at.line, at.column) if at else Place("")
        self.found.append(Finding(place, code, message, hint or rule.remedy, rule.severity))

    def forbid(self, at: Span | None, what: str, thing: str = "") -> None:
        """Note that something stands here which no paper can hold; `what` is a key of `FORBIDDEN`."""
        message, hint = FORBIDDEN[what]
        self.add("MD-FORBIDDEN", at, message.format(thing), hint)

    def attribute(self, attributes: Attributes, at: Span | None, what: str) -> None:
        """Report attributes that nothing of this kind may have."""
        written = [f"#{attributes.id}"] if attributes.id else []
        written += [f".{name}" for name in attributes.classes] + [f"{key}=…" for key in attributes.keys]
        guess = next((nearest(name, _CLASSES) for name in attributes.classes if name not in _CLASSES), "")
        self.add("MD-ATTRIBUTE", at, f"{what} cannot have {{{' '.join(written)}}}{guess}")


def bound_to(path: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings, in this file."""
    return tuple(
        Finding(Place(path, f.place.line, f.place.column), f.code, f.message, f.hint, f.severity) for f in findings
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean “x”?` when something known is much like it, whatever the case of its letters, else nothing."""
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    close = difflib.get_close_matches(word.casefold(), sorted(folded), n=1, cutoff=0.6)
    return f"; did you mean {quoted(folded[close[0]])}?" if close else ""
