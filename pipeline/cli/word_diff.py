"""A change of a paragraph on the terminal: what goes struck out, what comes underlined, a few words around them."""

import click

from pipeline.review.judging import UnitEdit
from pipeline.text.body import Body

_AROUND = 40  # characters before and after the first and the last change


def show(edit: UnitEdit, body: Body) -> None:
    """Print one edit; without colours, what goes stands in [-…-] and what comes in {+…+}."""
    text = body.wording.blocks[edit.unit]
    for words in edit.before:
        click.echo(f"    {_comes(words)}")
    if edit.out:
        click.echo(f"    {_goes(text)}")
    elif edit.hunks:
        click.echo(f"    {_amended(edit, text)}")
    for words in edit.after:
        click.echo(f"    {_comes(words)}")
    if edit.fetched >= 0:
        click.echo(f"    {_comes(body.wording.blocks[edit.fetched])}")


def _amended(edit: UnitEdit, text: str) -> str:
    first, last = max(0, edit.hunks[0].start - _AROUND), min(len(text), edit.hunks[-1].end + _AROUND)
    parts, at = ["…" if first else "", ""], first
    for hunk in edit.hunks:
        parts += [text[at : hunk.start], _goes(text[hunk.start : hunk.end]), _comes(hunk.words)]
        at = hunk.end
    return "".join([*parts, text[at:last], "…" if last < len(text) else ""])


def _goes(words: str) -> str:
    return click.style(f"[-{words}-]", fg="red", strikethrough=True) if words else ""


def _comes(words: str) -> str:
    return click.style(f"{{+{words}+}}", fg="green", underline=True) if words else ""
