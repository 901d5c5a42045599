"""Whose each token of a paragraph is that changed."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.render.redline.comparing import Op, State
from pipeline.render.redline.content import Kind, Para, Token
from pipeline.render.redline.scribe import Change, Credit, Scribe

_NOTHING = Token(Kind.BLANK, "", "", ())
_MOVES = (State.LEAVE, State.ARRIVE)


class Owned(NamedTuple):
    """A token with its place; `credit` is None for one that stays."""

    op: Op
    change: Change
    credit: Credit | None


def owned(scribe: Scribe, ops: Sequence[Op], old: Para | None, new: Para | None) -> list[Owned]:
    """The tokens of a paragraph with whose they are.

    A blank goes with the word before it, and what nobody is known to have changed with the change beside it. What
    moves, moves as one.

    Args:
        scribe: knows the credits.
        ops: the tokens.
        old: where the words of the old paper stand.
        new: the same for those of the new one.
    """
    placed = list(zip(ops, _changes(ops, old, new), strict=True))
    made = [None if op.state is State.KEEP else scribe.credit(change) for op, change in placed]
    for stays, group in groupby(range(len(ops)), key=lambda index: ops[index].state is State.KEEP):
        if not stays:
            _share(ops, made, list(group))
    return [Owned(op, change, credit) for (op, change), credit in zip(placed, made, strict=True)]


def hands(tokens: Sequence[Owned]) -> set[tuple[str, str]]:
    """Authors and dates of the changes among these tokens."""
    return {each.credit.hand for each in tokens if each.credit}


def _changes(ops: Sequence[Op], old: Para | None, new: Para | None) -> list[Change]:
    """Where each token stands in its paragraph, on the side that has it."""
    found, at_old, at_new = [], 0, 0
    for op in ops:
        para, offset = (new, at_new) if op.state.is_new else (old, at_old)
        text = (op.new or op.old or _NOTHING).text
        names, context = (para.names, para.text) if para else ((), "")
        found.append(Change(op.state.value, text, names, context, offset))
        at_old += len(op.old.text) if op.old else 0
        at_new += len(op.new.text) if op.new else 0
    return found


def _share(ops: Sequence[Op], made: list[Credit | None], run: Sequence[int]) -> None:
    """Give what is nobody's, in a run of changes, to somebody beside it."""
    moving = [index for index in run if ops[index].state in _MOVES]
    whose = next((made[index] for index in moving if _is_known(made[index])), made[moving[0]] if moving else None)
    for index in moving:
        made[index] = whose
    others = [index for index in run if ops[index].state not in _MOVES]
    sure = [index for index in others if _is_known(made[index]) and not _is_blank(ops[index])]
    for index in sorted(set(others) - set(sure)) if sure else ():
        made[index] = made[_nearest(index, sure, ops)]


def _nearest(index: int, sure: Sequence[int], ops: Sequence[Op]) -> int:
    """The one before, or else the first after; of the same state where there is one."""
    same = [other for other in sure if ops[other].state is ops[index].state] or sure
    at = bisect_left(same, index)
    return same[at - 1] if at else same[0]


def _is_blank(op: Op) -> bool:
    return (op.new or op.old or _NOTHING).kind is Kind.BLANK


def _is_known(credit: Credit | None) -> bool:
    return credit is not None and credit.known
