"""Writing the blocks of a container with their changes."""

import re
from collections.abc import Iterator, Sequence

from pipeline.render.redline import lines as make
from pipeline.render.redline.aligning import Fate
from pipeline.render.redline.comparing import State
from pipeline.render.redline.content import Block, Para, Table
from pipeline.render.redline.lines import Line
from pipeline.render.redline.lists import Joined
from pipeline.render.redline.marks import Look, Rules, settle_marks
from pipeline.render.redline.notes import Notes
from pipeline.render.redline.owners import Owned, hands, owned
from pipeline.render.redline.planning import Plan, Planned, moved_pairs
from pipeline.render.redline.remarks import Remarks
from pipeline.render.redline.runs import RunWriter
from pipeline.render.redline.scribe import Change, Credit, Scribe
from pipeline.render.redline.sections import section_xml
from pipeline.render.redline.tables import TableWriter

_REFERENCE = re.compile(r'(<w:(footnote|endnote)Reference\b[^>]*? w:id=")(-?\d+)"')


class Writer:
    """Writes containers: the body, cells, notes, heads and feet.

    Args:
        scribe: gives ids and credits.
        lists: of both papers.
        notes: collects the notes that are referred to.
        remarks: puts comments beside changes.
    """

    def __init__(self, scribe: Scribe, lists: Joined, notes: Notes, remarks: Remarks) -> None:
        self._scribe, self._lists, self._notes = scribe, lists, notes
        self._runs = RunWriter(scribe, notes.number, remarks)
        self._tables = TableWriter(scribe, self.write, self.write_whole)
        self._moves = 0

    def write(self, plan: Plan, *, fixed_end: bool = True) -> str:
        """A container of both papers.

        Args:
            fixed_end: whether its last paragraph mark must stay.
        """
        moves = moved_pairs(plan)
        first_move = self._moves
        self._moves += len(moves)
        out: list[str] = []
        waiting: list[Line] = []
        for planned in plan:
            made = self._lines(planned, moves, first_move)
            if made is None:
                out += self._run(waiting, fixed_end=True)
                waiting = []
                out.append(self._table(planned))
            else:
                waiting += made
                if any(para and para.section for line in made for para in (line.old, line.new)):
                    out += self._run(waiting, fixed_end=False)
                    waiting = []
        out += self._run(waiting, fixed_end=fixed_end)
        return "".join(out)

    def write_whole(self, blocks: Sequence[Block], state: State) -> str:
        """The blocks of a cell that comes or goes as a whole; its last mark stays."""
        out: list[str] = []
        for index, block in enumerate(blocks):
            if isinstance(block, Table):
                out.append(self._tables.whole(block, state))
                continue
            line = make.come(block) if state is State.INSERT else make.gone(block)
            if index + 1 == len(blocks) or isinstance(blocks[index + 1], Table):
                line.mark = State.KEEP
            out += self._line(line, Look(block, block))
        return "".join(out)

    # -- lines

    def _lines(self, planned: Planned, moves: dict[int, tuple[Para, Para]], first: int) -> list[Line] | None:
        """The lines of a step; None for a table."""
        old, new = planned.old, planned.new
        if any(isinstance(block, Table) for block in (*old, *new)):
            return None
        left = [block for block in old if isinstance(block, Para)]
        right = [block for block in new if isinstance(block, Para)]
        fate, number = planned.step.fate, planned.step.move
        if fate in (Fate.LEFT, Fate.ARRIVED):
            line = make.left if fate is Fate.LEFT else make.arrived
            return [line(*moves[number], first + number)]
        if fate is Fate.GONE:
            return [make.gone(left[0])]
        return _common_lines(fate, left, right)

    def _run(self, lines: list[Line], *, fixed_end: bool) -> Iterator[str]:
        """Paragraphs that follow each other, up to a table or the end of the container."""
        if lines:
            rules = Rules(fixed_end, self._notes.any)
            for line in lines:
                line.torn = line.whole and len(hands(owned(self._scribe, line.ops, line.old, line.new))) > 1
            before: Line | None = None
            for line, look in settle_marks(lines, rules):
                yield from self._line(line, look, touching=before is not None and _touches(before, line))
                before = line

    # -- paragraphs

    def _line(self, line: Line, look: Look, *, touching: bool = False) -> Iterator[str]:
        accepted, rejected = self._properties(look.accepted), self._properties(look.rejected)
        if line.same and line.new and accepted == rejected:
            yield _REFERENCE.sub(self._renumbered(line), line.new.node.xml()) if line.new.notes else line.new.node.xml()
            return
        tokens = owned(self._scribe, line.spelled(), line.old or look.rejected, line.new or look.accepted)
        properties = self._paragraph_properties(line, (accepted, rejected), tokens)
        content = self._runs.write(tokens, touching=touching)
        paragraph = f"<w:p>{properties}{content}{line.tail}</w:p>"
        yield self._ranged(paragraph, line, tokens) if line.move else paragraph

    def _renumbered(self, line: Line) -> "_Renumber":
        pairs = zip(line.old.notes, line.new.notes, strict=True) if line.old and line.new else ()
        return _Renumber(self._notes, {new: old for old, new in pairs})

    def _properties(self, para: Para) -> str:
        """The properties of a paragraph, without those of its mark and its section."""
        if not para.numbering.instance:
            return "".join(para.properties)
        instance = para.numbering.instance
        if para.is_old:
            instance = self._lists.instance(instance)
        numbering = f'<w:numPr><w:ilvl w:val="{para.numbering.level}"/><w:numId w:val="{instance}"/></w:numPr>'
        return "".join((*para.properties[: para.split], numbering, *para.properties[para.split :]))

    def _paragraph_properties(self, line: Line, looks: tuple[str, str], tokens: Sequence[Owned]) -> str:
        (accepted, rejected), mark = looks, self._mark(line, tokens)
        section = section_xml(line.old, line.new, self._scribe)
        change = ""
        if accepted != rejected:
            attributes = self._scribe.attributes(_place(line, "pPrChange"))
            change = f"<w:pPrChange{attributes}><w:pPr>{self._lists.with_own(rejected)}</w:pPr></w:pPrChange>"
        content = accepted + (f"<w:rPr>{mark}</w:rPr>" if mark else "") + section + change
        return f"<w:pPr>{content}</w:pPr>" if content else ""

    def _mark(self, line: Line, tokens: Sequence[Owned]) -> str:
        """The run properties of a paragraph mark; how the mark itself is formatted is not tracked, nobody sees it."""
        own = line.new or line.old
        text = own.mark if own else ""
        if line.mark is State.KEEP:
            return text
        change = _place(line, _mark_kind(line))
        return f"<w:{change.kind}{self._scribe.attributes(change, self._whose(line, change, tokens))}/>{text}"

    def _whose(self, line: Line, change: Change, tokens: Sequence[Owned]) -> Credit:
        """Whose a mark is: that of what comes, goes or moves as a whole is theirs whose the words are."""
        own = [each.credit for each in tokens if each.credit and (not line.move or each.op.state is line.mark)]
        credit = self._scribe.credit(change)
        one_hand = len({each.hand for each in own}) == 1
        return own[-1] if own and ((line.whole and one_hand) or not credit.known) else credit

    def _ranged(self, paragraph: str, line: Line, tokens: Sequence[Owned]) -> str:
        """A moved paragraph between the marks of its range."""
        kind = "moveTo" if line.arrives else "moveFrom"
        change = _place(line, f"{kind}Range")
        attributes = self._scribe.attributes(change, self._whose(line, change, tokens))
        number = self._scribe.changes[-1].id
        start = f'<w:{kind}RangeStart{attributes} w:name="move{line.move}"/>'
        return f'{start}{paragraph}<w:{kind}RangeEnd w:id="{number}"/>'

    # -- tables

    def _table(self, planned: Planned) -> str:
        old, new = (planned.old[0] if planned.old else None), (planned.new[0] if planned.new else None)
        if isinstance(old, Table) and isinstance(new, Table):
            return self._tables.kept(old, new, planned.rows)
        if isinstance(new, Table):
            return self._tables.whole(new, State.INSERT)
        return self._tables.whole(old, State.DELETE) if isinstance(old, Table) else ""


def _common_lines(fate: Fate, old: list[Para], new: list[Para]) -> list[Line]:
    if fate is Fate.COME:
        return [make.come(new[0])]
    if fate is Fate.SPLIT:
        return make.split(old[0], new)
    if fate is Fate.MERGED:
        return make.merged(old, new[0])
    if old[0].key == new[0].key:
        return [Line([], State.KEEP, old[0], new[0], same=True)]
    return [make.kept(old[0], new[0])]


class _Renumber:
    """Gives the note references of an unchanged paragraph their ids in the redline."""

    def __init__(self, notes: Notes, partners: dict[tuple[str, str], tuple[str, str]]) -> None:
        self._notes, self._partners = notes, partners

    def __call__(self, found: re.Match[str]) -> str:
        new = (found[2], found[3])
        return f'{found[1]}{self._notes.number(self._partners.get(new), new)}"'


def _mark_kind(line: Line) -> str:
    """The element of a paragraph mark: a move only where its last run moved, and holds no link or field."""
    gone = line.mark in (State.LEAVE, State.DELETE)
    if line.move and line.moves_whole and line.last is (State.LEAVE if gone else State.ARRIVE):
        return str(line.last.value)
    return "del" if gone else "ins"


def _touches(before: Line, line: Line) -> bool:
    """Whether two insertions touch across a mark that stays, which LibreOffice would take for one."""
    first = line.ops[0].state if line.ops else State.KEEP
    return before.mark is State.KEEP and _comes(before.last) and _comes(first)


def _comes(state: State) -> bool:
    return state.is_new and not state.is_old


def _place(line: Line, kind: str) -> Change:
    is_old = kind in ("del", "moveFrom", "moveFromRange")
    para = (line.old or line.new) if is_old else (line.new or line.old)
    return Change(kind, "", para.names if para else (), para.text if para else "")
