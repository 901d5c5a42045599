"""What all tests share: LibreOffice as an independent reader, and a workspace of the project's own drafts."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.copies import copy_project

settings.register_profile("steady", deadline=None)  # how long one example takes says how busy the machine is
settings.load_profile("steady")


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
    """A copy of the project's workspace outside Git; its last session is not frozen, so that it shows today's text."""
    return copy_project(tmp_path, unfrozen=("hlcp-50",))
