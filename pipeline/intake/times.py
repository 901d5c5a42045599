"""When a comment came in, and whether the round had closed by then."""

from datetime import datetime
from functools import lru_cache


@lru_cache(maxsize=256)
def instant(text: str) -> datetime | None:
    """The instant that an ISO 8601 text names, None when it has no time of day or no offset, or is none."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    is_usual = 1900 <= value.year <= 2200  # further away, other zones cannot be told
    has_time = ":" in text.partition("+")[0]
    return value if value.tzinfo is not None and is_usual and has_time else None


def is_late(received: str, closes: str) -> bool:
    """Whether an instant is after another; False when one of them is unknown."""
    came, end = instant(received), instant(closes)
    return came is not None and end is not None and came > end


def late_message(received: str, closes: str) -> str:
    """Both times, each with its zone, and the first one in the zone of the second too."""
    came, end = instant(received), instant(closes)
    if came is None or end is None:
        return ""
    there = came.astimezone(end.tzinfo)
    same = "" if there.utcoffset() == came.utcoffset() else f", there {_shown(there)}"
    return f"received {_shown(came)}{same}; the round closed {_shown(end)}"


def _shown(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M:%S ") + (when.strftime("%Z") or "UTC")
