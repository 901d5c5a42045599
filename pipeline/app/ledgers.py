"""The ledger of a round: files, texts and decisions brought together, and kept until one of them changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.app.baselines import Baseline, baselines, current
from pipeline.app.opening import Opened, found
from pipeline.app.rounds import RoundFiles, read_round, registry_of
from pipeline.app.texts import Story, stories
from pipeline.intake.resolve import Resolver, named_section
from pipeline.model.comment import Comment, CommentName, Registry, Target
from pipeline.model.finding import Finding, PipelineError
from pipeline.model.ledger import AnchorStatus, Entry, Ledger
from pipeline.review.auditing import audit
from pipeline.review.ledger import DocumentRound, account, assemble, with_findings
from pipeline.review.placing import Texts
from pipeline.store.cache import Cache
from pipeline.text.problems import nearest


@dataclass(frozen=True)
class RoundView:
    """A round as it stands.

    Attributes:
        files: as they were read.
        stories: of each document, with the texts that were read and that of today.
        tables: name of the baseline on the table, by document; "" when it is not frozen.
        ledger: the account, with all its findings.
    """

    files: RoundFiles
    stories: Mapping[str, Story]
    tables: Mapping[str, str]
    ledger: Ledger

    def table(self, document: str) -> Texts | None:
        """The texts of the baseline on the table, None when there is none that can be read."""
        story = self.stories.get(document)
        return story.texts.get(self.tables.get(document, "")) if story else None


def session_with_comments(opened: Opened) -> str:
    """The last session that has submissions; the last frozen one when none has.

    Raises:
        PipelineError: the workspace has no session.
    """
    names = [name for name in opened.file.sessions if name in opened.sessions]
    if not names:
        raise PipelineError("there is no session", "add one to hlcp.yaml, with its session.yaml")
    for name in reversed(names):
        if has_submissions(opened, name):
            return name
    frozen = [name for name in names if any(current(opened, name, d) for d in opened.file.documents)]
    return frozen[-1] if frozen else names[-1]


def has_submissions(opened: Opened, session: str) -> bool:
    """Whether anybody has commented on a session."""
    workspace = opened.workspace
    folder = workspace.session_folder(session)
    inner = [name for name in workspace.files.names(folder) if not name.startswith(("baseline", "dispositions"))]
    return any(name.endswith(".yaml") for entity in inner for name in workspace.files.names(f"{folder}/{entity}"))


def has_round(opened: Opened, session: str) -> bool:
    """Whether a session has a round: comments, decisions, or a window for them."""
    decided = opened.workspace.files.names(f"{opened.workspace.session_folder(session)}/dispositions")
    return bool(opened.session(session).rounds or decided) or has_submissions(opened, session)


def round_of(opened: Opened, session: str, cache: Cache) -> RoundView:
    """Account for the round on a session's baselines.

    Raises:
        FindingsError: there is no such session.
    """
    opened.session(session)
    registry, on_registry = registry_of(opened)
    files = read_round(opened, session, registry, cache)
    tables = _tables(opened, session)
    files = _with_baselines(files, tables)
    documents = _documents(opened, session, files)
    told = stories(opened, {name: _read_by_somebody(opened, session, name, files) for name in documents}, cache)
    rounds = [_document_round(name, told[name], tables.get(name, ""), files) for name in documents]
    parts = [account(one, _comments(files, one.document)) for one in rounds]
    settings = files.settings
    ledger = assemble(session, sample=bool(settings and settings.sample), rounds=rounds, parts=parts)
    ledger = replace(ledger, invited=_invited(registry, sample=ledger.sample))
    ledger = _pointed_elsewhere(ledger, told, tables)
    findings = (*on_registry, *files.findings, *audit(ledger, files.submissions, files.decided))
    return RoundView(files, told, tables, with_findings(ledger, findings))


def _tables(opened: Opened, session: str) -> dict[str, str]:
    frozen = {name: current(opened, session, name) for name in opened.file.documents}
    return {name: baseline.name for name, baseline in frozen.items() if baseline is not None}


def _with_baselines(files: RoundFiles, tables: Mapping[str, str]) -> RoundFiles:
    """A comment that names no draft, or only the session, read the one on the table."""

    def filled(comment: Comment) -> Comment:
        table = tables.get(comment.name.document, files.session)
        return comment if comment.baseline and comment.baseline != files.session else replace(comment, baseline=table)

    submissions = tuple(replace(s, comments=tuple(filled(c) for c in s.comments)) for s in files.submissions)
    return replace(files, submissions=submissions)


def _documents(opened: Opened, session: str, files: RoundFiles) -> tuple[str, ...]:
    """The documents on the table, then others that somebody commented on."""
    table = [entry.document for entry in opened.session(session).documents]
    return tuple(dict.fromkeys([*table, *(submission.document for submission in files.submissions)]))


def _comments(files: RoundFiles, document: str) -> list[Comment]:
    return [comment for s in files.submissions if s.document == document for comment in s.comments]


def _read_by_somebody(opened: Opened, session: str, document: str, files: RoundFiles) -> list[Baseline]:
    """The baseline on the table, and every other that a comment names."""
    named = {comment.baseline for comment in _comments(files, document)}
    own = current(opened, session, document)
    every = [b for name in opened.sessions for b in baselines(opened, name, document)]
    return [b for b in every if b.name in named or (own is not None and b.name == own.name)]


def _document_round(document: str, story: Story, table: str, files: RoundFiles) -> DocumentRound:
    read = story.read.get(table)
    resolvers = {name: Resolver(texts.read.units) for name, texts in story.texts.items()}
    cited = {c.name: _cited(c, resolvers.get(c.baseline)) for c in _comments(files, document)}
    decided = {entry.comment: entry for entry, _ in files.decided.get(document, ())}
    title = read.document.title if read and read.document else document
    return DocumentRound(document, title, table, read.fingerprint if read else "", story.texts, cited, decided)


def _cited(comment: Comment, resolver: Resolver | None) -> Sequence[Sequence[int]]:
    if resolver is None:
        return [()] * len(comment.targets)
    return [resolver.resolve(target.citation) for target in comment.targets]


def _invited(registry: Registry, *, sample: bool) -> tuple[str, ...]:
    return tuple(sorted(m.code for m in registry.members.values() if (m.kind == "sample") == sample))


# -- comments filed on the wrong document


def _pointed_elsewhere(ledger: Ledger, told: Mapping[str, Story], tables: Mapping[str, str]) -> Ledger:
    """Say of words that are not in their document in which other one they stand."""
    entries, findings = [], []
    for entry in ledger.entries:
        other = _elsewhere(entry, told, tables)
        if other is not None:
            name, address = other
            message = f"{entry.comment.name.short}: its words stand in {name}, {address}"
            findings.append(found("COMMENT-WRONG-DOCUMENT", entry.comment.at, message))
            entry = _told(entry, f"the words stand in {name}, {address}: is that document meant?")  # noqa: PLW2901
        entries.append(entry)
    return with_findings(replace(ledger, entries=tuple(entries)), findings)


def _elsewhere(entry: Entry, told: Mapping[str, Story], tables: Mapping[str, str]) -> tuple[str, str] | None:
    for target, anchor in zip(entry.comment.targets, entry.anchors, strict=True):
        if anchor.status is not AnchorStatus.UNPLACED or (anchor.candidates and not target.quote):
            continue
        for name, story in told.items():
            texts = story.texts.get(tables.get(name, ""))
            if name == entry.comment.name.document or texts is None:
                continue
            if where := _stands_in(texts, target):
                return name, where
    return None


def _stands_in(texts: Texts, target: Target) -> str:
    from pipeline.review.anchoring import How, find_quote

    if target.quote.strip():
        place = find_quote(texts.index, target.quote)
        return texts.read.address(place.span) if place.span and place.how is How.LITERAL else ""
    heading = named_section(target.citation, texts.read.units)
    return texts.read.units[heading].address if heading is not None else ""


def _told(entry: Entry, remark: str) -> Entry:
    anchors = tuple(
        replace(a, remark=f"{a.remark}; {remark}" if a.remark else remark) if a.status is AnchorStatus.UNPLACED else a
        for a in entry.anchors
    )
    return replace(entry, anchors=anchors)


def comment_named(ledger: Ledger, name: str, document: str = "") -> Entry:
    """The entry of a comment by its short or full name.

    Raises:
        PipelineError: there is none, or several documents have one of this name.
    """
    hits = [e for e in ledger.entries if name in (e.comment.name.short, str(e.comment.name))]
    hits = [e for e in hits if not document or e.comment.name.document == document]
    if not hits:
        known = [e.comment.name.short for e in ledger.entries if document in ("", e.comment.name.document)]
        where = f"on {document} in {ledger.session}" if document else f"in {ledger.session}"
        raise PipelineError(f"there is no comment {name!r} {where}{nearest(name, known)}", "`hlcp comments` lists them")
    if len(hits) > 1:
        where = ", ".join(e.comment.name.document for e in hits)
        raise PipelineError(f"{name} exists on several documents: {where}", "say which with --document")
    return hits[0]


def names_of(entries: Sequence[Entry]) -> tuple[CommentName, ...]:
    """The names of these entries."""
    return tuple(entry.comment.name for entry in entries)


def findings_of(view: RoundView) -> tuple[Finding, ...]:
    """Everything that was found on a round."""
    return view.ledger.findings
