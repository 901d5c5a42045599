"""The only place where the time of day is read; everywhere else time is a parameter."""

import os
from datetime import UTC, datetime

from pipeline.model.finding import PipelineError

DEFAULT_EPOCH = 946_684_800  # 1 January 2000, midnight UTC: plainly not a real date, and one that ZIP files can hold
_LATEST = 253_402_300_799  # the last second of the year 9999


def now_utc() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the clock


def source_date_epoch() -> int:
    """The time stamped into files, in seconds since 1970: the environment's SOURCE_DATE_EPOCH, or a fixed one.

    Source of the variable: reproducible-builds.org.

    Raises:
        PipelineError: the variable holds no whole number of seconds.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return DEFAULT_EPOCH
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and int(text) <= _LATEST):
        raise PipelineError(
            f"SOURCE_DATE_EPOCH is {text[:40]!r}, not a number of seconds since 1970",
            "set it to a whole number such as 1750000000, or remove it from the environment",
        )
    return int(text)
