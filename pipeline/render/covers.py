"""What every cover says, whatever the format."""

import re

from pipeline.model.paper import Paper

_PLACEHOLDER = re.compile(r"(\[[^\]]*\])")


def placeholders(text: str) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, each with whether it is a placeholder in square brackets."""
    return tuple((part, part.startswith("[")) for part in _PLACEHOLDER.split(text) if part)


def cover_notice(paper: Paper) -> str:
    """That a paper is not frozen, or why it was issued again; "" for an ordinary one."""
    cover = paper.cover
    if cover.draft:
        return "Draft: made from today's text, which is not frozen for a session."
    return f"Reissued: {cover.reissue}" if cover.reissue else ""


def cover_facts(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Length and origin, as pairs of name and value; nothing for a note that is made anew for each pack."""
    cover, limit = paper.cover, paper.profile.word_limit
    if not cover.fingerprint:
        return ()
    words = f"{paper.document.words:,}" + (f" (limit {limit:,})" if limit else "")
    text = f"baseline {cover.baseline}" if cover.baseline else "today's text"
    return ("Word count", words), ("Text", f"{text}, fingerprint {cover.fingerprint}")
