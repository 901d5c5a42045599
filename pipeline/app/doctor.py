"""`hlcp doctor`: what the machine has, what it lacks, and the remedy."""

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.formats.pandoc import pandoc_path
from pipeline.formats.validators import VALIDATORS
from pipeline.formats.yaml_events import HAS_C_PARSER
from pipeline.model.finding import EnvironmentProblem, PipelineError
from pipeline.store.git import Repository
from pipeline.store.git_process import git_problem
from pipeline.store.versions import tool_versions
from pipeline.store.workspace import find_root


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at; `needed` is False where the tool works without it."""

    what: str
    state: str
    fine: bool
    needed: bool = True
    remedy: str = ""


def examine(start: Path) -> tuple[Examined, ...]:
    """Look at everything that a command may need."""
    return (
        _python(),
        _pandoc(),
        _typst(),
        _git(),
        _workspace(start),
        *_repository(start),
        _yaml(),
        _office(),
        *_validators(),
        _watching(),
    )


def _python() -> Examined:
    version = ".".join(map(str, sys.version_info[:3]))
    return Examined("Python", version, sys.version_info >= (3, 11), remedy="install Python 3.11 or later")


def _pandoc() -> Examined:
    try:
        pandoc_path()
    except EnvironmentProblem as problem:
        return Examined("pandoc", str(problem), fine=False, remedy=problem.hint)
    version = tool_versions()["pandoc"]
    fine = tuple(map(int, version.split(".")[:2])) >= (3, 9)
    return Examined("pandoc", version, fine, remedy="pip install pypandoc_binary, which brings pandoc 3.9")


def _typst() -> Examined:
    there = importlib.util.find_spec("typst") is not None
    return Examined("typst", tool_versions().get("typst", "not installed"), there, remedy="pip install typst")


def _git() -> Examined:
    problem = git_problem()
    state = problem or tool_versions().get("git", "found")
    return Examined("git", state, problem is None, remedy="install git 2.34 or later")


def _workspace(start: Path) -> Examined:
    try:
        root = find_root(start)
    except PipelineError as error:
        return Examined("workspace", str(error), fine=False, needed=False, remedy=error.hint)
    return Examined("workspace", root.name, fine=True)


def _repository(start: Path) -> tuple[Examined, ...]:
    if git_problem():
        return ()
    repository = Repository.find(start)
    if repository is None:
        remedy = "run `git init`; building works without it, freezing does not"
        return (Examined("repository", "this is no Git repository", fine=False, needed=False, remedy=remedy),)
    identity = repository.identity()
    remedy = (
        "git config user.name 'Your Name' && git config user.email you@example.org; only freezing and merging need it"
    )
    state = f"{identity[0]} <{identity[1]}>" if identity else "no name and address set"
    shallow = "the history is cut off; lineage ends there" if repository.is_shallow() else "complete"
    return (
        Examined("identity", state, identity is not None, needed=False, remedy=remedy),
        Examined("history", shallow, fine=True, needed=False),
    )


def _yaml() -> Examined:
    slow = "pure Python: the same results, about five times slower"
    state = "with the C extension" if HAS_C_PARSER else slow
    return Examined("YAML", state, HAS_C_PARSER, needed=False, remedy="pip install ruamel.yaml.clib")


def _office() -> Examined:
    path = shutil.which("soffice")
    remedy = "install LibreOffice Writer to prove Word files with an independent reader; nothing else needs it"
    return Examined("LibreOffice", "found" if path else "not installed", path is not None, needed=False, remedy=remedy)


def _validators() -> tuple[Examined, ...]:
    return tuple(_validator(module, name) for module, name in VALIDATORS.items())


def _watching() -> Examined:
    there = importlib.util.find_spec("watchfiles") is not None
    remedy = "pip install 'hlcp-pipeline[watch]'; only `hlcp watch` needs it"
    return Examined("watchfiles", "installed" if there else "not installed", there, needed=False, remedy=remedy)


def _validator(module: str, name: str) -> Examined:
    there = importlib.util.find_spec(module) is not None
    remedy = "pip install 'hlcp-pipeline[prove]'"
    return Examined(name, "installed" if there else "not installed", there, needed=False, remedy=remedy)
