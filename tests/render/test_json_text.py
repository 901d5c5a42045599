"""JSON as we write it: the quick way gives what Python's own way gives, to the byte."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.render.reports import json_text

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(0.001, 1e9) | st.text(st.characters())
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30)


@given(VALUES)
def test_it_is_what_python_writes(value: Any) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def test_half_a_character_stays_where_it_is() -> None:
    assert json_text({"b": "\ud800", "a": []}) == '{\n  "a": [],\n  "b": "\ud800"\n}\n'
