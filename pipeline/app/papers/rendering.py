"""Rendering papers side by side, each kept by content, so that only what changed is made again."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.app.papers.executing import Executor
from pipeline.app.sources.fonts import read_fonts
from pipeline.app.sources.opening import Opened, found
from pipeline.formats.ooxml import is_package
from pipeline.formats.typst import Program, TypstProblem, compile_and_draw
from pipeline.model.finding import Finding, PipelineError
from pipeline.model.paper import Paper
from pipeline.model.source import Place
from pipeline.render.pdf.paper import typst_source
from pipeline.render.word.paper import render_docx
from pipeline.store.cache import Cache, key
from pipeline.store.versions import code_fingerprint, tool_versions

PICTURE_PIXELS = 1600
TEMPLATE_BYTES = 4 * 1024 * 1024
_SVG = ".svg"
SHORT = 2000  # words: what typst lays out in less time than its process takes to start


@dataclass(frozen=True, slots=True)
class Look:
    """The template files: Word's reference document and the typst template."""

    reference: bytes
    typst: bytes
    fonts: Mapping[str, bytes]

    @property
    def font_state(self) -> str:
        """Equal for equal fonts at equal paths."""
        return "".join(f"{path}:{hashlib.sha256(data).hexdigest()};" for path, data in sorted(self.fonts.items()))


@dataclass(frozen=True, slots=True)
class Task:
    """One file to render.

    Attributes:
        name: its file name.
        kind: "docx" or "pdf".
        content: identifies the inputs of the paper.
    """

    name: str
    kind: str
    paper: Paper
    content: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Files by their names, and by the names of those that could not be made, why not."""

    files: Mapping[str, bytes]
    problems: Mapping[str, TypstProblem]


def read_look(opened: Opened) -> Look:
    """The templates of a workspace."""
    files = opened.workspace.files
    reference = files.read("templates/reference.docx", TEMPLATE_BYTES)
    if not is_package(reference):
        raise PipelineError(
            "templates/reference.docx is no Word file", "run templates/build_reference.py to make it again"
        )
    return Look(reference, files.read("templates/paper.typ", TEMPLATE_BYTES), read_fonts(opened).files)


def tasks_for(name: str, paper: Paper, content: str) -> tuple[Task, Task]:
    """The Word and the PDF file of a paper; the slower one first."""
    return Task(f"{name}.pdf", "pdf", paper, content), Task(f"{name}.docx", "docx", paper, content)


def render(tasks: Iterable[Task], look: Look, cache: Cache, workers: Executor, done: Callable[[str], None]) -> Rendered:
    """Render files, by name. One that fails does not stop the others.

    Args:
        workers: what renders them; it changes nothing in them.
        done: called with the name of each file when it is there.
    """
    wanted = {task.name: task for task in tasks}
    keys = {name: _task_key(task, look) for name, task in wanted.items()}
    stored = {name: cache.get("papers", key) for name, key in keys.items()}
    there = {name: data for name, data in stored.items() if data is not None}
    for name in there:
        done(name)
    missing = [task for name, task in wanted.items() if name not in there]
    drawn = _drawn(missing, cache)
    jobs = [_Job(group, look, drawn) for group in _groups(missing, drawn)]
    problems: dict[str, TypstProblem] = {}
    for made in workers.each(_work, jobs):
        for name, data in made.files.items():
            cache.put("papers", keys[name], data)
            there[name] = data
            done(name)
        for picture, data in made.pictures.items():
            cache.put("pictures", picture, data)
        problems |= {name: TypstProblem(*problem) for name, problem in made.problems.items()}
    return Rendered({name: there[name] for name in wanted if name in there}, dict(sorted(problems.items())))


def paper_failed(path: str, name: str, problem: object) -> Finding:
    """That a file of a pack could not be made.

    Args:
        path: of the file in the workspace where somebody can do something about it.
        name: of the file that is missing.
        problem: what typst said.
    """
    return found("PAPER-FAILED", Place(path), f"{name} cannot be made: {_first_words(str(problem))}")


def _first_words(problem: str) -> str:
    """What typst says is wrong, without the picture of its own program that it draws below."""
    said = " ".join(problem.rsplit("error: ", maxsplit=1)[-1].split("\u250c", maxsplit=1)[0].split())
    return said[:300]


def _groups(tasks: Sequence[Task], drawn: Mapping[str, bytes]) -> list[tuple[Task, ...]]:
    """What is made together: the PDF files of short papers with that of the first long one; other files alone.

    A Word file goes with the PDF file of its paper when a picture must be drawn for it, which typst does.
    """
    pdfs = [task for task in tasks if task.kind == "pdf"]
    short = [task for task in pdfs if task.paper.document.words <= SHORT]
    long = [task for task in pdfs if task not in short]
    groups = [[*long[:1], *short], *([task] for task in long[1:])]
    for task in tasks:
        if task.kind == "docx":
            beside = [group for group in groups if any(one.paper is task.paper for one in group)]
            if beside and not drawn.keys() >= _drawings(task.paper).keys():
                beside[0].append(task)
            else:
                groups.append([task])
    return [tuple(group) for group in groups if group]


def _task_key(task: Task, look: Look) -> str:
    paper = task.paper
    ids = ",".join(sorted(paper.document.targets))
    template = look.reference if task.kind == "docx" else look.typst
    versions = repr(sorted(tool_versions().items()))
    return key(
        task.kind, code_fingerprint(), versions, template, look.font_state, task.content, ids, repr(paper.cover),
        paper.profile.model_dump_json(),
    )  # fmt: skip


# -- what is done wherever the work is done


@dataclass(frozen=True, slots=True)
class _Job:
    """Files that are made together, and the pictures that are drawn already, by their keys."""

    tasks: tuple[Task, ...]
    look: Look
    pictures: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Made:
    """What came of a job: files by name, pictures drawn on the way, and of what failed message and next step."""

    files: Mapping[str, bytes]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    problems: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def _drawn(tasks: Sequence[Task], cache: Cache) -> dict[str, bytes]:
    """The pictures of Word files that were drawn for an earlier one, by their keys."""
    names = {name for task in tasks if task.kind == "docx" for name in _drawings(task.paper)}
    stored = {name: cache.get("pictures", name) for name in sorted(names)}
    return {name: data for name, data in stored.items() if data is not None}


def _work(job: _Job) -> _Made:
    try:
        return _together(job)
    except TypstProblem as problem:
        if len(job.tasks) == 1:
            return _Made({}, problems={job.tasks[0].name: (str(problem), problem.hint)})
    parts = [_work(_Job((task,), job.look, job.pictures)) for task in job.tasks]
    files = {name: data for part in parts for name, data in part.files.items()}
    pictures = {name: data for part in parts for name, data in part.pictures.items()}
    return _Made(files, pictures, {name: each for part in parts for name, each in part.problems.items()})


def _together(job: _Job) -> _Made:
    """PDF files, Word files, and the pictures that these need as PNG: all that typst makes comes from one call."""
    papers = [task for task in job.tasks if task.kind == "pdf"]
    documents = [task for task in job.tasks if task.kind == "docx"]
    svgs = {name: data for task in documents for name, data in _drawings(task.paper).items()}
    new = {name: data for name, data in svgs.items() if name not in job.pictures}
    programs = [_program(task.paper, job.look) for task in papers]
    pdfs, pngs = compile_and_draw(programs, list(new.values()), width_px=PICTURE_PIXELS)
    drawn = dict(zip(new, pngs, strict=True))
    files = dict(zip((task.name for task in papers), pdfs, strict=True))
    for task in documents:
        files[task.name] = _docx(task.paper, job.look, {**job.pictures, **drawn})
    return _Made(files, drawn)


def _program(paper: Paper, look: Look) -> Program:
    return Program(typst_source(paper, look.fonts), {"paper.typ": look.typst, **paper.images}, look.fonts)


def _docx(paper: Paper, look: Look, drawn: Mapping[str, bytes]) -> bytes:
    """A Word file; its pictures are PNG, and an SVG is drawn by typst, as it is in the PDF."""
    pictures = {
        path: drawn[_picture_key(data)] if path.endswith(_SVG) else data for path, data in sorted(paper.images.items())
    }
    return render_docx(paper, look.reference, pictures)


def _drawings(paper: Paper) -> dict[str, bytes]:
    """The SVG pictures of a paper, by the keys under which they are kept as PNG."""
    return {_picture_key(data): data for path, data in sorted(paper.images.items()) if path.endswith(_SVG)}


def _picture_key(data: bytes) -> str:
    return key("picture", data, str(PICTURE_PIXELS), tool_versions()["typst"])
