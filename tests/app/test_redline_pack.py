"""Redlines in packs, proven when they are made and again later, and the command for any two texts."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.formats.revisions import ACCEPT, REJECT, read
from pipeline.formats.validators import docx_problems
from tests.app.small import Small
from tests.render.redlining.cases import papers

OLD, NEW = "says what the paper is for", "tells readers what the paper is for"


@pytest.fixture
def two(repository: Small) -> Small:
    """A workspace with alpha frozen for two sessions, changed in between."""
    assert repository.run("freeze", "s-1").code == 0
    repository.change("drafts/alpha/01-first.md", OLD, NEW)
    repository.change(
        "drafts/alpha/01-first.md", "(b) Something longer.", "(b) Something longer;\n\n(c) Something new."
    )
    repository.commit("Change alpha")
    assert repository.run("freeze", "s-2").code == 0
    return repository


def redline_of(small: Small) -> bytes:
    return (small.root / "build/s-2/alpha.redline.docx").read_bytes()


def test_a_document_with_an_earlier_baseline_gets_a_redline_and_no_other_does(two: Small) -> None:
    assert two.run("build", "s-1", "s-2").code == 0
    assert {name for name in two.pack("s-1") | two.pack("s-2") if "redline" in name} == {
        "alpha.redline.docx",
        "alpha.redline.pdf",
    }
    assert NEW in read(redline_of(two), ACCEPT).text
    assert OLD in read(redline_of(two), REJECT).text
    old = (two.root / "build/s-1/alpha.docx").read_bytes()
    assert read(redline_of(two), REJECT).blocks == read(old).blocks


def test_the_manifest_says_what_was_compared_and_how_it_was_proven(two: Small) -> None:
    two.run("build")
    (row,) = two.manifest("s-2")["redlines"]
    assert (row["document"], row["from"]) == ("alpha", "s-1")
    for side, session in (("old", "s-1"), ("new", "s-2")):
        data = (two.root / f"build/{session}/alpha.docx").read_bytes()
        assert row["papers"][side] == hashlib.sha256(data).hexdigest()
    assert row["changes"]["ins"] >= 2
    assert row["authors"]["Tester"] >= 2
    assert sum(row["authors"].values()) == sum(row["changes"].values()) == len(row["credited"])
    assert row["credits"] == "baseline"


def test_changes_are_dated_by_the_commit_that_was_frozen(two: Small) -> None:
    two.run("build", "s-2")
    seconds = int(two.git("log", "-1", "--format=%ct", "HEAD~1"))
    when = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with zipfile.ZipFile(io.BytesIO(redline_of(two))) as archive:
        assert f'w:date="{when}"' in archive.read("word/document.xml").decode()


def test_prove_reads_the_delivered_redline_again(two: Small) -> None:
    two.run("build", "s-2")
    assert two.run("prove", "s-2").code == 0
    path = two.root / "build/s-2/alpha.redline.docx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"closes the section", b"ends the section"))
    path.write_bytes(buffer.getvalue())
    done = two.run("prove", "s-2")
    assert done.code == 1
    assert "PROOF-OUTPUT" in done.out
    assert "PROOF-REDLINE" in done.out
    assert "it reads" in done.out


def test_a_draft_that_is_not_frozen_is_compared_too(two: Small) -> None:
    two.change("drafts/alpha/02-second.md", "as members expect", "as everybody expects")
    assert two.run("build", "s-3").code == 0
    with zipfile.ZipFile(two.root / "build/s-3/alpha.redline.docx") as archive:
        assert "members" in archive.read("word/document.xml").decode()
    (row, other) = sorted(two.manifest("s-3")["redlines"], key=lambda each: each["document"])
    assert (row["from"], other["from"]) == ("s-2", "s-2")


def test_the_validator_finds_nothing(two: Small) -> None:
    two.run("build", "s-2")
    assert docx_problems(two.root / "build/s-2/alpha.redline.docx") == ()


# -- the command


def test_two_texts_of_a_document_are_compared(two: Small, tmp_path: Path) -> None:
    target = tmp_path / "out.docx"
    done = two.run("redline", "s-1", "HEAD", "-d", "alpha", "-o", str(target), "--author", "MEMBER-A")
    assert (done.code, "proven" in done.out) == (0, True), done.out + done.err
    assert NEW in read(target.read_bytes(), lambda author: author == "MEMBER-A").text
    assert two.run("redline", "s-1", "today", "-d", "alpha", "-o", str(target)).code == 0
    unknown = two.run("redline", "s-1", "nowhere", "-d", "alpha", "-o", str(target))
    assert (unknown.code, "nowhere" in unknown.err) == (2, True)


def test_two_markdown_files_are_compared(small: Small, tmp_path: Path) -> None:
    for name, text in (("a", "One old paragraph.\n\nAnother one.\n"), ("b", "One new paragraph.\n\nAnother one.\n")):
        (tmp_path / f"{name}.md").write_text(text)
    target = tmp_path / "out.docx"
    done = small.run("redline", str(tmp_path / "a.md"), str(tmp_path / "b.md"), "-o", str(target))
    assert done.code == 0, done.out + done.err
    assert "One new paragraph." in read(target.read_bytes(), ACCEPT).text
    assert "One old paragraph." in read(target.read_bytes(), REJECT).text


def test_two_word_files_are_compared_without_a_workspace(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from pipeline.cli.redline import command

    old, new = papers("moved-and-edited")
    for name, data in (("old", old), ("new", new)):
        (tmp_path / f"{name}.docx").write_bytes(data)
    arguments = [str(tmp_path / "old.docx"), str(tmp_path / "new.docx"), "-o", str(tmp_path / "out.docx")]
    done = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert done.return_value == 0
    assert "insertions 2, deletions 1, moved paragraphs 1" in done.output
    assert read((tmp_path / "out.docx").read_bytes(), ACCEPT).blocks == read(new).blocks


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (80 << 20) + b"</a>")
    return buffer.getvalue()


def _with_entities() -> bytes:
    old, _ = papers("word")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(old)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + data if name == "word/document.xml" else data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "damaged"),
        (papers("word")[0][:900], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (_bomb(), "larger than we read"),
        (_with_entities(), "document type"),
    ],
    ids=["empty", "cut", "password", "bomb", "entities"],
)
def test_bad_word_files_are_refused_with_the_reason_and_nothing_is_written(
    small: Small, tmp_path: Path, data: bytes, words: str
) -> None:
    (tmp_path / "bad.docx").write_bytes(data)
    (tmp_path / "good.docx").write_bytes(papers("word")[0])
    target = tmp_path / "out.docx"
    done = small.run("redline", str(tmp_path / "bad.docx"), str(tmp_path / "good.docx"), "-o", str(target))
    assert done.code == 2
    assert words in done.err
    assert not target.exists()
