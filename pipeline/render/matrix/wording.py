"""How proposals, places and reasons are put into words; the same in the matrix and on the sheets of members."""

import re
from collections.abc import Sequence

from pipeline.model.comment import Action, Comment, Proposal
from pipeline.model.ledger import Anchor, AnchorStatus

HIDEABLE = {
    "entities": "who made a comment",
    "reasons": "the reasons given",
    "responses": "the responses",
    "texts": "the words decided",
    "replies": "the replies of members",
    "places": "the places in today's text",
    "collisions": "collisions",
}
"""What a public matrix may leave out, and how it says so."""

# Controls, direction overrides, halves of characters: they could break a file, or show text in another order.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_ACTIONS = {
    Action.REPLACE: "Replace by:",
    Action.INSERT_BEFORE: "Insert before it:",
    Action.INSERT_AFTER: "Insert after it:",
    Action.DELETE: "Delete.",
    Action.MOVE: "Move:",
    Action.COMMENT: "",
}


def literal(text: str) -> str:
    """The text with line feeds as its only line ends, and U+FFFD in the place of characters that nobody sees."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def proposal_words(comments: Sequence[Comment]) -> str:
    """The proposal of the first comment, and every other wording that would do for one of them; "" for a remark."""
    proposals = [comment.proposal for comment in comments if comment.proposal is not None]
    if not proposals:
        return ""
    others = dict.fromkeys(words.strip() for one in proposals for words in one.alternatives if words.strip())
    return "\n".join([_one(proposals[0]), *(f"Or: {words}" for words in others)])


def _one(proposal: Proposal) -> str:
    head = "To read:" if proposal.result_only else _ACTIONS[proposal.action]
    return f"{head} {proposal.words.strip()}".strip()


def reasons_of(comments: Sequence[Comment], *, named: bool) -> str:
    """What the comments say, each text once; with the members before it where several speak and may be named.

    The text of a comment that could not be read is raw and may name its author, so it is told only where that may be.
    """
    spoken: dict[str, list[str]] = {}
    for comment in comments:
        words = comment.text.strip()
        if comment.problem:
            words = f"[{comment.problem}]\n{words}".strip() if named else "[it could not be read]"
        if words:
            spoken.setdefault(words, []).append(comment.name.entity)
    several = named and len({comment.name.entity for comment in comments}) > 1
    return "\n".join(f"{', '.join(dict.fromkeys(who))}: {words}" if several else words for words, who in spoken.items())


def today_of(anchors: Sequence[Anchor], *, remarks: bool) -> str:
    """What became of each place, one line each."""
    lines = [
        f"{_origin(anchor)}{status_words(anchor)}" if len(anchors) > 1 else status_words(anchor) for anchor in anchors
    ]
    if remarks:
        lines = [
            f"{line} ({anchor.remark})" if anchor.remark else line for line, anchor in zip(lines, anchors, strict=True)
        ]
    return "\n".join(lines)


def _origin(anchor: Anchor) -> str:
    return f"{anchor.read.address} → " if anchor.read else ""


def status_words(anchor: Anchor) -> str:
    """The status of an anchor and where it leads."""
    if anchor.today is not None:
        return f"{anchor.status}: {anchor.today.address}"
    places = list(dict.fromkeys(passage.address for passage in anchor.candidates))
    if not places:
        return str(anchor.status)
    word = "one of" if anchor.status is AnchorStatus.AMBIGUOUS else "perhaps" if anchor.read is None else "near"
    return f"{anchor.status}: {word} {', '.join(places)}"
