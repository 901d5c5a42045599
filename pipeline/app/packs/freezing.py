"""`hlcp freeze`: copy the inputs of a session's documents, lock them, and commit exactly these files."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline import __version__
from pipeline.app.redlines.compared import Compared, frozen_text, section_texts
from pipeline.app.redlines.crediting import frozen_credits
from pipeline.app.sources.acknowledging import acknowledge
from pipeline.app.sources.baselines import CREDITS, LOCK_BYTES, Baseline, current, lock_text, previous, todays_origins
from pipeline.app.sources.opening import Opened, found
from pipeline.app.sources.reading import ReadDocument, read_documents
from pipeline.app.sources.unfinished import WAIT, begin, end
from pipeline.model.document import Document
from pipeline.model.finding import EnvironmentProblem, Finding, FindingsError, PipelineError
from pipeline.model.lock import Lock, LockedParagraph
from pipeline.model.source import Place
from pipeline.store.cache import Cache
from pipeline.store.git import Repository, git_problem
from pipeline.store.git_history import committed_at
from pipeline.store.lock import BuildLock
from pipeline.store.workspace import Workspace
from pipeline.text.identity import numbered_paragraphs
from pipeline.text.words import fingerprint, printed

_PROTECTED = ("drafts", "comments", "hlcp.yaml", "templates")


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was frozen: names of baselines with their document, the files written, and the commit."""

    baselines: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    commit: str


class Why(NamedTuple):
    """The reasons of the secretariat, "" for none.

    Attributes:
        reissue: why what is frozen is issued again.
        uncredited: why it is frozen although nobody can tell who changed it.
    """

    reissue: str = ""
    uncredited: str = ""


@dataclass(frozen=True, slots=True)
class _Plan:
    """One baseline to write."""

    session: str
    document: str
    revision: int
    read: ReadDocument


def freeze(opened: Opened, sessions: tuple[str, ...], why: Why, cache: Cache) -> Frozen:
    """Freeze sessions from today's text; with a reason, reissue those of their documents that changed.

    Raises:
        PipelineError: outside Git, on a dirty tree, when a session is frozen already, or when nothing changed.
        FindingsError: a document has errors, or nobody can tell who changed it and that was not allowed.
    """
    reason = why.reissue
    repository = _clean_repository(opened)
    commit = repository.head()
    if commit is None:
        raise PipelineError("there is no commit yet", "commit the drafts first, then freeze them")
    plans = _plans(opened, sessions, reason, cache)
    owed = _owed(opened, repository, plans, commit, cache)
    missing = tuple(each for each in owed if isinstance(each, Finding))
    if missing and not why.uncredited:
        raise FindingsError(missing)
    files: dict[str, bytes] = {}
    for plan, credits_ in zip(plans, owed, strict=True):
        files |= _files(opened, plan, (commit, reason), credits_ if isinstance(credits_, bytes) else None)
    message = _message(plans, reason) + (f"Without credits: {why.uncredited}\n" if missing else "")
    done = _write(opened.workspace, repository, files, message)
    return Frozen(tuple((_name(plan), plan.document) for plan in plans), tuple(sorted(files)), done)


def _write(workspace: Workspace, repository: Repository, files: dict[str, bytes], message: str) -> str:
    """Write and commit files; a journal tells the next command what to take away should this one be killed."""
    names = tuple(sorted(files))
    with BuildLock(workspace.build, WAIT):
        begin(workspace, files)
        for path, data in files.items():
            workspace.files.write_atomic(path, data)
        try:
            done = repository.commit(names, message)
        except PipelineError:
            workspace.files.remove(names)
            end(workspace)
            raise
        end(workspace)
    return done


def _clean_repository(opened: Opened) -> Repository:
    problem = git_problem()
    if problem is not None:
        raise EnvironmentProblem(problem, "install it; `hlcp doctor` says which version is needed")
    repository = Repository.find(opened.workspace.root)
    if repository is None:
        raise PipelineError(
            "a baseline is frozen into Git, and this is no Git repository", "run `git init` and commit the drafts"
        )
    dirty = repository.is_dirty(_PROTECTED)
    if dirty:
        shown = ", ".join(dirty[:3]) + (f" and {len(dirty) - 3} more" if len(dirty) > 3 else "")
        hint = "commit them (`git add --all`, then `git commit`) or take them back, then freeze"
        raise PipelineError(f"there are changes that are not committed: {shown}", hint)
    repository.identity_or_fail()
    return repository


def _plans(opened: Opened, sessions: tuple[str, ...], reason: str, cache: Cache) -> tuple[_Plan, ...]:
    wanted = [(name, entry.document) for name in dict.fromkeys(sessions) for entry in opened.session(name).documents]
    for name in sessions:
        if not opened.session(name).documents:
            hint = f"list them under `documents:` in {opened.workspace.session_file(name)}"
            raise PipelineError(f"{name} has no documents on its table, so there is nothing to freeze", hint)
    before = {pair: current(opened, *pair) for pair in wanted}
    taken = [f"{session} ({document})" for (session, document), baseline in before.items() if baseline is not None]
    if taken and not reason:
        raise PipelineError(f"already frozen: {', '.join(taken)}", "a correction is a reissue: add --reissue REASON")
    if reason and len(taken) < len(wanted):
        raise PipelineError("what is not frozen yet cannot be reissued", "freeze it first, without --reissue")
    documents = tuple(dict.fromkeys(document for _, document in wanted))
    read = dict(zip(documents, read_documents(opened, todays_origins(opened, documents, cache), cache), strict=True))
    _refuse_errors(opened, wanted, read)
    plans = tuple(_plan(pair, before[pair], read[pair[1]]) for pair in wanted if _changed(before[pair], read[pair[1]]))
    if not plans:
        raise PipelineError("no document differs from its baseline", "change the drafts first; then reissue them")
    return plans


def _refuse_errors(opened: Opened, wanted: list[tuple[str, str]], read: Mapping[str, ReadDocument]) -> None:
    findings = [
        finding
        for session, document in wanted
        for finding in acknowledge(read[document].findings, opened.session(session).acknowledged, session)
        if finding.fails
    ]
    if findings:
        raise FindingsError(tuple(dict.fromkeys(findings)))


def _changed(before: Baseline | None, read: ReadDocument) -> bool:
    return before is None or before.lock is None or before.lock.inputs != dict(read.inputs)


def _plan(pair: tuple[str, str], before: Baseline | None, read: ReadDocument) -> _Plan:
    return _Plan(pair[0], pair[1], before.revision + 1 if before else 0, read)


def _name(plan: _Plan) -> str:
    return plan.session if plan.revision == 0 else f"{plan.session}-rev{plan.revision}"


def _files(opened: Opened, plan: _Plan, about: tuple[str, str], owed: bytes | None) -> dict[str, bytes]:
    """The copy, byte for byte, the credits of what changed since the session before, and the lock beside it."""
    folder = opened.workspace.baseline_folder(plan.session, plan.document, plan.revision)
    source = plan.read.origin.folder
    files = {
        f"{folder}/{name}": opened.workspace.files.read(f"{source}/{name}", 8 * 1024 * 1024)
        for name in sorted(plan.read.inputs)
    }
    lock = _lock(opened, plan, *about)
    if owed is not None:
        files[f"{folder}/{CREDITS}"] = owed
        lock = lock.model_copy(update={"credits": hashlib.sha256(owed).hexdigest()})
    files[f"{folder}/lock.json"] = lock_text(lock).encode()
    return files


def _owed(
    opened: Opened, repository: Repository, plans: tuple[_Plan, ...], commit: str, cache: Cache
) -> list[bytes | Finding | None]:
    """The credits of each text, or why there are none; None for a text that no earlier session had."""
    owed: list[bytes | Finding | None] = []
    for plan in plans:
        before, origin = previous(opened, plan.session, plan.document), plan.read.origin
        if before is None:
            owed.append(None)
            continue
        if before.lock is None:
            raise FindingsError(before.findings)
        text = Compared(plan.session, origin, section_texts(opened, origin.folder), commit, plan.session)
        made = frozen_credits(opened, frozen_text(opened, before), text, cache)
        owed.append(made or _uncredited(opened, repository, plan, before))
    return owed


def _uncredited(opened: Opened, repository: Repository, plan: _Plan, before: Baseline) -> Finding:
    where = "this clone, which is shallow" if repository.is_shallow() else "this repository"
    message = f"{plan.document} of {_name(plan)}: the commits since {before.name} are not in {where}"
    path = f"{before.folder}/lock.json"
    lines = opened.workspace.files.read(path, LOCK_BYTES).decode(errors="replace").split("\n")
    line = next((number for number, text in enumerate(lines, 1) if text.lstrip().startswith('"commit":')), 1)
    return found("CREDIT-MISSING", Place(path, line), f"{message}, so nobody can tell who changed what")


def _lock(opened: Opened, plan: _Plan, commit: str, reason: str) -> Lock:
    if plan.read.document is None:
        raise PipelineError(f"the text of {plan.document} cannot be read", "`hlcp check` says why")
    repository = Repository.find(opened.workspace.root)
    return Lock(
        session=plan.session, revision=plan.revision, document=plan.document, commit=commit, reason=reason,
        committed=(committed_at(repository, commit) if repository else None) or "",
        inputs=dict(sorted(plan.read.inputs.items())), profile_name=opened.file.profile, profile=opened.profile,
        paragraphs=locked_paragraphs(plan.read.document), tool=f"hlcp {__version__}",
    )  # fmt: skip


def locked_paragraphs(document: Document) -> tuple[LockedParagraph, ...]:
    """The numbered paragraphs of a document as a lock keeps them."""
    where = {id(block): section.path for section in document.sections for block in section.blocks}
    result = []
    for paragraph in numbered_paragraphs(document):
        words = printed(paragraph.inlines)
        result.append(
            LockedParagraph(
                number=paragraph.number or 0,
                id=paragraph.id,
                fingerprint=fingerprint(words),
                words=len(words.split()),
                section=where[id(paragraph)].removeprefix(f"{document.folder}/"),
            )
        )
    return tuple(result)


def _message(plans: tuple[_Plan, ...], reason: str) -> str:
    names = sorted({_name(plan) for plan in plans})
    verb = "Reissue" if reason else "Freeze"
    lines = [f"{verb} the baselines of {', '.join(names)}", ""]
    lines += [reason, ""] if reason else []
    lines += [f"Baseline: {_name(plan)} {plan.document}" for plan in plans]
    return "\n".join(lines) + "\n"
