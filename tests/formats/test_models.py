import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.model_mistakes import PATTERNS
from pipeline.formats.models import front_matter, read, read_node
from pipeline.formats.schemas import schemas
from pipeline.formats.yaml import Mapping, Sequence, load
from pipeline.model.config import DocumentFile, Profile, Round, SectionMeta, SessionDocument, SessionFile
from pipeline.model.source import Place

BROKEN = b"""titel: x
title: [a]
documents:
  - {document: Concept Note, purpose: aproval, extra: 1}
  - purpose: approval
rounds:
  - id: one
    closes: 2025-07-15T23:59:00-04:00
    sample: maybe
acknowledged: none
date: see para #5
"""


def test_all_mistakes_of_a_file_are_told_at_once_each_at_its_place() -> None:
    model, findings = read(SessionFile, BROKEN, "s.yaml")
    assert model is None
    assert [(str(found.place)[7:], found.code) for found in findings] == [
        ("1:1", "KEY-UNKNOWN"),
        ("2:8", "VALUE-INVALID"),
        ("4:16", "VALUE-INVALID"),
        ("4:39", "VALUE-INVALID"),
        ("4:48", "KEY-UNKNOWN"),
        ("5:5", "KEY-MISSING"),
        ("7:9", "VALUE-INVALID"),
        ("9:13", "VALUE-INVALID"),
        ("10:15", "VALUE-INVALID"),
        ("11:15", "YAML-COMMENT-CUT"),
    ]


def test_messages_are_in_plain_words() -> None:
    messages = " / ".join(found.message for found in read(SessionFile, BROKEN, "s.yaml")[1])
    for words in (
        "did you mean `title`?",
        "expected text, not a list",
        "expected lower-case letters, digits and hyphens, not “Concept Note”",
        "expected one of approval, consideration, guidance, information, discussion, not “aproval”",
        "not “aproval”; did you mean “approval”?",
        "the key `document` is missing",
        "expected a whole number, not “one”",
        "expected true or false, not “maybe”",
        "expected a list, not “none”",
    ):
        assert words in messages


def test_text_becomes_numbers_switches_and_tuples() -> None:
    model, findings = read(Round, b"id: 3\ncloses: 2025-07-15T23:59:00Z\nsample: true\n", "f")
    assert findings == ()
    assert model == Round(id=3, closes="2025-07-15T23:59:00Z", sample=True)
    profile, _ = read(Profile, b'name: x\npage: {width: "200"}\npdf-x: 1\n', "f")
    assert profile is None


def test_a_warning_leaves_the_model_usable() -> None:
    model, findings = read(SectionMeta, b"title: Paragraph #5\n", "f")
    assert [found.code for found in findings] == ["YAML-COMMENT-CUT"]
    assert model is not None
    assert model.title == "Paragraph"


def test_a_forbidden_mark_leaves_no_model() -> None:
    assert read(SectionMeta, b"title: &a x\n", "f")[0] is None


def test_an_empty_key_stands_for_no_entries_but_not_for_a_required_list() -> None:
    model, _ = read(DocumentFile, b"title: x\nsections: [a.md]\nannexes:\nfront: # none\n", "f")
    assert model is not None
    assert model.annexes == ()
    model, findings = read(DocumentFile, b"title: x\nsections:\n", "f")
    assert model is None
    assert [(found.code, found.place.line) for found in findings] == [("KEY-MISSING", 2)]


def test_a_key_spelt_with_an_underscore_is_unknown_and_the_hyphen_is_proposed() -> None:
    (found,) = read(DocumentFile, b"title: x\nsections: [a.md]\nprepared_by: y\n", "f")[1]
    assert (found.code, str(found.place)) == ("KEY-UNKNOWN", "f:3:1")
    assert "`prepared-by`" in found.message


@pytest.mark.parametrize("data", [b"", b"# nothing\n", b"---\n"])
def test_an_empty_file_lacks_its_required_keys(data: bytes) -> None:
    model, findings = read(DocumentFile, data, "f", line_offset=4)
    assert model is None
    assert {found.code for found in findings} == {"KEY-MISSING"}
    assert all(found.place.line >= 5 for found in findings)


@pytest.mark.parametrize("data", [b"just text", b"[a]", b"- title: x"])
def test_a_file_that_holds_no_keys_is_one_invalid_value(data: bytes) -> None:
    (found,) = read(DocumentFile, data, "f")[1]
    assert found.code == "VALUE-INVALID"
    assert "keys with values" in found.message


def test_one_broken_entry_does_not_stop_the_others() -> None:
    root = load(b"- {document: a, purpose: approval}\n- {purpose: x}\n- {document: c, purpose: guidance}\n", "f").root
    assert isinstance(root, Sequence)
    read_in = [read_node(SessionDocument, item, "f") for item in root.items]
    assert [model.document if model else None for model, _ in read_in] == ["a", None, "c"]
    assert {found.place.line for _, findings in read_in for found in findings} == {2}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80) | st.text(st.sampled_from("titlesecon: -[]{}\n'#1"), max_size=60).map(str.encode))
def test_reading_never_raises_and_a_missing_model_has_an_error(data: bytes) -> None:
    for model in (SectionMeta, SessionFile, Profile):
        value, findings = read(model, data, "f")
        assert (value is None) == any(found.fails for found in findings)
    front_matter(b"---\n" + data, "f")


def test_every_pattern_of_the_models_has_words() -> None:
    used = set()
    stack = list(schemas().values())
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            used |= {part["pattern"]} if isinstance(part.get("pattern"), str) else set()
            stack += part.values()
        elif isinstance(part, list):
            stack += part
    assert used <= set(PATTERNS)


# front matter


def test_lines_of_the_body_stay_true_under_blanked_front_matter() -> None:
    front = front_matter(b"\xef\xbb\xbf---\r\ntitle: x\r\nobjectives: [1, 2]\r\n---\r\nBody\r\nmore\r\n", "f.md")
    assert front.findings == ()
    assert front.meta == SectionMeta(title="x", objectives=("1", "2"))
    assert front.body == "\n\n\n\nBody\nmore\n"


def test_a_finding_in_front_matter_has_the_line_of_the_file() -> None:
    front = front_matter(b"---\ntitle: x\nfoo: 1\n---\nBody\n", "f.md")
    assert front.meta is None
    assert [str(found.place) for found in front.findings] == ["f.md:3:1"]
    assert front.body == "\n\n\n\nBody\n"


@pytest.mark.parametrize(
    ("data", "body"), [(b"---\n---\nx\n", "\n\nx\n"), (b"x\n---\ny", "x\n---\ny"), (b"", ""), (b"\n---\n", "\n---\n")]
)
def test_missing_or_empty_front_matter_is_fine(data: bytes, body: str) -> None:
    front = front_matter(data, "f.md")
    assert (front.meta, front.body, front.findings) == (SectionMeta(), body, ())


def test_front_matter_that_does_not_end_is_a_finding_and_ends_at_the_first_empty_line() -> None:
    front = front_matter(b"---\ntitle: x\n\nBody\n", "f.md")
    assert front.meta is None
    assert [(found.code, found.place.line) for found in front.findings] == [("YAML-SYNTAX", 1)]
    assert front.body == "\n\n\nBody\n"


def test_a_section_in_another_encoding_is_a_finding_at_the_byte() -> None:
    front = front_matter("---\ntitle: x\n---\nCafé\n".encode("latin-1"), "f.md")
    assert [(found.code, str(found.place)) for found in front.findings] == [("FILE-ENCODING", "f.md:4:4")]
    assert front.meta is None


def test_the_body_may_be_longer_than_a_yaml_file() -> None:
    assert front_matter(b"---\ntitle: x\n---\n" + b"a\n" * 200_000, "f.md").findings == ()
    assert front_matter(b"a\n" * 600_000, "f.md").findings[0].code == "FILE-SIZE"


def test_the_tree_of_a_mapping_is_a_mapping() -> None:
    assert isinstance(load(b"a: 1", "f").root, Mapping)


@pytest.mark.parametrize("closes", ["2025-07-15", "2025-07-15T23:59:00", "noon", "9999-12-31T23:59:59-12:00"])
def test_a_deadline_without_an_offset_is_told_in_plain_words(closes: str) -> None:
    model, findings = read(Round, f"id: 3\ncloses: {closes}\n".encode(), "f")
    assert model is None
    assert [(finding.code, finding.place) for finding in findings] == [("VALUE-INVALID", Place("f", 2, 9))]
    expected = "`closes`: expected a date, a time of day and an offset, such as 2025-07-15T23:59:00-04:00"
    assert findings[0].message == f"{expected}, not “{closes}”"
