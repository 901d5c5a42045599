"""`hlcp dispose --from-matrix`: what the secretariat filled in by hand, as decisions to be checked like any other."""

from dataclasses import replace

from pipeline.app.rounds.disposing import Decision, Plan, plan
from pipeline.app.rounds.ledgers import RoundView
from pipeline.intake.matrix import FilledRow, checked_against, read_matrix
from pipeline.model.matrix import filled_mark, filled_of


def plan_from_matrix(view: RoundView, data: bytes, path: str) -> Plan:
    """What a filled-in matrix would change; rows that cannot be taken over are among the refusals.

    Args:
        view: the round as it stands.
        data: the bytes of the Excel file.
        path: its name, for the findings.
    """
    entries = {entry.comment.name: entry for entry in view.ledger.entries}
    rows, findings = read_matrix(data, path)
    known = {name: entry.comment.fingerprint for name, entry in entries.items()}
    decided = {name: filled_mark(filled_of(entry)) for name, entry in entries.items()}
    rows, outdated = checked_against(rows, known, decided)
    made = plan(view, [(entries[name], _decision(row)) for row in rows for name in row.names])
    return replace(made, refused=tuple(sorted({*made.refused, *findings, *outdated})))


def _decision(row: FilledRow) -> Decision:
    return Decision(row.decision, row.response, row.text, superseded_by=row.superseded_by, whole=True)
