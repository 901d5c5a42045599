"""`hlcp check`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import examples, show_findings, workspace_option
from pipeline.render.reports import summary

if TYPE_CHECKING:
    from pipeline.model.finding import Finding

FORMATS = ("text", "json", "github", "gitlab", "junit", "sarif", "markdown")


@click.command(
    "check",
    epilog=examples(
        "hlcp check",
        "hlcp check drafts/mapping comments/members.yaml",
        "hlcp check --strict --format json",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "output",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@workspace_option
def command(paths: tuple[str, ...], output: str, strict: bool, start: Path) -> int:
    """Validate settings, drafts, comments and baselines; with PATHS, show only what is wrong in these."""
    from pipeline.app.checking import check
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace
    from pipeline.model.finding import FindingsError
    from pipeline.render.findings.common import fails

    try:
        opened = open_workspace(start)
        inside = _inside(paths, opened.workspace.root)
        findings = check(opened, inside, open_cache(opened))
        _refuse_missing(inside, opened.workspace.root, findings)
    except FindingsError as error:
        findings = error.findings
    if output in ("text", "json"):
        show_findings(findings, output)
    else:
        from pipeline.app.rounds.reporting import report

        click.echo(report(findings, output, start, strict=strict), nl=False)
        click.echo(summary(findings), err=True)
    return 1 if any(fails(finding, strict) for finding in findings) else 0


def _refuse_missing(paths: tuple[str, ...], root: Path, findings: "tuple[Finding, ...]") -> None:
    """A file that is gone may have findings; one that never was must not look as if all were well with it."""
    from pipeline.app.checking import misses

    for path in paths:
        if not (root / path).exists() and not any(misses(finding, path) for finding in findings):
            raise click.UsageError(f"there is no file or folder {path} in the workspace {root.name}")


def _inside(paths: tuple[str, ...], root: Path) -> tuple[str, ...]:
    """Paths as findings have them, relative to the workspace; its own folder means everything."""
    full = [Path(path).resolve() for path in paths]
    for given, path in zip(paths, full, strict=True):
        if not path.is_relative_to(root):
            raise click.UsageError(f"{given} is not inside the workspace {root}")
    return () if root in full else tuple(path.relative_to(root).as_posix() for path in full)
