"""Papers that a pack holds beside its documents and its agenda: the response to guidance, and the objectives."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.app.acknowledging import acknowledge
from pipeline.app.guidance import guidance_at
from pipeline.app.objectives import objectives_at
from pipeline.app.opening import YAML_BYTES, Opened
from pipeline.app.papers import note_paper
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
    """The companions of these papers; a document of the workspace that has the name of one goes before it."""
    documents = {name: paper.document for name, paper in papers.items()}
    if not documents:
        return Companions()
    draft = any(paper.cover.draft for paper in papers.values())
    made: dict[str, Paper] = {}
    response, findings, files = guidance_at(opened, session, documents, cache)
    if response is not None:
        made[response.name] = note_paper(opened, session, response, draft=draft)
    covered = objectives_at(opened, documents, cache)
    if covered is not None:
        made[covered[0].name] = note_paper(opened, session, covered[0], draft=draft, images=covered[1])
    there = {name: paper for name, paper in made.items() if name not in opened.file.documents}
    findings = acknowledge(findings, opened.session(session).acknowledged, session)
    return Companions(there, findings, {path: _digest(opened, path) for path in files})


def _digest(opened: Opened, path: str) -> str:
    return hashlib.sha256(opened.workspace.files.read(path, YAML_BYTES)).hexdigest()
