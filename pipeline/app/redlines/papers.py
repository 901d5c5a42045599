"""The papers that a redline compares: baselines, texts of old commits, today's text, single Markdown files."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline import __version__
from pipeline.app.papers.executing import Local
from pipeline.app.papers.paper import paper_of, preview_paper
from pipeline.app.papers.rendering import Task, read_look, render
from pipeline.app.redlines.compared import Compared, frozen_text, text_of_commit, todays_text
from pipeline.app.sources.baselines import Baseline, baselines, current, origin_of
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.reading import SECTION_BYTES, Origin, ReadDocument, read_documents
from pipeline.formats.models import front_matter
from pipeline.formats.pandoc import parse
from pipeline.model.document import Document, Part, Section
from pipeline.model.finding import PipelineError
from pipeline.model.paper import Cover, Paper
from pipeline.model.rules import RULES
from pipeline.model.saying import quoted
from pipeline.store.cache import Cache, key
from pipeline.store.git import Repository
from pipeline.text.blocks import read_section
from pipeline.text.numbering import number_document

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper to be made: `content` identifies what it is made of."""

    paper: Paper
    content: str


class Named(NamedTuple):
    """A paper of a document that a user named, and the text that it is made of."""

    wanted: Wanted
    text: Compared


def baseline_paper(opened: Opened, baseline: Baseline, read: ReadDocument) -> Wanted:
    """The paper of a baseline, exactly as it stands in the pack of its session.

    Raises:
        PipelineError: it cannot be made.
    """
    entries = [each for each in opened.session(baseline.session).documents if each.document == baseline.document]
    if not entries or read.document is None:
        raise PipelineError(f"{baseline.document} of {baseline.name} cannot be read", "run hlcp check")
    return Wanted(paper_of(opened, baseline.session, entries[0], read, baseline), read.fingerprint)


def word_files(opened: Opened, wanted: Iterable[Wanted], cache: Cache, jobs: int = 1) -> list[bytes]:
    """The Word files of papers, in their order."""
    tasks = [Task(f"{number}.docx", "docx", each.paper, each.content) for number, each in enumerate(wanted)]
    files = render(tasks, read_look(opened), cache, Local(jobs), lambda _: None).files
    return [files[task.name] for task in tasks]


def baseline_files(opened: Opened, wanted: Iterable[Baseline], cache: Cache) -> list[bytes]:
    """The Word files of baselines, in their order.

    Raises:
        PipelineError: one of them cannot be made.
    """
    every = list(wanted)
    read = read_documents(opened, [origin_of(opened, baseline) for baseline in every], cache)
    return word_files(opened, [baseline_paper(opened, b, r) for b, r in zip(every, read, strict=True)], cache)


# -- what a user names


def named_paper(opened: Opened, name: str, document: str, cache: Cache) -> Named:
    """The paper of a document that a user names: `today`, a session, a baseline, or a revision of Git.

    Raises:
        PipelineError: there is no such text, or it cannot be made.
    """
    if name == TODAY:
        text = todays_text(opened, document, "", cache)
        read = read_documents(opened, [text.origin], cache)[0]
        return Named(Wanted(preview_paper(opened, read), read.fingerprint), text)
    baseline = _baseline(opened, name, document)
    if baseline is not None:
        text = frozen_text(opened, baseline)
        return Named(baseline_paper(opened, baseline, read_documents(opened, [text.origin], cache)[0]), text)
    if name in opened.sessions:
        return _unfrozen(opened, name, document, cache)
    return _revision(opened, name, document, cache)


def _baseline(opened: Opened, name: str, document: str) -> Baseline | None:
    if name in opened.sessions:
        return current(opened, name, document)
    every = (baseline for session in opened.sessions for baseline in baselines(opened, session, document))
    return next((baseline for baseline in every if baseline.name == name), None)


def _unfrozen(opened: Opened, session: str, document: str, cache: Cache) -> Named:
    """Today's text as a paper of a session that is not frozen."""
    entries = [each for each in opened.session(session).documents if each.document == document]
    if not entries:
        raise PipelineError(f"{document} is not on the table of {session}", "name another session, or a revision")
    text = todays_text(opened, document, session, cache, session)
    read = read_documents(opened, [text.origin], cache)[0]
    return Named(Wanted(paper_of(opened, session, entries[0], read, None), read.fingerprint), text)


def _revision(opened: Opened, name: str, document: str, cache: Cache) -> Named:
    repository = Repository.find(opened.workspace.root)
    if repository is None:
        known = ", ".join((TODAY, *opened.sessions))
        raise PipelineError(f"there is no session {quoted(name)}, and no Git repository here", f"there are: {known}")
    folder, commit = opened.workspace.draft_folder(document), repository.resolve(name)
    files = repository.files_at(commit, folder)
    if not files:
        raise PipelineError(f"there is no {document} at {name}", "name another revision")
    origin = Origin(document, folder, opened.profile, files=files)
    read = read_documents(opened, [origin], cache)[0]
    return Named(Wanted(preview_paper(opened, read), read.fingerprint), text_of_commit(origin, name, commit))


# -- single files


def markdown_paper(opened: Opened, path: Path) -> Wanted:
    """A Markdown file as a paper of its own.

    Raises:
        PipelineError: it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PipelineError(f"{path.name} cannot be read: {error.strerror}", "name a file that is there") from error
    if len(data) > SECTION_BYTES:
        raise PipelineError(f"{path.name} is larger than {SECTION_BYTES >> 20} MiB", "split it into sections")
    matter = front_matter(data, path.name)
    parsed = parse([matter.body])[0]
    if parsed.problem:
        raise PipelineError(f"{path.name}: {parsed.problem}", RULES["SECTION-PARSE"].remedy)
    text = read_section(parsed.blocks, Part.BODY)
    title = matter.meta.title if matter.meta else ""
    section = Section(path.name, Part.BODY, title, blocks=text.blocks, notes=text.notes)
    bare = Document(path.stem, title or path.stem, "", (section,))
    document, _ = number_document(bare, opened.profile)
    cover = Cover(opened.file.committee, "Working text", draft=True)
    return Wanted(Paper(document, cover, opened.profile, __version__), key(data))
