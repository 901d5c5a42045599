"""The door to typst: programs and their files in, PDF or PNG out, in a child with bounded time and memory."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model.finding import PipelineError

SECONDS, MEMORY = 120.0, 4 * 1024**3
STANDARDS = ("ua-1", "a-2a")
_EPOCH = 946684800  # 2000-01-01T00:00:00Z: papers carry no clock
_CHILD = Path(__file__).with_name("typst_child.py")
_UNSAFE_SVG = (
    (re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE), "it has a document type, which may hold entities"),
    (re.compile(rb"<script|\son\w+\s*=", re.IGNORECASE), "it holds a script"),
    (re.compile(rb"<foreignObject", re.IGNORECASE), "it holds a foreign object"),
    (re.compile(rb"href\s*=\s*[\"'](?!#|data:image/(?:png|jpeg);base64)", re.IGNORECASE), "it refers to another file"),
)


class TypstProblem(PipelineError):
    """Typst refused a program or a picture, or did not finish."""


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A PDF file."""

    pdf: bytes


@dataclass(frozen=True, slots=True)
class Program:
    """A typst program, the files that it finds beside it, and font files by their names."""

    text: str
    files: Mapping[str, bytes]
    fonts: Mapping[str, bytes] = field(default_factory=dict)


def compile_pdf(
    program: str,
    files: Mapping[str, bytes],
    *,
    standards: Sequence[str] = STANDARDS,
    fonts: Mapping[str, bytes] | None = None,
) -> PdfResult:
    """Compile a program that finds these files beside it; the same input always gives the same bytes.

    Raises:
        TypstProblem: it does not compile, or exceeds its bounds.
    """
    return PdfResult(_run([_pdf_task(Program(program, files, fonts or {}), standards)])[0])


def compile_and_draw(
    programs: Sequence[Program], drawings: Sequence[bytes], *, width_px: int
) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Compile programs as PDF, and draw SVG pictures as PNG beside them: what `compile_pdf` and `svg_to_png` do.

    Raises:
        TypstProblem: one does not compile, cannot be drawn, or exceeds its bounds.
    """
    made = _together(
        [*(_pdf_task(one, STANDARDS) for one in programs), *(_png_task(one, width_px) for one in drawings)]
    )
    return made[: len(programs)], made[len(programs) :]


def _together(tasks: "Sequence[_Task]") -> tuple[bytes, ...]:
    """One child does them all, because loading its libraries costs as much as a short paper.

    When it fails, each task gets a child of its own, so that the problem is known to be that of one paper.
    """
    if len(tasks) > 1:
        with suppress(TypstProblem):
            return _run(tasks)
    return tuple(data for task in tasks for data in _run([task]))


def _pdf_task(program: Program, standards: Sequence[str]) -> "_Task":
    fonts = {f"fonts/{Path(path).name}": data for path, data in program.fonts.items()}
    where = ["fonts"] if fonts else []
    request = {"kind": "pdf", "fonts": where, "standards": list(standards), "timestamp": _EPOCH}
    return _Task(program.text, {**program.files, **fonts}, request, "out.pdf")


def svg_to_png(svg: bytes, *, width_px: int) -> bytes:
    """An SVG picture drawn as PNG, `width_px` wide.

    Raises:
        TypstProblem: it cannot be drawn.
    """
    return _run([_png_task(svg, width_px)])[0]


def _png_task(svg: bytes, width_px: int) -> "_Task":
    program = '#set page(width: 400pt, height: auto, margin: 0pt)\n#image("picture.svg", width: 400pt)\n'
    return _Task(program, {"picture.svg": svg}, {"kind": "png", "ppi": width_px / 400 * 72}, "out.png")


def check_svg(data: bytes) -> str | None:
    """Why an SVG is not safe or not SVG at all; None when it is fine."""
    if b"<svg" not in data[:4096]:
        return "it is no SVG picture"
    return next((reason for pattern, reason in _UNSAFE_SVG if pattern.search(data)), None) or _check_xml(data)


def _check_xml(data: bytes) -> str | None:
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return f"it is not well-formed: {error.msg}"
    return None if etree.QName(root).localname == "svg" else "it is no SVG picture"


@dataclass(frozen=True, slots=True)
class _Task:
    """What the child is asked, and the file in which it answers."""

    program: str
    files: Mapping[str, bytes]
    request: Mapping[str, object]
    result: str


def _run(tasks: Sequence[_Task]) -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory(prefix="hlcp-") as name:
        folders = [Path(name, str(index)) for index in range(len(tasks))]
        for folder, task in zip(folders, tasks, strict=True):
            _lay_out(folder, {**task.files, "main.typ": task.program.encode()})
        requests = [{**task.request, "folder": str(folder)} for folder, task in zip(folders, tasks, strict=True)]
        _child(name, {"memory": MEMORY, "tasks": requests}, SECONDS * len(tasks))
        return tuple((folder / task.result).read_bytes() for folder, task in zip(folders, tasks, strict=True))


def _lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _child(folder: str, request: Mapping[str, object], seconds: float) -> None:
    command = [sys.executable, "-I", str(_CHILD)]
    try:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), cwd=folder, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TypstProblem(f"typst did not finish within {seconds:.0f} seconds") from error
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()
        raise TypstProblem(f"typst stopped: {words[:600]}", "this paper cannot be made as PDF; please report it")
