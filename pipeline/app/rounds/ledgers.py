"""The ledger of a round: files, texts and decisions brought together, and kept until one of them changes."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, lru_cache

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from pipeline.app.rounds.elsewhere import pointed_elsewhere
from pipeline.app.rounds.files import RoundFiles, read_round, registry_of, used_files
from pipeline.app.sources.baselines import Baseline, baselines, current
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.states import state_of
from pipeline.app.sources.texts import Story, stories
from pipeline.app.sources.which_rounds import has_submissions
from pipeline.intake.resolve import Resolver
from pipeline.model.comment import Comment, Registry
from pipeline.model.document import Document
from pipeline.model.finding import Finding, PipelineError
from pipeline.model.guidance import Response
from pipeline.model.ledger import Entry, Ledger
from pipeline.model.saying import quoted
from pipeline.review.asking import judges
from pipeline.review.auditing import audit
from pipeline.review.effects import unasked, with_effects
from pipeline.review.ledger import DocumentRound, account, assemble, with_findings
from pipeline.review.placing import Texts
from pipeline.store.cache import Cache, key
from pipeline.store.git import Repository
from pipeline.store.git_trailers import brought_in
from pipeline.store.versions import code_fingerprint
from pipeline.text.problems import nearest


class RoundView:
    """A round as it stands.

    The ledger comes from the cache when no file under drafts/ and comments/ has changed and no commit was made since it
    was kept; files and texts are then read only when somebody asks for them.

    Attributes:
        session: whose baselines were read.
        state: a digest of all that the round depends on.
    """

    def __init__(self, opened: Opened, session: str, cache: Cache, state: str) -> None:
        self._opened, self._cache = opened, cache
        self.session, self.state = session, state

    @cached_property
    def tables(self) -> Mapping[str, str]:
        """Name of the baseline on the table, by document; a document that is not frozen is missing."""
        frozen = {name: current(self._opened, self.session, name) for name in self._opened.file.documents}
        return {name: baseline.name for name, baseline in frozen.items() if baseline is not None}

    @cached_property
    def _registry(self) -> tuple[Registry, tuple[Finding, ...]]:
        return registry_of(self._opened)

    @cached_property
    def files(self) -> RoundFiles:
        """The files of the round; each comment with the draft that was read."""
        return _with_baselines(read_round(self._opened, self.session, self._registry[0], self._cache), self.tables)

    @cached_property
    def used(self) -> frozenset[str]:
        """Every file that counts as read; known without reading one."""
        return used_files(self._opened, self.session)

    @cached_property
    def stories(self) -> Mapping[str, Story]:
        """Of each document the texts that were read and that of today, in the order of the agenda."""
        opened, files = self._opened, self.files
        names = _documents(opened, self.session, files)
        return stories(opened, {n: _read_by_somebody(opened, self.session, n, files) for n in names}, self._cache)

    @cached_property
    def ledger(self) -> Ledger:
        """The account, with all its findings."""
        name = key("ledger", code_fingerprint(), self.session, self.state)
        ledger = _stored(self._cache, name)
        if ledger is None:
            ledger = self._account()
            _keep(self._cache, name, ledger)
        return ledger

    def table(self, document: str) -> Texts | None:
        """The texts of the baseline on the table, None when there is none that can be read."""
        story = self.stories.get(document)
        return story.texts.get(self.tables.get(document, "")) if story else None

    def _account(self) -> Ledger:
        files, told = self.files, self.stories
        rounds = [_document_round(name, told[name], self.tables.get(name, ""), files) for name in told]
        parts = [account(one, _comments(files, one.document)) for one in rounds]
        sample = bool(files.settings and files.settings.sample)
        ledger = assemble(self.session, sample=sample, rounds=rounds, parts=parts)
        registry, on_registry = self._registry
        if files.settings or files.submissions:
            ledger = replace(ledger, invited=_invited(registry, sample=sample))
        ledger = pointed_elsewhere(ledger, told, self.tables)
        ledger = _with_effects(self._opened, ledger, told, files)
        today = {name: one.today.document for name, one in told.items() if one.today and one.today.document}
        ledger = replace(ledger, guidance=_guidance(self._opened, self.session, today))
        findings = (*on_registry, *files.findings, *audit(ledger, files.submissions, files.decided))
        findings += unasked(ledger, {name: one for name in told if (one := self.table(name)) is not None})
        return with_findings(ledger, findings)


def _guidance(opened: Opened, session: str, today: Mapping[str, Document]) -> tuple[Response, ...]:
    if not opened.workspace.files.exists(f"{opened.workspace.session_folder(session)}/guidance.yaml"):
        return ()
    from pipeline.app.rounds.guidance import responses_today

    return responses_today(opened, session, today)


def _with_effects(opened: Opened, ledger: Ledger, told: Mapping[str, Story], files: RoundFiles) -> Ledger:
    """What decisions did to the text; nothing is looked up while nothing is decided."""
    if not any(entry.state.decided for entry in ledger.entries):
        return ledger
    repository = Repository.find(opened.workspace.root)
    brought = {name: one.oid for name, one in brought_in(repository).items()} if repository else {}
    by_document = {name: judges(story.texts.items()) for name, story in told.items()}
    decided = {name: {entry.comment: entry for entry, _ in entries} for name, entries in files.decided.items()}
    return with_effects(ledger, by_document, decided, brought)


def _stored(cache: Cache, name: str) -> Ledger | None:
    kept = cache.get("ledgers", name)
    try:
        return _ledgers().validate_json(kept) if kept is not None else None
    except ValidationError:  # of another version of ours
        return None


def _keep(cache: Cache, name: str, ledger: Ledger) -> None:
    with suppress(PydanticSerializationError):  # a text with half a character; it is accounted for anew each time
        cache.put("ledgers", name, _ledgers().dump_json(ledger))


@lru_cache(maxsize=1)
def _ledgers() -> TypeAdapter[Ledger]:
    return TypeAdapter(Ledger)


def session_with_comments(opened: Opened) -> str:
    """The last session that has submissions; when none has, the last that is frozen, or the first to be.

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
    return frozen[-1] if frozen else names[0]


def round_of(opened: Opened, session: str, cache: Cache) -> RoundView:
    """Account for the round on a session's baselines.

    Raises:
        PipelineError: there is no such session, or its file cannot be read.
    """
    opened.session(session)
    state = state_of(opened)
    kept = cache.memory.get(f"round {session}")
    if isinstance(kept, RoundView) and kept.state == state:
        return kept
    view = cache.memory[f"round {session}"] = RoundView(opened, session, cache, state)
    return view


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
        raise PipelineError(
            f"there is no comment {quoted(name)} {where}{nearest(name, known)}", "`hlcp comments` lists them"
        )
    if len(hits) > 1:
        where = ", ".join(e.comment.name.document for e in hits)
        raise PipelineError(f"{name} exists on several documents: {where}", "say which with --document")
    return hits[0]
