"""`hlcp merge --assume`: the text as it would read if more were accepted; drafts and decisions stay as they are."""

from pipeline.app.merging.committing import due
from pipeline.app.merging.planning import plan_merge
from pipeline.app.packs.building import Progress
from pipeline.app.packs.previewing import Texts, render_texts
from pipeline.app.papers.kept import Built
from pipeline.app.rounds.ledgers import round_of
from pipeline.app.sources.opening import Opened
from pipeline.model.comment import CommentType
from pipeline.model.finding import Finding, PipelineError
from pipeline.model.ledger import Entry, State
from pipeline.model.saying import quoted
from pipeline.store.cache import Cache

FOLDER = "what-if"
_KINDS = ("all", "all-uncontested", *(kind.value for kind in CommentType))


def what_if(
    opened: Opened, session: str, assume: str, means: tuple[Cache, int], progress: Progress
) -> tuple[tuple[Finding, ...], Built, int]:
    """Render the documents of a round as if more proposals were accepted.

    Args:
        opened: the workspace.
        session: on whose text the comments were made.
        assume: "accepted:" and "all", "all-uncontested", or a type of comments.
        means: the cache, and how many files are rendered at a time.
        progress: called with each file.

    Returns:
        What was refused, what was rendered, and how many requests were merged.

    Raises:
        PipelineError: it is not said what to assume.
    """
    kind = _kind(assume)
    view = round_of(opened, session, means[0])
    plans = plan_merge(opened, view, lambda entry: due(entry) or _assumed(entry, kind), means[0])
    read = tuple(plan.after or plan.today for plan in plans)
    texts = Texts(FOLDER, read, f"As it would read with {assume.replace(':', ': ')}")
    built = render_texts(opened, texts, means[1], means[0], progress)
    findings = tuple(sorted({finding for plan in plans for finding in plan.findings}))
    return findings, built, sum(len(plan.items) for plan in plans)


def _kind(assume: str) -> str:
    decision, _, kind = assume.partition(":")
    if decision != State.ACCEPTED.value or kind not in _KINDS:
        known = ", ".join(f"accepted:{name}" for name in _KINDS)
        raise PipelineError(f"{quoted(assume)} is nothing that can be assumed", f"assume one of {known}")
    return kind


def _assumed(entry: Entry, kind: str) -> bool:
    if entry.comment.proposal is None or entry.state not in (State.OPEN, State.STALE):
        return False
    if kind == "all-uncontested":
        return not entry.collisions
    return kind in ("all", entry.comment.type.value)
