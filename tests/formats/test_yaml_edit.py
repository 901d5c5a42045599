"""Decisions are written into a file that a person keeps: nothing else in it may change."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.models import to_plain
from pipeline.formats.yaml import dump, load
from pipeline.formats.yaml_edit import Change, apply
from pipeline.model.finding import FindingsError, PipelineError

FILE = b"""\
# Decisions of the secretariat, kept by hand.
dispositions:
  # the first meeting
  - comment: MEMBER-A#1   # see the minutes
    of: 9c1e44a0
    decision:  noted   # for now
    response: |
      Two lines
      of response.

  # a question
  - decision: 'accepted'
    comment: "MEMBER-B#2"
    response: a plain text
      that goes on
    anchor:
      # by hand
      id: p-lenses
      quote: "the words"

  - {comment: MEMBER-C#3, decision: noted,  response: 'so'}   # short
  - comment: MEMBER-D#4

# the end
"""


def said(data: bytes) -> dict[str, dict[str, object]]:
    root = load(data, "d.yaml").root
    assert root is not None
    plain = to_plain(root)
    assert isinstance(plain, dict)
    return {entry["comment"]: entry for entry in plain["dispositions"]}


def test_no_change_gives_the_same_bytes() -> None:
    assert apply(FILE, []) == FILE
    assert apply(FILE, [Change("MEMBER-A#1", {}), Change("MEMBER-C#3", {"response": "so"})]) == FILE


def test_one_value_changes_and_every_other_byte_stays() -> None:
    new = apply(FILE, [Change("MEMBER-A#1", {"decision": "accepted"})])
    assert new == FILE.replace(b"decision:  noted   # for now", b"decision:  accepted   # for now")


def test_values_are_replaced_whatever_way_they_were_written() -> None:
    new = apply(FILE, [
        Change("MEMBER-A#1", {"response": "one line"}),
        Change("MEMBER-B#2", {"decision": "not-accepted", "response": "first: line\n\nsecond # line"}),
        Change("MEMBER-C#3", {"decision": "deferred", "response": "later: why # not"}),
    ])  # fmt: skip
    assert said(new)["MEMBER-A#1"]["response"] == "one line"
    assert said(new)["MEMBER-B#2"]["response"] == "first: line\n\nsecond # line"
    assert b'{comment: MEMBER-C#3, decision: deferred,  response: "later: why # not"}   # short' in new
    kept = [
        b"# the first meeting",
        b"# see the minutes",
        b"# for now",
        b"\n\n  # a question",
        b"# by hand",
        b"# the end",
    ]
    assert all(comment in new for comment in kept)


def test_new_keys_stand_in_their_usual_order() -> None:
    new = apply(FILE, [Change("MEMBER-D#4", {"response": "why", "decision": "noted", "of": "12345678"})])
    assert b'  - comment: MEMBER-D#4\n    of: "12345678"\n    decision: noted\n    response: why\n\n# the end' in new
    new = apply(FILE, [Change("MEMBER-C#3", {"of": "aa", "reply": "agrees"})])
    assert b"{comment: MEMBER-C#3, of: aa, decision: noted,  response: 'so', reply: agrees}   # short" in new


def test_an_empty_value_takes_the_key_out_and_leaves_the_remark() -> None:
    new = apply(FILE, [Change("MEMBER-A#1", {"decision": ""}), Change("MEMBER-C#3", {"response": "", "decision": ""})])
    assert b"    of: 9c1e44a0\n    # for now\n    response: |\n" in new
    assert b"  - {comment: MEMBER-C#3}   # short\n" in new
    assert b'  - comment: "MEMBER-B#2"\n' in apply(FILE, [Change("MEMBER-B#2", {"decision": ""})])


def test_a_place_given_by_hand_is_changed_as_a_whole() -> None:
    new = apply(FILE, [Change("MEMBER-B#2", {"anchor": {"paragraph": "12", "quote": "others"}})])
    assert said(new)["MEMBER-B#2"]["anchor"] == {"paragraph": "12", "quote": "others"}
    assert b"# by hand" in new
    new = apply(FILE, [Change("MEMBER-A#1", {"anchor": {"id": "p-x", "quote": "a: b"}})])
    assert b'    anchor: {id: p-x, quote: "a: b"}\n' in new


def test_new_entries_come_last_and_before_the_remarks_at_the_end() -> None:
    new = apply(FILE, [Change("MEMBER-Z#9", {"decision": "noted", "of": "0a0a0a0a"})])
    at = b"  - comment: MEMBER-D#4\n"
    assert new == FILE.replace(at, at + b"  - comment: MEMBER-Z#9\n    of: 0a0a0a0a\n    decision: noted\n")


@pytest.mark.parametrize(
    "empty",
    [
        None,
        b"",
        b"dispositions:\n",
        b"dispositions: []\n",
        b"# words\ndispositions:   # none yet",
        b"dispositions: [] # none",
        b"# only a remark",
        b"{dispositions: [{comment: A#1},]}\n",
        b"dispositions:\n- comment: A#1\n",
        b"\xef\xbb\xbfdispositions:\r\n  - comment: A#1\r\n    response: |\r\n      x\r\n",
    ],
)
def test_a_first_entry_finds_its_place_in_any_file(empty: bytes | None) -> None:
    new = apply(empty, [Change("B#2", {"decision": "noted"}), Change("B#3", {"decision": "noted", "response": "x\ny"})])
    assert said(new)["B#2"] == {"comment": "B#2", "decision": "noted"}
    assert said(new)["B#3"]["response"] == "x\ny"
    assert all(line.strip() in new for line in (empty or b"").splitlines() if b"[]" not in line and b"{" not in line)
    if empty and b"\r\n" in empty:
        assert b"\n" not in new.replace(b"\r\n", b"")


def test_a_file_with_errors_is_left_alone() -> None:
    with pytest.raises(FindingsError):
        apply(b"dispositions:\n  - comment: A#1\n    response: a: b\n", [Change("A#1", {"decision": "noted"})])
    with pytest.raises(PipelineError, match="no list"):
        apply(b"decisions: []\n", [Change("A#1", {"decision": "noted"})])


def test_characters_that_yaml_cannot_hold_are_refused_with_their_code() -> None:
    with pytest.raises(PipelineError, match=r"U\+0007"):
        apply(FILE, [Change("A#1", {"response": "bell \x07"})])


# -- properties

_odd = [
    "noted",
    "true",
    "no",
    "1.10",
    "- x",
    "a: b",
    "#",
    "x # y",
    "'",
    '"',
    "{a",
    "a\nb",
    "a\n\n",
    "\n a",
    "|",
    "ok \n",
]
_hidden = "\u2028\u2029\ufeff\ufffe\uffff"
_printed = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters=_hidden)
_texts = st.one_of(st.sampled_from(_odd), st.text(_printed, max_size=30))
_names = st.sampled_from(["A#1", "A#1a", "B#2", "MEMBER-C#3", "D#4"])
_values = st.dictionaries(
    st.sampled_from(["of", "decision", "text", "response", "reply", "superseded-by"]), _texts, max_size=4
)
_changes = st.lists(st.builds(Change, _names, _values), max_size=5)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A dispositions file in the hand of many people."""
    import json

    lines = ["# head"] * draw(st.booleans()) + ["dispositions:"]
    for name in draw(st.lists(_names, unique=True, max_size=4)):
        values = {"comment": name} | {k: v for k, v in draw(_values).items() if v}
        style = draw(st.sampled_from(["block", "flow", "remarks", "blank", "plain"]))
        if draw(st.booleans()):
            values = dict(reversed(values.items()))
        if style == "flow":
            lines.append(
                "  - {" + ", ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in values.items()) + "}  # f"
            )
            continue
        body = [line for k, v in values.items() for line in dump({k: v}).rstrip("\n").split("\n")]
        lines += [f"  {'- ' if n == 0 else '  '}{line}" if line else "" for n, line in enumerate(body)]
        lines += {"remarks": ["  # a remark"], "blank": ["", "    # aside", ""]}.get(style, [])
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# tail\n"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"]))).encode()


@given(files(), _changes)
@settings(max_examples=400, deadline=None)
def test_exactly_what_was_asked_for_is_written_once(data: bytes, changes: list[Change]) -> None:
    before = said(data) if load(data, "d").root and b"comment" in data else {}
    new = apply(data, changes)
    after = said(new) if b"comment" in new else {}
    expected = {name: dict(entry) for name, entry in before.items()}
    for change in changes:
        if change.values:
            entry = expected.setdefault(change.comment, {"comment": change.comment})
            entry.update(change.values)
    for change in changes:
        for key in change.values:
            if not expected[change.comment].get(key):
                expected[change.comment].pop(key, None)
    assert after == expected
    assert apply(new, changes) == new
    assert [line for line in data.splitlines() if line.lstrip().startswith(b"# ")] == [
        line for line in new.splitlines() if line.lstrip().startswith(b"# ")
    ] or b"# " in b"".join(str(c.values).encode() for c in changes)


@given(files(), _names, _values)
@settings(max_examples=200, deadline=None)
def test_the_text_of_other_entries_stays_byte_for_byte(data: bytes, name: str, values: dict[str, str]) -> None:
    new = apply(data, [Change(name, values)])
    for other in ("A#1", "A#1a", "B#2", "MEMBER-C#3", "D#4"):
        if other != name and b"comment: " + other.encode() + b"\n" in data and not data.count(b"{"):
            at = data.index(b"comment: " + other.encode() + b"\n")
            stretch = data[at:].split(b"  - ")[0].split(b"\n\n# tail")[0].rstrip()
            assert stretch in new
