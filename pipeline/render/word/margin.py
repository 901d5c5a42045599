"""Word comments: what stands in the margin of a paper, and where each begins and ends.

A comment may answer another one; Word then shows both as one thread. The parts are those of ECMA-376 part 1, 17.13.4,
and of [MS-DOCX] 2.5.1 (`commentsExtended`) for the threads.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.render.word.xml import clean, escape, run

LONGEST_AUTHOR = 255  # characters, by Word's own limit
LONGEST_INITIALS = 9
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LATER = (
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = (  # id and type of the relationship, name and content type of the part
    ("comments", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
     "comments.xml", f"{_WORD}.comments+xml"),
    ("commentThreads", "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
     "commentsExtended.xml", f"{_WORD}.commentsExtended+xml"),
)  # fmt: skip
_REFERENCE_STYLE = (
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>'
)
_TEXT_STYLE = (
    '<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="auto"/></w:pPr>'
    '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>'
)
_STYLES = (("CommentReference", _REFERENCE_STYLE), ("CommentText", _TEXT_STYLE))


class Remark(NamedTuple):
    """A comment in the margin.

    Attributes:
        author: as Word shows it.
        initials: the same in short.
        date: UTC, whole seconds, `2025-06-01T00:00:00Z`.
        paragraphs: what it says, plain text.
        answers: the number of the comment that this one answers, or -1.
    """

    author: str
    initials: str
    date: str
    paragraphs: tuple[str, ...]
    answers: int = -1


class Margin:
    """The comments of one file, numbered as they come.

    Attributes:
        remarks: so far; the number of each is its place.
    """

    def __init__(self) -> None:
        self.remarks: list[Remark] = []

    def add(self, remark: Remark) -> int:
        """The number of a new comment."""
        self.remarks.append(remark)
        return len(self.remarks) - 1

    def put_into(self, parts: Mapping[str, bytes], main: str = "word/document.xml") -> dict[str, bytes]:
        """The parts of a package with these comments.

        Args:
            parts: bytes by name; the body says already where the comments are.
            main: the part with the body.

        Raises:
            ValueError: the package has comments of its own.
        """
        folder, _, name = main.rpartition("/")
        if f"{folder}/comments.xml" in parts:
            raise ValueError("the package has comments of its own")
        if not self.remarks:
            return dict(parts)
        links = f"{folder}/_rels/{name}.rels"
        return dict(parts) | {
            f"{folder}/comments.xml": self._comments(),
            f"{folder}/commentsExtended.xml": self._threads(),
            f"{folder}/styles.xml": _styled(parts[f"{folder}/styles.xml"]),
            links: _with_rows(parts[links], "Relationships", _relationships()),
            "[Content_Types].xml": _with_rows(parts["[Content_Types].xml"], "Types", _types(folder)),
        }

    def _comments(self) -> bytes:
        rows = "".join(_comment(number, remark) for number, remark in enumerate(self.remarks))
        return f"{_HEAD}<w:comments {_W} {_LATER}>{rows}</w:comments>".encode()

    def _threads(self) -> bytes:
        rows = "".join(_thread(number, remark) for number, remark in enumerate(self.remarks))
        return f"{_HEAD}<w15:commentsEx {_LATER}>{rows}</w15:commentsEx>".encode()


def begins(number: int) -> str:
    """Where the words begin that a comment is about: a child of the paragraph, outside tracked changes."""
    return f'<w:commentRangeStart w:id="{number}"/>'


def ends(number: int) -> str:
    """Where they end, with the mark that leads to the comment."""
    mark = f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
    return f'<w:commentRangeEnd w:id="{number}"/>{mark}'


def initials(name: str) -> str:
    """A name in short: the first letters of its words ("MA"); a code of one word is short already ("UNODC")."""
    words = clean(name).replace("-", " ").replace(";", " ").split()
    if len(words) == 1 and words[0].isupper():
        return words[0][:LONGEST_INITIALS]
    return "".join(word[0] for word in words)[:LONGEST_INITIALS].upper()


def _comment(number: int, remark: Remark) -> str:
    opening = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    texts = remark.paragraphs or ("",)
    paragraphs = [
        f'<w:p w14:paraId="{_paragraph_id(number, len(texts) - 1 - place)}"><w:pPr><w:pStyle w:val="CommentText"/>'
        f"</w:pPr>{opening if not place else ''}{run(text)}</w:p>"
        for place, text in enumerate(texts)
    ]
    who = f'w:author="{_cut(remark.author, LONGEST_AUTHOR)}" w:initials="{_cut(remark.initials, LONGEST_INITIALS)}"'
    return f'<w:comment w:id="{number}" {who} w:date="{escape(remark.date)}">{"".join(paragraphs)}</w:comment>'


def _cut(text: str, most: int) -> str:
    return escape(text[:most])


def _paragraph_id(number: int, from_end: int) -> str:
    """Eight hex digits below 80000000, no two alike: the number of the comment, and the paragraph from its end."""
    return f"{(number + 1) * 0x400 + min(from_end, 0x3FF):08X}"


def _thread(number: int, remark: Remark) -> str:
    parent = f' w15:paraIdParent="{_paragraph_id(remark.answers, 0)}"' if remark.answers >= 0 else ""
    return f'<w15:commentEx w15:paraId="{_paragraph_id(number, 0)}"{parent} w15:done="0"/>'


# -- the package


def _styled(xml: bytes) -> bytes:
    """The styles with those of comments, where they are missing."""
    missing = "".join(style for name, style in _STYLES if f'w:styleId="{name}"'.encode() not in xml)
    return _with_rows(xml, "w:styles", missing)


def _relationships() -> str:
    return "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{name}"/>' for key, kind, name, _ in _PARTS)


def _types(folder: str) -> str:
    return "".join(f'<Override PartName="/{folder}/{name}" ContentType="{kind}"/>' for _, _, name, kind in _PARTS)


def _with_rows(xml: bytes, root: str, rows: str) -> bytes:
    """A part with more children at its end."""
    end = f"</{root}>".encode()
    head, found, tail = xml.rpartition(end)
    if not found:
        raise ValueError(f"a part does not end in </{root}>")
    return head + rows.encode() + found + tail
