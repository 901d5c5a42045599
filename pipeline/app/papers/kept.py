"""A pack that is there already and up to date is kept: a stamp says what it was made from."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.app.sources.opening import Opened
from pipeline.model.finding import Finding, Severity
from pipeline.model.source import Place
from pipeline.render.reports import finding_row
from pipeline.store.cache import Cache, key
from pipeline.store.git import Repository
from pipeline.store.versions import code_fingerprint, tool_versions

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Built:
    """A pack that was written, or was already there and up to date.

    Attributes:
        folder: relative to the workspace.
        files: names in it.
        failed: documents of which no paper could be made.
        fresh: whether nothing had to be done.
    """

    session: str
    folder: str
    files: tuple[str, ...]
    failed: tuple[str, ...]
    findings: tuple[Finding, ...]
    fresh: bool = False


def stamp_of(opened: Opened, name: str, only: tuple[str, ...]) -> str:
    """A key of everything that a pack is made from; equal stamps mean equal packs.

    Args:
        name: the session.
        only: the documents asked for; none means all of the session.

    Raises:
        PipelineError: there is no such session, or its file cannot be read.
    """
    opened.session(name)
    files = opened.workspace.files
    folders = ("drafts", f"comments/{name}", "templates", opened.profile.fonts.folder or "templates")
    baselines = [folder for other in opened.file.sessions for folder in opened.workspace.baseline_roots(other)]
    rounds = [f"comments/{other}" for other in opened.file.sessions[: opened.file.sessions.index(name)]]
    single = {"hlcp.yaml", "comments/members.yaml"}
    paths = sorted({path for folder in (*folders, *baselines, *rounds) for path in files.list_files(folder)} | single)
    repository = Repository.find(opened.workspace.root)
    head = (repository.head() if repository else None) or ""
    parts = [name, code_fingerprint(), head, repr(sorted(tool_versions().items())), repr(only)]
    for path in paths:
        parts += [path, files.digest(path)]
    return key(*parts)


def remember(built: Built, name: str, stamp: str, manifest: bytes, cache: Cache) -> None:
    """Note that a pack was made, and what came of it, for `kept`."""
    value = {
        "files": built.files,
        "failed": built.failed,
        "manifest": hashlib.sha256(manifest).hexdigest(),
        "findings": [finding_row(finding) for finding in built.findings],
    }
    cache.put("packs", key(name, stamp), json.dumps(value).encode())


def kept(opened: Opened, name: str, stamp: str, cache: Cache) -> Built | None:
    """The pack as it was built, when nothing has changed since, neither what went in nor what came out.

    Raises:
        PipelineError: the session does not exist.
    """
    opened.session(name)
    stored = cache.get("packs", key(name, stamp))
    if stored is None:
        return None
    value = json.loads(stored)
    if not _is_whole(opened.workspace.build / name, value["manifest"], value["files"]):
        return None
    findings = tuple(_finding(row) for row in value["findings"])
    return Built(name, f"build/{name}", tuple(value["files"]), tuple(value["failed"]), findings, fresh=True)


def _is_whole(folder: Path, manifest_digest: str, names: list[str]) -> bool:
    """Whether a pack still holds, to the byte, what was written."""
    try:
        manifest = (folder / MANIFEST).read_bytes()
        present = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
        if hashlib.sha256(manifest).hexdigest() != manifest_digest or present != sorted(names):
            return False
        outputs = json.loads(manifest)["outputs"]
        return all(_digest(folder / file) == row["sha256"] for file, row in outputs.items())
    except OSError:
        return False


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _finding(row: Mapping[str, str]) -> Finding:
    place = Place(row["file"], int(row["line"]), int(row["column"]))
    return Finding(place, row["code"], row["message"], row["hint"], Severity(row["severity"]), row["acknowledged"])
