"""`hlcp init` at the command: options, questions on a terminal, and the package as it is installed elsewhere."""

import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.app.conftest import guarded  # noqa: F401 - a fixture
from tests.app.small import ROOT

OPTIONS = (
    "--name", "Committee on Harbours", "--workstream", "Harbour safety", "--document", "Plan of work",
    "--session", "First session", "--member", "ALPHA=Alpha Office", "--member", "BETA=Beta Office",
)  # fmt: skip
ANSWERS = (
    "Committee on Harbours", "", "League of Ports", "Harbour safety", "Plan of work", "", "First session", "",
    "Alpha Office", "ALPHA=Alpha Office", "",
)  # fmt: skip


def hlcp(cwd: Path, *arguments: str, path: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(path)}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_options_make_a_workspace_that_is_checked_and_built(tmp_path: Path) -> None:
    done = hlcp(tmp_path, "init", "harbours", *OPTIONS)
    assert (done.returncode, done.stdout) == (0, "build/first-session/  6 files\n"), done.stderr
    assert "no findings" in done.stderr
    assert "drafts/plan-of-work/01-purpose.md" in done.stderr
    assert (tmp_path / "harbours/build/first-session/plan-of-work.pdf").is_file()
    text = (tmp_path / "harbours/hlcp.yaml").read_text("utf-8")
    assert "short: CH\n" in text
    assert "organization: United Nations system\n" in text


def test_without_a_terminal_what_is_missing_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    done = hlcp(tmp_path, "init", "harbours", "--name", "Committee on Harbours")
    assert done.returncode == 2
    assert "missing: --workstream, --document, --session" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_second_time_is_refused_with_what_is_there(tmp_path: Path) -> None:
    assert hlcp(tmp_path, "init", "harbours", *OPTIONS).returncode == 0
    done = hlcp(tmp_path, "init", "harbours", *OPTIONS)
    assert done.returncode == 2
    assert "error: the folder harbours is not empty: it holds" in done.stderr


def test_on_a_terminal_it_asks_and_asks_again_for_what_it_did_not_understand(tmp_path: Path) -> None:
    code, out, err = on_a_terminal(tmp_path, "init", "harbours", answers=ANSWERS)
    assert code == 0, err
    assert "a member is given as CODE=Full name, not as “Alpha Office”" in err
    assert out.endswith("build/first-session/  6 files\n")
    text = (tmp_path / "harbours/hlcp.yaml").read_text("utf-8")
    assert "name: Committee on Harbours\n  short: CH\n  organization: League of Ports\n" in text
    assert "code: ALPHA" in (tmp_path / "harbours/comments/members.yaml").read_text("utf-8")


def test_on_a_terminal_it_asks_nothing_when_the_options_say_all(tmp_path: Path) -> None:
    code, out, err = on_a_terminal(tmp_path, "init", "harbours", *OPTIONS, "--organization", "League of Ports")
    assert (code, out) == (0, "build/first-session/  6 files\n"), err
    assert "short: CH\n" in (tmp_path / "harbours/hlcp.yaml").read_text("utf-8")


def test_a_folder_that_cannot_be_used_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    code, out, err = on_a_terminal(tmp_path, "init", ".")
    assert (code, out) == (2, "")
    assert err.startswith("error: the folder . is not empty: it holds notes.txt\n")


def on_a_terminal(cwd: Path, *arguments: str, answers: tuple[str, ...] = ()) -> tuple[int, str, str]:
    """Run the command where somebody types these answers and then nothing more."""
    main, other = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments], cwd=cwd, stdin=other, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
    )  # fmt: skip
    os.write(main, "".join(f"{answer}\n" for answer in answers).encode())
    try:
        out, err = child.communicate(timeout=60)
    finally:
        child.kill()
        os.close(main)
        os.close(other)
    return child.returncode, out, err


@pytest.mark.parametrize("package", ["", "git+https://git.example.org/hlcp.git"])
def test_it_says_when_the_ci_files_do_not_know_yet_what_to_install(tmp_path: Path, package: str) -> None:
    done = hlcp(tmp_path, "init", "harbours", *OPTIONS, "--package", package)
    assert done.returncode == 0, done.stderr
    assert ("write into HLCP_PACKAGE of .github/workflows/papers.yml and" in done.stderr) == (not package)
    assert f"'{package}'" in (tmp_path / "harbours/.github/workflows/papers.yml").read_text("utf-8")


# -- the first day of three people


@pytest.fixture(params=["alone", "with pre-commit"])
def frozen(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    guarded: None,  # noqa: ARG001, F811
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A new workspace in Git, with its first session frozen; once with the hook that it brings."""
    root = tmp_path / "harbours"
    assert hlcp(tmp_path, "init", "harbours", *OPTIONS, "--session", "Second session").returncode == 0
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "Tester")
    git(root, "config", "user.email", "tester@example.org")
    if request.param == "with pre-commit":
        _install_hook(root, tmp_path, monkeypatch)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Start")
    frozen = hlcp(root, "freeze", "first-session")
    assert frozen.returncode == 0, frozen.stderr
    return root


def _install_hook(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the new workspace tells to do: `pre-commit install`, with `hlcp` on the path."""
    pytest.importorskip("pre_commit", reason="the extra [dev] is not installed: no pre-commit")
    program = tmp_path / "bin" / "hlcp"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pipeline "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], cwd=root, capture_output=True, check=True)
    section = root / "drafts/plan-of-work/01-purpose.md"
    good = section.read_text("utf-8")
    section.write_text(f"{good}\n<b>raw\n", "utf-8")
    git(root, "add", "-A")
    with pytest.raises(subprocess.CalledProcessError, match="git"):
        git(root, "commit", "-q", "-m", "Refused")
    section.write_text(good, "utf-8")


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)


def next_step(root: Path) -> str:
    """What `hlcp status` says is to be done, in one line."""
    return " ".join(hlcp(root, "status").stdout.partition("Next: ")[2].split())


def test_the_status_of_a_new_workspace_leads_to_the_first_freeze(tmp_path: Path) -> None:
    assert hlcp(tmp_path, "init", "harbours", *OPTIONS, "--session", "Second session").returncode == 0
    assert next_step(tmp_path / "harbours") == "hlcp freeze first-session keeps the text that members are to read"


def test_from_an_empty_folder_to_merged_words_and_their_redline(frozen: Path) -> None:
    assert next_step(frozen) == "circulate the papers, and wait for submissions"
    assert hlcp(frozen, "comment", "ALPHA", "plan-of-work").returncode == 0
    submission = frozen / "comments/first-session/ALPHA/plan-of-work.yaml"
    text = submission.read_text("utf-8")
    assert (submission.parent / text.splitlines()[0].partition("$schema=")[2]).is_file()
    entry = (
        "comments:\n  - id: 1\n    paragraph: 1\n    quote: Say here\n    proposal: State here\n    comment: Shorter.\n"
    )
    submission.write_text(text.replace("comments:\n", entry), "utf-8")
    decided = hlcp(frozen, "dispose", "ALPHA#1", "--as", "accepted", "--response", "Agreed.")
    assert decided.returncode == 0, decided.stderr
    assert hlcp(frozen, "check").returncode == 0
    assert '"accepted": 1' in hlcp(frozen, "status", "--format", "json").stdout
    assert next_step(frozen).startswith("hlcp merge brings what was accepted into the drafts (1 comment)")
    assert "1 comment from 1 entity · 1 settled · 1 distinct proposal · 0 collisions" in hlcp(frozen, "status").stdout
    built = hlcp(frozen, "build", "first-session")
    assert built.returncode == 0, built.stdout
    assert (frozen / "build/first-session/round/plan-of-work.matrix.xlsx").is_file()
    _to_the_second_session(frozen)


def _to_the_second_session(root: Path) -> None:
    """The accepted words are merged, and stand as a tracked change in the next session's pack."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Comment and decision")
    merged = hlcp(root, "merge", "first-session")
    assert merged.returncode == 0, merged.stdout + merged.stderr
    assert "State here what the paper is for" in (root / "drafts/plan-of-work/01-purpose.md").read_text("utf-8")
    settings = root / "comments/second-session/session.yaml"
    table = "documents:\n  - {document: plan-of-work, purpose: approval}\n"
    settings.write_text(settings.read_text("utf-8").replace("documents: []\n", table), "utf-8")
    git(root, "commit", "-q", "-a", "-m", "Put the plan on the table")
    assert hlcp(root, "freeze", "second-session").returncode == 0
    built = hlcp(root, "build", "second-session")
    assert built.returncode == 0, built.stdout
    with zipfile.ZipFile(root / "build/second-session/plan-of-work.redline.docx") as redline:
        text = redline.read("word/document.xml").decode()
    assert "<w:ins " in text
    assert "<w:del " in text
    assert hlcp(root, "check").returncode == 0


# -- the package as it is installed


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked: what pip would install, without its dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as package:
        package.extractall(folder / "site")
    return folder / "site"


def test_a_wheel_brings_all_that_a_new_workspace_needs(installed: Path, tmp_path: Path) -> None:
    code = "import pipeline, sys; sys.stdout.write(pipeline.__file__)"
    where = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout).is_relative_to(installed)
    options = (*OPTIONS, "--package", "what-we-say")  # by default, each says where it came from
    done = hlcp(tmp_path, "init", "from-wheel", *options, path=installed)
    assert done.returncode == 0, done.stderr
    assert hlcp(tmp_path, "init", "from-checkout", *options).returncode == 0
    assert _files(tmp_path / "from-wheel") == _files(tmp_path / "from-checkout")


def _files(root: Path) -> dict[str, bytes]:
    """All files but the cache and the lock, which differ from run to run."""
    named = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in named.items() if not name.startswith("build/.")}
