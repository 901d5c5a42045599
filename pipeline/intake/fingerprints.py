"""What a comment says, as a hash: a decision on other words than those that now stand is stale."""

import hashlib
import json
import unicodedata

from pipeline.intake.places import Written
from pipeline.model.submission import CommentEntry

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def fingerprint(entry: CommentEntry, places: tuple[Written, ...], *, withdrawn: bool) -> str:
    """8 hex digits of the SHA-256 of what a comment says: not of its id, its place in the file or its time."""
    return digest([
        [list(place) for place in places], entry.type, entry.action or "", entry.proposal, list(entry.alternatives),
        entry.comment, withdrawn,
    ])  # fmt: skip


def digest(content: list[object]) -> str:
    """8 hex digits of the SHA-256 of texts, composed (NFC) and with one blank between words."""
    canonical = unicodedata.normalize("NFC", _encode(_folded(content)))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _folded(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.split())
    return [_folded(one) for one in value] if isinstance(value, list) else value
