"""Findings put at the line that a person has to change, where the model that they were made from has no places."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.formats.whereabouts import Step, where
from pipeline.model.finding import Finding
from pipeline.model.source import Place
from pipeline.store.files import FileProblem, Files
from pipeline.store.workspace import MEMBERS, Workspace

_BYTES = 1024 * 1024
_WHOLE = frozenset({"SECTION-EMPTY", "SECTION-PARSE", "TITLE-MISSING", "WORD-LIMIT"})  # they are about the whole file
_KEYS = {"ID-FORM": "id", "ID-TWICE": "id"}
_ON_LABELS = frozenset({"ID-FORM", "ID-TWICE", "MD-ATTRIBUTE"})
_UNREAD = ("FILE-", "KEY-", "SECTION-PARSE", "VALUE-", "YAML-")
_FOLLOWS = frozenset({"OBJECTIVE-NONE", "SECTION-EMPTY", "TITLE-MISSING"})

_OF_MEMBERS = frozenset({"DATA-ENTITY", "MEMBER-UNKNOWN"})


def place_of(workspace: Workspace, path: str, *steps: Step, key: bool = False) -> Place:
    """Where the value at the end of these keys and indexes stands in a file; its first line when it cannot be read."""
    try:
        return where(workspace.files.read(path, _BYTES), path, *steps, key=key)
    except FileProblem:
        return Place(path)


def listed_at(
    findings: Iterable[Finding], document: tuple[str, bytes], lists: Mapping[str, Sequence[str]], files: Files
) -> list[Finding]:
    """Findings on files that are missing or listed twice, at the last entry of document.yaml that names them.

    Args:
        findings: on a document.
        document: its folder, and the bytes of its document.yaml.
        lists: the names of its files under each key.
        files: of the workspace; what is there and cannot be read is told of the file itself.
    """
    folder, data = document
    path = f"{folder}/document.yaml"
    steps = {f"{folder}/{name}": (key, at) for key, names in lists.items() for at, name in enumerate(names)}
    return [
        replace(one, place=where(data, path, *steps[one.place.path]))
        if one.place.path in steps and _is_of_list(one, files)
        else one
        for one in findings
    ]


def _is_of_list(finding: Finding, files: Files) -> bool:
    return finding.code == "FILE-TWICE" or (finding.code == "FILE-MISSING" and not files.exists(finding.place.path))


def placed(findings: Iterable[Finding], bodies: Mapping[str, str], sources: Callable[[str], bytes]) -> list[Finding]:
    """Findings on sections: those on a title or a label at its line, those on the words below a label at the label.

    Args:
        findings: on a document.
        bodies: the text of each section by its path, with the line numbers of the file.
        sources: gives the bytes of a section file.
    """
    return [_placed(finding, bodies, sources) for finding in findings]


def _placed(finding: Finding, bodies: Mapping[str, str], sources: Callable[[str], bytes]) -> Finding:
    place = finding.place
    if place.path not in bodies:
        return finding
    if (place.line, place.column) == (1, 1) and finding.code not in _WHOLE and not _is_unread(finding):
        return replace(finding, place=where(sources(place.path), place.path, _KEYS.get(finding.code, "title")))
    if finding.code in _ON_LABELS and place.column == 1 and place.line > 1:
        above = bodies[place.path].split("\n")[place.line - 2 : place.line - 1]
        if above and above[0].startswith("{"):
            return replace(finding, place=place._replace(line=place.line - 1))
    return finding


def without_consequences(findings: Sequence[Finding]) -> list[Finding]:
    """Findings without those that only follow from a file that could not be read.

    A section has no title, no text, no objective then; and nobody knows who the members are.
    """
    unread = {finding.place.path for finding in findings if _is_unread(finding) and finding.fails}

    def follows(one: Finding) -> bool:
        nobody = one.code in _OF_MEMBERS and MEMBERS in unread and one.place.path != MEMBERS
        return nobody or (one.code in _FOLLOWS and one.place.path in unread)

    return [one for one in findings if not follows(one)]


def _is_unread(finding: Finding) -> bool:
    return finding.code.startswith(_UNREAD)
