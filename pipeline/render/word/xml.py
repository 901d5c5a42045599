"""WordprocessingML as text. Whatever comes from a draft passes through `escape`, so it can never become markup."""

import re

from pipeline.model.document import Style

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("o", "urn:schemas-microsoft-com:office:office"),
    )
)
TAB = "<w:r><w:tab/></w:r>"
BREAK = "<w:r><w:br/></w:r>"

# What XML 1.0 cannot hold, not even as a character reference (section 2.2 of the standard).
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile("[\t\n\r]")  # `w:t` does not keep them
_FORMATS = (
    (Style.BOLD, "<w:b/><w:bCs/>"),
    (Style.ITALIC, "<w:i/><w:iCs/>"),
    (Style.STRIKE, "<w:strike/>"),
    (Style.SUPERSCRIPT, '<w:vertAlign w:val="superscript"/>'),
    (Style.SUBSCRIPT, '<w:vertAlign w:val="subscript"/>'),
)


def clean(text: str) -> str:
    """The text without characters that XML cannot hold: each becomes U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text)


def escape(text: str) -> str:
    """Text for an element or a quoted attribute; tabs and line ends become blanks."""
    text = _BLANKS.sub(" ", clean(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def run(text: str, style: int = 0, character_style: str = "") -> str:
    """A run of text; `style` is a sum of `Style` values."""
    if not text:
        return ""
    return f'<w:r>{_properties(style, character_style)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _properties(style: int, character_style: str) -> str:
    if not style and not character_style:
        return ""
    named = f'<w:rStyle w:val="{character_style}"/>' if character_style else ""
    if style & Style.SUPERSCRIPT:
        style &= ~Style.SUBSCRIPT  # Word has one vertical alignment for a run
    return f"<w:rPr>{named}{''.join(xml for flag, xml in _FORMATS if style & flag)}</w:rPr>"


def field(instruction: str, result: str, style: int = 0) -> str:
    """A field with the result that it shows until it is refreshed; whole, from begin to end."""
    mark = f"<w:r>{_properties(style, '')}"
    return (
        f'{mark}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'{mark}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'{mark}<w:fldChar w:fldCharType="separate"/></w:r>{run(result, style)}'
        f'{mark}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(number: int, name: str, content: str) -> str:
    """Content with a bookmark round it."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def internal_link(name: str, content: str) -> str:
    """Content that leads to a bookmark."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{content}</w:hyperlink>'


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph; `properties` are children of `w:pPr` that come after the style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def twips(millimetres: float) -> int:
    """Word's unit, a twentieth of a point."""
    return round(millimetres * 1440 / 25.4)
