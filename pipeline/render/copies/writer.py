"""Writing a review copy: `review_copy`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from pipeline.formats.ooxml import pack
from pipeline.formats.word_package import open_package, parse_part
from pipeline.formats.xml_tree import Node, Prefixes, parse_xml, quoted
from pipeline.model.credits import NAMELESS, SECRETARIAT
from pipeline.model.document import Document, Part
from pipeline.model.review_copy import HEAD, Beside, ReviewCopy, Spot, UnitChanges
from pipeline.render.copies.credits import Credits
from pipeline.render.copies.labels import Labels
from pipeline.render.copies.pieces import Insert, Marked, Range, offset_of, put_together, take_apart, text_run
from pipeline.render.copies.places import places_of
from pipeline.render.copies.sayings import Told, head_paragraphs
from pipeline.render.word.margin import Margin, Remark, begins, ends, initials
from pipeline.render.word.xml import run
from pipeline.text.units import Unit, UnitKind

_BODY, _NOTES, _LISTS = "word/document.xml", "word/footnotes.xml", "word/numbering.xml"
_PLAIN = '<w:pStyle w:val="PlainParagraph"/>'
_HOLDERS = ("w:body", "w:tbl", "w:tr", "w:tc", "w:footnote")
_OWN_PARAGRAPHS = (UnitKind.HEADING, UnitKind.PARAGRAPH, UnitKind.ITEM, UnitKind.UNNUMBERED)


@dataclass(frozen=True)
class Written:
    """A review copy.

    Attributes:
        data: the Word file.
        authors: the members whom each author of a change stands for.
        comments: how many comments of members stand in the margin.
    """

    data: bytes
    authors: Mapping[str, tuple[str, ...]]
    comments: int


def review_copy(
    paper: bytes, text: tuple[Document, Sequence[Unit]], made: ReviewCopy, told: Told, dates: Mapping[str, str]
) -> Written:
    """The clean paper with the proposals and comments of a round.

    Args:
        paper: the Word file of the baseline, as our own writer made it.
        text: its document and the units of it.
        made: what is proposed.
        told: what readers are told.
        dates: of comments by their short names, UTC; "" for the date of everything else.

    Raises:
        ValueError: the paper is not one of this document.
    """
    return _Work(paper, text, made, told, dates).run()


@dataclass
class _Here:
    """What is to be written into and beside one paragraph."""

    unit: int = -1
    ranges: list[Range] = field(default_factory=list)


class _Work:
    def __init__(
        self, paper: bytes, text: tuple[Document, Sequence[Unit]], made: ReviewCopy, told: Told,
        dates: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._document, self._units = text
        self._made, self._told, self._dates = made, told, dates
        self._parts = open_package(paper).parts
        self._prefixes = Prefixes()
        self._root = parse_xml(self._parts[_BODY], self._prefixes)
        self._body = self._root.first("w:body") or Node("w:body")
        self._notes = parse_xml(self._parts[_NOTES], self._prefixes) if _NOTES in self._parts else None
        self._places = places_of(self._document.sections, self._units, self._body, self._notes)
        self._margin = Margin()
        self._labels = Labels(parse_part(self._parts[_LISTS], _LISTS))
        hidden = "" if told.names_members else NAMELESS
        later = datetime.fromisoformat(dates[""]) + timedelta(seconds=1)
        self._credits = Credits(self._first_id(), dates[""], later.strftime("%Y-%m-%dT%H:%M:%SZ"), hidden)
        self._here: dict[int, _Here] = defaultdict(_Here)  # by the identity of the paragraph

    def _first_id(self) -> int:
        """Above all ids of bookmarks, and of the comments that come."""
        ids = (node.attrs["w:id"] for node in self._root.walk() if "w:id" in node.attrs)
        most = max((int(each) for each in ids if each.isdigit()), default=0)
        return max(most, 2 * len(self._made.spots)) + 1

    def run(self) -> Written:
        """Write the copy."""
        for index in self._made.units:
            node = self._node(index)
            self._here[id(node)].unit = index
        for spot in self._made.spots:
            self._comment(spot)
        written = self._serial(self._body)
        self._parts[_BODY] = self._prefixes.wrapped(self._root.tag, self._root.attrs, written)
        if self._notes is not None:
            notes = "".join(self._serial(note) for note in self._notes.kids)
            self._parts[_NOTES] = self._prefixes.wrapped(self._notes.tag, self._notes.attrs, notes)
        if self._labels.added:
            self._parts[_LISTS] = self._labels.part()
        comments = sum(remark.answers < 0 for remark in self._margin.remarks)
        return Written(pack(self._margin.put_into(self._parts)), dict(self._credits.authors), comments)

    def _node(self, index: int) -> Node:
        """The paragraph that prints a unit."""
        node = self._places.body.get(index) or self._places.notes.get(index)
        if node is None:
            raise ValueError(f"{self._units[index].address} stands nowhere in the paper")
        return node

    # -- comments

    def _comment(self, spot: Spot) -> None:
        """Note where a comment stands, with the answer to it."""
        numbers = self._numbers(spot)
        before, after = "".join(map(begins, numbers)), "".join(map(ends, numbers))
        if spot.unit == HEAD:
            self._here[id(self._title())].ranges.append(Range(0, 0, before, after))
            return
        if spot.unit in self._places.notes:  # a comment cannot stand in a note: it stands where the note is marked
            self._here[id(self._places.marks[spot.unit])].ranges.append(Range(0, 0, before, after))
            return
        here = self._here[id(self._node(spot.unit))]
        here.unit = spot.unit
        if spot.beside < 0:
            here.ranges.append(Range(spot.start, spot.end, before, after))
            return
        # A mark inside would keep a new paragraph when LibreOffice rejects it: it stands at the edge beside it.
        is_before = spot.beside < len(self._made.units[spot.unit].before)
        edge = 0 if is_before else len(self._units[spot.unit].text)
        here.ranges.append(Range(edge, edge, before, after))

    def _numbers(self, spot: Spot) -> list[int]:
        entry, told = spot.entry, self._told
        author, date = told.author(entry), self._dates.get(entry.comment.name.short, self._dates[""])
        number = self._margin.add(Remark(author, initials(author), date, told.comment(spot)))
        response = told.response(entry)
        if not response:
            return [number]
        answer = Remark(SECRETARIAT, initials(SECRETARIAT), self._dates[""], response, answers=number)
        return [number, self._margin.add(answer)]

    def _title(self) -> Node:
        """The title on the cover: comments on the whole document stand there."""
        titles = (kid for kid in self._body.kids if kid.tag == "w:p" and _style(kid) == "Title")
        return next(titles, self._body.kids[0])

    # -- paragraphs

    def _serial(self, node: Node) -> str:
        """The XML of something that holds paragraphs, with all changes in it."""
        if node.tag == "w:p":
            return self._paragraph(node) if id(node) in self._here else node.xml()
        if node.tag not in _HOLDERS:
            return node.xml()
        attrs = "".join(f' {name}="{quoted(value)}"' for name, value in node.attrs.items())
        out = []
        for place, kid in enumerate(node.kids):
            if node is self._body and place == self._places.first:
                out += self._head()
            out.append(self._serial(kid))
        return f"<{node.tag}{attrs}>{''.join(out)}</{node.tag}>"

    def _head(self) -> list[str]:
        """The paragraphs at the head, inserted by the secretariat: rejecting all takes them away."""
        texts = head_paragraphs(self._made.listed, self._made.spots, self._told)
        own = self._credits.own
        return [_paragraph(_PLAIN, _inserted(text, own()), _mark("ins", own())) for text in texts]

    def _paragraph(self, node: Node) -> str:
        """A paragraph with the changes and comments in it, and those beside it."""
        here = self._here[id(node)]
        changes = self._made.units.get(here.unit, UnitChanges())
        properties = node.first("w:pPr")
        look = properties.inner() if properties else ""
        content = self._content(node, here, changes)
        if self._is_last(node) and changes.after:
            before = [self._beside(here, one) for one in changes.before]
            return "".join([*before, *self._at_the_end(here, changes, look, content)])
        mark = ""
        if changes.out and self._units[here.unit].kind in _OWN_PARAGRAPHS and not self._is_last(node):
            mark = _mark("del", self._credits.beside(changes.out))
        beside = [self._beside(here, one) for one in (*changes.before, *changes.after)]
        split = len(changes.before)
        return "".join([*beside[:split], _paragraph(look, content, mark), *beside[split:]])

    def _content(self, node: Node, here: _Here, changes: UnitChanges) -> str:
        pieces = take_apart(node)
        first = offset_of(pieces, self._units[here.unit].text) if here.unit >= 0 else 0
        inserts = [Insert(one.at, one.words, one.members, one.start) for one in changes.come]
        return put_together(
            pieces, first, Marked(changes.gone, inserts, here.ranges, changes.out), self._credits.inside
        )

    def _is_last(self, node: Node) -> bool:
        """Whether no paragraph follows in the body: its mark cannot go."""
        return len(self._body.kids) > 1 and node is self._body.kids[-2]

    def _at_the_end(self, here: _Here, changes: UnitChanges, look: str, content: str) -> list[str]:
        """The last paragraph of the body and those that come after it.

        The last mark of a body cannot go, so each of them ends in the mark of the next one; and what is left when the
        next ones are rejected looks like the paragraph that was there.
        """
        marks = [_mark("ins", self._credits.beside(one.members)) for one in changes.after]
        out = [_paragraph(look, content, marks[0])]
        members: set[str] = set()
        for one, mark in zip(changes.after, (*marks[1:], ""), strict=True):
            members.update(one.members)
            text = self._beside(here, one, with_paragraph=False)
            former = f"<w:pPrChange{self._credits.beside(tuple(sorted(members)))}><w:pPr>{look}</w:pPr></w:pPrChange>"
            out.append(_paragraph(self._look(here.unit, one), text, mark + former))
        return out

    def _beside(self, here: _Here, one: Beside, *, with_paragraph: bool = True) -> str:
        """A paragraph beside the one of a unit, or only what is in it."""
        runs = self._moved(one.fetched) if one.fetched >= 0 else [("", run(one.words))]
        content = "".join(
            f"{link}{_inserted(xml, self._credits.beside(one.members))}{'</w:hyperlink>' if link else ''}"
            for link, xml in runs
        )
        if not with_paragraph:
            return content
        return _paragraph(self._look(here.unit, one), content, _mark("ins", self._credits.beside(one.members)))

    def _moved(self, index: int) -> list[tuple[str, str]]:
        """The runs of a paragraph that comes from elsewhere, by the links that they are in, without its bookmarks."""
        pieces = (piece for piece in take_apart(self._node(index)) if piece.text)
        return [
            (link, "".join(piece.xml or text_run(piece.text, piece.look) for piece in linked))
            for link, linked in groupby(pieces, key=lambda piece: piece.link)
        ]

    def _look(self, index: int, one: Beside) -> str:
        """The properties of a paragraph beside a unit: like its neighbours, but without a number that counts."""
        unit = self._units[index]
        label = self._labels.properties(one.label, len(unit.marks))
        if unit.marks:
            return f'<w:pStyle w:val="{"Item" if label else "ItemContinued1"}"/>{label}'
        if self._document.sections[unit.section].part is Part.BODY:
            return f'<w:pStyle w:val="ContinuedParagraph"/>{label}'
        style = "Summary" if _style(self._node(index)) == "Summary" else "PlainParagraph"
        return f'<w:pStyle w:val="{style}"/>'


def _paragraph(look: str, content: str, mark: str) -> str:
    return f"<w:p><w:pPr>{look}{mark}</w:pPr>{content}</w:p>"


def _mark(kind: str, attributes: str) -> str:
    return f"<w:rPr><w:{kind}{attributes}/></w:rPr>"


def _inserted(runs: str, attributes: str) -> str:
    return f"<w:ins{attributes}>{runs}</w:ins>"


def _style(node: Node) -> str:
    properties = node.first("w:pPr")
    return properties.value("w:pStyle") if properties else ""
