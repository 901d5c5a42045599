"""Which of several comments a change is owed to, when one commit carried out many: by the words that went and came."""

import re
from collections.abc import Iterable, Sequence

from pipeline.model.comment import Action, Comment

_WORD = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"\[\^[^\]]*\]|\{[^}]*\}|\]\([^)]*\)")


def owed(
    comments: Iterable[tuple[Comment, str]], gone: Sequence[str], come: Sequence[str]
) -> list[tuple[Comment, bool]]:
    """The comments that ask for a change; several when they ask for the same.

    Args:
        comments: those that it may come from, each with the secretariat's own words for it, or "".
        gone: what went, as it stands in the source.
        come: what came; the same when the words only moved.

    Returns:
        Each with whether the words are the secretariat's; nothing when none or several different ones fit.
    """
    was, now = _folded(" ".join(gone)), _folded(" ".join(come))
    fitting = [(comment, bool(decided), wanted) for comment, decided in comments
               if _fits(comment, wanted := _wanted(comment, decided), was, now)]  # fmt: skip
    if len({wanted for _, _, wanted in fitting}) != 1:
        return []
    return [(comment, decided) for comment, decided, _ in fitting]


def _wanted(comment: Comment, decided: str) -> str:
    return _folded(decided or (comment.proposal.words if comment.proposal else ""))


def _fits(comment: Comment, wanted: str, was: str, now: str) -> bool:
    if comment.proposal is None or not (was.strip() or now.strip()):
        return False
    quoted = [_folded(target.quote) for target in comment.targets if target.quote]
    in_quote = any(was in quote for quote in quoted) or not quoted
    if was == now:
        return comment.proposal.action is Action.MOVE and in_quote
    inserts = comment.proposal.action in (Action.INSERT_BEFORE, Action.INSERT_AFTER)
    if was.strip() and (inserts or not in_quote):
        return False
    return now in wanted if now.strip() else was not in wanted


def _folded(text: str) -> str:
    """Its words alone, each between blanks, so that a phrase is found in another only as whole words."""
    return f" {' '.join(_WORD.findall(_MARKUP.sub(' ', text).casefold()))} "
