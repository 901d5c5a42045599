"""Rendering papers side by side, each kept by content, so that only what changed is made again."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pipeline.app.fonts import read_fonts
from pipeline.app.opening import Opened, found
from pipeline.app.reading import ReadDocument
from pipeline.formats.ooxml import is_package
from pipeline.formats.typst import Program, TypstProblem, compile_pdfs, svg_to_png
from pipeline.model.finding import Finding, PipelineError
from pipeline.model.paper import Paper
from pipeline.model.source import Place
from pipeline.render.pdf.paper import typst_source
from pipeline.render.word.paper import render_docx
from pipeline.store.cache import Cache, key
from pipeline.store.versions import code_fingerprint, tool_versions

PICTURE_PIXELS = 1600
TEMPLATE_BYTES = 4 * 1024 * 1024
SHORT = 2000  # words: what typst lays out in less time than its process takes to start


@dataclass(frozen=True, slots=True)
class Look:
    """The template files: Word's reference document and the typst template."""

    reference: bytes
    typst: bytes
    fonts: Mapping[str, bytes]


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


def render(tasks: Iterable[Task], look: Look, cache: Cache, jobs: int, done: Callable[[str], None]) -> Rendered:
    """Render files, by name; `jobs` at a time, which changes nothing in them. One that fails does not stop the others.

    Args:
        done: called with the name of each file when it is there.
    """
    wanted = {task.name: task for task in tasks}
    keys = {name: _task_key(task, look) for name, task in wanted.items()}
    stored = {name: cache.get("papers", key) for name, key in keys.items()}
    there = {name: data for name, data in stored.items() if data is not None}

    problems: dict[str, TypstProblem] = {}

    def make(group: Sequence[Task]) -> None:
        try:
            made = _made(group, look, cache)
        except TypstProblem as problem:
            if len(group) == 1:
                problems[group[0].name] = problem
            for task in group if len(group) > 1 else ():
                make([task])
            return
        for task, data in zip(group, made, strict=True):
            cache.put("papers", keys[task.name], data)
            there[task.name] = data
            done(task.name)

    for name in there:
        done(name)
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        list(pool.map(make, _groups([task for name, task in wanted.items() if name not in there])))
    return Rendered({name: there[name] for name in wanted if name in there}, dict(sorted(problems.items())))


def paper_failed(read: ReadDocument, name: str, problem: TypstProblem) -> Finding:
    """That a file of a paper could not be made."""
    message = f"{name} cannot be made: {' '.join(str(problem).split())[:300]}"
    return found("PAPER-FAILED", Place(f"{read.origin.folder}/document.yaml"), message)


def _groups(tasks: Sequence[Task]) -> list[tuple[Task, ...]]:
    """What is made together: the PDF files of short papers with that of the first long one; every other file alone."""
    pdfs = [task for task in tasks if task.kind == "pdf"]
    short = [task for task in pdfs if task.paper.document.words <= SHORT]
    long = [task for task in pdfs if task not in short]
    others = [task for task in tasks if task.kind != "pdf"]
    groups = [(*long[:1], *short), *((task,) for task in (*long[1:], *others))]
    return [group for group in groups if group]


def _task_key(task: Task, look: Look) -> str:
    paper = task.paper
    ids = ",".join(sorted(paper.document.targets))
    fonts = "".join(f"{path}:{hashlib.sha256(data).hexdigest()};" for path, data in sorted(look.fonts.items()))
    template = look.reference if task.kind == "docx" else look.typst
    versions = repr(sorted(tool_versions().items()))
    return key(
        task.kind, code_fingerprint(), versions, template, fonts, task.content, ids, repr(paper.cover),
        paper.profile.model_dump_json(),
    )  # fmt: skip


def _made(group: Sequence[Task], look: Look, cache: Cache) -> tuple[bytes, ...]:
    if group[0].kind == "docx":
        return tuple(_docx(task.paper, look, cache) for task in group)
    return compile_pdfs([_program(task.paper, look) for task in group])


def _program(paper: Paper, look: Look) -> Program:
    return Program(typst_source(paper, look.fonts), {"paper.typ": look.typst, **paper.images}, look.fonts)


def _docx(paper: Paper, look: Look, cache: Cache) -> bytes:
    pictures = {path: _picture(path, data, cache) for path, data in sorted(paper.images.items())}
    return render_docx(paper, look.reference, pictures)


def _picture(path: str, data: bytes, cache: Cache) -> bytes:
    """A picture as PNG, which Word needs; an SVG is drawn by typst, as it is in the PDF."""
    if not path.endswith(".svg"):
        return data
    name = key("picture", data, str(PICTURE_PIXELS), tool_versions()["typst"])
    stored = cache.get("pictures", name)
    if stored is None:
        stored = svg_to_png(data, width_px=PICTURE_PIXELS)
        cache.put("pictures", name, stored)
    return stored
