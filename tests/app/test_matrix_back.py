"""A matrix filled in by hand moves the ledger: made, filled in, read back, written, made again."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.app.rounds.disposing import Plan, write
from pipeline.app.rounds.ledgers import RoundView, round_of
from pipeline.app.rounds.matrix_back import plan_from_matrix
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import Opened, open_workspace
from pipeline.model.ledger import State
from pipeline.model.matrix import Column
from pipeline.render.matrix.excel import matrix_xlsx
from pipeline.render.matrix.rows import matrix_rows
from tests.copies import copy_project

SESSION, DOCUMENT = "hlcp-2025-06", "conceptual-framework"


class Round:
    """The sample round in a workspace of its own."""

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self.file = f"comments/{SESSION}/dispositions/{DOCUMENT}.yaml"
        self.opened, self.view = self._look()

    def _look(self) -> tuple[Opened, RoundView]:
        opened = open_workspace(self._workspace)
        return opened, round_of(opened, SESSION, open_cache(opened))

    def matrix(self) -> bytes:
        table = self.view.table(DOCUMENT)
        assert table is not None
        return matrix_xlsx(matrix_rows(self.view.ledger, DOCUMENT, table.read.units))

    def take(self, data: bytes) -> Plan:
        """Read a matrix back and write what it decides."""
        plan = plan_from_matrix(self.view, data, "m.xlsx")
        write(self.opened, SESSION, plan.steps)
        self.opened, self.view = self._look()
        return plan

    def states(self) -> dict[str, State]:
        return {e.comment.name.short: e.state for e in self.view.ledger.entries if e.comment.name.document == DOCUMENT}

    def text(self) -> str:
        return (self._workspace / self.file).read_text()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace for all tests here, so that its texts are read once."""
    root = tmp_path_factory.mktemp("shared")
    copy_project(root)
    return root


@pytest.fixture
def sample(shared: Path) -> Round:
    (shared / f"comments/{SESSION}/dispositions/{DOCUMENT}.yaml").unlink(missing_ok=True)
    return Round(shared)


def filled(data: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def on(comment: str, **values: str) -> Callable[[Any], None]:
    """Fill in the row of a comment."""

    def change(sheet: Any) -> None:
        heads = [cell.value for cell in sheet[1]]
        names = heads.index(Column.NAMES) + 1
        [row] = [n for n in range(2, sheet.max_row + 1) if comment in sheet.cell(n, names).value.split(", ")]
        for column, text in values.items():
            sheet.cell(row, heads.index(Column[column.upper()]) + 1).value = text

    return change


def test_a_matrix_as_it_was_made_changes_nothing(sample: Round) -> None:
    plan = sample.take(sample.matrix())
    assert (plan.steps, plan.refused) == ((), ())


def test_decisions_are_written_and_the_ledger_moves(sample: Round) -> None:
    made = sample.matrix()
    plan = sample.take(filled(made, on("MEMBER-A#4", decision="Noted", response="With thanks.\n\n# and: more")))
    assert [(step.name.short, step.before, step.after) for step in plan.steps] == [("MEMBER-A#4", "open", "noted")]
    assert sample.states()["MEMBER-A#4"] is State.NOTED
    again = sample.take(filled(made, on("MEMBER-A#4", decision="Noted", response="With thanks.\n\n# and: more")))
    assert (again.steps, again.refused) == ((), ())


def test_every_supporter_of_a_request_gets_the_decision(sample: Round) -> None:
    [row] = [
        e
        for e in sample.view.ledger.entries
        if e.comment.name.short == "MEMBER-B#2" and e.comment.name.document == DOCUMENT
    ]
    assert len(row.supporters) > 1
    sample.take(filled(sample.matrix(), on("MEMBER-B#2", decision="accepted")))
    accepted = {name.split("#")[0] for name, state in sample.states().items() if state is State.ACCEPTED}
    assert accepted == set(row.supporters)


def test_a_response_that_was_erased_is_taken_out_and_open_takes_the_decision_back(sample: Round) -> None:
    sample.take(filled(sample.matrix(), on("MEMBER-A#4", decision="noted", response="With thanks.")))
    sample.take(filled(sample.matrix(), on("MEMBER-A#4", decision="deferred", response="")))
    assert sample.states()["MEMBER-A#4"] is State.DEFERRED
    assert "With thanks." not in sample.text()
    sample.take(filled(sample.matrix(), on("MEMBER-A#4", decision="open")))
    assert sample.states()["MEMBER-A#4"] is State.OPEN


def test_a_decision_taken_meanwhile_is_not_overwritten(sample: Round) -> None:
    made = sample.matrix()
    sample.take(filled(made, on("MEMBER-A#4", decision="noted")))
    plan = sample.take(filled(made, on("MEMBER-A#4", decision="deferred")))
    assert plan.steps == ()
    assert "was decided in another way after the matrix was made" in plan.refused[0].message
    assert sample.states()["MEMBER-A#4"] is State.NOTED


def test_what_the_rules_refuse_is_refused_and_the_rest_is_written(sample: Round) -> None:
    def change(sheet: Any) -> None:
        on("MEMBER-A#4", decision="not-accepted")(sheet)
        on("MEMBER-A#3", decision="accepted")(sheet)

    plan = sample.take(filled(sample.matrix(), change))
    assert ["needs a response" in finding.message for finding in plan.refused] == [True]
    assert sample.states()["MEMBER-A#3"] is State.ACCEPTED
    assert sample.states()["MEMBER-A#4"] is State.OPEN
