"""What the fonts show. Run as a program, this file writes the table of the installed typst again."""

import importlib.metadata
import importlib.util
import json
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.glyphs import (
    PLACEHOLDER,
    TABLE,
    Coverage,
    FontProblem,
    coverage,
    expand,
    font_points,
    printable,
    unprintable,
)


def embedded_fonts() -> Iterator[bytes]:
    """Font files inside the compiled typst module, found by their headers."""
    spec = importlib.util.find_spec("typst")
    assert spec is not None and spec.origin is not None
    module = next(Path(spec.origin).parent.glob("_typst*")).read_bytes()
    for magic in (b"OTTO", b"\0\1\0\0"):
        at = module.find(magic)
        while at != -1:
            yield from _font_at(module, at)
            at = module.find(magic, at + 4)


def _font_at(module: bytes, at: int) -> Iterator[bytes]:
    count = struct.unpack_from(">H", module, at + 4)[0]
    if not 8 <= count <= 40 or at + 12 + 16 * count > len(module):
        return
    records = [struct.unpack_from(">4sLLL", module, at + 12 + 16 * n) for n in range(count)]
    end = max(offset + length for _, _, offset, length in records)
    if {b"cmap", b"name"} <= {record[0] for record in records} and at + end <= len(module):
        yield module[at : at + end]


def _family(data: bytes) -> str:
    import io

    from fontTools.ttLib import TTFont

    names = TTFont(io.BytesIO(data))["name"]
    return str(names.getDebugName(16) or names.getDebugName(1))


def _ranges(points: set[int]) -> str:
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return " ".join(f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in runs)


def table() -> dict[str, object]:
    """What `typst_glyphs.json` must hold."""
    families: dict[str, set[int]] = {}
    for data in embedded_fonts():
        families.setdefault(_family(data), set()).update(font_points(data))
    return {
        "typst": importlib.metadata.version("typst"),
        "families": {name: _ranges(points) for name, points in sorted(families.items())},
    }


def test_the_table_is_that_of_the_installed_typst() -> None:
    assert json.loads(TABLE.read_text("utf-8")) == table()


def test_ranges_expand_to_what_they_were_made_of() -> None:
    points = {0x20, 0x21, 0x22, 0x7E, 0x2014, 0x1F600}
    assert set(expand(_ranges(points))) == points


def test_latin_greek_cyrillic_are_covered_and_chinese_and_emoji_are_not() -> None:
    assert unprintable("Déjà vu, Ελληνικά, Русский, “quotes” – dashes — §", coverage()) == ()
    assert unprintable("a 中文 😀 中", coverage()) == ((2, "中"), (3, "文"), (5, "😀"), (7, "中"))


def test_a_font_file_adds_its_characters() -> None:
    data = next(embedded_fonts())
    assert font_points(data) >= set(map(ord, "abc"))
    assert coverage({"extra.otf": data}).has("a")


def test_a_file_that_is_no_font_is_named() -> None:
    with pytest.raises(FontProblem, match=r"bad\.ttf"):
        coverage({"bad.ttf": b"not a font at all"})


def test_controls_are_shown_by_their_code_and_line_ends_become_blanks() -> None:
    assert printable("a\u202eb\x07c\nd\te", coverage()) == "a[U+202E]b[U+0007]c d e"


def test_an_uncovered_character_becomes_a_box() -> None:
    assert printable("x中😀y", coverage()) == f"x{PLACEHOLDER}{PLACEHOLDER}y"


@given(st.text())
def test_printed_text_is_covered_and_stays_as_it_is(text: str) -> None:
    known: Coverage = coverage()
    once = printable(text, known)
    assert unprintable(once, known) == ()
    assert once.count(PLACEHOLDER) == text.count(PLACEHOLDER) + len(unprintable(text, known))
    assert printable(once, known) == once


if __name__ == "__main__":
    TABLE.write_text(json.dumps(table(), indent=1) + "\n", "utf-8")
