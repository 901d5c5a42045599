"""`hlcp freeze`."""

from pathlib import Path

import click

from pipeline.cli import completing
from pipeline.cli.console import examples, workspace_option


@click.command(
    "freeze",
    epilog=examples(
        "hlcp freeze hlcp-50",
        'hlcp freeze hlcp-50 --reissue "Paragraph 12 corrected"',
    ),
)
@click.argument("sessions", nargs=-1, required=True, shell_complete=completing.sessions)
@click.option(
    "--reissue", "reason", default="", metavar="REASON", help="Issue what changed again, as Rev.1, and say why."
)
@click.option(
    "--without-credits", "uncredited", default="", metavar="REASON",
    help="Freeze although the commits that say who changed what are lost, and say why.",
)  # fmt: skip
@workspace_option
def command(sessions: tuple[str, ...], reason: str, uncredited: str, start: Path) -> int:
    """Freeze the documents of SESSIONS as they stand in drafts/: copy, lock and commit exactly these files.

    Beside each lock stands who changed what since the session before. That is read from the commits once, for good: in
    a clone that does not have them nothing is frozen.
    """
    from pipeline.app.packs.freezing import Why, freeze
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace

    opened = open_workspace(start)
    frozen = freeze(opened, sessions, Why(reason.strip(), uncredited.strip()), open_cache(opened))
    for baseline, document in frozen.baselines:
        click.echo(f"{baseline}  {document}")
    click.echo(f"{len(frozen.files)} files, commit {frozen.commit[:12]}", err=True)
    return 0
