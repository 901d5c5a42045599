"""The response to the guidance of the committee as a paper: a table that is quickly checked, and the answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.document import Block, Document, Inline, Part, Role, Section
from pipeline.model.guidance import Answer, AnswerState, PointState, Response, Since
from pipeline.render.notes import heading, inlines, item, link, paragraph, quoted, strong, table
from pipeline.text.passages import CitedPassage

NAME = "guidance"
_MEANINGS = {
    PointState.ANSWERED: "a sentence says what was done, and the paragraphs that it names say so too",
    PointState.CLAIMED: "a section or a paragraph says that it responds, and it is not recorded how",
    PointState.OPEN: "nothing responds",
    PointState.SETTLED: "the Committee has taken note of the answer",
    PointState.WITHDRAWN: "the Committee no longer asks for it",
}
_SINCE = {Since.NEW: "new", Since.CHANGED: "changed", Since.SAME: "unchanged", Since.UNKNOWN: ""}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class GuidanceTexts:
    """What the paper needs beside the responses.

    Attributes:
        sessions: printed titles of the sessions that gave guidance, by name.
        titles: short titles of documents, by name.
        passages: the answering paragraphs, by document and id.
    """

    sessions: Mapping[str, str]
    titles: Mapping[str, str]
    passages: Mapping[tuple[str, str], CitedPassage]


def guidance_document(responses: Sequence[Response], texts: GuidanceTexts) -> Document:
    """The paper, not numbered yet."""
    labels = _labels(responses)
    header = ("No.", "Guidance", "What was done", "Paragraphs")
    rows = [(r.point.entry.id, r.point.entry.text, _done(r), _where(r, texts, labels)) for r in responses]
    blocks = (
        paragraph(_opening(responses, texts)),
        table("tbl-guidance", "Points of guidance and the response to each", header, rows),
        *_meanings(responses),
        *_sources(responses, texts),
    )
    sections = [Section(NAME, Part.BODY, "Responses point by point", "sec-points", blocks)]
    if labels:
        annex = tuple(_annex(responses, texts, labels))
        sections.append(Section("answers", Part.ANNEX, "Answering paragraphs", "annex-answers", annex))
    title = "Response to the guidance of the Committee"
    return Document(NAME, title, NAME, tuple(sections), short_title="Response to guidance")


def _opening(responses: Sequence[Response], texts: GuidanceTexts) -> str:
    sessions = list(dict.fromkeys(texts.sessions[response.point.session] for response in responses))
    counts = [(state, sum(response.state is state for response in responses)) for state in PointState]
    told = [f"{_number(count)} {'is' if count == 1 else 'are'} {state}" for state, count in counts if count]
    points = f"{_number(len(responses))} point{'s' if len(responses) > 1 else ''}"
    return (
        f"The Committee gave guidance on {points} ({_listed(sessions)}). Of these, {_listed(told)}. What was done "
        "about each, and in which paragraphs, is shown in the table; the paragraphs are reproduced in the annex."
    )


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _meanings(responses: Sequence[Response]) -> Iterable[Block]:
    yield paragraph(
        "“New” and “changed” compare a paragraph with the draft that the Committee had before it when it gave the "
        "guidance. The response to a point begins with one of the following words:"
    )
    there = {response.state for response in responses} | {PointState.ANSWERED, PointState.OPEN}
    told = [f"{str(state).capitalize()}: {meaning}" for state, meaning in _MEANINGS.items() if state in there]
    for number, words in enumerate(told, 1):
        yield item(words + ("." if number == len(told) else ";"), number, 1)


def _sources(responses: Sequence[Response], texts: GuidanceTexts) -> Iterable[Block]:
    """Which points stem from which public record."""
    points: dict[tuple[str, str], list[str]] = {}
    for response in responses:
        point = response.point
        points.setdefault((texts.sessions[point.session], point.entry.source), []).append(point.entry.id)
    told = [f"{_listed(ids)} ({session}): {source}" for (session, source), ids in points.items()]
    yield paragraph(f"The guidance is taken from the public record. {'; '.join(told)}.")


# -- the table


def _done(response: Response) -> tuple[Inline, ...]:
    """The state, what was done, and what has gone wrong with it since."""
    words = response.point.entry.done or "No response is recorded."
    rewritten = [a.where.printed for a in response.answers if a.listed and a.state is AnswerState.REWRITTEN]
    gone = sum(a.listed and a.state is AnswerState.GONE for a in response.answers)
    if rewritten:
        words += f" [{_capital(_listed(rewritten))} rewritten since this was recorded.]"
    if gone:
        words += f" [{_capital(_number(gone))} answering paragraph{'s' if gone > 1 else ''} taken out since.]"
    return inlines(strong(f"{str(response.state).capitalize()}."), f" {words}")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _where(response: Response, texts: GuidanceTexts, labels: Mapping[tuple[str, str], str]) -> tuple[Inline, ...]:
    parts: list[Inline] = []
    document = ""
    for answer in _shown(response):
        name, identity, printed = answer.where
        lead = "" if name == document else f"{texts.titles[name]}: "
        between = "" if not parts else ", " if name == document else "; "
        since = f" ({_SINCE[answer.since]})" if _SINCE[answer.since] else ""
        parts += inlines(between, lead, link(labels[name, identity], printed.removeprefix("paragraph ")), since)
        document = name
    for claim in response.claims:
        parts += inlines(f"{'; ' if parts else ''}{texts.titles[claim.document]}: {claim.printed} as a whole")
    return tuple(parts)


# -- the answers in full


def _shown(response: Response) -> list[Answer]:
    return [answer for answer in response.answers if answer.where.printed and answer.where.id]


def _labels(responses: Sequence[Response]) -> dict[tuple[str, str], str]:
    """A label for each answering paragraph, in the order in which documents and paragraphs are first named."""
    places = dict.fromkeys((a.where.document, a.where.id) for response in responses for a in _shown(response))
    return {place: f"answer-{number}" for number, place in enumerate(places, 1)}


def _annex(
    responses: Sequence[Response], texts: GuidanceTexts, labels: Mapping[tuple[str, str], str]
) -> Iterable[Block]:
    """Each answering paragraph once, under its document, in the order of the text."""
    lists = 1
    for document in dict.fromkeys(name for name, _ in labels):
        yield heading(texts.titles[document])
        for place in (place for place in texts.passages if place in labels and place[0] == document):
            passage = texts.passages[place]
            answering = [(r, a) for r in responses for a in _shown(r) if (a.where.document, a.where.id) == place]
            yield _lead(answering, labels[place])
            blocks, lists = quoted(passage.blocks, lists)
            yield from blocks


def _lead(answering: Sequence[tuple[Response, Answer]], label: str) -> Block:
    answer = answering[0][1]
    since = f", {_SINCE[answer.since]}" if _SINCE[answer.since] else ""
    points = list(dict.fromkeys(response.point.entry.id for response, _ in answering))
    words = f" (responds to {'point' if len(points) == 1 else 'points'} {_listed(points)})"
    return paragraph(strong(f"{_capital(answer.where.printed)}{since}"), words, role=Role.PLAIN, label=label)
