"""Values in place of expressions: literal text at the place of the expression, and everything else untouched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.pandoc import parse
from pipeline.model.document import Paragraph, Part, Reference, Table, Text
from pipeline.model.expression import Expression, Label
from pipeline.text.blocks import SectionText, read_section
from pipeline.text.codec import decode, encode
from pipeline.text.data import Evaluator, Printed, substituted, with_sources
from pipeline.text.words import printed

MARKDOWN = """\
There are ([a.count | in_words]{.data}) and *[b]{.data}*,
[of
many]{.data}.[^n]

(a) An item with ["x" if a.b else 'y']{.data};

::: {.data-table #tbl-x caption="Cap" rows="rows | sort(attribute='title')"}
| A | B |
|:--|--:|
| [row.title]{.data} | [row.all \\| listed]{.data}, more |
:::

[^n]: A note with [n_n * 2 * 3]{.data}.
"""


def section(markdown: str = MARKDOWN) -> SectionText:
    return with_sources(read_section(parse([markdown])[0].blocks, Part.BODY), markdown)


def evaluator(values: dict[str, Printed], rows: list[str] | None = None) -> Evaluator:
    def value(expression: Expression, row: object) -> Printed | None:
        return values.get(f"{row}:{expression.source}" if row else expression.source)

    return Evaluator(value, lambda _: rows, lambda at, code, message: refused.append(f"{at.line} {code} {message}"))


refused: list[str] = []


def words(text: SectionText) -> list[str]:
    return [printed(block.inlines) for block in text.blocks if isinstance(block, Paragraph)]


def test_an_expression_is_taken_from_the_file_as_it_was_written() -> None:
    assert [(one.at.line, one.source) for one in section().data] == [
        (7, "rows | sort(attribute='title')"),
        (1, "a.count | in_words"),
        (1, "b"),
        (2, "of many"),
        (13, "n_n * 2 * 3"),
        (5, "\"x\" if a.b else 'y'"),
        (10, "row.title"),
        (10, "row.all | listed"),
    ]
    assert section().findings == ()


def test_expressions_survive_the_cache() -> None:
    assert decode(encode(section())) == section()


def test_a_value_is_literal_text_at_the_place_of_its_expression() -> None:
    value = "*two* [x](y) {.z}"
    text = substituted(section(), evaluator({"a.count | in_words": (value,), "b": ("b",), "of many": ("m",)}))
    assert words(text)[0] == f"There are ({value}) and b, m."
    (first, *_) = text.blocks
    assert isinstance(first, Paragraph)
    pieces = [piece for piece in first.inlines if isinstance(piece, Text) and piece.text in value.split()]
    assert {piece.at for piece in pieces if piece.at} == {section().data[1].at}
    assert [piece.style for piece in first.inlines if isinstance(piece, Text) and piece.text == "b"] == [1]


def test_what_has_no_value_keeps_the_words_of_its_expression() -> None:
    assert words(substituted(section(), evaluator({})))[0].startswith("There are (a.count | in_words) and b, of many.")


def test_a_table_repeats_its_row() -> None:
    values: dict[str, Printed] = {f"{n}:row.title": (f"T{n}",) for n in "12"}
    values |= {f"{n}:row.all | listed": (f"L{n}",) for n in "12"}
    table = next(
        block for block in substituted(section(), evaluator(values, ["1", "2"])).blocks if isinstance(block, Table)
    )
    assert [[printed(cell.paragraphs[0]) for cell in row] for row in table.rows] == [
        ["T1", "L1, more"],
        ["T2", "L2, more"],
    ]
    assert (table.id, table.alignments) == ("tbl-x", ("left", "right"))


def test_a_cell_without_a_value_is_empty() -> None:
    markdown = MARKDOWN.replace(", more", "")
    values: dict[str, Printed] = {"1:row.title": ("T",), "1:row.all | listed": ("",)}
    text = substituted(section(markdown), evaluator(values, ["1"]))
    table = next(block for block in text.blocks if isinstance(block, Table))
    assert table.rows[0][1].paragraphs == ()


def test_a_table_of_two_rows_is_refused() -> None:
    refused.clear()
    markdown = MARKDOWN.replace("more |\n", "more |\n| x | y |\n")
    substituted(section(markdown), evaluator({}, ["1"]))
    assert refused == ["7 DATA-TABLE a table made from data has one row, which is repeated; this one has 2"]


def test_labels_become_references() -> None:
    (first, *_) = substituted(section(), evaluator({"b": (Label("sec-x"), "beta")})).blocks
    assert isinstance(first, Paragraph)
    index = next(i for i, piece in enumerate(first.inlines) if isinstance(piece, Reference))
    assert [getattr(piece, "target", getattr(piece, "text", "")) for piece in first.inlines[index : index + 4]] == [
        "sec-x", ",", " ", "beta",
    ]  # fmt: skip


@pytest.mark.parametrize("markdown", ["Words only.\n", "(a) One;\n\n(b) Two.\n"])
def test_a_text_without_expressions_stays_itself(markdown: str) -> None:
    assert substituted(section(markdown), evaluator({})) == section(markdown)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
def test_any_value_is_printed_as_it_is_but_for_its_outer_and_double_blanks(value: str) -> None:
    text = substituted(PLAIN, evaluator({"x": (value,)}))
    assert words(text)[0] == f"A({' '.join(value.split())})b"


PLAIN = section("A([x]{.data})b\n")
