"""Sections in another dialect of Markdown, cleaned into ours: the words stay, markup that a paper cannot have goes.

Each line that is written knows the line of the source on which its block begins, so that places can be compared with
those that others found.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from benchmarks.foreign_blocks import Block, plain_words, read_blocks

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^$@&])")
_AT_START = re.compile(r"(\d{1,9}|\(?[A-Za-z0-9]{1,5})([.)])(?=\s|$)|([-+:=%(])")
DEEPEST = 4


class Written(NamedTuple):
    """A section file of ours; `origins` has for each line the path and line of the source block, or None."""

    name: str
    text: str
    origins: tuple[tuple[str, int] | None, ...]


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
    if not sections:
        cover, sections = [], [_as_annex(cover)] if cover else []
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
            level = min(block.level, rank + 1) or rank + 1
            if level > DEEPEST or (not block.level and level in numbered):
                run_in = f"{run_in}{_escaped(block.text)}. "
                continue
            rank = level if block.level else rank
            lines = [f"{'#' * level} {_escaped(block.text)}"]
        elif block.kind == "caption" and block.mark == "Table":
            caption = plain_words(block.text)
        elif block.kind == "caption":
            lines = [f'![{_escaped(block.text)}](images/left-out.svg){{alt="A picture that was left out"}}']
        else:
            lines, run_in, caption = _lines(block, run_in, caption)
        out += [(line, (path, block.line)) for line in [*lines, ""]]
    if not any(origin for _, origin in out):
        out.append(("Nothing stands here.", None))  # a section of headings only is an error of ours
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
    yield f'::: {{.table caption="{_quoted(caption)[1:-1] if caption else ""}"}}'
    header, *rows = block.rows
    yield f"| {' | '.join(_escaped(cell) or 'Column' for cell in header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(map(_escaped, row))} |"
    yield ":::"


def _quoted(text: str) -> str:
    return '"' + (plain_words(text) or "Section").replace("\\", "").replace('"', "'") + '"'
