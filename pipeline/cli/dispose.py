"""`hlcp dispose`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import completing
from pipeline.cli.console import STATES, TYPES, examples, session_option, show_findings, workspace_option

if TYPE_CHECKING:
    from pipeline.app.rounds.disposing import Plan
    from pipeline.app.sources.opening import Opened

DECISIONS = ("accepted", "accepted-in-part", "noted", "not-accepted", "deferred", "superseded", "open")
SHOWN = 40


@click.command(
    "dispose",
    epilog=examples(
        "hlcp dispose MEMBER-A#1a --as accepted",
        'hlcp dispose MEMBER-B#2 --as not-accepted --response "See paragraph 4."',
        "hlcp dispose --all --type editorial --as accepted --dry-run",
        "hlcp dispose --from-matrix conceptual-framework.matrix.xlsx",
    ),
)
@click.argument("comments", nargs=-1)
@click.option("--as", "decision", type=click.Choice(DECISIONS), help="The decision; open takes one back.")
@click.option("--response", default="", metavar="WORDS", help="Why, for the member; needed for not-accepted.")
@click.option("--text", "words", default="", metavar="WORDS", help="The words decided; needed for accepted-in-part.")
@click.option("--reply", default="", metavar="WORDS", help="What the member answered.")
@click.option("--superseded-by", default="", metavar="COMMENT", help="The comment whose decision settles this one.")
@click.option("--all", "everything", is_flag=True, help="All open comments that the filters below let through.")
@click.option(
    "--document", default="", metavar="DOCUMENT", shell_complete=completing.documents, help="Only on this document."
)
@click.option("--section", default="", metavar="FILE", help="Only on this section file, such as 03-lenses.")
@click.option("--type", "types", type=TYPES, multiple=True, help="Only of this type; may be repeated.")
@click.option(
    "--entity",
    multiple=True,
    metavar="ENTITY",
    shell_complete=completing.entities,
    help="Only of this entity; may be repeated.",
)
@click.option("--state", type=STATES, multiple=True, metavar="STATE",
              help="Only in this state; open and stale by default; may be repeated.")  # fmt: skip
@click.option("--from-matrix", "matrix", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Take over the decisions and responses of a matrix filled in by hand (.xlsx).")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@session_option
@workspace_option
def command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    comments: tuple[str, ...], decision: str | None, response: str, words: str, reply: str, superseded_by: str,
    everything: bool, document: str, section: str, types: tuple[str, ...], entity: tuple[str, ...],
    state: tuple[str, ...], matrix: Path | None, dry_run: bool, session: str | None, start: Path,
) -> int:  # fmt: skip
    """Record decisions on COMMENTS (MEMBER-A#1a), on all that filters let through, or from a filled-in matrix."""
    from pipeline.app.rounds.disposing import Decision, Filter, chosen, plan
    from pipeline.app.rounds.filtering import document_named, entities_named
    from pipeline.app.rounds.ledgers import comment_named, round_of, session_with_comments
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace

    _refuse_mixtures(comments, decision, everything=everything, matrix=matrix)
    opened = open_workspace(start)
    name = session or session_with_comments(opened)
    view = round_of(opened, name, open_cache(opened))
    if matrix is not None:
        from pipeline.app.rounds.matrix_back import plan_from_matrix

        made = plan_from_matrix(view, matrix.read_bytes(), str(matrix.name))
    else:
        said = Decision(decision or "", response, words, reply, superseded_by)
        document = document_named(view, document)
        filters = Filter(document, section, frozenset(types), entities_named(opened, view, entity), frozenset(state))
        entries = chosen(view, filters) if everything else [comment_named(view.ledger, c, document) for c in comments]
        made = plan(view, [(entry, said) for entry in entries])
    return _carry_out(opened, name, made, dry_run=dry_run)


def _refuse_mixtures(comments: tuple[str, ...], decision: str | None, *, everything: bool, matrix: Path | None) -> None:
    if matrix is not None and (comments or everything or decision):
        raise click.UsageError("--from-matrix stands alone: the decisions are in the file")
    if matrix is None and not decision:
        raise click.UsageError("say what is decided: --as " + "|".join(DECISIONS))
    if matrix is None and bool(comments) == everything:
        raise click.UsageError("name the comments (MEMBER-A#1a), or take --all with filters")


def _carry_out(opened: "Opened", session: str, made: "Plan", *, dry_run: bool) -> int:
    from pipeline.app.rounds.disposing import write

    for step in made.steps[:SHOWN]:
        more = f"  {step.fields['response']}" if step.fields.get("response") else ""
        click.echo(f"{step.name.short}  {step.before} → {click.style(step.after, bold=True)}{more}")
    if len(made.steps) > SHOWN:
        click.echo(f"… and {len(made.steps) - SHOWN} more")
    if made.refused:
        show_findings(made.refused)
    files = () if dry_run else write(opened, session, made.steps)
    verb = "would change" if dry_run else "changed"
    click.echo(f"{len(made.steps)} {verb}, {len(made.refused)} refused, {made.unchanged} as they were", err=True)
    for path in files:
        click.echo(f"written: {path}", err=True)
    return 1 if made.refused else 0
