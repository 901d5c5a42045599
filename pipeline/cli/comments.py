"""`hlcp comments`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import completing
from pipeline.cli.console import STATES, TYPES, examples, session_option, workspace_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from pipeline.app.rounds.ledgers import RoundView
    from pipeline.app.rounds.looking import Spot
    from pipeline.model.ledger import Entry


@click.command(
    "comments",
    epilog=examples(
        "hlcp comments conceptual-framework",
        "hlcp comments conceptual-framework:10 --state accepted",
        "hlcp comments --entity MEMBER-A --format json",
    ),
)
@click.argument("place", required=False, default="", shell_complete=completing.documents)
@session_option
@click.option(
    "--entity",
    multiple=True,
    metavar="ENTITY",
    shell_complete=completing.entities,
    help="Only comments of this entity; may be repeated.",
)
@click.option("--type", "types", type=TYPES, multiple=True, help="Only comments of this type; may be repeated.")
@click.option(
    "--state",
    type=STATES,
    multiple=True,
    metavar="STATE",
    help="Only comments in this state: open, stale, withdrawn, unreadable or a decision; may be repeated.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How they are printed.",
)
@workspace_option
def command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    place: str, session: str | None, entity: tuple[str, ...], types: tuple[str, ...], state: tuple[str, ...],
    output: str, start: Path,
) -> int:  # fmt: skip
    """Show what members said about PLACE: DOCUMENT, DOCUMENT:12, DOCUMENT:III.A, DOCUMENT:p-lenses; or about all."""
    from pipeline.app.rounds.filtering import entities_named
    from pipeline.app.rounds.ledgers import round_of, session_with_comments
    from pipeline.app.rounds.looking import Look, parse_place, spots
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace

    opened = open_workspace(start)
    view = round_of(opened, session or session_with_comments(opened), open_cache(opened))
    document, where = parse_place(place)
    look = Look(document, where, entities_named(opened, view, entity), frozenset(types), frozenset(state))
    found = spots(view, look)
    if output == "json":
        _print_json(view, found)
        return 0
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    for spot in found:
        _show(view, spot, console)
    names = {entry.comment.name for spot in found for entry in spot.entries}
    click.echo(f"{len(names)} comment{'' if len(names) == 1 else 's'}", err=True)
    return 0


def _print_json(view: "RoundView", found: "Sequence[Spot]") -> None:
    from pipeline.render.ledger_json import entry_row
    from pipeline.render.reports import json_text

    rows: list[dict[str, Any]] = [
        {
            "document": spot.document,
            "address": spot.address,
            "text": spot.text,
            "comments": [entry_row(entry) for entry in spot.entries],
        }
        for spot in found
    ]
    click.echo(json_text({"schema_version": 1, "session": view.ledger.session, "places": rows}), nl=False)


def _show(view: "RoundView", spot: "Spot", console: "Console") -> None:
    from rich.padding import Padding
    from rich.text import Text

    title = spot.address or "without a place in today's text"
    quiet = "bright_black"
    line = Text.assemble((spot.document, quiet), " ", (title, "bold"), (f" {_id_of(spot)}".rstrip(), quiet))
    console.rule(line, align="left", style="blue")
    if spot.text:
        console.print(Padding(Text(spot.text, style="italic"), (0, 0, 0, 2)))
    for entry in spot.entries:
        console.print()
        for line in _lines(view, entry):
            console.print(Padding(line, (0, 0, 0, 2)))
    console.print()


def _id_of(spot: "Spot") -> str:
    """The id by which `hlcp relink --id` names the place, "" when it has none."""
    places = (anchor.today for entry in spot.entries for anchor in entry.anchors)
    return next((place.id for place in places if place and place.address == spot.address), "")


def _lines(view: "RoundView", entry: "Entry") -> "list[Text]":
    from rich.text import Text

    comment = entry.comment
    lines = [_head(entry)]
    first = comment.targets[0].quote if comment.targets else ""
    proposal = comment.proposal
    if first or (proposal and proposal.words):
        lines.append(_change(first, proposal.words if proposal else "", str(proposal.action) if proposal else "on"))
    if comment.text:
        lines.append(Text(comment.text))
    lines += [Text(f"⚠ {comment.problem}", style="red")] if comment.problem else []
    lines += [Text(f"⚠ {anchor.remark}", style="yellow") for anchor in entry.anchors if anchor.remark]
    lines += _collision_lines(view, entry)
    if entry.disposition and entry.disposition.response:
        lines.append(Text(f"Response: {entry.disposition.response}", style="green"))
    return lines


def _head(entry: "Entry") -> "Text":
    from rich.text import Text

    comment = entry.comment
    places = ", ".join(dict.fromkeys(str(anchor.status) for anchor in entry.anchors)) or "general"
    others = [name for name in entry.supporters if name != comment.name.entity]
    return Text.assemble(
        (comment.name.short, "bold cyan"), f"  {comment.type} · {places}{_read_at(entry)} · ",
        (str(entry.state), "bold"),
        (f" · with {', '.join(others)}" if others else ""), (" · late" if comment.late else ""),
    )  # fmt: skip


_CLINGS = ("", " ", "\N{NO-BREAK SPACE}", ",", ".", ";", ":", "?", "!", ")", "]", "”", "’")  # no blank before these


def _read_at(entry: "Entry") -> str:
    """The number that the member saw, where it is not the one of today."""
    moved = [a.read.address for a in entry.anchors if a.read and (a.today is None or a.read.address != a.today.address)]
    return f" (read as {', '.join(dict.fromkeys(moved))})" if moved else ""


def _change(quote: str, words: str, action: str) -> "Text":
    from rich.text import Text

    from pipeline.review.edits import apart

    text = Text(f"{action}: ", style="bright_black")
    if quote and words and action == "replace":
        head, gone, come, tail = apart(quote, words)
        between = " → " if gone and come else "+ " if come else "− "
        text.append(head).append("[", style="bright_black")
        if gone and come:
            text.append(gone, style="red strike")
        text.append(between, style="bright_black").append(come or gone, style="green" if come else "red strike")
        apart_from = "" if gone or tail[:1] in _CLINGS else " "
        return text.append("]", style="bright_black").append(apart_from + tail)
    if quote:
        text.append(quote, style="red strike" if action in ("replace", "delete") else "default")
    if words:
        text.append(" → " if quote else "", style="bright_black")
        text.append(words, style="green")
    return text


def _collision_lines(view: "RoundView", entry: "Entry") -> "list[Text]":
    from rich.text import Text

    from pipeline.app.rounds.looking import collisions_of

    lines = []
    for collision in collisions_of(view, entry):
        own = entry.request
        for pair in collision.pairs:
            if own in (pair.one, pair.other):
                other = pair.other if pair.one == own else pair.one
                lines.append(Text(f"✕ {pair.relation} with {other.short}", style="magenta"))
        place = next((at for at, (lead, _) in enumerate(collision.order, 1) if lead == own), 0)
        if place:
            why = collision.order[place - 1][1]
            lines.append(Text(f"  decide as number {place} of {len(collision.order)}: {why}", style="bright_black"))
    return lines
