"""What a proposal really changes: an interval of the words of the baseline, and what comes in its place.

Members quote a whole sentence to change one word of it. The tokens that quote and proposal share at their ends are
taken off first, so that two members who change different words of one sentence do not collide.
"""

import re
import unicodedata
from typing import NamedTuple

from pipeline.model.comment import Action, CommentName, Proposal

_TOKEN = re.compile(r"[^\W_]+|[^\s]")
_ALIKE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "‑": "-", "\u00ad": None}
)


class Edit(NamedTuple):
    """A change to the words of a text.

    Attributes:
        start, end: words of the baseline that go, `[start, end)`; equal for an insertion before word `start`.
        words: what comes in their place, as proposed, blanks folded; "" for a deletion.
        apart: the words come as paragraphs of their own, or the place is a whole paragraph; such an insertion does not
            meet one that is made inside a paragraph at the same point.
        after: the insertion belongs to the word before it; only of use to write it out.
    """

    start: int
    end: int
    words: str
    apart: bool = False
    after: bool = False

    @property
    def inserts(self) -> bool:
        """Whether nothing goes."""
        return self.start == self.end

    @property
    def deletes(self) -> bool:
        """Whether nothing comes."""
        return not self.words and self.start < self.end

    @property
    def replaces(self) -> bool:
        """Whether words go and words come."""
        return bool(self.words) and self.start < self.end


class Proposed(NamedTuple):
    """The edit of one comment, and its wording made comparable: blanks folded, typographic signs made plain."""

    name: CommentName
    edit: Edit
    same_as: str


def plain(text: str) -> str:
    """A text made comparable: composed, blanks folded, quotation marks and hyphens of one kind."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_ALIKE).split())


def edit_of(proposal: Proposal, span: tuple[int, int], quote: str, *, whole: bool) -> Edit | None:
    """The edit that a proposal makes to the words at `span`, which read `quote` in the baseline.

    Args:
        proposal: what is proposed.
        span: the place of its first target in the words of the baseline.
        quote: the words there, as printed.
        whole: the target is a whole paragraph, not words in it.

    Returns:
        None for a remark or a result that nobody has completed to an edit.
    """
    start, end = span
    words = " ".join(proposal.words.split())
    if proposal.result_only or proposal.action is Action.COMMENT:
        return None
    if proposal.action is Action.DELETE:
        return Edit(start, end, "", apart=whole)
    if proposal.action is Action.MOVE:
        return Edit(start, end, f"→ {words}", apart=whole)
    if proposal.action in (Action.INSERT_BEFORE, Action.INSERT_AFTER):
        return _insertion(proposal.action, span, words, apart=whole or "\n\n" in proposal.words)
    return _trimmed(start, end, quote, words) or Edit(start, end, words, apart=whole)


def _insertion(action: Action, span: tuple[int, int], words: str, *, apart: bool) -> Edit | None:
    after = action is Action.INSERT_AFTER
    at = span[1] if after else span[0]
    return Edit(at, at, words, apart=apart, after=after) if words else None


def _trimmed(start: int, end: int, old: str, new: str) -> Edit | None:
    """The edit without the tokens shared at both ends; None when nothing is left of it."""
    before, after = [t[0] for t in _tokens(old)], _tokens(new)
    head, tail = _shared(before, [t[0] for t in after])
    rest = after[head : len(after) - tail]
    if not rest and head + tail >= len(before):
        return None
    first, last = _count(before[:head]), _count(before[len(before) - tail :])
    words = new[rest[0][1] : rest[-1][2]] if rest else ""
    return Edit(start + first, max(end - last, start + first), words)


def apart(old: str, new: str) -> tuple[str, str, str, str]:
    """Two wordings taken apart: their shared beginning, the old middle, the new middle, their shared end."""
    before, after = _tokens(old), _tokens(new)
    head, tail = _shared([sign for sign, _, _ in before], [sign for sign, _, _ in after])
    old_start, old_end = _cut(before, old, head, tail)
    new_start, new_end = _cut(after, new, head, tail)
    return old[:old_start], old[old_start:old_end], new[new_start:new_end], old[old_end:]


def _cut(signs: list[tuple[str, int, int]], text: str, head: int, tail: int) -> tuple[int, int]:
    start = signs[head][1] if head < len(signs) else len(text)
    end = signs[len(signs) - tail - 1][2] if tail < len(signs) else start
    return start, max(start, end)


def _shared(before: list[str], after: list[str]) -> tuple[int, int]:
    """How many tokens two lists share at their beginning, and at the end of what is left."""
    shortest = min(len(before), len(after))
    head = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    left = shortest - head
    return head, next((i for i in range(left) if before[-1 - i] != after[-1 - i]), left)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """The words and single signs of a text, made comparable, with where each begins and ends."""
    return [(match[0].translate(_ALIKE), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _count(signs: list[str]) -> int:
    return sum(sign[:1].isalnum() for sign in signs)


def proposed(name: CommentName, edit: Edit) -> Proposed:
    """An edit made comparable with those of others."""
    return Proposed(name, edit, plain(edit.words))
