"""`hlcp init`."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.build import tell_pack
from pipeline.cli.console import Progress, examples, jobs_option, show_findings

if TYPE_CHECKING:
    from pipeline.app.new_workspace import Named, NewWorkspace

_CI = {"github": ("github",), "gitlab": ("gitlab",), "both": ("github", "gitlab"), "none": ()}
_NEXT = """\
next: write your own words into {section}
      `hlcp watch` shows them as Word and PDF in build/preview/ each time you save
      keep everything in Git: git init && git add . && git commit -m 'Start'   (in {folder})
"""


@click.command(
    "init",
    epilog=examples(
        "hlcp init harbours",
        'hlcp init harbours --name "Committee on Harbours" \\',
        '    --workstream "Harbour safety" --document "Plan of work" \\',
        '    --session "First session" --member "ALPHA=Alpha Office"',
    ),
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="Full name of the committee.")
@click.option("--short", help="Its usual short form; by default the capitals of its name.")
@click.option("--organization", help="First line of the cover; by default United Nations system.")
@click.option("--workstream", help="What the documents are about.")
@click.option("--document", "documents", multiple=True, metavar="[NAME=]TITLE", help="A document; may be repeated.")
@click.option(
    "--session", "sessions", multiple=True, metavar="[NAME=]TITLE", help="A session, oldest first; may be repeated."
)
@click.option("--member", "members", multiple=True, metavar="CODE=NAME", help="Who may comment; may be repeated.")
@click.option(
    "--ci", type=click.Choice(list(_CI)), default="both", show_default=True, help="For which forge to write a CI file."
)
@click.option(
    "--package",
    help="What pip installs on the forge; by default what was installed here, when that has an address.",
)
@jobs_option
def command(folder: Path, ci: str, jobs: int, **given: str | tuple[str, ...] | None) -> int:
    """Make a workspace for another committee in FOLDER, check it and build it; asks for what no option says."""
    from pipeline.app.new_workspace import CI_PLACES
    from pipeline.app.starting import refuse_full, start

    refuse_full(folder)
    new = _asked(given, _CI[ci])
    paths = start(folder, new)
    click.echo(f"{len(paths)} files in {folder}", err=True)
    failed = _try(folder, jobs)
    section = f"drafts/{new.documents[0].name}/01-purpose.md"
    click.echo(_NEXT.format(folder=folder, section=section), err=True, nl=False)
    if new.ci and not new.package:
        files = " and ".join(CI_PLACES[f"{forge}.yml"] for forge in new.ci)
        click.echo(f"      write into HLCP_PACKAGE of {files} what your forge is to install", err=True)
    return failed


def _try(folder: Path, jobs: int) -> int:
    """Check and build what was made; an exit code."""
    from pipeline.app.starting import try_out

    progress = Progress()
    try:
        tried = try_out(folder, jobs, progress)
    finally:
        progress.close()
    show_findings(tried.findings)
    for pack in tried.packs:
        tell_pack(pack)
    return 1 if any(finding.fails for finding in tried.findings) else 0


# -- what no option says


def _asked(given: Mapping[str, str | tuple[str, ...] | None], ci: tuple[str, ...]) -> "NewWorkspace":
    from pipeline.app.new_workspace import NewWorkspace
    from pipeline.app.starting import member, named
    from pipeline.store.supplies import installed_from

    asks = sys.stdin.isatty()
    if not asks:
        _refuse_gaps(given)
    name = _text(given["name"]) or click.prompt("Full name of the committee")
    initials = "".join(char for char in name if char.isupper()) or name
    short = _text(given["short"]) or _ask("Its short form", initials, asks and not given["name"])
    organization = _text(given["organization"]) or _ask("First line of the cover", "United Nations system", asks)
    workstream = _text(given["workstream"]) or click.prompt("What the documents are about")
    documents = _each(given["documents"], "Title of a document", named, asks)
    sessions = _each(given["sessions"], "Title of a session, oldest first", named, asks)
    members = _each(given["members"], "Member, as CODE=Full name", member, asks)
    package = _text(given["package"]) or installed_from()
    return NewWorkspace(name, short, organization, workstream, documents, sessions, members, ci, package)


def _text(value: str | tuple[str, ...] | None) -> str:
    return value.strip() if isinstance(value, str) else ""


def _refuse_gaps(given: Mapping[str, str | tuple[str, ...] | None]) -> None:
    needed = {"name": "--name", "workstream": "--workstream", "documents": "--document", "sessions": "--session"}
    missing = [option for key, option in needed.items() if not given[key]]
    if missing:
        raise click.UsageError(f"missing: {', '.join(missing)} (on a terminal, hlcp init asks for them)")


def _ask(question: str, default: str, asks: bool) -> str:
    answer: str = click.prompt(question, default=default) if asks else default
    return answer


def _each(
    given: str | tuple[str, ...] | None, question: str, reading: "Callable[[str], Named]", asks: bool
) -> "tuple[Named, ...]":
    """Those of the options; without any, one answer after the other until an empty one."""
    read = [reading(text) for text in given or ()]
    while asks and not given:
        answer = click.prompt(f"{question} (empty: no more)", default="", show_default=False)
        if not answer:
            break
        read += _read_answer(answer, reading)
    return tuple(read)


def _read_answer(answer: str, reading: "Callable[[str], Named]") -> "list[Named]":
    from pipeline.model.finding import PipelineError

    try:
        return [reading(answer)]
    except PipelineError as error:
        click.echo(f"{error}: {error.hint}", err=True)
        return []
