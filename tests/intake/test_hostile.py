"""Whatever the bytes: nothing is raised, nothing is lost, and both parsers say the same."""

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.yaml_events import HAS_C_PARSER
from pipeline.intake.submissions import read_submission
from pipeline.model.comment import Submission
from tests.intake.reading import CONTEXT, HEAD, PATH, codes, read

GOOD = "  - id: {0}\n    paragraph: {0}\n    quote: words {0}\n    proposal: other words {0}\n    comment: reason {0}\n"
LAUGHS = "".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
BROKEN = {
    "a colon in a value": "  - id: 7\n    comment: Note: this\n",
    "a tab": "  - id: 7\n\tcomment: x\n",
    "an at sign": "  - id: 7\n    comment: @member says\n",
    "a percent sign": "  - id: 7\n    comment: |\n%10 of them\n",
    "a leading quotation mark": '  - id: 7\n    comment: "quoted" and more\n',
    "a quotation mark that never closes": '  - id: 7\n    comment: "never closed\n',
    "brackets": "  - id: 7\n    comment: " + "[" * 20000 + "\n",
    "braces": "  - id: 7\n    comment: {{{{\n",
    "hyphens": "  - id: 7\n    comment: " + "- " * 5000 + "\n",
    "an unknown key": "  - id: 7\n    coment: x\n",
    "no id": "  - comment: x\n",
    "a bad id": "  - id: seven\n    comment: x\n",
    "a list for a text": "  - id: 7\n    comment: [a, b]\n",
    "no mapping": "  - just words\n",
    "a list in the list": "  - - id: 7\n",
    "nothing": "  -\n",
    "a key that stands twice": "  - id: 7\n    comment: one\n    comment: two\n",
    "an anchor": "  - id: 7\n    comment: &x y\n",
    "an alias": "  - id: 7\n    comment: *x\n",
    "a tag": "  - id: 7\n    comment: !!binary aGk=\n",
    "a python tag": "  - id: 7\n    comment: !!python/object/apply:os.system [id]\n",
    "a merge key": "  - id: 7\n    <<: {comment: x}\n",
    "an escaped control": '  - id: 7\n    comment: "a\\x07b"\n',
    "half a character": '  - id: 7\n    comment: "a\\ud800b"\n',
    "a complex key": "  - ? [id, x]\n    : 7\n",
    "a bad indentation": "  - id: 7\n     paragraph: 4\n   comment: x\n",
    "another column": "   - id: 7\n     comment: x\n",
    "unindented text": "  - id: 7\n    comment: |\nnot indented\n",
}


@pytest.fixture(
    params=[False, True] if HAS_C_PARSER else [True], ids=lambda pure: "pure" if pure else "c", scope="module"
)
def pure(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def intact(made: Submission) -> list[str]:
    return [c.name.id for c in made.comments if not c.problem]


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_broken_entry_stays_and_takes_no_other_down(name: str, at: int, pure: bool) -> None:
    good = [GOOD.format(1), GOOD.format(2)]
    text = HEAD + "".join([*good[:at], BROKEN[name], *good[at:]])
    made = read(text, pure=pure)
    assert made.entity == "MEMBER-A"
    by_id = {comment.name.id: comment for comment in made.comments}
    assert [by_id[one].text for one in ("1", "2")] == ["reason 1", "reason 2"]
    assert {one for one in ("1", "2") if by_id[one].problem} == set()
    others = [comment for comment in made.comments if comment.name.id not in ("1", "2")]
    if name == "another column":
        assert [c.name.id for c in others] == ["7"]
        return
    assert [bool(comment.problem) for comment in others] == [True]
    assert others[0].proposal is None
    assert others[0].name.id in ("7", f"?{at + 1}")
    assert "COMMENT-UNREADABLE" in codes(others[0])


@pytest.mark.parametrize("name", BROKEN)
def test_both_parsers_give_the_same_comments(name: str) -> None:
    text = HEAD + GOOD.format(1) + BROKEN[name] + GOOD.format(2)
    assert read(text, pure=False) == read(text, pure=True)


def test_what_could_be_read_of_a_broken_entry_is_kept() -> None:
    text = "  - id: 7\n    paragraph: 4\n    quote: words\n    propsal: new\n    comment: why\n    comment: again\n"
    (comment,) = read(HEAD + text).comments
    assert comment.name.id == "7"
    assert [(str(t.citation), t.quote) for t in comment.targets] == [("paragraph 4", "words")]
    assert comment.text == "why\npropsal: new\ncomment: again"
    (raw,) = read(HEAD + "  - id: 8\n    paragraph: 5\n    comment: a: b\n").comments
    assert (raw.name.id, [str(t.citation) for t in raw.targets]) == ("8", ["paragraph 5"])
    assert "comment: a: b" in raw.text


@pytest.mark.parametrize("text", [
    "", " \n\n", "# only a remark\n", "word", "- x", "{", "a: [1, 2", "\x00\x01\x02", "%YAML 1.1\n---\na: 1\n",
    "a: &a\n  b: *a\n", f"x:\n{LAUGHS}", "[" * 100_000, "? " * 50_000,
    "entity: MEMBER-A\nparagraph: 4\ncomment: lost?\n", "\ufeff", "comments:\n-id: 1\n",
    "comments: some words that I would like to say\n", "comments: {id: 1, comment: x}\n",
])  # fmt: skip
def test_what_is_no_submission_is_in_the_ledger_all_the_same(text: str, pure: bool) -> None:
    made = read(text, pure=pure)
    assert len(made.comments) == 1
    assert made.findings
    visible = "".join(c for c in text if c.isprintable()).strip()
    kept = made.comments[0]
    assert kept.text or kept.proposal or not visible


def test_a_file_whose_list_is_empty_has_no_comments() -> None:
    for text in (HEAD, f"{HEAD}# - id: 1\n", HEAD.replace("comments:", "comments: []")):
        made = read(text)
        assert (made.comments, made.findings) == ((), ())


def test_a_whole_file_that_cannot_be_read_keeps_its_first_2000_characters() -> None:
    (comment,) = read("{" + "x\x07" * 5000).comments
    assert comment.name.id == "?0"
    assert comment.text == "{" + "x" * 1999 + "…"


def test_entries_of_a_file_that_is_not_utf_8_are_read_where_they_are() -> None:
    data = (
        (HEAD + GOOD.format(1)).encode() + "  - id: 7\n    comment: café\n".encode("latin-1") + GOOD.format(2).encode()
    )
    made = read(data)
    assert (intact(made), [c.name.id for c in made.comments]) == (["1", "2"], ["1", "7", "2"])
    assert "FILE-ENCODING" in codes(made.comments[1])
    assert made.comments[1].text.endswith("caf\ufffd")


def test_utf_16_is_told_and_read() -> None:
    made = read((HEAD + GOOD.format(1)).encode("utf-16"))
    assert (intact(made), codes(made)) == (["1"], ["FILE-ENCODING"])


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = HEAD + GOOD.format(1) + GOOD.format(2)
    plain = read(text)
    assert read(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == plain
    assert read(text.replace("\n", "\r")) == plain


def test_ten_megabytes_of_quote_are_one_unreadable_comment() -> None:
    text = HEAD + GOOD.format(1) + "  - id: 7\n    quote: |\n" + "      words and words\n" * 500_000 + GOOD.format(2)
    made = read(text)
    assert (intact(made), [c.name.id for c in made.comments]) == (["1", "2"], ["1", "7", "2"])
    assert codes(made.comments[1]) == ["COMMENT-UNREADABLE", "FILE-SIZE"]
    assert len(made.comments[1].text) <= 2001


def test_a_file_with_more_values_than_the_door_reads_loses_none() -> None:
    made = read(HEAD + "".join(f"  - id: {n}\n    comment: c\n" for n in range(1, 6001)))
    assert len(intact(made)) == 6000
    assert codes(made) == ["YAML-LIMIT"]


def test_a_second_document_in_a_file_is_read_too() -> None:
    made = read(f"{HEAD}{GOOD.format(1)}---\n{HEAD}{GOOD.format(2)}")
    assert (intact(made), codes(made)) == (["1", "2"], ["YAML-FORBIDDEN"])


def test_keys_of_the_file_after_the_list_take_no_entry_down() -> None:
    made = read(
        "comments:\n"
        + GOOD.format(1)
        + "  - id: 7\n    comment: a: b\n"
        + GOOD.format(2)
        + "entity: MEMBER-A\ndocument: alpha\n"
    )
    assert intact(made) == ["1", "2"]


def test_entries_under_a_misspelt_key_or_none_are_read() -> None:
    assert intact(read(HEAD.replace("comments", "coments") + GOOD.format(1))) == ["1"]
    assert intact(read("- id: 1\n  comment: x\n")) == ["1"]


def test_a_line_in_a_block_of_text_that_looks_like_an_entry_is_text() -> None:
    made = read(f"{HEAD}  - id: 1\n    comment: |\n      - id: 2\n        comment: x\n")
    assert [c.text for c in made.comments] == ["- id: 2\n  comment: x"]


# -- fuzzing


def good_file(count: int) -> str:
    return HEAD + "".join(GOOD.format(n) for n in range(1, count + 1))


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read(data: bytes) -> None:
    made = read(data)
    assert len({comment.name for comment in made.comments}) == len(made.comments)
    assert made == read(data, pure=True)


@given(st.text(alphabet="abid: -\n\"'[]{}#&*!|>%@,?\t\\x\u2028\u202e0123", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_below_a_good_head_is_read(text: str) -> None:
    made = read(HEAD + text)
    assert len({comment.name for comment in made.comments}) == len(made.comments)
    assert made == read(HEAD + text, pure=True)


@given(st.integers(1, 5), st.data())
@settings(max_examples=200, deadline=None)
def test_an_entry_whose_text_is_intact_is_never_lost(broken: int, data: st.DataObject) -> None:
    """Characters inside one entry are changed, after its first line: all others are read as before."""
    entry = GOOD.format(broken)
    start = entry.index("\n") + 1
    at = data.draw(st.integers(start, len(entry) - 1))
    length = data.draw(st.integers(0, 6))
    junk = data.draw(st.text(alphabet="ab: \"'[]{}#&*!|>%@,?\t\\\x07\u2028", max_size=8))
    rest = entry[at + length :]
    changed = entry[:at] + junk + (rest if rest.endswith("\n") else rest + "\n")
    parts = [changed if n == broken else GOOD.format(n) for n in range(1, 6)]
    before, after = read(good_file(5)), read(HEAD + "".join(parts))
    texts = {comment.name.id: (comment.text, comment.fingerprint, comment.problem) for comment in after.comments}
    for comment in before.comments:
        if comment.name.id != str(broken):
            assert texts[comment.name.id] == (comment.text, comment.fingerprint, "")
    assert len(after.comments) >= 5


def test_broken_copies_of_a_good_file_never_raise() -> None:
    source = good_file(6).encode()
    chance = random.Random(7)  # noqa: S311 - a fixed sequence
    for _ in range(400):
        data = bytearray(source)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        made = read_submission(bytes(data), PATH, "MEMBER-A", "alpha", replace(CONTEXT, pure=False))
        assert len({comment.name for comment in made.comments}) == len(made.comments)
        wanted = {one.decode() for one in re.findall(rb"^    comment: (reason [1-6])$", bytes(data), re.MULTILINE)}
        seen = "\n".join(comment.text for comment in made.comments)
        assert wanted == {one for one in wanted if one in seen}
