"""`hlcp init`: a workspace for another committee, in which everything passes the check and can be built."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from pipeline.app.checking import check
from pipeline.app.new_workspace import Named, NewWorkspace, contents
from pipeline.app.packs.building import BuildRequest, Progress, build
from pipeline.app.packs.previewing import FOLDER
from pipeline.app.papers.executing import Local
from pipeline.app.papers.kept import Built
from pipeline.app.papers.paper import AGENDA
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import open_workspace
from pipeline.model.config import Name
from pipeline.model.finding import Finding, PipelineError
from pipeline.model.saying import quoted
from pipeline.model.submission import Code
from pipeline.store.files import Files

_ALLOWED = {".git"}  # a repository that was just made or cloned
_MEMBER = "UNODC=United Nations Office on Drugs and Crime"
_LONGEST = 40  # characters of a name made from a title


class Tried(NamedTuple):
    """What the first check found and the first build made."""

    findings: tuple[Finding, ...]
    packs: tuple[Built, ...]


def named(text: str) -> Named:
    """A document or session from `name=Title`, or from a title alone, whose words make the name."""
    name, equals, title = text.partition("=")
    if equals and re.fullmatch(r"[a-z0-9-]+", name.strip()):
        return Named(name.strip(), title.strip())
    return Named(_slug(text), text.strip())


def member(text: str) -> Named:
    """A member from `CODE=Full name`.

    Raises:
        PipelineError: it has another form.
    """
    code, _, name = (part.strip() for part in text.partition("="))
    if not name:
        raise PipelineError(f"a member is given as CODE=Full name, not as {quoted(text)}", f"write it as {_MEMBER}")
    return Named(code, name)


def start(folder: Path, new: NewWorkspace) -> tuple[str, ...]:
    """Write the files of a new workspace; `hlcp.yaml`, which makes it one, comes last.

    Returns:
        The paths in the folder, sorted.

    Raises:
        PipelineError: the folder is not empty, a name cannot be used, or the disk refused; nothing is left behind then.
    """
    _refuse_names(new)
    made = contents(new)
    refuse_full(folder)
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PipelineError(f"{folder} cannot be made: {error.strerror}", "name another folder") from error
    files = Files(folder)
    try:
        for path in sorted(made, key=lambda path: (path == "hlcp.yaml", path)):
            files.write_atomic(path, made[path])
    except BaseException:
        files.remove(made)
        if is_new:
            folder.rmdir()
        raise
    return tuple(sorted(made))


def try_out(folder: Path, jobs: int, progress: Progress) -> Tried:
    """Check a new workspace and build its packs."""
    opened = open_workspace(folder)
    cache = open_cache(opened)
    findings = check(opened, (), cache)
    return Tried(findings, build(opened, BuildRequest(workers=Local(jobs)), cache, progress))


# -- what is refused


def refuse_full(folder: Path) -> None:
    """Refuse a folder that cannot become a workspace.

    Raises:
        PipelineError: it holds something, or is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise PipelineError(f"{folder} is a file", "name a folder that is empty or not there yet")
    there = sorted({path.name for path in folder.iterdir()} - _ALLOWED) if folder.is_dir() else []
    if there:
        shown = ", ".join(there[:3]) + (f" and {len(there) - 3} more" if len(there) > 3 else "")
        raise PipelineError(
            f"the folder {folder} is not empty: it holds {shown}", "name a folder that is empty or not there yet"
        )


def _refuse_names(new: NewWorkspace) -> None:
    if not new.documents or not new.sessions:
        raise PipelineError("a workspace needs a document and a session", "add --document TITLE and --session TITLE")
    for text in (new.name, new.short, new.organization, new.workstream, new.package or "none"):
        _refuse_unwritable(text)
    if re.search(r"['\"\\{}]", new.package):
        raise PipelineError(
            f"{quoted(new.package)} has signs that end a text of a CI file", "write it without quotes and braces"
        )
    _refuse_each("document", new.documents, TypeAdapter(Name), AGENDA)
    _refuse_each("session", new.sessions, TypeAdapter(Name), FOLDER)
    _refuse_each("member", new.members, TypeAdapter(Code), "")


def _refuse_each(what: str, entries: Iterable[Named], form: TypeAdapter[str], taken: str) -> None:
    seen: set[str] = set()
    for name, title in entries:
        if name == taken:
            raise PipelineError(f"no {what} can be called {name}: the tool makes files of that name", _other(what))
        if name in seen:
            raise PipelineError(f"two of the {what}s are called {name}", _other(what))
        seen.add(name)
        _refuse_unwritable(title)
        try:
            form.validate_python(name)
        except ValidationError as error:
            raise PipelineError(f"{quoted(name)} cannot be the name of a {what}", _other(what)) from error


def _other(what: str) -> str:
    if what == "member":
        return f"a code is made of capitals, digits and hyphens, as in {_MEMBER}"
    return f"put a name of lower-case letters, digits and hyphens before its title: --{what} 'work-plan=Work plan'"


def _refuse_unwritable(text: str) -> None:
    if not text.strip() or not text.isprintable():
        raise PipelineError(
            f"{quoted(text)} is empty or has characters that do not print", "write plain text, in one line"
        )


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower())
    name = ""
    for word in words:
        if len(name) + len(word) >= _LONGEST:
            break
        name = f"{name}-{word}" if name else word
    return name
