"""`hlcp merge`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import completing
from pipeline.cli.console import Progress, examples, jobs_option, show_findings, workspace_option

if TYPE_CHECKING:
    from pipeline.app.merging.committing import MergePlan
    from pipeline.app.sources.opening import Opened
    from pipeline.model.ledger import Ledger
    from pipeline.store.cache import Cache


@click.command(
    "merge",
    epilog=examples(
        "hlcp merge --dry-run",
        "hlcp merge hlcp-2025-06",
        "hlcp merge --revert MEMBER-A#1a",
        "hlcp merge --assume accepted:all-uncontested",
    ),
)
@click.argument("session", required=False, shell_complete=completing.sessions)
@click.option("--dry-run", is_flag=True, help="Show a word diff of each proposal and the ledger after; write nothing.")
@click.option("--squash", is_flag=True, help="One commit for each document instead of one for each proposal.")
@click.option("--revert", "reverted", metavar="COMMENT", help="Take one proposal out again, and reopen its decision.")
@click.option(
    "--document",
    default="",
    metavar="DOCUMENT",
    shell_complete=completing.documents,
    help="With --revert: the document, when several have a comment of this name.",
)
@click.option("--assume", metavar="WHAT", help="Render the text into build/what-if/ as if more were accepted: "
              "accepted:editorial (or another type), accepted:all-uncontested, accepted:all.")  # fmt: skip
@jobs_option
@workspace_option
def command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    session: str | None, dry_run: bool, squash: bool, reverted: str | None, document: str, assume: str | None,
    jobs: int, start: Path,
) -> int:  # fmt: skip
    """Merge the accepted proposals of SESSION into the drafts, as commits of those who proposed them."""
    from pipeline.app.rounds.ledgers import session_with_comments
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace

    if sum((bool(reverted), bool(assume), dry_run or squash)) > 1:
        raise click.UsageError("--revert, --assume and --dry-run or --squash stand alone")
    opened = open_workspace(start)
    name, cache = session or session_with_comments(opened), open_cache(opened)
    if reverted:
        return _revert(opened, name, (reverted, document), cache)
    if assume:
        return _what_if(opened, name, assume, (cache, jobs))
    return _dry_run(opened, name, cache) if dry_run else _merge(opened, name, cache, squash=squash)


def _merge(opened: "Opened", session: str, cache: "Cache", *, squash: bool) -> int:
    from pipeline.app.merging.committing import merge

    made, oids = merge(opened, session, cache, squash=squash)
    for oid, line in zip(oids, _subjects(made) if not squash else ("",) * len(oids), strict=True):
        click.echo(f"{oid[:12]} {line}".rstrip())
    _tell_findings(made)
    click.echo(_summary(made, "merged"), err=True)
    return 1 if any(finding.fails for finding in made.findings) else 0


def _subjects(made: "MergePlan") -> tuple[str, ...]:
    from pipeline.review.minutes import subject

    return tuple(subject(document.document, item.edits, document.body) for document, item in made.items)


def _dry_run(opened: "Opened", session: str, cache: "Cache") -> int:
    from pipeline.app.merging.committing import plan
    from pipeline.cli.word_diff import show

    made = plan(opened, session, cache)
    for (document, item), line in zip(made.items, _subjects(made), strict=True):
        names = ", ".join(entry.comment.name.short for entry in item.entries)
        click.echo(f"{click.style(names, bold=True)}  {line}")
        for edit in item.edits:
            show(edit, document.body)
    _tell_findings(made)
    _show_after(made.view.ledger, made)
    click.echo(_summary(made, "would be merged"), err=True)
    return 1 if any(finding.fails for finding in made.findings) else 0


def _show_after(ledger: "Ledger", made: "MergePlan") -> None:
    """How many accepted proposals stand how, before and after."""
    from collections import Counter

    from pipeline.model.ledger import EffectKind

    before = Counter(entry.effect.kind for entry in ledger.entries if entry.effect is not None)
    come = sum(len(item.entries) for _, item in made.items)
    refused = sum(len(document.refused) for document in made.documents)
    after = Counter(before)
    after[EffectKind.APPLIED] += come
    after[EffectKind.NOT_APPLIED] = 0
    after[EffectKind.REFUSED] = refused
    for kind in EffectKind:
        if before[kind] or after[kind]:
            click.echo(f"{kind:<14} {before[kind]:>5} → {after[kind]}")


def _tell_findings(made: "MergePlan") -> None:
    if made.findings:
        show_findings(made.findings)


def _summary(made: "MergePlan", verb: str) -> str:
    items = made.items
    comments = sum(len(item.entries) for _, item in items)
    refused = sum(len(document.refused) for document in made.documents)
    already = sum(len(document.already) for document in made.documents)
    what = f"{_counted(len(items), 'proposal')} of {_counted(comments, 'comment')} {verb}"
    return f"{what}, {already} already there, {refused} refused"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _revert(opened: "Opened", session: str, wanted: tuple[str, str], cache: "Cache") -> int:
    from pipeline.app.merging.reverting import revert

    oid, path = revert(opened, session, wanted, cache)
    click.echo(f"{oid[:12]} {wanted[0]} is out again, and open")
    click.echo(f"written: {path}", err=True)
    return 0


def _what_if(opened: "Opened", session: str, assume: str, means: "tuple[Cache, int]") -> int:
    from pipeline.app.packs.what_if import what_if

    progress = Progress()
    try:
        refused, built, count = what_if(opened, session, assume, means, progress)
    finally:
        progress.close()
    show_findings(sorted({*refused, *built.findings}), quiet_notes=True)
    for name in built.files:
        click.echo(f"{built.folder}/{name}")
    click.echo(f"{_counted(count, 'proposal')} assumed; drafts and decisions are as they were", err=True)
    return 1 if built.failed else 0
