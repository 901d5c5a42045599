"""The round on one screen: what came in, where it stands, what is contested, what to do next."""

from collections.abc import Mapping, Sequence

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from pipeline.review.summary import Dispute, Orphan, Standing, Summary

_STATES = {
    "open": "yellow",
    "stale": "red",
    "unreadable": "red",
    "withdrawn": "bright_black",
    "accepted": "green",
    "accepted-in-part": "green",
    "noted": "cyan",
    "not-accepted": "magenta",
    "deferred": "blue",
    "superseded": "blue",
}
_ANCHORS = {
    "exact": "green",
    "moved": "cyan",
    "changed": "yellow",
    "ambiguous": "red",
    "deleted": "magenta",
    "unplaced": "red",
}
_POINTS = {"answered": "green", "claimed": "yellow", "open": "red", "settled": "green", "withdrawn": "bright_black"}
MOST = 12  # lines of a list; the rest is counted


def show(summary: Summary, console: Console) -> None:
    """Print the dashboard."""
    console.print(_head(summary))
    if not summary.comments and summary.frozen:
        console.print("  No comments yet. `hlcp comment ENTITY DOCUMENT` writes a first submission.\n")
    elif summary.comments:
        console.print(_bars(summary, console.width))
        console.print(Columns([_entities(summary), _contested(summary)], padding=(0, 6)))
        for part in (_disputes(summary.disputes), _orphans(summary.orphans), *_lists(summary)):
            if part is not None:
                console.print(part)
    if summary.silent:
        console.print(_line("Not answered", summary.silent, "bright_black"))
    if summary.guidance:
        console.print(_guidance(summary.guidance))
    console.print(_next(summary))


def _head(summary: Summary) -> RenderableType:
    decided = sum(number for state, number in summary.states if state not in ("open", "stale", "unreadable"))
    title = Text.assemble((summary.session, "bold"), " · round of comments" + (" · sample" if summary.sample else ""))
    shared = f", {summary.shared} made by several" if summary.shared else ""
    text = Text(
        f"{_many(summary.comments, 'comment')} from {_many(len(summary.entities), 'entity')} · {decided} settled · "
        f"{_many(summary.requests, 'distinct proposal')}{shared} · {_many(summary.collisions, 'collision')}"
    )
    return Panel(text, title=title, title_align="left", border_style="blue")


def _many(number: int, name: str) -> str:
    plural = name.removesuffix("y") + "ies" if name.endswith("y") else f"{name}s"
    return f"{number} {name if number == 1 else plural}"


def _bars(summary: Summary, width: int) -> RenderableType:
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="bold")
    rows.add_column()
    for name, counted, colours in (
        ("State", summary.states, _STATES),
        ("Place", summary.anchors, _ANCHORS),
        ("Type", summary.types, {}),
    ):
        rows.add_row(name, _bar(counted, colours, max(20, min(width - 16, 100))))
    return rows


def _bar(counted: Sequence[tuple[str, int]], colours: Mapping[str, str], width: int) -> RenderableType:
    total = sum(number for _, number in counted) or 1
    palette = ("blue", "cyan", "green", "magenta", "yellow")
    styles = [colours.get(name, palette[index % len(palette)]) for index, (name, _) in enumerate(counted)]
    bar, legend = Text(), Text()
    for (name, number), style in zip(counted, styles, strict=True):
        bar.append("█" * max(1, round(number / total * width)), style=style)
        legend.append("■ ", style=style).append(f"{name} {number}   ")
    return Group(bar, legend)


def _entities(summary: Summary) -> RenderableType:
    table = Table(box=None, padding=(0, 1), title="Entities", title_justify="left", title_style="bold")
    table.add_column("", no_wrap=True)
    for heading in ("sent", "decided", "late"):
        table.add_column(heading, justify="right", header_style="bright_black")
    for row in summary.entities:
        done = "green" if row.decided == row.comments else ""
        late = Text(str(row.late) if row.late else "", style="yellow")
        table.add_row(row.entity, str(row.comments), Text(str(row.decided), style=done), late)
    return table


def _contested(summary: Summary) -> RenderableType:
    table = Table(box=None, padding=(0, 1), title="Most contested, as read", title_justify="left", title_style="bold")
    table.add_column("", justify="right")
    table.add_column("", no_wrap=True)
    table.add_column("", style="bright_black", no_wrap=True)
    for document, address, number in summary.contested:
        if number > 1:
            table.add_row(str(number), address, document)
    return table


def _guidance(points: Sequence[Standing]) -> RenderableType:
    """What the committee itself said, beside what members said: a line for each point."""
    table = Table(box=None, padding=(0, 1), show_header=False)
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column()
    for point in points:
        told = Text(point.text)
        if point.places:
            told.append(f"\n{'; '.join(point.places)}", style="bright_black")
        if point.remarks:
            told.append(f"\n{', '.join(point.remarks)}", style="yellow")
        table.add_row(point.id, Text(str(point.state), style=_POINTS[point.state]), told)
    return Group(Rule("Guidance of the committee", align="left", style="bright_black"), table)


def _disputes(disputes: Sequence[Dispute]) -> RenderableType | None:
    """Collisions with something to decide, and which of their proposals is best decided first."""
    if not disputes:
        return None
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(justify="right", style="bright_black")
    table.add_column()
    for dispute in disputes[:MOST]:
        place = Text.assemble((dispute.address, "bold"), "  ", (dispute.document, "bright_black"), "  ")
        place.append(f"“{_shortened(dispute.words)}”").append(f"  {', '.join(dispute.relations)}", style="magenta")
        table.add_row(str(dispute.number), place)
        order = "; then ".join(f"{name} ({reason})" for name, reason in dispute.order)
        table.add_row("", Text(f"decide first {order}", style="bright_black"))
    rest = len(disputes) - MOST
    more = [Text(f"  … and {rest} more: --format json lists them")] if rest > 0 else []
    return Group(Rule("Collisions to be decided", align="left", style="bright_black"), table, *more)


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:40]} … {words[-16:]}"


def _orphans(orphans: Sequence[Orphan]) -> RenderableType | None:
    if not orphans:
        return None
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for orphan in orphans[:MOST]:
        status = Text(str(orphan.status), style=_ANCHORS[orphan.status])
        why = orphan.remark or (f"now nearest: {orphan.candidates[0]}" if orphan.candidates else "")
        table.add_row(orphan.comment.short, status, why)
        table.add_row("", "", Text(orphan.command, style="bright_black"))
    rest = len(orphans) - MOST
    more = [Text(f"  … and {rest} more: --format json lists them")] if rest > 0 else []
    return Group(Rule("To be placed by hand", align="left", style="bright_black"), table, *more)


def _lists(summary: Summary) -> list[RenderableType | None]:
    return [
        _line("Unreadable", summary.unreadable, "red"),
        _line("Stale", summary.stale, "red"),
        _line("Late", summary.late, "yellow"),
        _line("Sent twice", summary.repeated, "bright_black"),
    ]


def _line(name: str, items: Sequence[str], style: str) -> RenderableType | None:
    if not items:
        return None
    shown = ", ".join(items[: 3 * MOST]) + (f" and {len(items) - 3 * MOST} more" if len(items) > 3 * MOST else "")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", min_width=12, no_wrap=True)
    grid.add_column(style=style)
    grid.add_row(name, shown)
    return grid


def _next(summary: Summary) -> RenderableType:
    states = dict(summary.states)
    if states.get("open"):
        step = "hlcp dispose COMMENT --as accepted, or in bulk: hlcp dispose --all --type editorial --as accepted"
    elif summary.unmerged:
        due = _many(summary.unmerged, "comment")
        step = f"hlcp merge brings what was accepted into the drafts ({due}); see hlcp merge --dry-run first"
    elif summary.comments:
        step = "everything is decided: hlcp build makes the matrix with the responses"
    elif summary.frozen:
        step = "circulate the papers, and wait for submissions"
    else:
        step = f"hlcp freeze {summary.session} keeps the text that members are to read"
    return Text(f"\nNext: {step}", style="bold")
