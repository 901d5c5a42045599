import itertools

import pytest

from pipeline.formats.pandoc import parse
from pipeline.model.document import Paragraph, Part, Section
from pipeline.review.edits import plain
from pipeline.text.blocks import read_section
from pipeline.text.source_blocks import beside_block, block_span, without_block
from pipeline.text.source_words import Sheet, Splice, applied, escaped, lay, splice
from pipeline.text.words import Stretch, stretches

SOURCE = """---
title: X
---

{#p-a}
A *first emph* word's "quoted text" here[^1] -- and a
second   line with \\*star\\* and &amp; café, see [](#p-a) and [link text](https://x.org) end**bo**ld.

(a) Item one
    goes on;

(b) Item *two*.

::: {.table #tbl-a caption="Some caption"}
| A | B *c* |
|---|---|
| x y | z \\| w |
:::

Last... paragraph.

[^1]: A note *text* here.
"""


def section(text: str) -> Section:
    read = read_section(parse([text])[0].blocks, Part.BODY)
    return Section("s.md", Part.BODY, blocks=read.blocks, notes=read.notes)


def texts(source: str) -> list[str]:
    return [stretch.text for stretch in stretches(section(source))]


def stretch_with(source: str, words: str) -> Stretch:
    return next(stretch for stretch in stretches(section(source)) if words in stretch.text)


def edited(source: str, old: str, new: str, *, after: bool = False) -> str | None:
    """The source with printed words replaced, or with words inserted after them."""
    sheet, stretch = Sheet(source), stretch_with(source, old)
    start = stretch.text.index(old)
    cut = (start + len(old),) * 2 if after else (start, start + len(old))
    made = splice(sheet, lay(sheet, stretch), cut, new)
    return applied(source, (made,)) if made else None


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_printed_character_lies_over_what_prints_it(ends: str) -> None:
    source = SOURCE.replace("\n", ends)
    sheet = Sheet(source)
    for stretch in stretches(section(source)):
        laid = lay(sheet, stretch)
        for sign, low, high in zip(stretch.text, laid.low, laid.high, strict=True):
            if sign.isalnum() and stretch.text != "Some caption":
                assert source[low:high] in (sign, "&amp;")


def test_a_caption_in_an_attribute_has_no_place() -> None:
    assert edited(SOURCE, "caption", "heading") is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("first emph", "second", "A *second* word's"),  # inside emphasis it stays emphasized
        ("first emph word", "new", "A new's \"quoted"),  # emphasis that goes entirely takes its marks along
        ("first emph ", "", "A word's"),
        ("emph word", "new", None),  # half of it cannot go
        ("here – and", "now", None),  # a footnote mark would be lost
        ("– and a second line", "line", "here[^1] line with"),  # across a line end
        ("*star*", "_u_ -- [x]", "with \\_u\\_ -\\- \\[x\\] and &amp;"),
        ("& café", "the café", "and the café, see"),
        ("link text", "words", "[words](https://x.org)"),
        ("endbold", "endit", "https://x.org) endit."),
        ("z | w", "a | b", "| a \\| b |"),
        ("one goes", "two", "(a) Item two on;"),
        ("text here.", "now.", "A note now."),
    ],
)
def test_words_are_replaced_from_the_first_to_the_last_character(old: str, new: str, expected: str | None) -> None:
    made = edited(SOURCE, old, new)
    assert (made is None) if expected is None else (expected in str(made))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("here", " now", "here now[^1] --"),  # the note stays with what follows the words
        ("first emph", " new", "*first emph* new word's"),
        ("A", " very", "A very *first"),
        ("two.", " More.", "(b) Item *two*. More."),
    ],
)
def test_words_are_inserted_outside_markup(old: str, new: str, expected: str) -> None:
    assert expected in str(edited(SOURCE, old, new, after=True))


TOKENS = [
    "word", "*", "**", "_", "_a_", "[", "](x)", "[^1]", "<b>", "&amp;", "&", "`", "``", "~", "^", "\\", "{", "{.x}",
    "|", "#", "##", ">", "-", "--", "---", "+", "1.", "1)", "(a)", "a.", "IV.", "=", ":", ":::", "!", "![", "$",
    '"q"', "it's", "https://example.org/a_b", "x@example.org", ":smile:", "\u00a0", "…", "...", "%", "//",
]  # fmt: skip


def test_whatever_is_written_is_printed_so() -> None:
    wanted = [f"{one} {other}" for one, other in zip(TOKENS, TOKENS[1:] + TOKENS[:1], strict=True)]
    wanted += [f"{one} word" for one in TOKENS]
    wanted += ["".join(pair) for pair in itertools.product(TOKENS[::2], TOKENS[1::2])]
    wanted = [words for words in wanted if words.strip()]
    bodies = [f"Before\n\n{escaped(words, at_start=True)}\n\nword {escaped(words)} word" for words in wanted]
    wrong = []
    for words, parsed in zip(wanted, parse(bodies), strict=True):
        read = read_section(parsed.blocks, Part.BODY)
        printed = [stretch.text for stretch in stretches(Section("s", Part.BODY, blocks=read.blocks))]
        expected = ["Before", plain(words), plain(f"word {words} word")]
        if [plain(text) for text in printed] != expected or read.findings:
            wrong.append((words, printed, read.findings))
    assert wrong == []


# -- whole paragraphs


def paragraphs(source: str) -> list[Paragraph]:
    return [block for block in section(source).blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("number", range(4))
def test_a_paragraph_goes_with_its_label_and_the_blank_lines_after_it(number: int, ends: str) -> None:
    source = SOURCE.replace("\n", ends)
    found = paragraphs(source)
    at, heir = found[number].at, found[2].at if number == 1 else None
    assert at is not None
    left = applied(source, (without_block(Sheet(source), at, heir),))
    gone = stretch_with(source, ("A first", "Item one", "Item two", "Last")[number]).text
    assert texts(left) == [text for text in texts(source) if text != gone and not (number == 0 and "note" in text)]
    assert f"{ends}{ends}{ends}" not in left
    assert ("{#p-a}" in left) == (number != 0)
    marks = [p.ordinal for p in paragraphs(left) if p.kind]
    assert marks == ([1] if number in (1, 2) else [1, 2])


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("after", [True, False])
def test_new_paragraphs_stand_beside_one_and_are_items_beside_an_item(number: int, ends: str, after: bool) -> None:
    source = SOURCE.replace("\n", ends)
    old = paragraphs(source)
    at = old[number].at
    assert at is not None
    made = applied(source, (beside_block(Sheet(source), at, ("1. New", "# Newer"), after=after),))
    now = paragraphs(made)
    place = number + after
    assert [p.role for p in now[place : place + 2]] == [old[number].role] * 2
    assert ["".join(getattr(i, "text", "") for i in p.inlines) for p in now[place : place + 2]] == ["1. New", "# Newer"]
    assert len(now) == len(old) + 2
    ordinals = [p.ordinal for p in now if p.kind]
    assert ordinals == list(range(1, len(ordinals) + 1))


def test_items_without_blank_lines_get_none() -> None:
    source = "- one\n- two\n"
    at = paragraphs(source)[0].at
    assert at is not None
    assert applied(source, (beside_block(Sheet(source), at, ("new",), after=True),)) == "- one\n- new\n- two\n"
    assert block_span(Sheet(source), at) == (0, 5)


def test_at_one_point_new_words_stand_inside_of_new_paragraphs() -> None:
    splices = (Splice(3, 3, "\n\nNew."), Splice(3, 3, " more"), Splice(0, 0, "Old.\n\n"), Splice(0, 0, "The "))
    assert applied("one", splices) == applied("one", splices[::-1]) == "Old.\n\nThe one more\n\nNew."
