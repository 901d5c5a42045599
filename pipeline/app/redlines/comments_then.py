"""The comments behind the changes of a text, as they stand when it goes out."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.app.rounds.ledgers import RoundView, round_of
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.which_rounds import has_round
from pipeline.model.credits import CommentThen
from pipeline.model.ledger import EffectKind, Entry, Passage
from pipeline.store.cache import Cache
from pipeline.store.workspace import MEMBERS
from pipeline.text.units import UnitKind

_IN_TEXT = (EffectKind.APPLIED, EffectKind.ALREADY)


class Heard(NamedTuple):
    """Comments by their full names, and the files that were read for them."""

    comments: dict[str, CommentThen]
    used: frozenset[str] = frozenset()


def comments_then(opened: Opened, document: str, between: Sequence[str], named: frozenset[str], cache: Cache) -> Heard:
    """The comments that changes of a document come from, and the accepted ones that stand in its text of today.

    Args:
        opened: the workspace.
        document: its name.
        between: sessions whose comments may stand in the text without being named.
        named: full names of the comments that changes come from.
        cache: for rounds.
    """
    wanted = sorted({*between, *(name.partition("/")[0] for name in named)} & set(opened.sessions))
    views = [round_of(opened, name, cache) for name in wanted if has_round(opened, name)]
    found = {
        name: then
        for view in views
        for name, then in _of_round(view, document, named)
        if name in named or (then.stands and view.session in between)
    }
    return Heard(dict(sorted(found.items())), frozenset(path for view in views for path in (*view.used, MEMBERS)))


def _of_round(view: RoundView, document: str, named: frozenset[str]) -> Iterator[tuple[str, CommentThen]]:
    for entry in view.ledger.entries:
        name = entry.comment.name
        stands = entry.effect is not None and entry.effect.kind in _IN_TEXT
        if name.document == document and (stands or str(name) in named):
            yield str(name), _then(view, entry, stands=stands)


def _then(view: RoundView, entry: Entry, *, stands: bool) -> CommentThen:
    read = next((anchor.read for anchor in entry.anchors[:1]), None)
    return CommentThen(
        type=entry.comment.type.value,
        reasons=entry.comment.text,
        told=str(entry.state).replace("-", " "),
        response=entry.disposition.response if entry.disposition else "",
        id=_id_read(view, entry, read) if read else "",
        place=read.address if read else "",
        stands=stands,
    )


def _id_read(view: RoundView, entry: Entry, read: Passage) -> str:
    """The id of the numbered paragraph or the table that a comment is about; ids last from one text to the next."""
    texts = view.stories[entry.comment.name.document].texts.get(entry.comment.baseline)
    if texts is None or read.unit >= len(texts.read.units):
        return read.id
    unit = texts.read.units[read.unit]
    if unit.kind in (UnitKind.PARAGRAPH, UnitKind.ITEM):
        same = (u.id for u in texts.read.units if u.kind is UnitKind.PARAGRAPH and u.number == unit.number)
        return next(same, read.id)
    return unit.id or read.id
