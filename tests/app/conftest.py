"""No test of the commands sees the Git configuration of the machine, of its user, or of the repository around it."""

import os
from pathlib import Path

import pytest

from tests.app.small import Small


@pytest.fixture
def guarded(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_") or name in {"EMAIL", "XDG_CONFIG_HOME"}]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path_factory.getbasetemp()))
    monkeypatch.delenv("HLCP_NO_CACHE", raising=False)


@pytest.fixture
def small(tmp_path: Path, guarded: None) -> Small:  # noqa: ARG001 - a fixture that keeps the machine out
    return Small(tmp_path / "work")


@pytest.fixture
def repository(small: Small) -> Small:
    small.start_git()
    return small
