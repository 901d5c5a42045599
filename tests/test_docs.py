"""The documentation says what the code does: generated pages are current, links lead somewhere, commands exist."""

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import click
import pytest

from pipeline.cli.main import cli
from pipeline.model.rules import RULES

ROOT = Path(__file__).parents[1]
GENERATED = tuple(f"docs/reference/{name}.md" for name in ("findings", "commands", "fields"))
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
WRITTEN = [path for path in PAGES if path.relative_to(ROOT).as_posix() not in GENERATED]


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build_reference", ROOT / "docs" / "build_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages as the code makes them; every finding is caused for that, which takes some seconds."""
    made: dict[str, str] = generator().pages()
    return made


@pytest.mark.parametrize("path", GENERATED)
def test_a_generated_page_is_what_the_code_says(path: str, pages: dict[str, str]) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == pages[path], "run python docs/build_reference.py"


def test_the_page_of_findings_stays_readable(pages: dict[str, str]) -> None:
    assert max(map(len, pages["docs/reference/findings.md"].split("\n"))) < 600


def test_every_finding_is_shown_as_it_is_printed_or_says_why_it_cannot_be(pages: dict[str, str]) -> None:
    parts = re.split(r"^## ([A-Z]+-[A-Z-]+)\n", pages["docs/reference/findings.md"], flags=re.MULTILINE)[1:]
    for code, text in zip(parts[::2], parts[1::2], strict=True):
        shown = re.search(rf"`hlcp [^`]+` says:\n\n````text\n\S.*: \w+: .+ \[{code}\]\n    → \S", text)
        assert shown or "No file can cause it" in text, code


def test_every_command_that_a_next_step_offers_can_be_typed(pages: dict[str, str]) -> None:
    steps = "\n".join(re.findall(r"^(?:    → |Next step: ).*$", pages["docs/reference/findings.md"], re.MULTILINE))
    offered = {each for each in re.findall(r"`hlcp ([^`]+)`", steps) if " " in each}
    assert len(offered) > 10
    for each in offered:
        name, *arguments = shlex.split(each)
        command = cli.get_command(click.Context(cli), name)
        assert command is not None, each
        command.make_context(name, arguments)


def test_every_code_and_every_command_has_its_heading(pages: dict[str, str]) -> None:
    codes = re.findall(r"^## ([A-Z]+-[A-Z-]+)$", pages["docs/reference/findings.md"], re.MULTILINE)
    assert codes == list(RULES)
    commands = re.findall(r"^## hlcp (\S+)$", pages["docs/reference/commands.md"], re.MULTILINE)
    assert commands == cli.list_commands(click.Context(cli))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_to_files_of_the_repository(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", _prose(page)):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_and_codes_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    known = cli.list_commands(click.Context(cli))
    for name in re.findall(r"(?:`|bin/)hlcp ([a-z]+)", text):
        assert name in known, f"hlcp {name}"
    for code in re.findall(r"`([A-Z]+(?:-[A-Z]+)+)`", text):
        assert code in RULES, code


def _prose(page: Path) -> str:
    """The text without code, in which brackets mean something else."""
    text = re.sub(r"^(`{3,}).*?^\1", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`]*`", "", text)
