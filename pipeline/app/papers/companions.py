"""Papers that a pack holds beside its documents and its agenda: the response to guidance, and the objectives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.app.papers.paper import note_paper
from pipeline.app.sources.acknowledging import acknowledge
from pipeline.app.sources.opening import Opened
from pipeline.model.finding import Finding
from pipeline.model.paper import Paper
from pipeline.store.cache import Cache


@dataclass(frozen=True)
class Companions:
    """Such papers by name, what was found while making them, and the SHA-256 of the files they are made of."""

    papers: Mapping[str, Paper] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)


def companions_of(opened: Opened, session: str, papers: Mapping[str, Paper], cache: Cache) -> Companions:
    """The companions of these papers; a document of the workspace that has the name of one goes before it.

    What makes them is loaded only where there is guidance, or where there are objectives.
    """
    documents = {name: paper.document for name, paper in papers.items()}
    draft = any(paper.cover.draft for paper in papers.values())
    made: dict[str, Paper] = {}
    findings: tuple[Finding, ...] = ()
    files = _guidance_files(opened, session) if documents else ()
    if files:
        from pipeline.app.rounds.guidance import guidance_at

        response, findings = guidance_at(opened, session, documents, cache)
        if response is not None:
            made[response.name] = note_paper(opened, session, response, draft=draft)
    if opened.file.objectives and documents:
        from pipeline.app.rounds.objectives import objectives_at

        covered = objectives_at(opened, documents, cache)
        if covered is not None:
            made[covered[0].name] = note_paper(opened, session, covered[0], draft=draft, images=covered[1])
    there = {name: paper for name, paper in made.items() if name not in opened.file.documents}
    findings = acknowledge(findings, opened.session(session).acknowledged, session)
    return Companions(there, findings, {path: opened.workspace.files.digest(path) for path in files})


def _guidance_files(opened: Opened, session: str) -> tuple[str, ...]:
    """Of the sessions before this one, oldest first."""
    names = opened.file.sessions[: opened.file.sessions.index(session)]
    paths = (f"{opened.workspace.session_folder(name)}/guidance.yaml" for name in names if name in opened.sessions)
    return tuple(path for path in paths if opened.workspace.files.exists(path))
