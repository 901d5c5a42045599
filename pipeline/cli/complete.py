"""`hlcp complete`."""

from pathlib import Path

import click

from pipeline.cli.console import examples, session_option, which_document_option, workspace_option

ACTIONS = ("replace", "insert-before", "insert-after", "delete")


@click.command(
    "complete",
    epilog=examples(
        'hlcp complete MEMBER-A#4 --quote "one region" --proposal "all regions"',
    ),
)
@click.argument("comment")
@click.option(
    "--quote",
    default="",
    metavar="WORDS",
    help="The words of the draft that the proposal is about; a guess when left out.",
)
@click.option(
    "--proposal", default="", metavar="WORDS", help="The words that come; those of the comment when left out."
)
@click.option(
    "--action", type=click.Choice(ACTIONS), default="replace", show_default=True, help="What happens to them."
)
@which_document_option
@click.option("--yes", is_flag=True, help="Write it without asking.")
@session_option
@workspace_option
def command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    comment: str, quote: str, proposal: str, action: str, document: str, yes: bool, session: str | None, start: Path
) -> int:
    """Complete the proposal of COMMENT that only gives its result ("to read: …") to an edit of the draft."""
    from pipeline.app.rounds.disposing import complete, suggested
    from pipeline.app.rounds.ledgers import comment_named, round_of, session_with_comments
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace

    opened = open_workspace(start)
    view = round_of(opened, session or session_with_comments(opened), open_cache(opened))
    entry = comment_named(view.ledger, comment, document)
    own = entry.comment.proposal.words if entry.comment.proposal else ""
    edit = {"action": action, "quote": quote or suggested(view, entry), "proposal": proposal or own}
    if not edit["quote"]:
        raise click.UsageError("nothing in the draft comes near: say with --quote which words are meant")
    if action == "delete":
        edit.pop("proposal")
    click.echo(f"{comment}: {action} “{edit['quote']}”" + (f" by “{edit['proposal']}”" if action != "delete" else ""))
    if not (yes or quote) and not click.confirm("Is that meant?", default=True, err=True):
        return 0
    click.echo(f"written: {complete(opened, view, entry, edit)}", err=True)
    return 0
