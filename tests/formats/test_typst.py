"""What typst makes of several programs at once."""

import pytest

from pipeline.formats.typst import Program, TypstProblem, compile_and_draw, compile_pdf, svg_to_png

HEAD = '#set document(title: "Sample")\n'
FIRST = HEAD + "= One\n#lorem(60)\n"
SECOND = HEAD + '= Two\n#image("dot.svg", alt: "A dot")\n'
DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="3"/></svg>'


def test_what_is_made_together_is_what_each_gives_alone() -> None:
    pdfs, pngs = compile_and_draw([Program(FIRST, {}), Program(SECOND, {"dot.svg": DOT})], [DOT], width_px=90)
    assert pdfs == (compile_pdf(FIRST, {}).pdf, compile_pdf(SECOND, {"dot.svg": DOT}).pdf)
    assert pngs == (svg_to_png(DOT, width_px=90),)
    assert compile_and_draw([], [], width_px=90) == ((), ())


def test_a_program_does_not_see_the_files_of_its_neighbour() -> None:
    with pytest.raises(TypstProblem, match=r"dot\.svg"):
        compile_and_draw([Program(FIRST, {"dot.svg": DOT}), Program(SECOND, {})], [], width_px=90)


def test_the_problem_of_one_program_is_told_though_others_compile() -> None:
    with pytest.raises(TypstProblem, match="unknown variable: nowhere"):
        compile_and_draw([Program(FIRST, {}), Program("#nowhere", {})], [DOT], width_px=90)
