import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.yaml import Loaded, Mapping, Scalar, Sequence, load
from pipeline.model.source import Span


@pytest.fixture(params=[False, True], ids=["c", "python"])
def pure(request: pytest.FixtureRequest) -> bool:
    if not request.param:
        pytest.importorskip("_ruamel_yaml", reason="the C extension is not installed")
    return request.param


def codes(loaded: Loaded) -> list[str]:
    return [found.code for found in loaded.findings]


def test_every_key_and_value_has_its_place(pure: bool) -> None:
    loaded = load(b"title: One\nlist:\n  - a\n  - 'b c'\nempty:\n", "f.yaml", pure=pure)
    assert loaded.findings == ()
    assert loaded.root == Mapping(
        (
            (Scalar("title", True, Span(1, 1, 1, 6)), Scalar("One", True, Span(1, 8, 1, 11))),
            (
                Scalar("list", True, Span(2, 1, 2, 5)),
                Sequence(
                    (Scalar("a", True, Span(3, 5, 3, 6)), Scalar("b c", False, Span(4, 5, 4, 10))), Span(3, 3, 4, 10)
                ),
            ),
            (Scalar("empty", True, Span(5, 1, 5, 6)), Scalar("", True, Span(5, 7, 5, 7))),
        ),
        Span(1, 1, 5, 7),
    )


@pytest.mark.parametrize(
    "text", ["no", "1.10", "2026-11-23", "null", "~", "012", "12:30:45", "0x1F", "Café", "Cafe\u0301"]
)
def test_text_stays_text(text: str, pure: bool) -> None:
    root = load(f"a: {text}\n".encode(), "f.yaml", pure=pure).root
    assert isinstance(root, Mapping)
    assert root.entries[0][1].value == text


def test_columns_count_characters_and_lines_start_after_the_offset(pure: bool) -> None:
    root = load("“é” 😀: x\n".encode(), "f.yaml", line_offset=7, pure=pure).root
    assert isinstance(root, Mapping)
    assert root.entries[0][1].at == Span(8, 8, 8, 9)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
def test_a_byte_order_mark_and_any_line_end_are_fine(ends: bytes, pure: bool) -> None:
    data = b"\xef\xbb\xbf" + ends.join([b"a: 1", b"b: |", b"  x", b"  y", b""])
    assert load(data, "f.yaml", pure=pure) == load(b"a: 1\nb: |\n  x\n  y\n", "f.yaml", pure=pure)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment\n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_root_and_no_finding(data: bytes, pure: bool) -> None:
    assert load(data, "f.yaml", pure=pure) == Loaded(None, ())


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a: &x 1\n", "f:1:4"),
        (b"a: 1\nb: *a\n", "f:2:4"),
        (b"a: !!str 1\n", "f:1:4"),
        (b"a: !x {b: 1}\n", "f:1:4"),
        (b"%YAML 1.1\n---\na: 1\n", "f:1:1"),
        (b"a: 1\nb: 2\na: 3\n", "f:3:1"),
        (b"a: 1\n---\nb: 2\n", "f:2:1"),
        (b"? [x]\n: 1\n", "f:1:3"),
    ],
)
def test_what_yaml_has_beyond_plain_data_is_forbidden(data: bytes, place: str, pure: bool) -> None:
    loaded = load(data, "f", pure=pure)
    assert codes(loaded) == ["YAML-FORBIDDEN"]
    assert str(loaded.findings[0].place) == place
    assert loaded.findings[0].hint


def test_a_forbidden_mark_leaves_the_rest_of_the_file_readable(pure: bool) -> None:
    root = load(b"- a: &x 1\n- b: *x\n- c: 2\n", "f", pure=pure).root
    assert isinstance(root, Sequence)
    assert len(root.items) == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 20_000, "YAML-LIMIT"),
        (b"{" * 20_000, "YAML-LIMIT"),
        (b"- " * 20_000, "YAML-LIMIT"),
        (b"[" * 13 + b"]" * 13, "YAML-LIMIT"),
        (b"- a\n" * 20_001, "YAML-LIMIT"),
        (b"[" + b"[]," * 20_001 + b"]", "YAML-LIMIT"),
        (b"a: " + b"x" * 256 * 1024, "FILE-SIZE"),
        ("a: é".encode("latin-1"), "FILE-ENCODING"),
        ("a: b".encode("utf-16"), "FILE-ENCODING"),
        (b"a: x\x00y\n", "YAML-SYNTAX"),
        ("a: x\u2028y\n".encode(), "YAML-SYNTAX"),
        ("a: x\u0085y\n".encode(), "YAML-SYNTAX"),
        (b"a: 'x\x0by'\n", "YAML-SYNTAX"),
        (b'a: "\\ud800"\n', "YAML-SYNTAX"),
        (b'a: "\\0"\n', "YAML-SYNTAX"),
        (b'a: "\\UFFFFFFFF"\n', "YAML-SYNTAX"),
    ],
)
def test_what_cannot_be_read_has_no_root_and_one_finding(data: bytes, code: str, pure: bool) -> None:
    loaded = load(data, "f", pure=pure)
    assert codes(loaded) == [code]
    assert loaded.root is None or code == "YAML-LIMIT"


def test_twelve_levels_are_read(pure: bool) -> None:
    assert load(b"[" * 12 + b"]" * 12, "f", pure=pure).findings == ()


@pytest.mark.parametrize(
    ("line", "column"), [("a: see para #5", 12), ("a: x # y", 5), ("a: x  #y", 5), ("- #5 is wrong", 2), ("a: #5", 3)]
)
def test_text_cut_off_at_a_number_sign_is_a_warning(line: str, column: int, pure: bool) -> None:
    loaded = load(line.encode(), "f", pure=pure)
    assert [(found.code, found.place.column) for found in loaded.findings] == [("YAML-COMMENT-CUT", column)]
    assert loaded.root is not None


@pytest.mark.parametrize(
    "line", ["a: x   # a comment", "a: 'see para' #5", "a: x#5", "a: |\n  x #5", "# all", "a: 'x #5'"]
)
def test_comments_that_cut_nothing_are_fine(line: str, pure: bool) -> None:
    assert load(line.encode(), "f", pure=pure).findings == ()


PIECES = [
    ": ",
    " - ",
    " |-",
    "#",
    " #",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    "?",
    "? ",
    "&a",
    "*a",
    "!",
    "!!str ",
    ">",
    "@",
    "%",
    "`",
    "\t",
    "\r\n",
    "\r",
    "---",
    "\n---\n",
    "\n...\n",
    "\\",
    "\\u0041",
    "\\ud800",
    "\\x",
    "|",
    "|2",
    "|-\n",
    ">+\n",
    "\n",
    "\n\n",
    "\n  ",
    " ",
    "    ",
    "a",
    "1",
    "é",
    "😀",
    "::",
    "a:b",
    "\x00",
    "\u2028",
    "k: v\n",
    ",",
    "- ",
]
mutated = st.lists(st.sampled_from(PIECES), max_size=14).map(lambda pieces: "".join(pieces).encode())
GOOD = (
    b"# c\nid: A\nlist:\n  - a: 1\n    b: |\n      x\n\n      y\n  -\n  - 'q' # z\nf: {a: , b, c: []}\ng: \"m\n  n\"\n"
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | mutated)
def test_any_bytes_give_the_same_answer_with_both_parsers(data: bytes) -> None:
    assert load(data, "f") == load(data, "f", pure=True)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 3), st.sampled_from(PIECES))
def test_a_good_file_with_one_slip_gives_the_same_answer_with_both_parsers(at: int, cut: int, piece: str) -> None:
    data = GOOD[:at] + piece.encode() + GOOD[at + cut :]
    loaded = load(data, "f")
    assert loaded == load(data, "f", pure=True)
    assert loaded.root is not None or loaded.findings or not data.strip()


@pytest.mark.parametrize("blank", ["", " ", "    ", " \n   \n"])
@pytest.mark.parametrize("head", ["|", ">", "|-", "|  # why"])
def test_blanks_in_the_empty_lines_before_a_block_of_text_mean_nothing(head: str, blank: str, pure: bool) -> None:
    loaded = load(f"a:\n  - b: {head}\n{blank}\n      x\n    c: d\n".encode(), "f", pure=pure)
    bare = "\n" * blank.count("\n")
    assert loaded == load(f"a:\n  - b: {head}\n{bare}\n      x\n    c: d\n".encode(), "f", pure=pure)
    assert loaded.findings == ()


@given(mutated)
@settings(max_examples=100, deadline=None)
def test_places_move_with_the_offset_and_nothing_else(data: bytes) -> None:
    here, there = load(data, "f"), load(data, "f", line_offset=100)
    assert [found.place.line + 100 for found in here.findings] == [found.place.line for found in there.findings]
    assert codes(here) == codes(there)
