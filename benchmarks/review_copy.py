"""A review copy beside the clean paper that it is made of: thirty pages, 2,000 comments by thirty members.

`python -m benchmarks.review_copy` also prints what it holds, and whether its proof finds anything.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.round_sample import make_round
from benchmarks.rows import Ratio, Row
from benchmarks.sample import NAME, SESSION, text_of
from pipeline.app.redlines.copy_proof import Wanted, prove_copy
from pipeline.app.rounds.ledgers import round_of
from pipeline.app.sources.baselines import current, origin_of
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import open_workspace
from pipeline.app.sources.reading import read_documents
from pipeline.model.document import Document
from pipeline.model.paper import Cover, Paper
from pipeline.render.copies.sayings import Told
from pipeline.render.copies.writer import Written, review_copy
from pipeline.render.word.paper import render_docx
from pipeline.review.copying import share_out
from pipeline.review.overlay import overlay
from pipeline.store.cache import Cache

WORDS, COMMENTS, MEMBERS = 11_000, 2_000, 30
_DATES = {"": "2025-06-01T00:00:00Z"}


def run(data: Path | None = None) -> Iterator[Row]:  # noqa: ARG001 - all benchmarks are called alike
    """The copy and its proof, from the round that is accounted for, beside the paper, from its Markdown."""
    with tempfile.TemporaryDirectory(prefix="hlcp-review-") as name:
        sample = _Sample(Path(name))
        paper = _seconds(sample.paper)
        yield Ratio("review copy, 2,000 comments, 30 pages; clean paper", _seconds(sample.copy), paper, 3)
        made, wanted = sample.copy()
        proof = _seconds(lambda: prove_copy(made.data, wanted, made.authors))
        yield Ratio("its proof for 30 members; clean paper", proof, paper, 3)


class _Sample:
    """A round on thirty pages that is accounted for."""

    def __init__(self, folder: Path) -> None:
        self._opened = open_workspace(make_round(folder, text_of(WORDS), COMMENTS, MEMBERS))
        self._view = round_of(self._opened, SESSION, open_cache(self._opened))
        self._entries = [entry for entry in self._view.ledger.entries if entry.comment.name.document == NAME]
        self._cover = Cover(self._opened.file.committee, "Sample session")
        self._reference = (self._opened.workspace.root / "templates" / "reference.docx").read_bytes()
        self._clean = self.paper()

    def paper(self) -> bytes:
        """The clean paper from its Markdown, nothing kept from before."""
        baseline = current(self._opened, SESSION, NAME)
        if baseline is None:
            raise RuntimeError("the sample text is not frozen")
        nothing = Cache(self._opened.workspace.root, enabled=False)
        (read,) = read_documents(self._opened, [origin_of(self._opened, baseline)], nothing)
        return render_docx(Paper(_known(read.document), self._cover, self._opened.profile, "1"), self._reference, {})

    def copy(self) -> tuple[Written, Wanted]:
        """The review copy, from what comments ask for to the file."""
        table = self._view.table(NAME)
        document = _known(self._view.stories[NAME].read[self._view.tables[NAME]].document)
        if table is None:
            raise RuntimeError("the sample text cannot be read")
        shares = share_out(self._entries, {}, table.read, self._view.tables[NAME])
        wanted = Wanted(self._clean, table.read.units, shares)
        made = overlay(shares, wanted.units)
        return review_copy(self._clean, (document, wanted.units), made, Told(), _DATES), wanted


def _known(document: Document | None) -> Document:
    if document is None:
        raise RuntimeError("the sample text cannot be read")
    return document


def _seconds(work: Callable[[], object]) -> float:
    """The least CPU seconds of five runs, programs that it starts included, after one that is not counted."""
    work()
    return min(_once(work) for _ in range(5))


def _once(work: Callable[[], object]) -> float:
    start = sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - start


def main() -> None:
    """Print the rows, and what the copy holds."""
    for row in run():
        print(row)
    with tempfile.TemporaryDirectory(prefix="hlcp-review-") as name:
        made, wanted = _Sample(Path(name)).copy()
        shares = wanted.shares
        print(f"{len(shares.shown)} changes, {len(shares.remarks)} remarks, {len(shares.listed)} listed")
        print(prove_copy(made.data, wanted, made.authors) or "the proof finds nothing")


if __name__ == "__main__":
    main()
