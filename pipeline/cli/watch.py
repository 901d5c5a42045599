"""`hlcp watch`."""

import signal
import time
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

import click

from pipeline.cli import completing
from pipeline.cli.build import tell_pack
from pipeline.cli.console import examples, jobs_option, show_findings, show_problem, workspace_option

if TYPE_CHECKING:
    from pipeline.app.watching import Round


@click.command(
    "watch",
    epilog=examples(
        "hlcp watch",
        "hlcp watch mapping",
    ),
)
@click.argument("documents", nargs=-1, shell_complete=completing.documents)
@jobs_option
@workspace_option
def command(documents: tuple[str, ...], jobs: int, start: Path) -> int:
    """Render today's text of DOCUMENTS (all when none is named) again on each save; Ctrl-C ends it."""
    from pipeline.app.watching import Previewer, refuse_unknown_documents, saves

    refuse_unknown_documents(start, documents)
    previewer = Previewer(start, documents, jobs)
    try:
        for changed in saves(start, _stopped_by_interrupt()):
            begun = time.monotonic()
            made = previewer.round(changed)
            _show(made, time.monotonic() - begun)
    except KeyboardInterrupt:
        click.echo("", err=True)
    return 0


def _stopped_by_interrupt() -> Event:
    """Set by Ctrl-C, which also interrupts: alone, that is lost where it falls into a callback of the library."""
    stop = Event()

    def interrupted(_signal: int, _frame: FrameType | None) -> None:
        stop.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupted)
    return stop


def _show(made: "Round", seconds: float) -> None:
    """The findings of now, in the place of those before, and where the papers are."""
    click.clear()
    for path in made.changed:
        click.echo(f"saved: {path}", err=True)
    if made.problem is not None:
        show_problem(made.problem)
    else:
        show_findings(made.findings)
    if made.built is not None:
        tell_pack(made.built)
    click.echo(f"{seconds:.1f} seconds; watching, Ctrl-C ends it", err=True)
