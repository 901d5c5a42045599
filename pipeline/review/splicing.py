"""From edits of printed units to splices of section files, and the proof that exactly these words arrived."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.model.document import NoteMark, Reference, Text
from pipeline.model.source import Span
from pipeline.review.edits import plain
from pipeline.review.judging import UnitEdit
from pipeline.text.body import Body
from pipeline.text.data import holds_expression
from pipeline.text.source_blocks import beside_block, block_span, without_block
from pipeline.text.source_words import Sheet, Splice, lay, splice
from pipeline.text.units import Unit, UnitKind
from pipeline.text.words import Stretch

_CUT = "it would cut a footnote mark, a reference or markup apart, or its place in the file is not known"


_VALUE = "it is about a value from the data of the document, which only its drafters change"


class CannotSplice(Exception):
    """An edit that the source does not allow; the message says why."""


class Placed(NamedTuple):
    """A splice of one section file."""

    section: int
    splice: Splice


def splices(edits: Iterable[UnitEdit], body: Body, sheets: Sequence[Sheet]) -> tuple[Placed, ...]:
    """The splices that carry out edits.

    Args:
        edits: of the units of today's text.
        body: today's text.
        sheets: the source of each section.

    Raises:
        CannotSplice: one of them cannot be carried out without touching more than its words.
    """
    made = tuple(placed for edit in edits for placed in _of_edit(edit, body, sheets))
    if any(holds_expression(sheets[one.section].text[one.splice.start : one.splice.end]) for one in made):
        raise CannotSplice(_VALUE)
    return made


def _of_edit(edit: UnitEdit, body: Body, sheets: Sequence[Sheet]) -> Iterator[Placed]:
    unit = body.units[edit.unit]
    sheet = sheets[unit.section]
    laid = lay(sheet, unit.stretch) if edit.hunks else None
    for hunk in edit.hunks:
        made = splice(sheet, laid, (hunk.start, hunk.end), hunk.words) if laid else None
        if made is None:
            raise CannotSplice(_CUT)
        yield Placed(unit.section, made)
    if edit.before or edit.after or edit.out or edit.fetched >= 0:
        yield from (Placed(unit.section, made) for made in _of_block(edit, body, sheets))


def _of_block(edit: UnitEdit, body: Body, sheets: Sequence[Sheet]) -> Iterator[Splice]:
    unit = body.units[edit.unit]
    sheet, at = sheets[unit.section], unit.stretch.fallback
    if at is None or unit.kind in (UnitKind.CELL, UnitKind.NOTE, UnitKind.CAPTION):
        raise CannotSplice(f"{unit.address} is no paragraph of its own")
    if edit.before:
        yield beside_block(sheet, at, edit.before, after=False)
    if edit.after:
        yield beside_block(sheet, at, edit.after, after=True)
    if edit.out:
        if any(isinstance(piece, NoteMark) for piece in unit.stretch.inlines):
            raise CannotSplice("a footnote hangs on it, which would be left behind")
        yield without_block(sheet, at, _heir(edit.unit, body))
    if edit.fetched >= 0:
        yield _fetched(edit, body, sheets)


def _heir(index: int, body: Body) -> Span | None:
    """The next item, when the first item of a list goes; an item that holds more than its words cannot go alone."""
    unit = body.units[index]
    depth = len(unit.marks)
    if not depth:
        return None
    follows = _beside(body, index, index + 1)
    if follows is not None and (len(follows.marks) > depth or follows.marks == unit.marks):
        raise CannotSplice(f"{unit.address} holds more than these words")
    before = _beside(body, index, index - 1)
    first = before is None or len(before.marks) < depth
    return follows.stretch.fallback if first and follows is not None and len(follows.marks) == depth else None


def _beside(body: Body, index: int, other: int) -> Unit | None:
    """The unit beside one, if it stands in the same section and under the same number."""
    if not 0 <= other < len(body.units):
        return None
    unit, found = body.units[index], body.units[other]
    return found if (found.section, found.number) == (unit.section, unit.number) else None


def _fetched(edit: UnitEdit, body: Body, sheets: Sequence[Sheet]) -> Splice:
    """A paragraph from elsewhere with its label and markup."""
    unit, comes = body.units[edit.unit], body.units[edit.fetched]
    sheet, source = sheets[unit.section], sheets[comes.section]
    if unit.marks or comes.marks or unit.stretch.fallback is None or comes.stretch.fallback is None:
        raise CannotSplice("only paragraphs that stand outside lists can be moved")
    start, end = block_span(source, comes.stretch.fallback)
    lines = source.text[start:end].replace("\r\n", "\n").replace("\n", sheet.line_end)
    low, high = block_span(sheet, unit.stretch.fallback)
    gap = sheet.line_end * 2
    return Splice(high, high, gap + lines) if edit.fetched_after else Splice(low, low, lines + gap)


# -- the proof

_REFERENCE = "\ue000"  # stands for printed references, whose numbers may change


def arrived(before: Body, after: Body, edits: Iterable[UnitEdit]) -> bool:
    """Whether a text that was parsed anew has the words of these edits, and everything else as it was."""
    wanted, there = _expected(before, list(edits)), [_shape(unit) for unit in after.units]
    return len(wanted) == len(there) and all(_same(one, other) for one, other in zip(wanted, there, strict=True))


class _Shape(NamedTuple):
    """A unit as it is compared: what it is, its signs with their style, how many notes hang on it.

    Attributes:
        loose: how many signs before and after an edit keep their style, or None: all of them, nothing was edited.
        kind: None for a new paragraph, which may be of any.
    """

    kind: UnitKind | None
    depth: int
    signs: tuple[tuple[str, object], ...]
    notes: int
    loose: tuple[int, int] | None = None


def _shape(unit: Unit) -> _Shape:
    signs = tuple(_signs(unit.stretch))
    notes = sum(isinstance(piece, NoteMark) for piece in unit.stretch.inlines)
    return _Shape(unit.kind, len(unit.marks), signs, notes)


def _signs(stretch: Stretch) -> Iterator[tuple[str, object]]:
    """One entry for each printed character; a reference is one sign, whatever it prints."""
    for piece in stretch.inlines:
        if isinstance(piece, Text):
            yield from ((sign, (int(piece.style), piece.link)) for sign in piece.text)
        elif isinstance(piece, Reference):
            yield f"{_REFERENCE}{piece.target}{_REFERENCE}", int(piece.style)
            yield from (("", None),) * (len(piece.text) - 1)
        elif not isinstance(piece, NoteMark):
            yield "\n", None


def _expected(body: Body, edits: Sequence[UnitEdit]) -> list[_Shape]:
    by_unit: dict[int, list[UnitEdit]] = {}
    for edit in edits:
        by_unit.setdefault(edit.unit, []).append(edit)
    out: list[_Shape] = []
    for index, unit in enumerate(body.units):
        mine = by_unit.get(index, [])
        out += [_new(words) for edit in mine for words in edit.before]
        out += [_shape(body.units[e.fetched]) for e in mine if e.fetched >= 0 and not e.fetched_after]
        if not any(edit.out for edit in mine):
            out.append(_amended(_shape(unit), mine))
        out += [_new(words) for edit in mine for words in edit.after]
        out += [_shape(body.units[e.fetched]) for e in mine if e.fetched >= 0 and e.fetched_after]
    return out


def _new(words: str) -> _Shape:
    return _Shape(None, 0, tuple((sign, None) for sign in words), 0, (0, 0))


def _amended(shape: _Shape, edits: Sequence[UnitEdit]) -> _Shape:
    hunks = sorted(hunk for edit in edits for hunk in edit.hunks)
    if not hunks:
        return shape
    signs = list(shape.signs)
    for hunk in reversed(hunks):
        signs[hunk.start : hunk.end] = [(sign, None) for sign in hunk.words]
    return shape._replace(signs=tuple(signs), loose=(hunks[0].start, len(shape.signs) - hunks[-1].end))


def _same(wanted: _Shape, there: _Shape) -> bool:
    if wanted.kind is not None and (wanted.kind, wanted.depth) != (there.kind, there.depth):
        return False
    if plain("".join(sign for sign, _ in wanted.signs)) != plain("".join(sign for sign, _ in there.signs)):
        return False
    if wanted.notes != there.notes:
        return False
    if wanted.loose is None:
        return [s for s in wanted.signs if s[0]] == [s for s in there.signs if s[0]]
    head, tail = wanted.loose
    return wanted.signs[:head] == there.signs[:head] and _tail(wanted.signs, tail) == _tail(there.signs, tail)


def _tail(signs: tuple[tuple[str, object], ...], count: int) -> tuple[tuple[str, object], ...]:
    return signs[len(signs) - count :] if count else ()
