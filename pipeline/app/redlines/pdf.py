"""The redlines of a pack as PDF: made from the saved Word redlines, so that the two cannot disagree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.app.papers.executing import HERE, Executor
from pipeline.app.papers.rendering import Look, paper_failed, read_look
from pipeline.app.redlines.pack import ENDING
from pipeline.app.redlines.proven import proof_findings
from pipeline.app.sources.fonts import read_fonts
from pipeline.app.sources.opening import Opened
from pipeline.formats.glyphs import coverage, printable
from pipeline.formats.pdf_text import PdfProblem, told_text
from pipeline.formats.revisions import Unreadable
from pipeline.formats.revisions.story import story
from pipeline.formats.typst import TypstProblem, compile_pdf
from pipeline.model.changes import ChangedStory
from pipeline.model.finding import Finding
from pipeline.model.paper import Paper
from pipeline.render.pdf.redline import body_blocks, redline_source
from pipeline.render.pdf.told import ends_with, printed_side, sides
from pipeline.store.cache import Cache, key
from pipeline.store.versions import code_fingerprint, tool_versions

PDF_ENDING = ".redline.pdf"


@dataclass
class RedlinePdfs:
    """PDF redlines by file name, and those that could not be made."""

    outputs: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Order:
    """A PDF redline to be made of a Word redline; `since` is the name of the text that it is compared with."""

    paper: Paper
    word: bytes
    since: str
    look: Look

    def key(self) -> str:
        """Of all that shapes the file."""
        return key(
            "redline-pdf", code_fingerprint(), repr(sorted(tool_versions().items())), self.look.typst,
            self.look.font_state, self.word, self.since, repr(self.paper.cover), self.paper.profile.model_dump_json(),
            repr(self.paper.document),
        )  # fmt: skip


@dataclass(frozen=True)
class _Printed:
    """A file and what its proof finds; or why it cannot be made, with the next step."""

    pdf: bytes = b""
    problems: tuple[str, ...] = ()
    failed: tuple[str, str] | None = None


def redline_pdfs(
    opened: Opened,
    papers: Mapping[str, Paper],
    made: Mapping[str, bytes],
    since: Mapping[str, str],
    with_: tuple[Cache, Executor],
) -> RedlinePdfs:
    """The PDF files of redlines.

    Args:
        opened: the workspace.
        papers: the new papers by document.
        made: the Word redlines by file name.
        since: by document the name of the text that it is compared with.
        with_: a cache for the files, and what makes them.
    """
    done = RedlinePdfs()
    names = [document for name in made if (document := name.removesuffix(ENDING)) in since]
    look = read_look(opened) if names else None
    if look is None:
        return done
    orders = [_Order(papers[name], made[f"{name}{ENDING}"], since[name], look) for name in names]
    for name, one in zip(names, _all(orders, *with_), strict=True):
        file, place = f"{name}{PDF_ENDING}", f"drafts/{name}/document.yaml"
        if one.failed is not None:
            done.findings.append(paper_failed(place, file, TypstProblem(*one.failed)))
        elif one.problems:
            done.findings += proof_findings(one.problems, place)
        else:
            done.outputs[file] = one.pdf
    return done


def printed(paper: Paper, data: bytes, since: str, look: Look, cache: Cache) -> tuple[bytes, tuple[str, ...]]:
    """The PDF file of one Word redline and what its proof finds.

    Args:
        paper: the new paper.
        data: the Word redline.
        since: name of the text that it is compared with.
        look: templates and fonts.
        cache: for the file.

    Raises:
        TypstProblem: it cannot be made.
    """
    (one,) = _all([_Order(paper, data, since, look)], cache, HERE)
    if one.failed is not None:
        raise TypstProblem(*one.failed)
    return one.pdf, one.problems


def _all(orders: Sequence[_Order], cache: Cache, workers: Executor) -> Iterator[_Printed]:
    """The files in their order; only those that pass their proof are kept."""
    keys = [order.key() for order in orders]
    kept = [cache.get("papers", name) for name in keys]
    fresh = workers.each(_print, [order for order, pdf in zip(orders, kept, strict=True) if pdf is None])
    for name, pdf in zip(keys, kept, strict=True):
        made = _Printed(pdf) if pdf is not None else next(fresh)
        if pdf is None and not (made.problems or made.failed):
            cache.put("papers", name, made.pdf)
        yield made


def _print(order: _Order) -> _Printed:
    """Wherever it is done."""
    changed, look = story(order.word), order.look
    program, pictures = redline_source(order.paper, changed, order.since, look.fonts)
    try:
        made = compile_pdf(program, {"paper.typ": look.typst, **pictures}, fonts=look.fonts).pdf
    except TypstProblem as problem:
        return _Printed(failed=(str(problem), problem.hint))
    return _Printed(made, untrue(changed, made, look.fonts))


def prove_pdf(opened: Opened, word: bytes, pdf: bytes) -> tuple[str, ...]:
    """What is wrong with a PDF redline: without insertions it reads as the old text, without deletions as the new.

    Both texts are those of the Word redline, which has been proven against the two papers; the PDF file is read in the
    order of its tags, as a screen reader does.
    """
    try:
        return untrue(story(word), pdf, read_fonts(opened).files)
    except Unreadable as problem:
        return (f"the Word redline of it cannot be read: {problem}",)


def untrue(changed: ChangedStory, pdf: bytes, fonts: Mapping[str, bytes]) -> tuple[str, ...]:
    """What a PDF file tells otherwise than the redline that it was made of."""
    try:
        text = told_text(pdf)
    except PdfProblem as problem:
        return (f"it cannot be read: {problem}",)
    known = coverage(fonts)
    blocks = body_blocks(changed)
    problems = []
    for name, got in sides(text).items():
        want = printable(printed_side(blocks, changed.notes, new=name == "new"), known)
        if not ends_with(got, want):
            problems.append(f"the {name} text in the PDF redline is not that of the Word redline")
    return tuple(problems)
