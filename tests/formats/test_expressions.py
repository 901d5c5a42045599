from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.expressions import LONGEST, OUTPUT, STEPS, ExpressionProblem, Expressions, printed
from pipeline.model.expression import Label

ROWS: list[Any] = [
    {"title": f"T{n}", "number": n, "codes": ["A", "B"] if n % 2 else ["C"], "used": [Label("sec-a"), "beta"]}
    for n in range(12)
]
DATA: dict[str, Any] = {"work": {"count": 12, "rows": ROWS, "none": [], "large": 12345, "text": " a\n b "}}


def value(source: str, row: object = None) -> tuple[str, ...]:
    return printed(Expressions(DATA).value(source, row))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("work.count", "12"),
        ("work.large", "12,345"),
        ("work.text", "a b"),
        ("work.none | count | in_words", "no"),
        ("9 | in_words", "nine"),
        ("10 | in_words", "10"),
        ("work.rows | selectattr('codes', 'contains', 'A') | count | in_words", "six"),
        ("work.rows | selectattr('number', 'lt', 3) | map(attribute='title') | listed", "T0, T1 and T2"),
        ("work.rows | map(attribute='title') | join(' · ') | lower", " · ".join(f"t{n}" for n in range(12))),
        ("work.rows | map(attribute='number') | sum * 2 / 3", "44"),
        ("(work.rows | sort(attribute='number', reverse=true) | first).title", "T11"),
        ("'few' if work.count < 20 else 'many'", "few"),
        ("'one two' | capitalized", "One two"),
    ],
)
def test_an_expression_has_a_value(source: str, text: str) -> None:
    assert value(source) == (text,)


def test_a_row_is_known_inside_a_table_only() -> None:
    assert value("row.title", ROWS[3]) == ("T3",)
    with pytest.raises(ExpressionProblem, match="known only in the row"):
        value("row.title")


def test_labels_stay_labels_among_texts() -> None:
    parts = value("row.used", ROWS[0])
    assert parts == ("sec-a", "beta")
    assert [isinstance(part, Label) for part in parts] == [True, False]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("work.cuont", "did you mean “count”"),
        ("wrok.count", "did you mean “work”"),
        ("work.count.real", "a number has no “real”"),
        ("work.rows.append", "a list has no “append”"),
        ("work.__class__", "underscore"),
        ("work['count']", "square brackets"),
        ("work | attr('count')", "attr"),
        ("range(9)", "a call"),
        ("work.rows.pop()", "a call"),
        ("work.text.format(1)", "a call"),
        ("'%s' % work.count", "%"),
        ("'a' ~ 'b'", "~"),
        ("'a' * 99", "numbers only"),
        ("9 ** 9", "a power"),
        ("999999999999 * 999999999999", "too large"),
        ("1 / 0", "zero"),
        ("work.count if work.count > 99", "no value"),
        ("work.rows", "a list"),
        ("work", "keys with values"),
        ("1 == 1", "yes or no"),
        ("work.rows | sum", "numbers are needed"),
        ("work.text | count", "a list is needed"),
        ("work.count | center(9)", "center"),
        ("{'a': 1}", "dict"),
        ("work.count %}{% for x in y %}", "end of print|expected|unexpected"),
        ("work.count }} {{ 1", "unexpected|chunk"),
        ("", "empty"),
        ("(" * 99, "brackets"),
        ("work.count" + " " * LONGEST, "characters"),
    ],
)
def test_what_an_expression_may_not_do_is_told(source: str, why: str) -> None:
    with pytest.raises(ExpressionProblem, match=why):
        value(source)


def test_work_and_output_are_bounded() -> None:
    many: list[Any] = [{"text": "x" * 99}] * 2000
    expressions = Expressions({"many": many})
    with pytest.raises(ExpressionProblem, match=f"{OUTPUT:,} characters"):
        expressions.value("many | map(attribute='text') | join")
    with pytest.raises(ExpressionProblem, match=f"{STEPS:,} steps"):
        expressions.value("many | select('in', many) | count")
    assert expressions.value("many | count") == 2000  # each expression begins anew


@given(st.text("work.count|rows()'\"+-*/<>=!,~%{}[] \\:0123456789", max_size=60))
def test_whatever_is_written_ends_with_a_value_or_a_problem(source: str) -> None:
    try:
        assert isinstance(value(source), tuple)
    except ExpressionProblem as problem:
        assert str(problem)
