"""A paper as a typst program: `typst_source`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.formats.glyphs import coverage
from pipeline.model.document import Block, Cell, Document, Figure, Heading, Inline, Paragraph, Part, Role, Table
from pipeline.model.paper import Paper
from pipeline.render.columns import column_weights, has_narrow_column
from pipeline.render.covers import cover_facts, cover_notice, placeholders
from pipeline.render.epigraphs import words_and_source
from pipeline.render.pdf.inlines import Writer, literal
from pipeline.text.words import printed


def typst_source(paper: Paper, fonts: Mapping[str, bytes] | None = None) -> str:
    """The program; it imports `paper.typ` and finds the pictures under their paths in the workspace.

    Args:
        paper: the paper.
        fonts: font files beside those of typst; what none of them shows is printed as a placeholder.

    Raises:
        FontProblem: one of them is not a font.
    """
    writer = Writer(coverage(fonts), paper.document.targets)
    lines = ['#import "paper.typ": *', setup_program(paper, writer), cover_program(paper, writer)]
    if paper.has_contents:
        lines.append(contents_program(paper.document, writer))
    lines += _Body(writer, paper).lines()
    return "\n".join(lines) + "\n"


# -- around the text


def setup_program(paper: Paper, writer: Writer, *, changes: bool = False) -> str:
    """The page and its running heads; with bars in the margin beside changes, when the paper marks them."""
    profile, cover = paper.profile, paper.cover
    page = profile.page
    lang, _, region = paper.document.language.partition("-")
    which = cover.baseline or "today's text"
    foot = f"{which} · {cover.fingerprint}" if cover.fingerprint else ""
    margins = ", ".join(f"{m:g}mm" for m in (page.margin_top, page.margin_bottom, page.margin_left, page.margin_right))
    fonts = ", ".join(literal(font) for font in profile.fonts.pdf)
    head = _marked(cover.symbol or cover.committee.short, writer)
    mark = writer.string(profile.draft_mark) if cover.draft and profile.draft_mark else "none"
    return (
        f"#show: paper.with(title: {writer.string(paper.title)}, author: {writer.string(cover.committee.name)}, "
        f"lang: {literal(lang)}, region: {literal(region) if region else 'none'}, "
        f"page-size: ({page.width:g}mm, {page.height:g}mm), margins: ({margins}), "
        f"fonts: ({fonts},), size: {profile.fonts.size:g}pt, head: {head}, "
        f"foot: ({writer.string(paper.document.short_title or paper.title)}, {writer.string(foot)}), mark: {mark}"
        f"{', changes: true' if changes else ''})"
    )


def cover_program(paper: Paper, writer: Writer, *, edition: str = "") -> str:
    """The cover; `edition` says more of the edition than the paper itself."""
    cover = paper.cover
    committee = cover.committee
    facts = "".join(f"({writer.string(name)}, {writer.string(value)}), " for name, value in cover_facts(paper))
    given = {
        "organization": writer.string(committee.organization),
        "board-short": writer.string(committee.board_short),
        "board": writer.string(committee.board),
        "symbol": _marked(cover.symbol, writer),
        "date": _marked(cover.date, writer),
        "committee": writer.string(f"{committee.name} ({committee.short})"),
        "session": writer.string(cover.session),
        "venue": _marked(cover.venue, writer) if cover.venue else "none",
        "title": writer.string(paper.title),
        "author": _marked(paper.document.prepared_by, writer) if paper.document.prepared_by else "none",
        "purpose": _optional(cover.purpose, writer),
        "edition": _optional(". ".join(filter(None, (cover.edition, edition))), writer),
        "notice": _optional(cover_notice(paper), writer),
        "disclaimer": _optional(paper.profile.disclaimer, writer),
        "facts": f"({facts})",
    }
    return f"#cover({', '.join(f'{name}: {value}' for name, value in given.items())})"


def _optional(text: str, writer: Writer) -> str:
    return writer.string(text) if text else "none"


def _marked(text: str, writer: Writer) -> str:
    """Text with its placeholders in square brackets made visible."""
    parts = ((writer.string(part), is_placeholder) for part, is_placeholder in placeholders(text))
    return f"[{''.join(f'#placeholder({words})' if shaded else f'#{words}' for words, shaded in parts)}]"


def heading_labels(document: Document) -> list[str]:
    """The label of each heading, in order, to which the table of contents leads."""
    return [_label(heading, index) for index, heading, _ in _headings(document)]


def contents_program(document: Document, writer: Writer) -> str:
    """The table of contents."""
    rows = []
    for index, heading, numbers in _headings(document):
        if heading.level <= 2:
            shown = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else "".join(map(str, numbers))
            annex = heading.number.startswith("Annex")
            words = printed(heading.inlines)
            title = writer.string(f"{heading.number}. {words}" if annex else words)
            number = literal("" if annex else heading.number)
            rows.append(f"({heading.level}, {_label(heading, index)}, {number}, {title}, {literal(shown)})")
    return f"#contents(({', '.join(rows)},))"


def _headings(document: Document) -> list[tuple[int, Heading, list[int]]]:
    """Each heading with its index and the numbers of the paragraphs below it."""
    found: list[tuple[int, Heading, list[int]]] = []
    for section in document.sections:
        first = len(found)
        for block in section.blocks:
            if isinstance(block, Heading):
                found.append((len(found), block, []))
            elif isinstance(block, Paragraph) and block.number is not None:
                level = 9
                for _, heading, numbers in reversed(found[first:]):
                    if heading.level < level:
                        numbers.append(block.number)
                        level = heading.level
    return found


def _label(heading: Heading, index: int) -> str:
    return f"label({literal(heading.id or f'heading:{index}')})"  # no label of a drafter has a colon


# -- the text


def _characters(paper: Paper) -> float:
    """How many characters a line of a table holds: points across the text by the width of an average character."""
    page = paper.profile.page
    points = (page.width - page.margin_left - page.margin_right) / 25.4 * 72
    return points / (0.48 * 0.87 * paper.profile.fonts.size)  # em of an average letter, and the size of tables


class _Body:
    def __init__(self, writer: Writer, paper: Paper) -> None:
        self._writer = writer
        self._document = paper.document
        self._characters = _characters(paper)
        self._headings = 0

    def lines(self) -> Iterator[str]:
        for section in self._document.sections:
            self._writer.enter(section)
            blocks = list(section.blocks)
            index = 0
            while index < len(blocks):
                block = blocks[index]
                if isinstance(block, Paragraph) and block.level:
                    end = index
                    while end < len(blocks) and isinstance(each := blocks[end], Paragraph) and each.level:
                        end += 1
                    yield from self._lists([b for b in blocks[index:end] if isinstance(b, Paragraph)], section.part)
                    index = end
                elif isinstance(block, Paragraph) and block.role is Role.SUMMARY:
                    end = next((i for i in range(index, len(blocks)) if not _in_summary(blocks[i])), len(blocks))
                    inner = (self._anchored(b, b.inlines) for b in blocks[index:end] if isinstance(b, Paragraph))
                    yield f"#summary([{''.join(f'#par({words})' for words in inner)}])"
                    index = end
                else:
                    yield self._block(block, section.part, leads=_is_in_list(blocks[index + 1 : index + 2]))
                    index += 1

    def _block(self, block: Block, part: Part, *, leads: bool) -> str:
        if isinstance(block, Heading):
            return self._heading(block, part)
        if isinstance(block, Paragraph):
            return self._paragraph(block, "true" if leads else "false")
        return self._table(block) if isinstance(block, Table) else self._figure(block)

    def _heading(self, block: Heading, part: Part) -> str:
        label = _label(block, self._headings)
        self._headings += 1
        words = self._writer.content(block.inlines)
        if part is Part.ANNEX and block.level == 1:
            return f"#annex({literal(block.number)}, {label}, {words})"
        shape = "({})" if block.level > 3 else "{}."  # as the lists of Word have it
        number = shape.format(block.number) if block.number else ""
        return f"#head({min(block.level, 4)}, {literal(number)}, {label}, {words})"

    def _paragraph(self, block: Paragraph, leads: str) -> str:
        words = self._writer.content(block.inlines)
        label = f"label({literal(block.id)})" if block.id else "none"
        if block.role is Role.NUMBERED:
            return f"#numbered({literal(str(block.number))}, {label}, {leads}, {words})"
        if block.role is Role.EPIGRAPH:
            return self._epigraph(block)
        if block.role is Role.CONTINUED:
            return f"#continued({leads}, {self._anchored(block, block.inlines)})"
        return f"#plain({label}, {leads}, {words})"

    def _anchored(self, block: Paragraph, inlines: Sequence[Inline]) -> str:
        """Content that a reference can lead to, for paragraphs whose shape in the template has no label."""
        words = self._writer.content(inlines)
        return f"[#metadata(none)#label({literal(block.id)})#{words}]" if block.id else words

    def _epigraph(self, block: Paragraph) -> str:
        words, source = words_and_source(block.inlines)
        return f"#epigraph({self._anchored(block, words)}, {self._writer.content(source) if source else 'none'})"

    # -- lists

    def _lists(self, blocks: Sequence[Paragraph], part: Part) -> Iterator[str]:
        """One typst list for each list of the outermost level, with what is nested in it."""
        start = 0
        for index in range(1, len(blocks) + 1):
            if index == len(blocks) or (blocks[index].level == 1 and blocks[index].list != blocks[start].list):
                yield "#" + self._list(blocks[start:index], outer=part is Part.BODY)
                start = index

    def _list(self, blocks: Sequence[Paragraph], *, outer: bool) -> str:
        level = blocks[0].level
        starts = [i for i, block in enumerate(blocks) if block.level == level and block.role is Role.ITEM] or [0]
        markers, bodies = [], []
        for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
            markers.append(literal(blocks[start].marker))
            bodies.append(self._item(blocks[start:end], level))
        return f"items({'true' if outer else 'false'}, ({', '.join(markers)},), {', '.join(bodies)})"

    def _item(self, blocks: Sequence[Paragraph], level: int) -> str:
        parts, index = [], 0
        while index < len(blocks):
            if blocks[index].level > level:
                end = index
                while end < len(blocks) and blocks[end].level > level:
                    end += 1
                parts.append("#" + self._list(blocks[index:end], outer=False))
                index = end
            else:
                block = blocks[index]
                words = self._writer.content(block.inlines)
                label = f"label({literal(block.id)})" if block.id else "none"
                leads = "true" if index + 1 < len(blocks) and blocks[index + 1].level > level else "false"
                parts.append(f"#plain({label}, {leads}, {words})")
                index += 1
        return "[" + "".join(parts) + "]"

    # -- tables and figures

    def _caption(self, kind: str, number: str, caption: tuple[Inline, ...]) -> str:
        words = self._writer.content(caption)
        return f"[#strong({literal(f'{kind} {number}.')}) #{words}]"

    def _target(self, block: Table | Figure, kind: str) -> str:
        return f"label({literal(block.id or f'{kind}:{block.number}')})"

    def _table(self, block: Table) -> str:
        header = self._cells(cell for row in block.header for cell in row)
        rows = "(" + "".join(f"{self._cells(row)}, " for row in block.rows) + ")"
        columns = ", ".join(f"{round(10 * weight)}fr" for weight in column_weights(block))
        hyphens = "true" if has_narrow_column(block, self._characters) else "false"
        caption = self._caption("Table", block.number, block.caption)
        alignments = ", ".join(block.alignments)
        return (
            f"#tabled({self._target(block, 'table')}, {caption}, ({columns},), ({alignments},), {hyphens}, "
            f"{header}, {rows})"
        )

    def _cells(self, cells: Iterable[Cell]) -> str:
        return "(" + "".join(f"{self._cell(cell.paragraphs)}, " for cell in cells) + ")"

    def _cell(self, paragraphs: tuple[tuple[Inline, ...], ...]) -> str:
        if len(paragraphs) == 1:
            return self._writer.content(paragraphs[0])
        return "[" + "".join(f"#par({self._writer.content(text)})" for text in paragraphs) + "]"

    def _figure(self, block: Figure) -> str:
        caption = self._caption("Figure", block.number, block.caption)
        if not block.image:
            return f"#plain({self._target(block, 'figure')}, false, {caption})"
        alt = literal(block.alt or "Picture without a description")  # never printed, so it needs no glyphs
        return f"#pictured({self._target(block, 'figure')}, {caption}, {literal(block.image)}, {alt})"


def _is_in_list(following: Sequence[Block]) -> bool:
    return any(isinstance(block, Paragraph) and block.level for block in following)


def _in_summary(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role is Role.SUMMARY
