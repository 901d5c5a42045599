"""Where a value stands in a file, for findings that are made from models."""

import pytest

from pipeline.formats.whereabouts import Step, where
from pipeline.model.source import Place

YAML = b"title: Plan\nsections:\n  - one.md\n  - two.md\nrules: {STYLE-ISE: off}\n"
SECTION = b"\xef\xbb\xbf---\r\ntitle: Lights\r\nobjectives: [1, 3]\r\n---\r\n\r\nWords.\r\n"


@pytest.mark.parametrize(
    ("data", "path", "steps", "line", "column"),
    [
        (YAML, "document.yaml", ("sections", 1), 4, 5),
        (YAML, "document.yaml", ("title",), 1, 8),
        (YAML, "document.yaml", ("sections", 7), 3, 3),
        (YAML, "document.yaml", ("nothing",), 1, 1),
        (SECTION, "01.md", ("objectives", 1), 3, 17),
        (SECTION, "01.md", ("title",), 2, 8),
        (b"Words.\n", "01.md", ("title",), 1, 1),
        (b"a: [", "document.yaml", ("a",), 1, 1),
        (b"", "document.yaml", ("a",), 1, 1),
    ],
)
def test_a_value_is_found_or_the_nearest_thing_above_it(
    data: bytes, path: str, steps: tuple[Step, ...], line: int, column: int
) -> None:
    assert where(data, path, *steps) == Place(path, line, column)


def test_the_key_itself_may_be_meant() -> None:
    assert where(YAML, "p.yaml", "rules", "STYLE-ISE", key=True) == Place("p.yaml", 5, 9)
