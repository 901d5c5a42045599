"""The texts of a document over time: what was read, what stands today, and where each word went in between."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.app.sources.baselines import Baseline, origin_of, todays_origins
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.reading import Origin, ReadDocument, read_documents
from pipeline.app.sources.shelf import body_of, read_once
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
    """Read documents and their baselines, and follow the words from one to the other.

    Args:
        opened: the workspace.
        wanted: for each document the baselines that somebody read.
        cache: for sections and for maps of words.
    """
    names = tuple(name for name in wanted if opened.workspace.files.exists(opened.workspace.draft_folder(name)))
    today = todays_origins(opened, names, cache)
    old = [baseline for baselines in wanted.values() for baseline in baselines]
    read = iter(read_once(opened, [*today, *(origin_of(opened, baseline) for baseline in old)], cache))
    todays = {name: next(read) for name in names}
    baselines = {(baseline.document, baseline.name): next(read) for baseline in old}
    follower = _Follower(opened, cache)
    return {
        name: _story(todays.get(name), [(b, baselines[name, b.name]) for b in many], follower, cache)
        for name, many in wanted.items()
    }


def _story(
    today: ReadDocument | None, old: Sequence[tuple[Baseline, ReadDocument]], follower: "_Follower", cache: Cache
) -> Story:
    read = {baseline.name: document for baseline, document in old}
    now = body_of(today, cache) if today is not None else None
    if today is None or now is None:
        return Story(today, read, {})
    texts = {}
    for baseline, document in old:
        body = body_of(document, cache)
        if body is not None:
            found = follower.map_of(baseline, body.wording, now.wording)
            texts[baseline.name] = Texts(body, now, found)
    return Story(today, read, texts)


class _Follower:
    """Makes maps from baselines to today, through a few of the commits between; each is made once, ever."""

    def __init__(self, opened: Opened, cache: Cache) -> None:
        self._opened, self._cache = opened, cache
        self._repository = Repository.find(opened.workspace.root)

    def map_of(self, baseline: Baseline, old: Wording, new: Wording) -> WordMap:
        """The map from the words of a baseline to those of today."""
        stops = self._stops(baseline)
        parts: list[bytes | str] = [_digest(old), _digest(new), *(commit.oid for commit in stops)]
        name = key("story-map", code_fingerprint(), *parts)
        known = _stored(self._cache, name)
        if known is None:
            known = word_map([old, *self._between(baseline, stops), new], self._cache)
            self._cache.put("maps", name, known.encode())
        return known

    def _stops(self, baseline: Baseline) -> list[Commit]:
        """A few commits since the baseline was frozen; none where Git cannot tell."""
        if self._repository is None or baseline.lock is None or not baseline.lock.commit:
            return []
        folder = self._opened.workspace.draft_folder(baseline.document)
        return _spread(changes_since(self._repository, baseline.lock.commit, folder)[:-1])  # the last is near today

    def _between(self, baseline: Baseline, stops: Sequence[Commit]) -> list[Wording]:
        """Today's document as it stood at these commits."""
        if self._repository is None or not stops:
            return []
        folder = self._opened.workspace.draft_folder(baseline.document)
        origin = Origin(baseline.document, folder, self._opened.profile)
        origins = [replace(origin, files=self._repository.files_at(commit.oid, folder)) for commit in stops]
        read = read_documents(self._opened, origins, self._cache)
        return [Body.of(one.document).wording for one in read if one.document is not None]


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
    stored = _stored(cache, name)
    if stored is not None:
        return stored
    made = align_words(old, new)
    cache.put("maps", name, made.encode())
    return made


def _stored(cache: Cache, name: str) -> WordMap | None:
    stored = cache.get("maps", name)
    try:
        return WordMap.decode(stored) if stored is not None else None
    except ValueError:  # of another version of ours
        return None


def _digest(text: Wording) -> bytes:
    return hashlib.sha256("\0".join(text.blocks).encode("utf-8", "surrogatepass")).digest()


def _spread(items: Sequence[Commit]) -> list[Commit]:
    """At most `STOPS` of them, evenly apart."""
    if len(items) <= STOPS:
        return list(items)
    return [items[round((i + 1) * len(items) / (STOPS + 1)) - 1] for i in range(STOPS)]
