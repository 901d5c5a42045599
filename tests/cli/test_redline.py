"""`hlcp redline` on files: what cannot be compared is said, and no text is lost to it."""

from pathlib import Path

import pytest

from tests.app.conftest import guarded, small  # noqa: F401 - fixtures
from tests.app.small import Small
from tests.render.redlining.cases import papers


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """An old and a new Word file."""
    paths = tmp_path / "old.docx", tmp_path / "new.docx"
    for path, data in zip(paths, papers("word"), strict=True):
        path.write_bytes(data)
    return paths


def test_a_redline_of_two_files_is_written(small: Small, files: tuple[Path, Path], tmp_path: Path) -> None:  # noqa: F811
    done = small.run("redline", *map(str, files), "-o", str(tmp_path / "out.docx"))
    assert done.code == 0
    assert "proven: insertions 1, deletions 1" in done.out


@pytest.mark.parametrize("index", [0, 1])
def test_it_is_not_written_over_a_text_that_it_compares(
    small: Small,  # noqa: F811
    files: tuple[Path, Path],
    index: int,
) -> None:
    before = files[index].read_bytes()
    done = small.run("redline", *map(str, files), "-o", str(files[index]))
    assert done.code == 2
    assert "is one of the two texts" in done.err
    assert files[index].read_bytes() == before


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("gone.docx", "new.docx"), "there is no file {0}gone.docx: check its path"),
        (("old.docx", "gone.md"), "there is no file {0}gone.md: check its path"),
        (("old.docx", "."), "these are of two kinds"),
    ],
)
def test_a_file_that_is_not_there_is_named(
    small: Small,  # noqa: F811
    files: tuple[Path, Path],
    names: tuple[str, str],
    words: str,
) -> None:
    folder = f"{files[0].parent}/"
    done = small.run("redline", *(f"{folder}{name}" for name in names), "-o", f"{folder}out.docx")
    assert done.code == 2
    assert words.format(folder) in done.err
    assert not Path(f"{folder}out.docx").exists()
