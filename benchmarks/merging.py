"""Carry the proposals of a set of samples over to today's text and print what became of each, one JSON object a line.

    python -m benchmarks.merging FOLDER SET [--steps] > predictions.jsonl

FOLDER holds SET.A.md, SET.B.md, merge-SET.jsonl and, for --steps, SET.step01.md and so on; each may end in .gz. Only
`id`, `para`, `quote`, `action` and `proposal` of a sample are looked at. CPU seconds go to stderr. Exit code 2: a file
is not there.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from benchmarks.anchoring import Missing, read, steps_of
from pipeline.model.comment import Action
from pipeline.review.anchoring import QuoteIndex, find_quote
from pipeline.review.drafts import Draft
from pipeline.review.merging import Merged, Outcome, Proposal, merge
from pipeline.text.aligning import WordMap, align_words, through

_WHOLE = {"insert-paragraph-after": Action.INSERT_AFTER, "delete-paragraph": Action.DELETE}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.merging", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("set")
    parser.add_argument("--steps", action="store_true", help="follow the words through the revisions between")
    options = parser.parse_args(argv)
    try:
        for line in predictions(options.folder, options.set, steps=options.steps):
            print(line)
    except Missing as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def predictions(folder: Path, name: str, *, steps: bool = False) -> Iterator[str]:
    """The lines for one set.

    Raises:
        Missing: a file that is needed is not there.
    """
    old, new = Draft.of(read(folder, f"{name}.A.md")), Draft.of(read(folder, f"{name}.B.md"))
    samples = [json.loads(line) for line in read(folder, f"merge-{name}.jsonl").splitlines() if line]
    between = steps_of(folder, name) if steps else []
    begun = time.process_time()
    found = through([old.wording, *between, new.wording])
    direct = cache(lambda: align_words(old.wording, new.wording)) if between else None
    index = QuoteIndex(old.wording)
    for sample in samples:
        result = _merged(sample, index, (old, new), (found, direct))
        edit = list(result.change) if result.change else None
        yield json.dumps({"id": sample["id"], "result": result.outcome.value, "edit": edit}, sort_keys=True)
    seconds = time.process_time() - begun
    print(f"{name}: {len(samples)} proposals, {len(between)} steps; {seconds:.2f} s of CPU", file=sys.stderr)


def _merged(
    sample: dict[str, str],
    index: QuoteIndex,
    texts: tuple[Draft, Draft],
    maps: tuple[WordMap, Callable[[], WordMap] | None],
) -> Merged:
    place = find_quote(index, sample["quote"], int(sample["para"]))
    if place.span is None:
        return Merged(Outcome.REFUSED)
    action = sample["action"]
    whole = action in _WHOLE
    wanted = _WHOLE[action] if whole else Action(action)
    return merge(Proposal(wanted, place.span, sample["proposal"], whole), *texts, *maps)


if __name__ == "__main__":
    sys.exit(main())
