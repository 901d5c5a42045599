"""`hlcp why`: the lineage of a place of today's text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.app.redlines.origins import Origins, origins_of
from pipeline.app.rounds.naming import units_at
from pipeline.app.sources.baselines import todays_origins
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.shelf import body_of, read_once
from pipeline.app.wordings import earlier_wordings
from pipeline.model.comment import Comment
from pipeline.model.finding import EnvironmentProblem, PipelineError
from pipeline.model.lineage import UNCOMMITTED, Change, Lineage, Part, Step, Told
from pipeline.model.saying import quoted
from pipeline.review.anchoring import QuoteIndex, find_quote
from pipeline.review.edits import plain
from pipeline.store.cache import Cache
from pipeline.store.git import Repository, git_problem
from pipeline.store.git_blame import changes
from pipeline.text.body import Body
from pipeline.text.problems import nearest
from pipeline.text.units import Unit
from pipeline.text.words import Word, words

SOURCE_BYTES = 1024 * 1024
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about: a place of a document, or words quoted from it."""

    document: str
    place: str = ""
    quote: str = ""


def lineage(opened: Opened, question: Question, cache: Cache) -> tuple[Lineage, ...]:
    """Why the text of today says this; one account for each section file that the place stands in.

    Raises:
        PipelineError: there is no Git repository, or no such document, place or quote, or the quote stands in several
            places.
        EnvironmentProblem: Git cannot be used.
    """
    body, folder = _today(opened, question.document, cache)
    repository = Repository.find(opened.workspace.root)
    if repository is None:
        if problem := git_problem():
            raise EnvironmentProblem(problem, "install it; `hlcp doctor` says which version is needed")
        raise PipelineError(
            "why a text says something is read from commits, and this is no Git repository", "run `git init` and commit"
        )
    units, span = _asked_about(body, question)
    by_section = groupby(sorted(units), key=lambda index: body.units[index].section)
    teller = _Teller(opened, question.document, repository, cache)
    return tuple(teller.tell(body, list(group), f"{folder}/{body.sections[at]}", span) for at, group in by_section)


def _today(opened: Opened, document: str, cache: Cache) -> tuple[Body, str]:
    if document not in opened.file.documents:
        known = opened.file.documents
        message = f"there is no document {quoted(document)}{nearest(document, known)}"
        raise PipelineError(message, f"there are: {', '.join(known)}")
    read = read_once(opened, todays_origins(opened, (document,), cache), cache)[0]
    body = body_of(read, cache)
    if body is None:
        raise PipelineError(f"the text of {document} cannot be read", "`hlcp check` says why")
    return body, read.origin.folder


def _asked_about(body: Body, question: Question) -> tuple[frozenset[int], Span | None]:
    """The units, and the words of the text when only those are asked about."""
    units = units_at(body, question.place, question.document) if question.place else frozenset(range(len(body.units)))
    if not question.quote:
        if not question.place:
            raise PipelineError(
                f"which words of {question.document} are meant?",
                f"name a place, {question.document}:12, or give --quote WORDS",
            )
        return units, None
    near = min(units) if question.place else None
    found = find_quote(QuoteIndex(body.wording), question.quote, near)
    if found.ambiguous:
        places = ", ".join(body.address(span) for span in found.candidates)
        raise PipelineError(f"these words stand in {places}", f"name one of them: {question.document}:NUMBER")
    if found.span is None:
        raise PipelineError(f"{question.document} does not say {quoted(question.quote)}", "quote it as it is printed")
    return frozenset(range(body.unit_at(found.span[0]), body.unit_at(found.span[1] - 1) + 1)), found.span


@dataclass(frozen=True)
class _Teller:
    opened: Opened
    document: str
    repository: Repository
    cache: Cache

    def tell(self, body: Body, units: Sequence[int], path: str, span: Span | None) -> Lineage:
        """The account of some units of one section file."""
        source = self.opened.workspace.files.read(path, SOURCE_BYTES).decode("utf-8-sig", "replace").split("\n")
        lines = _lines([body.units[index] for index in units], source)
        origins = origins_of(self.repository, path, source, lines)
        told = tuple(_told(body, index, origins, source, span) for index in units)
        brought = [part.oid for unit in told for part in unit.parts]
        steps = tuple(step for step in origins.steps if span is None or step.oid in brought)
        named = [*(step.oid for step in steps), *brought]
        known = {step.oid: step for step in steps}
        found = [self._concerning(change, known.get(change.oid)) for change in self._changes(named, steps=bool(steps))]
        earlier = earlier_wordings(self.opened, self.document, body, frozenset(units), self.cache)
        return Lineage(self.document, path, lines, told, tuple(found), steps, earlier)

    def _changes(self, oids: Sequence[str], *, steps: bool) -> list[Change]:
        """The latest first: in the order of the steps; by their dates where there are none, since no order is known."""
        distinct = tuple(dict.fromkeys(oids))
        said = changes(self.repository, (oid for oid in distinct if oid != UNCOMMITTED))
        found = [said.get(oid, Change(oid)) for oid in distinct]
        if not steps:
            found.sort(key=lambda change: change.when, reverse=True)
        return sorted(found, key=lambda change: change.oid != UNCOMMITTED)

    def _concerning(self, change: Change, step: Step | None) -> Change:
        """Of a commit that brought many proposals, those whose words came or went in this place."""
        if step is None or sum(len(asked.comments) for asked in change.asked) < 2:
            return change
        comments = self._comments({asked.session for asked in change.asked if asked.session})
        before, after = _folded(step.before), _folded(step.after)
        here = {name for name, comment in comments.items() if _is_here(comment, before, after)}
        kept = (asked._replace(comments=tuple(n for n in asked.comments if n in here)) for asked in change.asked)
        left = tuple(asked for asked in kept if asked.comments)
        return replace(change, asked=left) if left else change

    def _comments(self, sessions: Iterable[str]) -> Mapping[str, Comment]:
        from pipeline.app.rounds.files import read_round, registry_of

        registry, _ = registry_of(self.opened)
        rounds = (read_round(self.opened, s, registry, self.cache) for s in sessions if s in self.opened.sessions)
        return {str(comment.name): comment for one in rounds for s in one.submissions for comment in s.comments}


def _is_here(comment: Comment, before: str, after: str) -> bool:
    """Whether the words that a comment proposes came between two wordings, or those that it quotes went."""
    came = _folded(comment.proposal.words) if comment.proposal else ""
    gone = _folded(comment.targets[0].quote) if comment.targets else ""
    return bool((came and came in after and came not in before) or (gone and gone in before and gone not in after))


def _folded(text: str) -> str:
    return plain(text).casefold()


# -- words and lines


def _lines(units: Sequence[Unit], source: Sequence[str]) -> tuple[int, int]:
    """The first and last line of the source that print these units."""
    every = [line for unit in units for line in _lines_of(unit, source)]
    return min(every), min(max(every), len(source))


def _lines_of(unit: Unit, source: Sequence[str]) -> tuple[int, int]:
    places = [piece.at for piece in unit.stretch.inlines if piece.at is not None]
    places = places or ([unit.stretch.fallback] if unit.stretch.fallback else [])
    if not places:
        return 1, 1
    first = min(at.line for at in places)
    last = max(at.end_line - (at.end_column <= 1 and at.end_line > at.line) for at in places)
    if first == last == 1:  # a title of the front matter has no place of its own
        first = last = next((n for n, line in enumerate(source, 1) if line.startswith("title:")), 1)
    return first, max(first, last)


def _told(body: Body, index: int, origins: Origins, source: Sequence[str], span: Span | None) -> Told:
    """The words of a unit with the change that each came in with."""
    unit = body.units[index]
    printed = words(unit.stretch.inlines)
    if span is not None:
        printed = _inside(body, index, printed, span)
    line = _lines_of(unit, source)[0]
    marked = [(word.text, origins.at(*_place(word, line))) for word in printed]
    parts = [Part(" ".join(w for w, _ in run), oid) for oid, run in _runs(marked)]
    return Told(unit.address, unit.number, unit.id, unit.text, tuple(parts))


def _place(word: Word, line: int) -> tuple[int, int]:
    at = word.at
    return (line, SOURCE_BYTES) if at is None or at.line == 1 else (at.line, at.column)


def _runs(marked: Sequence[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(oid, list(run)) for oid, run in groupby(marked, key=lambda pair: pair[1])]


def _inside(body: Body, index: int, printed: Sequence[Word], span: Span) -> tuple[Word, ...]:
    """Those printed words that hold a word of the quote."""
    low, high = max(span[0], body.span(index)[0]), min(span[1], body.span(index)[1])
    wording, text = body.wording, body.units[index].text
    spans, at = [], 0
    for word in printed:
        start = text.index(word.text, at)
        at = start + len(word.text)
        spans.append((start, at))
    first, last = wording.starts[low], wording.ends[high - 1]
    return tuple(word for word, (start, end) in zip(printed, spans, strict=True) if start < last and end > first)
