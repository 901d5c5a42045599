"""Law 5 on made-up sections: exactly the words arrive, all else stays to the byte, and twice is once."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import pytest

from pipeline.formats.pandoc import parse
from pipeline.model.comment import Action, Proposal
from pipeline.model.document import Document, Part, Section
from pipeline.model.ledger import Anchor, AnchorStatus
from pipeline.review.anchoring import follow
from pipeline.review.edits import plain
from pipeline.review.hunks import amended
from pipeline.review.judging import Asked, Judge, Verdict
from pipeline.review.merging import Outcome
from pipeline.review.placing import Texts
from pipeline.review.splicing import CannotSplice, arrived, splices
from pipeline.text.aligning import align_words
from pipeline.text.blocks import read_section
from pipeline.text.body import Body
from pipeline.text.source_words import Sheet, applied

WORDS = ("entities", "markets", "routes", "services", "people", "evidence", "data", "safety", "norms", "trust", "gaps")
DRESSED = (
    "*{}*",
    "**{}**",
    "[{}](https://example.org/a)",
    "{},",
    "({})",
    "*{} {}* {}",
    "“{}”",
    "{}[^1]",
    "\\*{}",
    "{}; {}",
)
NEW = ("one", "_two_", "*three*", "[four](x)", "five--six", "1.", "(a)", "&amp;", "`seven`", "a_b", "# eight", "<b>")


def bodies(sources: Sequence[str]) -> list[Body]:
    read = [read_section(parsed.blocks, Part.BODY) for parsed in parse(sources)]
    sections = [Section("drafts/d/01.md", Part.BODY, blocks=one.blocks, notes=one.notes) for one in read]
    return [Body.of(Document("d", "D", "drafts/d", (section,))) for section in sections]


def paragraph(random: Random, taken: Iterator[int]) -> str:
    """Words with markup here and there, wrapped; every word is unique through its number."""
    out: list[str] = []
    while len(out) < random.randint(6, 14):
        form = random.choice(DRESSED) if random.random() < 0.35 else "{}"
        out.append(form.format(*(f"{random.choice(WORDS)}{next(taken)}" for _ in range(form.count("{}")))))
    blank = "\n" if random.random() < 0.5 else "  " if random.random() < 0.2 else " "
    middle = random.randrange(1, len(out))
    return " ".join(out[:middle]) + blank + " ".join(out[middle:]) + "."


def source(random: Random) -> str:
    taken = itertools.count()
    paragraphs = [paragraph(random, taken) for _ in range(4)]
    items = [f"({mark}) {paragraph(random, taken)}".replace("\n", "\n    ") for mark in "ab"]
    ends = "\r\n" if random.random() < 0.3 else "\n"
    return "\n\n".join([*paragraphs[:2], *items, paragraphs[2], "[^1]: A note."]).replace("\n", ends) + ends


def ask(random: Random, body: Body) -> Asked:
    unit = random.randrange(5)
    low, high = body.span(unit)
    start = random.randrange(low, high)
    span = (start, min(high, start + random.randint(1, 5)))
    action = random.choice((Action.REPLACE, Action.DELETE, Action.INSERT_BEFORE, Action.INSERT_AFTER))
    words = " ".join(random.choices(NEW, k=random.randint(1, 4)))
    quote = body.wording.text(*span) if random.random() < 0.85 else ""
    if not quote:
        span = (low, high)
        words = f"{words} and so on.\n\nA second paragraph that is new here." if action is not Action.REPLACE else words
    there = Anchor(AnchorStatus.EXACT, 1.0, body.passage(span), body.passage(span), how="literal")
    return Asked(Proposal(action, "" if action is Action.DELETE else words), span, quote, there)


def made(verdict: Verdict, body: Body, text: str) -> str | None:
    """The source afterwards, None when the proposal is refused."""
    if verdict.outcome is not Outcome.APPLIED:
        return None
    try:
        placed = splices(verdict.edits, body, [Sheet(text)])
    except CannotSplice:
        return None
    return applied(text, tuple(one.splice for one in placed))


@pytest.mark.parametrize("seed", range(4))
def test_exactly_the_words_arrive_and_all_else_stays(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same cases every time
    texts = [source(random) for _ in range(150)]
    before = bodies(texts)
    asked = [ask(random, body) for body in before]
    judged = [
        Judge(Texts(body, body, align_words(body.wording, body.wording))).judge(one)
        for one, body in zip(asked, before, strict=True)
    ]
    results = [made(*row) for row in zip(judged, before, texts, strict=True)]
    cases = [row for row in zip(asked, judged, before, texts, results, strict=True) if row[4] is not None]
    assert len(cases) > 75  # most can be made; the rest cuts markup or notes
    after = bodies([str(row[4]) for row in cases])
    for (one, verdict, body, text, result), now in zip(cases, after, strict=True):
        assert arrived(body, now, verdict.edits), (one, text, result)
        assert printed(now) == expected(body, verdict), (one, text, result)
        untouched(verdict, body, text, str(result))


def printed(body: Body) -> list[str]:
    return [plain(text) for text in body.wording.blocks]


def expected(body: Body, verdict: Verdict) -> list[str]:
    """The printed text afterwards, by cutting strings, without the code under test that knows the source."""
    out: list[str] = []
    for index, text in enumerate(body.wording.blocks):
        edit = next((edit for edit in verdict.edits if edit.unit == index), None)
        if edit is None:
            out.append(text)
            continue
        out += [*edit.before, *([] if edit.out else [amended(text, edit.hunks)]), *edit.after]
    return [plain(text) for text in out]


def untouched(verdict: Verdict, body: Body, text: str, result: str) -> None:
    """All lines of the source but those of the unit that was edited are the same bytes in the same order."""
    unit = verdict.edits[0].unit
    mine = re.findall(r"[a-z]+[0-9]+", body.wording.blocks[unit])
    at = 0
    for line in text.splitlines(keepends=True):
        if not line.strip() or any(re.search(rf"{word}\b", line) for word in mine):
            continue
        line = line.removeprefix("(b) ")  # noqa: PLW2901 - an item may take over the mark of the first
        found = result.find(line, at)
        assert found >= at, (line, text, result)
        at = found + len(line)


@pytest.mark.parametrize("seed", range(4))
def test_what_was_merged_is_there_already_the_second_time(seed: int) -> None:
    random = Random(100 + seed)  # noqa: S311 - the same cases every time
    texts = [source(random) for _ in range(100)]
    before = bodies(texts)
    asked = [ask(random, body) for body in before]
    judged = [
        Judge(Texts(body, body, align_words(body.wording, body.wording))).judge(one)
        for one, body in zip(asked, before, strict=True)
    ]
    results = [made(*row) for row in zip(judged, before, texts, strict=True)]
    cases = [row for row in zip(asked, before, results, strict=True) if row[2] is not None]
    for (one, body, _), now in zip(cases, bodies([str(row[2]) for row in cases]), strict=True):
        found = align_words(body.wording, now.wording)
        place = follow(found, body.wording, now.wording, one.span).span
        anchor = replace(one.anchor, today=now.passage(place) if place else None)
        again = Judge(Texts(body, now, found)).judge(one._replace(anchor=anchor))
        assert again.outcome is not Outcome.APPLIED, (one, body.wording.blocks, now.wording.blocks)
