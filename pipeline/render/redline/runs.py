"""The tokens of a paragraph as runs, links and tracked changes."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.formats.xml_tree import escape
from pipeline.render.redline.comparing import Op, State
from pipeline.render.redline.content import Kind, Token
from pipeline.render.redline.owners import Owned
from pipeline.render.redline.remarks import Piece, Remarks
from pipeline.render.redline.scribe import Change, Hand, Scribe
from pipeline.render.redline.tokens import run_xml

_TEXT = re.compile(r"(?<=[</])w:(t|instrText)(?=[ >/])")
_OWN_TEXT = ("<w:t ", "<w:instrText", "<w:ruby")
_DELETED = {"t": "w:delText", "instrText": "w:delInstrText"}
_FORMULA = re.compile(r"(<m:oMath>|<m:oMath [^>]*>)(.*?)</m:oMath>", re.DOTALL)
_ID = re.compile(r'(\bw:id=")[^"]*"')

NoteId = Callable[[tuple[str, str] | None, tuple[str, str] | None], int]


class _Piece(NamedTuple):
    """A stretch of one format: `old` and `new` are the run properties on each side that has it."""

    old: str | None
    new: str | None
    content: str
    is_text: bool = True
    is_whole: bool = False


class RunWriter:
    """Writes the tokens of paragraphs.

    Args:
        scribe: gives ids and credits.
        note_id: gives the id of a note in the redline, for its kind and id in the old and in the new paper.
        remarks: puts comments beside changes.
    """

    def __init__(self, scribe: Scribe, note_id: NoteId, remarks: Remarks) -> None:
        self._scribe, self._remarks = scribe, remarks
        self._note_id = note_id
        self._tail: Hand | None = None
        self._unlike: Hand | None = None

    def write(self, tokens: Sequence[Owned], *, touching: bool = False) -> str:
        """The content of a paragraph.

        Args:
            tokens: of which it consists.
            touching: whether the first change must be told from the last one of the paragraph before.
        """
        out: list[Piece] = []
        self._unlike = self._tail if touching else None
        for _, section in groupby(_numbered(tokens), key=lambda pair: pair[0]):
            group = [token for _, token in section]
            out.append(Piece(_markers(group[0].op)))
            for link, linked in groupby(group, key=lambda token: _link(token.op)):
                inside = list(self._states(list(linked)))
                out += [_linked(link, inside)] if link else inside
        return self._remarks.paragraph(out)

    def _states(self, tokens: Sequence[Owned]) -> Iterator[Piece]:
        for (state, credit), group in groupby(tokens, key=lambda token: (token.op.state, token.credit)):
            same = list(group)
            place = same[0].change._replace(text="".join(token.change.text for token in same))
            unlike = self._unlike
            content = "".join(self._runs([token.op for token in same], place))
            if credit is None:
                yield Piece(content)
            else:
                kind, self._unlike = state.value, None
                attributes = self._scribe.attributes(place, credit, unlike)
                self._tail = self._scribe.hand
                yield Piece(f"<w:{kind}{attributes}>{content}</w:{kind}>", credit.comments)
            if on_note := self._remarks.waiting():
                yield Piece("", on_note)

    def _runs(self, ops: Sequence[Op], place: Change) -> Iterator[str]:
        deleted = ops[0].state is State.DELETE
        pieces = (piece for op in ops for piece in self._pieces(op))
        for (old, new, whole), group in groupby(pieces, key=lambda piece: (piece.old, piece.new, piece.is_whole)):
            same = list(group)
            if whole:
                content = "".join(piece.content for piece in same)
                yield _TEXT.sub(lambda found: _DELETED[found[1]], content) if deleted else content
            else:
                yield run_xml(self._properties(old, new, place), "".join(_contents(same, deleted=deleted)))

    def _properties(self, old: str | None, new: str | None, place: Change) -> str:
        if old is None or new is None or old == new:
            return (new if new is not None else old) or ""
        attributes = self._scribe.attributes(place._replace(kind="rPrChange"))
        return f"{new}<w:rPrChange{attributes}><w:rPr>{old}</w:rPr></w:rPrChange>"

    def _pieces(self, op: Op) -> Iterator[_Piece]:
        token = op.new or op.old
        if token is None:
            return
        if token.kind in (Kind.WORD, Kind.BLANK):
            yield from _texts(op)
        elif token.kind is Kind.WHOLE:
            xml = token.pieces[0][1] if op.new else self._scribe.copied(token.pieces[0][1])
            if op.old and op.new and op.old.pieces != op.new.pieces:
                xml = self._formula(op.old.pieces[0][1], xml)
            yield _Piece(None, None, xml, is_text=False, is_whole=True)
        else:
            xml = token.pieces[0][1]
            if token.kind is Kind.NOTE:
                number = self._note_id(op.old.note if op.old else None, op.new.note if op.new else None)
                xml = _ID.sub(rf'\g<1>{number}"', xml)
            elif op.new is None:
                xml = self._scribe.copied(xml)
            yield _Piece(_format(op.old), _format(op.new), xml, is_text=False)

    def _formula(self, old: str, new: str) -> str:
        """A formula that changed: its old content goes and its new one comes, inside the one formula that stays."""
        before = iter(_FORMULA.findall(old))

        def changed(found: re.Match[str]) -> str:
            was = next(before)[1]
            out, come = (self._scribe.attributes(Change(kind)) for kind in ("del", "ins"))
            return f"{found[1]}<w:del{out}>{was}</w:del><w:ins{come}>{found[2]}</w:ins></m:oMath>"

        return _FORMULA.sub(changed, new)


def _format(token: Token | None) -> str | None:
    return token.pieces[0][0] if token else None


def _texts(op: Op) -> Iterator[_Piece]:
    """The stretches of a word, cut where the format changes on either side."""
    if op.old is None or op.new is None or op.old.pieces == op.new.pieces:
        token = op.new or op.old
        for rpr, text in token.pieces if token else ():
            yield _Piece(rpr if op.old else None, rpr if op.new else None, text)
        return
    old, new = _letters(op.old), _letters(op.new)
    start = 0
    for formats, group in groupby(zip(old, new, strict=True)):
        end = start + len(list(group))
        yield _Piece(*formats, op.new.text[start:end])
        start = end


def _letters(token: Token) -> list[str]:
    """The run properties of each letter of a word."""
    return [rpr for rpr, text in token.pieces for _ in text]


def _contents(pieces: Sequence[_Piece], *, deleted: bool) -> Iterator[str]:
    """What is inside a run: neighbouring texts as one."""
    tag = "w:delText" if deleted else "w:t"
    for is_text, group in groupby(pieces, key=lambda piece: piece.is_text):
        contents = [piece.content for piece in group]
        if is_text:
            yield f'<{tag} xml:space="preserve">{escape("".join(contents))}</{tag}>'
        else:
            yield from map(_deleted, contents) if deleted else contents


def _deleted(content: str) -> str:
    """What is in a run that goes: words and field codes are named otherwise, but not those in a picture."""
    return _TEXT.sub(lambda found: _DELETED[found[1]], content) if content.startswith(_OWN_TEXT) else content


def _numbered(tokens: Sequence[Owned]) -> Iterator[tuple[int, Owned]]:
    """Tokens with a number that goes up where markers stand."""
    number = 0
    for token in tokens:
        number += bool(_markers(token.op))
        yield number, token


def _linked(link: str, inside: Sequence[Piece]) -> Piece:
    """What a link holds: a comment stands round the whole link."""
    names = dict.fromkeys(name for piece in inside for name in piece.comments)
    return Piece(f"{link}{''.join(piece.xml for piece in inside)}</w:hyperlink>", tuple(names))


def _markers(op: Op) -> str:
    return (op.old.before if op.old else "") + (op.new.before if op.new else "")


def _link(op: Op) -> str:
    token = op.new or op.old
    return token.link if token else ""
