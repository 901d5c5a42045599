"""The texts that a redline compares: a baseline, today's text, or that of an old commit, each with where it stood."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.app.sources.baselines import LOCK_BYTES, Baseline, current, origin_of, todays_origins
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.reading import Origin
from pipeline.model.credits import UNDATED
from pipeline.model.lock import inputs_fingerprint
from pipeline.store.cache import Cache
from pipeline.store.git import Repository
from pipeline.store.git_between import text_of
from pipeline.store.git_history import committed_at

ENDING = ".md"


@dataclass(frozen=True, slots=True)
class Compared:
    """A text of a document.

    Attributes:
        name: what it is called: "hlcp-50", "hlcp-49-rev1", "today", "main~3".
        origin: where it is read from.
        texts: its section files, by their names.
        commit: full id of the last commit that counts for it, "" when that is not known.
        session: that it goes or went to, "" for none.
        baseline: that it is, None for another text.
    """

    name: str
    origin: Origin
    texts: Mapping[str, str]
    commit: str
    session: str = ""
    baseline: Baseline | None = None

    @property
    def document(self) -> str:
        """Name of the document."""
        return self.origin.document

    @property
    def inputs(self) -> str:
        """Fingerprint of the inputs of a baseline, 12 hex digits; "" for another text."""
        lock = self.baseline.lock if self.baseline else None
        return inputs_fingerprint(lock.inputs) if lock else ""


def frozen_text(opened: Opened, baseline: Baseline) -> Compared:
    """The text of a baseline."""
    texts, commit = section_texts(opened, baseline.folder), baseline.lock.commit if baseline.lock else ""
    return Compared(baseline.name, origin_of(opened, baseline), texts, commit, baseline.session, baseline)


def todays_text(opened: Opened, document: str, session: str, cache: Cache, name: str = "today") -> Compared:
    """Today's text, as it would go to a session; "" for none."""
    origin = todays_origins(opened, (document,), cache)[0]
    repository = Repository.find(opened.workspace.root)
    commit = (repository.head() if repository else None) or ""
    return Compared(name, origin, section_texts(opened, origin.folder), commit, session)


def text_of_session(opened: Opened, session: str, document: str, cache: Cache) -> Compared:
    """The text that a session has: its baseline, else that of today."""
    now = current(opened, session, document)
    return frozen_text(opened, now) if now else todays_text(opened, document, session, cache, session)


def text_of_commit(origin: Origin, name: str, commit: str) -> Compared:
    """The text of an old commit; `origin` holds its files, `name` is how a user named it."""
    names = {path.removeprefix(f"{origin.folder}/"): data for path, data in (origin.files or {}).items()}
    return Compared(name, origin, {name: text_of(data) for name, data in names.items() if _is_section(name)}, commit)


def section_texts(opened: Opened, folder: str) -> dict[str, str]:
    """The section files of a folder, by their names."""
    names = [path.removeprefix(f"{folder}/") for path in opened.workspace.files.list_files(folder)]
    read = opened.workspace.files.read
    return {name: text_of(read(f"{folder}/{name}", LOCK_BYTES)) for name in names if _is_section(name)}


def _is_section(name: str) -> bool:
    return name.endswith(ENDING) and "/" not in name


def dated(opened: Opened, text: Compared) -> str:
    """When a text was committed: what is frozen, by its lock, which needs no history; else by its commit."""
    if text.baseline is not None:
        return (text.baseline.lock.committed if text.baseline.lock else "") or UNDATED
    repository = Repository.find(opened.workspace.root) if text.commit else None
    return (committed_at(repository, text.commit) if repository else None) or UNDATED
