"""What stands before and around the text: cover, contents, running heads, watermark."""

from collections.abc import Iterator

from pipeline.model.paper import Paper
from pipeline.render.covers import cover_facts, cover_notice, placeholders
from pipeline.render.word.body import contents_words, heading_bookmark
from pipeline.render.word.places import headings_of
from pipeline.render.word.story import Story
from pipeline.render.word.xml import TAB, escape, field, internal_link, paragraph, run

_DRAFT_SHAPE = (  # WordArt: the path is that of plain text
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
)
_DRAFT_PLACE = (
    "position:absolute;margin-left:0;margin-top:0;width:440pt;height:165pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)


def write_cover(paper: Paper) -> Iterator[str]:
    """The cover, from top to bottom, as United Nations system papers have it."""
    cover = paper.cover
    committee = cover.committee
    yield paragraph("CoverOrganization", run(committee.organization))
    yield paragraph("CoverBoard", run(committee.board_short) + TAB + marked(cover.symbol, "CoverAside"))
    yield paragraph("CoverBoardName", run(committee.board) + TAB + marked(cover.date))
    yield paragraph("CoverCommittee", run(f"{committee.name} ({committee.short})"))
    yield paragraph("CoverSession", run(cover.session))
    if cover.venue:
        yield paragraph("CoverSession", marked(cover.venue))
    yield paragraph("Title", run(paper.title))
    if paper.document.prepared_by:
        yield paragraph("CoverAuthor", run("(") + marked(paper.document.prepared_by) + run(")"))
    if cover.purpose:
        yield paragraph("CoverPurpose", run(cover.purpose))
    if cover.edition:
        yield paragraph("CoverEdition", run(cover.edition))


def write_cover_foot(paper: Paper) -> str:
    """What stands at the foot of the cover: its running foot, since LibreOffice loses tracked changes in frames."""
    notice, disclaimer = cover_notice(paper), paper.profile.disclaimer
    paragraphs = [paragraph("CoverNotice", run(notice))] if notice else []
    paragraphs += [paragraph("CoverDisclaimer", run(disclaimer))] if disclaimer else []
    paragraphs += [paragraph("CoverFacts", run(name) + TAB + run(value)) for name, value in cover_facts(paper)]
    return "".join(paragraphs) or paragraph("FooterFirst", "")


def marked(text: str, style: str = "") -> str:
    """Text with its placeholders in square brackets made visible."""
    parts = placeholders(text)
    return "".join(_placeholder(part, style) if shaded else run(part, 0, style) for part, shaded in parts)


def _placeholder(text: str, style: str) -> str:
    """A run has one character style only: beside another one, the shade is given directly."""
    if not style:
        return run(text, 0, "Placeholder")
    shade = '<w:b w:val="0"/><w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>'
    return f'<w:r><w:rPr><w:rStyle w:val="{style}"/>{shade}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def write_contents(story: Story) -> Iterator[str]:
    """The table of contents: a field whose result names the paragraphs of each section; Word's refresh gives pages."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    begin += '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z </w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    yield paragraph("ContentsTitle", run("Contents"))
    yield paragraph("ContentsColumn", begin + run("Paragraphs"))
    for index, _section, heading in headings_of(story.document):
        if heading.level <= 2:
            name = heading_bookmark(heading, index, story)
            after = run(" ") if heading.number.startswith("Annex") else TAB
            number = run(f"{heading.number}.") + after if heading.number else ""
            entry = internal_link(name, number + contents_words(heading))
            yield paragraph(f"TOC{heading.level}", entry + _range(index, story))
    yield paragraph("ContentsEnd", '<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def _range(index: int, story: Story) -> str:
    pair = story.places.ranges.get(index)
    if pair is None:
        return ""
    # Words, not fields: LibreOffice drops fields in the result of another field, and a refresh replaces it anyway.
    return TAB + run("–".join(dict.fromkeys(str(paragraph.number) for paragraph in pair)))


def write_header(paper: Paper) -> str:
    """The running head: symbol and page."""
    symbol = marked(paper.cover.symbol or paper.cover.committee.short)
    return paragraph("Header", symbol + TAB + run("Page ") + field("PAGE", "2")) + watermark(paper)


def write_footer(paper: Paper) -> str:
    """The running foot: short title, and which text this is."""
    cover = paper.cover
    text = f"{cover.baseline} · {cover.fingerprint}" if cover.baseline else f"today's text · {cover.fingerprint}"
    title = run(paper.document.short_title or paper.title)
    return paragraph("Footer", title + TAB + run(text if cover.fingerprint else ""))


def watermark(paper: Paper) -> str:
    """The word DRAFT across the page, as Word itself writes it; nothing for a frozen paper."""
    if not paper.cover.draft or not paper.profile.draft_mark:
        return ""
    words = escape(paper.profile.draft_mark)
    shape = (
        f'<v:shape id="DraftMark" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{words}" style="{_DRAFT_PLACE}" '
        f'o:allowincell="f" fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt" string="{words}"/></v:shape>'
    )
    return paragraph("HeaderFirst", f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{_DRAFT_SHAPE}{shape}</w:pict></w:r>")
