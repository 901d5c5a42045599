"""Whether a text does what the committee asked, point by point: answered, claimed or open; and what is wrong."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.document import Document, Paragraph
from pipeline.model.finding import Finding
from pipeline.model.guidance import (
    Answer,
    AnswerEntry,
    AnswerState,
    GuidanceEntry,
    Point,
    PointState,
    Response,
    Since,
    Where,
)
from pipeline.model.rules import RULES
from pipeline.model.saying import listed, quoted
from pipeline.model.source import Place
from pipeline.text.passages import CitedPassage, cited_passages, section_address
from pipeline.text.problems import nearest

_CLOSED = {"settled": PointState.SETTLED, "withdrawn": PointState.WITHDRAWN}


@dataclass(frozen=True)
class Texts:
    """The texts in which answers are looked for.

    Attributes:
        now: documents by name.
        before: for a session and a document, the text that the committee had before it when it spoke.
    """

    now: Mapping[str, Document]
    before: Mapping[tuple[str, str], Document]


def respond(points: Sequence[Point], texts: Texts) -> tuple[Response, ...]:
    """What the texts do about each point, in the order of the points."""
    found = _Found(texts)
    return tuple(found.response(point) for point in points)


class _Found:
    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    @cached_property
    def _now(self) -> dict[str, tuple[CitedPassage, ...]]:
        return {name: tuple(cited_passages(document)) for name, document in self._texts.now.items()}

    @cached_property
    def _before(self) -> dict[tuple[str, str], dict[str, str]]:
        return {
            key: {passage.id: passage.fingerprint for passage in cited_passages(document) if passage.id}
            for key, document in self._texts.before.items()
        }

    def response(self, point: Point) -> Response:
        listed = [
            self._listed(point, entry, at) for entry, at in zip(point.entry.answers, point.answers_at, strict=True)
        ]
        claims = tuple(self._claims(point.entry.id))
        known = {(answer.where.document, answer.where.id) for answer in listed}
        others = [one for one in self._marked(point) if (one.where.document, one.where.id) not in known]
        response = Response(point, PointState.OPEN, (*listed, *others), claims)
        return Response(point, _state(response), response.answers, claims)

    def _listed(self, point: Point, entry: AnswerEntry, at: Place) -> Answer:
        name = entry.document or point.entry.document
        where = Where(name, entry.paragraph, "")
        if name not in self._now:
            return Answer(where, AnswerState.ABSENT, at=at)
        passage = next((one for one in self._now[name] if one.id == entry.paragraph), None)
        if passage is None:
            return Answer(where, AnswerState.GONE, at=at)
        state = AnswerState.STANDS
        if point.entry.id not in passage.responds_to:
            state = AnswerState.UNMARKED
        elif entry.of and entry.of != passage.fingerprint:
            state = AnswerState.REWRITTEN
        return self._answer(point, name, passage, state, at)

    def _answer(self, point: Point, name: str, passage: CitedPassage, state: AnswerState, at: Place) -> Answer:
        where = Where(name, passage.id, passage.printed)
        return Answer(where, state, self._since(point, name, passage), passage.fingerprint, at=at)

    def _since(self, point: Point, name: str, passage: CitedPassage) -> Since:
        before = self._before.get((point.session, name))
        if before is None:
            return Since.UNKNOWN
        if passage.id not in before:
            return Since.NEW
        return Since.SAME if before[passage.id] == passage.fingerprint else Since.CHANGED

    def _marked(self, point: Point) -> Iterator[Answer]:
        """Paragraphs that say that they respond and are not listed."""
        for name, passages in self._now.items():
            for passage in passages:
                if point.entry.id in passage.blocks[0].responds_to:
                    where = Where(name, passage.id, passage.printed)
                    since = self._since(point, name, passage)
                    at = _place(passage)
                    yield Answer(where, AnswerState.STANDS, since, passage.fingerprint, listed=False, at=at)

    def _claims(self, point: str) -> Iterator[Where]:
        for name, document in self._texts.now.items():
            for section in document.sections:
                if point in section.responds_to:
                    yield Where(name, section.id, section_address(document, section))


def _place(passage: CitedPassage) -> Place:
    at = passage.blocks[0].at
    return Place(passage.section.path, at.line, at.column) if at else Place(passage.section.path)


def _state(response: Response) -> PointState:
    entry = response.point.entry
    if entry.status in _CLOSED:
        return _CLOSED[entry.status]
    if entry.done and response.standing:
        return PointState.ANSWERED
    there = (AnswerState.STANDS, AnswerState.REWRITTEN, AnswerState.UNMARKED)
    claimed = bool(response.claims) or any(answer.state in there for answer in response.answers)
    return PointState.CLAIMED if claimed else PointState.OPEN


# -- findings


def check_responses(
    responses: Sequence[Response], documents: Sequence[str], due: Mapping[str, Collection[str]], texts: Texts
) -> tuple[Finding, ...]:
    """What is wrong with the answers.

    Args:
        responses: as `respond` gave them.
        documents: the names of all documents of the workspace.
        due: for each session that gave guidance, the documents that go for approval since; guidance on them, or on the
            work as a whole, must be answered.
        texts: in which the answers were looked for.
    """
    findings = [*_twice(responses), *_unknown(responses, texts)]
    for response in responses:
        findings += _misplaced(response, documents, texts)
        if response.state not in _CLOSED.values():
            findings += (*_open(response, due.get(response.point.session, ())), *_on_answers(response))
    return tuple(sorted(findings))


def _finding(code: str, at: Place, message: str, hint: str = "") -> Finding:
    rule = RULES[code]
    return Finding(at, code, message, hint or rule.remedy, rule.severity)


def _twice(responses: Sequence[Response]) -> Iterator[Finding]:
    seen: dict[str, Point] = {}
    for response in responses:
        point = response.point
        first = seen.setdefault(point.entry.id, point)
        if first is not point:
            yield _finding("GUIDANCE-TWICE", point.at, f"the id {point.entry.id} stands already at {first.at}")


def _unknown(responses: Sequence[Response], texts: Texts) -> Iterator[Finding]:
    known = {response.point.entry.id for response in responses}
    for document in texts.now.values():
        for section in document.sections:
            marks = [(section.responds_to, Place(section.path))]
            for block in section.blocks:
                if isinstance(block, Paragraph) and block.responds_to:
                    at = Place(section.path, block.at.line, block.at.column) if block.at else Place(section.path)
                    marks.append((block.responds_to, at))
            for names, at in marks:
                for name in names:
                    if name not in known:
                        message = f"there is no guidance {quoted(name)}{nearest(name, known)}"
                        hint = f"Correct the id; there {_there(known)}."
                        yield _finding("GUIDANCE-UNKNOWN", at, message, hint)


def _there(known: Collection[str]) -> str:
    names = sorted(known)
    if len(names) < 2:
        return f"is {names[0]}" if names else "is no guidance yet"
    return f"are {listed(names[:20])}" + (" and others" if len(names) > 20 else "")


def _misplaced(response: Response, documents: Sequence[str], texts: Texts) -> Iterator[Finding]:
    point = response.point
    name, section = point.entry.document, point.entry.section
    if name and name not in documents:
        message = f"{point.entry.id} is on {quoted(name)}, which is no document{nearest(name, documents)}"
        yield _finding("GUIDANCE-PLACE", point.at, message)
    elif section and not name:
        yield _finding("GUIDANCE-PLACE", point.at, f"{point.entry.id} names a section and no document")
    elif section and name in texts.now and section not in texts.now[name].targets:
        near = nearest(section, texts.now[name].targets)
        message = f"{point.entry.id} is on {section}, which is no label of {name}{near}"
        yield _finding("GUIDANCE-PLACE", point.at, message)
    for answer in point.entry.answers:
        other = answer.document or name
        if other not in documents:
            message = f"the answer {answer.paragraph} to {point.entry.id} is in no document{nearest(other, documents)}"
            yield _finding("GUIDANCE-PLACE", point.at, message, "Name its document.")


def _open(response: Response, due: Collection[str]) -> Iterator[Finding]:
    entry = response.point.entry
    is_due = entry.document in due or (not entry.document and bool(due))
    if response.state is PointState.OPEN and is_due:
        hint = (
            f"Answer it in the draft, with `{{responds-to={entry.id}}}` on the line before the paragraph; then name "
            "that paragraph under `answers`, and say in one sentence under `done` what was done."
        )
        yield _finding("GUIDANCE-OPEN", response.point.at, f"{entry.id} has no answer: {quoted(entry.text)}", hint)
    elif response.state is PointState.CLAIMED:
        yield _finding("GUIDANCE-CLAIMED", response.point.at, _claimed(entry, response))


def _claimed(entry: GuidanceEntry, response: Response) -> str:
    lacking = [] if entry.done else ["no sentence under `done` says what was done"]
    lacking += [] if response.standing else ["no paragraph under `answers` says it"]
    return f"{entry.id} is marked as answered by {_claimants(response)}, but {' and '.join(lacking)}"


def _claimants(response: Response) -> str:
    places = [f"{claim.printed} of {claim.document}" for claim in response.claims]
    places += [f"{one.where.printed} of {one.where.document}" for one in response.answers if one.where.printed]
    return ", ".join(dict.fromkeys(places))


def _on_answers(response: Response) -> Iterator[Finding]:
    entry = response.point.entry
    written = {(answer.document or entry.document, answer.paragraph): answer.of for answer in entry.answers}
    for answer in response.answers:
        where, at = answer.where, answer.at or response.point.at
        name = f"{where.printed or where.id} of {where.document}"
        if not answer.listed:
            message = f"{name} responds to {entry.id}, whose entry does not list it"
            entry_text = f"{{paragraph: {where.id or '…'}, of: {answer.fingerprint}}}"
            hint = f"Add `{entry_text}` to the answers in {response.point.at.path}."
            yield _finding("GUIDANCE-UNLISTED", at, message, hint)
        elif answer.state is AnswerState.GONE:
            message = f"{entry.id} is answered by {where.id}, which is gone from {where.document}"
            yield _finding("GUIDANCE-GONE", at, message)
        elif answer.state is AnswerState.UNMARKED:
            hint = f"Write `{{responds-to={entry.id}}}` on the line before it, or remove this entry."
            yield _finding("GUIDANCE-UNMARKED", at, f"{name} does not say that it responds to {entry.id}", hint)
        elif answer.state is AnswerState.REWRITTEN:
            hint = f"Read it again; if the sentence under `done` still holds, write `of: {answer.fingerprint}`."
            yield _finding("GUIDANCE-REWRITTEN", at, f"{name} was rewritten since it answered {entry.id}", hint)
        elif answer.state is AnswerState.STANDS and not written.get((where.document, where.id)):
            hint = f"Write `of: {answer.fingerprint}` behind the name of the paragraph."
            yield _finding("GUIDANCE-UNDATED", at, f"if {name} is rewritten, nobody will notice", hint)
