"""The pages of changes of a pack: what the redlines hold, whose it is and why, and the guidance that it answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.app.papers.executing import Executor
from pipeline.app.papers.paper import note_paper
from pipeline.app.papers.rendering import Task, paper_failed, read_look, render, tasks_for
from pipeline.app.papers.round_pack import Extra
from pipeline.app.redlines.pack import ENDING, Redlines
from pipeline.app.redlines.sayings import Saying
from pipeline.app.rounds.guidance import responses_for
from pipeline.app.sources.baselines import previous
from pipeline.app.sources.opening import Opened
from pipeline.formats.revisions.story import story
from pipeline.model.change_page import ChangePage, Hand, Reason, SectionChanges
from pipeline.model.document import Document, Paragraph, Role, Table
from pipeline.model.guidance import Since
from pipeline.model.paper import Paper
from pipeline.render.change_page import change_document, change_json
from pipeline.render.redline.scribe import Written
from pipeline.review.changing import section_changes, with_reasons
from pipeline.store.cache import Cache, key
from pipeline.store.workspace import WORKSPACE_FILE

CHANGES = ".changes"
_TOLD = ("ins", "del", "moveFrom", "moveTo", "rPrChange")  # what a page tells of; not lists, widths and the like


@dataclass(frozen=True)
class _Why:
    """A reason, and where: the id of the place, and how it was cited in the text that was read."""

    reason: Reason
    id: str
    read: str


def change_pages(
    opened: Opened, session: str, papers: Mapping[str, Paper], made: Redlines, with_: tuple[Cache, Executor]
) -> Extra:
    """The pages of changes of the documents that have a redline.

    Args:
        opened: the workspace.
        session: whose pack it is.
        papers: the new papers by document.
        made: the Word redlines.
        with_: a cache for guidance and papers, and what renders papers.
    """
    cache, workers = with_
    extra = Extra()
    tasks: list[Task] = []
    for file in made.outputs:
        document = file.removesuffix(ENDING)
        page = _page(opened, session, papers[document], made, cache)
        if page is None:
            continue
        name = f"{document}{CHANGES}"
        extra.outputs[f"{name}.json"] = change_json(page).encode("utf-8", "replace")
        note = note_paper(opened, session, change_document(page), draft=papers[document].cover.draft)
        tasks += tasks_for(name, note, key(repr(page)))
    if tasks:
        rendered = render(tasks, read_look(opened), cache, workers, lambda _: None)
        extra.outputs |= rendered.files
        extra.findings += [paper_failed(WORKSPACE_FILE, *failed) for failed in rendered.problems.items()]
    return extra


def _page(opened: Opened, session: str, paper: Paper, made: Redlines, cache: Cache) -> ChangePage | None:
    document = paper.document
    before = previous(opened, session, document.name)
    if before is None:
        return None
    comments = made.comments[document.name]
    credited = _credited(made.changes[document.name], comments)
    told = section_changes(story(made.outputs[f"{document.name}{ENDING}"]), credited)
    kept = {reason for reason in _shown(told) if reason.kind == "comment"}
    left = [_Why(one.reason, one.id, one.place) for one in comments.values() if one.stands and one.reason not in kept]
    labels, reasons = _labels_by_id(document), dict[str, list[Reason]]()
    for each in (*left, *_guidance(opened, session, document, cache)):
        reasons.setdefault(labels.get(each.id, ""), []).append(each.reason)
    sections = with_reasons(told, reasons)
    shown = set(_shown(sections))
    elsewhere = {(w.reason, w.read or "the text as a whole"): None for w in left if w.reason not in shown}
    title = opened.session(before.session).title
    return ChangePage(document.name, paper.title, before.name, title, paper.cover.baseline, sections, tuple(elsewhere))


def _credited(changes: Iterable[Written], comments: Mapping[str, Saying]) -> dict[int, Hand]:
    """Whose each change is, by its number in the redline."""
    return {
        change.id: Hand(
            change.author, comments=tuple(comments[name].reason for name in change.comments if name in comments)
        )
        for change in changes
        if change.kind in _TOLD
    }


def _shown(sections: Iterable[SectionChanges]) -> Iterator[Reason]:
    for section in sections:
        for change in section.changes:
            yield from change.reasons
            yield from (reason for hand in change.hands for reason in hand.comments)


def _labels_by_id(document: Document) -> dict[str, str]:
    """What the place of each id is called on the page: "paragraph 12", with its list, or "table 2"."""
    labels: dict[str, str] = {}
    for section in document.sections:
        label = ""
        for block in section.blocks:
            if isinstance(block, Table):
                labels[block.id] = f"table {block.number}"
            if not isinstance(block, Paragraph):
                label = ""
            elif block.role is Role.NUMBERED:
                label = f"paragraph {block.number}"
            if label and isinstance(block, Paragraph):
                labels[block.id] = label
    return labels


def _guidance(opened: Opened, session: str, document: Document, cache: Cache) -> Iterator[_Why]:
    """The guidance that new or changed paragraphs answer."""
    for response in responses_for(opened, session, {document.name: document}, cache)[0]:
        point = response.point
        for answer in response.answers:
            if answer.where.document == document.name and answer.since in (Since.NEW, Since.CHANGED):
                reason = Reason("guidance", point.entry.id, f"{point.session}/{point.entry.id}", str(response.state))
                yield _Why(reason, answer.where.id, answer.where.printed)
