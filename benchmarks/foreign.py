"""Sections in another dialect of Markdown, cleaned into ours: the words stay, markup that a paper cannot have goes.

Read are kramdown files: numbered headings, lists, pipe tables, captions in bold, raw HTML, images. Each line that is
written knows the line of the source on which its block begins, so that places can be compared with those of others.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_TAG = re.compile(r"<(?!https?:|mailto:)[^<>]*>")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*\)")
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s*])\1(?![\w*])|(?<!\w)(_{1,2})(?=\S)(.+?)(?<=\S)\3(?!\w)"
)
_HIDDEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^$@&])")
_AT_START = re.compile(r"(\d{1,9}|\(?[A-Za-z0-9]{1,5})([.)])(?=\s|$)|([-+:=%(])")
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(.+)")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,3}[.)])\s+(.*)")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}[\s:|-]*")
_LIST = re.compile(r"<(/?[ou]l)\b[^<>]*>")
_LIST_ITEM = re.compile(r"</?(?:[ou]l|li)\b[^<>]*>")
_IMAGE = re.compile(r"\s*!\[[^\]]*\]\([^()]*\)\s*")
_CAPTION = re.compile(r"\s*\*\*((Table|Figure)\s.+?)\*\*\s*")
_STATUS = re.compile(r"[_*]This section is \w+\.[_*]")
DEEPEST = 4


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


class Written(NamedTuple):
    """A section file of ours; `origins` has for each line the path and line of the source block, or None."""

    name: str
    text: str
    origins: tuple[tuple[str, int] | None, ...]


# -- reading


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
    return [block for block in blocks if not _STATUS.fullmatch(block.text.strip())]


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


# -- writing


def plain_words(text: str) -> str:
    """What is printed of a run of text: links, emphasis, code marks and entities give their words."""
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text)).replace("`", "")
    for _ in range(2):
        text = _EMPHASIS.sub(lambda found: found[2] or found[4], text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", html.unescape(text))
    return " ".join(_HIDDEN.sub("", text).split())


def _escaped(text: str) -> str:
    """Words as Markdown that prints exactly them."""
    words = _MARKUP.sub(r"\\\1", plain_words(text))
    found = _AT_START.match(words)
    if found is None:
        return words
    return f"{found[1]}\\{words[found.end(1) :]}" if found[1] else f"\\{words}"


def sections_of(files: Iterable[tuple[str, str]]) -> tuple[list[Written], list[Written]]:
    """The sections of a document, one for each heading of the first rank, and what stands before them, as an annex.

    Args:
        files: path and text of each source file, in printed order.
    """
    groups: list[list[tuple[str, Block]]] = [[]]
    for path, text in files:
        for block in read_blocks(text):
            if block.kind == "heading" and block.level == 1:
                groups.append([])
            groups[-1].append((path, block))
    cover, *sections = groups
    body = [_section(f"{number:02}-section.md", group) for number, group in enumerate(sections, 1)]
    return body, [_section("90-cover.md", _as_annex(cover))] if cover else []


def _as_annex(blocks: list[tuple[str, Block]]) -> list[tuple[str, Block]]:
    path = blocks[0][0]
    return [(path, Block("heading", 1, "Cover", 1)), *blocks]


def _section(name: str, blocks: list[tuple[str, Block]]) -> Written:
    title = blocks[0][1]
    out: list[tuple[str, tuple[str, int] | None]] = [(line, None) for line in ("---", f"title: {_quoted(title.text)}")]
    out += [("---", None), ("", None)]
    numbered = {block.level for _, block in blocks[1:] if block.kind == "heading"} - {0}
    rank, run_in, caption = 1, "", ""
    for path, block in blocks[1:]:
        lines: list[str] = []
        if block.kind == "heading":
            level = block.level or rank + 1
            if level > DEEPEST or (not block.level and level in numbered):
                run_in = f"{run_in}{_escaped(block.text)}. "
                continue
            rank = block.level or rank
            lines = [f"{'#' * level} {_escaped(block.text)}"]
        elif block.kind == "caption" and block.mark == "Table":
            caption = plain_words(block.text)
        elif block.kind == "caption":
            lines = [f'![{_escaped(block.text)}](images/left-out.svg){{alt="A picture that was left out"}}']
        else:
            lines, run_in, caption = _lines(block, run_in, caption)
        out += [(line, (path, block.line)) for line in [*lines, ""]]
    return Written(name, "\n".join(line for line, _ in out) + "\n", tuple(origin for _, origin in out))


def _lines(block: Block, run_in: str, caption: str) -> tuple[list[str], str, str]:
    """The lines of a block of text or a table, and what of heading and caption still waits."""
    if block.kind == "image":
        return [], run_in, caption
    if block.kind == "table":
        return list(_table_lines(block, caption)), run_in, ""
    words = _escaped(block.text)
    if block.kind == "prose":
        return [run_in + words], "", caption
    indent = "    " * block.level
    if block.kind == "more":
        return [f"{indent}    {words}"], run_in, caption
    mark = "-" if not block.mark[0].isdigit() else f"{block.mark[:-1]}."
    return [f"{indent}{mark:<3} {run_in}{words}"], "", caption


def _table_lines(block: Block, caption: str) -> Iterator[str]:
    yield f'::: {{.table caption="{caption.replace(chr(34), "")}"}}'
    header, *rows = block.rows
    yield f"| {' | '.join(_escaped(cell) or 'Column' for cell in header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(map(_escaped, row))} |"
    yield ":::"


def _quoted(text: str) -> str:
    return '"' + plain_words(text).replace("\\", "").replace('"', "'") + '"'
