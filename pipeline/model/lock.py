"""The lock of a baseline: what went to a session, to the byte, and how its paragraphs were numbered."""

import hashlib
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from pipeline.model.config import Profile


class LockedParagraph(BaseModel):
    """A paragraph as it was printed.

    Attributes:
        number: printed number.
        id: paragraph id, inherited by later texts.
        section: path of its section file inside the document's folder.
        fingerprint: first 16 hex digits of the SHA-256 of its words, blanks folded.
        words: how many it has.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    id: str
    section: str
    fingerprint: str
    words: int


class Lock(BaseModel):
    """`lock.json`.

    Attributes:
        revision: 0 for the first issue, 1 for Rev.1 …
        commit: where the inputs stood when frozen, or ""; for lineage, since the copy beside the lock is what counts.
        committed: when that commit was made, ISO 8601 in UTC, or "": what a copy without its history is dated by.
        reason: why it was reissued, or "".
        inputs: SHA-256 of every file of the copy, by its path inside the document's folder.
        credits: SHA-256 of `credits.json` beside it, or "" when there is none.
        profile: as it was in force, so that the copy builds by itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = 1
    session: str
    revision: int
    document: str
    commit: str
    committed: str = ""
    reason: str
    inputs: dict[str, str]
    credits: str = ""
    profile_name: str
    profile: Profile
    paragraphs: tuple[LockedParagraph, ...]
    tool: str


def inputs_fingerprint(inputs: Mapping[str, str]) -> str:
    """Of all inputs of a text, SHA-256 by path: 12 hex digits."""
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(inputs.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:12]
