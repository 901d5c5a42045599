"""`hlcp init`: what it makes passes and builds, for any name that people give; what it cannot use, it refuses whole."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from pipeline.app.new_workspace import CI_PLACES, Named, NewWorkspace, contents
from pipeline.app.sources.opening import open_workspace
from pipeline.app.starting import member, named, start, try_out
from pipeline.formats.pdf_text import printed_text
from pipeline.model.finding import PipelineError
from pipeline.store.files import Files
from tests.render.reading import word_paragraphs

NEW = NewWorkspace(
    name="Committee on Harbours",
    short="CH",
    organization="League of Ports",
    workstream="Harbour safety",
    documents=(Named("rules", "Harbour rules"), Named("plan", "Plan of work")),
    sessions=(Named("first", "First session"), Named("second", "Second session")),
    members=(Named("ALPHA", "Alpha Office"), Named("B-2", "Beta Office: South")),
)
lines = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40).filter(
    lambda text: text.strip() and text.isprintable()
)


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_passes_a_strict_check_and_builds_every_pack(tmp_path: Path) -> None:
    paths = start(tmp_path / "new", NEW)
    assert files_of(tmp_path / "new") == set(paths)
    tried = try_out(tmp_path / "new", 2, lambda _: None)
    assert tried.findings == ()
    assert [pack.session for pack in tried.packs] == ["first", "second"]
    assert not any(pack.failed for pack in tried.packs)
    assert {"agenda.docx", "rules.docx", "rules.pdf", "plan.docx", "plan.pdf"} <= set(tried.packs[0].files)


@settings(max_examples=25, deadline=None)
@given(st.lists(lines, min_size=6, max_size=6))
def test_any_printable_name_arrives_in_the_files_as_it_was_given(texts: list[str]) -> None:
    name, short, organization, workstream, title, person = texts
    new = NewWorkspace(
        name, short, organization, workstream, (Named("d", title),), (Named("s", title),), (Named("M", person),)
    )
    made = {path: YAML(typ="safe").load(data) for path, data in contents(new).items() if path.endswith(".yaml")}
    committee = {"name": name, "short": short, "organization": organization}
    assert made["hlcp.yaml"]["committee"] == committee
    assert made["hlcp.yaml"]["workstream"] == workstream
    assert made["drafts/d/document.yaml"]["title"] == title
    assert made["comments/s/session.yaml"]["title"] == title
    assert made["comments/members.yaml"]["members"] == [{"code": "M", "name": person}]
    assert made["templates/profiles/papers.yaml"]["name"] == f"Papers of the {name}"


@pytest.mark.parametrize(
    ("organization", "disclaimer"),
    [
        ("League of Ports", "Working text."),
        ("United Nations system", "Working text. Not an official document of the United Nations."),
    ],
)
def test_papers_outside_the_united_nations_do_not_speak_of_them(
    tmp_path: Path, organization: str, disclaimer: str
) -> None:
    values = {field: getattr(NEW, field) for field in NEW.__slots__} | {"organization": organization}
    start(tmp_path / "new", NewWorkspace(**values))
    profile = open_workspace(tmp_path / "new").profile
    assert profile.disclaimer == disclaimer
    inside = "United Nations" in organization
    assert profile.placeholders == (("symbol", "date", "venue") if inside else ("date", "venue"))
    assert (profile.word_limit, profile.acronyms) == ((10700, ("UN", "HIV", "AIDS")) if inside else (0, ()))
    text = (tmp_path / "new/templates/profiles/papers.yaml").read_text("utf-8")
    assert ("Editorial Manual" in text) == inside


def test_papers_without_symbols_leave_no_place_for_them(tmp_path: Path) -> None:
    start(tmp_path / "new", NEW)
    try_out(tmp_path / "new", 1, lambda _: None)
    for name in ("rules", "agenda"):
        words = printed_text(tmp_path / f"new/build/first/{name}.pdf")
        assert "symbol" not in words.lower()
        assert "[date to be confirmed]" in words
        assert words.count("CH") > 1  # in the running head, where the symbol would be
        paragraphs = word_paragraphs((tmp_path / f"new/build/first/{name}.docx").read_bytes())
        assert not [text for _, text in paragraphs if "symbol" in text.lower()]


def test_editors_find_a_schema_for_each_file_that_people_write(tmp_path: Path) -> None:
    root = tmp_path / "new"
    start(root, NEW)
    settings_file = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    mapped = {root / schema: pattern for schema, pattern in settings_file["yaml.schemas"].items()}
    assert all(schema.is_file() for schema in mapped)
    for schema, pattern in mapped.items():
        validator = Draft202012Validator(json.loads(schema.read_text("utf-8")))
        for path in root.glob(pattern.removeprefix("/")):
            validator.validate(YAML(typ="safe").load(path.read_bytes()))
            first = path.read_text("utf-8").splitlines()[0]
            assert (path.parent / first.partition("$schema=")[2]).resolve() == schema.resolve()


@pytest.mark.parametrize("ci", [(), ("github",), ("gitlab",), ("github", "gitlab")])
def test_only_the_forges_that_are_asked_for_get_a_file(ci: tuple[str, ...]) -> None:
    values = {field: getattr(NEW, field) for field in NEW.__slots__} | {"ci": ci}
    made = contents(NewWorkspace(**values))
    assert {place for place in CI_PLACES.values() if place in made} == {CI_PLACES[f"{name}.yml"] for name in ci}


@pytest.mark.parametrize("package", ["", "hlcp-pipeline==0.1.0", "git+https://git.example.org/hlcp.git@1f2e#x: y"])
def test_the_ci_files_install_what_they_are_told_to(package: str) -> None:
    values = {field: getattr(NEW, field) for field in NEW.__slots__} | {"package": package}
    made = contents(NewWorkspace(**values))
    github, gitlab = (YAML(typ="safe").load(made[CI_PLACES[name]]) for name in ("github.yml", "gitlab.yml"))
    assert github["env"]["HLCP_PACKAGE"] == f"${{{{ vars.HLCP_PACKAGE || '{package}' }}}}"
    assert gitlab["variables"]["HLCP_PACKAGE"] == package


# -- what is refused


@pytest.mark.parametrize("there", [".git/HEAD", ""])
def test_an_empty_folder_and_a_fresh_clone_will_do(tmp_path: Path, there: str) -> None:
    if there:
        (tmp_path / there).parent.mkdir()
        (tmp_path / there).write_text("ref: refs/heads/main\n")
    start(tmp_path, NEW)
    assert (tmp_path / "hlcp.yaml").is_file()


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "hlcp.yaml"])
def test_a_folder_that_holds_anything_is_refused_and_stays_as_it_was(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(PipelineError, match="is not empty: it holds"):
        start(tmp_path, NEW)
    assert files_of(tmp_path) == {name}


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("mine")
    with pytest.raises(PipelineError, match="is a file"):
        start(tmp_path / "new", NEW)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("documents", (), "needs a document"),
        ("sessions", (), "needs a document"),
        ("documents", (Named("agenda", "Agenda"),), "no document can be called agenda"),
        ("sessions", (Named("preview", "Preview"),), "no session can be called preview"),
        ("documents", (Named("a", "A"), Named("a", "Again")), "two of the documents are called a"),
        ("documents", (Named("../up", "Up"),), "cannot be the name"),
        ("sessions", (Named("", "…"),), "cannot be the name"),
        ("members", (Named("alpha", "Alpha"),), "cannot be the name"),
        ("members", (Named("..", "Up"),), "cannot be the name"),
        ("documents", (Named("a", " "),), "is empty"),
        ("name", "two\nlines", "do not print"),
        ("workstream", "", "is empty"),
        ("package", "it's", "signs that end a text"),
        ("package", "two\nlines", "do not print"),
    ],
)
def test_names_that_cannot_be_used_are_refused_before_anything_is_written(
    tmp_path: Path, field: str, value: object, words: str
) -> None:
    values = {name: getattr(NEW, name) for name in NEW.__slots__} | {field: value}
    with pytest.raises(PipelineError, match=words) as caught:
        start(tmp_path / "new", NewWorkspace(**values))
    assert caught.value.hint
    assert not (tmp_path / "new").exists()


def test_what_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Files.write_atomic

    def failing(self: Files, path: str, data: bytes) -> None:
        if path.startswith("templates/"):
            raise KeyboardInterrupt
        write(self, path, data)

    monkeypatch.setattr(Files, "write_atomic", failing)
    with pytest.raises(KeyboardInterrupt):
        start(tmp_path / "new", NEW)
    assert list(tmp_path.iterdir()) == []


# -- how names are read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plan of work", Named("plan-of-work", "Plan of work")),
        ("wp=Plan of work", Named("wp", "Plan of work")),
        ("A = B in harbours", Named("a-b-in-harbours", "A = B in harbours")),
        ("Éléments", Named("l-ments", "Éléments")),
        ("word " * 30, Named("word-word-word-word-word-word-word-word", ("word " * 30).strip())),
    ],
)
def test_a_title_makes_a_name_unless_one_is_given(text: str, expected: Named) -> None:
    assert named(text) == expected


def test_a_member_needs_a_code_and_a_name() -> None:
    assert member("ALPHA = Alpha Office") == Named("ALPHA", "Alpha Office")
    for text in ("Alpha Office", "ALPHA=", "ALPHA"):
        with pytest.raises(PipelineError, match="CODE=Full name"):
            member(text)


# -- from the first day to a frozen round


def test_git_keeps_what_is_made_and_leaves_out_what_is_generated(tmp_path: Path) -> None:
    root = tmp_path / "new"
    paths = start(root, NEW)
    try_out(root, 2, lambda _: None)

    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout

    git("init", "-q", "-b", "main")
    git("add", "-A")
    assert set(git("ls-files").splitlines()) == set(paths)
