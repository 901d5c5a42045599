"""The pages on formats and packs are complete: every file that is read or made has its row, every key its word.

One round is carried through a small workspace so that every kind of file comes up: a public round with proposals that
collide, guidance and objectives, a matrix in parts, a reissue, a merge, a preview and a what-if.
"""

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest

from pipeline.app.sources.unfinished import JOURNAL
from pipeline.cli.main import cli
from pipeline.render.matrix import parts
from pipeline.store import git_series
from tests.app.small import ROOT, Small, session

FOLDER = ROOT / "docs" / "reference"
FORMATS, PACKS = (FOLDER / name for name in ("formats.md", "packs.md"))
ROUND = "rounds:\n  - {id: 1, closes: 2030-01-01T00:00:00Z, sample: true, audience: public}\n"
COMMENTS = """\
entity: MEMBER-{0}
document: alpha
baseline: s-1
comments:
  - {{id: 1, paragraph: 4, quote: members expect, action: replace, proposal: {1}, comment: Because.}}
  - {{id: 2, section: Second, comment: A remark on the section.}}
  - {{id: 3, paragraph: {2}, quote: section, action: replace, proposal: chapter, comment: Clearer.}}
"""
GUIDANCE = """\
guidance:
  - id: G1
    text: The opening should say what the paper is for.
    document: alpha
    source: The record
    done: The opening says so.
    answers:
      - {paragraph: p-opening}
"""
OBJECTIVES = "objectives:\n  - {id: 1, title: Clarity, text: To be clear.}\n"


class Used(NamedTuple):
    """A workspace after two sessions, and every file that was in it at some time."""

    root: Path
    files: frozenset[str]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Used]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        small = Small(tmp_path_factory.mktemp("formats") / "work")
        _prepare(small)
        _comment_and_decide(small)
        _second_session(small)
        whole = there(small.root)
        patch.setattr(parts, "SPLIT_ABOVE", 1)
        comments = COMMENTS.format("A", "x", 1).replace("baseline: s-1", "baseline: s-2")
        small.write("comments/s-2/MEMBER-A/alpha.yaml", comments)
        succeeds(small, "build", "s-2", "--jobs", "1")
        yield Used(small.root, whole | there(small.root))


def there(root: Path) -> frozenset[str]:
    every = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return frozenset(path for path in every if not path.startswith(".git"))


def succeeds(small: Small, *arguments: str) -> None:
    done = small.run(*arguments)
    assert done.code == 0, done.out + done.err


def _prepare(small: Small) -> None:
    small.start_git()
    codes = "".join(f"  - {{code: MEMBER-{code}, name: Member {code}, kind: sample}}\n" for code in "AB")
    small.write("comments/members.yaml", f"members:\n{codes}")
    small.add("hlcp.yaml", OBJECTIVES)
    small.change("drafts/alpha/01-first.md", "id: sec-first", "id: sec-first\nobjectives: [1]")
    small.change("drafts/alpha/01-first.md", "{#p-opening}", '{#p-opening responds-to="G1"}')
    small.write("comments/s-1/guidance.yaml", GUIDANCE)
    small.write("comments/s-1/session.yaml", session("alpha", more=ROUND))
    small.write("comments/s-2/session.yaml", session("alpha", more=ROUND).replace("approval", "discussion"))
    small.commit("Prepare")
    succeeds(small, "freeze", "s-1")


def _comment_and_decide(small: Small) -> None:
    for code, *words in (("A", "all expect", 1), ("B", "everybody hopes", 3)):
        small.write(f"comments/s-1/MEMBER-{code}/alpha.yaml", COMMENTS.format(code, *words))
    small.commit("Comments")
    succeeds(small, "merge", "s-1", "--assume", "accepted:all-uncontested")
    succeeds(small, "dispose", "MEMBER-A#3", "--as", "accepted")
    small.commit("Decide")
    succeeds(small, "merge", "s-1")
    succeeds(small, "build", "s-1", "--jobs", "1")
    succeeds(small, "preview")


def _second_session(small: Small) -> None:
    succeeds(small, "freeze", "s-2")
    small.change("drafts/alpha/02-second.md", "a few words", "some words")
    small.commit("Correct")
    succeeds(small, "freeze", "s-2", "--reissue", "A correction")
    succeeds(small, "build", "s-2")


# -- files


def rows(page: Path) -> dict[str, tuple[str, ...]]:
    """The files of a page: the first cell of each row of its tables of files, with endings written out."""
    found: dict[str, tuple[str, ...]] = {}
    for cell in re.findall(r"^\| (`[^|]+`) \|", page.read_text("utf-8"), re.MULTILINE):
        first, *others = re.findall(r"`([^`]+)`", cell)
        if re.search(r"[./]", first) and not first.startswith("."):
            found[cell] = (first, *(re.sub(r"\.\w+$", ending, first) for ending in others))
    return found


def pattern(path: str) -> re.Pattern[str]:
    parts_ = (r"[^/.]+" if part.startswith("<") else re.escape(part) for part in re.split(r"(<\w+>)", path))
    return re.compile("".join(parts_) + (".*" if path.endswith("/") else ""))


def documented() -> dict[str, tuple[str, ...]]:
    """Every row of both pages, from the top of the workspace."""
    packs = {cell: tuple(f"build/<session>/{path}" for path in paths) for cell, paths in rows(PACKS).items()}
    formats = {cell: paths for cell, paths in rows(FORMATS).items() if cell != "`build/<session>/`"}
    return formats | packs


def unknown(paths: Collection[str]) -> set[str]:
    known = [pattern(path) for paths_ in documented().values() for path in paths_]
    return {path for path in paths if not any(one.fullmatch(path) for one in known)}


def test_every_file_of_a_workspace_and_its_packs_has_a_row(used: Used) -> None:
    assert unknown(used.files) == set()


def test_every_file_of_our_own_workspace_has_a_row() -> None:
    folders = ("drafts", "comments", "templates")
    own = {path.relative_to(ROOT).as_posix() for name in folders for path in (ROOT / name).rglob("*") if path.is_file()}
    assert unknown({path for path in own if "__pycache__" not in path}) == set()


SELDOM = {
    "`build/.freezing.json`": JOURNAL,  # only while a command runs
    "`.git/hlcp-series.json`": f".git/{git_series._JOURNAL}",
    "`build/.staging/`": "build/.staging/",
    "`schemas/<name>.schema.json`": "schemas/<name>.schema.json",  # `hlcp init` writes them
    "`drafts/<document>/images/<picture>.svg` `.png`": "drafts/<document>/images/<picture>.svg",  # in our own workspace
    "`drafts/<document>/data/<name>.yaml`": "drafts/<document>/data/<name>.yaml",
}


def test_no_row_is_about_a_file_that_is_never_there(used: Used) -> None:
    for cell, paths in documented().items():
        if cell in SELDOM:
            assert paths[0] == SELDOM[cell]
            continue
        for path in paths:
            assert any(pattern(path).fullmatch(file) for file in used.files), path


def test_a_file_without_a_row_would_be_found() -> None:
    assert unknown({"build/s-1/alpha.summary.docx", "build/s-1/alpha.pdf"}) == {"build/s-1/alpha.summary.docx"}


# -- keys


SECTIONS = {
    "ledgerjson": "build/*/round/ledger.json",
    "the-sheet-of-a-member": "build/*/round/members/*.json",
    "numbersjson": "build/*/numbers.json",
    "changesjson": "build/*/*.changes.json",
    "manifestjson": "build/*/manifest.json",
    "a-baseline": "comments/*/baseline*/*/*.json",
}
NAMES = {"inputs", "outputs", "versions", "came", "gone", "asked", "authors", "rules"}  # their keys are names, not ours


def keys(value: Any, inside: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        named = inside in NAMES or (
            inside in {"documents", "changes"} and "document" not in value and "place" not in value
        )
        for key, one in value.items():
            if not named:
                yield key
            yield from keys(one, "" if named else key)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one, inside if isinstance(one, Mapping) else "")


def sections() -> dict[str, str]:
    """The text of each section of both pages by its anchor."""
    found = {}
    for page in (FORMATS, PACKS):
        for head, body in re.findall(r"^##+ (.+)\n((?:(?!##).*\n?)*)", page.read_text("utf-8"), re.MULTILINE):
            found[re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-")] = body
    return found


@pytest.mark.parametrize("anchor", sorted(SECTIONS))
def test_every_key_of_a_json_file_is_named_in_its_section(used: Used, anchor: str) -> None:
    files = list(used.root.glob(SECTIONS[anchor]))
    assert files
    words = sections()[anchor]
    words += sections()["ledgerjson"] if anchor in {"the-sheet-of-a-member", "manifestjson"} else ""
    for file in files:
        value = json.loads(file.read_text("utf-8"))
        value.pop("profile", None)  # that of the session, with the fields of the profile
        lacking = {key for key in keys(value) if not re.search(rf"[`,.(]{re.escape(key)}[`,.)]", words)}
        assert lacking == set(), file


# -- settings


def test_every_variable_of_the_environment_has_a_row() -> None:
    read = {
        option.envvar for name in cli.list_commands(click.Context(cli)) for option in options(name) if option.envvar
    }
    for file in (ROOT / "pipeline").rglob("*.py"):
        found = re.findall(r"environ\.get\(\"([A-Z_]+)\"|SWITCH = \"([A-Z_]+)\"", file.read_text("utf-8"))
        read |= {one or other for one, other in found}
    shown = set(re.findall(r"^\| `([A-Z_]+)` \|", FORMATS.read_text("utf-8"), re.MULTILINE))
    assert shown == read


def options(name: str) -> list[click.Parameter]:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return command.params
