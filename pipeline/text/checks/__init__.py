"""What an editor would mark in a document: structure, spelling, acronyms, hidden characters. A rule is a function."""

from collections.abc import Callable, Iterator

from pipeline.model.config import Profile
from pipeline.model.document import Document
from pipeline.model.finding import Finding, Severity
from pipeline.model.rules import RULES
from pipeline.model.source import Place
from pipeline.text.checks import acronyms, characters, structure, style
from pipeline.text.checks.view import Hit, View, view_of

CHECKS: dict[str, Callable[[View], Iterator[Hit]]] = {
    "HEADING-LONE": structure.lone_headings,
    "HEADING-SKIP": structure.skipped_levels,
    "SECTION-EMPTY": structure.empty_sections,
    "TITLE-MISSING": structure.missing_titles,
    "ALT-MISSING": structure.missing_alternatives,
    "ALT-CAPTION": structure.repeated_captions,
    "CAPTION-MISSING": structure.missing_captions,
    "TABLE-HEADER": structure.missing_headers,
    "TABLE-WIDE": structure.wide_tables,
    "WORD-LIMIT": structure.word_limit,
    "STYLE-PERCENT": style.percent_words,
    "STYLE-ISE": style.ise_spellings,
    "STYLE-ACRONYM": acronyms.unexplained_acronyms,
    "TEXT-CONTROL": characters.hidden_characters,
}


def check_document(document: Document, profile: Profile) -> tuple[Finding, ...]:
    """All that these rules find in a numbered document, sorted; rules that the profile switches off do not run."""
    view = view_of(document, profile)
    findings: set[Finding] = set()
    for code, check in CHECKS.items():
        severity = profile.severity(code, RULES[code].severity)
        if severity is not None:
            findings.update(_finding(code, hit, severity) for hit in check(view))
    return tuple(sorted(findings))


def _finding(code: str, hit: Hit, severity: Severity) -> Finding:
    place = Place(hit.path, hit.at.line, hit.at.column) if hit.at else Place(hit.path)
    return Finding(place, code, hit.message, hit.hint or RULES[code].remedy, severity)
