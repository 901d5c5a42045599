"""Each target's place in the text of today: the quote decides, the number is a hint (design, "Submission")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.model.comment import CitedKind, Comment, Target
from pipeline.model.ledger import Anchor, AnchorStatus, Passage
from pipeline.model.saying import quoted
from pipeline.model.submission import AnchorEntry
from pipeline.review.anchoring import Anchored, Followed, How, QuoteIndex, anchor, find_quote, follow
from pipeline.review.telling import NO_PLACE, copied, gone, inside_of, listed, told
from pipeline.text.aligning import WordMap
from pipeline.text.body import Body

MOST_CANDIDATES = 5
NO_DRAFT = "there is no draft"
Span = tuple[int, int]


@dataclass(frozen=True)
class Texts:
    """A draft that was read, and the text of today.

    Attributes:
        read: the baseline that the member read.
        today: the text of today.
        found: where each word of the first is in the second.
    """

    read: Body
    today: Body
    found: WordMap

    @cached_property
    def _known(self) -> dict[Span, Followed]:
        return {}

    def now(self, span: Span) -> Followed:
        """What became of words of the baseline; many comments are on the same ones."""
        if span not in self._known:
            self._known[span] = follow(self.found, self.read.wording, self.today.wording, span)
        return self._known[span]

    @cached_property
    def index(self) -> QuoteIndex:
        """The baseline, prepared for quotes."""
        return QuoteIndex(self.read.wording)

    @cached_property
    def todays_index(self) -> QuoteIndex:
        """The text of today, prepared for quotes."""
        return QuoteIndex(self.today.wording)


@dataclass
class Placer:
    """Places the targets of comments on one document; equal questions are asked once.

    Attributes:
        texts: for each baseline that somebody read.
        table: the one on the table, where words of a draft that nobody has are looked for.
    """

    texts: Mapping[str, Texts]
    table: str = ""
    _known: dict[tuple[str, str, int | None], Anchored] = field(default_factory=dict)

    def place(
        self, comment: Comment, cited: Sequence[Sequence[int]], given: Mapping[int, AnchorEntry]
    ) -> tuple[Anchor, ...]:
        """The anchor of each target.

        Args:
            comment: the comment.
            cited: for each target the units of its baseline that the member named; empty for none.
            given: places that a person gave, by number of the target from 1.
        """
        texts = self.texts.get(comment.baseline)
        if texts is None:
            return tuple(self._of_no_draft(comment.baseline, target) for target in comment.targets)
        return tuple(
            by_hand(texts, given[number]) if number in given else self._target(comment.baseline, target, units)
            for number, (target, units) in enumerate(zip(comment.targets, cited, strict=True), 1)
        )

    def _of_no_draft(self, baseline: str, target: Target) -> Anchor:
        """Where words of a draft that is not there stand in the one on the table: a candidate, never more."""
        remark = f"{NO_DRAFT} {quoted(baseline)}"
        if self.table not in self.texts:
            return Anchor(AnchorStatus.UNPLACED, remark=remark)
        there = self._target(self.table, target, ())
        if there.read is None:
            return Anchor(AnchorStatus.UNPLACED, candidates=there.candidates, remark=remark)
        remark = f"{remark}; in {self.table} the words stand in {there.read.address}"
        return Anchor(AnchorStatus.UNPLACED, candidates=(there.read,), remark=remark)

    def _target(self, baseline: str, target: Target, cited: Sequence[int]) -> Anchor:
        texts = self.texts[baseline]
        if not target.quote.strip():
            return _whole(texts, target, cited)
        near = _near(texts, cited)
        known = (baseline, target.quote, near)
        if known not in self._known:
            self._known[known] = anchor(target.quote, near, texts.index, texts.found, texts.today.wording)
        return _quoted(texts, target, cited, self._known[known])


def _near(texts: Texts, cited: Sequence[int]) -> int | None:
    """The block from which distance counts; a whole section is no such block."""
    return cited[0] if cited and not texts.read.of_sections(cited) else None


def _quoted(texts: Texts, target: Target, cited: Sequence[int], found: Anchored) -> Anchor:
    status = found.status
    if status is AnchorStatus.UNPLACED:
        return _unplaced(texts, cited)
    if status is AnchorStatus.AMBIGUOUS or found.source is None:
        return _ambiguous(texts, target, cited, status)
    remarks = [told(texts.read, target, cited, found.source), copied(found.how, texts.read.shown(found.source))]
    candidates = found.candidates
    if status is AnchorStatus.DELETED:
        remarks.append(gone(texts.read.address(found.source)))
        candidates = _traces(texts, found.source, candidates)
    return Anchor(
        status,
        found.confidence,
        texts.read.passage(found.source),
        texts.today.passage(found.span) if found.span else None,
        _passages(texts.today, candidates),
        found.how.value if found.how else "",
        "; ".join(remark for remark in remarks if remark),
    )


def _ambiguous(texts: Texts, target: Target, cited: Sequence[int], status: AnchorStatus) -> Anchor:
    """Several equal places; a section that was cited may still decide. All of them may be gone."""
    places = _all_places(texts, target)
    inside = [span for span in places if inside_of(texts.read, span, cited)]
    if len(inside) == 1:
        now = texts.now(inside[0])
        is_gone = now.status is AnchorStatus.DELETED
        return Anchor(
            now.status,
            now.confidence,
            texts.read.passage(inside[0]),
            texts.today.passage(now.span) if now.span else None,
            _passages(texts.today, _traces(texts, inside[0], now.candidates) if is_gone else now.candidates),
            How.LITERAL.value,
            gone(texts.read.address(inside[0])) if is_gone else "",
        )
    candidates = _passages(texts.read, inside or places)
    named = listed([passage.address for passage in candidates])
    remark = gone(named) if status is AnchorStatus.DELETED else f"the words stand in {named}: say which"
    return Anchor(status, candidates=candidates, how=How.LITERAL.value, remark=remark)


def _traces(texts: Texts, span: Span, others: Sequence[Span]) -> tuple[Span, ...]:
    """Where to look for words that are gone: what became of their paragraph, then places where some of them went."""
    whole = texts.read.span(texts.read.unit_at(span[0]))
    home = texts.now(whole).span if whole != span else None
    if home is None:
        return tuple(others)
    return home, *(other for other in others if not home[0] <= other[0] < home[1])


def _all_places(texts: Texts, target: Target) -> list[Span]:
    found = find_quote(texts.index, target.quote, None)
    return list(found.candidates) if found.span is None else [found.span, *found.candidates]


def _unplaced(texts: Texts, cited: Sequence[int]) -> Anchor:
    candidates = _passages(texts.read, [texts.read.span(index) for index in cited])
    shown = [p.address for p in candidates]
    where = f"; {listed(shown)} {'is' if len(set(shown)) == 1 else 'are'} cited" if candidates else ""
    return Anchor(
        AnchorStatus.UNPLACED,
        candidates=candidates,
        remark=f"the words quoted are not in the draft that was read{where}",
    )


def _whole(texts: Texts, target: Target, cited: Sequence[int]) -> Anchor:
    """A comment on a whole paragraph, table, section: no words are quoted."""
    if not cited:
        if target.citation.kind is CitedKind.UNKNOWN:
            return Anchor(AnchorStatus.UNPLACED, remark=f"{quoted(target.citation.text)} {NO_PLACE}")
        return Anchor(AnchorStatus.UNPLACED, remark=f"there is no {target.citation} in the draft that was read")
    index = cited[0]
    heading = texts.read.of_sections([index])
    span = texts.read.section_span(index) if heading else (texts.read.span(index)[0], texts.read.span(cited[-1])[1])
    if span[0] == span[1]:
        return Anchor(AnchorStatus.UNPLACED, remark=f"{texts.read.units[index].address} has no words")
    return _followed(texts, span, index, heading=heading)


def _followed(texts: Texts, span: Span, index: int, *, heading: bool) -> Anchor:
    now = texts.now(span)
    today = None
    if now.span is not None:
        unit = texts.today.unit_at(now.span[0])
        address = texts.today.units[unit].address if heading else ""
        today = texts.today.passage(now.span, address)
    address = texts.read.units[index].address if heading else ""
    read = texts.read.passage(span, address)
    status = now.status
    remark = gone(read.address) if status is AnchorStatus.DELETED else ""
    return Anchor(status, now.confidence, read, today, _passages(texts.today, now.candidates), "number", remark)


def by_hand(texts: Texts, entry: AnchorEntry) -> Anchor:
    """The place that a person gave: an id of today, or a number of the baseline, with words or without."""
    body = texts.today if entry.id else texts.read
    index = _given(body, entry)
    if index is None:
        where = f"the id {quoted(entry.id)}" if entry.id else f"paragraph {entry.paragraph}"
        return Anchor(AnchorStatus.UNPLACED, how="hand", remark=f"it was relinked to {where}, which is not there")
    span = _words_in(body, index, entry.quote)
    if span is None:
        remark = f"it was relinked to words that are not in {body.units[index].address}"
        return Anchor(AnchorStatus.UNPLACED, candidates=_passages(body, [body.span(index)]), how="hand", remark=remark)
    if entry.id:
        return Anchor(AnchorStatus.EXACT, 1.0, _read_of(texts, span), body.passage(span), how="hand")
    return replace(_followed(texts, span, index, heading=False), how="hand")


def _given(body: Body, entry: AnchorEntry) -> int | None:
    wanted = entry.paragraph.strip()
    for index, unit in enumerate(body.units):
        if (entry.id and unit.id == entry.id) or (not entry.id and unit.address in (f"paragraph {wanted}", wanted)):
            return index
    return None


def _words_in(body: Body, index: int, quote: str) -> Span | None:
    if not quote:
        return body.span(index)
    found = find_quote(QuoteIndex(body.wording), quote, index)
    return found.span if found.span is not None and found.distance == 0 else None


def _read_of(texts: Texts, span: Span) -> Passage | None:
    """What these words of today were in the baseline, where all of them were there together."""
    old = [texts.found.back[word] for word in range(*span)]
    if not old or old[0] < 0 or old != list(range(old[0], old[0] + len(old))):
        return None
    return texts.read.passage((old[0], old[-1] + 1))


def _passages(body: Body, spans: Sequence[Span]) -> tuple[Passage, ...]:
    return tuple(body.passage(span) for span in spans[:MOST_CANDIDATES])
