"""A redline as a typst program: the changes of the Word redline on the pages of the new paper."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.formats.glyphs import coverage
from pipeline.model.changes import ChangedBlock, ChangedParagraph, ChangedStory, ChangedTable
from pipeline.model.document import Document
from pipeline.model.paper import Paper
from pipeline.render.pdf.inlines import Writer, literal
from pipeline.render.pdf.marked import MarkedWriter, image_path
from pipeline.render.pdf.paper import contents_program, cover_program, heading_labels, setup_program

_FRONT = ("Cover", "Contents", "TOC", "Title", "SectionBreak", "FooterFirst", "HeaderFirst")
_LISTED = "Item"
_HANG_CHARACTERS = 4  # a number of more does not fit into the hanging indent of a heading


def redline_source(
    paper: Paper, story: ChangedStory, since: str, fonts: Mapping[str, bytes] | None = None
) -> tuple[str, dict[str, bytes]]:
    """The program and the pictures that it finds beside it.

    Args:
        paper: the new paper, for its cover, contents and running heads.
        story: the changes, as the Word redline has them.
        since: name of the text that it is compared with.
        fonts: font files beside those of typst.

    Raises:
        FontProblem: one of them is not a font.
    """
    known = coverage(fonts)
    writer = Writer(known, paper.document.targets)
    body = _Body(MarkedWriter(known, story), _labels(paper.document, story))
    notice = f"Changes since {since} are marked"
    lines = ['#import "paper.typ": *', setup_program(paper, writer, changes=True)]
    lines.append(cover_program(paper, writer, edition=notice))
    if paper.has_contents and body.labels:
        lines.append(contents_program(paper.document, writer))
    lines += ["#change-key", *body.lines(body_blocks(story))]
    return "\n".join(lines) + "\n", {image_path(name, data): data for name, data in story.images.items()}


def body_blocks(story: ChangedStory) -> tuple[ChangedBlock, ...]:
    """The text itself: without cover and table of contents, whose changes follow from those of the text."""
    return tuple(b for b in story.blocks if isinstance(b, ChangedTable) or not b.style.startswith(_FRONT))


def _labels(document: Document, story: ChangedStory) -> list[str]:
    """The labels of the headings of the new text, to which the table of contents leads; none when they do not fit."""
    labels = heading_labels(document)
    there = [p for p in story.paragraphs() if _is_heading(p) and p.text(new=True)]
    return labels if len(there) == len(labels) else []


def _is_heading(paragraph: ChangedParagraph) -> bool:
    return paragraph.style.startswith("Heading")


class _Body:
    def __init__(self, writer: MarkedWriter, labels: Sequence[str]) -> None:
        self._writer = writer
        self.labels = labels
        self._headings = self._tables = self._level = 0
        self._in_body = True

    def lines(self, blocks: Sequence[ChangedBlock]) -> Iterator[str]:
        index = 0
        while index < len(blocks):
            size = self._group(blocks, index)
            yield self._written(blocks[index : index + size])
            index += size

    def _group(self, blocks: Sequence[ChangedBlock], start: int) -> int:
        """How many blocks from here on belong together on the page."""
        first = blocks[start]
        style = first.style if isinstance(first, ChangedParagraph) else ""
        following = blocks[start + 1] if start + 1 < len(blocks) else None
        if style.startswith(_LISTED) or style == "Summary":
            end = start + 1
            while end < len(blocks) and _alike(style, blocks[end]):
                end += 1
            return end - start
        if style == "TableCaption" and isinstance(following, ChangedTable):
            return 2
        pairs = {"Figure": "FigureCaption", "Epigraph": "EpigraphSource"}
        return 2 if isinstance(following, ChangedParagraph) and following.style == pairs.get(style) else 1

    def _written(self, blocks: Sequence[ChangedBlock]) -> str:
        last = blocks[-1]
        paragraphs = [block for block in blocks if isinstance(block, ChangedParagraph)]
        if isinstance(last, ChangedTable):
            return self._table(paragraphs[0] if paragraphs else None, last)
        style = paragraphs[0].style
        if _is_heading(paragraphs[0]):
            return self._heading(paragraphs[0])
        if style.startswith(_LISTED):
            return "#" + self._list(paragraphs, min(p.level for p in paragraphs), outer=self._in_body)
        if style == "Summary":
            return f"#summary([{''.join(f'#par({self._writer.content(p)})' for p in paragraphs)}])"
        return self._figure(paragraphs) if style == "Figure" else self._paragraph(*paragraphs)

    def _paragraph(self, paragraph: ChangedParagraph, source: ChangedParagraph | None = None) -> str:
        words = self._writer.content(paragraph)
        if not paragraph.runs:
            return ""
        if paragraph.style == "NumberedParagraph" or paragraph.old or paragraph.new:
            return f"#changed-numbered({self._writer.formerly(paragraph)}, {self._writer.number(paragraph)}, {words})"
        if paragraph.style.startswith("Epigraph"):
            return f"#epigraph({words}, {self._writer.content(source) if source else 'none'})"
        continued = paragraph.style == "ContinuedParagraph"
        return f"#continued(false, {words})" if continued else f"#plain(none, false, {words})"

    def _heading(self, paragraph: ChangedParagraph) -> str:
        style, words = paragraph.style, self._writer.content(paragraph)
        digits = [int(sign) for sign in style if sign.isdigit()]
        level = min(digits[0], 4) if digits else 1
        number = self._writer.number(paragraph)
        if level == 1:
            self._in_body = style == "Heading1"
        if not paragraph.text(new=True):  # no heading of the new text, so none in its outline
            return f"#struck-head({level}, {number}, {words})" if paragraph.runs else ""
        level = self._level = min(level, self._level + 1)  # a file from elsewhere may skip one, which PDF/UA forbids
        label = f"label({literal('heading:' + str(self._headings))})"
        if self.labels:
            label = self.labels[self._headings]
        self._headings += 1
        before = f"[#{self._writer.formerly(paragraph)}#{number}]" if paragraph.old or paragraph.new else "none"
        if style == "HeadingAnnex":
            return f"#changed-annex({before}, {label}, {words})"
        long = len(paragraph.new or paragraph.old)
        wide = "0mm" if before == "none" else f"{0.64 * long:g}em" if long > _HANG_CHARACTERS + 1 else "hang"
        return f"#changed-head({level}, {wide}, {before}, {label}, {words})"

    # -- lists, tables, figures

    def _list(self, paragraphs: Sequence[ChangedParagraph], level: int, *, outer: bool) -> str:
        starts = [i for i, p in enumerate(paragraphs) if _level(p) <= level and p.style == _LISTED] or [0]
        starts[0] = 0
        markers, bodies = [], []
        for start, end in zip(starts, [*starts[1:], len(paragraphs)], strict=True):
            markers.append(f"[#{self._writer.formerly(paragraphs[start])}#{self._writer.number(paragraphs[start])}]")
            bodies.append(self._item(paragraphs[start:end], level))
        return f"items({'true' if outer else 'false'}, ({', '.join(markers)},), {', '.join(bodies)})"

    def _item(self, paragraphs: Sequence[ChangedParagraph], level: int) -> str:
        parts, index = [], 0
        while index < len(paragraphs):
            end = index
            while end < len(paragraphs) and end > 0 and _level(paragraphs[end]) > level:
                end += 1
            if end > index:
                inner = min(_level(p) for p in paragraphs[index:end])
                parts.append("#" + self._list(paragraphs[index:end], inner, outer=False))
                index = end
            else:
                parts.append(f"#plain(none, false, {self._writer.content(paragraphs[index])})")
                index += 1
        return "[" + "".join(parts) + "]"

    def _table(self, caption: ChangedParagraph | None, table: ChangedTable) -> str:
        self._tables += 1
        heads = [row.head for row in table.rows]
        split = heads.index(False) if False in heads else len(heads)
        split = max(split, 1)
        count = max((len(row.cells) for row in table.rows), default=1)
        rows = [[self._cell(cell) for cell in row.cells] + ["[]"] * (count - len(row.cells)) for row in table.rows]
        header = "(" + "".join(f"{cell}, " for row in rows[:split] for cell in row) + ")"
        inner = "(" + "".join(f"({''.join(f'{cell}, ' for cell in row)}), " for row in rows[split:]) + ")"
        widths = table.widths if len(table.widths) == count else (1,) * count
        columns = ", ".join(f"{width}fr" for width in widths)
        words = self._writer.content(caption, strong=True) if caption else "[]"
        label = f"label({literal(f'changed-table:{self._tables}')})"
        aligned = ", ".join(_alignments(table, count))
        return f"#tabled({label}, {words}, ({columns},), ({aligned},), false, {header}, {inner})"

    def _cell(self, paragraphs: Sequence[ChangedParagraph]) -> str:
        if len(paragraphs) == 1:
            return self._writer.content(paragraphs[0])
        return "[" + "".join(f"#par({self._writer.content(p)})" for p in paragraphs) + "]"

    def _figure(self, paragraphs: Sequence[ChangedParagraph]) -> str:
        pictures = "".join(self._writer.pictures(paragraphs[0]))
        caption = self._writer.content(paragraphs[1], strong=True) if len(paragraphs) > 1 else "[]"
        if any(run.text and not run.picture for run in paragraphs[0].runs):  # what stands for a picture that is missing
            pictures += f"#block({self._writer.content(paragraphs[0])})"
        return f"{pictures}#block(above: 6pt, below: 1.4em, text(size: 0.9em, {caption}))"


def _alike(style: str, block: ChangedBlock) -> bool:
    if not isinstance(block, ChangedParagraph):
        return False
    return block.style == style if style == "Summary" else block.style.startswith(_LISTED)


def _level(paragraph: ChangedParagraph) -> int:
    """Depth in lists; what goes on in an item says it in the name of its style, one more than Word counts."""
    tail = paragraph.style.removeprefix("ItemContinued")
    return int(tail) - 1 if tail.isdigit() else paragraph.level


def _alignments(table: ChangedTable, count: int) -> list[str]:
    cells = table.rows[0].cells if table.rows else ()
    sides = [cell[0].aligned if cell and cell[0].aligned in ("center", "right") else "left" for cell in cells]
    return sides + ["left"] * (count - len(sides))
