"""What all tests share: LibreOffice as an independent reader, and a workspace of the project's own drafts."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def soffice() -> str:
    """The LibreOffice program; without it a test skips, but fails where the environment says that it must be there."""
    path = shutil.which("soffice")
    if path is None:
        if os.environ.get("HLCP_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail("LibreOffice is not installed, and HLCP_REQUIRE_LIBREOFFICE says that it must be")
        pytest.skip("LibreOffice is not installed")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the project's workspace outside Git: drafts, comments, templates."""
    for name in ("drafts", "comments", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "hlcp.yaml", tmp_path)
    return tmp_path
