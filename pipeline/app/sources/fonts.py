"""The font files of a workspace, and what the papers hold that no font can print."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.app.sources.opening import Opened, found, problem_finding
from pipeline.app.sources.places import place_of
from pipeline.formats.glyphs import Coverage, FontProblem, coverage, font_points, unprintable
from pipeline.model.config import Profile
from pipeline.model.document import Document, Section
from pipeline.model.finding import Finding, Severity
from pipeline.model.rules import RULES
from pipeline.model.saying import quoted
from pipeline.model.source import Place
from pipeline.store.cache import key
from pipeline.store.files import FileProblem
from pipeline.text.checks.view import code_of
from pipeline.text.words import stretches

FONT_BYTES = 64 * 1024 * 1024
_KINDS = frozenset((".ttf", ".otf", ".ttc", ".otc"))  # a licence may stand beside them
_MOST = 8  # characters of one file that get a finding each; the others are counted


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts that papers are printed with, beside those that typst brings.

    Attributes:
        files: their bytes, by path.
        findings: on files that are no fonts.
    """

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def read_fonts(opened: Opened) -> Fonts:
    """The font files in the folder that the profile names; none when it names none."""
    folder = opened.profile.fonts.folder
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for path in _font_paths(opened):
        try:
            data = opened.workspace.files.read(path, FONT_BYTES)
            font_points(data)
            files[path] = data
        except FileProblem as problem:
            findings.append(problem_finding(problem, path))
        except FontProblem as problem:
            findings.append(found("FONT-BROKEN", Place(path), f"the font file cannot be read: {problem}"))
    if folder and not opened.workspace.files.exists(folder):
        findings.append(
            found(
                "FONT-BROKEN",
                place_of(opened.workspace, opened.workspace.profile_file(opened.file.profile), "fonts", "folder"),
                f"there is no folder {quoted(folder)}, which the profile names for fonts",
                "Make the folder and put the font files into it, or take the line out.",
            )
        )
    return Fonts(files, tuple(findings))


def font_state(opened: Opened) -> str:
    """A digest of the folder of fonts, missing or not, and of all its files: what findings on glyphs depend on."""
    folder = opened.profile.fonts.folder
    if not folder:
        return key()
    files = opened.workspace.files
    return key(
        folder, str(files.exists(folder)), *(f"{files.digest(path)} {path}" for path in files.list_files(folder))
    )


def _font_paths(opened: Opened) -> tuple[str, ...]:
    folder = opened.profile.fonts.folder
    paths = opened.workspace.files.list_files(folder) if folder else ()
    return tuple(path for path in paths if PurePosixPath(path).suffix.lower() in _KINDS)


# -- characters without a glyph


class _Met(NamedTuple):
    """A character that no font prints, somewhere in a document."""

    char: str
    place: Place


def unprintable_characters(document: Document, profile: Profile, fonts: Fonts) -> tuple[Finding, ...]:
    """TEXT-GLYPH for a numbered document: each character once per file, at its first place and with its count."""
    severity = profile.severity("TEXT-GLYPH", RULES["TEXT-GLYPH"].severity)
    if severity is None:
        return ()
    return _by_file(_met(document, coverage(fonts.files)), severity)


def unprintable_settings(opened: Opened) -> tuple[Finding, ...]:
    """TEXT-GLYPH for what covers and agenda notes take from the files of the workspace and its sessions."""
    severity = opened.profile.severity("TEXT-GLYPH", RULES["TEXT-GLYPH"].severity)
    if severity is None:
        return ()
    known = coverage(read_fonts(opened).files)
    texts = [("hlcp.yaml", text) for text in (*opened.file.committee.model_dump().values(), opened.file.workstream)]
    for name, session in opened.sessions.items():
        editions = (text for entry in session.documents for text in (entry.edition, entry.symbol))
        covers = (session.title, session.date, session.venue, *session.decisions, *editions)
        texts += [(opened.workspace.session_file(name), text) for text in covers]
    return _by_file((_Met(char, Place(path)) for path, text in texts for _, char in unprintable(text, known)), severity)


def _by_file(all_met: Iterable[_Met], severity: Severity) -> tuple[Finding, ...]:
    by_file: dict[str, list[_Met]] = {}
    for met in all_met:
        by_file.setdefault(met.place.path, []).append(met)
    return tuple(finding for of_file in by_file.values() for finding in _findings(of_file, severity))


def _met(document: Document, known: Coverage) -> Iterator[_Met]:
    for text in (document.title, document.short_title, document.prepared_by):
        yield from (_Met(char, Place(f"{document.folder}/document.yaml")) for _, char in unprintable(text, known))
    for section in document.sections:
        yield from _met_in(section, known)


def _met_in(section: Section, known: Coverage) -> Iterator[_Met]:
    for stretch in stretches(section):
        for offset, char in unprintable(stretch.text, known):
            at = stretch.place(offset)
            yield _Met(char, Place(section.path, at.line, at.column) if at else Place(section.path))


def _findings(all_met: Sequence[_Met], severity: Severity) -> Iterator[Finding]:
    counts = Counter(met.char for met in all_met)
    first: dict[str, Place] = {}
    for met in all_met:
        first.setdefault(met.char, met.place)
    rule = RULES["TEXT-GLYPH"]
    for char in list(first)[:_MOST]:
        yield Finding(first[char], rule.code, f"no font prints {_shown(char, counts[char])}", rule.remedy, severity)
    if others := list(first)[_MOST:]:
        number = sum(counts[char] for char in others)
        message = f"no font prints {len(others)} more characters of this file, which stand in {number} places"
        yield Finding(first[others[0]], rule.code, message, rule.remedy, severity)


def _shown(char: str, count: int) -> str:
    name = unicodedata.name(char, "a character without a name").lower()
    return f"“{char}” ({code_of(char)}, {name})" + (f", {count} times in this file" if count > 1 else "")
