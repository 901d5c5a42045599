"""The cache must give back what was put in."""

import json

from hypothesis import given, settings

from pipeline.formats.pandoc import parse
from pipeline.model.document import Part
from pipeline.text.blocks import SectionText, read_section
from pipeline.text.codec import decode, encode
from tests.strategies import Made, section_texts, sections


@settings(max_examples=40, deadline=None)
@given(section_texts())
def test_any_section_comes_back_as_it_was(text: SectionText) -> None:
    assert decode(encode(text)) == text


@settings(max_examples=40, deadline=None)
@given(section_texts())
def test_what_comes_back_has_the_same_types(text: SectionText) -> None:
    """Equal is not enough: `Span(1, 1, 1, 2) == (1, 1, 1, 2)`, and `Role.ITEM == "item"`."""
    back = decode(encode(text))
    assert repr(back) == repr(text)


@settings(max_examples=25, deadline=None)
@given(sections())
def test_a_section_that_was_read_comes_back_as_it_was(made: Made) -> None:
    text = read_section(parse([made.markdown])[0].blocks, Part.BODY)
    assert decode(encode(text)) == text


def test_it_is_compact_json_in_utf_8() -> None:
    text = read_section(parse(["Größe und *中文*.\n"])[0].blocks, Part.BODY)
    data = encode(text)
    assert "Größe".encode() in data
    assert b": " not in data.replace("Größe und 中文".encode(), b"")
    json.loads(data)
