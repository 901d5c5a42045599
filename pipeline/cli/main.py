"""The command `hlcp`: one funnel for errors, one table of exit codes, and commands that are loaded only when called."""

import gc
import importlib
import sys
from typing import Any

import click

from pipeline import __version__
from pipeline.model.finding import FindingsError, PipelineError
from pipeline.model.saying import quoted

OK, FINDINGS, USAGE, ENVIRONMENT, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 4, 130

_COMMANDS = {
    "init": "Make a workspace for another committee.",
    "check": "Validate drafts, comments and baselines.",
    "preview": "Render today's text into build/preview/.",
    "watch": "Render today's text again on each save.",
    "build": "Render session packs into build/<session>/.",
    "comment": "Write a file for the comments of an entity, with examples.",
    "comments": "Show what members said about one place of the text.",
    "status": "Show where a round of comments stands.",
    "complete": "Complete a proposal that only gives its result.",
    "dispose": "Record decisions on comments.",
    "relink": "Settle where a comment points.",
    "merge": "Merge accepted proposals into the drafts, as commits.",
    "why": "Tell why a text says what it says: commits, comments, decisions, earlier wordings.",
    "freeze": "Freeze the baselines of sessions, and commit them.",
    "redline": "Write the change from one text to another as tracked changes.",
    "prove": "Verify built session packs again.",
    "doctor": "Look whether this machine has all that is needed.",
    "schema": "Print or write the JSON Schemas of our YAML files.",
}


class _LazyGroup(click.Group):
    """A group that imports a command's file only when it is used: help must be quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"pipeline.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from pipeline.text.problems import nearest

            ctx.fail(f"there is no command {quoted(args[0])}{nearest(args[0], _COMMANDS)}")
        return super().resolve_command(ctx, args)


def _tell_versions(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from pipeline.store.versions import tool_versions

    versions = tool_versions()
    tools = {"pandoc": versions["pandoc"], "typst": versions["typst"], "Python": versions["python"]}
    click.echo("\n".join([f"hlcp {__version__}", *(f"{name} {version}" for name, version in tools.items())]))
    context.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_versions,
    help="Show the version, and those of the programs that shape the papers.",
)
def cli() -> None:
    """Drafts in Git, comments in YAML, session papers in Word and PDF.

    `hlcp COMMAND --help` says what a command takes, with examples.
    """


def main() -> None:
    """Run the command and exit: 0 fine, 1 findings, 2 usage, 3 environment, 4 our bug, 130 interrupted."""
    # A build makes a few hundred thousand small values that all live until it ends: collecting them only costs.
    gc.set_threshold(500_000)
    code = _run()
    gc.freeze()  # the interpreter would look through all of them once more before it ends
    sys.exit(code)


def _run() -> int:
    try:
        code: Any = cli.main(prog_name="hlcp", standalone_mode=False)
    except (click.exceptions.Exit, click.ClickException, click.Abort, KeyboardInterrupt) as stop:
        return _stopped(stop)
    except PipelineError as error:
        return _cannot_go_on(error)
    except SystemExit:
        if type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):  # click: the reader of our output has read enough
            return OK
        raise
    except Exception as error:  # the one place where a bug becomes an exit code
        return _our_bug(error)
    return code if isinstance(code, int) else OK


def _stopped(stop: BaseException) -> int:
    """What click, or the person at the keyboard, ends a command with."""
    if isinstance(stop, click.exceptions.Exit):
        return stop.exit_code
    if isinstance(stop, click.exceptions.NoArgsIsHelpError):
        click.echo(stop.ctx.get_help())
        return OK
    if isinstance(stop, click.ClickException):
        return _misused(stop)
    click.echo("interrupted; nothing is half written", err=True)
    return INTERRUPTED


def _misused(mistake: click.ClickException) -> int:
    """Say what is wrong with the arguments, and how the command is called."""
    words = mistake.format_message().rstrip(".")
    click.echo(f"error: {words[:1].lower()}{words[1:]}", err=True)
    context = mistake.ctx if isinstance(mistake, click.UsageError) else None
    if context is not None:
        usage = " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
        click.echo(f"  → usage: {usage}; `{context.command_path} --help` says more", err=True)
    return USAGE


def _cannot_go_on(error: PipelineError) -> int:
    from pipeline.cli.console import show_findings, show_problem

    if isinstance(error, FindingsError):
        show_findings(error.findings)
        return FINDINGS
    show_problem(error)
    return error.exit_code


def _our_bug(error: Exception) -> int:
    import traceback

    traceback.print_exception(error)
    click.echo("error: this is a mistake in hlcp, not in your files; please report the lines above", err=True)
    return OUR_BUG
