"""Rendering on a cluster gives the same bytes as here; what would give others, or nothing, is refused with a reason."""

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline.app.papers import executing
from pipeline.app.papers.executing import Cluster, Local, executor
from pipeline.model.finding import EnvironmentProblem
from tests.app.small import ROOT

HERE = "127.0.0.1"
SECONDS = 60.0

needs_cluster = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="the extra [cluster] is not installed"
)


def hlcp(cwd: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HLCP_NO_CACHE": "1", **more}
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def process(folder: Path, *arguments: str, path: str = str(ROOT)) -> "Iterator[subprocess.Popen[bytes]]":
    """A part of a cluster, in a folder of its own as on another machine."""
    folder.mkdir()
    command = [sys.executable, "-m", "dask", *arguments]
    with (folder / "log").open("wb") as log:
        child = subprocess.Popen(
            command, cwd=folder, env={**os.environ, "PYTHONPATH": path, "HOME": str(folder)}, stdout=log, stderr=log
        )
        try:
            yield child
        finally:
            child.kill()
            child.wait(SECONDS)


@contextmanager
def cluster(folder: Path, workers: int, path: str = str(ROOT)) -> Iterator[str]:
    """The address of a scheduler with so many worker processes."""
    file = folder / "scheduler.json"
    with ExitStack() as stack:
        options = ("--host", HERE, "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        stack.enter_context(process(folder / "scheduler", "scheduler", *options, path=path))
        address = _address(file)
        for number in range(workers):
            options = ("--host", HERE, "--nthreads", "1", "--no-dashboard", "--no-nanny", "--name", f"w{number}")
            stack.enter_context(process(folder / f"worker-{number}", "worker", address, *options, path=path))
        if workers:
            _wait_for(address, workers)
        yield address


def _address(file: Path) -> str:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if file.exists() and (text := file.read_text()):
            return str(json.loads(text)["address"])
        time.sleep(0.05)
    raise AssertionError("no scheduler came up")


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=SECONDS)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.glob("*/**/*")) if p.is_file()}


def _where(_item: object) -> int:
    return os.getpid()


def _double(item: int) -> int:
    time.sleep(0.05 * (3 - item % 3))
    return 2 * item


def test_here_results_come_in_the_order_of_the_items() -> None:
    for jobs in (1, 4):
        with executor(jobs) as here:
            assert here == Local(jobs)
            assert list(here.each(_double, range(7))) == [0, 2, 4, 6, 8, 10, 12]


@needs_cluster
def test_two_workers_make_the_same_bytes_and_share_the_work(workspace: Path, tmp_path: Path) -> None:
    away = tmp_path / "cluster"
    away.mkdir()
    assert hlcp(workspace, "build", "hlcp-2025-06").returncode == 0
    here = files(workspace / "build")
    assert len(here) > 30
    with cluster(away, 2) as address:
        done = hlcp(workspace, "build", "hlcp-2025-06", "--cluster", address)
        assert done.returncode == 0, done.stderr
        assert files(workspace / "build") == here
        with executor(1, address) as there:
            assert isinstance(there, Cluster)
            assert list(there.each(_double, range(7))) == [0, 2, 4, 6, 8, 10, 12]
            assert len(set(there.each(_where, range(12)))) == 2
    for number in range(2):
        log = (away / f"worker-{number}" / "log").read_text()
        assert "Traceback" not in log, log


@needs_cluster
def test_a_worker_with_other_code_is_refused_before_it_makes_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cluster(tmp_path, 1) as address, executor(1, address) as there:
        ours = executing._stamp()
        monkeypatch.setattr(executing, "_stamp", lambda: ours._replace(versions={**ours.versions, "typst": "0.0"}))
        with pytest.raises(EnvironmentProblem, match=r"would make other files: typst is \S+, not 0\.0"):
            list(there.each(_double, [1]))
        monkeypatch.setattr(executing, "_stamp", lambda: ours._replace(code="0" * 64))
        with pytest.raises(EnvironmentProblem, match="its hlcp is of another version"):
            list(there.each(_double, [1]))


@needs_cluster
def test_no_scheduler_and_no_workers_are_told_apart(workspace: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind((HERE, 0))
        silent = f"tcp://{HERE}:{free.getsockname()[1]}"
    done = hlcp(workspace, "build", "hlcp-48", HLCP_CLUSTER=silent)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"no scheduler answers at {silent}" in done.stderr
    assert "Traceback" not in done.stderr
    away = tmp_path / "cluster"
    away.mkdir()
    with cluster(away, 0) as address:
        done = hlcp(workspace, "build", "hlcp-2025-06", "--cluster", address)
    assert done.returncode == 3
    assert f"start some: dask worker {address}" in done.stderr
    assert not (workspace / "build" / "hlcp-2025-06").exists()


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EnvironmentProblem, match="needs the library distributed") as caught, executor(1, "tcp://x:1"):
        pass
    assert "[cluster]" in caught.value.hint


def _fail(_item: object) -> Any:
    raise OSError("the disk is full")


@needs_cluster
def test_what_is_lost_on_a_worker_ends_the_command_with_the_next_step(tmp_path: Path) -> None:
    with cluster(tmp_path, 1) as address, executor(1, address) as there:
        with pytest.raises(EnvironmentProblem, match="the disk is full") as caught:
            list(there.each(_fail, [1]))
        assert "without --cluster" in caught.value.hint
