"""What a pack makes of its Word redlines: the same as PDF, and the pages of changes."""

from collections.abc import Mapping

from pipeline.app.papers.executing import Executor
from pipeline.app.papers.round_pack import Extra
from pipeline.app.redlines.change_pages import change_pages
from pipeline.app.redlines.pack import Redlines
from pipeline.app.redlines.pdf import redline_pdfs
from pipeline.app.sources.opening import Opened
from pipeline.model.paper import Paper
from pipeline.store.cache import Cache


def from_redlines(
    opened: Opened, session: str, papers: Mapping[str, Paper], made: Redlines, with_: tuple[Cache, Executor]
) -> Extra:
    """The files, what they are made of, and what was found while making them.

    Args:
        opened: the workspace.
        session: whose pack it is.
        papers: the new papers by document.
        made: the Word redlines.
        with_: a cache, and what renders papers.
    """
    since = {str(row["document"]): str(row["from"]) for row in made.rows}
    printed = redline_pdfs(opened, papers, made.outputs, since, with_)
    pages = change_pages(opened, session, papers, made, with_)
    return Extra(printed.outputs | pages.outputs, pages.inputs, [*printed.findings, *pages.findings])
