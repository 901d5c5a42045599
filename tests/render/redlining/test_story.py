"""The PDF of every kind of change tells both texts, and is accessible."""

from pathlib import Path

from pipeline.app.redlines.pdf import untrue
from pipeline.formats.revisions.story import story
from pipeline.formats.typst import Program, compile_and_draw
from pipeline.formats.validators import pdf_problems
from pipeline.render.pdf.redline import redline_source
from pipeline.render.redline.engine import redline
from tests.app.small import ROOT
from tests.render.redlining.cases import PAIRS, papers
from tests.render.sample_paper import sample_paper


def test_the_pdf_of_each_kind_of_change_tells_both_texts(tmp_path: Path) -> None:
    template = (ROOT / "templates/paper.typ").read_bytes()
    stories = {name: story(redline(*papers(name)).data) for name in PAIRS}
    sources = (redline_source(sample_paper(), told, "before") for told in stories.values())
    made, _ = compile_and_draw(
        [Program(text, {"paper.typ": template, **pictures}) for text, pictures in sources], [], width_px=1
    )
    for (name, told), pdf in zip(stories.items(), made, strict=True):
        assert untrue(told, pdf, {}) == (), name
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf)
        assert pdf_problems(path) == (), name
