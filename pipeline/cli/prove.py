"""`hlcp prove`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import completing
from pipeline.cli.console import examples, show_findings, workspace_option

if TYPE_CHECKING:
    from pipeline.app.packs.proving import Proven


@click.command(
    "prove",
    epilog=examples(
        "hlcp prove",
        "hlcp prove hlcp-50",
    ),
)
@click.argument("sessions", nargs=-1, shell_complete=completing.sessions)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@workspace_option
def command(sessions: tuple[str, ...], output: str, start: Path) -> int:
    """Verify built packs of SESSIONS (all that are built when none is named) again: nothing in them is believed.

    The manifest against the files, Word and PDF files against their standards, and the printed numbers against
    numbers.json and the locks. A proof that fails is an error.
    """
    from pipeline.app.packs.proving import prove
    from pipeline.app.sources.opening import open_workspace

    packs = prove(open_workspace(start), sessions)
    findings = tuple(sorted({finding for pack in packs for finding in pack.findings}))
    show_findings(findings, output)
    if output == "text":
        for pack in packs:
            click.echo(_line(pack))
    return 1 if any(finding.fails for finding in findings) else 0


def _line(pack: "Proven") -> str:
    state = f"{len(pack.findings)} proofs failed" if pack.findings else "proven"
    counts = ", ".join(f"{count} {what if count != 1 else what[:-1]}" for what, count in pack.counts.items())
    return f"{pack.folder}/  {state}: {counts}" if counts else f"{pack.folder}/  {state}"
