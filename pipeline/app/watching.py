"""`hlcp watch`: the preview again after each save; no mistake in a draft ends it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import NamedTuple

from pipeline.app.packs.previewing import FOLDER, preview
from pipeline.app.papers.kept import Built
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import Opened, open_workspace, refuse_unknown
from pipeline.app.sources.shelf import forget
from pipeline.model.finding import Finding, FindingsError, PipelineError
from pipeline.store.cache import Cache
from pipeline.store.changes import changes
from pipeline.store.files import FileProblem
from pipeline.store.workspace import DRAFTS, TEMPLATES, WORKSPACE_FILE, find_root

_PAPER_BYTES = 256 * 1024 * 1024
_KINDS = ("docx", "pdf")


class Round(NamedTuple):
    """One preview.

    Attributes:
        changed: the files that were saved; empty for the first round.
        built: what was made, or None where we could not go on.
        findings: on the texts and the configuration.
        problem: why we could not go on, when that is no finding.
    """

    changed: tuple[str, ...]
    built: Built | None
    findings: tuple[Finding, ...]
    problem: PipelineError | None = None


def saves(start: Path, stop: Event | None = None) -> Iterator[frozenset[str]]:
    """What was saved in the workspace that holds this folder, until `stop` is set: drafts, templates and `hlcp.yaml`.

    The first set is empty: from then on no save is missed.

    Raises:
        PipelineError: there is no workspace.
        EnvironmentProblem: watchfiles is not installed.
    """
    return changes(find_root(start), (DRAFTS, TEMPLATES), (WORKSPACE_FILE,), stop)


class Previewer:
    """Makes previews one after the other, and remembers what they have in common.

    A document with errors keeps the papers of its last good text, so that no viewer loses them.

    Args:
        start: a folder of the workspace.
        documents: which ones; none means all.
        jobs: how many files are rendered at a time.
    """

    def __init__(self, start: Path, documents: tuple[str, ...], jobs: int) -> None:
        self._start = start
        self._documents = documents
        self._jobs = jobs
        self._cache: Cache | None = None

    def round(self, changed: Iterable[str] = ()) -> Round:
        """One preview of the text as it is now."""
        saved = tuple(sorted(changed))
        try:
            opened = open_workspace(self._start)
            self._cache = self._cache or open_cache(opened)
            _forget(self._cache, saved)
            built = _preview(opened, self._documents, self._jobs, self._cache)
        except FindingsError as error:
            return Round(saved, None, error.findings)
        except PipelineError as error:
            return Round(saved, None, (), error)
        return Round(saved, built, tuple(sorted({*opened.findings, *built.findings})))


def refuse_unknown_documents(start: Path, documents: tuple[str, ...]) -> None:
    """Refuse a document that does not exist before anything is watched.

    Raises:
        PipelineError: there is none of this name.
        FindingsError: `hlcp.yaml` cannot be read, so that nobody knows.
    """
    if documents:
        refuse_unknown(open_workspace(start), documents)


def _forget(cache: Cache, saved: tuple[str, ...]) -> None:
    """A file that is new, or that all documents share, may change what is found in files that are as they were."""
    for path in saved:
        top, _, rest = path.partition("/")
        document, slash, _ = rest.partition("/")
        forget(cache, f"{DRAFTS}/{document}" if top == DRAFTS and slash else "")


def _preview(opened: Opened, documents: tuple[str, ...], jobs: int, cache: Cache) -> Built:
    before = _papers(opened, documents or opened.file.documents)
    built = preview(opened, documents, jobs, cache, lambda _: None)
    for path, data in before.items():
        if Path(path).stem in built.failed:
            opened.workspace.files.write_atomic(path, data)
    return built


def _papers(opened: Opened, documents: tuple[str, ...]) -> dict[str, bytes]:
    """The papers of the last preview, by their paths."""
    files = opened.workspace.files
    papers = {}
    for path in (f"build/{FOLDER}/{document}.{kind}" for document in documents for kind in _KINDS):
        try:
            papers[path] = files.read(path, _PAPER_BYTES)
        except FileProblem:
            continue
    return papers
