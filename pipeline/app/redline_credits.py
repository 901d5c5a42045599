"""What a redline says of each change: who made it and when, and what was asked and answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.app.baselines import Baseline, current, origin_of, todays_origins
from pipeline.app.credit_places import Side
from pipeline.app.crediting import NONE, Source, credits_of, credits_text, section_texts
from pipeline.app.opening import Opened, found
from pipeline.app.sayings import Saying, credit, readers_of, remarks, round_named, sayings
from pipeline.app.shelf import body_of, read_once
from pipeline.model.credits import Given
from pipeline.model.finding import Finding
from pipeline.model.source import Place
from pipeline.render.redline.scribe import Change, Credit, CreditOf, always
from pipeline.render.word.margin import Remark
from pipeline.store.cache import Cache, key
from pipeline.text.body import Body
from pipeline.text.carrying import NOBODY

_OLD = ("del", "moveFrom", "moveFromRange")


@dataclass(frozen=True)
class Crediting:
    """Whose the changes of a redline are.

    Attributes:
        of: says it of each change.
        said: what stands in the margin beside the changes that come from a comment, by its name.
        comments: these comments and those that stand in the text otherwise, by name, as readers may see them.
        stamp: of everything that these two depend on.
        how: where the credits come from, for the manifest.
        used: files that were read for it.
        findings: what could not be found out.
    """

    of: CreditOf
    said: Mapping[str, Sequence[Remark]] = field(default_factory=dict)
    comments: Mapping[str, Saying] = field(default_factory=dict)
    stamp: str = ""
    how: str = NONE
    used: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


def crediting(opened: Opened, session: str, before: Baseline, fallback: Credit, cache: Cache) -> Crediting:
    """Whose the changes of a document of a session are since an earlier baseline.

    Args:
        opened: the workspace.
        session: whose text is the later one.
        before: the earlier one.
        fallback: for changes that nobody is known to have made.
        cache: for documents and comments.
    """
    source = credits_of(opened, session, before, cache)
    findings = _findings(before, session, source)
    bodies = _bodies(opened, session, before, cache)
    comments = sayings(opened, before.session, source.asked)
    switches = {f"comments/{name}/session.yaml" for name in {before.session, *map(round_named, comments)}}
    used = source.used | {path for path in switches if opened.workspace.files.exists(path)}
    if source.credits is None or bodies is None:
        return Crediting(always(fallback), {}, comments, repr(fallback), used=used, findings=findings)
    told = [_credit(opened, given, before.session, fallback) for given in source.credits.given]
    shown = {name: given.when for given, one in zip(source.credits.given, told, strict=True) for name in one.comments}
    said = {name: remarks(comments[name], shown[name]) for name in sorted(shown.keys() & comments.keys())}
    folder = _folder(opened, session, before.document)
    old = Side(bodies[0], section_texts(opened, before.folder), source.credits.gone)
    new = Side(bodies[1], section_texts(opened, folder), source.credits.came)
    bare = source.credits.model_copy(update={"asked": None})
    stamp = key(credits_text(bare), repr(told), repr(said), repr(fallback))
    return Crediting(_Teller(old, new, told, fallback), said, comments, stamp, source.how, used, findings)


def _credit(opened: Opened, given: Given, session: str, fallback: Credit) -> Credit:
    readers = readers_of(opened, {session, *map(round_named, given.comments)})
    return credit(given, readers, fallback)


def _findings(before: Baseline, session: str, source: Source) -> tuple[Finding, ...]:
    if not source.why:
        return ()
    message = f"not all changes of {before.document} since {before.name} name who made them: {source.why}"
    return (found("CREDIT-HISTORY", Place(f"comments/{session}/session.yaml"), message),)


def _bodies(opened: Opened, session: str, before: Baseline, cache: Cache) -> tuple[Body, Body] | None:
    """The two texts."""
    now = current(opened, session, before.document)
    today = [origin_of(opened, now)] if now else todays_origins(opened, (before.document,), cache)
    old, new = (body_of(read, cache) for read in read_once(opened, [origin_of(opened, before), *today], cache))
    return (old, new) if old and new else None


def _folder(opened: Opened, session: str, document: str) -> str:
    now = current(opened, session, document)
    return now.folder if now else opened.workspace.draft_folder(document)


@dataclass(frozen=True)
class _Teller:
    """Says whose each change is; the same question is asked several times."""

    old: Side
    new: Side
    told: Sequence[Credit]
    fallback: Credit
    _known: dict[Change, Credit] = field(default_factory=dict)

    def __call__(self, change: Change) -> Credit:
        credit = self._known.get(change)
        return credit or self._known.setdefault(change, self._find(change))

    def _find(self, change: Change) -> Credit:
        sides = (self.old, self.new) if change.kind in _OLD else (self.new, self.old)
        number, place = sides[0].find(change)
        if number == NOBODY and change.kind.endswith("Change"):
            number = sides[1].find(change)[0]
        return (self.fallback if number == NOBODY else self.told[number])._replace(place=place)
