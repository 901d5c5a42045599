"""`hlcp relink`."""

from pathlib import Path

import click

from pipeline.cli.console import examples, session_option, which_document_option, workspace_option


@click.command(
    "relink",
    epilog=examples(
        'hlcp relink MEMBER-A#1a --paragraph 12 --quote "the words that are meant"',
        "hlcp relink MEMBER-A#1a --id p-lenses",
    ),
)
@click.argument("comment")
@click.option("--paragraph", default="", metavar="NUMBER", help="Number in the draft that was read: 12, or 12 (a).")
@click.option(
    "--id", "identity", default="", metavar="ID", help="Id of a paragraph of today's text, instead of a number."
)
@click.option("--quote", default="", metavar="WORDS", help="The words that are meant, as printed there.")
@click.option("--target", default=1, show_default=True, metavar="NUMBER", help="Which of the comment's places, from 1.")
@which_document_option
@session_option
@workspace_option
def command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    comment: str,
    paragraph: str,
    identity: str,
    quote: str,
    target: int,
    document: str,
    session: str | None,
    start: Path,
) -> int:
    """Settle where COMMENT (MEMBER-A#1a) points, when that is ambiguous or lost."""
    from pipeline.app.rounds.ledgers import comment_named, round_of, session_with_comments
    from pipeline.app.rounds.relinking import Relink, relink
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace

    if bool(paragraph) == bool(identity):
        raise click.UsageError("give --paragraph (number in the draft that was read) or --id (of today's text)")
    opened = open_workspace(start)
    name = session or session_with_comments(opened)
    cache = open_cache(opened)
    view = round_of(opened, name, cache)
    entry = comment_named(view.ledger, comment, document)
    path = relink(opened, view, entry.comment.name, Relink(paragraph, identity, quote, target))
    after = comment_named(round_of(opened, name, cache).ledger, str(entry.comment.name))
    anchor = after.anchors[target - 1] if after.anchors else None
    where = anchor.today or anchor.read if anchor else None
    click.echo(
        f"{comment}: {anchor.status if anchor else 'placed'}" + (f", {where.address}: {where.words}" if where else "")
    )
    click.echo(f"written: {path}", err=True)
    return 0
