import os
import shutil
import subprocess
import sys
from pathlib import Path

import pipeline
from pipeline.store.versions import MISSING, code_fingerprint, tool_versions

PACKAGE = Path(pipeline.__file__).parent


def fingerprint_of(folder: Path) -> str:
    """Of a copy of the package, in a process of its own."""
    code = "from pipeline.store.versions import code_fingerprint; print(code_fingerprint())"
    env = os.environ | {"PYTHONPATH": str(folder)}
    run = subprocess.run((sys.executable, "-c", code), env=env, cwd=folder, check=True, capture_output=True, text=True)
    return run.stdout.strip()


def test_the_fingerprint_of_the_code_changes_with_it_and_with_nothing_else(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    before = fingerprint_of(tmp_path)
    assert len(before) == 64
    assert fingerprint_of(tmp_path) == before  # __pycache__ is there by now
    (tmp_path / "pipeline" / "store" / "__init__.py").write_text('"""Other."""\n')
    changed = fingerprint_of(tmp_path)
    (tmp_path / "pipeline" / "store" / "more.json").write_text("{}")
    assert len({before, changed, fingerprint_of(tmp_path)}) == 3


def test_the_fingerprint_is_the_same_within_a_process() -> None:
    assert code_fingerprint() == code_fingerprint()


def test_the_versions_name_what_shapes_an_output() -> None:
    versions = tool_versions()
    assert {"python", "pandoc", "typst", "python-docx", "pikepdf", "lxml", "jinja2"} <= set(versions)
    assert versions["pandoc"].startswith("3.")
    assert list(versions) == sorted(versions)
    assert MISSING not in versions.values()


def test_changing_the_answer_does_not_change_the_next_one() -> None:
    tool_versions()["pandoc"] = "0"
    assert tool_versions()["pandoc"] != "0"
