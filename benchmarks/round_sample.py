"""A round of any size on the sample text: many members, quotes as people copy them, proposals that collide.

The shares are those measured on public rounds of review: numbers that are one off, quotes copied with other signs, a
third of all comments with new wording. Entries have as many keys and are as long as those of the sample round in
comments/. The same seed always gives the same files.
"""

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.sample import NAME, SESSION, Text, commit, make_workspace, open_round
from pipeline.app.packs.freezing import Why, freeze
from pipeline.app.sources.baselines import todays_origins
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import open_workspace
from pipeline.app.sources.reading import read_documents
from pipeline.text.body import Body
from pipeline.text.units import UnitKind
from pipeline.text.wording import WORD

_QUOTED = (UnitKind.PARAGRAPH, UnitKind.ITEM)
_ACTIONS = ("insert-after",)
_HOT = 12  # paragraphs that a fifth of all comments are on
_NEW_WORDS = (
    "the system as a whole",
    "all entities concerned, each within its mandate",
    "Member States",
    "in accordance with international law, in particular the law of human rights and the law of the sea",
    "where feasible",
    "with due regard to the safety of those who report, and of their families",
    "at the regional and the national level",
)
_TYPES = ("substantive", "substantive", "substantive", "editorial", "editorial", "technical", "translation")
_WHY = (
    "The wording should follow the agreed language of the Convention and not go beyond it.",
    "This is too broad: readers in the field cannot see what follows from it for their own work.",
    "Our mandate covers part of this, and the sentence as it stands leaves that part out.",
    "Editorial.",
    "Please bring this into line with the section on lenses, where the same idea has another name.",
    "Colleagues in three regions read the two words differently; one of them should be chosen and kept.",
    "The figure is older than the source that is quoted two paragraphs further on.",
)


def make_round(folder: Path, text: Text, comments: int, members: int) -> Path:
    """A workspace with a frozen document, an edited text of today, and so many comments of so many members."""
    root = make_workspace(folder, text)
    codes = open_round(root, members)
    opened = open_workspace(root)
    freeze(opened, (SESSION,), Why(), open_cache(opened))
    (read,) = read_documents(opened, todays_origins(opened, (NAME,), open_cache(opened)), open_cache(opened))
    if read.document is None:
        raise RuntimeError("the sample text cannot be read")
    body = Body.of(read.document)
    _edit(root)
    random = Random(20250630)  # noqa: S311 - a sample, no secret
    said = _Speaker(body, random)
    for number, code in enumerate(codes):
        share = comments // members + (number < comments % members)
        entries = "".join(said.comment(index) for index in range(1, share + 1))
        head = f"entity: {code}\ndocument: {NAME}\nbaseline: {SESSION}\ncomments:\n"
        _write(root / "comments" / SESSION / code / f"{NAME}.yaml", head + entries)
    commit(root, "Comments")
    return root


def _edit(root: Path) -> None:
    """Change some words of about one paragraph in six, take out a few sentences, and leave the rest."""
    random = Random(7)  # noqa: S311 - a sample, no secret
    for path in sorted((root / "drafts" / NAME).glob("*.md")):
        head, mark, body = path.read_text().rpartition("---\n")
        blocks = body.split("\n\n")
        path.write_text(head + mark + "\n\n".join(_edited(block, random) for block in blocks))


def _edited(block: str, random: Random) -> str:
    if not block[:1].isupper() or random.random() > 1 / 6:
        return block
    sentences = re.split(r"(?<=\.) ", block)
    if len(sentences) > 2 and random.random() < 0.3:
        del sentences[random.randrange(1, len(sentences) - 1)]
    text = " ".join(sentences)
    return text.replace(" the ", " this ", 2).replace(" and ", " as well as ", 1)


class _Speaker:
    """Makes up comments on a text."""

    def __init__(self, body: Body, random: Random) -> None:
        self._body, self._random = body, random
        self._units = [i for i, unit in enumerate(body.units) if unit.kind in _QUOTED and len(unit.text.split()) > 11]
        self._hot = random.sample(self._units, _HOT)
        self._heads = [
            unit.address.replace("section", "Section") for unit in body.units if unit.kind is UnitKind.HEADING
        ]
        self._said: list[dict[str, str]] = []

    def comment(self, number: int) -> str:
        """The next comment, as YAML."""
        random = self._random
        if self._said and random.random() < 0.06:
            fields = dict(random.choice(self._said))
        else:
            fields = dict(self._fields())
            self._said.append(fields)
        lines = [f"id: {number}", *(f"{key}: {_value(value)}" for key, value in fields.items())]
        return "  - " + "\n    ".join(lines) + "\n"

    def _fields(self) -> Iterator[tuple[str, str]]:
        random = self._random
        kind = random.random()
        yield "type", "general" if kind < 0.04 else random.choice(_TYPES)
        if 0.04 <= kind < 0.2:
            yield "reference", random.choice(self._heads)
        elif kind >= 0.2:
            unit = random.choice(self._hot if random.random() < 0.2 else self._units)
            yield "paragraph", self._cited(unit)
            if kind < 0.75:
                yield from self._asked(unit)
        yield "comment", " ".join(random.sample(_WHY, random.choice((1, 2, 2, 3))))

    def _cited(self, unit: int) -> str:
        """The printed number: right in 78 of 100, one off in 17."""
        at = self._body.units[unit]
        luck = self._random.random()
        off = 0 if luck < 0.78 else self._random.choice((-1, 1)) if luck < 0.95 else self._random.randrange(-9, 9)
        marks = " ".join(f"({mark})" for mark in at.marks) if not off else ""
        return f"{max(at.number + off, 1)} {marks}".strip()

    def _asked(self, unit: int) -> Iterator[tuple[str, str]]:
        random = self._random
        start, end = self._body.span(unit)
        length = min(random.choice((2, 4, 6, 6, 8, 12, 20)), end - start)
        first = random.randrange(start, end - length + 1)
        quote = self._body.wording.text(first, first + length)
        yield "quote", self._copied(quote)
        if random.random() < 0.6:
            yield from self._proposed(quote)

    def _copied(self, quote: str) -> str:
        """As people copy: one in five has other signs, a missing hyphen, a typing error or words left out."""
        luck, words = self._random.random(), quote.split()
        if luck < 0.05:
            return quote.replace("-", "").replace("’", "'")
        if luck < 0.1:
            return quote.upper()
        if luck < 0.15 and len(words) > 7:
            return " ".join((*words[:3], "…", *words[-3:]))
        if luck < 0.2 and len(quote) > 20:
            at = self._random.randrange(5, len(quote) - 5)
            return quote[:at] + quote[at + 1 :]
        return quote

    def _proposed(self, quote: str) -> Iterator[tuple[str, str]]:
        luck, new = self._random.random(), self._random.choice(_NEW_WORDS)
        if luck < 0.2:
            yield "action", "delete"
        elif luck < 0.4:
            yield "action", "insert-after"
            yield "proposal", new
        else:
            spans = [match.span() for match in WORD.finditer(quote)]
            start, end = self._random.choice(spans)
            yield "action", "replace"
            yield "proposal", quote[:start] + new + quote[end:]


def _value(text: str) -> str:
    """As people write it: words as they are, long text folded."""
    if text.isalnum() or (text in _ACTIONS):
        return text
    if len(text) > 90:
        return ">-\n" + textwrap.fill(text, 114, initial_indent=" " * 6, subsequent_indent=" " * 6)
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
