"""Which proposals of a real round the final text has taken up, by the product's own decision to merge."""

from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.real_scores import Score
from benchmarks.real_workspace import SESSION
from pipeline.app.ledgers import RoundView
from pipeline.model.ledger import Entry
from pipeline.review.drafts import Draft
from pipeline.review.merging import Outcome, Proposal, merge
from pipeline.review.placing import Texts

_BLANK = "\n\n"


def applied(view: RoundView, comments: Iterable[Mapping[str, Any]], truths: Iterable[Mapping[str, Any]]) -> list[Score]:
    """Proposals found in the final text or not, and accepted ones whose old words still stand."""
    truth = {str(row["issue"]): row.get("final_contains_suggestion") for row in truths}
    accepted = {str(row["issue"]) for row in comments if row["disposition"] == "accepted"}
    yes: list[tuple[str, bool]] = []
    no: list[tuple[str, bool]] = []
    for entry in view.ledger.entries:
        issue = entry.comment.name.id
        if truth.get(issue) is None or entry.request is None:
            continue
        (yes if truth[issue] else no).append((issue, _is_there(view, entry)))
    left = [(issue, not there) for issue, there in no if issue in accepted]
    return [
        _score("proposals that the final text has: found to be applied", yes),
        _score("proposals that it has not: found not to be applied", [(i, not there) for i, there in no]),
        _score("accepted, and the old words still there: told", left),
    ]


def _score(what: str, answers: list[tuple[str, bool]]) -> Score:
    bad = tuple(issue for issue, good in answers if not good)
    return Score(what, len(answers) - len(bad), len(answers), None, bad)


def _is_there(view: RoundView, entry: Entry) -> bool:
    texts = view.stories[entry.comment.name.document].texts[SESSION]
    proposal, read = entry.comment.proposal, entry.anchors[0].read
    if proposal is None or read is None:
        return False
    old, new = _draft(texts, today=False), _draft(texts, today=True)
    wanted = Proposal(proposal.action, (read.start, read.end), proposal.words)
    return merge(wanted, old, new, texts.found).outcome is Outcome.ALREADY


def _draft(texts: Texts, *, today: bool) -> Draft:
    """The printed text as a draft whose words are those of the map."""
    body = texts.today if today else texts.read
    offsets, at = [], 0
    for block in body.wording.blocks:
        offsets.append(at)
        at += len(block) + len(_BLANK)
    return Draft(_BLANK.join(body.wording.blocks), body.wording, tuple(offsets))
