"""The redlines of a pack as PDF: made from the saved Word redlines, so that the two cannot disagree."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.app.fonts import read_fonts
from pipeline.app.opening import Opened
from pipeline.app.redline_pack import ENDING
from pipeline.app.redlining import proof_findings
from pipeline.app.rendering import Look, paper_failed, read_look
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


def redline_pdfs(
    opened: Opened, papers: Mapping[str, Paper], made: Mapping[str, bytes], since: Mapping[str, str], cache: Cache
) -> RedlinePdfs:
    """The PDF files of redlines.

    Args:
        opened: the workspace.
        papers: the new papers by document.
        made: the Word redlines by file name.
        since: by document the name of the text that it is compared with.
        cache: for the files.
    """
    done = RedlinePdfs()
    look = read_look(opened) if made else None
    for name, data in made.items():
        document = name.removesuffix(ENDING)
        if look is None or document not in since:
            continue
        file, place = f"{document}{PDF_ENDING}", f"drafts/{document}/document.yaml"
        try:
            pdf, problems = printed(papers[document], data, since[document], look, cache)
        except TypstProblem as problem:
            done.findings.append(paper_failed(place, file, problem))
            continue
        done.findings += proof_findings(problems, place)
        if not problems:
            done.outputs[file] = pdf
    return done


def printed(paper: Paper, data: bytes, since: str, look: Look, cache: Cache) -> tuple[bytes, tuple[str, ...]]:
    """The PDF file of a Word redline and what its proof finds; only files that passed it are kept.

    Args:
        paper: the new paper.
        data: the Word redline.
        since: name of the text that it is compared with.
        look: templates and fonts.
        cache: for the file.

    Raises:
        TypstProblem: it cannot be made.
    """
    name = key(
        "redline-pdf", code_fingerprint(), repr(sorted(tool_versions().items())), look.typst, look.font_state, data,
        since, repr(paper.cover), paper.profile.model_dump_json(), repr(paper.document),
    )  # fmt: skip
    stored = cache.get("papers", name)
    if stored is not None:
        return stored, ()
    changed = story(data)
    program, pictures = redline_source(paper, changed, since, look.fonts)
    made = compile_pdf(program, {"paper.typ": look.typst, **pictures}, fonts=look.fonts).pdf
    problems = untrue(changed, made, look.fonts)
    if not problems:
        cache.put("papers", name, made)
    return made, problems


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
