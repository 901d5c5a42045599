"""What a redline says of each change: who made it and when, and what was asked and answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.app.redlines.compared import Compared, dated
from pipeline.app.redlines.credit_places import Side
from pipeline.app.redlines.crediting import NONE, Source, credits_of, credits_text
from pipeline.app.redlines.sayings import Saying, credit, readers_of, remarks, round_named, sayings
from pipeline.app.sources.opening import Opened, found
from pipeline.app.sources.shelf import body_of, read_once
from pipeline.model.credits import Given
from pipeline.model.finding import Finding
from pipeline.model.source import Place
from pipeline.render.redline.scribe import Change, Credit, CreditOf, always
from pipeline.render.word.margin import Remark
from pipeline.store.cache import Cache, key
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
        hands: how many commits they name.
        used: files that were read for it.
        findings: what could not be found out.
    """

    of: CreditOf
    said: Mapping[str, Sequence[Remark]] = field(default_factory=dict)
    comments: Mapping[str, Saying] = field(default_factory=dict)
    stamp: str = ""
    how: str = NONE
    hands: int = 0
    used: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


def crediting(opened: Opened, old: Compared, new: Compared, cache: Cache) -> Crediting:
    """Whose the changes from one text of a document to another are; the secretariat's, where nobody can tell.

    Args:
        opened: the workspace.
        old: the earlier text.
        new: the later one.
        cache: for documents and comments.
    """
    fallback = Credit(date=dated(opened, new))
    source = credits_of(opened, old, new, cache)
    findings = _findings(old, new, source)
    bodies = [body_of(read, cache) for read in read_once(opened, [old.origin, new.origin], cache)]
    comments = sayings(opened, old.session, source.asked)
    used = source.used | _switches(opened, {old.session, *map(round_named, comments)})
    if source.credits is None or bodies[0] is None or bodies[1] is None:
        return Crediting(always(fallback), {}, comments, repr(fallback), used=used, findings=findings)
    told = [_credit(opened, given, old.session, fallback) for given in source.credits.given]
    shown = {name: given.when for given, one in zip(source.credits.given, told, strict=True) for name in one.comments}
    said = {name: remarks(comments[name], shown[name]) for name in sorted(shown.keys() & comments.keys())}
    sides = Side(bodies[0], old.texts, source.credits.gone), Side(bodies[1], new.texts, source.credits.came)
    bare = source.credits.model_copy(update={"asked": None})
    stamp = key(credits_text(bare), repr(told), repr(said), repr(fallback))
    teller = _Teller(*sides, told, fallback)
    return Crediting(teller, said, comments, stamp, source.how, len(told), used, findings)


def _credit(opened: Opened, given: Given, session: str, fallback: Credit) -> Credit:
    return credit(given, readers_of(opened, {session, *map(round_named, given.comments)}), fallback)


def _switches(opened: Opened, sessions: set[str]) -> frozenset[str]:
    """The files that say what readers may see."""
    return frozenset(f"comments/{name}/session.yaml" for name in sessions & set(opened.sessions))


def _findings(old: Compared, new: Compared, source: Source) -> tuple[Finding, ...]:
    if not source.why:
        return ()
    file = f"comments/{new.session}/session.yaml" if new.session else f"drafts/{new.document}/document.yaml"
    message = f"not all changes of {new.document} since {old.name} name who made them: {source.why}"
    return (found("CREDIT-HISTORY", Place(file), message),)


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
