"""What a redline says of each section and paragraph: `section_changes`. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.change_page import Change, Hand, Reason, SectionChanges, What, Words
from pipeline.model.changes import (
    ChangedBlock,
    ChangedParagraph,
    ChangedRun,
    ChangedStory,
    ChangedTable,
    Mark,
    paragraphs_of,
)

_FRONT = ("Cover", "Contents", "TOC", "Title", "SectionBreak", "FooterFirst", "HeaderFirst")
_OPENING = ("Heading1", "HeadingFront", "HeadingAnnex")
_OWN_LABELS = {"Figure": "figure"}
_WITH_PARAGRAPH = ("Item", "ContinuedParagraph")
_NOBODY: Mapping[int, Hand] = {}
_Told = tuple[ChangedStory, Mapping[int, Hand]]
_COUNTED = {
    Mark.INSERTED: Words(inserted=1), Mark.DELETED: Words(deleted=1), Mark.MOVED_HERE: Words(moved=1),
}  # fmt: skip


@dataclass
class _Group:
    """Blocks that are told of together."""

    label: str
    first: ChangedParagraph | None = None
    paragraphs: list[ChangedParagraph] = field(default_factory=list)


def section_changes(story: ChangedStory, credited: Mapping[int, Hand] = _NOBODY) -> tuple[SectionChanges, ...]:
    """The sections of a redline in reading order, those that were deleted too.

    Args:
        story: the redline.
        credited: whose each tracked change is, by its number in the file; those of properties are left out.
    """
    blocks = [b for b in story.blocks if isinstance(b, ChangedTable) or not b.style.startswith(_FRONT)]
    came_from = moves(story)
    sections = (_section(part, (story, credited)) for part in _parts(blocks))
    return tuple(replace(s, changes=tuple(_with_origin(c, came_from) for c in s.changes)) for s in sections)


def _with_origin(change: Change, came_from: Mapping[str, str]) -> Change:
    """A paragraph that moved has the old number of the place that it left."""
    return replace(change, old=change.old or came_from.get(change.new, "")) if change.what is What.MOVED else change


def with_reasons(
    sections: Iterable[SectionChanges], reasons: Mapping[str, Sequence[Reason]]
) -> tuple[SectionChanges, ...]:
    """The sections with the reasons of the paragraphs that changed, by what these are called in the new text."""

    def told(change: Change) -> Change:
        gone = change.what in (What.SAME, What.DELETED, What.JOINED)
        known = () if gone else reasons.get(change.label, ())
        return replace(change, reasons=tuple(dict.fromkeys(known)))

    return tuple(replace(section, changes=tuple(map(told, section.changes))) for section in sections)


def _parts(blocks: Sequence[ChangedBlock]) -> Iterator[list[ChangedBlock]]:
    part: list[ChangedBlock] = []
    for block in blocks:
        if isinstance(block, ChangedParagraph) and block.style in _OPENING and block.runs and part:
            yield part
            part = []
        part.append(block)
    if part:
        yield part


def _section(blocks: Sequence[ChangedBlock], told: _Told) -> SectionChanges:
    head = blocks[0] if isinstance(blocks[0], ChangedParagraph) and blocks[0].style in _OPENING else None
    changes = [change for group in _groups(blocks) if (change := _change(group, told)) is not None]
    changes = [c for c in changes if c.what is not What.SAME or c.new]
    if head is None:
        return SectionChanges("", "", What.CHANGED, tuple(changes))
    now, then = head.text(new=True), head.text(new=False)
    what = What.NEW if not then else What.DELETED if not now else What.CHANGED
    if what is What.CHANGED and all(c.what is What.SAME for c in changes):
        what = What.SAME
    return SectionChanges((head.new or head.old).rstrip("."), now or then, what, tuple(changes))


def _groups(blocks: Sequence[ChangedBlock]) -> Iterator[_Group]:
    group: _Group | None = None
    for block in blocks:
        label = _label(block, group)
        if group is not None and label == "":
            group.paragraphs += paragraphs_of(block)
            continue
        if group is not None:
            yield group
        first = block if isinstance(block, ChangedParagraph) else None
        group = _Group(label or "unnumbered text", first, list(paragraphs_of(block)))
    if group is not None:
        yield group


def _label(block: ChangedBlock, before: _Group | None) -> str:
    """What a block is called; "" for one that is told of with the block before it."""
    told = before.label if before else ""
    if isinstance(block, ChangedTable):
        return "" if told.startswith("table") else "table"
    own = _OWN_LABELS.get(block.style, "heading" if block.style.startswith("Heading") else "")
    if block.style == "NumberedParagraph":
        number = (block.new or block.old).rstrip(".")
        own = f"paragraph {number}" if number else ""
    elif block.style == "TableCaption":
        own = (block.text(new=True) or block.text(new=False)).partition(".")[0].lower()
    return own or ("" if _goes_on(block.style, told) else "unnumbered text")


def _goes_on(style: str, told: str) -> bool:
    """Whether a block without a name of its own is told of with what stands before it."""
    if style == "FigureCaption":
        return told == "figure"
    if style.startswith(_WITH_PARAGRAPH) or style == "NumberedParagraph":
        return told.startswith("paragraph") or told == "unnumbered text"
    return told == "unnumbered text"


def _change(group: _Group, told: _Told) -> Change | None:
    paragraphs = [inner for p in group.paragraphs for inner in _with_notes(p, told[0])]
    runs = [run for paragraph in paragraphs for run in paragraph.runs]
    first = group.first
    numbered = first is not None and first.style == "NumberedParagraph"
    old, new = (first.old.rstrip("."), first.new.rstrip(".")) if first is not None and numbered else ("", "")
    changed = any(paragraph.is_changed for paragraph in paragraphs)
    what = _what(runs, changed=changed)
    if what is None:
        return None
    if what in (What.CHANGED, What.SAME) and bool(old) is not bool(new):
        what = What.SPLIT if new else What.JOINED
    numbers = tuple(number for p in paragraphs for number in p.changes if number in told[1]) if changed else ()
    hands = _hands([told[1][number] for number in numbers], runs)
    return Change(group.label, what, old, new, _words(runs), hands, numbers=numbers)


def _hands(credited: Sequence[Hand], runs: Sequence[ChangedRun]) -> tuple[Hand, ...]:
    """Each author once, with the words that he or she changed."""
    comments: dict[str, list[Reason]] = {}
    for hand in credited:
        comments.setdefault(hand.author, []).extend(hand.comments)
    words = {author: _words(run for run in runs if run.author == author) for author in comments}
    return tuple(Hand(author, words[author], tuple(dict.fromkeys(told))) for author, told in comments.items())


def _what(runs: Sequence[ChangedRun], *, changed: bool) -> What | None:
    """What became of it; None for the place that a move left, which is told of where it went."""
    marks = {run.mark for run in runs if run.text.strip() or run.note or run.picture}
    if not changed:
        return What.SAME
    if Mark.MOVED_AWAY in marks and not any(mark.in_new for mark in marks):
        return None
    if not marks or any(mark in (Mark.SAME, Mark.REFORMATTED) for mark in marks):
        return What.CHANGED if Mark.MOVED_HERE not in marks else What.MOVED
    if Mark.MOVED_HERE in marks:
        return What.MOVED
    there, gone = any(mark.in_new for mark in marks), any(mark.in_old for mark in marks)
    return What.CHANGED if there and gone else What.NEW if there else What.DELETED


def _with_notes(paragraph: ChangedParagraph, story: ChangedStory) -> Iterator[ChangedParagraph]:
    yield paragraph
    for run in paragraph.runs:
        note = story.notes.get(run.note)
        yield from note.paragraphs if note else ()


def _words(runs: Iterable[ChangedRun]) -> Words:
    total = Words()
    for run in runs:
        unit = _COUNTED.get(run.mark)
        if unit is not None and not run.picture:
            count = sum(any(map(str.isalnum, word)) for word in run.text.split())
            total = total.plus(Words(*(count * each for each in unit)))
    return total


def moves(story: ChangedStory) -> dict[str, str]:
    """Old number by new number of the paragraphs that moved."""
    places: dict[str, list[str]] = {}
    for paragraph in story.paragraphs():
        if paragraph.style == "NumberedParagraph":
            for run in paragraph.runs:
                if run.move:
                    pair = places.setdefault(run.move, ["", ""])
                    side = 1 if run.mark is Mark.MOVED_HERE else 0
                    pair[side] = pair[side] or (paragraph.new if side else paragraph.old).rstrip(".")
    return {new: old for old, new in places.values() if old and new}
