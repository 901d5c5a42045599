from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.models import to_plain
from pipeline.formats.yaml import dump, load

text = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff", include_characters="\n\t"
    ),
    max_size=40,
) | st.sampled_from(
    [
        "- a",
        "a: b",
        "x #y",
        "'",
        '"',
        "|",
        "> x",
        "no",
        "1.10",
        "~",
        "",
        " a",
        "a ",
        "a\n",
        "a\n\n\nb\n\n",
        "\na",
        "?",
        "---",
    ]
)
keys = text.filter(lambda key: len(key) < 100)
values = st.recursive(
    text, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((depth(item) for item in inner), default=0)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(keys, values, max_size=5) | st.lists(values, max_size=5))
@pytest.mark.parametrize("pure", [False, True])
def test_what_is_written_is_read_back_the_same_without_a_finding(pure: bool, value: Any) -> None:
    if depth(value) > 10:
        return
    loaded = load(dump(value).encode(), "f", pure=pure)
    assert loaded.findings == ()
    assert loaded.root is not None
    assert to_plain(loaded.root) == value


def test_the_style_is_that_of_a_person() -> None:
    value = {
        "title": "Report of the meeting",
        "n": 3,
        "ok": True,
        "list": [{"a": "x", "b": "1"}, ["y"]],
        "none": [],
        "t": "a\nb\n",
    }
    assert dump(value, comment="Written by us\nDo not edit") == (
        "# Written by us\n# Do not edit\n"
        'title: Report of the meeting\nn: 3\nok: true\nlist:\n  - a: x\n    b: "1"\n  - - y\nnone: []\nt: |\n  a\n  b\n'
    )


@pytest.mark.parametrize("bad", ["a\x00", "a\u2028b", "\ud800", "a\r\x0bb"])
def test_control_characters_cannot_be_written(bad: Any) -> None:
    with pytest.raises(ValueError, match="control character"):
        dump({"a": bad})


@pytest.mark.parametrize("bad", [None, {1: "x"}, {"a": object()}])
def test_values_of_another_kind_cannot_be_written(bad: Any) -> None:
    with pytest.raises(TypeError):
        dump({"a": bad})
