"""Paragraph marks: where each is put, so that Word and LibreOffice both join what becomes one paragraph.

By the standard, a paragraph whose mark goes joins the next one, which keeps its own properties; LibreOffice keeps those
of the first. Neither can take away the last mark of a container, or the one before a table. So a mark is put on the
paragraph before where it must be, and all paragraphs that become one carry the properties of that one.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.render.redline.comparing import State
from pipeline.render.redline.content import Para
from pipeline.render.redline.lines import Line, apart, kept


class Look(NamedTuple):
    """Whose properties a paragraph of the redline has when all is accepted, and when all is rejected."""

    accepted: Para
    rejected: Para


class Rules(NamedTuple):
    """How the marks of a run of paragraphs are treated.

    Attributes:
        fixed_end: whether the last mark must stay: it ends a container or stands before a table.
        notes_before: whether a note was written before; the first one of a file is fragile in LibreOffice.
    """

    fixed_end: bool
    notes_before: bool


def settle_marks(lines: list[Line], rules: Rules) -> list[tuple[Line, Look]]:
    """Put the marks of a run of paragraphs right, and find the properties of each."""
    lines = _paired_end(lines) if rules.fixed_end else lines
    fragile = None if rules.notes_before else next((line for line in lines if line.has_note), None)
    if fragile is not None:
        lines, fragile = _unjoined(lines, fragile)
    for start, end in _chains(lines):
        shift = _how_many(lines, (start, end), fragile, rules.fixed_end)
        if shift:
            _shift(lines[start - 1 : start + shift])
    return list(zip(lines, _looks(lines), strict=True))


def _paired_end(lines: list[Line]) -> list[Line]:
    """Where no paragraph stays that could take a mark, the last of each side become one changed paragraph.

    One of them may have moved, and then keeps its words apart; the plan sees to it that not both have (`settled_ends`).
    """
    if not lines or any(not line.whole for line in lines):
        return lines
    gone = next((line for line in reversed(lines) if line.old), None)
    come = next((line for line in reversed(lines) if line.new), None)
    if gone is None or come is None or gone.old is None or come.new is None:
        return lines
    return [*(line for line in lines if line not in (gone, come)), _one_paragraph(gone, come)]


def _one_paragraph(gone: Line, come: Line) -> Line:
    moved = come if come.move else gone if gone.move else None
    if gone.old is None or come.new is None or moved is None:
        return kept(gone.old, come.new) if gone.old and come.new else come
    ops = [*gone.ops, *come.ops]
    return Line(ops, State.KEEP, gone.old, come.new, move=moved.move, arrives=moved.arrives, tail=come.tail)


def _unjoined(lines: list[Line], fragile: Line) -> tuple[list[Line], Line]:
    """The fragile line no longer the first part of a split or merge."""
    at = lines.index(fragile)
    if fragile.whole or fragile.mark is State.KEEP or at + 1 == len(lines):
        return lines, fragile
    end = next((index for index in range(at + 1, len(lines)) if lines[index].mark is State.KEEP), len(lines) - 1) + 1
    parts = apart(fragile, lines[at + 1 : end])
    return [*lines[:at], *parts, *lines[end:]], parts[0]


def _chains(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The stretches of whole paragraphs that follow one that stays, as spans."""
    start = None
    for index, line in enumerate(lines):
        if not line.whole:
            if start:
                yield start, index
            start = None
        elif start is None:
            start = index
    if start:
        yield start, len(lines)


def _how_many(lines: Sequence[Line], chain: tuple[int, int], fragile: Line | None, fixed: bool) -> int:
    """How many marks of a chain go to the paragraph before: up to a fragile note, and after an inserted tail."""
    start, end = chain
    head = lines[start - 1]
    if head.mark is not State.KEEP or head.new is None or head.new.section:
        return 0
    if fixed and end == len(lines):
        return end - start
    if head is fragile and lines[start].move:  # readers lose its mark there; dates tell the two insertions apart
        return 0
    shift = next((index + 1 - start for index in range(start, end) if lines[index] is fragile), 0)
    tail = (lines[start + shift - 1] if shift else head).last
    while start + shift < end and tail.is_new and not tail.is_old and lines[start + shift].new is not None:
        tail = lines[start + shift].last
        shift += 1
    return shift


def _shift(group: Sequence[Line]) -> None:
    """Give each line of a group the mark of the next one; the last has the one that stays."""
    marks = [_plain(line.mark) for line in group[1:]] + [State.KEEP]
    olds, news = iter([line.old for line in group if line.old]), iter([line.new for line in group if line.new])
    for line, mark in zip(group, marks, strict=True):
        line.spelled()
        line.mark, line.whole, line.same = mark, False, False
        line.old = next(olds) if mark.is_old else None
        line.new = next(news) if mark.is_new else None


def _plain(mark: State) -> State:
    return {State.LEAVE: State.DELETE, State.ARRIVE: State.INSERT}.get(mark, mark)


def _looks(lines: Sequence[Line]) -> Iterable[Look]:
    looks: list[Look] = []
    tied = {index for start, end in _stretches(lines) for index in range(start, end)}
    after_new: Para | None = None
    after_old: Para | None = None
    for index, line in reversed(list(enumerate(lines))):
        after_new, after_old = line.new or after_new, line.old or after_old
        own = line.new or line.old
        accepted, rejected = after_new or own, after_old or own
        if own is None or accepted is None or rejected is None:
            raise ValueError("a line belongs to no paragraph")
        vanishing = rejected if line.new else accepted
        if line.whole and not (line.is_mixed or line.has_note or vanishing.numbering.instance or index in tied):
            accepted = rejected = own
        looks.append(Look(accepted, rejected))
    return reversed(looks)


def _stretches(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Stretches of whole paragraphs with a field that goes beyond one of them, such as a table of contents."""
    start = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or not lines[index].whole:
            if any(line.has_open_field for line in lines[start:index]):
                yield start, index
            start = index + 1
