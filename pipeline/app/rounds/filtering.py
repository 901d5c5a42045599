"""Filters of commands that show or decide comments: a name that fits nothing is a mistake, not an empty list."""

from collections.abc import Iterable

from pipeline.app.rounds.files import registry_of
from pipeline.app.rounds.ledgers import RoundView
from pipeline.app.sources.opening import Opened
from pipeline.model.finding import PipelineError
from pipeline.model.saying import quoted
from pipeline.text.problems import nearest


def entities_named(opened: Opened, view: RoundView, names: Iterable[str]) -> frozenset[str]:
    """The codes of entities, each named by its code or an alias.

    Raises:
        PipelineError: neither the registry nor the round knows such an entity.
    """
    registry, _ = registry_of(opened)
    commenting = {entry.comment.name.entity for entry in view.ledger.entries}
    known = commenting | set(registry.members)
    codes = set()
    for name in names:
        member = registry.find(name)
        code = member.code if member else name
        if code not in known:
            message = f"there is no entity {quoted(name)}{nearest(name, known)}"
            came = f"comments came from {', '.join(sorted(commenting))}" if commenting else "nobody commented yet"
            raise PipelineError(message, came)
        codes.add(code)
    return frozenset(codes)


def document_named(view: RoundView, name: str) -> str:
    """A document that somebody commented on; "" stays "".

    Raises:
        PipelineError: nobody did.
    """
    documents = tuple(view.stories)
    if name and name not in documents:
        message = f"there are no comments on a document {quoted(name)}{nearest(name, documents)}"
        raise PipelineError(
            message, f"there are some on {', '.join(documents)}" if documents else "nobody commented yet"
        )
    return name
