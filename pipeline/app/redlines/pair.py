"""`hlcp redline`: the change from one text to another, as the packs show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.app.papers.rendering import read_look
from pipeline.app.redlines.crediting import NONE
from pipeline.app.redlines.credits import crediting
from pipeline.app.redlines.pack import kept_redline
from pipeline.app.redlines.papers import Wanted, markdown_paper, named_paper, word_files
from pipeline.app.redlines.pdf import printed
from pipeline.app.redlines.proven import Made, make_redline
from pipeline.app.sources.opening import Opened
from pipeline.model.finding import Finding
from pipeline.model.paper import Paper
from pipeline.render.redline.scribe import Credit
from pipeline.store.cache import Cache


@dataclass(frozen=True)
class Pair:
    """Two texts of a workspace and the change between them.

    Attributes:
        made: the Word redline, with its proof.
        paper: the new paper.
        since: what the old text is called.
        findings: on what could not be found out.
        remark: why nobody is named, "" when somebody is or nobody was looked for.
    """

    made: Made
    paper: Paper
    since: str
    findings: tuple[Finding, ...] = ()
    remark: str = ""


def named_pair(opened: Opened, names: tuple[str, str], document: str, credit: Credit | None, cache: Cache) -> Pair:
    """The change from one text of a document to another.

    Args:
        opened: the workspace.
        names: of the old text and the new one, as a user gives them.
        document: its name.
        credit: whose all changes are; None for those whom the history names, as in a pack.
        cache: for papers and redlines.

    Raises:
        PipelineError: there is no such text, or it cannot be made.
    """
    old, new = (named_paper(opened, name, document, cache) for name in names)
    before, after = word_files(opened, [old.wanted, new.wanted], cache)
    if credit is not None:
        return Pair(make_redline(before, after, credit), new.wanted.paper, old.text.name)
    owed = crediting(opened, old.text, new.text, cache)
    made = kept_redline(before, after, owed, cache)
    remark = f"no commit between {names[0]} and {names[1]} made these changes, so they are the secretariat’s"
    told = "" if owed.hands or owed.how == NONE or not made.redline.changes else remark
    return Pair(made, new.wanted.paper, old.text.name, owed.findings, told)


def markdown_pair(opened: Opened, paths: tuple[Path, Path], credit: Credit, cache: Cache) -> Pair:
    """The change from one Markdown file to another.

    Raises:
        PipelineError: one of them cannot be read.
    """
    papers: Sequence[Wanted] = [markdown_paper(opened, path) for path in paths]
    before, after = word_files(opened, papers, cache)
    return Pair(make_redline(before, after, credit), papers[1].paper, paths[0].name)


def pdf_of(opened: Opened, pair: Pair, cache: Cache) -> tuple[bytes, tuple[str, ...]]:
    """The same change as PDF, and what its proof finds wrong.

    Raises:
        PipelineError: it cannot be made.
    """
    return printed(pair.paper, pair.made.redline.data, pair.since, read_look(opened), cache)
