"""`hlcp check`."""

from pathlib import Path

import click

from pipeline.cli.console import show_findings, workspace_option


@click.command("check")
@click.argument("paths", nargs=-1)
@click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", help="How findings are printed."
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@workspace_option
def command(paths: tuple[str, ...], output: str, strict: bool, start: Path) -> int:
    """Validate everything: configuration, drafts, baselines; with PATHS, show what is wrong in these only."""
    from pipeline.app.caching import open_cache
    from pipeline.app.checking import check
    from pipeline.app.opening import open_workspace
    from pipeline.model.finding import Severity

    opened = open_workspace(start)
    findings = check(
        opened,
        tuple(Path(path).resolve().relative_to(opened.workspace.root).as_posix() for path in paths),
        open_cache(opened),
    )
    show_findings(findings, output)
    warned = strict and any(f.severity is Severity.WARNING and not f.acknowledged for f in findings)
    return 1 if warned or any(finding.fails for finding in findings) else 0
