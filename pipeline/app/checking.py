"""`hlcp check`: validates everything, and accounts for every file under drafts/ and comments/."""

from collections.abc import Iterable, Set
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import PurePosixPath

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from pipeline.app.rounds.files import registry_of
from pipeline.app.rounds.guidance import check_guidance, read_all_guidance
from pipeline.app.rounds.ledgers import round_of
from pipeline.app.sources.acknowledging import acknowledge, unused
from pipeline.app.sources.baselines import Baseline, baselines, check_commit, origin_of, todays_origins, verified
from pipeline.app.sources.data_checks import check_data
from pipeline.app.sources.fonts import unprintable_settings
from pipeline.app.sources.opening import Opened, found
from pipeline.app.sources.places import place_of, without_consequences
from pipeline.app.sources.reading import ReadDocument
from pipeline.app.sources.shelf import read_once
from pipeline.app.sources.states import state_of
from pipeline.app.sources.which_rounds import has_round
from pipeline.model.finding import Finding
from pipeline.model.source import Place
from pipeline.review.objectives import check_objectives
from pipeline.store.cache import Cache, key
from pipeline.store.git import Repository
from pipeline.store.versions import code_fingerprint
from pipeline.store.workspace import MEMBERS


def check(opened: Opened, paths: tuple[str, ...], cache: Cache) -> tuple[Finding, ...]:
    """All findings of a workspace, sorted; with paths, those in these files and folders only.

    They are kept until something that they depend on changes: a check before every commit should cost nothing.
    """
    name = key("findings", code_fingerprint(), state_of(opened))
    findings = _stored(cache, name)
    if findings is None:
        findings = _acknowledged(opened, tuple(dict.fromkeys(_everything(opened, cache))))
        with suppress(PydanticSerializationError):  # half a character in a message; it is looked for anew each time
            cache.put("findings", name, _findings().dump_json(findings))
    return _sorted(findings, paths)


def _stored(cache: Cache, name: str) -> tuple[Finding, ...] | None:
    kept = cache.get("findings", name)
    try:
        return _findings().validate_json(kept) if kept is not None else None
    except ValidationError:  # of another version of ours
        return None


@lru_cache(maxsize=1)
def _findings() -> TypeAdapter[tuple[Finding, ...]]:
    return TypeAdapter(tuple[Finding, ...])


def _everything(opened: Opened, cache: Cache) -> list[Finding]:
    frozen = _all_baselines(opened)
    documents = _existing_documents(opened)
    today = read_once(opened, todays_origins(opened, documents, cache), cache)
    copies = read_once(opened, [origin_of(opened, baseline) for baseline in frozen], cache)
    repository = Repository.find(opened.workspace.root)
    findings = [*opened.findings, *unprintable_settings(opened), *_missing_documents(opened, documents)]
    for read in today:
        findings += read.findings
    for baseline, read in zip(frozen, copies, strict=True):
        findings += (*verified(opened, baseline, read).findings, *check_commit(baseline, repository))
    rounds = [round_of(opened, name, cache) for name in opened.sessions if has_round(opened, name)]
    registry, on_registry = registry_of(opened)
    findings += [*on_registry, *(finding for view in rounds for finding in view.ledger.findings)]
    texts = {read.origin.document: read.document for read in today if read.document is not None}
    findings += [*check_data(opened, today, registry), *check_guidance(opened, texts)]
    findings += check_objectives(opened.file.objectives, tuple(texts.values()), partial(place_of, opened.workspace))
    used = {MEMBERS, *read_all_guidance(opened, tuple(opened.sessions)).files}
    findings += _unused_files(opened, today, frozen, used | {path for view in rounds for path in view.used})
    return without_consequences(findings)


def _existing_documents(opened: Opened) -> tuple[str, ...]:
    files = opened.workspace.files
    return tuple(name for name in dict.fromkeys(opened.file.documents) if files.exists(f"drafts/{name}"))


def _missing_documents(opened: Opened, existing: tuple[str, ...]) -> list[Finding]:
    return [
        found(
            "FILE-MISSING",
            place_of(opened.workspace, "hlcp.yaml", "documents", at),
            f"the folder drafts/{name}/ is not there",
            "Make it, with a document.yaml and a section in it, or take the document off the list.",
        )
        for at, name in enumerate(opened.file.documents)
        if name not in existing
    ]


def _all_baselines(opened: Opened) -> tuple[Baseline, ...]:
    documents = opened.file.documents
    return tuple(b for session in opened.sessions for name in documents for b in baselines(opened, session, name))


def _unused_files(
    opened: Opened, today: Iterable[ReadDocument], frozen: Iterable[Baseline], read_in_rounds: Set[str]
) -> list[Finding]:
    """Every file that nothing uses; those of baselines are held against their locks elsewhere."""
    used = read_in_rounds | {f"{read.origin.folder}/{name}" for read in today for name in read.inputs}
    used |= {finding.place.path for read in today for finding in read.findings}
    used |= {f"comments/{name}/session.yaml" for name in opened.file.sessions}
    baseline_folders = tuple(f"{baseline.folder}/" for baseline in frozen)
    unread = [f"comments/{name}/" for name in opened.file.sessions if name not in opened.sessions]
    unread += [f"{read.origin.folder}/" for read in today if read.document is None]
    return [
        found("FILE-UNUSED", Place(path), *_why_unused(path))
        for path in opened.workspace.inventory()
        if path not in used and not path.startswith((*baseline_folders, *unread))
    ]


def _why_unused(path: str) -> tuple[str, str]:
    """What is told of a file that nothing uses, and the next step."""
    if PurePosixPath(path).suffix == ".md" and path.startswith("drafts/"):
        return "this section is not listed in document.yaml", "List it there, or remove it."
    return "nothing uses this file", ""


def _acknowledged(opened: Opened, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    more: list[Finding] = []
    for name, session in opened.sessions.items():
        for entry in unused(findings, session.acknowledged, name):
            at = session.acknowledged.index(entry)
            place = place_of(opened.workspace, f"comments/{name}/session.yaml", "acknowledged", at)
            more.append(found("ACKNOWLEDGED-UNUSED", place, f"there is no finding {entry.finding} on {entry.file}"))
        findings = acknowledge(findings, session.acknowledged, name)
    return (*findings, *more)


def _sorted(findings: Iterable[Finding], paths: tuple[str, ...]) -> tuple[Finding, ...]:
    wanted = tuple(path.rstrip("/") for path in paths)
    inside = [
        f for f in findings if not wanted or any(_inside(f.place.path, path) or misses(f, path) for path in wanted)
    ]
    return tuple(sorted(inside))


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def misses(finding: Finding, path: str) -> bool:
    """Whether a finding tells that this file is missing; it stands where the file is listed."""
    return finding.code == "FILE-MISSING" and finding.message.startswith(f"{path} ")
