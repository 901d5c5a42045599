from datetime import UTC, timedelta

import pytest

from pipeline.model.finding import PipelineError
from pipeline.store.clock import now_utc, source_date_epoch


def test_now_is_in_utc() -> None:
    assert now_utc().utcoffset() == timedelta(0)
    assert now_utc().tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "expected"), [(None, 946684800), ("", 946684800), ("0", 0), ("1750000000", 1750000000)]
)
def test_the_date_of_files_comes_from_the_environment_or_is_fixed(
    value: str | None, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if value is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert source_date_epoch() == expected


@pytest.mark.parametrize("value", ["yesterday", "-1", "1.5", "١٢", " 1", "9" * 12, "9" * 5000])
def test_a_date_that_is_no_number_of_seconds_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(PipelineError, match="SOURCE_DATE_EPOCH"):
        source_date_epoch()
