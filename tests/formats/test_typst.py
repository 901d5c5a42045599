"""What typst makes of several programs at once."""

import pytest

from pipeline.formats.typst import Program, TypstProblem, compile_pdf, compile_pdfs

HEAD = '#set document(title: "Sample")\n'
FIRST = HEAD + "= One\n#lorem(60)\n"
SECOND = HEAD + '= Two\n#image("dot.svg", alt: "A dot")\n'
DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="3"/></svg>'


def test_programs_compiled_together_give_the_bytes_that_each_gives_alone() -> None:
    together = compile_pdfs([Program(FIRST, {}), Program(SECOND, {"dot.svg": DOT})])
    assert together == (compile_pdf(FIRST, {}).pdf, compile_pdf(SECOND, {"dot.svg": DOT}).pdf)


def test_a_program_does_not_see_the_files_of_its_neighbour() -> None:
    with pytest.raises(TypstProblem, match=r"dot\.svg"):
        compile_pdfs([Program(FIRST, {"dot.svg": DOT}), Program(SECOND, {})])


def test_the_problem_of_one_program_is_told_though_others_compile() -> None:
    with pytest.raises(TypstProblem, match="unknown variable: nowhere"):
        compile_pdfs([Program(FIRST, {}), Program("#nowhere", {})])
