import pytest

from pipeline.formats.yaml import load


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("comment: Note: this", "1:14", "colon"),
        ("a: 1\nquote: “x”: y", "2:11", "colon"),
        ("a: 1\n\tb: 2", "2:1", "tab"),
        ("a: foo\tbar", "1:7", "tab"),
        ("a: @x", "1:4", "begin with @"),
        ("a: %x", "1:4", "begin with %"),
        ("a: & more", "1:4", "begin with &"),
        ("a: `x`", "1:4", "begin with `"),
        ('a: "quoted" text', "1:4", "after the closing"),
        ("- 'quoted' text", "1:3", "after the closing"),
        ("a: 'it's'", "1:4", "after the closing"),
        ('a: 1\nb: "unclosed\nc: 1\n', "2:4", "never closed"),
        ("a: [1, 2\nb: 3", "2:2", "not closed"),
        ("a:\n  b: 1\n c: 2", "3:2", "indented"),
        ("comments:\n- id: 1\n   quote: x\n", "3:9", "indented"),
        ("title:Intro\nid: x", "1:6", "no blank after the colon"),
        ("a: 1\njust text\nb: 2", "3:1", "no `key: value`"),
        ("a: |text\n  b", "1:4", "same line"),
        ('a: "C:\\Users"', "1:9", "backslash"),
        ("a: - b", "1:4", "hyphen"),
    ],
)
@pytest.mark.parametrize("pure", [False, True])
def test_a_usual_mistake_is_told_in_plain_words_at_its_place(text: str, place: str, words: str, pure: bool) -> None:
    (found,) = load(text.encode(), "f", pure=pure).findings
    assert (found.code, str(found.place)) == ("YAML-SYNTAX", f"f:{place}")
    assert words in found.message
    assert found.hint


@pytest.mark.parametrize("text", ["a: *bold* text", "a: ! x", "a: &b c"])
def test_text_that_begins_with_a_mark_of_yaml_is_told_to_be_quoted(text: str) -> None:
    hints = " ".join(found.hint for found in load(text.encode(), "f").findings)
    assert "quotation marks" in hints


def test_a_very_long_broken_line_is_answered_like_a_short_one() -> None:
    (found,) = load(b"\t" * 200_000, "f", pure=True).findings or (None,)
    assert found is None or found.code == "YAML-SYNTAX"
