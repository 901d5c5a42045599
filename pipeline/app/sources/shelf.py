"""Documents that this process has read already: a command that needs one again does not read it twice."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.app.sources.fonts import font_state
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.reading import Origin, ReadDocument, read_documents
from pipeline.store.cache import Cache

if TYPE_CHECKING:
    from pipeline.text.body import Body

_UNSURE = "FILE-"  # what a file that could not be had makes: it may be there the next time


def read_once(
    opened: Opened, origins: Sequence[Origin], cache: Cache, soon: Sequence[Origin] = ()
) -> tuple[ReadDocument, ...]:
    """Read documents, like `read_documents`; one whose files are still the same is not read again."""
    fonts = font_state(opened)
    known = {
        index: read for index, origin in enumerate(origins) if (read := _kept(opened, origin, fonts, cache)) is not None
    }
    missing = [origin for index, origin in enumerate(origins) if index not in known]
    fresh = iter(read_documents(opened, missing, cache, soon) if missing else ())
    result = tuple(known[index] if index in known else next(fresh) for index in range(len(origins)))
    for read in result:
        if read.origin.files is None:
            cache.memory[f"document {read.origin.folder}"] = (fonts, read)
    return result


def _kept(opened: Opened, origin: Origin, fonts: str, cache: Cache) -> ReadDocument | None:
    kept = cache.memory.get(f"document {origin.folder}")
    if not isinstance(kept, tuple) or origin.files is not None or kept[0] != fonts:
        return None
    read = kept[1]
    if not isinstance(read, ReadDocument) or read.origin != origin:
        return None
    if any(finding.code.startswith(_UNSURE) for finding in read.findings):
        return None
    digest = opened.workspace.files.digest
    same = all(digest(f"{origin.folder}/{name}") == value for name, value in read.inputs.items())
    return read if same else None


def forget(cache: Cache, folder: str = "") -> None:
    """Read the document of this folder anew the next time, or every document: a file beside those it had may matter."""
    for name in [name for name in cache.memory if not folder or name == f"document {folder}"]:
        del cache.memory[name]


def body_of(read: ReadDocument, cache: Cache) -> "Body | None":
    """The text of a document, prepared for quotes; None when nothing could be made of it."""
    if read.document is None:
        return None
    from pipeline.text.body import Body

    name = f"body {read.origin.folder}"
    kept = cache.memory.get(name)
    if isinstance(kept, tuple) and kept[0] is read.document and isinstance(kept[1], Body):
        return kept[1]
    made = Body.of(read.document)
    if read.origin.files is None:
        cache.memory[name] = (read.document, made)
    return made
