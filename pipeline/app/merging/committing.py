"""`hlcp merge`: accepted proposals become commits, one for each request, in the order of the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.app.merging.planning import DocumentPlan, Item, plan_merge
from pipeline.app.rounds.ledgers import RoundView, round_of
from pipeline.app.sources.opening import Opened
from pipeline.model.comment import Registry
from pipeline.model.finding import EnvironmentProblem, Finding, PipelineError
from pipeline.model.ledger import EffectKind, Entry
from pipeline.review.asking import counts
from pipeline.review.minutes import by_secretariat, reasons, signature, subject, trailers
from pipeline.store.cache import Cache
from pipeline.store.git import Repository, git_problem
from pipeline.store.git_series import Step
from pipeline.store.lock import BuildLock

WAIT = 10.0  # seconds for another command to end


@dataclass(frozen=True)
class MergePlan:
    """What would be merged of a round.

    Attributes:
        view: the round as it stands.
        documents: the plan of each document that has accepted proposals.
    """

    session: str
    view: RoundView
    documents: tuple[DocumentPlan, ...]

    @property
    def items(self) -> tuple[tuple[DocumentPlan, Item], ...]:
        """All requests that can be merged, in the order of the agenda and of the texts."""
        return tuple((document, item) for document in self.documents for item in document.items)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was refused, and seams to read."""
        return tuple(sorted({finding for document in self.documents for finding in document.findings}))


def plan(opened: Opened, session: str, cache: Cache) -> MergePlan:
    """What `hlcp merge` would do; nothing is written.

    Raises:
        PipelineError: there is no such session, or its file cannot be read.
    """
    view = round_of(opened, session, cache)
    return MergePlan(session, view, plan_merge(opened, view, due, cache))


def due(entry: Entry) -> bool:
    """Whether the text still owes this comment something; what was applied once is not applied again by itself."""
    done = entry.effect is not None and entry.effect.kind in (EffectKind.APPLIED, EffectKind.OVERWRITTEN)
    return counts(entry) and not done


def merge(opened: Opened, session: str, cache: Cache, *, squash: bool = False) -> tuple[MergePlan, tuple[str, ...]]:
    """Merge what was accepted; returns the plan and the ids of the commits, none when there was nothing to do.

    Args:
        opened: the workspace.
        session: on whose text the comments were made.
        cache: for sections.
        squash: one commit for each document, in the name of whoever runs the command.

    Raises:
        PipelineError: outside Git, with uncommitted drafts or decisions, on no branch, during a rebase, without an
            identity, or when the hook of the repository refuses. Nothing has changed then.
    """
    repository = clean_repository(opened, session)
    with BuildLock(opened.workspace.build, WAIT):
        made = plan(opened, session, cache)
        if not made.items:
            return made, ()
        steps = _squashed(made, repository) if squash else _steps(made, repository)
        return made, repository.commit_series(steps)


def clean_repository(opened: Opened, session: str) -> Repository:
    """The repository of the workspace, when drafts and the comments of the session are as in the current commit.

    Raises:
        EnvironmentProblem: Git cannot be used.
        PipelineError: there is no repository or no identity, or something is not committed.
    """
    problem = git_problem()
    if problem is not None:
        raise EnvironmentProblem(problem, "install it; `hlcp doctor` says which version is needed")
    repository = Repository.find(opened.workspace.root)
    if repository is None:
        raise PipelineError("a merge is made of commits, and this is no Git repository", "run `git init` and commit")
    dirty = repository.is_dirty(("drafts", opened.workspace.session_folder(session)))
    if dirty:
        shown = ", ".join(dirty[:3]) + (f" and {len(dirty) - 3} more" if len(dirty) > 3 else "")
        hint = "commit them (decisions too: a merge refers to them) or take them back, then merge"
        raise PipelineError(f"there are changes that are not committed: {shown}", hint)
    repository.identity_or_fail()
    return repository


def _steps(made: MergePlan, repository: Repository) -> list[Step]:
    steps = []
    for document in made.documents:
        for item, files in document.steps():
            author, message = _said(made, repository, document, item)
            steps.append(Step(author, message, files))
    return steps


def _said(made: MergePlan, repository: Repository, document: DocumentPlan, item: Item) -> tuple[tuple[str, str], str]:
    """Author and message of the commit of one request."""
    registry, lead = made.view.files.registry, item.lead
    ours = by_secretariat(lead, completed=_completed(made, lead))
    author = repository.identity_or_fail() if ours else signature(registry, lead.comment.name.entity)
    proposers = _signatures(registry, item.entries) if ours else ()
    parts = (
        subject(document.document, item.edits, document.body),
        reasons(lead),
        trailers(made.session, item.entries, proposers),
    )
    return author, "\n\n".join(part for part in parts if part)


def _completed(made: MergePlan, entry: Entry) -> bool:
    """Whether the secretariat wrote the edit."""
    decided = made.view.files.decided.get(entry.comment.name.document, ())
    return any(one.comment == entry.comment.name.short and one.edit is not None for one, _ in decided)


def _signatures(registry: Registry, entries: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    return tuple(signature(registry, entry.comment.name.entity) for entry in entries)


def _squashed(made: MergePlan, repository: Repository) -> list[Step]:
    """One commit for each document, which names all comments and their authors."""
    steps = []
    for document in made.documents:
        entries = [entry for item in document.items for entry in item.entries]
        if entries:
            head = f"{document.document}: merge {len(document.items)} accepted proposals of {made.session}"
            said = "\n".join(f"- {subject(document.document, item.edits, document.body)}" for item in document.items)
            proposers = _signatures(made.view.files.registry, entries)
            last = trailers(made.session, entries, proposers, requests=len(document.items))
            files = document.files(document.items)
            steps.append(Step(repository.identity_or_fail(), f"{head}\n\n{said}\n\n{last}", dict(files)))
    return steps
