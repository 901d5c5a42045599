"""Carry a real public round of comments through the product and hold the result against what is known of it.

    python -m benchmarks.real_round FOLDER [--keep WORKSPACE]

FOLDER holds `comments.jsonl`, `truth.jsonl` and for each document `baseline/` and `final/`. The round becomes a
workspace; the product checks it, anchors, collides and accounts for every comment, and writes the ledger and the
matrices. Numbers of comments in brackets are those that do not count as good. Exit code 1: a share that is wanted is
missed; 2: no folder.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.real_applied import applied
from benchmarks.real_scores import Judge, Score
from benchmarks.real_workspace import SESSION, make
from pipeline.app.checking import check
from pipeline.app.rounds.ledgers import RoundView, round_of
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import open_workspace
from pipeline.model.finding import Severity
from pipeline.render.ledger_json import ledger_json
from pipeline.render.matrix.excel import matrix_xlsx
from pipeline.render.matrix.rows import matrix_rows


def main(argv: Sequence[str] | None = None) -> int:
    """Run it; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_round", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, help="make the workspace in this empty folder and leave it there")
    options = parser.parse_args(argv)
    if not (options.folder / "comments.jsonl").is_file():
        print(f"There is no comments.jsonl in {options.folder}.", file=sys.stderr)
        return 2
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        return _report(scores_of(options.folder, options.keep))
    with tempfile.TemporaryDirectory(prefix="hlcp-round-") as name:
        return _report(scores_of(options.folder, Path(name)))


def scores_of(folder: Path, root: Path) -> list[Score]:
    """The scores of a round, which becomes a workspace at `root`."""
    made = make(folder, root)
    truths = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines() if line]
    opened = open_workspace(root)
    cache = open_cache(opened)
    errors = [
        f"{finding.place.path}:{finding.place.line}:{finding.code}"
        for finding in check(opened, ("drafts", f"comments/{SESSION}/baseline"), cache)
        if finding.severity is Severity.ERROR
    ]
    view = round_of(opened, SESSION, cache)
    checked = Score("drafts and baselines converted without an error", int(not errors), 1, 1.0, tuple(errors[:5]))
    judged = Judge(made, view, truths).scores()
    outputs = _outputs(view, root)
    return [checked, *judged, *outputs, *applied(opened, view, cache, made.comments, truths)]


def _outputs(view: RoundView, root: Path) -> list[Score]:
    """That ledger and matrices hold every comment."""
    text = ledger_json(view.ledger)
    known = {row["name"] for row in json.loads(text)["comments"]}
    rows: list[str] = []
    for document in view.stories:
        table = view.table(document)
        matrix = matrix_rows(view.ledger, document, table.read.units if table else ())
        rows += [str(name) for row in matrix.rows for name in row.names]
        (root / f"{document}.matrix.xlsx").write_bytes(matrix_xlsx(matrix))
    (root / "ledger.json").write_text(text, "utf-8")
    total = len(view.ledger.entries)
    good = sum(rows.count(name) == 1 for name in known)
    return [Score("comments in exactly one row of a matrix", good, total, 1.0)]


def _report(scores: Sequence[Score]) -> int:
    for score in scores:
        print(score)
    return 0 if all(score.met for score in scores) else 1


if __name__ == "__main__":
    sys.exit(main())
