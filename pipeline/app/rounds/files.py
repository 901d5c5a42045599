"""The files of a round: who may comment, what was submitted, what was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from pipeline.app.rounds.receiving import came_later, received_singly
from pipeline.app.sources.baselines import baselines
from pipeline.app.sources.opening import YAML_BYTES, Opened, found, problem_finding
from pipeline.intake.dispositions import DispositionAt, read_dispositions
from pipeline.intake.registry import read_registry
from pipeline.intake.sheets import MAX_SALVAGED_BYTES
from pipeline.intake.submissions import Context, read_submission, unread_submission
from pipeline.model.comment import Comment, CommentName, Registry, Submission
from pipeline.model.config import Round
from pipeline.model.finding import Finding
from pipeline.model.source import Place
from pipeline.store.cache import Cache, key
from pipeline.store.files import FileProblem
from pipeline.store.git import Repository
from pipeline.store.git_history import Commit, versions_of
from pipeline.store.versions import code_fingerprint
from pipeline.store.workspace import MEMBERS

MATRIX_BYTES = 16 * 1024 * 1024  # fifty thousand decisions have 7.4 MB
_OURS = ("baseline", "dispositions")
_submissions = TypeAdapter(Submission)


@dataclass(frozen=True)
class RoundFiles:
    """What the folder of a session holds beside its baselines.

    Attributes:
        settings: of the round, None when session.yaml has none.
        submissions: sorted by path.
        decided: the secretariat's entries by document, each with its place.
        used: every file that was read.
        findings: on these files.
    """

    session: str
    settings: Round | None
    registry: Registry
    submissions: tuple[Submission, ...]
    decided: Mapping[str, tuple[DispositionAt, ...]]
    used: frozenset[str]
    findings: tuple[Finding, ...]


def registry_of(opened: Opened) -> tuple[Registry, tuple[Finding, ...]]:
    """Who may comment; nobody when there is no file."""
    if not opened.workspace.files.exists(MEMBERS):
        return Registry(), ()
    try:
        return read_registry(opened.workspace.files.read(MEMBERS, YAML_BYTES), MEMBERS)
    except FileProblem as problem:
        return Registry(), (problem_finding(problem, MEMBERS),)


def read_round(opened: Opened, session: str, registry: Registry, cache: Cache) -> RoundFiles:
    """Read all submissions and decisions of a session; one that cannot be read is in the result all the same."""
    paths = _paths(opened, session)
    reader = _Reader(opened, session, registry, cache)
    submissions = _distinct([reader.submission(path, *parts) for path, parts in paths.submitted.items()])
    decided, findings = _decided(opened, paths.decided)
    findings += [finding for submission in submissions for finding in submission.findings]
    used = frozenset((*paths.submitted, *paths.decided))
    return RoundFiles(session, reader.settings, registry, submissions, decided, used, tuple(sorted(set(findings))))


def used_files(opened: Opened, session: str) -> frozenset[str]:
    """The submissions and decisions of a session, by path; none of them is read."""
    paths = _paths(opened, session)
    return frozenset((*paths.submitted, *paths.decided))


class _Paths(NamedTuple):
    """Submissions with the names of their folder and file, and files of decisions."""

    submitted: dict[str, tuple[str, str]]
    decided: tuple[str, ...]


def _paths(opened: Opened, session: str) -> _Paths:
    folder = opened.workspace.session_folder(session)
    paths = [path for path in opened.workspace.files.list_files(folder) if path.endswith(".yaml")]
    split = {path: path.removeprefix(f"{folder}/").split("/") for path in paths}
    pairs = {path: (parts[0], parts[1]) for path, parts in split.items() if len(parts) == 2}
    submitted = {path: pair for path, pair in pairs.items() if not pair[0].startswith(_OURS)}
    return _Paths(submitted, tuple(path for path, pair in pairs.items() if pair[0] == "dispositions"))


class _Reader:
    """Reads submissions, each kept by its content."""

    def __init__(self, opened: Opened, session: str, registry: Registry, cache: Cache) -> None:
        self._opened, self._session, self._registry, self._cache = opened, session, registry, cache
        rounds = opened.session(session).rounds
        self.settings = rounds[-1] if rounds else None
        self._known = frozenset(
            baseline.name
            for name in opened.sessions
            for document in opened.file.documents
            for baseline in baselines(opened, name, document)
        )
        self._repository: Repository | None = None
        self._versions = self._history()
        self._seen = {path: commits[0].when for path, commits in self._versions.items()}

    def _history(self) -> dict[str, tuple[Commit, ...]]:
        """The commits of each file. The dates of a sample mean nothing, so only those noted in the files count."""
        if self.settings is None or self.settings.sample:
            return {}
        self._repository = Repository.find(self._opened.workspace.root)
        if self._repository is None:
            return {}
        return versions_of(self._repository, self._opened.workspace.session_folder(self._session))

    def submission(self, path: str, folder: str, name: str) -> Submission:
        """One file."""
        document = name.removesuffix(".yaml")
        context = Context(
            round=self._session,
            settings=self.settings,
            documents=self._opened.file.documents,
            baselines=self._known,
            registry=self._registry,
            received=self._seen.get(path, ""),
        )
        try:
            data = self._opened.workspace.files.read(path, MAX_SALVAGED_BYTES)
        except FileProblem as problem:
            return unread_submission(problem_finding(problem, path), path, folder, document, context)
        made = self._read(data, path, (folder, document), context)
        commits = self._versions.get(path, ())
        if self._repository is None or self.settings is None or not came_later(commits, self.settings.closes):
            return made
        older = (self._repository.files_at(commit.oid, path)[path] for commit in commits)
        versions = [self._read(text, path, (folder, document), context) for text in older]
        return received_singly(made, list(zip(commits, versions, strict=True)), self.settings.closes)

    def _read(self, data: bytes, path: str, names: tuple[str, str], context: Context) -> Submission:
        name_in_cache = key("submission", code_fingerprint(), data, path, self._context_key(path))
        stored = self._cache.get("submissions", name_in_cache)
        if stored is not None:
            try:
                return _submissions.validate_json(stored)
            except ValidationError:  # of another version of ours
                pass
        made = read_submission(data, path, *names, context)
        self._cache.put("submissions", name_in_cache, _submissions.dump_json(made))
        return made

    def _context_key(self, path: str) -> str:
        settings = self.settings.model_dump_json() if self.settings else ""
        return repr((settings, self._opened.file.documents, sorted(self._known), self._registry, self._seen.get(path)))


def _decided(opened: Opened, paths: Iterable[str]) -> tuple[dict[str, tuple[DispositionAt, ...]], list[Finding]]:
    decided: dict[str, tuple[DispositionAt, ...]] = {}
    findings: list[Finding] = []
    for path in paths:
        try:
            entries, more = read_dispositions(opened.workspace.files.read(path, MATRIX_BYTES), path)
        except FileProblem as problem:
            entries, more = (), (problem_finding(problem, path),)
        decided[PurePosixPath(path).stem] = entries
        findings += more
    return decided, findings


def _distinct(submissions: list[Submission]) -> tuple[Submission, ...]:
    """Give the comments of a second file of the same entity on the same document names of their own.

    The file in the entity's own folder is the first one.
    """
    taken: dict[tuple[str, str], int] = {}
    result = []
    for submission in sorted(submissions, key=lambda s: (s.path.split("/")[2] != s.entity, s.path)):
        number = taken[submission.entity, submission.document] = (
            taken.get((submission.entity, submission.document), 0) + 1
        )
        result.append(submission if number == 1 else _renamed(submission, number))
    return tuple(sorted(result, key=lambda s: s.path))


def _renamed(submission: Submission, number: int) -> Submission:
    message = (
        f"{submission.entity} has another file on {submission.document}; comments of this one are listed with ~{number}"
    )
    twice = found("MEMBER-TWICE", Place(submission.path), message)
    comments = tuple(_with_id(comment, f"{comment.name.id}~{number}") for comment in submission.comments)
    return replace(submission, comments=comments, findings=tuple(sorted((*submission.findings, twice))))


def _with_id(comment: Comment, identity: str) -> Comment:
    name = comment.name
    return replace(comment, name=CommentName(name.round, name.entity, name.document, identity))
