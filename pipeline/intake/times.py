"""When a comment came in, and whether the round had closed by then."""

from datetime import datetime

from pipeline.model.instants import instant


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
