"""The text of a PDF file as a reader's program finds it: glyph codes, and the tables that map them to characters.

It reads what typst writes: fonts with codes of two bytes (PDF 32000-1, 9.7.5) and a ToUnicode table (9.10.3).
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

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


class _Piece(NamedTuple):
    text: str
    is_unseen: bool


_Id = tuple[int, int]  # of a page, as the file knows it
_UNSEEN = 1.0  # points: smaller letters are for those who listen


def told_text(data: bytes) -> tuple[tuple[str, bool], ...]:
    """All text in the order of the tags, as a screen reader tells it: without what is only decoration of the pages.

    Letters too small to be seen are told apart with True.

    Raises:
        PdfProblem: it is no PDF file, it has no tags, or its pages cannot be read.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            marked = {_id(page): dict(_marked(page)) for page in pdf.pages}
            return tuple(_tagged(pdf.Root.StructTreeRoot.K, (0, 0), marked))
    except (OSError, pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise PdfProblem(f"it cannot be read: {error}") from error


def _id(page: Any) -> _Id:  # noqa: ANN401 - pikepdf's objects take any attribute
    number, generation = page.objgen
    return int(number), int(generation)


def _tagged(node: Any, page: _Id, marked: dict[_Id, dict[int, list[_Piece]]]) -> Iterator[_Piece]:  # noqa: ANN401 - as above
    import pikepdf

    if isinstance(node, int):
        yield from marked[page].get(node, ())
    elif isinstance(node, pikepdf.Array):
        for child in node:
            yield from _tagged(child, page, marked)
    elif "/Obj" not in node:
        page = _id(node.Pg) if "/Pg" in node else page
        yield from _tagged(node.MCID if "/MCID" in node else node.get("/K", pikepdf.Array()), page, marked)


def _marked(page: Any) -> Iterator[tuple[int, list[_Piece]]]:  # noqa: ANN401 - pikepdf's objects take any attribute
    """The text of each marked stretch of a page; a stretch has a number only where the tags speak of it."""
    import pikepdf

    fonts = {name: _codes(font) for name, font in page.resources.get("/Font", {}).items()}
    found: dict[int, list[_Piece]] = {}
    inside: list[int | None] = []
    current: dict[int, str] = {}
    size = 0.0
    for step in pikepdf.parse_content_stream(page):
        match str(step.operator):
            case "BDC":
                about = step.operands[1]
                inside.append(int(about.MCID) if "/MCID" in about else None)
            case "BMC":
                inside.append(None)
            case "EMC":
                inside.pop()
            case "Tf":
                current, size = fonts.get(str(step.operands[0]), {}), float(step.operands[1])
            case "Tj" | "TJ":
                number = next((each for each in reversed(inside) if each is not None), None)
                if number is not None:
                    found.setdefault(number, []).append(_Piece(_shown(step.operands[0], current), size < _UNSEEN))
    yield from found.items()


def _shown(operand: Any, codes: dict[int, str]) -> str:  # noqa: ANN401 - pikepdf's objects take any attribute
    import pikepdf

    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    return "".join(_decoded(bytes(part), codes) for part in parts if isinstance(part, pikepdf.String))


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
