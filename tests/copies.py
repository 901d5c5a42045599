"""Copies of the project's own workspace for tests that change it."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copy_project(folder: Path, *, unfrozen: tuple[str, ...] = ()) -> Path:
    """Drafts, comments, templates and settings, outside Git; without the baselines of some sessions."""
    for name in ("drafts", "comments", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "hlcp.yaml", folder)
    for session in unfrozen:
        shutil.rmtree(folder / "comments" / session / "baseline")
    return folder
