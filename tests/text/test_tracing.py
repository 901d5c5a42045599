"""Words followed back through the versions of a text."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.tracing import Past, trace

WORDS = st.lists(st.sampled_from(["state", "crime", "data", "share", "use", "the", "of", "justice"]), max_size=12)


def _history(*texts: str) -> list[Past]:
    """Versions, oldest first, as changes named a, b, c …, latest first."""
    steps = zip(["", *texts], texts, "abcdef", strict=False)
    return [Past(name, tuple(old.split()), tuple(new.split())) for old, new, name in steps][::-1]


def test_each_word_has_the_change_that_brought_it() -> None:
    history = _history("members share data", "members use data", "all members use data")
    assert trace(["all", "members", "use", "data"], history) == ("c", "a", "b", "a")


def test_a_word_that_went_and_came_back_came_with_the_last_change() -> None:
    history = _history("members share data", "members data", "members share data")
    assert trace(["members", "share", "data"], history) == ("a", "c", "a")


def test_what_the_history_does_not_hold_is_not_explained() -> None:
    assert trace(["members", "share", "data", "today"], _history("members share data")) == ("a", "a", "a", "")


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_a_whole_history_explains_every_word(texts: list[list[str]]) -> None:
    history = _history(*(" ".join(text) for text in texts))
    found = trace(texts[-1], history)
    assert len(found) == len(texts[-1])
    assert all(found)
    assert all(name == "a" for name in found) or len(texts) > 1
