"""What a comment asks to be done with the text: its action, and the words that shall come."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.intake.hygiene import composed
from pipeline.model.comment import Action, Proposal
from pipeline.model.saying import quoted
from pipeline.model.submission import CommentEntry

_LONGEST_PHRASE = 80
_NO_WORDS = re.compile(
    r"""\W*(?:please\s+)?(?:
        (?:see|refer\ to|as\ (?:per|in|stated\ in|indicated\ in))\s+(?:(?:the|my|our|above|previous|attached)\s+)*
            (?:comments?(?:\s+(?:above|field|column))?|above|left|previous|column|box)
        | (?:make|do|accept|incorporate)\s+(?:the\s+)?(?:suggested|proposed|above)\s+(?:changes?|edits?)
        | (?:suggested|proposed)\s+change\s+(?:is\s+)?(?:above|in\ (?:the\ )?comments?)
        | as\s+(?:above|stated|indicated|suggested|proposed|noted)(?:\s+(?:above|in\ (?:the\ )?comments?))?
        | same\s+as\s+above | ditto | n\W?\ ?a | not\s+applicable
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_RESULT = re.compile(
    r"(?:(?:should|shall|would|to|must)\s+(?:now\s+|be\s+)?read(?:\s+as(?:\s+follows)?)?|change\s+(?:it\s+|this\s+)?to(?:\s+read)?"
    r"|(?:amend|revise|reword|rewrite|modify)(?:ed)?\s+(?:it\s+|this\s+)?to\s+read|now\s+reads?|reads?)"
    r"(?:\s*:\s*|\s+(?=[\"“„«‘'])|(?<=read)\s+(?=\S))",
    re.IGNORECASE,
)
_QUOTES = (("“", "”"), ('"', '"'), ("„", "“"), ("«", "»"), ("‘", "’"), ("'", "'"))
_BARE_READ = re.compile(r"reads?\s+", re.IGNORECASE)
_WORDS = r"[\"“„«]([^\"“”„«»\n]{1,400})[\"”“»]"
_HIDDEN_EDITS = tuple(
    (re.compile(pattern, re.IGNORECASE), deletes)
    for pattern, deletes in (
        (rf"(?:replace|change|substitute)\s+{_WORDS}\s+(?:with|by|to|for)\s+{_WORDS}", False),
        (rf"{_WORDS}\s+(?:should|to|must|shall)\s+(?:be\s+(?:(?:replaced|changed)\s+\w+\s+)?|read\s+){_WORDS}", False),
        (rf"(?:delete|remove|strike|omit)\s+{_WORDS}", True),
    )
)  # fmt: skip


class Remark(NamedTuple):
    """Something to tell about a proposal: a code of `pipeline.model.rules` and what is the case."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a comment asks for.

    Attributes:
        proposal: None for a remark.
        kept: words that are no proposal but must not be lost.
        remarks: to tell the member.
    """

    proposal: Proposal | None
    kept: str = ""
    remarks: tuple[Remark, ...] = ()


def read_proposal(entry: CommentEntry, quote: str, *, is_placed: bool) -> Asked:
    """What an entry asks for; an action that is missing follows from the rest.

    Args:
        entry: the comment as written.
        quote: the words of its first place, "" for none.
        is_placed: whether it names a place in the text.
    """
    words = composed(entry.proposal)
    alternatives = tuple(filter(None, map(composed, entry.alternatives)))
    if not words and not alternatives and entry.action != "delete":
        return _without_words(entry, quote, words)
    if words and len(words) <= _LONGEST_PHRASE and _NO_WORDS.fullmatch(words):
        return _without_words(entry, quote, words)
    if not words and alternatives:
        words, alternatives = alternatives[0], alternatives[1:]
    result = _result(words) if entry.action in (None, "replace") else ""
    if result:
        said = quoted(" ".join(result.split()))
        message = f"the proposal only says how the text shall read, {said}, and not which words shall go"
        proposal = Proposal(Action.REPLACE, result, alternatives, result_only=True)
        return Asked(proposal, remarks=(Remark("COMMENT-RESULT-ONLY", message),))
    return _with_action(entry.action, words, alternatives, quote=quote, is_placed=is_placed)


def _with_action(
    action: str | None, words: str, alternatives: tuple[str, ...], *, quote: str, is_placed: bool
) -> Asked:
    here = bool(quote) or is_placed
    if action == "comment":
        return _kept(words, alternatives, "with `action: comment` the words proposed are read as a remark")
    if action == "delete":
        return _deletion(words, quote=quote, is_here=here)
    if action is not None:
        return Asked(Proposal(Action(action), words, alternatives))
    if quote:
        return Asked(Proposal(Action.REPLACE, words, alternatives))
    if not here:
        return _kept(
            words,
            alternatives,
            "words are proposed, but neither a place nor a quote says where; they are read as a remark",
        )
    message = (
        "no action is given and nothing is quoted: the words are read as an insertion after the place that is named"
    )
    return Asked(Proposal(Action.INSERT_AFTER, words, alternatives), remarks=(Remark("COMMENT-ACTION", message),))


def _kept(words: str, alternatives: tuple[str, ...], message: str) -> Asked:
    return Asked(None, "\n\n".join((words, *alternatives)), (Remark("COMMENT-NO-PROPOSAL", message),))


def _deletion(words: str, *, quote: str, is_here: bool) -> Asked:
    if not is_here:
        return _kept(words, (), "a deletion, but neither a place nor a quote says of what; it is read as a remark")
    if not words:
        return Asked(Proposal(Action.DELETE))
    if quote:
        message = "a deletion needs no proposal; its words are kept as a remark"
        return Asked(Proposal(Action.DELETE), words, (Remark("COMMENT-NO-PROPOSAL", message),))
    return _kept(words, (), "the words to be deleted belong under `quote:`; the comment is read as a remark")


def _without_words(entry: CommentEntry, quote: str, words: str) -> Asked:
    """No words are proposed. That is a finding only where some were to be expected."""
    if entry.action in (None, "comment") and not words:
        return Asked(None)
    if words:
        message = f"{quoted(words)} holds no words for the text"
    elif entry.action == "replace" and quote:
        message = "nothing is proposed in place of the quote; to take it out, say `action: delete`"
    else:
        message = f"`action: {entry.action}` needs words under `proposal:`, and there are none"
    edit = hidden_edit(entry.comment)
    offer = f"; the comment seems to ask: {edit}" if edit else ""
    return Asked(None, remarks=(Remark("COMMENT-NO-PROPOSAL", message + offer),))


def _result(words: str) -> str:
    """The bare words of "to read: …", "" when the proposal is not of that form."""
    found = _RESULT.match(words)
    if found is None or (
        _BARE_READ.match(words) and not re.match(r"reads?\s*:|reads?\s+[\"“„«‘']", words, re.IGNORECASE)
    ):
        return ""
    rest = words[found.end() :].strip()
    for opening, closing in _QUOTES:
        if len(rest) > 1 and rest.startswith(opening) and rest.rstrip(".").endswith(closing):
            inner = rest[1 : rest.rstrip(".").rindex(closing)]
            return inner.strip() if closing not in inner else rest
    return rest


def hidden_edit(text: str) -> str:
    """An edit that stands in the words of a comment: `replace “a” with “b”`; "" for none."""
    for pattern, deletes in _HIDDEN_EDITS:
        if found := pattern.search(text):
            return f"delete “{found[1]}”" if deletes else f"replace “{found[1]}” with “{found[2]}”"
    return ""
