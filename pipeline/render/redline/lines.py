"""The paragraphs of a redline: their tokens, whose properties they carry, and what becomes of their marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.render.redline.comparing import SEAM, Op, State, compare
from pipeline.render.redline.content import Kind, Para, Token


@dataclass(eq=False)
class Line:
    """A paragraph of the redline.

    Attributes:
        ops: its tokens.
        mark: what becomes of its mark.
        old: the paragraph of the old paper whose properties its mark carries there; None when it is not there.
        new: the same for the new paper.
        whole: whether the paragraph as such came or went.
        move: number of the move it belongs to, or 0.
        arrives: whether it is where the moved paragraph is, not where it was.
        same: whether nothing in it changed.
        tail: XML of markers after its last token.
        torn: whether it came or went by several hands, which readers take for several changes.
    """

    ops: list[Op]
    mark: State
    old: Para | None = None
    new: Para | None = None
    whole: bool = False
    move: int = 0
    arrives: bool = False
    same: bool = False
    tail: str = ""
    torn: bool = False

    @property
    def has_note(self) -> bool:
        """Whether a note is referred to in it, on either side."""
        if self.same:
            return bool(self.new and self.new.notes)
        return any((op.new or op.old or SEAM).kind is Kind.NOTE for op in self.ops)

    def spelled(self) -> list[Op]:
        """Its tokens, also when nothing in it changed."""
        if self.same and not self.ops and self.old and self.new:
            self.ops, self.tail = compare(self.old.tokens, self.new.tokens), self.new.tail
        return self.ops

    @property
    def has_open_field(self) -> bool:
        """Whether a field begins or ends in it that is not whole in it."""
        return any((op.new or op.old or SEAM).key.startswith("\x02<w:fldChar") for op in self.ops)

    @property
    def is_mixed(self) -> bool:
        """Whether its tokens are not all one change."""
        return self.torn or not self.moves_whole or len({op.state for op in self.ops}) > 1

    @property
    def moves_whole(self) -> bool:
        """Whether its mark can move with it, if it moves: no link or field stands in it, at which readers stumble."""
        tokens = [op.old or op.new for op in self.ops] if self.move else []
        return all(token is None or not (token.link or token.key.startswith("\x01")) for token in tokens)

    @property
    def last(self) -> State:
        """What becomes of its last token; of its mark when it has none."""
        return self.ops[-1].state if self.ops else self.mark


def kept(old: Para, new: Para) -> Line:
    """A paragraph of both papers."""
    return Line(compare(old.tokens, new.tokens), State.KEEP, old, new, tail=new.tail)


def gone(old: Para) -> Line:
    """A paragraph of the old paper only."""
    return Line([Op(State.DELETE, token, None) for token in old.tokens], State.DELETE, old, whole=True, tail=old.tail)


def come(new: Para) -> Line:
    """A paragraph of the new paper only."""
    return Line(
        [Op(State.INSERT, None, token) for token in new.tokens], State.INSERT, None, new, whole=True, tail=new.tail
    )


def left(old: Para, new: Para, move: int) -> Line:
    """Where a moved paragraph was."""
    ops = [
        Op(State.LEAVE if op.state is State.KEEP else State.DELETE, op.old, None)
        for op in compare(old.tokens, new.tokens)
        if op.old is not None
    ]
    return Line(ops, State.LEAVE, old, whole=True, move=move, tail=old.tail)


def arrived(old: Para, new: Para, move: int) -> Line:
    """Where a moved paragraph is."""
    ops = [
        Op(State.ARRIVE if op.state is State.KEEP else State.INSERT, None, op.new)
        for op in compare(old.tokens, new.tokens)
        if op.new is not None
    ]
    return Line(ops, State.ARRIVE, None, new, whole=True, move=move, arrives=True, tail=new.tail)


def split(old: Para, parts: Sequence[Para]) -> list[Line]:
    """A paragraph that became several."""
    pieces = _cut(compare(old.tokens, _together(parts)), "new")
    lines = [Line(ops, State.INSERT, None, part, tail=part.tail) for ops, part in zip(pieces, parts, strict=True)]
    lines[-1].mark, lines[-1].old = State.KEEP, old
    return lines


def merged(parts: Sequence[Para], new: Para) -> list[Line]:
    """Several paragraphs that became one."""
    pieces = _cut(compare(_together(parts), new.tokens), "old")
    lines = [Line(ops, State.DELETE, part) for ops, part in zip(pieces, parts, strict=True)]
    lines[-1].mark, lines[-1].new, lines[-1].tail = State.KEEP, new, new.tail
    return lines


def _together(parts: Sequence[Para]) -> list[Token]:
    """The tokens of several paragraphs, with a seam between them."""
    tokens = list(parts[0].tokens)
    for part in parts[1:]:
        tokens += (SEAM, *part.tokens)
    return tokens


def _cut(ops: Sequence[Op], side: str) -> list[list[Op]]:
    """The tokens of each paragraph: cut at the seams of one side."""
    pieces: list[list[Op]] = [[]]
    for op in ops:
        old, new = (None if token is SEAM else token for token in (op.old, op.new))
        if old is not None or new is not None:
            state = State.KEEP if old and new else State.DELETE if old else State.INSERT
            pieces[-1].append(Op(state, old, new))
        if getattr(op, side) is SEAM:
            pieces.append([])
    return pieces


def apart(first: Line, rest: Sequence[Line]) -> list[Line]:
    """The lines of a split or merge as a changed paragraph and whole ones.

    For readers that lose the join when the first line holds the first note.
    """
    last = rest[-1]
    if first.mark is State.INSERT:
        ops = [*first.ops, *(op for line in rest for op in _only(line.ops, State.DELETE))]
        one = Line(ops, State.KEEP, last.old, first.new, tail=first.tail)
        whole = [(_only(line.ops, State.INSERT), line) for line in rest]
        return [one, *(Line(its, State.INSERT, None, line.new, whole=True, tail=line.tail) for its, line in whole)]
    ops = [*first.ops, *(op for line in rest for op in _only(line.ops, State.INSERT))]
    one = Line(ops, State.KEEP, first.old, last.new, tail=last.tail)
    return [one, *(Line(_only(line.ops, State.DELETE), State.DELETE, line.old, whole=True) for line in rest)]


def _only(ops: Sequence[Op], state: State) -> list[Op]:
    """The tokens of one side, as deleted or inserted."""
    if state is State.DELETE:
        return [Op(state, op.old, None) for op in ops if op.old is not None]
    return [Op(state, None, op.new) for op in ops if op.new is not None]
