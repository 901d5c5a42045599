"""One entry of a submission, read into a comment; a broken one becomes a comment with a problem."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.formats.models import read_node
from pipeline.formats.yaml import Mapping, Node, Scalar, Sequence
from pipeline.formats.yaml_nodes import finding
from pipeline.intake.fingerprints import digest, fingerprint
from pipeline.intake.hygiene import composed, first_printable
from pipeline.intake.places import Written, understand, written
from pipeline.intake.proposals import read_proposal
from pipeline.intake.sheets import Item
from pipeline.intake.times import is_late, late_message
from pipeline.model.comment import CitedKind, Comment, CommentName, CommentType
from pipeline.model.finding import Finding, Severity
from pipeline.model.instants import instant
from pipeline.model.saying import listed, quoted
from pipeline.model.source import Place
from pipeline.model.submission import CommentEntry
from pipeline.text.problems import nearest

_TRUE = frozenset({"true", "yes", "y", "1"})
_FALSE = frozenset({"", "false", "no", "n", "0"})
_ID = re.compile(r"[0-9]{1,6}[a-z]{0,2}")
_SEPARATE = frozenset({"id", "paragraph", "section", "reference", "quote", "comment"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What the comments of a file share.

    Attributes:
        baseline: that of the head, "" for none.
        received: when the file came in, "" when that is not known.
        closes: when the round closes, "" for never.
        baselines: names that exist.
    """

    path: str
    round: str
    entity: str
    document: str
    baseline: str
    received: str
    closes: str
    baselines: frozenset[str]


class _Saved(NamedTuple):
    """What could be read of a broken entry."""

    id: str
    place: Written
    text: str


def read_entry(item: Item, frame: Frame) -> Comment:
    """Read an entry; nothing is raised, whatever it holds."""
    if item.node is None:
        return _from_raw(item, frame)
    entry, mistakes = read_node(CommentEntry, item.node, frame.path)
    if entry is None:
        entry, mistakes = read_node(CommentEntry, _filled(item.node), frame.path)
    found = (*item.findings, *mistakes)
    if entry is None or any(one.severity is Severity.ERROR for one in found):
        return _broken(item, item.node, frame, found)
    return _readable(item, item.node, entry, frame)


def _filled(node: Node) -> Node:
    """The entry without keys that have no value: a form that is not filled in everywhere can be read all the same."""
    if not isinstance(node, Mapping):
        return node
    empty = [key.value != "id" and isinstance(v, Scalar) and v.plain and not v.value for key, v in node.entries]
    return Mapping(tuple(entry for entry, is_empty in zip(node.entries, empty, strict=True) if not is_empty), node.at)


# -- entries that can be read


def _readable(item: Item, node: Node, entry: CommentEntry, frame: Frame) -> Comment:
    places = written(entry)
    understood = understand(places)
    first = understood.targets[0] if understood.targets else None
    is_placed = first is not None and first.citation.kind not in (CitedKind.UNKNOWN, CitedKind.DOCUMENT)
    asked = read_proposal(entry, first.quote if first else "", is_placed=is_placed)
    reasons = composed(entry.comment)
    said = f"{reasons}\n\n{asked.kept}".strip() if asked.kept else reasons
    is_empty = not said and asked.proposal is None
    remarks = () if is_empty else asked.remarks
    told = [finding(code, item.at, message) for code, message in remarks]
    told += [_place_finding(node, words, frame.path) for words in understood.unclear]
    if is_empty:
        why = "".join(f": {remark.message}" for remark in asked.remarks)
        told.append(finding("COMMENT-EMPTY", item.at, f"comment {entry.id} says and asks nothing{why}"))
    withdrawn = _withdrawn(entry, node, frame.path, told)
    received = _received(entry, node, frame, told)
    if entry.baseline:
        told += baseline_findings(entry.baseline, _at(node, "baseline", frame.path), frame.round, frame.baselines)
    if item.is_cleaned:
        told.append(
            finding(
                "COMMENT-CONTROL", item.at, f"comment {entry.id} holds characters that nobody sees; they are left out"
            )
        )
    return Comment(
        CommentName(frame.round, frame.entity, frame.document, entry.id),
        fingerprint(entry, places, withdrawn=withdrawn),
        CommentType(entry.type),
        understood.targets,
        asked.proposal,
        said,
        understood.reference,
        entry.baseline or frame.baseline,
        item.at,
        received,
        is_late(received, frame.closes),
        withdrawn,
        findings=tuple(sorted((*item.findings, *told))) if told or item.findings else (),
    )


def _place_finding(node: Node, words: str, path: str) -> Finding:
    key = next((key for key in ("reference", "paragraph", "section", "targets") if _value(node, key)), "reference")
    return finding(
        "COMMENT-PLACE", _at(node, key, path), f"the place {quoted(words)} was not understood; it is kept as written"
    )


def _withdrawn(entry: CommentEntry, node: Node, path: str, told: list[Finding]) -> bool:
    value = entry.withdrawn.strip().casefold()
    if value not in _TRUE | _FALSE:
        message = f"`withdrawn`: expected true or false, not {quoted(entry.withdrawn)}; the comment stands"
        at = _at(node, "withdrawn", path)
        told.append(Finding(at, "VALUE-INVALID", message, "Write `withdrawn: true` to take it back.", Severity.WARNING))
    return value in _TRUE


def _received(entry: CommentEntry, node: Node, frame: Frame, told: list[Finding]) -> str:
    """When the comment came in: as noted at it, else as the file did."""
    if not entry.received:
        return frame.received
    at = _at(node, "received", frame.path)
    if instant(entry.received) is None:
        told.append(time_finding(entry.received, at))
        return frame.received
    if is_late(entry.received, frame.closes):
        told.append(finding("COMMENT-LATE", at, late_message(entry.received, frame.closes)))
    return entry.received.strip()


def time_finding(given: str, at: Place) -> Finding:
    """That a time cannot be used."""
    return finding(
        "COMMENT-TIME",
        at,
        f"{quoted(given)} is no time that can be used: a date, a time of day and an offset are needed",
    )


def baseline_findings(name: str, at: Place, session: str, known: frozenset[str]) -> tuple[Finding, ...]:
    """What is wrong with the name of a baseline."""
    if name not in known:
        hint = f"Name the draft that was read: {listed(sorted(known), 'or')}." if known else ""
        return (finding("COMMENT-BASELINE", at, f"there is no draft {quoted(name)}{nearest(name[:60], known)}", hint),)
    if name != session and not name.startswith(f"{session}-rev"):
        message = f"the draft {quoted(name)} is not one of {session}, in whose folder the file stands"
        hint = f"Write `baseline: {session}`, or move the file to the folder of the session whose draft was read."
        return (finding("COMMENT-BASELINE", at, message, hint),)
    return ()


def _value(node: Node, key: str) -> Node | None:
    if not isinstance(node, Mapping):
        return None
    return next((value for name, value in node.entries if name.value == key), None)


def _at(node: Node, key: str, path: str) -> Place:
    at = (_value(node, key) or node).at
    return Place(path, at.line, at.column)


# -- entries that cannot


def _from_raw(item: Item, frame: Frame) -> Comment:
    place = Written(item.paragraph, "", "", "")
    return _unreadable(item, frame, _Saved(item.id, place, first_printable(item.raw)), item.findings)


def _broken(item: Item, node: Node, frame: Frame, found: tuple[Finding, ...]) -> Comment:
    """A comment with what could be read of an entry: its place and quote, and everything else in its text."""
    if not isinstance(node, Mapping):
        return _unreadable(item, frame, _Saved("", Written("", "", "", ""), first_printable(_text(node))), found)
    texts = {key.value: _text(value) for key, value in reversed(node.entries)}
    is_bad = any(one.severity is Severity.ERROR and "`id`" in one.message for one in found)
    place = Written(*(composed(texts.get(key, "")) for key in Written._fields))
    lines = [texts["comment"]] if texts.get("comment") else []
    lines += _other_texts(node)
    saved = _Saved("" if is_bad else texts.get("id", ""), place, first_printable("\n".join(lines)))
    return _unreadable(item, frame, saved, found)


def _other_texts(node: Mapping) -> list[str]:
    """`key: text` for all that has no field of its own; the second of two equal keys is among them."""
    seen: set[str] = set(_SEPARATE)
    texts = []
    for key, value in node.entries:
        text = _text(value)
        if text and (key.value not in _SEPARATE or key.value not in seen):
            texts.append(f"{key.value}: {text}")
        seen.discard(key.value)
    return texts


def _text(node: Node) -> str:
    """All text below a node."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return "; ".join(_text(item) for item in node.items)
    return ", ".join(f"{key.value}: {_text(value)}" for key, value in node.entries)


def _unreadable(item: Item, frame: Frame, saved: _Saved, found: tuple[Finding, ...]) -> Comment:
    errors = [one for one in found if one.severity is Severity.ERROR]
    nothing = "nothing of it can be read as a comment" if saved.text else "it is empty"
    problem = "; ".join(dict.fromkeys(one.message for one in errors[:3])) or nothing
    shown = saved.id if item.position and _ID.fullmatch(saved.id) else f"?{item.position}"
    numbered = shown == saved.id
    what = (
        f"comment {shown}"
        if numbered
        else f"the entry at place {item.position} of the list"
        if item.position
        else "the file"
    )
    line = errors[0].place.line if errors else 0
    hint = f"Correct line {line}; until then the secretariat sees what could be read of it. " if line else ""
    example = f"`hlcp comment {frame.entity} {frame.document} --print` shows an example of each kind."
    places = (saved.place,) if any(saved.place) else ()
    understood = understand(places)
    return Comment(
        CommentName(frame.round, frame.entity, frame.document, shown),
        digest([[list(place) for place in places], saved.text]),
        CommentType.SUBSTANTIVE if item.position else CommentType.GENERAL,
        understood.targets,
        None,
        saved.text,
        understood.reference,
        frame.baseline,
        item.at,
        frame.received,
        is_late(frame.received, frame.closes),
        problem=problem,
        findings=tuple(
            sorted(
                {*found, finding("COMMENT-UNREADABLE", item.at, f"{what} cannot be read: {problem}", hint + example)}
            )
        ),
    )
