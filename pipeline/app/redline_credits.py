"""What a redline says of each change: who made it and when, and what was asked and answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.app.baselines import Baseline, current, origin_of, todays_origins
from pipeline.app.credit_places import Side
from pipeline.app.crediting import NONE, Source, credits_of, credits_text, section_texts
from pipeline.app.ledgers import round_of
from pipeline.app.opening import Opened, found
from pipeline.app.shelf import body_of, read_once
from pipeline.app.which_rounds import has_round
from pipeline.model.comment import Comment
from pipeline.model.credits import SECRETARIAT, Given
from pipeline.model.finding import Finding
from pipeline.model.source import Place
from pipeline.render.redline.scribe import Change, Credit, CreditOf, always
from pipeline.render.word.margin import LONGEST_AUTHOR, Remark, initials
from pipeline.store.cache import Cache, key
from pipeline.text.body import Body
from pipeline.text.carrying import NOBODY

_OLD = ("del", "moveFrom", "moveFromRange")
_UNKNOWN = "Member"


@dataclass(frozen=True)
class Crediting:
    """Whose the changes of a redline are.

    Attributes:
        of: says it of each change.
        said: what stands in the margin beside the changes that come from a comment, by its name.
        stamp: of everything that these two depend on.
        how: where the credits come from, for the manifest.
        used: files that were read for it.
        findings: what could not be found out.
    """

    of: CreditOf
    said: Mapping[str, Sequence[Remark]] = field(default_factory=dict)
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
    if source.credits is None or bodies is None:
        return Crediting(always(fallback), stamp=repr(fallback), findings=findings)
    names = {name for given in source.credits.given for name in given.comments}
    rounds = _rounds(opened, {before.session, *map(_session, names)}, cache)
    told = [_credit(given, before.session, rounds, fallback) for given in source.credits.given]
    shown = {name: given.when for given, one in zip(source.credits.given, told, strict=True) for name in one.comments}
    said = {name: remarks for name in sorted(shown) if (remarks := _remarks(rounds, name, shown[name]))}
    folder = _folder(opened, session, before.document)
    old = Side(bodies[0], section_texts(opened, before.folder), source.credits.gone)
    new = Side(bodies[1], section_texts(opened, folder), source.credits.came)
    stamp = key(credits_text(source.credits), repr(told), repr(said), repr(fallback))
    used = frozenset(path for one in rounds.values() for path in one.used) if names else frozenset()
    return Crediting(_Teller(old, new, told, fallback), said, stamp, source.how, used, findings)


def _findings(before: Baseline, session: str, source: Source) -> tuple[Finding, ...]:
    if not source.why:
        return ()
    message = f"{before.document} of {session}, since {before.name}: {source.why}"
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


# -- who is named, and what is said


class _Round(NamedTuple):
    """What is known of a round of comments, and what its readers may see."""

    comments: Mapping[str, Comment]
    responses: Mapping[str, str]
    public: bool
    hidden: frozenset[str]
    used: frozenset[str]


def _rounds(opened: Opened, sessions: set[str], cache: Cache) -> dict[str, _Round]:
    return {name: _round(opened, name, cache) for name in sorted(sessions) if name in opened.sessions}


def _round(opened: Opened, session: str, cache: Cache) -> _Round:
    if not has_round(opened, session):
        return _Round({}, {}, public=False, hidden=frozenset(), used=frozenset())
    files = round_of(opened, session, cache).files
    responses = {
        f"{document}/{entry.comment}": entry.response for document, rows in files.decided.items() for entry, _ in rows
    }
    settings = files.settings
    public = settings is not None and settings.audience == "public"
    hidden = frozenset(settings.hide) if settings is not None and public else frozenset()
    comments = {str(comment.name): comment for s in files.submissions for comment in s.comments}
    return _Round(comments, responses, public, hidden, files.used)


def _credit(given: Given, session: str, rounds: Mapping[str, _Round], fallback: Credit) -> Credit:
    """The credit that is shown, to the readers of the round on the earlier text and of those that the comments are of.

    A public paper names no drafter, and no member whom the round hides; the comments of such a member go unnamed too.
    """
    asked = [rounds[name] for name in {session, *map(_session, given.comments)} if name in rounds]
    public, secret = any(one.public for one in asked), any("entities" in one.hidden for one in asked)
    comments = () if secret else given.comments
    if given.entities and not given.reworded:
        author = _UNKNOWN if secret else "; ".join(given.entities)
        author = author if len(author) <= LONGEST_AUTHOR else f"{len(given.entities)} members"
    else:
        author = SECRETARIAT if public or given.reworded else given.author or fallback.author
    return Credit(author, given.when, comments, known=True)


def _session(name: str) -> str:
    return name.partition("/")[0]


def _remarks(rounds: Mapping[str, _Round], name: str, when: str) -> tuple[Remark, ...]:
    """A comment as it stands in the margin, with the response to it; nothing for one that is not in the workspace."""
    one = rounds.get(_session(name))
    comment = one.comments.get(name) if one else None
    if one is None or comment is None:
        return ()
    entity, short = comment.name.entity, comment.name.short
    head = f"{short}, {comment.type.value} comment"
    reasons = () if "reasons" in one.hidden else [line.strip() for line in comment.text.split("\n") if line.strip()]
    first = Remark(entity, initials(entity), when, (head, *reasons))
    response = "" if "responses" in one.hidden else one.responses.get(f"{comment.name.document}/{short}", "")
    answer = Remark(SECRETARIAT, initials(SECRETARIAT), when, (" ".join(response.split()),))
    return (first, answer) if response.strip() else (first,)
