"""The secretariat's decisions: each entry read by itself, so that a broken one does not take the others down."""

from pipeline.formats.models import read_node
from pipeline.formats.yaml import Mapping, Node, Sequence, load
from pipeline.formats.yaml_nodes import finding
from pipeline.model.finding import Finding, Severity
from pipeline.model.source import Place
from pipeline.model.submission import DispositionEntry

DispositionAt = tuple[DispositionEntry, Place]


def read_dispositions(data: bytes, path: str) -> tuple[tuple[DispositionAt, ...], tuple[Finding, ...]]:
    """Read a dispositions file.

    Returns:
        The entries that could be read, each with its place; and all findings: those of the YAML door, DISPOSITION-TWICE
        for a comment that stands there again (the first entry counts), and what is wrong with single entries.
    """
    loaded = load(data, path, long=True)
    findings = list(loaded.findings)
    entries: dict[str, DispositionAt] = {}
    for node in _entries(loaded.root, path, findings):
        entry, mistakes = read_node(DispositionEntry, node, path)
        findings += mistakes
        if entry is None or any(one.severity is Severity.ERROR for one in mistakes):
            continue
        place = Place(path, node.at.line, node.at.column)
        if entry.comment in entries:
            first = entries[entry.comment][1].line
            findings.append(
                finding(
                    "DISPOSITION-TWICE", place, f"{entry.comment} stands already on line {first}, and that entry counts"
                )
            )
        else:
            entries[entry.comment] = entry, place
    return tuple(entries.values()), tuple(sorted(findings))


def _entries(root: Node | None, path: str, findings: list[Finding]) -> tuple[Node, ...]:
    if root is None:
        return ()
    if isinstance(root, Mapping):
        for key, value in root.entries:
            if key.value == "dispositions":
                return value.items if isinstance(value, Sequence) else ()
    at = Place(path, root.at.line, root.at.column)
    findings.append(
        finding(
            "KEY-MISSING",
            at,
            "the file has no list `dispositions:`",
            "Write `dispositions:` into the first line, without blanks before it.",
        )
    )
    return ()
