"""How the papers of a session serve the objectives of the terms of reference: a table, a plot, and its numbers."""

from collections.abc import Iterable, Sequence

from pipeline.model.config import Objective
from pipeline.model.document import Block, Document, Figure, Part, Section
from pipeline.model.objectives import Coverage
from pipeline.render.notes import inlines, item, paragraph, table
from pipeline.render.plots import bars

NAME = "objectives"
PLOT = "objectives/coverage.svg"
_YES = "Yes"


def objectives_document(objectives: Sequence[Objective], covered: Sequence[Coverage]) -> Document:
    """The paper, not numbered yet; its figure is the picture `PLOT`."""
    sections = [
        Section(NAME, Part.BODY, "Objectives", "sec-objectives", tuple(_first(objectives))),
        Section(NAME, Part.BODY, "Coverage by document", "sec-coverage", tuple(_second(objectives, covered))),
        Section(NAME, Part.BODY, "Coverage by section", "sec-sections", tuple(_third(objectives, covered))),
    ]
    title = "Coverage of the objectives of the terms of reference"
    return Document(NAME, title, NAME, tuple(sections), short_title="Objectives")


def _first(objectives: Sequence[Objective]) -> Iterable[Block]:
    yield paragraph(
        "The sections of the papers before the Committee say which objectives of the terms of reference they serve. "
        "The tables and the figure below bring these statements together. They show where a subject is dealt with, "
        "and not how well. The objectives are the following:"
    )
    for number, objective in enumerate(objectives, 1):
        end = "." if number == len(objectives) else ";"
        yield item(f"Objective {objective.id} ({objective.title}): {objective.text}{end}", number, 1)


def _second(objectives: Sequence[Objective], covered: Sequence[Coverage]) -> Iterable[Block]:
    yield paragraph(
        "The share of the words of each paper that stands in sections serving an objective is shown in the figure, and "
        "the numbers of words in the table after it. A section that serves several objectives counts for each of them."
    )
    caption = inlines("Share of each paper that serves each objective, in per cent of its words")
    yield Figure("fig-coverage", PLOT, caption, plot_alt(objectives, covered))
    header = ("Paper", "Words", *(f"Objective {objective.id}" for objective in objectives))
    rows = [
        (one.title, f"{one.words:,}", *(_words_and_share(one, objective.id) for objective in objectives))
        for one in covered
    ]
    aligned = "lr" + "r" * len(objectives)
    yield table("tbl-coverage", "Words in sections that serve each objective", header, rows, aligned)


def _words_and_share(one: Coverage, objective: str) -> str:
    return f"{one.words_for(objective):,} ({share(one, objective):.0f} per cent)"


def share(one: Coverage, objective: str) -> float:
    """Per cent of the words of a document that stand in sections serving an objective."""
    return 100 * one.words_for(objective) / one.words if one.words else 0.0


def _third(objectives: Sequence[Objective], covered: Sequence[Coverage]) -> Iterable[Block]:
    yield paragraph(*_gaps(objectives, covered))
    header = ("Section", "Title", *(f"Objective {objective.id}" for objective in objectives))
    for one in covered:
        rows = [(_capital(s.address), s.title, *_marks(objectives, s.objectives)) for s in one.sections]
        aligned = "ll" + "c" * len(objectives)
        caption = f"Objectives served by the sections of: {one.title}"
        yield table(f"tbl-{one.document}"[:40], caption, header, rows, aligned)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _marks(objectives: Sequence[Objective], served: Sequence[str]) -> list[str]:
    return [_YES if objective.id in served else "–" for objective in objectives]


def _gaps(objectives: Sequence[Objective], covered: Sequence[Coverage]) -> Iterable[str]:
    """What is left without, in a sentence each."""
    bare = [f"{one.title}, {s.address}" for one in covered for s in one.sections if not s.objectives]
    unserved = [
        f"objective {objective.id} in: {one.title}"
        for one in covered
        for objective in objectives
        if not one.words_for(objective.id)
    ]
    yield (
        f"The following sections serve no objective: {'; '.join(bare)}. "
        if bare
        else ("Every section serves at least one objective. ")
    )
    yield f"No section serves {'; '.join(unserved)}." if unserved else "Every paper serves every objective."


def plot_svg(objectives: Sequence[Objective], covered: Sequence[Coverage]) -> bytes:
    """The plot, as SVG."""
    groups = [(one.title, [share(one, objective.id) for objective in objectives]) for one in covered]
    names = [f"{objective.id}. {objective.title}" for objective in objectives]
    return bars(groups, names, "Per cent of the words of the paper")


def plot_alt(objectives: Sequence[Objective], covered: Sequence[Coverage]) -> str:
    """What the plot shows, in words."""
    told = [
        f"{one.title}: " + ", ".join(f"{share(one, o.id):.0f} per cent for objective {o.id}" for o in objectives) + "."
        for one in covered
    ]
    first = f"Lying bars, {len(objectives)} for each paper, one for each objective, in per cent of its words."
    return " ".join([first, *told])
