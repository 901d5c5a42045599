"""`hlcp prove`: re-verifies built packs. Each proof is a function from a pack to what it checked and what is wrong."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.app.packs.building import NUMBERS
from pipeline.app.papers.kept import MANIFEST
from pipeline.app.redlines.pack import ENDING, prove_again
from pipeline.app.redlines.pdf import PDF_ENDING, prove_pdf
from pipeline.app.redlines.review_copies import prove_copy_again
from pipeline.app.redlines.word_numbers import numbers_differ, pdf_lacks
from pipeline.app.sources.baselines import baselines
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import Opened, found
from pipeline.formats.docx_numbers import Shown, WordProblem, shown_paragraphs
from pipeline.formats.pdf_text import PdfProblem, printed_text
from pipeline.formats.validators import docx_problems, need_validators, pdf_problems
from pipeline.model.finding import Finding, PipelineError
from pipeline.model.source import Place
from pipeline.store.files import FileProblem

ADDED = "Move it elsewhere: a pack holds only what was built."
_INPUT_BYTES = 64 * 1024 * 1024


class Checked(NamedTuple):
    """The outcome of one proof: how many things it looked at, and what is wrong with them."""

    things: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """A pack that was proven.

    Attributes:
        session: whose pack.
        folder: relative to the workspace.
        counts: how many things each proof looked at, by the name of the proof.
        findings: sorted; none when everything holds.
    """

    session: str
    folder: str
    counts: Mapping[str, int]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Pack:
    """A built pack, as its manifest describes it."""

    opened: Opened
    session: str
    manifest: Mapping[str, Any]

    @property
    def folder(self) -> Path:
        return self.opened.workspace.build / self.session

    def at(self, name: str) -> Place:
        return Place(f"build/{self.session}/{name}")

    def files(self, suffix: str) -> tuple[str, ...]:
        """The outputs with this suffix that are there."""
        return tuple(n for n in sorted(self.manifest["outputs"]) if n.endswith(suffix) and (self.folder / n).is_file())


def prove(opened: Opened, sessions: Sequence[str]) -> tuple[Proven, ...]:
    """Prove the packs of these sessions; of all that are built when none is named.

    Raises:
        PipelineError: a session does not exist.
        PipelineError: nothing is built.
        EnvironmentProblem: a validator is not installed.
    """
    for name in sessions:
        opened.session(name)
    built = tuple(name for name in opened.sessions if (opened.workspace.build / name).is_dir())
    if not sessions and not built:
        raise PipelineError("no session pack is built yet", "run `hlcp build` first")
    need_validators()
    return tuple(_prove(opened, name) for name in sessions or built)


def _prove(opened: Opened, session: str) -> Proven:
    pack = _read_pack(opened, session)
    if isinstance(pack, Finding):
        return Proven(session, f"build/{session}", {}, (pack,))
    results = {name: proof(pack) for name, proof in PROOFS.items()}
    findings = sorted({finding for result in results.values() for finding in result.findings})
    counts = {name: result.things for name, result in results.items()}
    return Proven(session, f"build/{session}", counts, tuple(findings))


def _read_pack(opened: Opened, session: str) -> _Pack | Finding:
    place = Place(f"build/{session}/{MANIFEST}")
    try:
        manifest = json.loads((opened.workspace.build / session / MANIFEST).read_bytes())
        names = {*manifest["outputs"], *manifest["inputs"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = "is not there" if isinstance(error, OSError) else "cannot be read"
        return found("PROOF-MANIFEST", place, f"the manifest {what}, so the pack cannot be proven")
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in names):
        return found("PROOF-MANIFEST", place, "the manifest names files outside the workspace")
    return _Pack(opened, session, manifest)


# -- the manifest


def _outputs(pack: _Pack) -> Checked:
    expected: Mapping[str, Mapping[str, Any]] = pack.manifest["outputs"]
    findings = [_output(pack, name, row) for name, row in expected.items()]
    there = {path.relative_to(pack.folder).as_posix() for path in pack.folder.rglob("*") if path.is_file()}
    strange = sorted(there - {*expected, MANIFEST})
    findings += [
        found("PROOF-OUTPUT", pack.at(name), "the file was added to the pack after it was built", ADDED)
        for name in strange
    ]
    return Checked(len(expected), tuple(each for each in findings if each is not None))


def _output(pack: _Pack, name: str, row: Mapping[str, Any]) -> Finding | None:
    try:
        data = (pack.folder / name).read_bytes()
    except OSError:
        return found("PROOF-OUTPUT", pack.at(name), "the file is no longer there")
    if hashlib.sha256(data).hexdigest() != row.get("sha256") or len(data) != row.get("bytes"):
        return found("PROOF-OUTPUT", pack.at(name), "the file was changed after it was built")
    return None


def _inputs(pack: _Pack) -> Checked:
    expected: Mapping[str, str] = pack.manifest["inputs"]
    findings = [_input(pack, path, digest) for path, digest in expected.items()]
    return Checked(len(expected), tuple(each for each in findings if each is not None))


def _input(pack: _Pack, path: str, digest: str) -> Finding | None:
    again = f"Build the pack again: `hlcp build {pack.session}`."
    try:
        data = pack.opened.workspace.files.read(path, _INPUT_BYTES)
    except FileProblem as problem:
        message = f"the pack of {pack.session} was built from this file, which {problem.what}"
        return found("PROOF-INPUT", Place(path), message, again)
    if hashlib.sha256(data).hexdigest() == digest:
        return None
    message = f"the file was changed after the pack of {pack.session} was built"
    return found("PROOF-INPUT", Place(path), message, again)


# -- standards


def _word(pack: _Pack) -> Checked:
    return _standards(pack, ".docx", "PROOF-DOCX", docx_problems)


def _pdf(pack: _Pack) -> Checked:
    return _standards(pack, ".pdf", "PROOF-PDF", pdf_problems)


def _standards(pack: _Pack, suffix: str, code: str, problems: Callable[[Path], tuple[str, ...]]) -> Checked:
    names = pack.files(suffix)
    findings = (found(code, pack.at(name), problem) for name in names for problem in problems(pack.folder / name))
    return Checked(len(names), tuple(findings))


# -- numbers


def _numbers(pack: _Pack) -> Checked:
    """That numbers.json, Word, PDF and locks number every paragraph alike; Word also headings, tables, figures."""
    if not pack.manifest.get("documents"):  # a session with nothing on its table yet
        return Checked(0, ())
    try:
        documents = json.loads((pack.folder / NUMBERS).read_bytes())["documents"]
        findings = [each for name, rows in documents.items() for each in _document_numbers(pack, name, rows)]
        count = sum(len(rows["paragraphs"]) for rows in documents.values())
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = (
            f"it cannot be read: {error.strerror if isinstance(error, OSError) else 'it is no list of numbers of ours'}"
        )
        return Checked(0, (found("PROOF-NUMBERS", pack.at(NUMBERS), message),))
    return Checked(count, tuple(findings))


def _document_numbers(pack: _Pack, document: str, rows: Mapping[str, Any]) -> Iterator[Finding]:
    name = f"{document}.docx"
    try:
        shown = shown_paragraphs(pack.folder / name)
    except WordProblem as problem:
        yield found("PROOF-NUMBERS", pack.at(name), str(problem))
    else:
        yield from (found("PROOF-NUMBERS", pack.at(name), message) for message in numbers_differ(rows, shown))
        yield from _pdf_numbers(pack, f"{document}.pdf", shown)
    if rows["baseline"]:
        yield from _lock_numbers(pack, document, rows)


def _pdf_numbers(pack: _Pack, name: str, shown: Sequence[Shown]) -> Iterator[Finding]:
    try:
        text = printed_text(pack.folder / name)
    except PdfProblem as problem:
        yield found("PROOF-NUMBERS", pack.at(name), str(problem))
    else:
        yield from (found("PROOF-NUMBERS", pack.at(name), message) for message in pdf_lacks(shown, text))


def _lock_numbers(pack: _Pack, document: str, rows: Mapping[str, Any]) -> Iterator[Finding]:
    all_of_them = {each.name: each for each in baselines(pack.opened, pack.session, document)}
    baseline = all_of_them.get(rows["baseline"])
    if baseline is None or baseline.lock is None:
        message = f"{document}: there is no readable lock of {rows['baseline']}"
        yield found("PROOF-NUMBERS", pack.at(NUMBERS), message)
        return
    locked = [(paragraph.number, paragraph.id) for paragraph in baseline.lock.paragraphs]
    printed = [(row["number"], row["id"]) for row in rows["paragraphs"]]
    for ours, theirs in zip(printed, locked, strict=False):
        if ours != theirs:
            message = f"{document}: paragraph {ours[0]} is {ours[1]}, but the lock has {theirs[0]}, {theirs[1]}"
            yield found("PROOF-NUMBERS", pack.at(NUMBERS), message)
    if len(printed) != len(locked):
        message = f"{document}: {len(printed)} numbered paragraphs, but the lock has {len(locked)}"
        yield found("PROOF-NUMBERS", pack.at(NUMBERS), message)


# -- redlines


def _redlines(pack: _Pack) -> Checked:
    """That each redline still holds both texts, against the papers as they are delivered."""
    rows: Sequence[Mapping[str, Any]] = pack.manifest.get("redlines", ())
    cache = open_cache(pack.opened)
    findings = (found for row in rows for found in prove_again(pack.opened, pack.session, row, cache))
    return Checked(len(rows), tuple(findings))


def _review_copies(pack: _Pack) -> Checked:
    """That each review copy still holds the paper of the baseline and the text of each member."""
    rows: Sequence[Mapping[str, Any]] = pack.manifest.get("review_copies", ())
    cache = open_cache(pack.opened)
    findings = (found for row in rows for found in prove_copy_again(pack.opened, pack.session, row, cache))
    return Checked(len(rows), tuple(findings))


def _printed_redlines(pack: _Pack) -> Checked:
    """That each PDF redline tells the two texts of the Word redline beside it."""
    names = pack.files(PDF_ENDING)
    return Checked(len(names), tuple(each for name in names for each in _printed_redline(pack, name)))


def _printed_redline(pack: _Pack, name: str) -> Iterator[Finding]:
    word = pack.folder / f"{name.removesuffix(PDF_ENDING)}{ENDING}"
    try:
        problems = prove_pdf(pack.opened, word.read_bytes(), (pack.folder / name).read_bytes())
    except OSError as error:
        problems = (f"the Word redline of it cannot be read: {error.strerror}",)
    return (found("PROOF-REDLINE", pack.at(name), problem) for problem in problems)


PROOFS: Mapping[str, Callable[[_Pack], Checked]] = {
    "outputs": _outputs,
    "inputs": _inputs,
    "Word files": _word,
    "PDF files": _pdf,
    "paragraph numbers": _numbers,
    "redlines": _redlines,
    "review copies": _review_copies,
    "PDF redlines": _printed_redlines,
}
