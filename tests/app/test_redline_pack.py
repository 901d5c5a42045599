"""Redlines in packs, proven when they are made and again later, and the command for any two texts."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.formats.pdf_text import told_text
from pipeline.formats.revisions import ACCEPT, REJECT, read
from pipeline.formats.validators import docx_problems, pdf_problems
from pipeline.render.pdf.told import sides
from tests.app.small import Small
from tests.render.redlining.cases import papers

OLD, NEW = "says what the paper is for", "tells readers what the paper is for"


HISTORY = ("redline", "s-2", "s-3", "-d", "alpha", "-o")


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


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize("is_frozen", [True, False], ids=["frozen", "today"])
def test_two_sessions_give_the_very_redline_of_the_pack(two: Small, tmp_path: Path, kind: str, is_frozen: bool) -> None:
    two.git("checkout", "-q", "-b", "later")
    two.change("drafts/alpha/01-first.md", "Something short", "Something quite short")
    two.git("add", "-A")
    two.git("-c", "user.name=Drafter Two", "commit", "-q", "-m", "Edit")
    if is_frozen:
        assert two.run("freeze", "s-3").code == 0
    assert two.run("build", "s-3").code == 0
    target = tmp_path / f"out.{kind}"
    done = two.run(*HISTORY, str(target))
    assert (done.code, "Drafter Two 1" in done.err) == (0, True), done.out + done.err
    assert target.read_bytes() == (two.root / f"build/s-3/alpha.redline.{kind}").read_bytes()


def test_revisions_name_those_who_committed(two: Small, tmp_path: Path) -> None:
    two.change("drafts/alpha/02-second.md", "as members expect", "as everybody expects")
    two.git("add", "-A")
    two.git("-c", "user.name=Drafter Two", "commit", "-q", "-m", "Edit")
    target = tmp_path / "out.docx"
    assert two.run("redline", "HEAD~3", "HEAD", "-d", "alpha", "-o", str(target)).code == 0
    for author, words in (("Tester", NEW), ("Drafter Two", "as everybody expects")):
        assert words in read(target.read_bytes(), lambda name, who=author: name == who).text  # type: ignore[misc]


def test_what_no_commit_made_is_said_to_be_the_secretariats(two: Small, tmp_path: Path) -> None:
    back = two.run("redline", "today", "s-1", "-d", "alpha", "-o", str(tmp_path / "out.docx"))
    assert "no commit between today and s-1 made these changes" in back.err
    assert "by Secretariat" in back.err
    same = two.run("redline", "s-1", "s-1", "-d", "alpha", "-o", str(tmp_path / "out.docx"))
    assert (same.code, "no commit" in same.err) == (0, False)


def test_a_clone_without_the_commits_says_so_and_names_the_secretariat(two: Small, tmp_path: Path) -> None:
    two.change("drafts/alpha/02-second.md", "as members expect", "as everybody expects")
    two.commit("Edit")
    two.git("clone", "-q", "--depth", "1", f"file://{two.root}", str(tmp_path / "clone"))
    clone = object.__new__(Small)
    clone.root = tmp_path / "clone"
    done = clone.run("redline", "s-1", "today", "-d", "alpha", "-o", str(tmp_path / "out.docx"))
    assert (done.code, "CREDIT-HISTORY" in done.out, "the commits since s-1 are not" in done.out) == (0, True, True)
    assert "by Secretariat" in done.err


def test_two_markdown_files_are_printed_even_if_their_headings_skip_a_level(small: Small, tmp_path: Path) -> None:
    old = "## Two\n\nOne old paragraph.\n\n![A missing picture](there.png)\n"
    for name, text in (("a", old), ("b", "# One\n\n#### Four\n\nOne new paragraph.\n\n![Missing](there.png)\n")):
        (tmp_path / f"{name}.md").write_text(text)
    target = tmp_path / "out.pdf"
    done = small.run("redline", str(tmp_path / "a.md"), str(tmp_path / "b.md"), "-o", str(target))
    assert done.code == 0, done.out + done.err
    assert pdf_problems(target) == ()
    told = {name: "".join(text.split()) for name, text in sides(told_text(target.read_bytes())).items()}
    assert ("Oneoldparagraph." in told["old"], "Oneoldparagraph." in told["new"]) == (True, False)


@pytest.mark.parametrize(("name", "step"), [("out.pdf", "write out.docx"), ("out.txt", "out.docx or out.pdf")])
def test_what_cannot_be_written_is_refused_with_the_next_step(tmp_path: Path, name: str, step: str) -> None:
    from click.testing import CliRunner

    from pipeline.cli.redline import command

    for side, data in zip(("old", "new"), papers("word"), strict=True):
        (tmp_path / f"{side}.docx").write_bytes(data)
    done = CliRunner().invoke(
        command, [str(tmp_path / "old.docx"), str(tmp_path / "new.docx"), "-o", str(tmp_path / name)]
    )
    assert (done.exit_code, step in done.output) == (2, True)
    assert not (tmp_path / name).exists()


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
