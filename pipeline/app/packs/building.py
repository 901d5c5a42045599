"""`hlcp build`: the session packs. All is gathered and rendered first, then a pack replaces the old one at once."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pipeline.app.papers.companions import companions_of
from pipeline.app.papers.executing import HERE, Executor
from pipeline.app.papers.kept import MANIFEST, Built, kept, remember, stamp_of
from pipeline.app.papers.paper import AGENDA, Beside, agenda_paper, paper_of
from pipeline.app.papers.rendering import Task, paper_failed, read_look, render, tasks_for
from pipeline.app.sources.acknowledging import acknowledge
from pipeline.app.sources.baselines import Baseline, current, origin_of, previous, todays_origins, verified
from pipeline.app.sources.fonts import read_fonts
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.reading import Origin, ReadDocument, read_documents
from pipeline.app.sources.which_rounds import answered_round, has_round
from pipeline.formats.typst import TypstProblem
from pipeline.model.config import SessionDocument
from pipeline.model.finding import Finding, PipelineError
from pipeline.model.paper import Paper
from pipeline.render.reports import finding_row, json_text, numbers_json
from pipeline.store.cache import Cache, key
from pipeline.store.git import Repository
from pipeline.store.pack import Pack
from pipeline.store.versions import code_fingerprint, tool_versions
from pipeline.text.identity import numbered_paragraphs

NUMBERS = "numbers.json"
AGENDA_TEMPLATE_BYTES = 256 * 1024

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build.

    Attributes:
        sessions: names; none means all.
        only: documents; none means all of the session.
        workers: what renders the files.
    """

    sessions: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    workers: Executor = HERE


@dataclass
class _Session:
    """A session while its pack is made."""

    name: str
    entries: tuple[SessionDocument, ...]
    baselines: dict[str, Baseline] = field(default_factory=dict)
    read: dict[str, ReadDocument] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    extra_inputs: dict[str, str] = field(default_factory=dict)
    redlines: list[dict[str, object]] = field(default_factory=list)
    copies: list[dict[str, object]] = field(default_factory=list)


def build(opened: Opened, request: BuildRequest, cache: Cache, progress: Progress) -> tuple[Built, ...]:
    """Build session packs; a document with errors is left out, and the others are built all the same.

    Raises:
        PipelineError: a session does not exist.
        PipelineError: a template is broken, or another command is building.
    """
    names = _wanted(opened, request)
    stamps = {name: stamp_of(opened, name, request.only) for name in names}
    fresh = {name: kept(opened, name, stamps[name], cache) for name in names}
    sessions = [_session(opened, name, request.only) for name in names if fresh[name] is None]
    _read(opened, sessions, cache)
    made = {
        session.name: _make(opened, session, stamps[session.name], (request, cache, progress)) for session in sessions
    }
    return tuple(fresh[name] or made[name] for name in names)


def _wanted(opened: Opened, request: BuildRequest) -> tuple[str, ...]:
    """The sessions to build: with `only`, those that have one of the documents; the packs of the others stay."""
    names = tuple(dict.fromkeys(request.sessions)) or tuple(opened.sessions)
    if not request.only:
        return names
    having = tuple(n for n in names if any(e.document in request.only for e in opened.session(n).documents))
    if not having:
        raise PipelineError(f"no {', '.join(request.only)} on the table of {', '.join(names)}", "see session.yaml")
    return having


def _session(opened: Opened, name: str, only: tuple[str, ...]) -> _Session:
    entries = tuple(e for e in opened.session(name).documents if not only or e.document in only)
    session = _Session(name, entries)
    for entry in entries:
        baseline = current(opened, name, entry.document)
        if baseline is not None:
            session.baselines[entry.document] = baseline
    return session


# -- reading


def _read(opened: Opened, sessions: list[_Session], cache: Cache) -> None:
    """Read all documents of all sessions together, so that pandoc starts as few times as possible."""
    todays = {e.document for s in sessions for e in s.entries if e.document not in s.baselines}
    names = tuple(name for name in opened.file.documents if name in todays)
    today = dict(zip(names, todays_origins(opened, names, cache), strict=True))
    wanted: list[tuple[_Session, SessionDocument, Origin]] = []
    for session in sessions:
        for entry in session.entries:
            baseline = session.baselines.get(entry.document)
            origin = origin_of(opened, baseline) if baseline else today.get(entry.document)
            if origin is not None:
                wanted.append((session, entry, origin))
    read = read_documents(opened, [origin for _, _, origin in wanted], cache)
    for (session, entry, _), document in zip(wanted, read, strict=True):
        baseline = session.baselines.get(entry.document)
        session.read[entry.document] = verified(opened, baseline, document) if baseline else document
    for session in sessions:
        _acknowledge(opened, session)


def _acknowledge(opened: Opened, session: _Session) -> None:
    settings = opened.session(session.name)
    for name, read in session.read.items():
        marked = acknowledge(read.findings, settings.acknowledged, session.name)
        session.read[name] = ReadDocument(read.origin, read.document, marked, read.images, read.inputs)
    session.findings = tuple(sorted({f for read in session.read.values() for f in read.findings}))


# -- making


def _make(opened: Opened, session: _Session, stamp: str, with_: tuple[BuildRequest, Cache, Progress]) -> Built:
    request, cache, progress = with_
    for entry in session.entries:
        read = session.read.get(entry.document)
        if read is not None and read.usable:
            session.papers[entry.document] = paper_of(
                opened, session.name, entry, read, session.baselines.get(entry.document)
            )
    outputs = _outputs(opened, session, request.workers, cache, progress)
    _add_redlines(opened, session, outputs, (cache, request.workers))
    _add_round(opened, session, outputs, request.workers, cache)
    failed = tuple(e.document for e in session.entries if e.document not in session.papers)
    manifest = _manifest(opened, session, outputs, failed)
    folder = _write(opened, session.name, outputs, manifest)
    built = Built(session.name, folder, tuple(sorted([*outputs, MANIFEST])), failed, session.findings)
    remember(built, session.name, stamp, manifest, cache)
    return built


def _outputs(
    opened: Opened, session: _Session, workers: Executor, cache: Cache, progress: Progress
) -> dict[str, bytes]:
    """All files of a pack; a paper that cannot be made is taken out, and the agenda is made again without it."""
    if not session.papers:
        return {}
    look = read_look(opened)
    beside = companions_of(opened, session.name, session.papers, cache)
    told = Beside(frozenset(beside.papers), answered_round(opened, session.name) or "")
    agenda = agenda_paper(opened, session.name, session.papers, _agenda_template(opened), told)
    session.findings = tuple(sorted({*session.findings, *beside.findings}))
    session.extra_inputs |= beside.inputs
    tasks = _tasks(session, {AGENDA: agenda, **beside.papers})
    rendered = render(tasks, look, cache, workers, lambda name: progress(f"{session.name}/{name}"))
    if rendered.problems:
        _take_out(session, rendered.problems)
        return _outputs(opened, session, workers, cache, progress)
    outputs = dict(rendered.files)
    documents = [(paper.cover.baseline, paper.document) for paper in session.papers.values()]
    outputs[NUMBERS] = numbers_json(session.name, documents).encode()
    return outputs


def _add_redlines(opened: Opened, session: _Session, outputs: dict[str, bytes], with_: tuple[Cache, Executor]) -> None:
    """Their code is loaded only where there is an earlier paper to compare with."""
    if not any(previous(opened, session.name, name) for name in session.papers):
        return
    from pipeline.app.redlines.follow_ups import from_redlines
    from pipeline.app.redlines.pack import redlines

    made = redlines(opened, session.name, {name: outputs[f"{name}.docx"] for name in session.papers}, with_[0])
    outputs |= made.outputs
    session.redlines = made.rows
    extra = from_redlines(opened, session.name, session.papers, made, with_)
    outputs |= extra.outputs
    session.extra_inputs |= {**made.inputs, **extra.inputs}
    accepted = acknowledge(made.findings, opened.session(session.name).acknowledged, session.name)
    session.findings = tuple(sorted({*session.findings, *accepted, *extra.findings}))


def _add_round(opened: Opened, session: _Session, outputs: dict[str, bytes], workers: Executor, cache: Cache) -> None:
    """What accounts for comments is loaded only where there are some, or may be."""
    if not has_round(opened, session.name) and answered_round(opened, session.name) is None:
        return
    from pipeline.app.papers.round_pack import round_extra
    from pipeline.app.redlines.review_copies import review_copies

    papers = {name: (paper, outputs[f"{name}.docx"]) for name, paper in session.papers.items()}
    copies = review_copies(opened, session.name, papers, (cache, workers))
    session.copies = copies.rows
    extra = round_extra(opened, session.name, cache, workers)
    outputs |= {**copies.outputs, **extra.outputs}
    session.findings = tuple(sorted({*session.findings, *copies.findings, *extra.findings}))
    session.extra_inputs |= extra.inputs


def _agenda_template(opened: Opened) -> str:
    try:
        return opened.workspace.files.read("templates/agenda.md.j2", AGENDA_TEMPLATE_BYTES).decode()
    except UnicodeDecodeError as error:
        raise PipelineError("templates/agenda.md.j2 is not UTF-8", "save it as UTF-8") from error


def _take_out(session: _Session, problems: Mapping[str, TypstProblem]) -> None:
    for name, problem in problems.items():
        document = PurePosixPath(name).stem
        if document not in session.papers:
            raise problem
        session.papers.pop(document, None)
        finding = paper_failed(f"{session.read[document].origin.folder}/document.yaml", name, problem)
        session.findings = tuple(sorted({*session.findings, finding}))


def _tasks(session: _Session, notes: Mapping[str, Paper]) -> list[Task]:
    contents = {name: session.read[name].fingerprint for name in session.papers}
    tasks = [task for name, paper in session.papers.items() for task in tasks_for(name, paper, contents[name])]
    for name, note in notes.items():
        tasks += tasks_for(name, note, key(repr(note.document), *note.images.values()))
    return tasks


def _write(opened: Opened, name: str, outputs: Mapping[str, bytes], manifest: bytes) -> str:
    with Pack(opened.workspace.build, name) as pack:
        for file, data in sorted(outputs.items()):
            pack.write(file, data)
        pack.write(MANIFEST, manifest)
        pack.commit()
    return f"build/{name}"


# -- the manifest


def _manifest(opened: Opened, session: _Session, outputs: Mapping[str, bytes], failed: tuple[str, ...]) -> bytes:
    repository = Repository.find(opened.workspace.root)
    value = {
        "schema_version": 1,
        "session": session.name,
        "commit": repository.head() if repository else None,
        "uncommitted": list(repository.is_dirty(_INPUTS)) if repository else None,
        "versions": tool_versions(),
        "code": code_fingerprint(),
        "documents": [_document_row(session, entry) for entry in session.entries],
        "redlines": session.redlines,
        "review_copies": session.copies,
        "failed": list(failed),
        "findings": [finding_row(finding) for finding in session.findings],
        "inputs": _input_digests(opened, session),
        "outputs": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in outputs.items()
        },
    }
    return json_text(value).encode()


_INPUTS = ("drafts", "comments", "templates", "hlcp.yaml", "pipeline")


def _document_row(session: _Session, entry: SessionDocument) -> dict[str, object]:
    read, paper = session.read.get(entry.document), session.papers.get(entry.document)
    baseline = session.baselines.get(entry.document)
    return {
        "document": entry.document,
        "purpose": entry.purpose,
        "baseline": baseline.name if baseline else None,
        "fingerprint": read.fingerprint if read else None,
        "words": paper.document.words if paper else None,
        "paragraphs": len(numbered_paragraphs(paper.document)) if paper else None,
    }


def _input_digests(opened: Opened, session: _Session) -> dict[str, str]:
    digests = {
        f"{read.origin.folder}/{name}": digest for read in session.read.values() for name, digest in read.inputs.items()
    }
    for path in _shared_inputs(opened, session.name):
        digests[path] = hashlib.sha256(opened.workspace.files.read(path, 64 * 1024 * 1024)).hexdigest()
    return dict(sorted((digests | session.extra_inputs).items()))


def _shared_inputs(opened: Opened, session: str) -> tuple[str, ...]:
    templates = opened.workspace.files.list_files("templates")
    return ("hlcp.yaml", f"comments/{session}/session.yaml", *templates, *read_fonts(opened).files)
