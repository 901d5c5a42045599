"""`hlcp build`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import completing
from pipeline.cli.console import Progress, examples, jobs_option, show_findings, workspace_option

if TYPE_CHECKING:
    from pipeline.app.papers.kept import Built


@click.command(
    "build",
    epilog=examples(
        "hlcp build",
        "hlcp build hlcp-50 --only common-approach",
    ),
)
@click.argument("sessions", nargs=-1, shell_complete=completing.sessions)
@click.option(
    "--only",
    multiple=True,
    metavar="DOCUMENT",
    shell_complete=completing.documents,
    help="Only this document of the session; may be repeated.",
)
@jobs_option
@click.option(
    "--cluster",
    metavar="ADDRESS",
    default="",
    envvar="HLCP_CLUSTER",
    show_envvar=True,
    help="Render on the workers of the dask scheduler at ADDRESS; the same files come out.",
)
@workspace_option
def command(sessions: tuple[str, ...], only: tuple[str, ...], jobs: int, cluster: str, start: Path) -> int:
    """Render the packs of SESSIONS (all when none is named) into build/<session>/."""
    from pipeline.app.packs.building import BuildRequest, build
    from pipeline.app.papers.executing import executor
    from pipeline.app.sources.caching import MOST_BYTES, open_cache
    from pipeline.app.sources.opening import open_workspace, refuse_unknown

    opened = open_workspace(start)
    refuse_unknown(opened, only)
    progress, cache = Progress(), open_cache(opened)
    try:
        with executor(jobs, cluster) as workers:
            packs = build(opened, BuildRequest(sessions, only, workers), cache, progress)
    finally:
        progress.close()
    if not all(pack.fresh for pack in packs):
        cache.prune(MOST_BYTES)
    findings = tuple(sorted({*opened.findings, *(finding for pack in packs for finding in pack.findings)}))
    show_findings(findings, quiet_notes=True)
    for pack in packs:
        tell_pack(pack)
    if not opened.file.sessions:
        click.echo("hlcp.yaml lists no session, so there is no pack to build", err=True)
    return 1 if any(finding.fails for finding in findings) else 0


def tell_pack(pack: "Built") -> None:
    """Say on stdout where a pack is and what it lacks."""
    number = len(pack.files)
    state = "up to date" if pack.fresh else f"{number} file{'' if number == 1 else 's'}"
    missing = f"; not made: {', '.join(pack.failed)}" if pack.failed else ""
    click.echo(f"{pack.folder}/  {state}{missing}")
