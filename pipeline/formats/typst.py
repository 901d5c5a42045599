"""The door to typst: a program and its files in, PDF or PNG out, in a child with bounded time and memory."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    beside = dict(files) | {f"fonts/{Path(path).name}": data for path, data in (fonts or {}).items()}
    request = {"kind": "pdf", "fonts": ["fonts"] if fonts else [], "standards": list(standards), "timestamp": _EPOCH}
    return PdfResult(_run(program, beside, request, "out.pdf"))


def svg_to_png(svg: bytes, *, width_px: int) -> bytes:
    """An SVG picture drawn as PNG, `width_px` wide.

    Raises:
        TypstProblem: it cannot be drawn.
    """
    program = '#set page(width: 400pt, height: auto, margin: 0pt)\n#image("picture.svg", width: 400pt)\n'
    return _run(program, {"picture.svg": svg}, {"kind": "png", "ppi": width_px / 400 * 72}, "out.png")


def check_svg(data: bytes) -> str | None:
    """Why an SVG is not safe or not SVG at all; None when it is fine."""
    if b"<svg" not in data[:4096]:
        return "it is no SVG picture"
    return next((reason for pattern, reason in _UNSAFE_SVG if pattern.search(data)), None)


def _run(program: str, files: Mapping[str, bytes], request: Mapping[str, object], result: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="hlcp-") as name:
        folder = Path(name)
        for path, data in {**files, "main.typ": program.encode()}.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        _child(folder, {**request, "memory": MEMORY})
        return (folder / result).read_bytes()


def _child(folder: Path, request: Mapping[str, object]) -> None:
    command = [sys.executable, "-I", str(_CHILD)]
    try:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), cwd=folder, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TypstProblem(f"typst did not finish within {SECONDS:.0f} seconds") from error
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()
        raise TypstProblem(f"typst stopped: {words[:600]}", "this paper cannot be made as PDF; please report it")
