"""Guidance of the committee: read from the sessions, held against the texts, made into a paper for the next session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.app.sources.baselines import current, origin_of, previous
from pipeline.app.sources.opening import YAML_BYTES, Opened, problem_finding
from pipeline.app.sources.shelf import read_once
from pipeline.intake.guidance import read_guidance
from pipeline.model.document import Document
from pipeline.model.finding import Finding
from pipeline.model.guidance import Point, Response
from pipeline.render.guidance import GuidanceTexts, guidance_document
from pipeline.review.guidance import Texts, check_responses, respond
from pipeline.store.cache import Cache
from pipeline.store.files import FileProblem
from pipeline.text.passages import cited_passages


@dataclass(frozen=True)
class Guidance:
    """What the sessions hold of guidance.

    Attributes:
        points: in the order of the sessions.
        files: the files that were read.
        findings: of reading them.
    """

    points: tuple[Point, ...]
    files: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_all_guidance(opened: Opened, sessions: Sequence[str]) -> Guidance:
    """The guidance that these sessions gave."""
    points: list[Point] = []
    findings: list[Finding] = []
    paths = [(name, f"{opened.workspace.session_folder(name)}/guidance.yaml") for name in sessions]
    paths = [(name, path) for name, path in paths if opened.workspace.files.exists(path)]
    for name, path in paths:
        try:
            read, more = read_guidance(name, opened.workspace.files.read(path, YAML_BYTES), path)
        except FileProblem as problem:
            read, more = (), (problem_finding(problem, path),)
        points += read
        findings += more
    return Guidance(tuple(points), tuple(path for _, path in paths), tuple(findings))


def earlier(opened: Opened, session: str) -> tuple[str, ...]:
    """The sessions before this one that can be read, oldest first."""
    names = opened.file.sessions
    before = names[: names.index(session)] if session in names else names
    return tuple(name for name in before if name in opened.sessions)


def check_guidance(opened: Opened, today: Mapping[str, Document]) -> tuple[Finding, ...]:
    """Findings on all guidance, held against the texts of today."""
    guidance = read_all_guidance(opened, tuple(opened.sessions))
    texts = Texts(today, {})
    due = {name: _due_after(opened, name) for name in opened.sessions}
    return (*guidance.findings, *check_responses(respond(guidance.points, texts), opened.file.documents, due, texts))


def _due_after(opened: Opened, session: str) -> frozenset[str]:
    """What goes for approval at a later session that is not frozen yet: today's text is its text."""
    later = list(opened.sessions)[list(opened.sessions).index(session) + 1 :]
    return frozenset(
        entry.document
        for name in later
        for entry in opened.session(name).documents
        if entry.purpose == "approval" and current(opened, name, entry.document) is None
    )


def responses_today(opened: Opened, session: str, today: Mapping[str, Document]) -> tuple[Response, ...]:
    """What the texts of today do about the guidance that a session gave."""
    return respond(read_all_guidance(opened, (session,)).points, Texts(today, {}))


def responses_for(
    opened: Opened, session: str, documents: Mapping[str, Document], cache: Cache | None
) -> tuple[tuple[Response, ...], Guidance, Texts]:
    """What the documents of a session do about the guidance of the sessions before it.

    Args:
        opened: the workspace.
        session: its name.
        documents: what is on its table, by name.
        cache: for the drafts that the committee had before it; None leaves out what changed since.
    """
    guidance = read_all_guidance(opened, earlier(opened, session))
    points = tuple(p for p in guidance.points if not p.entry.document or p.entry.document in documents)
    texts = Texts(documents, _before(opened, points, documents, cache) if cache is not None else {})
    return respond(points, texts), guidance, texts


def _before(
    opened: Opened, points: Sequence[Point], documents: Mapping[str, Document], cache: Cache
) -> dict[tuple[str, str], Document]:
    """What the committee had before it of each document when it gave guidance that the document answers."""
    wanted = dict.fromkeys(
        (point.session, answer.document or point.entry.document) for point in points for answer in point.entry.answers
    )
    found = {
        (name, document): current(opened, name, document) or previous(opened, name, document)
        for name, document in wanted
        if document in documents
    }
    there = {key: baseline for key, baseline in found.items() if baseline is not None}
    read = read_once(opened, [origin_of(opened, baseline) for baseline in there.values()], cache)
    return {key: one.document for key, one in zip(there, read, strict=True) if one.document is not None}


def guidance_at(
    opened: Opened, session: str, documents: Mapping[str, Document], cache: Cache
) -> tuple[Document | None, tuple[Finding, ...]]:
    """The response to guidance for a session's pack: its paper and what was found.

    There is no paper where no earlier session gave guidance on what is on the table.
    """
    responses, guidance, texts = responses_for(opened, session, documents, cache)
    if not responses:
        return None, guidance.findings
    approval = frozenset(e.document for e in opened.session(session).documents if e.purpose == "approval")
    due = dict.fromkeys(opened.sessions, approval & frozenset(documents))
    # That a paragraph names guidance of a session that is not before this one is for `hlcp check` to say.
    findings = check_responses(responses, opened.file.documents, due, texts)
    findings = tuple(one for one in findings if one.code != "GUIDANCE-UNKNOWN")
    paper = guidance_document(responses, _texts(opened, documents))
    return paper, (*guidance.findings, *findings)


def _texts(opened: Opened, documents: Mapping[str, Document]) -> GuidanceTexts:
    sessions = {name: _session_title(opened, name) for name in opened.sessions}
    titles = {name: document.short_title or document.title for name, document in documents.items()}
    passages = {(name, one.id): one for name, document in documents.items() for one in cited_passages(document)}
    return GuidanceTexts(sessions, titles, passages)


def _session_title(opened: Opened, name: str) -> str:
    session = opened.session(name)
    title = session.title[:1].lower() + session.title[1:]
    return f"{title}, {session.date}" if session.date else title
