"""The design as tests: rooms, sizes, who may print and exit, what the quick commands load."""

import ast
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.copies import ROOT

FILES = sorted((ROOT / "pipeline").rglob("*.py"))
PURE = ("model", "text", "review")
TALKERS = ("cli", "__main__.py", "formats/typst_child.py")  # the last is a process of its own
FILE_LINES, BODY_LINES, MEDIAN_BODY_LINES = 300, 40, 6
HEAVY = {
    *(
        "docx",
        "git",
        "jinja2",
        "lxml",
        "matplotlib",
        "numpy",
        "openpyxl",
        "pikepdf",
        "pydantic",
        "pypandoc",
        "rich",
        "ruamel",
        "typst",
    ),
    *("xlsxwriter", "concurrent.futures", "multiprocessing", "sqlite3", "ssl"),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def inside(path: Path, places: tuple[str, ...]) -> bool:
    own = path.relative_to(ROOT / "pipeline").as_posix()
    return any(own == place or own.startswith(f"{place}/") for place in places)


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def called(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The names that are called or raised, or read from `sys`, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)
        elif isinstance(node, ast.Raise) and node.exc is not None:
            yield node.lineno, ast.unparse(node.exc).partition("(")[0]
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "sys":
            yield node.lineno, f"sys.{node.attr}"


# -- rooms


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False, env=environment
    )


def test_every_room_imports_only_what_the_design_allows() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_a_wrong_import_breaks_every_contract_that_forbids_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "pipeline", tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    wrong = {
        "model/source.py": "import pipeline.text.numerals",
        "text/numerals.py": "import os",
        "render/covers.py": "import lxml.etree",
        "store/cache.py": "import pipeline.render.covers",
        "app/sources/caching.py": "import git, docx, jinja2, click\nimport pipeline.app.packs.building",
    }
    for name, line in wrong.items():
        path = tmp_path / "pipeline" / name
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "Contracts: 0 kept, 9 broken." in done.stdout, done.stdout


# -- sizes


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES
    long = {function.name: body_lines(function) for function in functions(tree_of(path))}
    assert {name: lines for name, lines in long.items() if lines > BODY_LINES} == {}


def test_most_functions_are_short() -> None:
    sizes = [body_lines(function) for path in FILES for function in functions(tree_of(path))]
    assert statistics.median(sizes) <= MEDIAN_BODY_LINES


# -- who does what


@pytest.mark.parametrize("path", [path for path in FILES if not inside(path, TALKERS)], ids=lambda path: path.stem)
def test_only_the_command_line_prints_and_exits(path: Path) -> None:
    forbidden = {"print", "input", "exit", "quit", "os._exit", "SystemExit", "breakpoint"}
    forbidden |= {"sys.exit", "sys.stdout", "sys.stderr", "sys.stdin", "sys.argv"}
    assert [(line, name) for line, name in called(tree_of(path)) if name in forbidden] == []


@pytest.mark.parametrize("path", [path for path in FILES if inside(path, PURE)], ids=lambda path: path.stem)
def test_pure_rooms_open_and_run_nothing(path: Path) -> None:
    forbidden = {"open", "eval", "exec", "compile", "__import__"}
    assert [(line, name) for line, name in called(tree_of(path)) if name in forbidden] == []


def test_every_page_and_file_that_the_code_or_the_map_of_it_names_is_there() -> None:
    """A reader who follows a pointer arrives."""
    pages = {(path, name) for path in FILES for name in re.findall(r"docs/[\w/.-]+\.md", path.read_text("utf-8"))}
    chart = ROOT / "docs/explanation/architecture.md"
    files = re.findall(r"`((?:\w+/)+(?:\w+\.py)?)`", chart.read_text("utf-8"))
    modules = re.findall(r"`((?:app|review|render|intake|formats|store|text)\.[\w.]+)`", chart.read_text("utf-8"))
    named = {(chart, f"pipeline/{name.replace('.', '/')}") for name in modules} | {(chart, name) for name in files}
    assert len(files) > 12 and len(modules) > 12
    assert [pair for pair in sorted(pages | named) if not any(_there(pair[1]))] == []


def _there(name: str) -> Iterator[bool]:
    return ((ROOT / base / f"{name}{ending}").exists() for base in ("", "pipeline") for ending in ("", ".py"))


def test_what_is_forbidden_would_be_found() -> None:
    code = "import sys\ndef f():\n    'Words.'\n    print('x')\n    sys.stdout.write('y')\n    raise SystemExit(1)\n"
    assert {"print", "sys.stdout", "SystemExit"} <= {name for _, name in called(ast.parse(code))}
    assert [body_lines(function) for function in functions(ast.parse(code))] == [3]


# -- quick commands


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["build", "--help"], ["check", "--help"]], ids=" ".join
)
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import json, runpy, sys\n"
        f"sys.argv = ['hlcp', *{arguments!r}]\n"
        "try:\n    runpy.run_module('pipeline', run_name='__main__')\n"
        "except SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "click" in loaded
    assert loaded & HEAVY == set()


# -- what is told


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_whoever_cannot_go_on_is_told_the_next_step(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("PipelineError", "EnvironmentProblem"):
            told = len(node.args) > 1 or any(isinstance(argument, ast.Starred) for argument in node.args)
            assert told, f"line {node.lineno}: {ast.unparse(node)}"
