"""`hlcp preview`."""

from pathlib import Path

import click

from pipeline.cli import completing
from pipeline.cli.build import tell_pack
from pipeline.cli.console import Progress, examples, jobs_option, show_findings, workspace_option


@click.command(
    "preview",
    epilog=examples(
        "hlcp preview",
        "hlcp preview mapping",
    ),
)
@click.argument("documents", nargs=-1, shell_complete=completing.documents)
@jobs_option
@workspace_option
def command(documents: tuple[str, ...], jobs: int, start: Path) -> int:
    """Render today's text of DOCUMENTS (all when none is named) into build/preview/, whatever is frozen."""
    from pipeline.app.packs.previewing import preview
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace

    opened = open_workspace(start)
    progress = Progress()
    try:
        built = preview(opened, documents, jobs, open_cache(opened), progress)
    finally:
        progress.close()
    show_findings(built.findings)
    tell_pack(built)
    return 1 if built.failed else 0
