"""A submission: one entity's file on one document in one round, read so that no comment is ever lost."""

from dataclasses import dataclass, field, replace

from pipeline.formats.yaml import Mapping, Node, Scalar
from pipeline.formats.yaml_nodes import finding
from pipeline.intake.entries import Frame, baseline_findings, read_entry, time_finding
from pipeline.intake.hygiene import composed
from pipeline.intake.sheets import Item, Sheet, take_apart
from pipeline.intake.times import is_late, late_message
from pipeline.model.comment import Comment, CommentName, Registry, Submission
from pipeline.model.config import Round
from pipeline.model.finding import Finding, Severity
from pipeline.model.instants import instant
from pipeline.model.saying import listed, quoted
from pipeline.model.source import Place, Span
from pipeline.text.problems import nearest

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when a submission is read.

    Attributes:
        round: the session whose text was read.
        settings: of the round, None when its session has none.
        documents: names that exist.
        baselines: names that exist: hlcp-2025-06, hlcp-2025-06-rev1.
        registry: who may comment.
        received: the ISO 8601 instant of the first commit that holds the file, "" when that is not known.
        pure: leave the YAML parser's C extension aside, for tests.
    """

    round: str
    settings: Round | None = None
    documents: tuple[str, ...] = ()
    baselines: frozenset[str] = frozenset()
    registry: Registry = field(default_factory=Registry)
    received: str = ""
    pure: bool = False


def read_submission(data: bytes, path: str, folder: str, document: str, context: Context) -> Submission:
    """Read a submission.

    Args:
        data: the bytes of the file.
        path: of the file, relative to the workspace.
        folder: name of the folder in which it stands: the entity.
        document: name of the file without its ending.
        context: what else is known.

    Returns:
        Every entry of the file as a comment with a name of its own; an entry that cannot be read has a `problem`, and a
        file of which nothing can be read is one comment `?0`. Nothing is raised, whatever the bytes.
    """
    return _submission(take_apart(data, path, pure=context.pure), path, folder, document, context)


def unread_submission(problem: Finding, path: str, folder: str, document: str, context: Context) -> Submission:
    """The submission in a file that cannot be had, for the reason found: one comment `?0` in the ledger."""
    start = Span(1, 1, 1, 1)
    item = Item(None, Place(path), 0, findings=(problem,))
    return _submission(Sheet(Mapping((), start), (item,), (problem,)), path, folder, document, context)


def _submission(sheet: Sheet, path: str, folder: str, document: str, context: Context) -> Submission:
    head = _Head(sheet.head, path)
    findings = list(sheet.findings)
    entity = _entity(head, folder, context.registry, findings)
    about = _document(head, document, context.documents, findings)
    frame = Frame(
        path,
        context.round,
        entity,
        about,
        _baseline(head, context, findings),
        _received(head, context, findings),
        context.settings.closes if context.settings else "",
        context.baselines,
    )
    comments = _distinct([read_entry(item, frame) for item in sheet.items])
    found = {*findings, *(one for comment in comments for one in comment.findings)}
    return Submission(path, context.round, entity, about, comments, tuple(sorted(found)))


class _Head:
    """The head of a file: the text of each key, and its place."""

    def __init__(self, node: Mapping, path: str) -> None:
        self._values: dict[str, Node] = {}
        self._path = path
        for key, value in node.entries:
            self._values.setdefault(key.value, value)

    def text(self, key: str) -> str:
        value = self._values.get(key)
        return composed(value.value) if isinstance(value, Scalar) else ""

    def at(self, key: str) -> Place:
        value = self._values.get(key)
        return Place(self._path, value.at.line, value.at.column) if value else Place(self._path)


def _entity(head: _Head, folder: str, registry: Registry, findings: list[Finding]) -> str:
    """The code of the entity: the one that the file names, else that of its folder."""
    name, at = head.text("entity"), head.at("entity")
    own, owner = registry.find(name) if name else None, registry.find(folder)
    if own is None:
        shown = name[:_LONGEST_NAME] or folder
        if name or owner is None:
            known = nearest(shown, registry.members)
            message = f"comments/members.yaml has no entity {quoted(shown)}{known}"
            findings.append(finding("MEMBER-UNKNOWN", at, message))
        return owner.code if owner else folder
    if owner is None or owner.code != own.code:
        findings.append(
            finding("MEMBER-FOLDER", at, f"the file says that it is of {own.code}, but stands in the folder {folder}/")
        )
    elif name != own.code or folder != own.code:
        message = f"“{name if name != own.code else folder}” is another name of {own.code}"
        hint = f"Write `entity: {own.code}`, and give the folder that name."
        findings.append(Finding(at, "MEMBER-FOLDER", message, hint, Severity.NOTE))
    return own.code


def _document(head: _Head, stem: str, known: tuple[str, ...], findings: list[Finding]) -> str:
    """The document: the one that the file names, else that of its file name."""
    name, at = head.text("document"), head.at("document")
    wrong = [one for one in dict.fromkeys((name or stem, stem)) if one not in known]
    for one in wrong:
        shown = one[:_LONGEST_NAME]
        hint = f"Name the file after the document, and write the same under `document:`: {listed(known, 'or')}."
        message = f"there is no document {quoted(shown)}{nearest(shown, known)}"
        findings.append(finding("COMMENT-DOCUMENT", at, message, hint))
    if not wrong and name and name != stem:
        message = f"the file is called {stem}, but says that it is on {name}; it is read as one on {name}"
        hint = "Name the file after the document, and write the same name under `document:`."
        findings.append(Finding(at, "COMMENT-DOCUMENT", message, hint, Severity.WARNING))
    return name if name in known else stem


def _baseline(head: _Head, context: Context, findings: list[Finding]) -> str:
    name = head.text("baseline")
    if name:
        findings += baseline_findings(name, head.at("baseline"), context.round, context.baselines)
    return name


def _received(head: _Head, context: Context, findings: list[Finding]) -> str:
    """When the file came in: as the secretariat noted, else by its first commit. Late ones are told once."""
    noted, at = head.text("received"), head.at("received")
    if noted and instant(noted) is None:
        findings.append(time_finding(noted, at))
        noted = ""
    received = noted or context.received
    closes = context.settings.closes if context.settings else ""
    if is_late(received, closes):
        findings.append(finding("COMMENT-LATE", at, late_message(received, closes)))
    return received


def _distinct(comments: list[Comment]) -> tuple[Comment, ...]:
    """Give each comment a name of its own: the second 3 becomes 3-2."""
    first: dict[str, Comment] = {}
    copies: dict[str, int] = {}
    result = []
    for comment in comments:
        identity = comment.name.id
        copies[identity] = copies.get(identity, 0) + 1
        number = copies[identity]
        result.append(_renamed(comment, first[identity], number) if number > 1 else first.setdefault(identity, comment))
    return tuple(result)


def _renamed(comment: Comment, first: Comment, number: int) -> Comment:
    """The comment as a further one of its id; no id that can be written holds a hyphen, so the name is free."""
    name = comment.name
    identity = f"{name.id}-{number}"
    message = f"the id {name.id} stands already on line {first.at.line}; this comment is listed as {identity}"
    return replace(
        comment,
        name=CommentName(name.round, name.entity, name.document, identity),
        findings=tuple(sorted((*comment.findings, finding("COMMENT-ID-TWICE", comment.at, message)))),
    )
