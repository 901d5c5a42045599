"""Whose the changes between two texts are: written down when a text is frozen, else read from the history."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ValidationError

from pipeline.app.redlines.compared import ENDING, Compared
from pipeline.app.sources.baselines import CREDITS, LOCK_BYTES
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.which_rounds import has_round
from pipeline.model.comment import Comment
from pipeline.model.credits import CommentThen, Credits, Given, stretches_of
from pipeline.model.lineage import Asked
from pipeline.review.owing import owed
from pipeline.store.cache import Cache
from pipeline.store.files import FileProblem
from pipeline.store.git import Repository
from pipeline.store.git_between import Stage, stages
from pipeline.text.carrying import NOBODY
from pipeline.text.crediting import Edition, trace_changes

FROZEN, HISTORY, NONE = "baseline", "history", "none"
_TODAY = "today"


class Source(NamedTuple):
    """Where the credits of a redline come from.

    Attributes:
        credits: None when nobody can tell.
        how: `FROZEN`, `HISTORY` or `NONE`.
        why: what is missing, "" for nothing.
        asked: the comments, as they stood when the text was frozen; else as they are today.
        used: files that these were read from.
    """

    credits: Credits | None
    how: str
    why: str = ""
    asked: Mapping[str, CommentThen] = MappingProxyType({})
    used: frozenset[str] = frozenset()


def credits_of(opened: Opened, old: Compared, new: Compared, cache: Cache) -> Source:
    """Whose the changes from one text of a document to another are.

    What stands beside the lock counts, so that a frozen paper needs no history. Without it the history is read.
    """
    kept = _kept(opened, old, new)
    source = Source(kept, FROZEN) if kept is not None else _from_history(opened, old, new, cache)
    if kept is not None and kept.asked is not None:
        return source._replace(asked=kept.asked)
    asked, used = _asked(opened, old, new, source.credits.named if source.credits else frozenset(), cache)
    return source._replace(asked=asked, used=used)


def _from_history(opened: Opened, old: Compared, new: Compared, cache: Cache) -> Source:
    repository = Repository.find(opened.workspace.root)
    if repository is None:
        return Source(None, NONE, "there is no Git repository")
    made = credits_between(opened, repository, old, new, cache)
    if made is None:
        return Source(None, NONE, f"the commits since {old.name} are not in this clone")
    return Source(made, HISTORY)


def _asked(
    opened: Opened, old: Compared, new: Compared, named: frozenset[str], cache: Cache
) -> tuple[dict[str, CommentThen], frozenset[str]]:
    """The comments of today; what accounts for them is loaded only where somebody may have made some."""
    names = opened.file.sessions
    known = old.session in names and new.session in names
    between = names[names.index(old.session) : names.index(new.session)] if known else ()
    if not named and not any(has_round(opened, name) for name in between if name in opened.sessions):
        return {}, frozenset()
    from pipeline.app.redlines.comments_then import comments_then

    heard = comments_then(opened, new.document, between, named, cache)
    return heard.comments, heard.used


def credits_text(made: Credits) -> str:
    """The credits as they are written: sorted, stretches on one line, with a final newline."""
    value = made.model_dump(mode="json")
    for side in ("came", "gone"):
        value[side] = {name: " ".join("-".join(map(str, row)) for row in rows) for name, rows in value[side].items()}
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _kept(opened: Opened, old: Compared, new: Compared) -> Credits | None:
    """The credits beside a lock, when they are about the change since that baseline."""
    if new.baseline is None or not old.inputs:
        return None
    try:
        value = json.loads(opened.workspace.files.read(f"{new.baseline.folder}/{CREDITS}", LOCK_BYTES))
        for side in ("came", "gone"):
            value[side] = {name: [row.split("-") for row in rows.split()] for name, rows in value[side].items()}
        made = Credits.model_validate(value)
    except (FileProblem, ValidationError, ValueError, AttributeError, KeyError, TypeError):
        return None
    return made if (made.since, made.since_inputs) == (old.name, old.inputs) else None


# -- from the history


def credits_between(
    opened: Opened, repository: Repository, old: Compared, new: Compared, cache: Cache
) -> Credits | None:
    """The credits of a text since an earlier one, from the commits between them.

    Args:
        opened: the workspace.
        repository: that holds it.
        old: the earlier text.
        new: the later one.
        cache: for comments.

    Returns:
        None when the commits are not at hand.
    """
    drafts = opened.workspace.draft_folder(new.document)
    made = stages(repository, old.commit, new.commit, drafts, ENDING) if old.commit else None
    if made is None:
        return None
    judge = _Judge({stage.oid: stage for stage in made}, _Comments(opened, cache, new.document))
    editions = [Edition(stage.oid, stage.before, stage.files) for stage in made]
    last = Edition(_TODAY, (made[-1].oid,) if made else (), new.texts)
    traced = trace_changes(old.texts, [*editions, last], judge)
    came = {name: rows for name, numbers in traced.came.items() if (rows := stretches_of(numbers))}
    gone = {name: rows for name, numbers in traced.gone.items() if (rows := stretches_of(numbers))}
    return Credits(
        document=new.document, since=old.name, since_inputs=old.inputs, given=tuple(judge.given), came=came, gone=gone
    )


@dataclass
class _Judge:
    """Says to whom each change of a commit is owed, each of them once in `given`."""

    stages: Mapping[str, Stage]
    comments: "_Comments"
    given: list[Given] = field(default_factory=list)

    def __call__(self, name: str, gone: Sequence[str], come: Sequence[str]) -> int:
        """The number of whom a change is owed to."""
        stage = self.stages.get(name)
        if stage is None or not stage.when:  # in no commit yet, or from before the first one
            return NOBODY
        one = self._owed(stage, gone, come)
        if one not in self.given:
            self.given.append(one)
        return self.given.index(one)

    def _owed(self, stage: Stage, gone: Sequence[str], come: Sequence[str]) -> Given:
        bare = Given(commit=stage.oid, when=stage.when, author=stage.author)
        if not stage.asked:
            return bare
        asked = stage.asked[0]
        if len(stage.asked) == 1 and stage.requests == 1:
            return _of(bare, asked.comments, asked.entities, reworded=bool(asked.proposers))
        found = owed(self.comments.named(stage.asked), gone, come)
        entities = sorted({comment.name.entity for comment, _ in found})
        reworded = not found or any(decided for _, decided in found)
        return _of(bare, [str(comment.name) for comment, _ in found], entities, reworded=reworded)


def _of(bare: Given, comments: Iterable[str], entities: Iterable[str], *, reworded: bool) -> Given:
    named = {"comments": tuple(sorted(comments)), "entities": tuple(sorted(entities)), "reworded": reworded}
    return bare.model_copy(update=named)


@dataclass
class _Comments:
    """The comments that commits name, with the words that the secretariat decided on."""

    opened: Opened
    cache: Cache
    document: str

    def named(self, asked: Sequence[Asked]) -> list[tuple[Comment, str]]:
        """Each comment of these proposals that is in the workspace, with the secretariat's words or ""."""
        from pipeline.app.rounds.ledgers import round_of

        names = {name for one in asked for name in one.comments}
        found: list[tuple[Comment, str]] = []
        for session in sorted({name.split("/")[0] for name in names} & set(self.opened.sessions)):
            files = round_of(self.opened, session, self.cache).files
            entries = [entry for entry, _ in files.decided.get(self.document, ())]
            texts = {entry.comment: entry.text or (entry.edit.proposal if entry.edit else "") for entry in entries}
            every = (comment for s in files.submissions for comment in s.comments if str(comment.name) in names)
            found += [(comment, texts.get(comment.name.short, "")) for comment in every]
        return found


def frozen_credits(opened: Opened, old: Compared, new: Compared, cache: Cache) -> bytes | None:
    """What `freeze` writes beside a lock; None when the commits since the earlier text are not at hand.

    Args:
        opened: the workspace.
        old: the earlier baseline.
        new: the text that is frozen.
        cache: for comments.
    """
    repository = Repository.find(opened.workspace.root)
    made = credits_between(opened, repository, old, new, cache) if repository else None
    if made is None:
        return None
    asked, _ = _asked(opened, old, new, made.named, cache)
    return credits_text(made.model_copy(update={"asked": asked})).encode()
