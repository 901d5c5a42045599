"""`hlcp why`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import completing
from pipeline.cli.console import examples, workspace_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.lineage import Change, Lineage


@click.command(
    "why",
    epilog=examples(
        "hlcp why common-approach:12",
        'hlcp why common-approach --quote "organized crime"',
    ),
)
@click.argument("place", shell_complete=completing.documents)
@click.option("--quote", default="", metavar="WORDS", help="Only these words of the text, as printed.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is printed.",
)
@workspace_option
def command(place: str, quote: str, output: str, start: Path) -> int:
    """Tell why PLACE says what it says: DOCUMENT:12, DOCUMENT:III.A, DOCUMENT:p-lenses, or DOCUMENT with --quote."""
    from pipeline.app.lineage import Question, lineage
    from pipeline.app.rounds.naming import parse_place
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace

    opened = open_workspace(start)
    document, where = parse_place(place)
    told = lineage(opened, Question(document, where, quote), open_cache(opened))
    if output == "json":
        _print_json(told)
        return 0
    from rich.console import Console

    from pipeline.cli.lineage_view import show

    console = Console(highlight=False)
    for one in told:
        show(one, console)
    return 0


def _print_json(told: "Sequence[Lineage]") -> None:
    from pipeline.render.reports import json_text

    rows = [_row(one) for one in told]
    click.echo(json_text({"schema_version": 1, "places": rows}), nl=False)


def _row(one: "Lineage") -> dict[str, Any]:
    from pipeline.model.lineage import UNCOMMITTED

    def commit(oid: str) -> str | None:
        return None if oid == UNCOMMITTED else oid

    return {
        "document": one.document, "address": one.address, "file": one.path, "lines": list(one.lines),
        "units": [
            {
                "address": unit.address, "number": unit.number or None, "id": unit.id, "text": unit.text,
                "parts": [{"words": part.words, "commit": commit(part.oid)} for part in unit.parts],
            }
            for unit in one.units
        ],
        "changes": [_change(change) | {"commit": commit(change.oid)} for change in one.changes],
        "steps": [{"commit": commit(step.oid), "before": step.before, "after": step.after} for step in one.steps],
        "earlier": [_earlier(one, index) for index in range(len(one.earlier))],
    }  # fmt: skip


def _change(change: "Change") -> dict[str, Any]:
    return {
        "author": change.author, "address": change.address, "when": change.when, "subject": change.subject,
        "body": change.body, "reverts": list(change.reverts),
        "proposals": [
            {
                "comments": list(asked.comments), "entities": list(asked.entities),
                "proposed_by": list(asked.proposers), "session": asked.session, "disposition": asked.disposition,
            }
            for asked in change.asked
        ],
    }  # fmt: skip


def _earlier(one: "Lineage", index: int) -> dict[str, Any]:
    earlier = one.earlier[index]
    return {
        "baseline": earlier.baseline, "title": earlier.title, "relations": list(earlier.relations),
        "elsewhere": list(earlier.elsewhere),
        "units": [unit._asdict() | {"number": unit.number or None} for unit in earlier.units],
    }  # fmt: skip
