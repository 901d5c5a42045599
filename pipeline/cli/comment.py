"""`hlcp comment`."""

from pathlib import Path

import click

from pipeline.cli import completing
from pipeline.cli.console import examples, workspace_option


@click.command(
    "comment",
    epilog=examples(
        "hlcp comment MEMBER-A conceptual-framework",
        "hlcp comment MEMBER-A conceptual-framework --print",
    ),
)
@click.argument("entity", shell_complete=completing.entities)
@click.argument("document", shell_complete=completing.documents)
@click.option(
    "--session",
    default="",
    metavar="SESSION",
    shell_complete=completing.sessions,
    help="Whose draft is commented on; by default the last session that froze it.",
)
@click.option("--print", "is_printed", is_flag=True, help="Print the file instead of writing it.")
@workspace_option
def command(entity: str, document: str, session: str, is_printed: bool, start: Path) -> int:
    """Write a file in which ENTITY comments on DOCUMENT, with a good example of each kind of comment."""
    from pipeline.app.rounds.skeleton import skeleton, write_skeleton
    from pipeline.app.sources.opening import open_workspace

    opened = open_workspace(start)
    made = skeleton(opened, entity, document, session)
    if is_printed:
        click.echo(made.text, nl=False)
        return 0
    write_skeleton(opened, made)
    click.echo(made.path)
    click.echo("next: write the comments below `comments:`, then run `hlcp check`", err=True)
    return 0
