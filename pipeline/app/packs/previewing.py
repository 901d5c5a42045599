"""`hlcp preview`: today's text for the drafter, whatever is frozen."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from pipeline.app.packs.building import Progress
from pipeline.app.papers.executing import Local
from pipeline.app.papers.kept import Built
from pipeline.app.papers.paper import preview_paper
from pipeline.app.papers.rendering import Rendered, paper_failed, read_look, render, tasks_for
from pipeline.app.sources.baselines import todays_origins
from pipeline.app.sources.opening import Opened, refuse_unknown
from pipeline.app.sources.reading import ReadDocument
from pipeline.app.sources.shelf import read_once
from pipeline.model.paper import Paper
from pipeline.store.cache import Cache
from pipeline.store.pack import Pack

FOLDER = "preview"


def preview(opened: Opened, documents: tuple[str, ...], jobs: int, cache: Cache, progress: Progress) -> Built:
    """Render today's text of documents (none: all) into build/preview/; one with errors is left out.

    Raises:
        PipelineError: a document does not exist, or another command is building.
    """
    refuse_unknown(opened, documents)
    names = documents or opened.file.documents
    read = read_once(opened, todays_origins(opened, names, cache), cache)
    return render_texts(opened, Texts(FOLDER, read), jobs, cache, progress)


@dataclass(frozen=True, slots=True)
class Texts:
    """Documents to render as papers of no session.

    Attributes:
        folder: in build/, where they go.
        heading: what the cover says in place of "Preview of today's text".
    """

    folder: str
    read: tuple[ReadDocument, ...]
    heading: str = ""


def render_texts(opened: Opened, texts: Texts, jobs: int, cache: Cache, progress: Progress) -> Built:
    """Render documents as they were read; one with errors is left out.

    Raises:
        PipelineError: another command is building.
    """
    read = texts.read
    usable = [document for document in read if document.usable]
    tasks = [t for r in usable for t in tasks_for(r.origin.document, _paper(opened, r, texts.heading), r.fingerprint)]
    rendered = render(tasks, read_look(opened), cache, Local(jobs), progress) if tasks else Rendered({}, {})
    problems = {PurePosixPath(name).stem: (name, problem) for name, problem in rendered.problems.items()}
    outputs = {name: data for name, data in rendered.files.items() if PurePosixPath(name).stem not in problems}
    with Pack(opened.workspace.build, texts.folder) as pack:
        for name, data in sorted(outputs.items()):
            pack.write(name, data)
        pack.commit()
    failed = tuple(r.origin.document for r in read if not r.usable or r.origin.document in problems)
    broken = [r.origin for r in read if r.origin.document in problems]
    more = [paper_failed(f"{origin.folder}/document.yaml", *problems[origin.document]) for origin in broken]
    findings = tuple(sorted({*more, *(f for r in read for f in r.findings)}))
    return Built(texts.folder, f"build/{texts.folder}", tuple(sorted(outputs)), failed, findings)


def _paper(opened: Opened, read: ReadDocument, heading: str) -> Paper:
    paper = preview_paper(opened, read)
    return replace(paper, cover=replace(paper.cover, session=heading)) if heading else paper
