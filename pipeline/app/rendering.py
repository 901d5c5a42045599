"""Rendering papers side by side, each kept by content, so that only what changed is made again."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pipeline.app.fonts import read_fonts
from pipeline.app.opening import Opened
from pipeline.formats.typst import compile_pdf, svg_to_png
from pipeline.model.paper import Paper
from pipeline.render.pdf.paper import typst_source
from pipeline.render.word.paper import render_docx
from pipeline.store.cache import Cache, key
from pipeline.store.versions import code_fingerprint, tool_versions

PICTURE_PIXELS = 1600
TEMPLATE_BYTES = 4 * 1024 * 1024


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


def read_look(opened: Opened) -> Look:
    """The templates of a workspace."""
    files = opened.workspace.files
    reference = files.read("templates/reference.docx", TEMPLATE_BYTES)
    return Look(reference, files.read("templates/paper.typ", TEMPLATE_BYTES), read_fonts(opened).files)


def tasks_for(name: str, paper: Paper, content: str) -> tuple[Task, Task]:
    """The Word and the PDF file of a paper; the slower one first."""
    return Task(f"{name}.pdf", "pdf", paper, content), Task(f"{name}.docx", "docx", paper, content)


def render(tasks: Iterable[Task], look: Look, cache: Cache, jobs: int, done: Callable[[str], None]) -> dict[str, bytes]:
    """Render files, by name; `jobs` at a time, which changes nothing in them.

    Args:
        done: called with the name of each file when it is there.
    """
    wanted = list(tasks)

    def one(task: Task) -> bytes:
        data = _cached(task, look, cache)
        done(task.name)
        return data

    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        results = list(pool.map(one, wanted))
    return {task.name: data for task, data in zip(wanted, results, strict=True)}


def _cached(task: Task, look: Look, cache: Cache) -> bytes:
    name = _task_key(task, look)
    stored = cache.get("papers", name)
    if stored is None:
        stored = _docx(task.paper, look, cache) if task.kind == "docx" else _pdf(task.paper, look)
        cache.put("papers", name, stored)
    return stored


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


def _pdf(paper: Paper, look: Look) -> bytes:
    files = {"paper.typ": look.typst, **paper.images}
    return compile_pdf(typst_source(paper, look.fonts), files, fonts=look.fonts or None).pdf


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
