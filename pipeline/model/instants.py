"""Points in time as people write them: date, time of day and offset, or they mean nothing across offices."""

from datetime import datetime
from functools import lru_cache

_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # further away, the same instant cannot be told in every zone


@lru_cache(maxsize=256)
def instant(text: str) -> datetime | None:
    """The instant that an ISO 8601 text names, None for one without offset and for everything else."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return value if value.tzinfo is not None and _FIRST_YEAR <= value.year <= _LAST_YEAR else None
