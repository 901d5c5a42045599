"""Which sections serve which objectives of the terms of reference, and what is left without."""

from collections.abc import Callable, Iterable, Sequence

from pipeline.model.config import Objective
from pipeline.model.document import Document, Part, Section
from pipeline.model.finding import Finding
from pipeline.model.objectives import Coverage, Served
from pipeline.model.rules import RULES
from pipeline.model.saying import quoted
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


def check_objectives(
    objectives: Sequence[Objective], documents: Sequence[Document], at: Callable[..., Place]
) -> tuple[Finding, ...]:
    """Unknown objectives, sections of the body that serve none, objectives without text; nothing where none are set.

    Args:
        objectives: of hlcp.yaml.
        documents: today's text.
        at: the place of a value in a file, by its path and the keys and indexes that lead there.
    """
    if not objectives:
        return ()
    ids = tuple(objective.id for objective in objectives)
    findings: list[Finding] = []
    served: set[str] = set()
    for document in documents:
        for section in document.sections:
            served.update(section.objectives)
            findings += _on_section(section, ids, at)
    for index, objective in enumerate(objectives):
        if objective.id not in served:
            message = f"no section serves objective {objective.id}, {quoted(objective.title)}"
            findings.append(_finding("OBJECTIVE-UNSERVED", at("hlcp.yaml", "objectives", index), message))
    return tuple(sorted(findings))


def _on_section(section: Section, ids: Sequence[str], at: Callable[..., Place]) -> Iterable[Finding]:
    for index, name in enumerate(section.objectives):
        if name not in ids:
            message = f"there is no objective {quoted(name)}{nearest(name, ids)}"
            yield _finding("OBJECTIVE-UNKNOWN", at(section.path, "objectives", index), message)
    if section.part is Part.BODY and not section.objectives:
        name = f"the section {quoted(section.title)}" if section.title else "this section"
        yield _finding("OBJECTIVE-NONE", Place(section.path), f"{name} serves no objective")


def _finding(code: str, place: Place, message: str) -> Finding:
    rule = RULES[code]
    return Finding(place, code, message, rule.remedy, rule.severity)
