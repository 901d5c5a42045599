"""Bad input at the command: a finding with code and place, the right exit code, and the other document still built."""

import os
import sys
from pathlib import Path

import pytest

from pipeline.formats.pandoc import CHARACTERS
from tests.app.small import SVG, Ran, Small

SECTION = "drafts/alpha/01-first.md"
OTHERS = {"agenda.docx", "agenda.pdf", "beta.docx", "beta.pdf", "manifest.json", "numbers.json"}
FIGURE = '\n![Flow]({}){{alt="What is seen."}}\n'


def expect(small: Small, code: str, place: tuple[str, int | None], *, built: bool = True) -> Ran:
    """Alpha has this finding and is left out of the build; beta is built, and nothing is half written."""
    checked = small.check()
    assert checked.code == 1
    rows = [row for row in checked.rows if row["code"] == code and row["file"] == place[0]]
    assert rows, checked.out
    assert place[1] is None or place[1] in [row["line"] for row in rows]
    assert all(row["message"] and row["hint"] for row in rows)
    if not built:
        return checked
    done = small.run("build", "s-2")
    assert done.code == 1, done.err
    assert f"[{code}]" in done.out
    assert small.pack("s-2") == OTHERS
    assert small.manifest("s-2")["failed"] == ["alpha"]
    assert not list((small.root / "build" / ".staging").glob("*"))
    return done


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<b>raw</b> words\n", "MD-RAW"),
        ("`#pagebreak()`{=typst}\n", "MD-RAW"),
        ("```{=openxml}\n<w:p/>\n```\n", "MD-RAW"),
        ("[words]{.insertion author=Somebody date=2025-01-01}\n", "MD-ATTRIBUTE"),
        ("[words]{.deletion author=Somebody}\n", "MD-ATTRIBUTE"),
        ('::: {data-pos="s00001.md@1:1-1:2"}\nwords\n:::\n', "MD-ATTRIBUTE"),
        ("[words](javascript:alert)\n", "LINK-SCHEME"),
        ("[words](file:///etc/passwd)\n", "LINK-SCHEME"),
        (f"[words](https://example.org/{'a' * 9000})\n", "LINK-SCHEME"),
        ("[](#nothing)\n", "REF-DANGLING"),
        ("[words]()\n", "REF-DANGLING"),
        ("words[^nothing]\n", "NOTE-DANGLING"),
        ("{#Bad_Label}\nwords\n", "ID-FORM"),
        ("> quoted words\n", "MD-FORBIDDEN"),
        ("##### Too deep\n\nwords\n", "MD-FORBIDDEN"),
        ("# Top\n\nwords\n", "HEADING-TOP"),
        ("words\u202e turned\n", "TEXT-CONTROL"),
        ("words\x00\n", "TEXT-CONTROL"),
    ],
)
def test_markdown_that_a_paper_cannot_hold(small: Small, text: str, code: str) -> None:
    line = small.add(SECTION, "\n" + text)
    where = line + 1
    expect(
        small,
        code,
        (SECTION, None if code == "MD-RAW" and "`" in text else where),
        built=code in ("MD-RAW", "REF-DANGLING"),
    )


@pytest.mark.parametrize(
    "text",
    [
        ">" * 3000 + " x\n",
        "*" * 2500 + "a" + "*" * 2500,
        "- " * 800 + "x\n",
        "(a) " * 400 + "x\n",
        "> - " * 120 + "x\n",
    ],
    ids=["quotations", "emphasis", "bullets", "letters", "mixed"],
)
def test_nesting_without_end_is_a_finding_on_its_section_only(small: Small, text: str) -> None:
    small.add(SECTION, "\n" + text)
    done = small.run("build", "s-2")
    assert done.code == 1
    assert "[SECTION-PARSE]" in done.out or "[MD-FORBIDDEN]" in done.out
    assert small.pack("s-2") == OTHERS


def test_five_thousand_brackets_are_only_words(small: Small) -> None:
    small.add(SECTION, "\n" + "[" * 5000 + "\n")
    assert small.run("build", "s-2", "--only", "alpha").code == 0
    assert "alpha.docx" in small.pack("s-2")


@pytest.mark.parametrize("text", ["Words.[^1]\n\n[^1]: [^1]\n", "Words.[^a]\n\n[^a]: x[^b]\n\n[^b]: y[^a]\n"])
def test_a_note_within_itself_ends_and_is_a_finding(small: Small, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.formats.pandoc.SECONDS", 1.5)
    small.add(SECTION, "\n" + text)
    expect(small, "SECTION-PARSE", (SECTION, None))


def test_a_section_of_fifty_megabytes_is_not_even_read(small: Small) -> None:
    small.write(SECTION, b"words " * (50 * 1024 * 1024 // 6))
    done = expect(small, "FILE-SIZE", (SECTION, 1))
    assert "more than 1 MiB" in done.out


def test_the_time_for_pandoc_grows_with_the_text() -> None:
    assert CHARACTERS < 1024 * 1024, "a section of the largest size must get more than the least time"


def test_a_section_that_is_not_utf_8(small: Small) -> None:
    small.write(SECTION, "---\ntitle: First\n---\n\nWörter\n".encode("latin-1"))
    expect(small, "FILE-ENCODING", (SECTION, None))


# -- lists of files


def test_a_section_that_is_not_there(small: Small) -> None:
    (small.root / SECTION).unlink()
    done = expect(small, "FILE-MISSING", ("drafts/alpha/document.yaml", 2))
    assert f"{SECTION} is not there" in done.out


def test_a_section_that_is_a_folder(small: Small) -> None:
    (small.root / SECTION).unlink()
    (small.root / SECTION).mkdir()
    expect(small, "FILE-MISSING", (SECTION, 1))


def test_a_section_that_is_a_named_pipe(small: Small) -> None:
    (small.root / SECTION).unlink()
    os.mkfifo(small.root / SECTION)
    expect(small, "FILE-MISSING", (SECTION, 1))


def test_a_section_that_is_listed_twice(small: Small) -> None:
    small.write("drafts/alpha/document.yaml", "title: Alpha\nsections: [01-first.md, 02-second.md, 01-first.md]\n")
    done = expect(small, "FILE-TWICE", ("drafts/alpha/document.yaml", None))
    assert "01-first.md is listed 2 times" in done.out


@pytest.mark.parametrize("name", ["../beta/01-only.md", "/etc/passwd", "a/b.md", "..", ".hidden.md"])
def test_a_section_outside_its_folder(small: Small, name: str) -> None:
    small.write("drafts/alpha/document.yaml", f"title: Alpha\nsections: ['{name}']\n")
    expect(small, "VALUE-INVALID", ("drafts/alpha/document.yaml", 2), built=False)


def test_a_document_without_sections(small: Small) -> None:
    small.write("drafts/alpha/document.yaml", "title: Alpha\nsections: []\n")
    expect(small, "VALUE-INVALID", ("drafts/alpha/document.yaml", 2))


def test_a_document_whose_folder_is_gone(small: Small) -> None:
    for path in sorted((small.root / "drafts/alpha").iterdir()):
        path.unlink()
    (small.root / "drafts/alpha").rmdir()
    done = small.run("build", "s-2")
    assert done.code == 1
    assert "[FILE-MISSING]" in done.out
    assert small.pack("s-2") == OTHERS
    assert "FILE-MISSING" in small.check().codes


# -- pictures


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "/etc/passwd.png", "images/../../x.svg", "https://example.org/x.png", "images/x.jpg", "x.svg"],
)
def test_a_picture_from_elsewhere(small: Small, path: str) -> None:
    line = small.add(SECTION, FIGURE.format(path))
    expect(small, "IMAGE-PATH", (SECTION, line + 1), built=False)


def test_a_picture_that_is_a_link(small: Small, tmp_path: Path) -> None:
    outside = tmp_path / "secret.svg"
    outside.write_text(SVG)
    small.write("drafts/alpha/images/keep.svg", SVG)
    (small.root / "drafts/alpha/images/flow.svg").symlink_to(outside)
    small.add(SECTION, FIGURE.format("images/flow.svg"))
    expect(small, "FILE-SYMLINK", ("drafts/alpha/images/flow.svg", 1))


def test_a_folder_that_is_a_link(small: Small, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/flow.svg").write_text(SVG)
    (small.root / "drafts/alpha/images").symlink_to(tmp_path / "outside")
    small.add(SECTION, FIGURE.format("images/flow.svg"))
    expect(small, "FILE-SYMLINK", ("drafts/alpha/images/flow.svg", 1))


def test_a_picture_that_is_not_there(small: Small) -> None:
    small.add(SECTION, FIGURE.format("images/flow.svg"))
    expect(small, "FILE-MISSING", ("drafts/alpha/01-first.md", 17))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b"<svg <<<"),
        ("a.svg", b"no picture at all"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>'),
        ("a.svg", b"<other><svg/></other>"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 40),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
        ("a.png", SVG.encode()),
    ],
)
def test_a_picture_that_cannot_be_drawn(small: Small, name: str, data: bytes) -> None:
    small.write(f"drafts/alpha/images/{name}", data)
    line = small.add(SECTION, FIGURE.format(f"images/{name}"))
    expect(small, "IMAGE-BROKEN", (SECTION, line + 1), built=False)


def test_a_paper_that_typst_refuses_leaves_the_others_alone(small: Small) -> None:
    """A whole PNG file whose picture data is rubbish: only drawing it shows that."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 10, 10, 8, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"rubbish") + chunk(b"IEND", b"")
    small.write("drafts/alpha/images/a.png", png)
    small.add(SECTION, FIGURE.format("images/a.png"))
    done = small.run("build", "s-2")
    assert done.code == 1
    assert "[PAPER-FAILED]" in done.out
    assert "alpha.pdf" in done.out
    assert small.pack("s-2") == OTHERS
    assert [row["code"] for row in small.manifest("s-2")["findings"]] == ["PAPER-FAILED"]
    shown = small.run("preview")
    assert shown.code == 1
    assert small.pack("preview") == {"beta.docx", "beta.pdf"}


# -- configuration


@pytest.mark.parametrize(
    ("path", "text", "code", "line"),
    [
        ("drafts/alpha/document.yaml", "title: Alpha\nsections: [01-first.md\n", "YAML-SYNTAX", None),
        ("drafts/alpha/document.yaml", "title: Alpha\nsection: [01-first.md]\n", "KEY-UNKNOWN", 2),
        ("drafts/alpha/document.yaml", "sections: [01-first.md]\n", "KEY-MISSING", 1),
        ("drafts/alpha/document.yaml", "title: &a Alpha\nsections: [*a]\n", "YAML-FORBIDDEN", 1),
        ("drafts/alpha/document.yaml", "title: Alpha\ntitle: Beta\nsections: [01-first.md]\n", "YAML-FORBIDDEN", 2),
        (SECTION, "---\ntitle: First\nlaed: MEMBER-A\n---\n\nWords.\n", "KEY-UNKNOWN", 3),
        (SECTION, "---\ntitle: First\n\nWords.\n", "YAML-SYNTAX", 1),
        ("drafts/alpha/document.yaml", "title: Alpha\nsections: " + "[" * 200 + "]" * 200 + "\n", "YAML-LIMIT", None),
    ],
)
def test_yaml_that_cannot_be_used(small: Small, path: str, text: str, code: str, line: int | None) -> None:
    small.write(path, text)
    expect(small, code, (path, line))


def test_an_unknown_key_names_the_nearest_known_one(small: Small) -> None:
    small.write(SECTION, "---\ntitle: First\nlaed: MEMBER-A\n---\n\nWords.\n")
    row = next(row for row in small.check().rows if row["code"] == "KEY-UNKNOWN")
    assert "lead" in row["message"] + row["hint"]


def test_a_broken_session_file_leaves_the_other_sessions_alone(small: Small) -> None:
    small.write("comments/s-1/session.yaml", "title: [\n")
    done = small.run("build")
    assert done.code == 1
    assert "comments/s-1/session.yaml:" in done.out
    assert small.pack("s-1") == set()
    assert "alpha.docx" in small.pack("s-2") & small.pack("s-3")
    assert small.run("build", "s-1").code == 1


def test_a_session_with_an_unknown_document_builds_the_others(small: Small) -> None:
    small.change("comments/s-2/session.yaml", "alpha", "alpah")
    done = small.run("build", "s-2")
    assert done.code == 1
    assert "did you mean “alpha”?" in done.out
    assert small.pack("s-2") == OTHERS


@pytest.mark.parametrize("path", ["hlcp.yaml", "templates/profiles/un-ceb.yaml"])
def test_a_broken_configuration_stops_everything_with_its_place(small: Small, path: str) -> None:
    small.write(path, "name: [\n")
    for command in (("build",), ("check",), ("preview",), ("freeze", "s-1")):
        done = small.run(*command)
        assert done.code == 1
        assert f"{path}:1:" in done.out
        assert "[YAML-SYNTAX]" in done.out
    assert not (small.root / "build").exists() or not small.pack("s-1")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("build", "s-9"), 2, "did you mean"),
        (("build", "--only", "alpah"), 2, "alpha"),
        (("build", "s-1", "--only", "beta"), 2, "beta"),
        (("preview", "gamma"), 2, "gamma"),
        (("bild",), 2, "did you mean “build”?"),
        (("check", "/etc"), 2, "not inside the workspace"),
        (("build", "--jobs", "0"), 2, "jobs"),
        (("freeze",), 2, "SESSIONS"),
    ],
)
def test_a_wrong_argument_is_explained(small: Small, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = small.run(*arguments)
    assert done.code == code
    assert words in done.out + done.err
    assert "Traceback" not in done.err


def test_only_leaves_the_packs_of_other_sessions_as_they_are(small: Small) -> None:
    small.run("build")
    before = small.pack("s-1")
    assert small.run("build", "--only", "beta").code == 0
    assert small.pack("s-1") == before
    assert small.pack("s-2") == OTHERS


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("templates/agenda.md.j2", b"\xff\xfe"),
        ("templates/agenda.md.j2", b"{{ nothing.of.this }}\n"),
        ("templates/agenda.md.j2", b"{% for %}\n"),
        ("templates/reference.docx", b"PK but no package"),
        ("templates/paper.typ", b"#let x = (\n"),
    ],
)
def test_a_broken_template_stops_the_build_and_names_the_file(small: Small, path: str, data: bytes) -> None:
    assert small.run("build", "s-1").code == 0
    before = small.pack("s-1")
    small.write(path, data)
    done = small.run("build", "s-1")
    assert done.code == 2
    assert Path(path).name in done.err
    assert "Traceback" not in done.err
    assert small.pack("s-1") == before


def test_outside_a_workspace(tmp_path: Path, small: Small) -> None:
    small.root = tmp_path
    done = small.run("build")
    assert done.code == 2
    assert "there is no workspace here" in done.err


# -- the machine


def test_without_pandoc_the_environment_is_to_blame(small: Small) -> None:
    for command in (("build", "s-1"), ("check",), ("preview",)):
        done = small.apart(*command, PYPANDOC_PANDOC="/nowhere/pandoc")
        assert done.code == 3, done.err
        assert "pandoc" in done.err
        assert "Traceback" not in done.err
    assert small.pack("s-1") == set()
    assert small.apart("doctor", PYPANDOC_PANDOC="/nowhere/pandoc").code == 3


def test_without_git_papers_are_built_and_nothing_is_frozen(repository: Small) -> None:
    folder = str(Path(sys.executable).parent)
    done = repository.apart("build", "s-1", PATH=folder)
    assert done.code == 0, done.err
    assert repository.manifest("s-1")["commit"] is None
    frozen = repository.apart("freeze", "s-1", PATH=folder)
    assert frozen.code == 3
    assert "git" in frozen.err
    assert not (repository.root / "comments/s-1/baseline").exists()


def test_without_an_identity_nothing_is_frozen(repository: Small) -> None:
    repository.git("config", "--unset", "user.name")
    repository.git("config", "--unset", "user.email")
    done = repository.run("freeze", "s-1")
    assert done.code == 2
    assert "git config user.name" in done.err
    assert not (repository.root / "comments/s-1/baseline").exists()
    assert repository.git("status", "--porcelain") == ""
    assert repository.run("build", "s-1").code == 0
