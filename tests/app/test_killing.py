"""A command that is killed leaves the previous state, and the next one works (law 10). Real processes, real SIGKILL."""

import json
from pathlib import Path

import pytest

from tests.app.small import Small
from tests.store.killing import killed_at

COMMAND = """
import sys
from pipeline.cli import main as command_line
sys.argv[1:] = [*sys.argv[1:]]
# go
sys.exit(command_line._run())
"""


def killed(small: Small, step: int, *arguments: str) -> bool:
    return killed_at(step, COMMAND, *arguments, "--workspace", str(small.root))


def whole(small: Small, session: str) -> dict[str, bytes] | None:
    """The files of a pack that fits its manifest; None where there is none."""
    import hashlib

    names = small.pack(session)
    if not names:
        return None
    outputs = small.manifest(session)["outputs"]
    files = {name: (small.root / "build" / session / name).read_bytes() for name in sorted(names)}
    assert {name: row["sha256"] for name, row in outputs.items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"
    }
    return files


@pytest.mark.parametrize("step", [1, 6, 12, 18, 25, 32, 38, 44, 50, 58])
def test_a_build_that_is_killed_leaves_the_old_pack_or_the_new_one(small: Small, step: int) -> None:
    assert small.run("build", "s-1").code == 0
    old = whole(small, "s-1")
    small.add("drafts/alpha/02-second.md", "\nOne more sentence of today.\n")
    was_killed = killed(small, step, "build", "s-1")
    between = small.pack("s-1")
    done = small.run("build", "s-1")
    assert done.code == 0, done.err
    new = whole(small, "s-1")
    assert new is not None
    assert new != old
    assert was_killed or step > 30, "the build ended before this step: it was not tested"
    assert between in (set(new), set()), "half a pack stood in the place of a whole one"
    assert not list((small.root / "build" / ".staging").glob("*"))


@pytest.mark.parametrize("step", [1, *range(4, 30, 2), 34, 40, 60])
def test_a_freeze_that_is_killed_is_undone_or_finished(repository: Small, step: int) -> None:
    before = repository.git("rev-parse", "HEAD").strip()
    killed(repository, step, "freeze", "s-1")
    assert repository.check().code == 0
    status = repository.git("status", "--porcelain", "--untracked-files=all")
    assert status == "", "the next command must have tidied up"
    if repository.git("rev-parse", "HEAD").strip() == before:
        assert not (repository.root / "comments/s-1/baseline").exists()
        assert repository.run("freeze", "s-1").code == 0
    lock = json.loads(repository.read("comments/s-1/baseline/alpha/lock.json"))
    assert lock["commit"] == before
    assert repository.check().rows == []
    assert not (repository.root / "build" / ".freezing.json").exists()


def test_what_a_killed_freeze_left_and_somebody_changed_is_kept(repository: Small) -> None:
    step = next(n for n in range(8, 40) if _leaves_files(repository, n))
    assert step
    kept = repository.write("comments/s-1/baseline/alpha/01-first.md", "changed by hand\n")
    repository.check()
    assert kept.read_text() == "changed by hand\n"


def _leaves_files(small: Small, step: int) -> bool:
    killed(small, step, "freeze", "s-1")
    if Path(small.root, "comments/s-1/baseline/alpha/01-first.md").exists():
        return bool(small.git("status", "--porcelain"))
    small.check()
    return False
