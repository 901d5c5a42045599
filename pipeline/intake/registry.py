"""The registry of members: each entry read by itself, so that a broken one does not lose the others."""

from collections.abc import Iterable

from pipeline.formats.models import read_node
from pipeline.formats.yaml import Mapping, Node, Sequence, load
from pipeline.formats.yaml_nodes import finding
from pipeline.model.comment import Member, Registry
from pipeline.model.finding import Finding, Severity
from pipeline.model.saying import quoted
from pipeline.model.source import Place, Span
from pipeline.model.submission import MemberEntry, MembersFile
from pipeline.text.problems import nearest


def read_registry(data: bytes, path: str) -> tuple[Registry, tuple[Finding, ...]]:
    """Read `comments/members.yaml`.

    Returns:
        The members that could be read, in the order of the file; and all findings: those of the YAML door, what is
        wrong with single entries, MEMBER-TWICE for a code, name or alias that two of them have (the first one keeps
        it), and MEMBER-UNKNOWN for a parent that is not there.
    """
    loaded = load(data, path)
    findings = list(loaded.findings)
    found: dict[str, tuple[Member, Place]] = {}
    names: dict[str, str] = {}
    for node in _entries(loaded.root, path, findings):
        entry, mistakes = read_node(MemberEntry, node, path)
        findings += mistakes
        if entry is not None and all(one.severity is not Severity.ERROR for one in mistakes):
            place = Place(path, node.at.line, node.at.column)
            member = _member(entry, place, names, findings)
            if member is not None:
                found[member.code] = member, place
    findings += _orphans(found.values(), found)
    return Registry({code: member for code, (member, _) in found.items()}), tuple(sorted(findings))


def _entries(root: Node | None, path: str, findings: list[Finding]) -> tuple[Node, ...]:
    """The nodes of the entries; what else is wrong with the file is added to the findings."""
    if root is None:
        if not findings:
            findings += read_node(MembersFile, Mapping((), Span(1, 1, 1, 1)), path)[1]
        return ()
    if not isinstance(root, Mapping):
        findings += read_node(MembersFile, root, path)[1]
        return root.items if isinstance(root, Sequence) else ()
    items: list[Node] = []
    bare = []
    for key, value in root.entries:
        if key.value == "members" and isinstance(value, Sequence):
            items += value.items
            value = Sequence((), value.at)  # noqa: PLW2901 - its entries are read one by one
        bare.append((key, value))
    findings += read_node(MembersFile, Mapping(tuple(bare), root.at), path)[1]
    return tuple(items)


def _member(entry: MemberEntry, at: Place, names: dict[str, str], findings: list[Finding]) -> Member | None:
    """The member with the names that nobody else has; None when its code is taken."""
    if entry.code in names.values():
        findings.append(finding("MEMBER-TWICE", at, f"the code {entry.code} stands already in another entry"))
        return None
    own = [name for name in (entry.code, entry.name, *entry.aliases) if _is_free(name, entry.code, names, at, findings)]
    names.update({_folded(name): entry.code for name in own})
    names.setdefault(entry.code, entry.code)
    aliases = tuple(name for name in entry.aliases if name in own)
    return Member(entry.code, entry.name, entry.kind, entry.parent, aliases, entry.address)


def _is_free(name: str, code: str, names: dict[str, str], at: Place, findings: list[Finding]) -> bool:
    owner = names.get(_folded(name), code)
    if owner == code:
        return True
    hint = "Let each name stand with one member only."
    findings.append(finding("MEMBER-TWICE", at, f"{code} has the name “{name}”, which {owner} has already", hint))
    return False


def _orphans(found: Iterable[tuple[Member, Place]], codes: Iterable[str]) -> list[Finding]:
    known = frozenset(codes)
    return [
        finding(
            "MEMBER-UNKNOWN",
            at,
            f"{m.code} belongs to {quoted(m.parent)}, which is not in this file{nearest(m.parent, known)}",
        )
        for m, at in found
        if m.parent and m.parent not in known
    ]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
