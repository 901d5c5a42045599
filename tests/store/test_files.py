import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.model.finding import PipelineError
from pipeline.model.rules import RULES
from pipeline.store.files import FileProblem, Files

SECRET = b"secret"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    (tmp_path / "secret.txt").write_bytes(SECRET)
    root = tmp_path / "root"
    (root / "drafts" / "x").mkdir(parents=True)
    (root / "drafts" / "x" / "b.md").write_bytes(b"bb")
    (root / "drafts" / "x" / "a.md").write_bytes(b"a")
    (root / "drafts" / ".gitkeep").write_bytes(b"")
    return Files(root)


def code_of(files: Files, path: str, limit: int = 100) -> str:
    with pytest.raises(FileProblem) as caught:
        files.read(path, limit)
    assert caught.value.code in RULES
    return caught.value.code


def test_files_are_listed_sorted_hidden_ones_too(files: Files) -> None:
    assert files.list_files("drafts") == ("drafts/.gitkeep", "drafts/x/a.md", "drafts/x/b.md")
    assert files.list_files() == files.list_files("drafts")


def test_a_folder_that_is_not_there_has_no_files(files: Files) -> None:
    assert files.list_files("comments") == ()
    assert files.list_files("drafts/x/a.md") == ()
    assert files.names("comments") == ()


def test_a_link_is_listed_and_neither_read_nor_entered(files: Files) -> None:
    (files.root / "drafts" / "out").symlink_to(files.root.parent)
    (files.root / "drafts" / "file").symlink_to("x/a.md")
    (files.root / "drafts" / "nowhere").symlink_to("gone")
    assert [path for path in files.list_files("drafts") if "/x/" not in path] == [
        "drafts/.gitkeep", "drafts/file", "drafts/nowhere", "drafts/out",
    ]  # fmt: skip
    assert code_of(files, "drafts/file") == "FILE-SYMLINK"
    assert code_of(files, "drafts/nowhere") == "FILE-SYMLINK"
    assert code_of(files, "drafts/out/secret.txt") == "FILE-SYMLINK"
    assert files.list_files("drafts/out") == ("drafts/out",)
    assert files.exists("drafts/nowhere")


def test_nothing_is_written_or_removed_through_a_link(files: Files) -> None:
    (files.root / "drafts" / "out").symlink_to(files.root.parent)
    with pytest.raises(FileProblem, match="symbolic link"):
        files.write_atomic("drafts/out/secret.txt", b"changed")
    with pytest.raises(FileProblem, match="symbolic link"):
        files.remove(("drafts/out/secret.txt",))
    assert (files.root.parent / "secret.txt").read_bytes() == SECRET


def test_a_file_is_read_up_to_its_limit(files: Files) -> None:
    assert files.read("drafts/x/b.md", 2) == b"bb"
    assert code_of(files, "drafts/x/b.md", 1) == "FILE-SIZE"


@pytest.mark.parametrize(
    "path", ["drafts/none.md", "drafts/x", "drafts/x/a.md/more", "", "/etc/hostname", "../secret.txt"]
)
def test_what_is_no_file_of_the_workspace_is_missing(files: Files, path: str) -> None:
    assert code_of(files, path) == "FILE-MISSING"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["..", ".", "", "drafts", "x", "a.md", "secret.txt", "out", "\0", "~", "é"]), max_size=6)
)
@example(["..", "secret.txt"])
@example(["drafts", "..", "..", "secret.txt"])
def test_no_path_whatever_its_form_reads_a_file_outside(files: Files, parts: list[str]) -> None:
    path = "/".join(parts)
    try:
        assert files.read(path, 100) != SECRET
        assert files.exists(path)
    except FileProblem as problem:
        assert problem.code in RULES


def test_a_named_pipe_is_refused_and_nobody_waits_for_it(files: Files) -> None:
    os.mkfifo(files.root / "drafts" / "pipe")
    assert code_of(files, "drafts/pipe") == "FILE-MISSING"


def test_a_file_name_that_is_not_utf_8_stops_with_its_bytes(files: Files) -> None:
    name = os.fsencode(files.root) + b"/drafts/caf\xe9.md"
    with open(name, "wb"):  # noqa: PTH123 - pathlib has no bytes
        pass
    with pytest.raises(FileProblem, match=r"caf\\xe9\.md"):
        files.list_files("drafts")


def test_a_digest_names_the_content_and_never_raises(files: Files) -> None:
    before = files.digest("drafts/x/a.md")
    files.write_atomic("drafts/x/a.md", b"other")
    assert len(before) == 64
    assert files.digest("drafts/x/a.md") != before
    assert files.digest("drafts/none.md") == "FILE-MISSING"


def test_writing_makes_folders_and_leaves_no_other_file(files: Files) -> None:
    files.write_atomic("comments/s/baseline/x/a.md", b"copy")
    assert files.read("comments/s/baseline/x/a.md", 10) == b"copy"
    assert files.list_files("comments") == ("comments/s/baseline/x/a.md",)


def test_writing_keeps_the_mode_of_the_file(files: Files) -> None:
    path = files.root / "drafts" / "x" / "a.md"
    path.chmod(0o640)
    files.write_atomic("drafts/x/a.md", b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_mode_that_new_files_get(files: Files) -> None:
    (files.root / "plain").write_bytes(b"")
    files.write_atomic("written", b"")
    assert (files.root / "written").stat().st_mode == (files.root / "plain").stat().st_mode


def test_a_write_that_fails_leaves_the_old_file_and_says_why(files: Files) -> None:
    with pytest.raises(FileProblem, match="is a folder"):
        files.write_atomic("drafts/x", b"")
    with pytest.raises(PipelineError, match="cannot be written"):
        files.write_atomic("drafts/x/a.md/b", b"")
    assert files.list_files() == ("drafts/.gitkeep", "drafts/x/a.md", "drafts/x/b.md")


def test_a_reader_sees_the_old_or_the_new_bytes_and_nothing_between(files: Files) -> None:
    old, new = b"o" * 200_000, b"n" * 300_000
    files.write_atomic("big", old)
    seen, stop = set(), threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(files.read("big", 400_000))

    reader = threading.Thread(target=read)
    reader.start()
    for data in (new, old) * 10:
        files.write_atomic("big", data)
    stop.set()
    reader.join()
    assert seen <= {old, new}


def test_removing_takes_emptied_folders_along_and_nothing_else(files: Files) -> None:
    files.write_atomic("comments/s/baseline/x/a.md", b"")
    files.write_atomic("comments/s/session.yaml", b"")
    files.remove(("comments/s/baseline/x/a.md", "comments/s/baseline/x/never-written.md"))
    assert files.list_files("comments") == ("comments/s/session.yaml",)
    assert not (files.root / "comments/s/baseline").exists()
