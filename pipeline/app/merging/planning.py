"""Which accepted proposals can be merged into the section files of today, proven by parsing them again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from pipeline.app.rounds.ledgers import RoundView
from pipeline.app.sources.opening import Opened, found
from pipeline.app.sources.reading import ReadDocument, read_documents
from pipeline.app.sources.texts import Story
from pipeline.model.finding import Finding
from pipeline.model.ledger import Entry, Passage
from pipeline.model.rules import RULES
from pipeline.model.saying import quoted
from pipeline.model.submission import DispositionEntry
from pipeline.review.asking import judges, verdict_on
from pipeline.review.clashing import alike, collide
from pipeline.review.hunks import amended, seams
from pipeline.review.judging import UnitEdit
from pipeline.review.merging import Outcome
from pipeline.review.splicing import CannotSplice, Placed, arrived, splices
from pipeline.store.cache import Cache
from pipeline.text.body import Body
from pipeline.text.source_words import Sheet, Splice, applied

FILE_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class Item:
    """One request that can be merged: identical proposals of several comments are one.

    Attributes:
        entries: in the order of their names; the first stands for all.
        edits: of the units of today.
        placed: the same, of the section files.
    """

    entries: tuple[Entry, ...]
    edits: tuple[UnitEdit, ...]
    placed: tuple[Placed, ...] = ()

    @property
    def lead(self) -> Entry:
        """The comment that stands for the request."""
        return self.entries[0]

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins: section and character."""
        return min((one.section, one.splice.start) for one in self.placed)


@dataclass(frozen=True)
class Refusal:
    """A comment whose proposal is not merged, why, and where to look; a collision is told by a finding of its own."""

    entry: Entry
    reason: str
    candidate: Passage | None = None
    collides: bool = False


@dataclass(frozen=True)
class DocumentPlan:
    """What would be merged into one document.

    Attributes:
        paths: of its section files, relative to the workspace, in the order of the document.
        items: in the order of the text.
        already: comments whose words the text has.
        after: the document as it will be read, None when nothing is merged.
    """

    document: str
    today: ReadDocument
    body: Body
    paths: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    items: tuple[Item, ...]
    refused: tuple[Refusal, ...]
    already: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()
    after: ReadDocument | None = None

    def files(self, items: Iterable[Item]) -> dict[str, bytes]:
        """The section files with these items merged, by path; only those that change."""
        by_section: dict[int, list[Splice]] = {}
        for item in items:
            for one in item.placed:
                by_section.setdefault(one.section, []).append(one.splice)
        return {self.paths[section]: self._file(section, made) for section, made in sorted(by_section.items())}

    def steps(self) -> Iterator[tuple[Item, dict[str, bytes]]]:
        """Each item with the files that it changes, as they are once it and all before it are merged."""
        by_section: dict[int, list[Splice]] = {}
        for item in self.items:
            for one in item.placed:
                by_section.setdefault(one.section, []).append(one.splice)
            touched = sorted({one.section for one in item.placed})
            yield item, {self.paths[section]: self._file(section, by_section[section]) for section in touched}

    def _file(self, section: int, made: Sequence[Splice]) -> bytes:
        return applied(self.sheets[section].text, tuple(made)).encode(errors="surrogateescape")


@dataclass
class _Draft:
    """A document's plan while it is made."""

    document: str
    today: ReadDocument
    body: Body
    paths: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    items: list[Item] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    already: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def plan_merge(
    opened: Opened, view: RoundView, chosen: Callable[[Entry], bool], cache: Cache
) -> tuple[DocumentPlan, ...]:
    """The plans of all documents of a round; nothing is written.

    Args:
        opened: the workspace.
        view: the round as it stands.
        chosen: which comments to merge.
        cache: for the sections that are parsed to prove that the words arrived.
    """
    plans = []
    for name, story in view.stories.items():
        entries = [entry for entry in view.ledger.entries if entry.comment.name.document == name and chosen(entry)]
        draft = _start(opened, name, story)
        if draft is not None and entries:
            _judge_all(draft, entries, story, _decisions(view, name))
            _refuse_collisions(draft)
            plans.append(_proven(opened, draft, cache))
    return tuple(plans)


def _decisions(view: RoundView, document: str) -> Mapping[str, DispositionEntry]:
    return {entry.comment: entry for entry, _ in view.files.decided.get(document, ())}


def _start(opened: Opened, name: str, story: Story) -> _Draft | None:
    today = story.today
    if today is None or today.document is None:
        return None
    paths = tuple(section.path for section in today.document.sections)
    read = opened.workspace.files.read
    sheets = tuple(Sheet(read(path, FILE_BYTES).decode(errors="surrogateescape")) for path in paths)
    return _Draft(name, today, Body.of(today.document), paths, sheets)


# -- judging


def _judge_all(
    draft: _Draft, entries: Sequence[Entry], story: Story, decisions: Mapping[str, DispositionEntry]
) -> None:
    by_baseline = judges(story.texts.items())
    groups: dict[object, Item] = {}
    for entry in entries:
        verdict = verdict_on(entry, decisions.get(entry.comment.name.short), by_baseline.get(entry.comment.baseline))
        if verdict is None:
            continue
        if verdict.outcome is Outcome.ALREADY:
            draft.already.append(entry)
        elif verdict.outcome is Outcome.REFUSED:
            draft.refused.append(Refusal(entry, verdict.reason, verdict.candidate))
        else:
            key = alike(verdict.edits)
            known = groups.get(key)
            groups[key] = replace(known, entries=(*known.entries, entry)) if known else Item((entry,), verdict.edits)
    for item in groups.values():
        _place(draft, item)


def _place(draft: _Draft, item: Item) -> None:
    try:
        draft.items.append(replace(item, placed=splices(item.edits, draft.body, draft.sheets)))
    except CannotSplice as problem:
        _refuse(draft, item, str(problem))


def _refuse(draft: _Draft, item: Item, reason: str, *, collides: bool = False) -> None:
    where = draft.body.passage(draft.body.span(item.edits[0].unit))
    draft.refused += [Refusal(entry, reason, where, collides) for entry in item.entries]
    draft.items = [one for one in draft.items if one is not item]


# -- collisions


def _refuse_collisions(draft: _Draft) -> None:
    """Refuse both of any two items that cannot both be made."""
    by_unit: dict[int, list[Item]] = {}
    for item in draft.items:
        for edit in item.edits:
            by_unit.setdefault(edit.unit, []).append(item)
    hit: dict[int, tuple[Item, list[Item]]] = {}
    for items in by_unit.values():
        for one, other in combinations(items, 2):
            if one is not other and collide(one.edits, other.edits):
                hit.setdefault(id(one), (one, []))[1].append(other)
                hit.setdefault(id(other), (other, []))[1].append(one)
    for item, others in hit.values():
        names = ", ".join(dict.fromkeys(one.lead.comment.name.short for one in others))
        _refuse(draft, item, f"it collides with {names}, which is accepted too", collides=True)
        message = f"{item.lead.comment.name.short} and {names} are accepted, but cannot be applied together"
        draft.findings.append(found("MERGE-COLLISION", item.lead.comment.at, message))


# -- the proof


def _proven(opened: Opened, draft: _Draft, cache: Cache) -> DocumentPlan:
    draft.items.sort(key=lambda item: (item.place, item.lead.comment.name.key))
    after, problem = _tried(opened, draft, draft.items, cache)
    if problem:
        for item in tuple(draft.items):
            why = _tried(opened, draft, [item], cache)[1]
            if why:
                _refuse(draft, item, why)
        after, problem = _tried(opened, draft, draft.items, cache)
    if problem:
        for item in tuple(draft.items):
            _refuse(draft, item, problem)
        after = None
    draft.findings += [finding for item in draft.items for finding in _seams(draft, item)]
    draft.findings += [_refusal(refusal) for refusal in draft.refused if not refusal.collides]
    return DocumentPlan(
        draft.document, draft.today, draft.body, draft.paths, draft.sheets, tuple(draft.items),
        tuple(sorted(draft.refused, key=lambda r: r.entry.comment.name.key)), tuple(draft.already),
        tuple(sorted(set(draft.findings))), after,
    )  # fmt: skip


def _tried(opened: Opened, draft: _Draft, items: Sequence[Item], cache: Cache) -> tuple[ReadDocument | None, str]:
    """The document with these items merged and parsed again, and what is wrong with it."""
    if not items:
        return None, ""
    folder = draft.today.origin.folder
    plan = DocumentPlan(draft.document, draft.today, draft.body, draft.paths, draft.sheets, (), (), ())
    files = {path: opened.workspace.files.read(path, FILE_BYTES) for path in opened.workspace.files.list_files(folder)}
    # Ids that are inherited say nothing about words, and cost more than all the rest to find.
    origin = replace(draft.today.origin, files=files | plan.files(items), known=())
    (read,) = read_documents(opened, [origin], cache)
    if read.document is None or not arrived(draft.body, Body.of(read.document), [e for i in items for e in i.edits]):
        return None, "the section would not read as it should afterwards"
    worse = _errors(read) - _errors(draft.today)
    if worse:
        new = next(finding for finding in read.findings if finding.code in worse)
        return None, f"it would break the document: {new.message}"
    return read, ""


def _errors(read: ReadDocument) -> Counter[str]:
    return Counter(finding.code for finding in read.findings if finding.fails)


def _seams(draft: _Draft, item: Item) -> list[Finding]:
    out = []
    for edit in item.edits:
        text = draft.body.wording.blocks[edit.unit]
        where = draft.body.units[edit.unit].address
        for what in seams(text, amended(text, edit.hunks)) if edit.hunks else ():
            message = f"merging {item.lead.comment.name.short} leaves {what} in {draft.document}, {where}"
            out.append(found("MERGE-SEAM", item.lead.comment.at, message))
    return out


def _refusal(refusal: Refusal) -> Finding:
    where = refusal.candidate
    hint = f"{RULES['MERGE-REFUSED'].remedy} Look at {where.address}: {quoted(where.words)}" if where else ""
    name = refusal.entry.comment.name.short
    return found("MERGE-REFUSED", refusal.entry.comment.at, f"{name} cannot be applied: {refusal.reason}", hint)
