"""The texts of a document over time: what was read, what stands today, and where each word went in between."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.app.baselines import Baseline, origin_of, todays_origins
from pipeline.app.opening import Opened
from pipeline.app.reading import Origin, ReadDocument, read_documents
from pipeline.review.placing import Texts
from pipeline.store.cache import Cache, key
from pipeline.store.git import Repository
from pipeline.store.git_history import Commit, changes_since
from pipeline.store.versions import code_fingerprint
from pipeline.text.aligning import WordMap, align_words, join
from pipeline.text.body import Body
from pipeline.text.wording import Wording

STOPS = 8  # revisions between that are looked at: measured, more does not make anchors better


@dataclass(frozen=True)
class Story:
    """A document as a round sees it.

    Attributes:
        today: the text of today as read.
        read: each baseline as read, by its name.
        texts: the same, ready for anchoring; a text that cannot be read is missing.
    """

    today: ReadDocument | None
    read: Mapping[str, ReadDocument]
    texts: Mapping[str, Texts]


def stories(opened: Opened, wanted: Mapping[str, Sequence[Baseline]], cache: Cache) -> dict[str, Story]:
    """Read documents, their baselines and what lies between them; pandoc starts as few times as possible.

    Args:
        opened: the workspace.
        wanted: for each document the baselines that somebody read.
        cache: for sections and for maps of words.
    """
    names = tuple(name for name in wanted if opened.workspace.files.exists(opened.workspace.draft_folder(name)))
    today = todays_origins(opened, names, cache)
    old = [(name, baseline) for name, baselines in wanted.items() for baseline in baselines]
    between = {(name, b.name): _between(opened, b) for name, b in old if name in names}
    origins = [*today, *(origin_of(opened, b) for _, b in old), *(o for many in between.values() for o in many)]
    read = iter(read_documents(opened, origins, cache))
    todays = {name: next(read) for name in names}
    baselines = {(name, b.name): next(read) for name, b in old}
    steps = {which: [next(read) for _ in many] for which, many in between.items()}
    return {
        name: _story(
            todays.get(name),
            {b.name: (baselines[name, b.name], steps.get((name, b.name), [])) for b in many},
            cache,
        )
        for name, many in wanted.items()
    }


def _story(
    today: ReadDocument | None, old: Mapping[str, tuple[ReadDocument, Sequence[ReadDocument]]], cache: Cache
) -> Story:
    read = {which: baseline for which, (baseline, _) in old.items()}
    if today is None or today.document is None:
        return Story(today, read, {})
    now = Body.of(today.document)
    texts = {}
    for which, (baseline, between) in old.items():
        if baseline.document is not None:
            body = Body.of(baseline.document)
            steps = [Body.of(step.document).wording for step in between if step.document is not None]
            texts[which] = Texts(body, now, word_map([body.wording, *steps, now.wording], cache))
    return Story(today, read, texts)


def word_map(history: Sequence[Wording], cache: Cache) -> WordMap:
    """The map from the first text to the last through those between; each pair of texts is compared once, ever."""
    distinct = [text for i, text in enumerate(history) if i == 0 or text.blocks != history[i - 1].blocks]
    if len(distinct) == 1:
        return WordMap(tuple(range(len(distinct[0]))), len(distinct[0]))
    direct = _mapped(distinct[0], distinct[-1], cache)
    if len(distinct) == 2:
        return direct
    return join([_mapped(old, new, cache) for old, new in pairwise(distinct)], direct)


def _mapped(old: Wording, new: Wording, cache: Cache) -> WordMap:
    name = key("word-map", code_fingerprint(), _digest(old), _digest(new))
    stored = cache.get("maps", name)
    if stored is not None:
        try:
            return WordMap.decode(stored)
        except ValueError:  # of another version of ours
            pass
    made = align_words(old, new)
    cache.put("maps", name, made.encode())
    return made


def _digest(text: Wording) -> bytes:
    return hashlib.sha256("\0".join(text.blocks).encode("utf-8", "surrogatepass")).digest()


def _between(opened: Opened, baseline: Baseline) -> list[Origin]:
    """Today's document as it stood at a few commits since the baseline was frozen; none where Git cannot tell."""
    repository = Repository.find(opened.workspace.root)
    if repository is None or baseline.lock is None or not baseline.lock.commit:
        return []
    folder = opened.workspace.draft_folder(baseline.document)
    commits = changes_since(repository, baseline.lock.commit, folder)[:-1]  # the last one is, or is near, today
    origin = Origin(baseline.document, folder, opened.profile)
    return [replace(origin, files=repository.files_at(commit.oid, folder)) for commit in _spread(commits)]


def _spread(items: Sequence[Commit]) -> list[Commit]:
    """At most `STOPS` of them, evenly apart."""
    if len(items) <= STOPS:
        return list(items)
    return [items[round((i + 1) * len(items) / (STOPS + 1)) - 1] for i in range(STOPS)]
