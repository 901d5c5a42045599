"""Making and proving one review copy, wherever that is done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.app.redlines.copy_proof import Wanted, prove_copy, prove_nameless
from pipeline.model.document import Document
from pipeline.model.ledger import Entry
from pipeline.render.copies.sayings import Told
from pipeline.render.copies.writer import Written, review_copy
from pipeline.review.overlay import overlay
from pipeline.store.cache import key
from pipeline.store.versions import code_fingerprint


@dataclass(frozen=True)
class Order:
    """A copy to be made.

    Attributes:
        wanted: what it must hold.
        document: that the paper prints.
        told: what readers are told.
        dates: of comments by their short names, UTC; "" for the date of everything else.
    """

    wanted: Wanted
    document: Document
    told: Told
    dates: Mapping[str, str]

    def key(self) -> str:
        """Of all that shapes the copy: where comments point in the text of today does not."""
        shares = self.wanted.shares
        parts = [repr((sorted(self.told.hidden), self.told.public, sorted(self.dates.items())))]
        parts += [repr((_facts(one.entry), one.edits)) for one in shares.shown]
        parts += [repr((_facts(one.entry), one.unit, one.span, one.why)) for one in shares.remarks]
        parts += [repr((_facts(one.entry), one.reason, one.detail)) for one in shares.listed]
        return key("review-copy", code_fingerprint(), self.wanted.paper, *parts)


def _facts(entry: Entry) -> tuple[object, ...]:
    """What a copy tells of a comment."""
    read = tuple(anchor.read for anchor in entry.anchors)
    return entry.comment, entry.state, entry.disposition, entry.supporters, read


@dataclass(frozen=True)
class Copied:
    """A copy that was made, or what is wrong with it.

    Attributes:
        authors: the members whom each author of a change stands for; none where names are hidden.
        members: for whom it was proven.
    """

    data: bytes
    authors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def make_copy(order: Order) -> Copied:
    """Make a copy and prove it; where names are hidden, by way of the same copy with names."""
    try:
        made = _written(order, order.told)
        problems = tuple(prove_order(order, made.data, made.authors))
    except ValueError as error:
        return Copied(b"", problems=(f"it cannot be made: {error}",))
    return Copied(made.data, made.authors, order.wanted.members if made.authors else (), problems)


def prove_order(order: Order, copy: bytes, authors: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What is wrong with a copy.

    Args:
        order: what was to be made.
        copy: the saved file.
        authors: the members whom each author stands for; none where names are hidden.

    Raises:
        ValueError: it cannot be made at all.
    """
    if order.told.names_members:
        yield from prove_copy(copy, order.wanted, authors)
        return
    named = _written(order, Told())
    yield from prove_copy(named.data, order.wanted, named.authors)
    yield from prove_nameless(copy, named.data, order.wanted)


def _written(order: Order, told: Told) -> Written:
    wanted = order.wanted
    text, made = (order.document, wanted.units), overlay(wanted.shares, wanted.units)
    return review_copy(wanted.paper, text, made, told, order.dates)
