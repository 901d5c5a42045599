"""A merge neither touches an expression nor makes one."""

import pytest

from tests.app.merging_sample import decided, merge, replace, start, submit
from tests.app.small import FIRST, Small

VALUE = "[numbers.list | count | in_words]{.data}"
WITH_DATA = FIRST.replace("closes the section", f"closes the {VALUE} sections of the paper")
PATH = "drafts/alpha/01-first.md"


@pytest.fixture
def counted(small: Small) -> Small:
    small.write(PATH, WITH_DATA)
    small.write("drafts/alpha/data/numbers.yaml", "list: [a, b, c]\n")
    return small


def test_words_around_a_value_are_merged_and_its_expression_stays(counted: Small) -> None:
    start(counted)
    submit(counted, "MEMBER-A", replace("sections of the paper", "sections of the whole paper"))
    decided(counted, "MEMBER-A#1")
    assert merge(counted).code == 0
    assert counted.read(PATH) == WITH_DATA.replace("of the paper", "of the whole paper")


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("three", "four"),
        ("closes the three sections", "closes the sections"),
        ("the three sections of", "all three sections of"),
        ("three sections", "3 sections"),
    ],
)
def test_a_value_itself_is_not_merged(counted: Small, quote: str, words: str) -> None:
    start(counted)
    submit(counted, "MEMBER-A", replace(quote, words))
    decided(counted, "MEMBER-A#1")
    merge(counted)
    assert VALUE in counted.read(PATH)
    assert "four" not in counted.read(PATH)


def test_a_proposal_that_looks_like_an_expression_is_only_words(counted: Small) -> None:
    start(counted)
    submit(counted, "MEMBER-A", replace("sections of the paper", "[numbers.list | count]{.data} of the paper"))
    decided(counted, "MEMBER-A#1")
    merge(counted)
    text = counted.read(PATH)
    assert text.count("]{.data}") == 1
    assert "numbers.list | count" not in text.replace(VALUE, "") or "\\[numbers.list" in text
    assert [row for row in counted.check().rows if row["code"].startswith("DATA-")] == []


def test_a_paragraph_with_a_value_is_not_taken_out(counted: Small) -> None:
    start(counted)
    paragraph = "The third paragraph refers to paragraph 1 and closes the three sections of the paper."
    submit(counted, "MEMBER-A", {"quote": paragraph, "action": "delete", "comment": "It is not needed."})
    decided(counted, "MEMBER-A#1")
    merge(counted)
    assert counted.read(PATH) == WITH_DATA


def test_a_cell_made_from_data_is_not_merged(counted: Small) -> None:
    table = (
        '\n::: {.data-table #tbl-n caption="Numbers" rows="numbers.rows"}\n| Number |\n|:--|\n'
        "| [row.name]{.data} of many |\n:::\n"
    )
    counted.add(PATH, table)
    counted.write("drafts/alpha/data/numbers.yaml", "list: [a, b, c]\nrows: [{name: Number one}, {name: Number two}]\n")
    start(counted)
    submit(counted, "MEMBER-A", replace("Number one of many", "Number one of a few", reference="Table 1, row 1"))
    decided(counted, "MEMBER-A#1")
    merge(counted)
    assert counted.read(PATH) == WITH_DATA + table
