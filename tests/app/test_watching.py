"""`hlcp watch`: each save gives a preview, a mistake gives findings and costs no paper, and the next save goes on."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from docx import Document

from pipeline.app.watching import Previewer, refuse_unknown_documents
from pipeline.model.finding import PipelineError
from pipeline.store.changes import changes
from pipeline.store.lock import BuildLock
from tests.app.small import Small

SECTION = "drafts/alpha/01-first.md"


def words_of(small: Small, document: str) -> str:
    return "\n".join(p.text for p in Document(str(small.root / f"build/preview/{document}.docx")).paragraphs)


def test_what_was_saved_is_what_the_papers_say(small: Small) -> None:
    previewer = Previewer(small.root, (), 2)
    assert previewer.round().findings == ()
    small.change(SECTION, "The opening paragraph", "The first paragraph of all")
    made = previewer.round([SECTION])
    assert made.built is not None
    assert (made.changed, made.findings, made.built.failed) == ((SECTION,), (), ())
    assert "The first paragraph of all" in words_of(small, "alpha")
    assert small.pack("preview") == {"alpha.docx", "alpha.pdf", "beta.docx", "beta.pdf"}


def test_a_document_with_errors_keeps_its_last_papers_and_the_others_are_made(small: Small) -> None:
    previewer = Previewer(small.root, (), 2)
    previewer.round()
    before = {kind: (small.root / f"build/preview/alpha.{kind}").read_bytes() for kind in ("docx", "pdf")}
    line = small.add(SECTION, "\n<b>raw</b> words\n") + 1
    small.change("drafts/beta/01-only.md", "one paragraph", "a single paragraph")
    made = previewer.round()
    assert made.built is not None
    assert made.built.failed == ("alpha",)
    assert {(f.code, f.place.path, f.place.line) for f in made.findings} == {("MD-RAW", SECTION, line)}
    assert {kind: (small.root / f"build/preview/alpha.{kind}").read_bytes() for kind in before} == before
    assert "a single paragraph" in words_of(small, "beta")
    small.change(SECTION, "<b>raw</b> words", "plain words")
    assert previewer.round().findings == ()
    assert "plain words" in words_of(small, "alpha")


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("hlcp.yaml", "profile: un-ceb", "profile: [", "YAML-SYNTAX"),
        ("hlcp.yaml", "profile: un-ceb", "profile: nothing", "NAME-UNKNOWN"),
        ("templates/profiles/un-ceb.yaml", "name:", "nam:", "KEY-UNKNOWN"),
        ("drafts/alpha/document.yaml", "02-second.md", "03-third.md", "FILE-MISSING"),
    ],
)
def test_a_broken_file_is_a_finding_and_the_next_save_mends_it(
    small: Small, path: str, old: str, new: str, code: str
) -> None:
    previewer = Previewer(small.root, (), 2)
    small.change(path, old, new)
    assert code in {finding.code for finding in previewer.round().findings}
    small.change(path, new, old)
    made = previewer.round()
    assert made.findings == ()
    assert made.built is not None


def test_what_no_finding_can_say_is_told_and_the_next_round_goes_on(small: Small) -> None:
    previewer = Previewer(small.root, ("beta",), 2)
    reference = small.root / "templates/reference.docx"
    data = reference.read_bytes()
    reference.write_bytes(b"no Word file")
    made = previewer.round()
    assert made.built is None
    assert "templates/reference.docx" in str(made.problem)
    reference.write_bytes(data)
    assert previewer.round().problem is None


def test_another_command_that_builds_is_waited_for_and_then_told(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: BuildLock) -> None:
        raise PipelineError("another command is building", "wait")

    previewer = Previewer(small.root, (), 2)
    with monkeypatch.context() as patched:
        patched.setattr(BuildLock, "acquire", refuse)
        assert "another command" in str(previewer.round().problem)
    assert previewer.round().built is not None


def test_a_file_that_was_missing_is_seen_when_it_comes(small: Small) -> None:
    previewer = Previewer(small.root, (), 2)
    small.add(SECTION, "\nThere are [ports.number]{.data} ports.\n")
    assert [finding.code for finding in previewer.round([SECTION]).findings] == ["DATA-EXPRESSION"]
    small.write("drafts/alpha/data/ports.yaml", "number: 12\n")
    assert previewer.round(["drafts/alpha/data/ports.yaml"]).findings == ()
    assert "There are 12 ports." in words_of(small, "alpha")


def test_a_change_of_the_profile_is_a_change_of_all_documents(small: Small) -> None:
    previewer = Previewer(small.root, (), 2)
    small.add(SECTION, "\nTen percent of them.\n")
    assert [finding.code for finding in previewer.round().findings] == ["STYLE-PERCENT"]
    small.change("templates/profiles/un-ceb.yaml", "rules: {}", "rules: {STYLE-PERCENT: off}")
    assert previewer.round(["templates/profiles/un-ceb.yaml"]).findings == ()


def test_a_document_that_does_not_exist_is_refused_at_once(small: Small) -> None:
    with pytest.raises(PipelineError, match="there is no document"):
        refuse_unknown_documents(small.root, ("alpa",))
    refuse_unknown_documents(small.root, ())


# -- waiting for changes


@pytest.fixture
def watched(small: Small) -> Iterator[Iterator[frozenset[str]]]:
    found = changes(small.root, ("drafts", "templates", "not-there"), ("hlcp.yaml",))
    assert next(found) == frozenset()
    yield found
    found.close()  # type: ignore[attr-defined]  # it is a generator


def saved_in(watched: Iterator[frozenset[str]], wanted: str) -> frozenset[str]:
    return next(each for each in watched if wanted in each)


def test_a_save_is_noticed_however_an_editor_writes(small: Small, watched: Iterator[frozenset[str]]) -> None:
    small.add(SECTION, "\nMore.\n")
    assert saved_in(watched, SECTION) == {SECTION}
    draft = small.write("drafts/alpha/.01-first.md.swp", "from vim")
    small.add(SECTION, "\nStill more.\n")
    assert saved_in(watched, SECTION) == {SECTION}
    draft.replace(small.root / SECTION)
    assert saved_in(watched, SECTION) == {SECTION}


def test_files_that_pass_while_an_editor_saves_are_not_told(small: Small, watched: Iterator[frozenset[str]]) -> None:
    passing = small.write("drafts/alpha/sedAbCdEf", small.read(SECTION) + "\nMore.\n")  # as `sed -i` does
    passing.replace(small.root / SECTION)
    assert saved_in(watched, SECTION) == {SECTION}
    (small.root / "drafts/alpha/02-second.md").unlink()
    assert saved_in(watched, "drafts/alpha/02-second.md") == {"drafts/alpha/02-second.md"}


def test_a_replaced_workspace_file_is_noticed(small: Small, watched: Iterator[frozenset[str]]) -> None:
    for number in range(2):
        other = small.write("elsewhere.yaml", small.read("hlcp.yaml") + f"# {number}\n")
        other.replace(small.root / "hlcp.yaml")
        assert saved_in(watched, "hlcp.yaml") == {"hlcp.yaml"}


def test_what_the_preview_writes_wakes_nobody(small: Small, watched: Iterator[frozenset[str]]) -> None:
    Previewer(small.root, (), 2).round()
    small.add(SECTION, "\nMore.\n")
    assert next(watched) == {SECTION}


def test_it_ends_once_it_is_told_to(small: Small) -> None:
    stop = Event()
    found = changes(small.root, ("drafts",), stop=stop)
    assert next(found) == frozenset()
    stop.set()
    assert list(found) == []


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "watchfiles", None)
    with pytest.raises(PipelineError, match="watchfiles is not installed") as caught:
        next(changes(tmp_path, (".",)))
    assert "hlcp-pipeline[watch]" in caught.value.hint
    assert caught.value.exit_code == 3
