from xml.etree import ElementTree as ET

from pipeline.formats.typst import check_svg, svg_to_png
from pipeline.model.data import WorkstreamsFile
from pipeline.render.figures import matrix_alt, matrix_svg

FILE = WorkstreamsFile.model_validate(
    {
        "areas": [{"id": "a", "title": "Air & <sea>"}, {"id": "b", "title": "Land"}],
        "entities": [
            {"code": "X", "name": "Ex"},
            {"code": "Y-Z", "name": "Why", "short": "Y-z"},
            {"code": "S", "name": "Sample"},
        ],
        "workstreams": [
            {"title": "One", "lead": "X", "partners": ["Y-Z"], "area": "a", "level": "global", "basis": "b"},
            {"title": "Two", "lead": "Y-Z", "area": "a", "level": "country", "basis": "b"},
            {"title": "Three", "lead": "S", "area": "b", "level": "global", "basis": "sample", "sample": True},
        ],
    }
)  # fmt: skip


def test_the_picture_is_safe_and_always_the_same() -> None:
    svg = matrix_svg(FILE)
    assert check_svg(svg) is None
    assert matrix_svg(FILE.model_copy()) == svg
    assert svg_to_png(svg, width_px=300).startswith(b"\x89PNG")


def test_the_picture_shows_who_leads_and_who_takes_part_and_no_sample() -> None:
    root = ET.fromstring(matrix_svg(FILE))  # noqa: S314 - our own text
    texts = [node.text for node in root if node.tag.endswith("text")]
    assert texts == ["X", "Y-z", "Air & <sea>", "Land", "leads, coordinates or keeps", "takes part"]
    filled = [node for node in root if node.tag.endswith("circle") and node.get("fill") is None]
    rings = [node for node in root if node.tag.endswith("circle") and node.get("fill") == "none"]
    assert (len(filled), len(rings)) == (2 + 1, 0 + 1)  # with those of the key; who leads once leads


def test_the_text_alternative_says_the_same() -> None:
    assert matrix_alt(FILE) == (
        "A matrix of 2 mandate areas, one a row, and 2 entities, one a column. "
        "Air & <sea>: X and Y-z lead. Land: no entity leads."
    )
