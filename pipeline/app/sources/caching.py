"""The cache of a workspace; HLCP_NO_CACHE=1 does without."""

from pipeline.app.sources.opening import Opened
from pipeline.store.cache import Cache

MOST_BYTES = 1024**3  # kept on disk after a build


def open_cache(opened: Opened) -> Cache:
    """The cache in build/.cache/ of a workspace."""
    return Cache(opened.workspace.build / ".cache")
