"""Builds reference.docx, the styles and lists of Word papers, from word-styles.yaml.

Run it from the root of the repository, `python templates/build_reference.py`, and commit the result.
The same YAML gives the same bytes on every machine; a test holds the committed file to that.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from ruamel.yaml import YAML

from pipeline.formats.ooxml import pack

_HERE = Path(__file__).parent
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FORMATS = {
    "upper-roman": "upperRoman",
    "lower-roman": "lowerRoman",
    "upper-alpha": "upperLetter",
    "lower-alpha": "lowerLetter",
    "decimal": "decimal",
    "bullet": "bullet",
    "none": "none",
}
_PARTS = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/numbering.xml": f"{_WORD}.numbering+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
}
Spec = dict[str, Any]


def build(text: str) -> bytes:
    """The reference document for this YAML."""
    spec = YAML(typ="safe", pure=True).load(text)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relationships(),
        "docProps/core.xml": _CORE,
        "word/document.xml": _document(),
        "word/styles.xml": _styles(spec),
        "word/numbering.xml": _numbering(spec["lists"]),
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": f'<w:fonts xmlns:w="{_W}"/>',
        "word/theme/theme1.xml": _theme(spec["base"]["font"]),
        "word/_rels/document.xml.rels": _document_relationships(),
    }
    return pack({name: _xml(content) for name, content in parts.items()}, compress=False)


def main() -> None:
    """Write reference.docx beside this file."""
    text = (_HERE / "word-styles.yaml").read_text(encoding="utf-8")
    (_HERE / "reference.docx").write_bytes(build(text))


def _xml(content: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content).encode()


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def _points(points: float) -> int:
    return round(points * 20)


# -- styles


def _styles(spec: Spec) -> str:
    base = spec["base"]
    numbered = {each["id"]: number for number, each in enumerate(spec["lists"], 1)}
    font = quoteattr(base["font"])
    fonts = f"<w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>"
    size = round(base["size"] * 2)
    language = f'<w:lang w:val="{base["language"]}" w:eastAsia="{base["language"]}" w:bidi="ar-SA"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{language}</w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    paragraphs = "".join(_paragraph_style(style, numbered) for style in spec["paragraph-styles"])
    characters = "".join(_character_style(style) for style in spec["character-styles"])
    table = _table_style(spec["table-style"])
    return f'<w:styles xmlns:w="{_W}">{defaults}{paragraphs}{_BUILT_IN}{characters}{table}</w:styles>'


def _paragraph_style(style: Spec, numbered: dict[str, int]) -> str:
    is_normal = style["id"] == "Normal"
    based = "" if is_normal else f'<w:basedOn w:val="{style.get("based-on", "Normal")}"/>'
    following = f'<w:next w:val="{style["next"]}"/>' if "next" in style else ""
    properties = f"<w:pPr>{_paragraph(style.get('paragraph', {}), numbered)}</w:pPr>"
    default = ' w:default="1"' if is_normal else ""
    is_ours = style["name"] == style["name"].title() and style["id"] not in ("Normal", "Title")
    custom = ' w:customStyle="1"' if is_ours else ""
    head = f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style["id"]}"><w:name w:val="{style["name"]}"/>'
    return f"{head}{based}{following}<w:qFormat/>{properties}<w:rPr>{_run(style.get('text', {}))}</w:rPr></w:style>"


def _character_style(style: Spec) -> str:
    head = f'<w:style w:type="character" w:styleId="{style["id"]}"><w:name w:val="{style["name"]}"/>'
    return f'{head}<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{_run(style["text"])}</w:rPr></w:style>'


def _paragraph(spec: Spec, numbered: dict[str, int]) -> str:
    """The children of `w:pPr`, in the order that the schema wants."""
    return "".join((
        "<w:keepNext/>" * spec.get("keep-next", False),
        "<w:keepLines/>" * spec.get("keep-lines", False),
        "<w:widowControl/>" * spec.get("widows", False),
        _numbers(spec, numbered),
        _borders(spec),
        f'<w:shd w:val="clear" w:color="auto" w:fill="{spec["shade"]}"/>' if "shade" in spec else "",
        _tabs(spec.get("tabs", [])),
        "<w:suppressAutoHyphens/>" * spec.get("no-hyphens", False),
        _spacing(spec),
        _indent(spec),
        f'<w:jc w:val="{spec["align"]}"/>' if "align" in spec else "",
        f'<w:outlineLvl w:val="{spec["outline"] - 1}"/>' if "outline" in spec else "",
    ))  # fmt: skip


def _numbers(spec: Spec, numbered: dict[str, int]) -> str:
    if "numbers" not in spec:
        return ""
    which = 0 if spec["numbers"] == "none" else numbered[spec["numbers"]]
    level = f'<w:ilvl w:val="{spec["level"] - 1}"/>' if "level" in spec else ""
    return f'<w:numPr>{level}<w:numId w:val="{which}"/></w:numPr>'


def _borders(spec: Spec) -> str:
    if "box" in spec:
        sides = dict.fromkeys(("top", "left", "bottom", "right"), spec["box"])
    else:
        names = {"top": "above", "left": "side", "bottom": "below"}
        sides = {side: spec[name] for side, name in names.items() if name in spec}
    return f"<w:pBdr>{''.join(_border(side, line) for side, line in sides.items())}</w:pBdr>" if sides else ""


def _border(side: str, line: Spec) -> str:
    eighths = round(line["size"] * 8)
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{line.get("space", 0)}" w:color="{line["colour"]}"/>'


def _tabs(tabs: list[Spec]) -> str:
    return f"<w:tabs>{''.join(map(_tab, tabs))}</w:tabs>" if tabs else ""


def _tab(tab: Spec) -> str:
    leader = f' w:leader="{tab["leader"]}"' if "leader" in tab else ""
    if tab["at"] == "right":
        return f'<w:tab w:val="right"{leader} w:pos="8504"/>'  # the writer of papers moves it to the edge of its page
    return f'<w:tab w:val="left"{leader} w:pos="{_twips(tab["at"])}"/>'


def _spacing(spec: Spec) -> str:
    values = [f' w:{name}="{_points(spec[name])}"' for name in ("before", "after") if name in spec]
    if "line" in spec:
        values.append(f' w:line="{round(spec["line"] * 240)}" w:lineRule="auto"')
    return f"<w:spacing{''.join(values)}/>" if values else ""


def _indent(spec: Spec) -> str:
    values = [f' w:{name}="{_twips(spec[name])}"' for name in ("left", "right", "hanging") if name in spec]
    if spec.get("left") == 0:
        values.append(' w:firstLine="0"')  # else the indent of the list of the parent style would stay
    return f"<w:ind{''.join(values)}/>" if values else ""


def _run(spec: Spec) -> str:
    """The children of `w:rPr`, in the order that the schema wants."""
    size = round(spec.get("size", 0) * 2)
    return "".join((
        "<w:b/><w:bCs/>" * spec.get("bold", False),
        "<w:i/><w:iCs/>" * spec.get("italic", False),
        "<w:caps/>" * spec.get("caps", False),
        f'<w:color w:val="{spec["colour"]}"/>' if "colour" in spec else "",
        f'<w:spacing w:val="{_points(spec["spread"])}"/>' if "spread" in spec else "",
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{spec["shade"]}"/>' if "shade" in spec else "",
        '<w:vertAlign w:val="superscript"/>' * spec.get("raised", False),
    ))  # fmt: skip


def _table_style(spec: Spec) -> str:
    borders = _border("top", spec["outer"]) + _border("bottom", spec["outer"]) + _border("insideH", spec["inner"])
    margins = "".join(f'<w:{side} w:w="{_twips(spec["cell"][side])}" w:type="dxa"/>' for side in ("left", "right"))
    head = f"<w:tcPr><w:tcBorders>{_border('bottom', spec['head'])}</w:tcBorders></w:tcPr>"
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{spec["id"]}"><w:name w:val="{spec["name"]}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow">{head}</w:tblStylePr></w:style>'
    )  # fmt: skip


# -- lists


def _numbering(lists: list[Spec]) -> str:
    definitions = "".join(_definition(number, spec) for number, spec in enumerate(lists, 1))
    fixed = (number for number, spec in enumerate(lists, 1) if "levels" in spec)
    instances = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in fixed)
    return f'<w:numbering xmlns:w="{_W}">{definitions}{instances}</w:numbering>'


def _definition(number: int, spec: Spec) -> str:
    levels = "".join(_level(depth, level) for depth, level in enumerate(_levels(spec)))
    head = f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{0x10000000 + number:08X}"/>'
    kind = "multilevel" if len(spec.get("levels", [1, 2])) > 1 else "singleLevel"
    return f'{head}<w:multiLevelType w:val="{kind}"/><w:name w:val="{spec["id"]}"/>{levels}</w:abstractNum>'


def _levels(spec: Spec) -> Iterator[Spec]:
    if "levels" in spec:
        yield from spec["levels"]
        return
    for depth in range(9):  # as many as Word has
        yield spec | {"left": spec["first"] + depth * spec["step"]}


def _level(depth: int, level: Spec) -> str:
    text = level["text"].replace("%", f"%{depth + 1}")
    style = f'<w:pStyle w:val="{level["style"]}"/>' if "style" in level else ""
    follow = f'<w:suff w:val="{level["follow"]}"/>' if "follow" in level else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{_FORMATS[level["format"]]}"/>{style}{follow}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_twips(level["left"])}" w:hanging="{_twips(level["hanging"])}"/></w:pPr></w:lvl>'
    )


# -- the rest of the package


def _document() -> str:
    words = "The styles and lists of Word papers. Built from word-styles.yaml; do not edit."
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1701" w:bottom="1417" w:left="1701" '
        'w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )
    text = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    return f'<w:document xmlns:w="{_W}"><w:body>{text}{page}</w:body></w:document>'


def _content_types() -> str:
    own = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in sorted(_PARTS.items()))
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{own}</Types>"
    )


def _package_relationships() -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    )


def _document_relationships() -> str:
    kinds = {
        "styles": "styles",
        "numbering": "numbering",
        "settings": "settings",
        "fontTable": "fontTable",
        "theme": "theme/theme1",
    }
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for n, (kind, target) in enumerate(kinds.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _theme(font: str) -> str:
    """A theme without surprises: Word wants one, and nothing in our styles refers to it."""
    colours = {
        "dk1": "000000",
        "lt1": "FFFFFF",
        "dk2": "1F4E79",
        "lt2": "F3F7FA",
        "hlink": "1F4E79",
        "folHlink": "1F4E79",
    }
    shades = ("009EDB", "1F4E79", "7F9DB9", "404040", "7F7F7F", "A6A6A6")
    accents = {f"accent{n}": shade for n, shade in enumerate(shades, 1)}
    order = ("dk1", "lt1", "dk2", "lt2", *accents, "hlink", "folHlink")
    palette = "".join(f'<a:{name}><a:srgbClr val="{(colours | accents)[name]}"/></a:{name}>' for name in order)
    face = f'<a:latin typeface={quoteattr(font)}/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    line = '<a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' * 3
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Papers"><a:themeElements>'
        f'<a:clrScheme name="Papers">{palette}</a:clrScheme>'
        f'<a:fontScheme name="Papers"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Papers"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


_BUILT_IN = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>'
    "<w:semiHidden/></w:style>"
)
_SETTINGS = (
    f'<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:autoHyphenation/>'
    '<w:consecutiveHyphenLimit w:val="2"/><w:doNotHyphenateCaps/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>Styles of Word papers</dc:title>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
)

if __name__ == "__main__":
    main()
