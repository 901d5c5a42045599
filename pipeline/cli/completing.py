"""What the shell offers for a document, a session or an entity; see `pipeline.app.rounds.offering`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from pipeline.app.rounds.offering import Names


def documents(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Documents that begin so."""
    return _offered(_names(context).documents, begun)


def sessions(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Sessions that begin so."""
    return _offered(_names(context).sessions, begun)


def entities(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Entities that begin so, however their letters are typed."""
    return [code for code in _names(context).entities if code.startswith(begun.upper())]


def texts(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """What `hlcp redline` compares: sessions, the text of today, and files."""
    named = _offered((*_names(context).sessions, "today"), begun)
    return [CompletionItem(name) for name in named] or [CompletionItem(begun, type="file")]


def _offered(names: tuple[str, ...], begun: str) -> list[str]:
    return [name for name in names if name.startswith(begun)]


def _names(context: click.Context) -> "Names":
    from pipeline.app.rounds.offering import names

    return names(Path(context.params.get("start") or "."))
