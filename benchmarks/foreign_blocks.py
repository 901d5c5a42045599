"""The blocks of a kramdown file: numbered headings, lists, pipe tables, captions in bold, images."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_TAG = re.compile(r"<(?!https?:|mailto:)[^<>]*>")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*\)")
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s*])\1(?![\w*])|(?<!\w)(_{1,2})(?=\S)(.+?)(?<=\S)\3(?!\w)"
)
_HIDDEN = re.compile("[\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(.+)")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,3}[.)])\s+(.*)")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}[\s:|-]*")
_LIST = re.compile(r"<(/?[ou]l)\b[^<>]*>")
_LIST_ITEM = re.compile(r"</?(?:[ou]l|li)\b[^<>]*>")
_IMAGE = re.compile(r"\s*!\[[^\]]*\]\([^()]*\)\s*")
_CAPTION = re.compile(r"\s*\*\*((Table|Figure)\s.+?)\*\*\s*")
_STATUS = re.compile(r"[_*]This section is \w+\.[_*]")


class Block(NamedTuple):
    """A block of the source.

    Attributes:
        kind: "heading", "prose", "item", "more" (of an item), "table", "image", "caption".
        line: on which it begins, from 1.
        level: of an item, from 0; of a numbered heading how many steps its number has, 0 without a number.
        mark: of an item or the number of a heading.
        rows: of a table.
    """

    kind: str
    line: int
    text: str
    level: int = 0
    mark: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def read_blocks(text: str) -> list[Block]:
    """The blocks of a file, in order; lines of status such as "This section is normative." are left out."""
    lines = [_without_tags(line) for line in _plain_lists(_without_remarks(text).split("\n"))]
    blocks: list[Block] = []
    indents: list[int] = []
    at, fresh = 0, True
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            fresh, at = True, at + 1
        elif line.lstrip().startswith("```"):
            at, fresh = _code(lines, at, blocks), True
        elif _is_table(lines, at):
            at, fresh = _table(lines, at, blocks), True
        else:
            fresh = _line(line, at + 1, blocks, indents, fresh=fresh)
            at += 1
    return [block for block in blocks if not _STATUS.fullmatch(block.text.strip()) and _says_something(block)]


def _says_something(block: Block) -> bool:
    return block.kind in ("table", "image") or bool(plain_words(block.text))


def _without_remarks(text: str) -> str:
    return re.sub(r"\{::comment\}.*?\{:/comment\}", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)


def _plain_lists(lines: Iterable[str]) -> Iterator[str]:
    """Lists of HTML as lists of Markdown, line by line; block quotations lose their sign."""
    marks: list[str] = []
    for line in lines:
        depth = len(marks)
        for tag in _LIST.findall(line):
            if tag.startswith("/"):
                del marks[-1:]
            else:
                marks.append("1." if tag.startswith("o") else "-")
        inner = _LIST_ITEM.sub("", line).strip()
        inside = marks[: max(depth, 1)] if marks else []
        is_item = bool(inside) and "<li>" in line
        yield f"{'    ' * (len(inside) - 1)}{inside[-1]} {inner}" if is_item else line.removeprefix("> ")


def _without_tags(line: str) -> str:
    line = re.sub(r"<br\s*/?>", " ", line).replace("&nbsp;", " ")
    return _TAG.sub("", line) if _TAG.search(line) else line


def _code(lines: Sequence[str], at: int, blocks: list[Block]) -> int:
    end = next((i for i in range(at + 1, len(lines)) if lines[i].lstrip().startswith("```")), len(lines))
    words = " ".join(lines[at + 1 : end])
    if words.strip():
        blocks.append(Block("prose", at + 1, words))
    return end + 1


def _is_table(lines: Sequence[str], at: int) -> bool:
    return "|" in lines[at] and at + 1 < len(lines) and "|" in lines[at + 1] and bool(_RULE.fullmatch(lines[at + 1]))


def _table(lines: Sequence[str], at: int, blocks: list[Block]) -> int:
    end = at + 1
    while end < len(lines) and "|" in lines[end]:
        end += 1
    header, *rest = [_cells(line) for index, line in enumerate(lines[at:end]) if index != 1]
    if not rest:
        rest = [()]
    rows = tuple((*row, *[""] * len(header))[: len(header)] for row in (header, *rest))
    blocks.append(Block("table", at + 1, "", rows=rows))
    return end


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|"))


def _line(line: str, number: int, blocks: list[Block], indents: list[int], *, fresh: bool) -> bool:
    """Take a line in; whether what follows begins a block of its own."""
    last = blocks[-1] if blocks else None
    if found := _HEADING.match(line):
        blocks.append(_heading(found[1].strip(" #"), number))
        return True
    if _IMAGE.fullmatch(line):
        blocks.append(Block("image", number, ""))
        return True
    if found := _CAPTION.fullmatch(line):
        blocks.append(Block("caption", number, found[1], mark=found[2]))
        return True
    is_inside = last is not None and last.kind in ("item", "more")
    if (found := _ITEM.match(line)) and (fresh or is_inside or found[1] == ""):
        level = _level(len(found[1].expandtabs(4)), indents if is_inside else _emptied(indents))
        blocks.append(Block("item", number, found[3], level, found[2]))
    elif not fresh and last is not None and last.kind in ("prose", "item", "more"):
        blocks[-1] = last._replace(text=f"{last.text} {line.strip()}")
    elif is_inside and last is not None and line[:2].isspace():
        blocks.append(Block("more", number, line.strip(), last.level))
    else:
        blocks.append(Block("prose", number, line.strip()))
    return False


def _emptied(indents: list[int]) -> list[int]:
    """The indents of a list that begins here."""
    indents.clear()
    return indents


def _level(indent: int, indents: list[int]) -> int:
    while indents and indents[-1] > indent + 1:
        indents.pop()
    if not indents or indent > indents[-1] + 1:
        indents.append(indent)
    return min(len(indents) - 1, 2)


def _heading(words: str, line: int) -> Block:
    found = _NUMBER.fullmatch(words)
    if found is None:
        return Block("heading", line, words)
    return Block("heading", line, found[2], found[1].count(".") + 1, found[1])


def plain_words(text: str) -> str:
    """What is printed of a run of text: links, emphasis, code marks and entities give their words."""
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text)).replace("`", "")
    for _ in range(2):
        text = _EMPHASIS.sub(lambda found: found[2] or found[4], text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", html.unescape(text))
    return " ".join(_HIDDEN.sub("", text).split())
