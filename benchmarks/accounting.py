"""Account for a round as the commands do: check, anchor, collide, ledger and the matrix in Excel.

    python -m benchmarks.accounting WORKSPACE SESSION

The ledger and the matrices go to WORKSPACE/build/. Used by `benchmarks.comments`, which measures it from outside.
"""

import gc
import sys
from pathlib import Path

from pipeline.app.checking import check
from pipeline.app.rounds.ledgers import round_of
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import open_workspace
from pipeline.render.ledger_json import ledger_json
from pipeline.render.matrix.rows import matrix_rows
from pipeline.store.cache import key
from pipeline.store.versions import code_fingerprint


def main(root: Path, session: str) -> None:
    """Do it once; an Excel file of the same content is not made again, as in a pack."""
    gc.disable()  # as the commands do: nearly all values live until the end
    opened = open_workspace(root)
    cache = open_cache(opened)
    check(opened, (), cache)
    view = round_of(opened, session, cache)
    text = ledger_json(view.ledger)
    (root / "build" / "ledger.json").write_text(text, "utf-8")
    for document in view.ledger.documents:
        name = key("xlsx", code_fingerprint(), text, document)
        data = cache.get("round", name)
        if data is None:
            from pipeline.render.matrix.excel import matrix_xlsx

            table = view.table(document)
            data = matrix_xlsx(matrix_rows(view.ledger, document, table.read.units if table else ()))
            cache.put("round", name, data)
        (root / "build" / f"{document}.matrix.xlsx").write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
