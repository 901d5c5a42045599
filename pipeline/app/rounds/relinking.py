"""`hlcp relink`: the place of a comment, settled by hand."""

from dataclasses import dataclass
from typing import Any

from pipeline.app.rounds.disposing import write_changes
from pipeline.app.rounds.ledgers import RoundView, comment_named
from pipeline.app.sources.opening import Opened
from pipeline.formats.yaml_edit import Change
from pipeline.model.comment import CommentName
from pipeline.model.finding import PipelineError
from pipeline.model.ledger import Entry
from pipeline.model.submission import AnchorEntry
from pipeline.review.placing import by_hand
from pipeline.text.body import Body
from pipeline.text.problems import nearest


@dataclass(frozen=True, slots=True)
class Relink:
    """A place given by hand: the printed number of the baseline, or an id of today, with words or without."""

    paragraph: str = ""
    id: str = ""
    quote: str = ""
    target: int = 1


def relink(opened: Opened, view: RoundView, name: CommentName, place: Relink) -> str:
    """Settle the place of a comment; returns the file that was written.

    Raises:
        PipelineError: the place, or the words in it, are not there; nothing is written.
    """
    entry = comment_named(view.ledger, str(name))
    if not 1 <= place.target <= max(1, len(entry.anchors)):
        raise PipelineError(f"{name.short} has {len(entry.anchors)} places", "choose one with --target")
    _check_place(view, entry, place)
    values: dict[str, Any] = {"target": str(place.target)} if place.target != 1 else {}
    values |= {
        key: value for key, value in (("paragraph", place.paragraph), ("id", place.id), ("quote", place.quote)) if value
    }
    return write_changes(opened, view.ledger.session, name.document, [Change(name.short, {"anchor": values})])


def _check_place(view: RoundView, entry: Entry, place: Relink) -> None:
    story = view.stories.get(entry.comment.name.document)
    texts = story.texts.get(entry.comment.baseline) if story else None
    if texts is None:
        raise PipelineError(f"the draft {entry.comment.baseline} that was read cannot be read", "`hlcp check` says why")
    made = by_hand(texts, AnchorEntry(paragraph=place.paragraph, id=place.id, quote=place.quote, target=place.target))
    if made.read is None and made.today is None:
        raise PipelineError(made.remark, _nearby(texts.today if place.id else texts.read, place))


def _nearby(body: Body, place: Relink) -> str:
    ids = [unit.id for unit in body.units if unit.id]
    if place.id and place.id not in ids:
        return f"`hlcp comments DOCUMENT` shows the ids{nearest(place.id, ids)}"
    return "copy the words from the printed draft"
