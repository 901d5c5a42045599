"""No test sees the Git configuration of the machine or its user."""

import os
from pathlib import Path

import pytest

from tests.store.sandbox import Sandbox


@pytest.fixture(autouse=True)
def guarded_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("GIT_") or name in {"EMAIL", "XDG_CONFIG_HOME"}]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path_factory.getbasetemp()))
    monkeypatch.delenv("HLCP_NO_CACHE", raising=False)
    return home


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    return Sandbox(tmp_path / "work")
