"""Writes the reference pages that are made from the code: findings.md, commands.md and fields.md.

Run it from the root of the repository, `python docs/build_reference.py`, and commit the result. A test holds the
committed pages to what this makes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parent))  # also when a test loads this file by its path

from fields_reference import FIELDS, fields
from finding_cases import NOT_SHOWN, Case, cases

from pipeline.cli.main import cli
from pipeline.model.rules import RULES, Rule
from pipeline.render.reports import finding_lines

_ROOT = Path(__file__).parents[1]
_FINDINGS = """\
# Findings

<!-- Made by docs/build_reference.py from pipeline/model/rules.py and docs/finding_cases/; do not edit. -->

Every finding has a code that does not change, a place (`file:line:column`), a message with the words concerned, and a
next step. An **error** stops the paper of its document, a **warning** needs a look, a **note** is for information. A
profile may raise, lower or switch off a rule (`rules: {STYLE-ISE: off}`); a session may acknowledge a finding
(`acknowledged:` in `session.yaml`), which is then listed and does not fail.
"""
_COMMANDS = """\
# Commands

<!-- Made by docs/build_reference.py from the commands themselves; do not edit. -->

Data goes to standard output, prose to standard error. Exit codes: 0 fine, 1 findings that are errors, 2 usage or
configuration, 3 something on the machine is missing, 4 a mistake in hlcp, 130 interrupted. `NO_COLOR` is respected;
`HLCP_NO_CACHE=1` does without the cache in `build/.cache/`.
"""


def pages() -> dict[str, str]:
    """The pages by their paths in the repository."""
    return {
        "docs/reference/findings.md": "\n".join([_FINDINGS, *_findings()]),
        "docs/reference/commands.md": "\n".join([_COMMANDS, *_commands()]),
        "docs/reference/fields.md": "\n".join([FIELDS, *fields()]),
    }


def main() -> None:
    """Write the pages."""
    for path, text in pages().items():
        (_ROOT / path).write_text(text, encoding="utf-8")


# -- findings


def _findings() -> Iterator[str]:
    found = cases()
    for rule in RULES.values():
        yield f"## {rule.code}\n\n{_described(rule)}\n"
        yield _shown(found[rule.code]) if rule.code in found else f"{NOT_SHOWN[rule.code]}\n"


def _described(rule: Rule) -> str:
    return f"{str(rule.severity).capitalize()}. {rule.meaning}\n\nNext step: {rule.remedy}"


def _shown(case: Case) -> str:
    """The lines that the finding is about, and what the command prints."""
    place = case.finding.place
    told = _fenced("\n".join(finding_lines(case.finding, str(place), str(case.finding.severity))), "text")
    if not case.lines:
        return f"For example, `{case.command}` says:\n\n{told}"
    language = "markdown" if place.path.endswith(".md") else "text"
    return f"For example, in `{place.path}`:\n\n{_fenced(case.lines, language)}\nThen `{case.command}` says:\n\n{told}"


def _fenced(text: str, language: str) -> str:
    return f"````{language}\n{text}\n````\n"


# -- commands


def _commands() -> Iterator[str]:
    with click.Context(cli, info_name="hlcp") as context:
        for name in cli.list_commands(context):
            command = cli.get_command(context, name)
            if command is not None:
                yield _command(name, command, context)


def _command(name: str, command: click.Command, parent: click.Context) -> str:
    with click.Context(command, info_name=name, parent=parent) as context:
        usage = " ".join(["hlcp", name, *command.collect_usage_pieces(context)])
        options = [each for each in command.params if isinstance(each, click.Option)]
        records = [record for each in options if (record := each.get_help_record(context))]
    help_text = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    rows = "".join(f"| `{_cell(option)}` | {_cell(meaning)} |\n" for option, meaning in records)
    table = f"\n| Option | Meaning |\n|---|---|\n{rows}" if rows else ""
    return f"## hlcp {name}\n\n    {usage}\n\n{help_text}\n{table}{_calls(command)}"


def _calls(command: click.Command) -> str:
    """The examples at the end of the help."""
    lines = (command.epilog or "").split("\n")[2:]
    return "\nFor example:\n\n" + "".join(f"    {line[2:]}\n" for line in lines) if lines else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
