"""What an accepted proposal does to the text of today: which printed signs go and come, or why it cannot be applied.

The words of the place decide (`pipeline.review.merging`); here the answer becomes edits of the units that members cite.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.model.comment import Action, Proposal
from pipeline.model.ledger import Anchor, Passage
from pipeline.review.drafts import Draft
from pipeline.review.edits import plain
from pipeline.review.hunks import Hunk, deleting, folded, inserting, replacing
from pipeline.review.merging import Merged, Outcome, Reason, merge
from pipeline.review.merging import Proposal as Wanted
from pipeline.review.placing import Texts
from pipeline.text.aligning import WordMap, align_words
from pipeline.text.body import Body
from pipeline.text.units import UnitKind

Span = tuple[int, int]
_PARAGRAPHS = re.compile(r"(?:[ \t]*\r?\n){2,}")
_BESIDE = re.compile(
    r"\s*(before|after|behind)\s+(?:the\s+)?(paragraph\s+\d+|\d+\s+\([a-z]+\))\s*[.;]?\s*\Z", re.IGNORECASE
)
_FEW = 6  # words of a paragraph that may well have been written twice by chance


class UnitEdit(NamedTuple):
    """What happens to one unit of today's text.

    Attributes:
        unit: its index.
        hunks: of its printed signs.
        before, after: paragraphs that come beside it, plain text.
        out: it goes.
        fetched: the unit that comes beside it from elsewhere, with all its markup, or -1.
        fetched_after: whether that one comes after it.
    """

    unit: int
    hunks: tuple[Hunk, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    out: bool = False
    fetched: int = -1
    fetched_after: bool = True


class Verdict(NamedTuple):
    """What became of a proposal.

    Attributes:
        outcome: applied, there already, or refused.
        edits: when it can be applied, in the order of the text.
        reason: when it is refused.
        candidate: what a person should look at then.
    """

    outcome: Outcome
    edits: tuple[UnitEdit, ...] = ()
    reason: str = ""
    candidate: Passage | None = None


class Asked(NamedTuple):
    """A proposal with its place in the draft that was read.

    Attributes:
        span: words of that draft.
        quote: as the member, or who completed the edit, wrote it; "" for a whole paragraph.
        anchor: of the comment.
    """

    proposal: Proposal
    span: Span
    quote: str
    anchor: Anchor


class _Printed(Draft):
    """A text as printed: what looks like markup in it is none."""

    @cached_property
    def _constructs(self) -> tuple[Span, ...]:
        return ()


def printed(body: Body) -> Draft:
    """The printed text of a document, its units as blocks."""
    offsets, at = [], 0
    for block in body.wording.blocks:
        offsets.append(at)
        at += len(block) + 2
    return _Printed("\n\n".join(body.wording.blocks), body.wording, tuple(offsets))


@dataclass(frozen=True)
class Judge:
    """Judges the proposals made on one baseline."""

    texts: Texts

    @cached_property
    def _old(self) -> Draft:
        return printed(self.texts.read)

    @cached_property
    def _new(self) -> Draft:
        return printed(self.texts.today)

    @cached_property
    def of_today(self) -> "Judge":
        """For places that were given in the text of today."""
        today = self.texts.today
        return Judge(Texts(today, today, WordMap(tuple(range(len(today.wording))), len(today.wording))))

    @cached_property
    def _brought(self) -> dict[str, int]:
        """The units of today that the baseline does not have, by their words made comparable."""
        known = {plain(text) for text in self.texts.read.wording.blocks}
        now = {plain(text): index for index, text in enumerate(self.texts.today.wording.blocks)}
        return {text: index for text, index in now.items() if text not in known}

    @cached_property
    def _direct(self) -> WordMap:
        read, today = self.texts.read.wording, self.texts.today.wording
        return self.texts.found if read.blocks == today.blocks else align_words(read, today)

    def judge(self, asked: Asked) -> Verdict:
        """What this proposal does to the text of today."""
        action, paragraphs = asked.proposal.action, split_paragraphs(asked.proposal.words)
        if action is Action.MOVE:
            return self._move(asked)
        if action is not Action.DELETE and not paragraphs:
            return _refused("it proposes no words")
        inserts = action in (Action.INSERT_BEFORE, Action.INSERT_AFTER)
        if inserts and (not asked.quote or len(paragraphs) > 1):
            return self._beside(asked, paragraphs)
        return self._of_words(asked, paragraphs)

    def _of_words(self, asked: Asked, paragraphs: tuple[str, ...]) -> Verdict:
        if self._is_section(asked):
            return _refused("a whole section is cited: say which words of it are meant")
        if not asked.quote and paragraphs and plain(paragraphs[0]) in self._brought:
            return Verdict(Outcome.ALREADY)
        merged = self._merged(asked, " ".join(paragraphs), whole=not asked.quote)
        if merged.outcome is not Outcome.APPLIED or merged.candidate is None:
            return self._unapplied(asked, merged)
        return self._edited(asked, merged.candidate, paragraphs)

    def _is_section(self, asked: Asked) -> bool:
        first = self.texts.read.unit_at(asked.span[0])
        is_heading = self.texts.read.units[first].kind is UnitKind.HEADING
        return not asked.quote and is_heading and asked.span[1] > self.texts.read.span(first)[1]

    def _merged(self, asked: Asked, words: str, *, whole: bool) -> Merged:
        wanted = Wanted(asked.proposal.action, asked.span, words, whole)
        return merge(wanted, self._old, self._new, self.texts.found, lambda: self._direct)

    def _unapplied(self, asked: Asked, merged: Merged) -> Verdict:
        if merged.outcome is Outcome.ALREADY:
            return Verdict(Outcome.ALREADY)
        if asked.proposal.action is Action.DELETE and merged.reason is Reason.GONE:
            return Verdict(Outcome.ALREADY)
        candidate = self.texts.today.passage(merged.candidate) if merged.candidate else asked.anchor.today
        return Verdict(Outcome.REFUSED, (), str(merged.reason or ""), candidate)

    # -- words of paragraphs

    def _edited(self, asked: Asked, here: Span, paragraphs: tuple[str, ...]) -> Verdict:
        today = self.texts.today
        first, last = today.unit_at(here[0]), today.unit_at(here[1] - 1)
        if first != last:
            return self._across(asked, (first, last), here)
        text = today.wording.blocks[first]
        cut = (0, len(text)) if not asked.quote else self._cut(asked, here)
        if cut is None:
            return Verdict(Outcome.REFUSED, (), "the signs around its words were changed", today.passage(here))
        edit = _edit(asked.proposal.action, (first, text), cut, paragraphs)
        if isinstance(edit, str):
            return Verdict(Outcome.REFUSED, (), edit, today.passage(here))
        nothing = not (edit.hunks or edit.after or edit.out)
        return Verdict(Outcome.ALREADY) if nothing else Verdict(Outcome.APPLIED, (edit,))

    def _cut(self, asked: Asked, here: Span) -> Span | None:
        """The printed signs of the quote today; None when other signs stand there than in the draft that was read."""
        then, now = self.texts.read.quoted(asked.span, asked.quote), self.texts.today.quoted(here, asked.quote)
        if plain(then) != plain(now):
            return None
        wording = self.texts.today.wording
        low = wording.starts[here[0]] - now.index(wording.text(*here))
        return low, low + len(now)

    def _across(self, asked: Asked, units: Span, here: Span) -> Verdict:
        """Several paragraphs: they can go together when all of each is quoted."""
        today = self.texts.today
        whole = (today.span(units[0])[0], today.span(units[1])[1]) == here
        if asked.proposal.action is Action.DELETE and whole:
            return Verdict(Outcome.APPLIED, tuple(UnitEdit(u, out=True) for u in range(units[0], units[1] + 1)))
        return Verdict(Outcome.REFUSED, (), "its words run over several paragraphs", today.passage(here))

    # -- paragraphs of their own

    def _beside(self, asked: Asked, paragraphs: tuple[str, ...]) -> Verdict:
        today, where = self.texts.today, asked.anchor.today
        if all(plain(words) in self._brought for words in paragraphs) and _long(paragraphs):
            return Verdict(Outcome.ALREADY)
        if where is None:
            return _refused(str(Reason.GONE))
        after = asked.proposal.action is Action.INSERT_AFTER
        unit = today.unit_at(where.end - 1 if after else where.start)
        if today.units[unit].kind in (UnitKind.CELL, UnitKind.NOTE, UnitKind.CAPTION):
            return Verdict(Outcome.REFUSED, (), f"no paragraph can stand beside {today.units[unit].address}", where)
        place = self._last_below(unit) if after else unit
        if self._there(paragraphs, place + 1 if after else place - len(paragraphs)):
            return Verdict(Outcome.ALREADY)
        edit = UnitEdit(place, after=paragraphs) if after else UnitEdit(place, before=paragraphs)
        return Verdict(Outcome.APPLIED, (edit,))

    def _there(self, paragraphs: tuple[str, ...], start: int) -> bool:
        """Whether these paragraphs are the units from one on, and came since the draft that was read."""
        units = self.texts.today.wording.blocks[max(start, 0) : start + len(paragraphs)]
        said = [plain(words) for words in paragraphs]
        return [plain(text) for text in units] == said and all(words in self._brought for words in said)

    def _last_below(self, unit: int) -> int:
        """The last item of the lists that belong to a unit of a list: what comes after it comes after them."""
        units = self.texts.today.units
        depth, section = len(units[unit].marks), units[unit].section
        while (
            depth
            and unit + 1 < len(units)
            and units[unit + 1].section == section
            and len(units[unit + 1].marks) > depth
        ):
            unit += 1
        return unit

    def _move(self, asked: Asked) -> Verdict:
        said = _BESIDE.match(asked.proposal.words)
        read, today = self.texts.read, self.texts.today
        address = " ".join(said[2].lower().split()) if said else ""
        place = next((i for i, unit in enumerate(read.units) if unit.address == address), None)
        if said is None or place is None:
            return _refused("it is not said beside which paragraph it shall stand")
        gone = merge(Wanted(Action.DELETE, asked.span, "", whole=True), self._old, self._new, self.texts.found)
        beside = {today.unit_at(to) for to in self.texts.found.to[slice(*read.span(place))] if to >= 0}
        if gone.outcome is not Outcome.APPLIED or gone.candidate is None or len(beside) != 1:
            return self._unapplied(asked, gone._replace(reason=gone.reason or Reason.GONE, outcome=Outcome.REFUSED))
        unit, after, target = today.unit_at(gone.candidate[0]), said[1].lower() != "before", beside.pop()
        if unit == target + (1 if after else -1):
            return Verdict(Outcome.ALREADY)
        edits = (UnitEdit(unit, out=True), UnitEdit(target, fetched=unit, fetched_after=after))
        return Verdict(Outcome.APPLIED, tuple(sorted(edits)))


def split_paragraphs(words: str) -> tuple[str, ...]:
    """Proposed words as paragraphs, each in one line."""
    return tuple(folded(part) for part in _PARAGRAPHS.split(words) if part.strip())


def _refused(reason: str) -> Verdict:
    return Verdict(Outcome.REFUSED, (), reason)


def _long(paragraphs: tuple[str, ...]) -> bool:
    return all(len(words.split()) >= _FEW for words in paragraphs)


def _edit(action: Action, unit: tuple[int, str], cut: Span, paragraphs: tuple[str, ...]) -> UnitEdit | str:
    """The edit of one unit, or why there is none."""
    index, text = unit
    whole = not any(map(str.isalnum, text[: cut[0]] + text[cut[1] :]))
    if action is Action.DELETE:
        return UnitEdit(index, out=True) if whole else UnitEdit(index, (deleting(text, cut),))
    if action is Action.REPLACE:
        if len(paragraphs) > 1 and any(map(str.isalnum, text[cut[1] :])):
            return "several paragraphs cannot stand in the middle of one"
        return UnitEdit(index, replacing(text, cut, paragraphs[0]), after=paragraphs[1:])
    after = action is Action.INSERT_AFTER
    return UnitEdit(index, (inserting(text, cut[1] if after else cut[0], paragraphs[0], after=after),))
