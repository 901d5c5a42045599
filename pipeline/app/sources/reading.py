"""From files to numbered documents: sections are parsed together, kept by content, numbered, and checked."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from pipeline.app.sources.fonts import Fonts, read_fonts, unprintable_characters
from pipeline.app.sources.opening import YAML_BYTES, Opened, found, problem_finding
from pipeline.app.sources.places import listed_at, placed, without_consequences
from pipeline.app.sources.section_texts import SectionKey, section_texts
from pipeline.formats.models import FrontMatter, front_matter, read
from pipeline.formats.pictures import check_png
from pipeline.formats.typst import check_svg
from pipeline.model.config import DocumentFile, Profile, SectionMeta
from pipeline.model.document import Block, Document, Figure, Part, Section
from pipeline.model.finding import Finding, Severity
from pipeline.model.lock import Lock, inputs_fingerprint
from pipeline.model.saying import counted
from pipeline.model.source import Place
from pipeline.store.cache import Cache
from pipeline.store.files import FileProblem
from pipeline.text.blocks import SectionText
from pipeline.text.checks import check_document
from pipeline.text.identity import Known, inherit, known_paragraphs, numbered_paragraphs
from pipeline.text.numbering import number_document
from pipeline.text.problems import bound_to
from pipeline.text.words import printed

SECTION_BYTES, PICTURE_BYTES = 1024 * 1024, 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document is read from: today's text in drafts/, or a baseline.

    Attributes:
        folder: relative to the workspace.
        profile: that in force: today's, or the one kept in the lock.
        lock: of the baseline, None for today's text.
        known: the paragraphs of the last baseline, whose ids today's text inherits.
        files: the bytes of its files by path, for a text that is not on disk (an old commit); None for the disk.
    """

    document: str
    folder: str
    profile: Profile
    lock: Lock | None = None
    known: tuple[Known, ...] = ()
    files: Mapping[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as read, with all that was found on it.

    Attributes:
        document: None when nothing could be made of it.
        images: bytes of each picture by its path in the workspace.
        inputs: SHA-256 of every file that it is made of, by its path in the document's folder.
    """

    origin: Origin
    document: Document | None
    findings: tuple[Finding, ...]
    images: Mapping[str, bytes] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Of all inputs: 12 hex digits."""
        return inputs_fingerprint(self.inputs)

    @property
    def usable(self) -> bool:
        """Whether a paper can be made of it: no error is left that nobody acknowledged."""
        return self.document is not None and not any(finding.fails for finding in self.findings)


@dataclass
class _Draft:
    """A document while it is read."""

    origin: Origin
    file: DocumentFile | None = None
    findings: list[Finding] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    sections: list[tuple[str, Part, FrontMatter]] = field(default_factory=list)
    images: dict[str, bytes] = field(default_factory=dict)


def read_documents(
    opened: Opened, origins: Sequence[Origin], cache: Cache, soon: Sequence[Origin] = ()
) -> tuple[ReadDocument, ...]:
    """Read documents; sections that are not in the cache are parsed in one go, with those of documents read soon."""
    drafts = [_read_files(opened, origin) for origin in origins]
    wanted = [(part, matter.body) for draft in drafts for _, part, matter in draft.sections]
    coming = (_read_files(opened, origin) for origin in soon)
    texts = section_texts([*wanted, *((part, m.body) for draft in coming for _, part, m in draft.sections)], cache)
    fonts = read_fonts(opened)
    return tuple(_with_glyphs(_numbered(opened, draft, texts), fonts) for draft in drafts)


def _with_glyphs(read: ReadDocument, fonts: Fonts) -> ReadDocument:
    """With findings on fonts, and on what they cannot print."""
    if read.document is None:
        return read
    more = (*fonts.findings, *unprintable_characters(read.document, read.origin.profile, fonts))
    return replace(read, findings=tuple(sorted((*read.findings, *more)))) if more else read


# -- files


def _read_files(opened: Opened, origin: Origin) -> _Draft:
    draft = _Draft(origin)
    path = f"{origin.folder}/document.yaml"
    data = _bytes(opened, draft, path, YAML_BYTES)
    if data is None:
        return draft
    draft.file, findings = read(DocumentFile, data, path)
    draft.findings += findings
    if draft.file is not None:
        for part, name in _listed(draft.file):
            _read_section_file(opened, draft, part, name)
        lists = {"front": draft.file.front, "sections": draft.file.sections, "annexes": draft.file.annexes}
        draft.findings = listed_at(
            (*draft.findings, *_twice(draft)), (origin.folder, data), lists, opened.workspace.files
        )
    return draft


def _listed(file: DocumentFile) -> list[tuple[Part, str]]:
    parts = ((Part.FRONT, file.front), (Part.BODY, file.sections), (Part.ANNEX, file.annexes))
    return [(part, name) for part, names in parts for name in names]


def _twice(draft: _Draft) -> list[Finding]:
    paths = [section for section, _, _ in draft.sections]
    return [
        found("FILE-TWICE", Place(path), f"{PurePosixPath(path).name} is listed {counted(paths.count(path), 'time')}")
        for path in sorted({path for path in paths if paths.count(path) > 1})
    ]


def _read_section_file(opened: Opened, draft: _Draft, part: Part, name: str) -> None:
    path = f"{draft.origin.folder}/{name}"
    data = _bytes(opened, draft, path, SECTION_BYTES)
    if data is None:
        return
    matter = front_matter(data, path)
    draft.findings += matter.findings
    draft.sections.append((path, part, matter))


def _bytes(opened: Opened, draft: _Draft, path: str, limit: int, wanted_at: Place | None = None) -> bytes | None:
    """A file of the document; one that is missing is a finding where it is wanted."""
    try:
        data = _from_commit(draft.origin.files, path, limit) if draft.origin.files is not None else None
        data = opened.workspace.files.read(path, limit) if data is None else data
    except FileProblem as problem:
        draft.findings.append(_at(problem_finding(problem, path), wanted_at))
        return None
    draft.inputs[path.removeprefix(f"{draft.origin.folder}/")] = hashlib.sha256(data).hexdigest()
    return data


def _at(finding: Finding, place: Place | None) -> Finding:
    if place is None or finding.code != "FILE-MISSING":
        return finding
    return replace(finding, place=place, hint="Put the picture there, or correct its name here.")


def _source(opened: Opened, origin: Origin, path: str) -> bytes:
    return origin.files[path] if origin.files else opened.workspace.files.read(path, SECTION_BYTES)


def _from_commit(files: Mapping[str, bytes], path: str, limit: int) -> bytes:
    data = files.get(path)
    if data is None or len(data) > limit:
        raise FileProblem("FILE-MISSING", path, "was not there")
    return data


# -- numbering


def _numbered(opened: Opened, draft: _Draft, texts: Mapping[SectionKey, SectionText]) -> ReadDocument:
    origin = draft.origin
    if draft.file is None:
        return ReadDocument(origin, None, tuple(draft.findings), inputs=draft.inputs)
    mine = _with_data(opened, draft, [texts[part, matter.body] for _, part, matter in draft.sections])
    sections = tuple(_section(opened, draft, item, text) for item, text in zip(draft.sections, mine, strict=True))
    bare = Document(
        name=origin.document, title=draft.file.title, folder=origin.folder, sections=sections,
        short_title=draft.file.short_title, prepared_by=draft.file.prepared_by, language=draft.file.language,
    )  # fmt: skip
    document, more = number_document(bare, origin.profile, _inherited(bare, origin))
    findings = [*draft.findings, *_switched(more, origin.profile), *check_document(document, origin.profile)]
    bodies = {path: matter.body for path, _, matter in draft.sections}
    findings = placed(without_consequences(findings), bodies, lambda path: _source(opened, origin, path))
    return ReadDocument(origin, document, tuple(sorted(findings)), draft.images, draft.inputs)


def _with_data(opened: Opened, draft: _Draft, texts: Sequence[SectionText]) -> Sequence[SectionText]:
    """The sections with the values of the expressions in them."""
    if not any(text.data or text.drawn for text in texts):
        return texts
    from pipeline.app.sources.data import fill

    folder = draft.origin.folder
    names = (
        draft.origin.files if draft.origin.files is not None else opened.workspace.files.list_files(f"{folder}/data")
    )
    filled = fill(
        folder,
        [(path, matter.body, text) for (path, _, matter), text in zip(draft.sections, texts, strict=True)],
        [name for name in sorted(names) if name.startswith(f"{folder}/data/")],
        lambda path, limit: _bytes(opened, draft, path, limit),
    )
    draft.findings += _switched(filled.findings, draft.origin.profile)
    draft.images |= filled.images
    return filled.sections


def _section(opened: Opened, draft: _Draft, item: tuple[str, Part, FrontMatter], text: SectionText) -> Section:
    path, part, matter = item
    draft.findings += _switched(bound_to(path, text.findings), draft.origin.profile)
    meta = matter.meta or SectionMeta()
    return Section(
        path=path, part=part, title=meta.title, id=meta.id, notes=text.notes, lead=meta.lead,
        blocks=tuple(_placed(opened, draft, block, path) for block in text.blocks),
        objectives=meta.objectives, responds_to=meta.responds_to,
    )  # fmt: skip


def _placed(opened: Opened, draft: _Draft, block: Block, section: str) -> Block:
    """A figure with its picture read and its path made one of the workspace."""
    if not isinstance(block, Figure) or not block.image:
        return block
    path = f"{draft.origin.folder}/{block.image}"
    place = Place(section, block.at.line, block.at.column) if block.at else Place(section)
    data = draft.images.get(path) or _bytes(opened, draft, path, PICTURE_BYTES, place)
    if data is None:
        return replace(block, image="")
    problem = check_svg(data) if path.endswith(".svg") else check_png(data)
    if problem:
        draft.findings.append(found("IMAGE-BROKEN", place, f"the picture {block.image} cannot be drawn: {problem}"))
        return replace(block, image="")
    draft.images[path] = data
    return replace(block, image=path)


def _inherited(bare: Document, origin: Origin) -> tuple[str | None, ...]:
    if origin.lock is not None:
        return tuple(paragraph.id for paragraph in origin.lock.paragraphs)
    paragraphs = numbered_paragraphs(bare)
    return inherit(origin.known, [printed(p.inlines) for p in paragraphs], [p.label for p in paragraphs])


def _switched(findings: Iterable[Finding], profile: Profile) -> list[Finding]:
    """Findings with the severity that the profile gives them; those it switches off are gone."""
    result = []
    for finding in findings:
        severity: Severity | None = profile.severity(finding.code, finding.severity)
        if severity is not None:
            result.append(replace(finding, severity=severity))
    return result


def known_of(read_document: ReadDocument) -> tuple[Known, ...]:
    """The paragraphs that later texts inherit their ids from; none when it could not be read."""
    return known_paragraphs(read_document.document) if read_document.document else ()
