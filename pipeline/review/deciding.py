"""Dispositions: which are allowed, and where a comment stands because of them."""

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.model.comment import Comment
from pipeline.model.ledger import Disposition, State

# From a state to those that may follow. A decision may be changed into any other; what is withdrawn or unreadable is
# not decided: there is nothing that a member asks, or nobody knows what.
_DECISIONS = frozenset(
    {State.ACCEPTED, State.ACCEPTED_IN_PART, State.NOTED, State.NOT_ACCEPTED, State.DEFERRED, State.SUPERSEDED}
)
ALLOWED: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.OPEN: _DECISIONS,
        State.STALE: _DECISIONS,
        **{state: _DECISIONS | {State.OPEN} for state in _DECISIONS},
        State.WITHDRAWN: frozenset({State.NOTED}),
        State.UNREADABLE: frozenset({State.NOTED, State.DEFERRED}),
    }
)


def state_of(comment: Comment, disposition: Disposition | None) -> State:
    """Where a comment stands; a decision on other words than those of today is stale, and the comment open again."""
    if comment.withdrawn:
        return State.WITHDRAWN
    decided = disposition.decision if disposition else ""
    if comment.problem:
        return State(decided) if decided and not _changed(comment, disposition) else State.UNREADABLE
    if not decided:
        return State.OPEN
    return State.STALE if _changed(comment, disposition) else State(decided)


def _changed(comment: Comment, disposition: Disposition | None) -> bool:
    return bool(disposition and disposition.of != comment.fingerprint)


def objections(comment: Comment, before: State, disposition: Disposition) -> tuple[str, ...]:
    """Why a decision cannot be taken so; nothing when it can."""
    wanted = State(disposition.decision) if disposition.decision else State.OPEN
    found = []
    if wanted not in ALLOWED[before] and wanted is not before:
        found.append(f"a comment that is {before} cannot become {wanted}")
    if wanted is State.NOT_ACCEPTED and not disposition.response.strip():
        found.append("a comment that is not accepted needs a response: say why")
    if wanted is State.ACCEPTED_IN_PART and not disposition.text.strip():
        found.append("accepted in part needs the words decided (text)")
    if wanted is State.ACCEPTED and comment.proposal is None:
        found.append("there is no proposal to accept: note the remark, or complete it to an edit")
    if wanted is State.ACCEPTED and comment.proposal is not None and comment.proposal.result_only:
        found.append("the proposal only gives the result: complete it to an edit first")
    if wanted is State.SUPERSEDED and not disposition.superseded_by:
        found.append("superseded needs the comment whose decision settles this one")
    return tuple(found)
