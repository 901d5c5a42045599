"""What is refused before a YAML parser sees it, so that every parser gives the same answer in little time."""

import re

from pipeline.formats.yaml_nodes import finding
from pipeline.model.finding import Finding
from pipeline.model.source import Place

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
MAX_NODES = 20_000
LONG_BYTES, LONG_NODES = 16 * 1024 * 1024, 2_000_000
"""The bounds of files that grow with a round: the decisions on 50,000 comments."""

HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that no value may hold, written or escaped: controls, Word's line separators, halves of characters."""

# Parsers need quadratic time for these; ten times as deep as anything that is read.
_MOST_NESTED = 120
_BRACKETS = re.compile(rf"(?:[\[{{][\s,:?-]*){{{_MOST_NESTED}}}")
_INDICATORS = re.compile(rf"(?:[-?:][ \t]+){{{_MOST_NESTED}}}")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_NAMES = {
    "\x00": "a NUL",
    "\x0b": "a forced line break from Word",
    "\u2028": "a line separator, as Word and web pages paste it",
    "\u2029": "a paragraph separator, as Word and web pages paste it",
    "\ufeff": "an invisible byte order mark in the middle of the text",
}


def decode(data: bytes, path: str, max_bytes: int = MAX_BYTES) -> str | Finding:
    r"""The text of a file without its byte order mark, all line ends `\n`; or why it cannot be read (FILE-…)."""
    if len(data) > max_bytes:
        message = f"the file has {len(data) // 1024} KiB, more than the {max_bytes // 1024} KiB that are read"
        return finding("FILE-SIZE", Place(path), message)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return finding("FILE-ENCODING", Place(path), "the file is saved as UTF-16, called Unicode by some editors")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, path)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _not_utf8(data: bytes, start: int, path: str) -> Finding:
    before = data[:start].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    line, column = _position(before.replace("\r\n", "\n").replace("\r", "\n"))
    message = (
        f"a character here is not UTF-8 (byte {data[start]:#04x}); the file was probably saved in a Windows code page"
    )
    return finding("FILE-ENCODING", Place(path, line, column), message)


def refused(text: str, path: str, first_line: int) -> Finding | None:
    """Why a parser shall not see this text, or None. `first_line` is the number of its first line in the file."""
    if found := HIDDEN.search(text):
        code, message, hint = "YAML-SYNTAX", describe(found.group()), "Remove it, or type it again."
    elif found := _DIRECTIVE.search(text):
        code, message = "YAML-FORBIDDEN", "a line that begins with % is a directive to YAML"
        hint = "Indent the line, or put the value in quotation marks."
    elif found := _nested(text):
        code, message = "YAML-LIMIT", f"brackets or hyphens are nested deeper than {MAX_DEPTH} levels"
        hint = "Put text in quotation marks, or remove the nesting."
    else:
        return None
    line, column = _position(text[: found.start()])
    return finding(code, Place(path, first_line + line - 1, column), message, hint)


def _nested(text: str) -> re.Match[str] | None:
    """What is nested too deep. Counting first spares nearly every text the slow search."""
    if text.count("[") + text.count("{") >= _MOST_NESTED and (found := _BRACKETS.search(text)):
        return found
    longest = max(map(len, text.split("\n")))
    return _INDICATORS.search(text) if longest >= 2 * _MOST_NESTED else None


def describe(character: str) -> str:
    """What a hidden character is, in words."""
    half = "\ud800" <= character <= "\udfff"
    name = "half of a character" if half else _NAMES.get(character, "a control character")
    return f"the text holds the hidden character U+{ord(character):04X} ({name})"


def _position(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")
