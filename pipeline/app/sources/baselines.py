"""Baselines: which one a paper is built from, whether it still is what was frozen, and what ids it hands on."""

import hashlib
import json
from dataclasses import dataclass, replace

from pydantic import ValidationError

from pipeline.app.sources.opening import Opened, found, problem_finding
from pipeline.app.sources.reading import Origin, ReadDocument, known_of
from pipeline.app.sources.shelf import read_once
from pipeline.model.finding import Finding
from pipeline.model.lock import Lock
from pipeline.model.saying import counted
from pipeline.model.source import Place
from pipeline.store.cache import Cache
from pipeline.store.files import FileProblem
from pipeline.store.git import Repository
from pipeline.text.identity import numbered_paragraphs
from pipeline.text.words import fingerprint, printed

LOCK_BYTES = 8 * 1024 * 1024
CREDITS = "credits.json"  # beside a lock: whose the changes since the baseline before are


@dataclass(frozen=True, slots=True)
class Baseline:
    """A frozen copy of a document.

    Attributes:
        folder: relative to the workspace, `comments/hlcp-48/baseline/mapping`.
        lock: None when it cannot be read; the findings say why.
    """

    session: str
    document: str
    revision: int
    folder: str
    lock: Lock | None
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        """`hlcp-2025-06`, or `hlcp-2025-06-rev1` for a reissue."""
        return self.session if self.revision == 0 else f"{self.session}-rev{self.revision}"


def baselines(opened: Opened, session: str, document: str) -> tuple[Baseline, ...]:
    """All baselines of a document at a session, oldest revision first."""
    folders = opened.workspace.baselines(session, document)
    return tuple(_read_baseline(opened, session, document, revision, folder) for revision, folder in folders)


def current(opened: Opened, session: str, document: str) -> Baseline | None:
    """The last revision of a document at a session, or None when it is not frozen there."""
    all_of_them = baselines(opened, session, document)
    return all_of_them[-1] if all_of_them else None


def previous(opened: Opened, session: str, document: str) -> Baseline | None:
    """The last baseline of the nearest earlier session that has the document."""
    names = opened.file.sessions
    before = names[: names.index(session)] if session in names else names
    return _last(opened, before, document)


def latest(opened: Opened, document: str) -> Baseline | None:
    """The last baseline of the last session that has the document: today's text inherits from it."""
    return _last(opened, opened.file.sessions, document)


def _last(opened: Opened, sessions: tuple[str, ...], document: str) -> Baseline | None:
    for session in reversed(sessions):
        baseline = current(opened, session, document)
        if baseline is not None:
            return baseline
    return None


def origin_of(opened: Opened, baseline: Baseline) -> Origin:
    """Where to read a baseline, with the profile that was in force."""
    profile = baseline.lock.profile if baseline.lock else opened.profile
    return Origin(baseline.document, baseline.folder, profile, baseline.lock)


def todays_origins(opened: Opened, documents: tuple[str, ...], cache: Cache) -> tuple[Origin, ...]:
    """Today's text of documents, ready to inherit the ids of their last baselines."""
    found_baselines = {name: latest(opened, name) for name in documents}
    known = {name: baseline for name, baseline in found_baselines.items() if baseline is not None}
    plain = [Origin(name, f"drafts/{name}", opened.profile) for name in documents]
    read = read_once(opened, [origin_of(opened, baseline) for baseline in known.values()], cache, soon=plain)
    by_name = {name: known_of(document) for name, document in zip(known, read, strict=True)}
    return tuple(replace(one, known=by_name.get(one.document, ())) for one in plain)


# -- reading and verifying


def _read_baseline(opened: Opened, session: str, document: str, revision: int, folder: str) -> Baseline:
    path = f"{folder}/lock.json"
    lock, findings = _read_lock(opened, path)
    if lock is not None and (lock.session, lock.document, lock.revision) != (session, document, revision):
        message = f"this lock belongs to {lock.document} of {lock.session}, revision {lock.revision}"
        findings, lock = (found("BASELINE-LOCK", Place(path), message, _restore(path)),), None
    return Baseline(session, document, revision, folder, lock, findings)


def _read_lock(opened: Opened, path: str) -> tuple[Lock | None, tuple[Finding, ...]]:
    try:
        data = opened.workspace.files.read(path, LOCK_BYTES)
    except FileProblem as problem:
        return None, (problem_finding(problem, path),)
    try:
        return Lock.model_validate_json(data), ()
    except ValidationError as error:
        return None, (found("BASELINE-LOCK", Place(path), f"the lock cannot be read: {_first(error)}", _restore(path)),)


def check_copy(opened: Opened, baseline: Baseline) -> tuple[Finding, ...]:
    """Whether the files of a baseline are, to the byte, those of its lock."""
    findings = list(baseline.findings)
    if baseline.lock is None:
        return tuple(findings)
    listed = set(opened.workspace.files.list_files(baseline.folder)) - {f"{baseline.folder}/lock.json"}
    owed = {CREDITS: baseline.lock.credits} if baseline.lock.credits else {}
    for name, digest in sorted({**baseline.lock.inputs, **owed}.items()):
        path = f"{baseline.folder}/{name}"
        listed.discard(path)
        findings += _check_file(opened, path, digest)
    findings += [
        found("BASELINE-ALTERED", Place(path), "the file was added after the text was frozen", "Remove it.")
        for path in sorted(listed)
    ]
    return tuple(findings)


def _check_file(opened: Opened, path: str, digest: str) -> tuple[Finding, ...]:
    try:
        data = opened.workspace.files.read(path, LOCK_BYTES)
    except FileProblem as problem:
        message = f"the file {problem.what}, but belongs to the frozen text"
        return (found("BASELINE-ALTERED", Place(path), message, _restore(path)),)
    if hashlib.sha256(data).hexdigest() == digest:
        return ()
    return (found("BASELINE-ALTERED", Place(path), "the file was changed after it was frozen", _restore(path)),)


def _restore(path: str, more: str = "") -> str:
    return (
        f"Take the change back: `git restore {path}{more}`. What must change is changed in drafts/ and issued again: "
        "`hlcp freeze SESSION --reissue REASON`."
    )


def _first(error: ValidationError) -> str:
    """The first thing that is wrong with a lock, and where in it."""
    first = error.errors()[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]


def check_commit(baseline: Baseline, repository: Repository | None) -> tuple[Finding, ...]:
    """Whether the copy is what stood in the commit of its lock, where that commit is at hand."""
    lock = baseline.lock
    if lock is None or repository is None or not lock.commit or not repository.has(lock.commit):
        return ()
    there = repository.files_at(lock.commit, f"drafts/{lock.document}")
    findings = []
    for name, digest in sorted(lock.inputs.items()):
        data = there.get(f"drafts/{lock.document}/{name}")
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            path = f"{baseline.folder}/{name}"
            message = f"the file is not drafts/{lock.document}/{name} as it was frozen, at commit {lock.commit[:12]}"
            findings.append(
                found("BASELINE-COMMIT", Place(path), message, _restore(path, f" {baseline.folder}/lock.json"))
            )
    return tuple(findings)


def check_numbers(baseline: Baseline, read: ReadDocument) -> tuple[Finding, ...]:
    """Whether the copy still gives the numbers, ids and words of its lock."""
    if baseline.lock is None or read.document is None:
        return ()
    now = [
        (paragraph.number, paragraph.id, fingerprint(printed(paragraph.inlines)))
        for paragraph in numbered_paragraphs(read.document)
    ]
    then = [(paragraph.number, paragraph.id, paragraph.fingerprint) for paragraph in baseline.lock.paragraphs]
    if now == then:
        return ()
    first = next((a for a, b in zip(then, now, strict=False) if a != b), None)
    where = (
        f"first paragraph {first[0]} ({first[1]})" if first else f"{counted(len(now), 'paragraph')}, not {len(then)}"
    )
    message = f"the frozen text no longer has the words, numbers or ids of its lock: {where}"
    return (found("BASELINE-NUMBERS", Place(f"{baseline.folder}/lock.json"), message),)


def verified(opened: Opened, baseline: Baseline, read: ReadDocument) -> ReadDocument:
    """The document of a baseline with the findings on its copy added."""
    more = (*check_copy(opened, baseline), *check_numbers(baseline, read))
    return replace(read, findings=tuple(sorted({*read.findings, *more})))


def lock_text(lock: Lock) -> str:
    """The lock as it is written: sorted, indented, with a final newline."""
    return json.dumps(lock.model_dump(mode="json"), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
