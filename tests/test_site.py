"""The site of the documentation is made without a warning, leads nowhere astray, and fetches nothing."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LACKING = [name for name in ("sphinx", "myst_parser", "furo") if importlib.util.find_spec(name) is None]

pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"the extra [docs] is not installed: no {', '.join(LACKING)}")


def made(source: Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    options = ("-q", "-n", "-W", "--keep-going", "-b", "html", "-d", str(folder / "trees"))
    command = (sys.executable, "-m", "sphinx", *options, str(source), str(folder / "site"))
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    done = made(ROOT / "docs", folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "site"


def test_every_page_is_there_and_in_the_navigation(site: Path) -> None:
    front = (site / "index.html").read_text("utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").with_suffix(".html").as_posix()
        assert (site / name).is_file(), name
        assert name == "index.html" or f'href="{name}"' in front, name


def test_nothing_is_loaded_from_another_machine(site: Path) -> None:
    loads = re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=\"(?:https?:)?//|url\([\"']?(?:https?:)?//"
    )
    for page in (*site.rglob("*.html"), *site.rglob("*.css")):
        assert not (found := loads.search(page.read_text("utf-8"))), f"{page.name}: {found and found[0]}"


@pytest.mark.parametrize("link", ["[gone](gone.md)", "[gone](speed.md#no-such-heading)", "![gone](../images/gone.svg)"])
def test_a_link_that_leads_nowhere_fails(link: str, tmp_path: Path) -> None:
    source = tmp_path / "docs"
    shutil.copytree(ROOT / "docs" / "site", source / "site")
    shutil.copy(ROOT / "docs" / "conf.py", source)
    (source / "index.md").write_text("# Pages\n\n[there](speed.md#the-table)\n\n```{toctree}\nspeed\n```\n", "utf-8")
    (source / "speed.md").write_text("# Speed\n\n## The table\n\nWords.\n", "utf-8")
    assert made(source, tmp_path / "good").returncode == 0
    (source / "speed.md").write_text(f"# Speed\n\n## The table\n\n{link}\n", "utf-8")
    done = made(source, tmp_path / "bad")
    assert done.returncode != 0
    assert "speed.md:5" in done.stderr
