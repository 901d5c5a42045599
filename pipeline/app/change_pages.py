"""The pages of changes of a pack: what the redlines hold, and the reasons from rounds and guidance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.app.baselines import previous
from pipeline.app.executing import Executor
from pipeline.app.guidance import responses_for
from pipeline.app.ledgers import RoundView, round_of
from pipeline.app.opening import Opened
from pipeline.app.papers import note_paper
from pipeline.app.redline_pack import ENDING
from pipeline.app.rendering import Task, paper_failed, read_look, render, tasks_for
from pipeline.app.round_pack import Extra
from pipeline.app.rounds import MEMBERS
from pipeline.app.which_rounds import has_round
from pipeline.formats.revisions.story import story
from pipeline.model.change_page import ChangePage, Reason
from pipeline.model.document import Document, Paragraph, Role, Table
from pipeline.model.guidance import Since
from pipeline.model.ledger import EffectKind, Entry, Passage
from pipeline.model.paper import Paper
from pipeline.render.change_page import change_document, change_json
from pipeline.review.changing import section_changes, with_reasons
from pipeline.store.cache import Cache, key
from pipeline.store.workspace import WORKSPACE_FILE
from pipeline.text.units import UnitKind

CHANGES = ".changes"
_IN_TEXT = (EffectKind.APPLIED, EffectKind.ALREADY)


@dataclass(frozen=True)
class _Why:
    """A reason, and where: the id of the place, and how it was cited in the text that was read."""

    reason: Reason
    id: str
    read: str


def change_pages(
    opened: Opened,
    session: str,
    papers: Mapping[str, Paper],
    redlines: Mapping[str, bytes],
    with_: tuple[Cache, Executor],
) -> Extra:
    """The pages of changes of the documents that have a redline.

    Args:
        opened: the workspace.
        session: whose pack it is.
        papers: the new papers by document.
        redlines: the Word redlines by file name.
        with_: a cache for rounds and papers, and what renders papers.
    """
    cache, workers = with_
    extra = Extra()
    tasks: list[Task] = []
    for file, data in redlines.items():
        document = file.removesuffix(ENDING)
        page = _page(opened, session, papers[document], data, (extra, cache))
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


def _page(opened: Opened, session: str, paper: Paper, redline: bytes, with_: tuple[Extra, Cache]) -> ChangePage | None:
    extra, cache = with_
    document = paper.document
    before = previous(opened, session, document.name)
    if before is None:
        return None
    why = [*_comments(opened, (before.session, session), document, (extra, cache))]
    why += _guidance(opened, session, document, cache)
    labels = _labels_by_id(document)
    reasons: dict[str, list[Reason]] = {}
    for each in why:
        reasons.setdefault(labels.get(each.id, ""), []).append(each.reason)
    sections = with_reasons(section_changes(story(redline)), reasons)
    shown = {reason for s in sections for change in s.changes for reason in change.reasons}
    left = {(w.reason, w.read): None for w in why if w.reason not in shown and w.reason.kind == "comment"}
    title = opened.session(before.session).title
    return ChangePage(document.name, paper.title, before.name, title, paper.cover.baseline, sections, tuple(left))


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


# -- reasons


def _comments(
    opened: Opened, between: tuple[str, str], document: Document, with_: tuple[Extra, Cache]
) -> Iterator[_Why]:
    """The accepted comments that stand in the text, of all rounds from the old text on."""
    extra, cache = with_
    names = opened.file.sessions
    for name in names[names.index(between[0]) : names.index(between[1])]:
        if name in opened.sessions and has_round(opened, name):
            view = round_of(opened, name, cache)
            for path in sorted({*view.files.used, MEMBERS}):
                extra.inputs[path] = opened.workspace.files.digest(path)
            for entry in view.ledger.entries:
                if entry.comment.name.document == document.name and entry.effect and entry.effect.kind in _IN_TEXT:
                    yield from _of_comment(view, entry)


def _of_comment(view: RoundView, entry: Entry) -> Iterator[_Why]:
    name = entry.comment.name
    settings = view.files.settings
    hidden = settings is not None and settings.audience == "public" and "entities" in settings.hide
    told = str(entry.state).replace("-", " ")
    reason = Reason("comment", "" if hidden else name.short, "" if hidden else str(name), told)
    for anchor in entry.anchors[:1]:
        where = _id_read(view, entry, anchor.read) if anchor.read else ""
        yield _Why(reason, where, anchor.read.address if anchor.read else "the text as a whole")


def _id_read(view: RoundView, entry: Entry, read: Passage) -> str:
    """The id of the numbered paragraph or the table that a comment is about; ids last from one text to the next."""
    texts = view.stories[entry.comment.name.document].texts.get(entry.comment.baseline)
    if texts is None or read.unit >= len(texts.read.units):
        return read.id
    unit = texts.read.units[read.unit]
    if unit.kind in (UnitKind.PARAGRAPH, UnitKind.ITEM):
        same = (u.id for u in texts.read.units if u.kind is UnitKind.PARAGRAPH and u.number == unit.number)
        return next(same, read.id)
    return unit.id or read.id


def _guidance(opened: Opened, session: str, document: Document, cache: Cache) -> Iterator[_Why]:
    """The guidance that new or changed paragraphs answer."""
    for response in responses_for(opened, session, {document.name: document}, cache)[0]:
        point = response.point
        for answer in response.answers:
            if answer.where.document == document.name and answer.since in (Since.NEW, Since.CHANGED):
                reason = Reason("guidance", point.entry.id, f"{point.session}/{point.entry.id}", str(response.state))
                yield _Why(reason, answer.where.id, answer.where.printed)
