"""Long matrices in several files, so that Word and PDF stay within what people and programs can open."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model.matrix import LAST_PART, SPLIT_ABOVE, Matrix, MatrixGroup


def parts_of(matrix: Matrix) -> dict[str, Matrix]:
    """The matrix in files of at most 1,000 rows each, by what is added to their names: `{"": …}` for a short one.

    A long one is split where sections begin; what is still too long is split between rows and counted on.
    """
    if len(matrix.rows) <= SPLIT_ABOVE:
        return {"": matrix}
    parts: dict[str, Matrix] = {}
    for part in dict.fromkeys(group.part for group in matrix.groups):
        groups = [group for group in matrix.groups if group.part == part]
        pieces = _pieces(groups)
        for number, piece in enumerate(pieces, 1):
            suffix = f"-{_part_name(part)}" + (f"-{number}" if len(pieces) > 1 else "")
            parts[suffix] = replace(matrix, groups=tuple(piece))
    return parts


def _part_name(part: int) -> str:
    return "general" if part == 0 else "without-place" if part == LAST_PART else f"section-{part:02d}"


def _pieces(groups: Iterable[MatrixGroup]) -> list[list[MatrixGroup]]:
    pieces: list[list[MatrixGroup]] = [[]]
    room = SPLIT_ABOVE
    for group in groups:
        rest = group.rows
        while rest:
            if not room:
                pieces.append([])
                room = SPLIT_ABOVE
            taken, rest = rest[:room], rest[room:]
            pieces[-1].append(replace(group, rows=taken))
            room -= len(taken)
    return pieces
