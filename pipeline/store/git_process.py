"""Running the git program: found once, without a shell, in an environment that nothing outside can bend.

Arguments are tuples, so no text is ever parsed as a command line; callers pass revisions as full object ids, and paths
after `--`, where they are taken literally. Git never asks on the terminal, never fetches, and answers in English.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.model.finding import EnvironmentProblem, PipelineError

SECONDS = 60.0  # for one command; the slowest that we use reads an index
_HOOK_SECONDS = 600.0
OLDEST = (2, 36)  # `git hook run`

# Of Git's own variables only those are kept that say who the user is and where their configuration stands. The rest,
# above all GIT_DIR and GIT_INDEX_FILE, which are set while a hook runs, would lead us to another repository or index.
_KEPT = re.compile(
    r"GIT_(?:AUTHOR_.*|COMMITTER_.*|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM|CONFIG_COUNT|CONFIG_(?:KEY|VALUE)_\d+"
    r"|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH)"
)
_OURS = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_PAGER": "cat",
}
# A file system monitor is a program that the configuration names; it must not run because someone checks a draft.
_ALWAYS = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "user.useConfigOnly=true")


class GitFailed(PipelineError):
    """Git refused; the message is its own. `status` is its exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message, "the message is Git's own; set it right and try again")
        self.status = status


def git_problem() -> str | None:
    """Why Git cannot be used on this machine, or None when it can."""
    program = _program()
    return _problem_of(program) if program else "git is not installed"


@cache
def _problem_of(program: str) -> str | None:
    try:
        run = subprocess.run(
            (program, "--version"), capture_output=True, check=True, timeout=SECONDS, env=_environment()
        )
    except (OSError, subprocess.SubprocessError):
        return "git is installed but does not start"
    return _too_old(run.stdout.decode(errors="replace").strip())


def _too_old(version: str) -> str | None:
    numbers = re.search(r"(\d+)\.(\d+)", version)
    if numbers and (int(numbers[1]), int(numbers[2])) >= OLDEST:
        return None
    return f"{version or 'git of an unknown version'} is too old: {OLDEST[0]}.{OLDEST[1]} or later is needed"


def run_git(
    folder: Path,
    *arguments: str,
    data: bytes = b"",
    environment: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """Run a Git command in a folder and return what it wrote.

    Args:
        folder: where it runs.
        arguments: the command and its arguments.
        data: what it reads from its standard input.
        environment: variables to add.
        seconds: how long it may take.

    Raises:
        EnvironmentProblem: git is not there.
        GitFailed: it ended with another status than 0.
        PipelineError: it took too long.
    """
    return _run(_Call(folder, (*_ALWAYS, *arguments), _environment() | dict(environment or {}), data, seconds))


def run_hook(folder: Path, name: str, environment: Mapping[str, str]) -> None:
    """Run a hook of the repository, if it has it, in the user's own language and without our settings for Git.

    `HLCP_HOOK_OF` tells an `hlcp` in the hook which process waits for it (`pipeline.store.lock`).

    Raises:
        GitFailed: the hook refused; the message is what it wrote.
        PipelineError: it took longer than ten minutes.
    """
    env = _kept_environment() | {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": ":"} | dict(environment)
    env["HLCP_HOOK_OF"] = str(os.getpid())
    _run(_Call(folder, ("hook", "run", "--ignore-missing", name), env, b"", _HOOK_SECONDS))


@dataclass(frozen=True, slots=True)
class _Call:
    folder: Path
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    data: bytes
    seconds: float

    def __str__(self) -> str:
        return f"git {' '.join(self.arguments)[:200]}"


def _run(call: _Call) -> bytes:
    command = (_needed_program(), *call.arguments)
    try:
        run = subprocess.run(
            command, cwd=call.folder, input=call.data, capture_output=True,
            timeout=call.seconds, env=call.environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PipelineError(f"`{call}` took more than {call.seconds:g} seconds", "try it by hand") from error
    except OSError as error:
        raise EnvironmentProblem(f"git cannot be started: {error.strerror}", "install Git again") from error
    if run.returncode:
        raise GitFailed(_last_words(run) or f"`{call}` failed", run.returncode)
    return run.stdout


def answer(folder: Path, *arguments: str) -> str | None:
    """The one line that a Git command wrote, or None when it failed: for questions whose answer may be no."""
    try:
        return run_git(folder, *arguments).decode(errors="surrogateescape").removesuffix("\n")
    except GitFailed:
        return None


def _program() -> str | None:
    found = shutil.which("git")
    # A hit that is not absolute comes from a relative entry of PATH, that is, perhaps from the drafts themselves.
    return found if found and Path(found).is_absolute() else None


def _needed_program() -> str:
    program = _program()
    if program is None:
        raise EnvironmentProblem("git is not installed", "install Git, and see that it is on the PATH")
    return program


def _environment() -> dict[str, str]:
    return _kept_environment() | {"LC_ALL": "C", "LANGUAGE": ""} | _OURS


def _kept_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _KEPT.fullmatch(name)}


def _last_words(run: subprocess.CompletedProcess[bytes]) -> str:
    text = run.stderr.decode(errors="replace").strip() or run.stdout.decode(errors="replace").strip()
    return text[-2000:]
