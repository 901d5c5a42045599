"""Whose the changes between two baselines are: written down when a text is frozen, else read from the history."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ValidationError

from pipeline.app.baselines import CREDITS, LOCK_BYTES, Baseline, current
from pipeline.app.opening import Opened
from pipeline.app.which_rounds import has_round
from pipeline.model.comment import Comment
from pipeline.model.credits import CommentThen, Credits, Given, stretches_of
from pipeline.model.lineage import Asked
from pipeline.model.lock import inputs_fingerprint
from pipeline.review.owing import owed
from pipeline.store.cache import Cache
from pipeline.store.files import FileProblem
from pipeline.store.git import Repository
from pipeline.store.git_between import Stage, stages, text_of
from pipeline.text.carrying import NOBODY
from pipeline.text.crediting import Edition, trace_changes

ENDING = ".md"
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


def credits_of(opened: Opened, session: str, before: Baseline, cache: Cache) -> Source:
    """Whose the changes of a document of a session are since an earlier baseline.

    What stands beside the lock counts, so that a frozen paper needs no history. Without it the history is read.
    """
    now = current(opened, session, before.document)
    kept = _kept(opened, now, before)
    source = Source(kept, FROZEN) if kept is not None else _from_history(opened, now, before, cache)
    if kept is not None and kept.asked is not None:
        return source._replace(asked=kept.asked)
    asked, used = _asked(opened, session, before, source.credits.named if source.credits else frozenset(), cache)
    return source._replace(asked=asked, used=used)


def _from_history(opened: Opened, now: Baseline | None, before: Baseline, cache: Cache) -> Source:
    repository = Repository.find(opened.workspace.root)
    if repository is None:
        return Source(None, NONE, "there is no Git repository")
    until = now.lock.commit if now is not None and now.lock is not None else repository.head() or ""
    folder = now.folder if now is not None else opened.workspace.draft_folder(before.document)
    made = credits_between(opened, repository, before, (until, folder), cache)
    if made is None:
        return Source(None, NONE, f"the commits since {before.name} are not in this clone")
    return Source(made, HISTORY, "the clone is shallow" if repository.is_shallow() else "")


def _asked(
    opened: Opened, session: str, before: Baseline, named: frozenset[str], cache: Cache
) -> tuple[dict[str, CommentThen], frozenset[str]]:
    """The comments of today; what accounts for them is loaded only where somebody may have made some."""
    names = opened.file.sessions
    between = names[names.index(before.session) : names.index(session)] if session in names else ()
    if not named and not any(has_round(opened, name) for name in between if name in opened.sessions):
        return {}, frozenset()
    from pipeline.app.comments_then import comments_then

    heard = comments_then(opened, session, before, named, cache)
    return heard.comments, heard.used


def credits_text(made: Credits) -> str:
    """The credits as they are written: sorted, stretches on one line, with a final newline."""
    value = made.model_dump(mode="json")
    for side in ("came", "gone"):
        value[side] = {name: " ".join("-".join(map(str, row)) for row in rows) for name, rows in value[side].items()}
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _kept(opened: Opened, now: Baseline | None, before: Baseline) -> Credits | None:
    """The credits beside a lock, when they are about the change since that baseline."""
    if now is None or before.lock is None:
        return None
    try:
        value = json.loads(opened.workspace.files.read(f"{now.folder}/{CREDITS}", LOCK_BYTES))
        for side in ("came", "gone"):
            value[side] = {name: [row.split("-") for row in rows.split()] for name, rows in value[side].items()}
        made = Credits.model_validate(value)
    except (FileProblem, ValidationError, ValueError, AttributeError, KeyError, TypeError):
        return None
    same = made.since == before.name and made.since_inputs == inputs_fingerprint(before.lock.inputs)
    return made if same else None


# -- from the history


def credits_between(
    opened: Opened, repository: Repository, before: Baseline, then: tuple[str, str], cache: Cache
) -> Credits | None:
    """The credits of a text since a baseline, from the commits between them.

    Args:
        opened: the workspace.
        repository: that holds it.
        before: the earlier baseline.
        then: full id of the last commit that counts, and the folder that the later text stands in.
        cache: for comments.

    Returns:
        None when the commits are not at hand.
    """
    until, folder = then
    drafts = opened.workspace.draft_folder(before.document)
    lock = before.lock
    made = stages(repository, lock.commit, until, drafts, ENDING) if lock is not None and lock.commit else None
    if made is None or lock is None:
        return None
    judge = _Judge({stage.oid: stage for stage in made}, _Comments(opened, cache, before.document))
    editions = [Edition(stage.oid, stage.before, stage.files) for stage in made]
    last = Edition(_TODAY, (made[-1].oid,) if made else (), section_texts(opened, folder))
    traced = trace_changes(section_texts(opened, before.folder), [*editions, last], judge)
    came = {name: rows for name, numbers in traced.came.items() if (rows := stretches_of(numbers))}
    gone = {name: rows for name, numbers in traced.gone.items() if (rows := stretches_of(numbers))}
    return Credits(
        document=before.document, since=before.name, since_inputs=inputs_fingerprint(lock.inputs),
        given=tuple(judge.given), came=came, gone=gone,
    )  # fmt: skip


def section_texts(opened: Opened, folder: str) -> dict[str, str]:
    """The section files of a folder, by their names."""
    names = [path.removeprefix(f"{folder}/") for path in opened.workspace.files.list_files(folder)]
    wanted = [name for name in names if name.endswith(ENDING) and "/" not in name]
    return {name: text_of(opened.workspace.files.read(f"{folder}/{name}", LOCK_BYTES)) for name in wanted}


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
        from pipeline.app.ledgers import round_of

        names = {name for one in asked for name in one.comments}
        found: list[tuple[Comment, str]] = []
        for session in sorted({name.split("/")[0] for name in names} & set(self.opened.sessions)):
            files = round_of(self.opened, session, self.cache).files
            entries = [entry for entry, _ in files.decided.get(self.document, ())]
            texts = {entry.comment: entry.text or (entry.edit.proposal if entry.edit else "") for entry in entries}
            every = (comment for s in files.submissions for comment in s.comments if str(comment.name) in names)
            found += [(comment, texts.get(comment.name.short, "")) for comment in every]
        return found


def frozen_credits(opened: Opened, session: str, before: Baseline, then: tuple[str, str], cache: Cache) -> bytes | None:
    """What `freeze` writes beside a lock; None when the commits since the earlier baseline are not at hand.

    Args:
        opened: the workspace.
        session: that is frozen.
        before: the earlier baseline.
        then: full id of the commit that is frozen, and the folder of the text.
        cache: for comments.
    """
    repository = Repository.find(opened.workspace.root)
    made = credits_between(opened, repository, before, then, cache) if repository else None
    if made is None:
        return None
    asked, _ = _asked(opened, session, before, made.named, cache)
    return credits_text(made.model_copy(update={"asked": asked})).encode()
