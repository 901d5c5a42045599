"""What made an output: the fingerprint of our own code and the versions of everything that shapes the bytes."""

import hashlib
import platform
import re
import subprocess
import zlib
from functools import cache
from pathlib import Path

import pipeline
from pipeline.model.finding import EnvironmentProblem

# Every library whose version may change a byte of an output; click and rich only shape what the terminal shows.
_LIBRARIES = (
    "fonttools", "jinja2", "lxml", "matplotlib", "numpy", "pikepdf", "pydantic", "pypandoc_binary", "python-docx",
    "ruamel.yaml", "ruamel.yaml.clib", "typst",
)  # fmt: skip
_CODE = frozenset({".py", ".json", ".yaml", ".typ", ".j2"})
_DATA = "data"  # what `hlcp init` copies: it shapes no output, and a wheel has more of it than a checkout
_PANDOC_SECONDS = 20.0
MISSING = "not installed"


@cache
def code_fingerprint() -> str:
    """The SHA-256, 64 hex digits, of the package's own code and schemas: other code may make other outputs."""
    folder = Path(pipeline.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.suffix in _CODE and path.is_file() and path.relative_to(folder).parts[0] != _DATA:
            data = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\n{len(data)}\n".encode() + data)
    return digest.hexdigest()


def tool_versions() -> dict[str, str]:
    """The version of each tool and library by its name, sorted; "not installed" for one that is missing."""
    return dict(_versions())


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    found = {name: _library(name) for name in _LIBRARIES}
    found |= {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION, "pandoc": _pandoc()}
    return tuple(sorted(found.items()))


def _library(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        # The first lines are read for themselves: taking the whole description apart costs more than all else here.
        metadata = distribution(name).read_text("METADATA") or ""
    except PackageNotFoundError:
        return MISSING
    found = re.search(r"^Version: *(\S+)", metadata, re.MULTILINE)
    return found[1] if found else MISSING


def _pandoc() -> str:
    """The version that the program itself reports: pypandoc may have found another one than it brought."""
    from pipeline.formats.pandoc import pandoc_path

    try:
        run = subprocess.run((pandoc_path(), "--version"), capture_output=True, check=True, timeout=_PANDOC_SECONDS)
    except (EnvironmentProblem, OSError, subprocess.SubprocessError):
        return MISSING
    first = run.stdout.decode(errors="replace").partition("\n")[0]
    return first.removeprefix("pandoc").strip()
