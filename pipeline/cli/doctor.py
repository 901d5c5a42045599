"""`hlcp doctor`."""

from pathlib import Path

import click

from pipeline.cli.console import examples, workspace_option


@click.command(
    "doctor",
    epilog=examples(
        "hlcp doctor",
    ),
)
@workspace_option
def command(start: Path) -> int:
    """Look whether this machine has all that is needed, and say what to do where it has not."""
    from pipeline.app.doctor import examine
    from pipeline.cli.main import ENVIRONMENT

    results = examine(start)
    for result in results:
        word, colour = ("ok  ", "green") if result.fine else ("miss", "red") if result.needed else ("opt ", "yellow")
        click.echo(f"{click.style(word, fg=colour)} {result.what}: {result.state}")
        if result.remedy and not result.fine:
            click.echo(f"     → {result.remedy}")
    return ENVIRONMENT if any(result.needed and not result.fine for result in results) else 0
