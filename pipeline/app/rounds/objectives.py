"""The objectives of the terms of reference: what today's text does for them, and the paper for a session's pack."""

from collections.abc import Mapping

from pipeline.app.sources.opening import Opened
from pipeline.model.document import Document
from pipeline.model.objectives import Coverage
from pipeline.render.objectives import PLOT, objectives_document, plot_svg
from pipeline.review.objectives import coverage
from pipeline.store.cache import Cache, key
from pipeline.store.versions import code_fingerprint, tool_versions


def objectives_at(
    opened: Opened, documents: Mapping[str, Document], cache: Cache
) -> tuple[Document, Mapping[str, bytes]] | None:
    """The paper on objectives and its picture; None when the workspace has none, or no document speaks of them."""
    objectives = opened.file.objectives
    covered = coverage(objectives, documents.values())
    if not covered:
        return None
    return objectives_document(objectives, covered), {PLOT: _plot(opened, covered, cache)}


def _plot(opened: Opened, covered: tuple[Coverage, ...], cache: Cache) -> bytes:
    """The plot, kept by what it shows: the library that draws it takes long to load."""
    objectives = opened.file.objectives
    shown = repr((objectives, [(one.title, one.words, [one.words_for(o.id) for o in objectives]) for one in covered]))
    name = key("plot", code_fingerprint(), tool_versions()["matplotlib"], shown)
    stored = cache.get("pictures", name)
    if stored is None:
        stored = plot_svg(objectives, covered)
        cache.put("pictures", name, stored)
    return stored
