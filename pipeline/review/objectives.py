"""Which sections serve which objectives of the terms of reference, and what is left without."""

from collections.abc import Iterable, Sequence

from pipeline.model.config import Objective
from pipeline.model.document import Document, Part, Section
from pipeline.model.finding import Finding
from pipeline.model.objectives import Coverage, Served
from pipeline.model.rules import RULES
from pipeline.model.source import Place
from pipeline.text.passages import section_address
from pipeline.text.problems import nearest
from pipeline.text.words import stretches


def coverage(objectives: Sequence[Objective], documents: Iterable[Document]) -> tuple[Coverage, ...]:
    """What each document does for the objectives; one that says nothing about them is left out."""
    ids = [objective.id for objective in objectives]
    every = (_covered(document, ids) for document in documents)
    return tuple(one for one in every if any(section.objectives for section in one.sections))


def _covered(document: Document, ids: Sequence[str]) -> Coverage:
    sections = [s for s in document.sections if s.part is not Part.FRONT and s.title]
    served = tuple(
        Served(
            section_address(document, section), section.title, section.part,
            tuple(name for name in ids if name in section.objectives), _words(section),
        )
        for section in sections
    )  # fmt: skip
    return Coverage(document.name, document.short_title or document.title, served)


def _words(section: Section) -> int:
    return sum(len(stretch.text.split()) for stretch in stretches(section))


def check_objectives(objectives: Sequence[Objective], documents: Sequence[Document]) -> tuple[Finding, ...]:
    """Unknown objectives, sections of the body that serve none, objectives without text; nothing where none are set."""
    if not objectives:
        return ()
    ids = tuple(objective.id for objective in objectives)
    findings: list[Finding] = []
    served: set[str] = set()
    for document in documents:
        for section in document.sections:
            served.update(section.objectives)
            findings += _on_section(section, ids)
    for objective in objectives:
        if objective.id not in served:
            message = f"no section serves objective {objective.id}, {objective.title}"
            findings.append(_finding("OBJECTIVE-UNSERVED", "hlcp.yaml", message))
    return tuple(sorted(findings))


def _on_section(section: Section, ids: Sequence[str]) -> Iterable[Finding]:
    for name in section.objectives:
        if name not in ids:
            message = f"there is no objective {name[:30]!r}{nearest(name, ids)}"
            yield _finding("OBJECTIVE-UNKNOWN", section.path, message)
    if section.part is Part.BODY and not section.objectives:
        yield _finding("OBJECTIVE-NONE", section.path, f"the section “{section.title}” serves no objective")


def _finding(code: str, path: str, message: str) -> Finding:
    rule = RULES[code]
    return Finding(Place(path), code, message, rule.remedy, rule.severity)
