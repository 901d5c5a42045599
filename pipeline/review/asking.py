"""What a decided comment asks of the text: whose words, in which place of the draft that was read."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model.comment import Action, Proposal
from pipeline.model.ledger import Anchor, Entry, State
from pipeline.model.submission import DispositionEntry
from pipeline.review.anchoring import How, find_quote
from pipeline.review.judging import Asked, Judge, Verdict
from pipeline.review.merging import Outcome
from pipeline.review.placing import Texts

_ACTIONS = (Action.REPLACE, Action.INSERT_BEFORE, Action.INSERT_AFTER)
_UNSURE = (How.APPROXIMATE.value,)


def counts(entry: Entry) -> bool:
    """Whether the text owes this comment something: it was accepted, in full or in part."""
    return entry.state in (State.ACCEPTED, State.ACCEPTED_IN_PART)


def wanted(entry: Entry, decision: DispositionEntry | None) -> Proposal | None:
    """The proposal that counts: the completed edit, else the words decided, else the member's; None for a remark."""
    if decision is not None and decision.edit is not None:
        return Proposal(Action(decision.edit.action), decision.edit.proposal, decided=True)
    made = entry.comment.proposal
    if entry.state is State.ACCEPTED_IN_PART and entry.disposition is not None:
        action = made.action if made and made.action in _ACTIONS else Action.REPLACE
        return Proposal(action, entry.disposition.text, decided=True)
    return None if made is None or made.action is Action.COMMENT else made


def verdict_on(entry: Entry, decision: DispositionEntry | None, judge: Judge | None) -> Verdict | None:
    """What the proposal of a comment does to the text of today; None for a remark, which does nothing.

    Args:
        entry: the comment in the ledger.
        decision: the secretariat's entry on it.
        judge: of the baseline that the comment read; None when that cannot be read.
    """
    proposal = wanted(entry, decision)
    if proposal is None:
        return None
    if judge is None:
        return Verdict(Outcome.REFUSED, (), "the draft that was read, or that of today, cannot be read")
    if proposal.result_only:
        return Verdict(Outcome.REFUSED, (), "it only says how the text shall read: complete it to an edit first")
    if not entry.anchors:
        return Verdict(Outcome.REFUSED, (), "it names no place: give it one with hlcp relink")
    return _judged(entry, decision, proposal, judge)


def _judged(entry: Entry, decision: DispositionEntry | None, proposal: Proposal, judge: Judge) -> Verdict:
    anchor = entry.anchors[0]
    quote = decision.edit.quote if decision and decision.edit else entry.comment.targets[0].quote.strip()
    if decision and decision.anchor and not decision.edit:
        quote = decision.anchor.quote
    if anchor.read is None and anchor.today is not None:  # given by hand in the text of today
        here = replace(anchor, read=anchor.today)
        return judge.of_today.judge(Asked(proposal, (anchor.today.start, anchor.today.end), quote, here))
    if anchor.read is None:
        return _unplaced(anchor)
    if anchor.how in _UNSURE and not (decision and decision.edit):
        return Verdict(Outcome.REFUSED, (), "its quote does not stand in the draft word for word", anchor.today)
    span = (anchor.read.start, anchor.read.end)
    if decision and decision.edit and quote:
        found = find_quote(judge.texts.index, quote, anchor.read.unit).span
        if found is None:
            return Verdict(Outcome.REFUSED, (), "the words of the completed edit are not in the draft", anchor.today)
        span = found
    return judge.judge(Asked(proposal, span, quote, anchor))


def _unplaced(anchor: Anchor) -> Verdict:
    candidate = anchor.candidates[0] if anchor.candidates else None
    return Verdict(Outcome.REFUSED, (), anchor.remark or f"its place is {anchor.status}", candidate)


def present(words: str, texts: Texts) -> bool:
    """Whether proposed words stand in the text of today, literally and not in the draft that was read."""
    there = find_quote(texts.todays_index, words)
    if there.how is not How.LITERAL:
        return False
    return find_quote(texts.index, words).how is not How.LITERAL


def judges(texts: Iterable[tuple[str, Texts]]) -> dict[str, Judge]:
    """A judge for each baseline that somebody read, by its name."""
    return {name: Judge(one) for name, one in texts}
