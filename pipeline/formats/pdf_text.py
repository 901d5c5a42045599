"""The text of a PDF file as a reader's program finds it: glyph codes, and the tables that map them to characters.

It reads what typst writes: fonts with codes of two bytes (PDF 32000-1, 9.7.5) and a ToUnicode table (9.10.3).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_CHAR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_WIDEST = 0x10000  # codes of a range; two bytes hold no more


class PdfProblem(ValueError):
    """A file that cannot be read as PDF; the message says why."""


def printed_text(path: Path) -> str:
    """All text in the order in which it is drawn, page after page, with running heads and notes in between.

    A new line stands between the text objects of the file, which may begin anywhere.

    Raises:
        PdfProblem: it is no PDF file, or its pages cannot be read.
    """
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return "".join(part for page in pdf.pages for part in _page(page))
    except (OSError, pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise PdfProblem(f"it cannot be read: {str(error).replace(str(path), path.name)}") from error


def _page(page: Any) -> Iterator[str]:  # noqa: ANN401 - pikepdf's objects take any attribute
    import pikepdf

    fonts = {name: _codes(font) for name, font in page.resources.get("/Font", {}).items()}
    current: dict[int, str] = {}
    for step in pikepdf.parse_content_stream(page):
        match str(step.operator):
            case "BT":
                yield "\n"
            case "Tf":
                current = fonts.get(str(step.operands[0]), {})
            case "Tj" | "'" | '"':
                yield _decoded(bytes(step.operands[-1]), current)
            case "TJ":
                strings = (bytes(part) for part in step.operands[0] if isinstance(part, pikepdf.String))
                yield "".join(_decoded(part, current) for part in strings)


def _decoded(data: bytes, codes: dict[int, str]) -> str:
    return "".join(codes.get(int.from_bytes(data[i : i + 2], "big"), "") for i in range(0, len(data), 2))


def _codes(font: Any) -> dict[int, str]:  # noqa: ANN401 - pikepdf's objects take any attribute
    """The characters of each code of a font; nothing for a font without a table."""
    if "/ToUnicode" not in font:
        return {}
    codes: dict[int, str] = {}
    for kind, body in _SECTION.findall(font.ToUnicode.read_bytes().decode("latin-1")):
        if kind == "bfchar":
            codes |= {int(code, 16): _characters(text) for code, text in _CHAR.findall(body)}
        else:
            for first, last, text in _RANGE.findall(body):
                codes |= _run(int(first, 16), int(last, 16), _characters(text))
    return codes


def _run(first: int, last: int, text: str) -> dict[int, str]:
    """A range of codes: the last character counts on with the code."""
    return {
        code: text[:-1] + chr(ord(text[-1]) + code - first) for code in range(first, min(last + 1, first + _WIDEST))
    }


def _characters(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")
