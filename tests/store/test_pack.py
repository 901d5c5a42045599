import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.model.finding import PipelineError
from pipeline.store.lock import BuildLock
from pipeline.store.pack import Pack, recover
from tests.store.killing import killed_at

OLD = {"paper.docx": b"old", "numbers.json": b"same", "round/ledger.json": b"old ledger", "manifest.json": b"1"}
NEW = {"paper.docx": b"new", "numbers.json": b"same", "paper.pdf": b"new pdf", "manifest.json": b"2"}

WRITER = """
import sys
from pathlib import Path
from pipeline.store.pack import Pack
files = eval(sys.argv[2])
# go
with Pack(Path(sys.argv[1]), "hlcp-48") as pack:
    for name, data in files.items():
        pack.write(name, data)
    pack.commit()
"""


def write(root: Path, files: dict[str, bytes], name: str = "hlcp-48") -> None:
    with Pack(root, name) as pack:
        for file, data in files.items():
            pack.write(file, data)
        pack.commit()


def content(folder: Path) -> dict[str, bytes] | None:
    if not folder.exists():
        return None
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_pack_holds_what_was_written_and_nothing_of_the_one_before(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    write(tmp_path, NEW)
    assert content(tmp_path / "hlcp-48") == NEW
    assert not list((tmp_path / ".staging").iterdir())


def test_a_pack_that_is_not_committed_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    with pytest.raises(RuntimeError, match="stop"), Pack(tmp_path, "hlcp-48") as pack:
        pack.write("paper.docx", b"half")
        raise RuntimeError("stop")
    assert content(tmp_path / "hlcp-48") == OLD
    assert not list((tmp_path / ".staging").iterdir())


def test_packs_do_not_touch_each_other(tmp_path: Path) -> None:
    write(tmp_path, OLD, "hlcp-48")
    write(tmp_path, NEW, "hlcp-48-rev1")
    assert content(tmp_path / "hlcp-48") == OLD


@pytest.mark.parametrize("before", [OLD, None], ids=["with-an-old-pack", "first-pack"])
def test_a_kill_at_any_step_leaves_the_old_or_the_new_pack(tmp_path: Path, before: dict[str, bytes] | None) -> None:
    outcomes = set()
    for step in range(1, 200):
        root = tmp_path / str(step)
        if before is not None:
            write(root, before)
        killed = killed_at(step, WRITER, str(root), repr(NEW))
        assert content(root / "hlcp-48") in (before, NEW, None)
        recover(root)
        found = content(root / "hlcp-48")
        assert found in (before, NEW)
        outcomes.add(found == NEW)
        write(root, OLD)
        assert content(root / "hlcp-48") == OLD
        assert not list((root / ".staging").iterdir())
        if not killed:
            break
    else:
        pytest.fail("the child never came to its end")
    assert outcomes == {True, False}


def test_a_pack_that_somebody_deletes_after_a_kill_comes_back_whole_or_not_at_all(tmp_path: Path) -> None:
    for step in range(1, 200):
        root = tmp_path / str(step)
        write(root, OLD)
        killed = killed_at(step, WRITER, str(root), repr(NEW))
        shutil.rmtree(root / "hlcp-48", ignore_errors=True)
        recover(root)
        assert content(root / "hlcp-48") in (OLD, None)
        if not killed:
            return
    pytest.fail("the child never came to its end")


RECOVERER = """
import sys
from pathlib import Path
from pipeline.store.pack import recover
# go
recover(Path(sys.argv[1]))
"""


def test_a_kill_during_recovery_loses_nothing(tmp_path: Path) -> None:
    for step in range(1, 60):
        root = tmp_path / str(step)
        write(root, OLD)
        (root / "hlcp-48").rename(root / ".staging" / "hlcp-48.old")
        (root / ".staging" / "hlcp-48-1").mkdir()
        (root / ".staging" / "hlcp-48-1" / "half").write_bytes(b"half")
        killed = killed_at(step, RECOVERER, str(root))
        recover(root)
        assert content(root / "hlcp-48") == OLD
        assert not list((root / ".staging").iterdir())
        if not killed:
            return
    pytest.fail("the child never came to its end")


def test_an_unchanged_file_keeps_its_date(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    os.utime(tmp_path / "hlcp-48" / "numbers.json", (1, 1))
    write(tmp_path, NEW)
    assert (tmp_path / "hlcp-48" / "numbers.json").stat().st_mtime == 1
    assert (tmp_path / "hlcp-48" / "numbers.json").stat().st_nlink == 1


def test_a_second_command_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom pipeline.store.pack import Pack\n"
        "with Pack(Path(sys.argv[1]), 'hlcp-48'):\n    print('ready', flush=True)\n    time.sleep(60)"
    )
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = (sys.executable, "-c", code, str(tmp_path))
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            with pytest.raises(PipelineError, match=rf"process {child.pid}\b"), Pack(tmp_path, "hlcp-48", wait=0.1):
                pass
        finally:
            child.kill()
    write(tmp_path, NEW)
    assert content(tmp_path / "hlcp-48") == NEW


def test_a_command_waits_for_another_one(tmp_path: Path) -> None:
    with BuildLock(tmp_path, 0):
        start = time.monotonic()
        with pytest.raises(PipelineError, match="waited"), BuildLock(tmp_path, 0.3):
            pass
        assert time.monotonic() - start >= 0.3


@pytest.mark.parametrize("name", ["", "/etc/x", "../x", "a/../../x", "./x", "a//b", "a/"])
def test_a_file_outside_the_pack_is_refused(tmp_path: Path, name: str) -> None:
    with Pack(tmp_path, "hlcp-48") as pack, pytest.raises(ValueError, match="not the name"):
        pack.write(name, b"")


@pytest.mark.parametrize("name", ["", ".staging", "..", "a/b", ".cache", "x.old"])
def test_a_pack_with_such_a_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        Pack(tmp_path, name)


def test_the_manifest_must_be_written_last(tmp_path: Path) -> None:
    with Pack(tmp_path, "hlcp-48") as pack:
        pack.write("manifest.json", b"{}")
        with pytest.raises(ValueError, match="must be the last"):
            pack.write("paper.docx", b"")


def test_a_build_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "build").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PipelineError, match="symbolic link"), Pack(tmp_path / "build", "hlcp-48"):
        pass
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_link_in_the_place_of_a_pack_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_bytes(b"keep")
    root = tmp_path / "build"
    root.mkdir()
    (root / "hlcp-48").symlink_to(tmp_path / "mine")
    write(root, NEW)
    assert content(root / "hlcp-48") == NEW
    assert content(tmp_path / "mine") == {"letter.txt": b"keep"}


def test_a_full_disk_is_a_message_and_the_old_pack_stays(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    too_long = "x" * 300
    with pytest.raises(PipelineError, match="cannot be written"), Pack(tmp_path, "hlcp-48") as pack:
        pack.write(too_long, b"")
    assert content(tmp_path / "hlcp-48") == OLD
