"""The usual mistakes in hand-written YAML, told in words that help the person who made them."""

import re

from pipeline.formats.yaml_nodes import finding
from pipeline.model.finding import Finding
from pipeline.model.source import Place

_KEY = r"^[ \t]*(?:- +)*[^\s:#'\"\[{][^:#]*?:"
_COLON_IN_VALUE = re.compile(_KEY + r"[ \t]+(?P<value>[^'\"\[{|>\s].*?:(?=\s|$).*)$")
_QUOTE_THEN_TEXT = re.compile(_KEY + r"[ \t]+(?P<quote>['\"]).*(?P=quote)[ \t]*[^\s#:,\]}].*$")
_QUOTE_ITEM_THEN_TEXT = re.compile(r"^[ \t]*(?:- +)+(?P<quote>['\"]).*(?P=quote)[ \t]*[^\s#:,\]}].*$")
_SPECIAL = re.compile(r"(?:" + _KEY + r"|^[ \t]*-)[ \t]+(?P<sign>[@`%&*!|>\]},])(?P<rest>.*)$")
_NO_BLANK = re.compile(r"^[ \t]*(?:- +)*(?P<key>[A-Za-z][\w-]*):(?P<value>[^\s:/].*)$")
_TAB_IN_VALUE = re.compile(r"^[^\t'\"#]*[^\s'\"#][ ]*\t")
_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=\S)")
_SMART_QUOTE = re.compile(_KEY + r"[ \t]+[“„«‘]")

_LOOKED_AT = 2000  # characters of a line
_QUOTE_IT = (
    "Put the whole value in quotation marks, or write `|` after the key and the text indented on the next lines."
)


def explain(error: Exception, text: str, path: str, first_line: int) -> Finding:
    """A YAML-SYNTAX finding for what a parser raised on a text whose first line has this number in the file."""
    lines = text.split("\n")
    line, column = _mark(getattr(error, "problem_mark", None), lines)
    start, _ = _mark(getattr(error, "context_mark", None), lines)
    problem = str(getattr(error, "problem", None) or "")
    found = _unclosed(error, problem, lines) or _usual(lines, line, start) or _structural(problem, line, column)
    at_line, at_column, message, hint = found
    return finding("YAML-SYNTAX", Place(path, at_line + first_line, at_column + 1), message, hint)


_Told = tuple[int, int, str, str]


def _mark(mark: object, lines: list[str]) -> tuple[int, int]:
    line = getattr(mark, "line", None)
    if line is None:
        return 0, 0
    if line >= len(lines) or (
        line == len(lines) - 1 and not lines[line]
    ):  # the end of the file: the last line with text
        line = max((n for n, content in enumerate(lines) if content.strip()), default=0)
        return line, len(lines[line])
    return line, min(getattr(mark, "column", 0), len(lines[line]))


def _unclosed(error: Exception, problem: str, lines: list[str]) -> _Told | None:
    if "quoted scalar" not in str(getattr(error, "context", "")):
        return None
    if "escape" in problem or "hexdec" in problem:
        line, column = _mark(getattr(error, "problem_mark", None), lines)
        hint = "Write \\\\ for a backslash, or use single quotation marks, in which a backslash is just a backslash."
        return (
            line,
            column,
            "a backslash in a value with double quotation marks starts an escape that YAML does not know",
            hint,
        )
    line, column = _mark(getattr(error, "context_mark", None), lines)
    quote = lines[line][column : column + 1]
    doubled = "''" if quote == "'" else '\\"'
    hint = f"Close it with {quote} at the end of the value; inside the value write {doubled} for {quote}."
    return line, column, f"the quotation mark {quote} that opens here is never closed", hint


def _usual(lines: list[str], line: int, start: int) -> _Told | None:
    """Look for a usual mistake on the line of the error, the text line before it and the line where the value began."""
    before = next((n for n in range(line - 1, -1, -1) if lines[n].strip()), line)
    for number in dict.fromkeys((line, before, start)):
        for look in (_tab, _colon, _after_quote, _sign, _no_blank, _tab_inside):
            if told := look(lines[number][:_LOOKED_AT]):
                column, message, hint = told
                return number, column, message, hint
    return None


_Seen = tuple[int, str, str] | None


def _tab(line: str) -> _Seen:
    if not _TAB_INDENT.match(line):
        return None
    return line.index("\t"), "the line is indented with a tab", "Indent with blanks, two for each level."


def _colon(line: str) -> _Seen:
    if not (found := _COLON_IN_VALUE.match(line)):
        return None
    column = found.start("value") + re.search(r":(?=\s|$)", found["value"]).start()  # type: ignore[union-attr]
    return column, "a colon and a blank inside an unquoted value", _QUOTE_IT


def _after_quote(line: str) -> _Seen:
    if not (found := _QUOTE_THEN_TEXT.match(line) or _QUOTE_ITEM_THEN_TEXT.match(line)):
        return None
    quote = found["quote"]
    message = f"the value begins with {quote} but goes on after the closing {quote}"
    other = '"' if quote == "'" else "'"
    hint = f"Put {other} around the whole value, or write `|` after the key and the text indented on the next lines."
    return found.start("quote"), message, hint


def _sign(line: str) -> _Seen:
    if not (found := _SPECIAL.match(line)):
        return None
    sign = found["sign"]
    if sign in "|>":
        if not found["rest"].strip():
            return None
        message = f"text stands on the same line as `{sign}`"
        return found.start("sign"), message, f"Begin the text on the next line, indented; or remove `{sign}`."
    return found.start("sign"), f"an unquoted value cannot begin with {sign}", _QUOTE_IT


def _tab_inside(line: str) -> _Seen:
    if not (found := _TAB_IN_VALUE.match(line)):
        return None
    return (
        found.end() - 1,
        "a tab inside an unquoted value",
        "Replace it by a blank, or put the value in quotation marks.",
    )


def _no_blank(line: str) -> _Seen:
    if not (found := _NO_BLANK.match(line)):
        return None
    message = f"there is no blank after the colon of `{found['key'][:60]}:`"
    return found.end("key"), message, f"Write `{found['key'][:60]}: {found['value'][:20]}`, with a blank."


_STRUCTURAL = (
    (
        "expected ':'",
        "this line has no `key: value`",
        "Add the key and its colon; indent a line that belongs to the value above it.",
    ),
    (
        "mapping values",
        "this key is indented deeper than the value above it allows, or a colon stands inside a value",
        "Let keys of one level begin in the same column; put values that hold a colon in quotation marks.",
    ),
    (
        "<block end>",
        "this line is not indented like its neighbours",
        "Let keys of one level begin in the same column; put text with quotation marks into `|` blocks.",
    ),
    (
        "sequence entries",
        "a hyphen where YAML expects no list",
        "Put the list on the lines below its key; quote text that begins with a hyphen.",
    ),
    ("'document start'", "text stands outside of the keys", "Give it a key, or remove it."),
    (
        "<document start>",
        "text stands outside of the keys",
        "Indent it if it belongs to the value above; else give it a key.",
    ),
    (
        "',' or ']'",
        "a list in [ ] is not closed, or a comma is missing",
        "Close it with ], and separate its entries by commas.",
    ),
    (
        "',' or '}'",
        "a mapping in { } is not closed, or a comma is missing",
        "Close it with }, and separate its entries by commas.",
    ),
    (
        "indentation",
        "a block of text after | or > is not indented rightly",
        "Indent all of its lines by the same two blanks.",
    ),
    (
        "more indented",
        "a blank line before the text of this block is indented deeper than the text",
        "Empty the blank line.",
    ),
    ("cannot start any token", "YAML does not accept this character here", _QUOTE_IT),
)


def _structural(problem: str, line: int, column: int) -> _Told:
    for words, message, hint in _STRUCTURAL:
        if words in problem:
            return line, column, message, hint
    return line, column, "YAML cannot be read from here on", ""
