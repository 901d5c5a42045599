"""`hlcp status`."""

from pathlib import Path

import click

from pipeline.cli import completing
from pipeline.cli.console import examples, workspace_option


@click.command(
    "status",
    epilog=examples(
        "hlcp status",
        "hlcp status hlcp-2025-06 --format json",
    ),
)
@click.argument("session", required=False, shell_complete=completing.sessions)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is printed.",
)
@workspace_option
def command(session: str | None, output: str, start: Path) -> int:
    """Show where a round of comments stands; by default the last one that has comments."""
    from pipeline.app.rounds.ledgers import round_of, session_with_comments
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace
    from pipeline.render.reports import json_text
    from pipeline.review.summary import as_plain, summarize

    opened = open_workspace(start)
    name = session or session_with_comments(opened)
    ledger = round_of(opened, name, open_cache(opened)).ledger
    summary = summarize(ledger)
    if output == "json":
        click.echo(json_text(as_plain(summary)), nl=False)
        return 0
    from rich.console import Console

    from pipeline.cli.dashboard import show

    show(summary, Console(highlight=False))
    return 0
