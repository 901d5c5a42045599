"""A paper as a Word file: `render_docx`."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping

from pipeline.formats.ooxml import pack
from pipeline.model.document import Paragraph, Part, Role
from pipeline.model.paper import Paper
from pipeline.render.word.body import FIRST_LIST, write_section
from pipeline.render.word.front import (
    watermark,
    write_contents,
    write_cover,
    write_cover_foot,
    write_footer,
    write_header,
)
from pipeline.render.word.places import find_places
from pipeline.render.word.story import Picture, Story
from pipeline.render.word.xml import NAMESPACES, escape, paragraph, twips

_SCHEMES = {
    "upper-roman": "upperRoman", "upper-alpha": "upperLetter", "decimal": "decimal", "lower-alpha": "lowerLetter",
    "lower-roman": "lowerRoman", "none": "none",
}  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ABSTRACT = {"alpha": 4, "roman": 5, "decimal": 6, "bullet": 7}  # the lists of word-styles.yaml, in its order
_STYLE_SIZE = 11  # points: the size for which word-styles.yaml gives its sizes


def render_docx(paper: Paper, reference: bytes, pictures: Mapping[str, bytes]) -> bytes:
    """The paper as a Word file; the same paper always gives the same bytes.

    Args:
        reference: the file with styles and lists, templates/reference.docx.
        pictures: PNG files by `Figure.image`.
    """
    with zipfile.ZipFile(io.BytesIO(reference)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    story = _story(paper, pictures)
    body = "".join(_body(story))
    parts |= _text_parts(story, body)
    parts |= {f"word/media/picture{n}.png": data for n, (_, data) in enumerate(_shown(pictures), 1)}
    parts |= _property_parts(paper)
    parts["word/styles.xml"] = _styles(paper, parts["word/styles.xml"].decode())
    parts["word/numbering.xml"] = _numbering(paper, parts["word/numbering.xml"].decode())
    parts["word/settings.xml"] = _settings(parts["word/settings.xml"].decode())
    parts["word/_rels/document.xml.rels"] = _relationships(
        story, parts["word/_rels/document.xml.rels"].decode(), pictures
    )
    if story.note_links.addresses:
        parts["word/_rels/footnotes.xml.rels"] = _note_relationships(story)
    parts["[Content_Types].xml"] = _content_types(parts["[Content_Types].xml"].decode())
    parts["_rels/.rels"] = _package_relationships(parts["_rels/.rels"].decode())
    return pack(parts)


# -- the text


def _story(paper: Paper, pictures: Mapping[str, bytes]) -> Story:
    page = paper.profile.page
    width = twips(page.width - page.margin_left - page.margin_right)
    shown = {path: Picture(f"picture{n}", *_pixels(data)) for n, (path, data) in enumerate(_shown(pictures), 1)}
    return Story(paper, find_places(paper.document), width, shown, paper.document.sections[0])


def _shown(pictures: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    return sorted(
        (path, data) for path, data in pictures.items() if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) > 24
    )


def _pixels(png: bytes) -> tuple[int, int]:
    """Width and height from the header of a PNG file (PNG specification, 11.2.2)."""
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def _body(story: Story) -> Iterator[str]:
    yield from write_cover(story.paper)
    yield _break(story, "headcover")
    if story.paper.has_contents:
        yield from write_contents(story)
        yield paragraph("ContentsEnd", '<w:r><w:br w:type="page"/></w:r>')
    for section in story.document.sections:
        if section.part is Part.ANNEX:
            yield _break(story, "head")
        yield from write_section(section, story)
    yield _section(story, "head")


def _break(story: Story, head: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="SectionBreak"/>{_section(story, head)}</w:pPr></w:p>'


def _section(story: Story, head: str) -> str:
    page = story.paper.profile.page
    cover = head == "headcover"
    feet, distance = ("footcover", twips(page.margin_bottom)) if cover else ("foot", 680)
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{head}"/>'
        f'<w:footerReference w:type="default" r:id="{feet}"/>'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"/>'
        f'<w:pgMar w:top="{twips(page.margin_top)}" w:right="{twips(page.margin_right)}" '
        f'w:bottom="{twips(page.margin_bottom)}" w:left="{twips(page.margin_left)}" '
        f'w:header="680" w:footer="{distance}" w:gutter="0"/></w:sectPr>'
    )


def _text_parts(story: Story, body: str) -> dict[str, bytes]:
    paper = story.paper
    separators = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0">'
        "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
    )
    texts = {
        "document": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "footnotes": f"<w:footnotes {NAMESPACES}>{separators}{''.join(story.notes)}</w:footnotes>",
        "header1": f"<w:hdr {NAMESPACES}>{write_header(paper)}</w:hdr>",
        "header2": f"<w:hdr {NAMESPACES}>{watermark(paper) or paragraph('HeaderFirst', '')}</w:hdr>",
        "footer1": f"<w:ftr {NAMESPACES}>{write_footer(paper)}</w:ftr>",
        "footer2": f"<w:ftr {NAMESPACES}>{write_cover_foot(paper)}</w:ftr>",
    }
    return {f"word/{name}.xml": (_HEAD + text).encode() for name, text in texts.items()}


# -- styles, lists, settings


def _styles(paper: Paper, xml: str) -> bytes:
    """The styles in the font, size and language of the paper."""
    fonts = paper.profile.fonts
    xml = xml.replace("Times New Roman", escape(fonts.word)).replace('"en-GB"', f'"{escape(paper.document.language)}"')
    if fonts.size != _STYLE_SIZE:
        scale = fonts.size / _STYLE_SIZE
        xml = re.sub(r'(<w:sz(?:Cs)? w:val=")(\d+)"', lambda m: f'{m[1]}{round(int(m[2]) * scale)}"', xml)
    page = paper.profile.page
    right = twips(page.width - page.margin_left - page.margin_right)
    return re.sub(r'(<w:tab w:val="right"[^>]*w:pos=")\d+"', rf'\g<1>{right}"', xml).encode()


def _numbering(paper: Paper, xml: str) -> bytes:
    instances: dict[int, tuple[str, int, int]] = {}
    for section in paper.document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph) and block.role is Role.ITEM:
                instances.setdefault(block.list, (block.kind, block.level, block.ordinal))
    added = "".join(_instance(number, *each) for number, each in sorted(instances.items()))
    return _in_schemes(paper, xml).replace("</w:numbering>", f"{added}</w:numbering>").encode()


def _in_schemes(paper: Paper, xml: str) -> str:
    """The lists of headings and annexes in the number schemes of the profile; the dots and brackets stay."""
    given = paper.profile.headings
    schemes = {f"Heading{level}": given[level - 1] if level <= len(given) else "none" for level in range(1, 5)}
    for style, scheme in {**schemes, "HeadingAnnex": paper.profile.annexes}.items():
        pattern = (
            rf'<w:numFmt w:val="\w+"/>(<w:pStyle w:val="{style}"/>(?:<w:suff [^>]*/>)?)<w:lvlText w:val="([^"]*)"/>'
        )
        xml = re.sub(pattern, lambda match, scheme=scheme: _level(scheme, match[1], match[2]), xml)  # type: ignore[misc]
    return xml


def _level(scheme: str, style: str, text: str) -> str:
    shown = "" if scheme == "none" else text
    return f'<w:numFmt w:val="{_SCHEMES[scheme]}"/>{style}<w:lvlText w:val="{shown}"/>'


def _instance(number: int, kind: str, level: int, start: int) -> str:
    override = f'<w:lvlOverride w:ilvl="{min(level, 4) - 1}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    return f'<w:num w:numId="{FIRST_LIST + number}"><w:abstractNumId w:val="{_ABSTRACT[kind]}"/>{override}</w:num>'


def _settings(xml: str) -> bytes:
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    return xml.replace("<w:compat>", f"{notes}<w:compat>").encode()


# -- the package


def _relationships(story: Story, xml: str, pictures: Mapping[str, bytes]) -> bytes:
    rows = [
        ("notes", "footnotes", "footnotes.xml", ""),
        ("head", "header", "header1.xml", ""),
        ("headcover", "header", "header2.xml", ""),
        ("foot", "footer", "footer1.xml", ""),
        ("footcover", "footer", "footer2.xml", ""),
    ]
    rows += [(f"picture{n}", "image", f"media/picture{n}.png", "") for n in range(1, len(_shown(pictures)) + 1)]
    rows += _link_rows(story.body_links.addresses)
    return xml.replace("</Relationships>", f"{_rows(rows)}</Relationships>").encode()


def _note_relationships(story: Story) -> bytes:
    rows = _rows(_link_rows(story.note_links.addresses))
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'.encode()


def _link_rows(addresses: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    return [(name, "hyperlink", address, ' TargetMode="External"') for address, name in addresses.items()]


def _rows(rows: list[tuple[str, str, str, str]]) -> str:
    return "".join(
        f'<Relationship Id="{name}" Type="{_REL}/{kind}" Target="{escape(target)}"{mode}/>'
        for name, kind, target, mode in rows
    )


def _content_types(xml: str) -> bytes:
    kinds = {
        "word/footnotes.xml": f"{_WORD}.footnotes+xml",
        "word/header1.xml": f"{_WORD}.header+xml",
        "word/header2.xml": f"{_WORD}.header+xml",
        "word/footer1.xml": f"{_WORD}.footer+xml",
        "word/footer2.xml": f"{_WORD}.footer+xml",
        "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    }
    rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    png = "" if 'Extension="png"' in xml else '<Default Extension="png" ContentType="image/png"/>'
    head, _, tail = xml.partition("<Override")
    return f"{head}{png}<Override{tail}".replace("</Types>", f"{rows}</Types>").encode()


def _package_relationships(xml: str) -> bytes:
    row = f'<Relationship Id="custom" Type="{_REL}/custom-properties" Target="docProps/custom.xml"/>'
    return xml.replace("</Relationships>", f"{row}</Relationships>").encode()


def _property_parts(paper: Paper) -> dict[str, bytes]:
    cover, document = paper.cover, paper.document
    core = (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(paper.title)}</dc:title><dc:subject>{escape(cover.session)}</dc:subject>"
        f"<dc:creator>{escape(cover.committee.name)}</dc:creator><dc:language>{escape(document.language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
    )
    values = {
        "Document": document.name,
        "Session": cover.session,
        "Baseline": cover.baseline or "today's text",
        "Fingerprint": cover.fingerprint or "none",
        "Tool": f"hlcp {paper.version}",
    }
    rows = "".join(_property(n, name, value) for n, (name, value) in enumerate(values.items(), 2))
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    custom = f'<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">{rows}</Properties>'
    return {"docProps/core.xml": (_HEAD + core).encode(), "docProps/custom.xml": (_HEAD + custom).encode()}


def _property(number: int, name: str, value: str) -> str:
    fmtid = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # that of all custom properties
    words = f"<vt:lpwstr>{escape(value)}</vt:lpwstr>"
    return f'<property fmtid="{fmtid}" pid="{number}" name="{name}">{words}</property>'
