"""Pictures drawn from data: the matrix of entities by mandate area, as SVG, with its text alternative.

The same data always gives the same bytes; fonts are those of the papers, and shape tells lead from partner, not colour.
"""

from collections.abc import Iterator
from html import escape

from pipeline.model.data import WorkstreamsFile

_CELL, _SIZE = 20, 13.0  # pixels: a cell, and the size of letters
_LETTER = 0.435  # of the size: the mean width of a letter in running text, measured on the font
_LINE, _INK = "#b8b8b8", "#111111"


def _places(file: WorkstreamsFile) -> dict[tuple[str, str], str]:
    """By area and entity, "lead" or "part"; an entity that does both leads. Samples are left out."""
    places: dict[tuple[str, str], str] = {}
    for row in file.workstreams:
        if not row.sample:
            for code in row.partners:
                places.setdefault((row.area, code), "part")
            places[row.area, row.lead] = "lead"
    return places


def _columns(file: WorkstreamsFile) -> list[tuple[str, str]]:
    """Code and printed form of each entity that takes part in something, in the order of the file."""
    taking_part = {code for _, code in _places(file)}
    return [(entity.code, entity.short or entity.code) for entity in file.entities if entity.code in taking_part]


def matrix_svg(file: WorkstreamsFile) -> bytes:
    """Entities by area: a filled circle where one leads, a ring where it takes part."""
    columns, places = _columns(file), _places(file)
    left = max(len(area.title) for area in file.areas) * _SIZE * _LETTER + 14
    top = max((len(short) for _, short in columns), default=0) * _SIZE * 0.62 + 14
    width, height = left + len(columns) * _CELL + 8, top + len(file.areas) * _CELL + 34
    parts = [*_grid(file, columns, left, top), *_marks(file, columns, places, (left, top)), *_key(left, height)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" font-family="Libertinus Serif, serif" font-size="{_SIZE}" fill="{_INK}">\n'
        + "".join(f"  {part}\n" for part in parts)
        + "</svg>\n"
    ).encode()


def _grid(file: WorkstreamsFile, columns: list[tuple[str, str]], left: float, top: float) -> Iterator[str]:
    right, bottom = left + len(columns) * _CELL, top + len(file.areas) * _CELL
    for index in range(len(file.areas) + 1):
        y = top + index * _CELL
        yield f'<path d="M0 {y:.1f}H{right:.1f}" stroke="{_LINE}" stroke-width="0.6"/>'
    for index, (_, short) in enumerate(columns):
        x = left + index * _CELL
        yield f'<path d="M{x:.1f} {top:.1f}V{bottom:.1f}" stroke="{_LINE}" stroke-width="0.6"/>'
        middle = x + _CELL / 2 + _SIZE * 0.32
        yield f'<text transform="translate({middle:.1f} {top - 6:.1f}) rotate(-90)">{escape(short)}</text>'
    for index, area in enumerate(file.areas):
        yield f'<text x="2" y="{top + index * _CELL + _CELL / 2 + _SIZE * 0.34:.1f}">{escape(area.title)}</text>'


def _marks(
    file: WorkstreamsFile, columns: list[tuple[str, str]], places: dict[tuple[str, str], str], at: tuple[float, float]
) -> Iterator[str]:
    for down, area in enumerate(file.areas):
        for across, (code, _) in enumerate(columns):
            if mark := places.get((area.id, code)):
                yield _mark(mark, at[0] + (across + 0.5) * _CELL, at[1] + (down + 0.5) * _CELL)


def _mark(mark: str, x: float, y: float) -> str:
    if mark == "lead":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.4"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.6" fill="none" stroke="{_INK}" stroke-width="1.6"/>'


def _key(left: float, height: float) -> Iterator[str]:
    y = height - 10
    for mark, words, x in (("lead", "leads, coordinates or keeps", left), ("part", "takes part", left + 180)):
        yield _mark(mark, x + 8, y - 4)
        yield f'<text x="{x + 20:.1f}" y="{y:.1f}">{words}</text>'


def matrix_alt(file: WorkstreamsFile) -> str:
    """What the matrix shows, in words: area by area, who leads and who takes part."""
    columns, places = _columns(file), _places(file)
    told = []
    for area in file.areas:
        leads = [short for code, short in columns if places.get((area.id, code)) == "lead"]
        others = [short for code, short in columns if places.get((area.id, code)) == "part"]
        leading = f"{_listed(leads)} {'leads' if len(leads) == 1 else 'lead'}" if leads else "no entity leads"
        taking = f"; {_listed(others)} {'takes' if len(others) == 1 else 'take'} part" if others else ""
        told.append(f"{area.title}: {leading}{taking}.")
    size = f"A matrix of {len(file.areas)} mandate areas, one a row, and {len(columns)} entities, one a column."
    return " ".join([size, *told])


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
