"""Papers: a document with its cover, and the agenda note, ready for the renderers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipeline import __version__
from pipeline.app.sources.baselines import Baseline, previous
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.reading import ReadDocument
from pipeline.formats.pandoc import parse
from pipeline.model.config import Profile, SessionDocument
from pipeline.model.document import Document, Part, Section
from pipeline.model.finding import PipelineError
from pipeline.model.paper import Cover, Paper
from pipeline.render.agenda import agenda_markdown
from pipeline.text.blocks import read_section
from pipeline.text.identity import numbered_paragraphs
from pipeline.text.numbering import number_document

AGENDA = "agenda"
_UNKNOWN = {"symbol": "[symbol to be assigned]", "date": "[date to be confirmed]", "venue": "[venue to be confirmed]"}
_PHRASES = {
    "approval": "for its approval",
    "consideration": "for its consideration",
    "guidance": "and to give guidance on it",
    "information": "for its information",
    "discussion": "for discussion",
}


def paper_of(
    opened: Opened, session: str, entry: SessionDocument, read: ReadDocument, baseline: Baseline | None
) -> Paper:
    """The paper of one document at a session; `baseline` is None for today's text.

    Raises:
        PipelineError: the document could not be read.
    """
    if read.document is None:
        raise PipelineError(f"the text of {entry.document} cannot be read", "`hlcp check` says why")
    cover = _cover(opened, session, (read.origin.profile, entry.symbol), draft=baseline is None)
    cover = Cover(
        cover.committee, cover.session, cover.symbol, cover.date, cover.venue, purpose=f"For {entry.purpose}",
        edition=_edition(entry, read.document.title), baseline=baseline.name if baseline else "",
        fingerprint=read.fingerprint,
        reissue=baseline.lock.reason if baseline and baseline.lock else "", draft=baseline is None,
    )  # fmt: skip
    return Paper(read.document, cover, read.origin.profile, __version__, dict(read.images))


def _edition(entry: SessionDocument, title: str) -> str:
    """What a cover says of the edition; nothing where the title says it already."""
    return "" if entry.edition.lower() in title.lower() else entry.edition


def preview_paper(opened: Opened, read: ReadDocument) -> Paper:
    """Today's text as a paper of no session."""
    if read.document is None:
        raise PipelineError(f"the text of {read.origin.document} cannot be read", "`hlcp check` says why")
    symbol = _known(read.origin.profile, "symbol")
    cover = Cover(opened.file.committee, "Preview of today's text", symbol, fingerprint=read.fingerprint, draft=True)
    return Paper(read.document, cover, read.origin.profile, __version__, dict(read.images))


def _cover(opened: Opened, session: str, of: tuple[Profile, str], *, draft: bool) -> Cover:
    """The cover of a paper with this profile and symbol, with placeholders for what is not known."""
    profile, symbol = of
    file = opened.session(session)
    known = (
        _known(profile, "symbol", symbol),
        _known(profile, "date", file.date),
        _known(profile, "venue", file.venue),
    )
    return Cover(opened.file.committee, file.title, *known, draft=draft)


def _known(profile: Profile, what: Literal["symbol", "date", "venue"], value: str = "") -> str:
    return value or (_UNKNOWN[what] if what in profile.placeholders else "")


@dataclass(frozen=True, slots=True)
class Beside:
    """What a pack holds beside the papers of its documents, as far as the agenda note names it.

    Attributes:
        notes: names of companion papers.
        answered: the session on whose drafts comments are answered; "" for none.
    """

    notes: frozenset[str] = frozenset()
    answered: str = ""


def agenda_paper(opened: Opened, session: str, papers: Mapping[str, Paper], template: str, beside: Beside) -> Paper:
    """The agenda note of a session, from the papers that could be made.

    Raises:
        PipelineError: the template is broken.
    """
    file = opened.session(session)
    draft = any(paper.cover.draft for paper in papers.values())
    values = {
        "session": file.title, "committee": opened.file.committee, "workstream": opened.file.workstream,
        "documents": [_row(entry, papers[entry.document]) for entry in file.documents if entry.document in papers],
        "decisions": file.decisions, "draft": draft, "notes": sorted(beside.notes),
        "redlines": [row for name, paper in papers.items() for row in _since(opened, session, name, paper)],
        "answered": opened.session(beside.answered).title if beside.answered else "",
        "placeholders": list(opened.profile.placeholders),
    }  # fmt: skip
    parsed = parse([agenda_markdown(template, values)])[0]
    text = read_section(parsed.blocks, Part.BODY)
    if parsed.problem or text.findings:
        raise PipelineError(
            f"templates/agenda.md.j2: {parsed.problem or text.findings[0].message}", "correct the template"
        )
    section = Section("templates/agenda.md.j2", Part.BODY, blocks=text.blocks, notes=text.notes)
    bare = Document(AGENDA, f"Agenda note: {opened.file.workstream.lower()}", "templates", (section,), "Agenda note")
    return note_paper(opened, session, bare, draft=draft)


def _since(opened: Opened, session: str, document: str, paper: Paper) -> list[dict[str, str]]:
    """A document that was before the committee already, and when."""
    before = previous(opened, session, document)
    return [{"title": paper.title, "session": opened.session(before.session).title}] if before else []


def note_paper(
    opened: Opened, session: str, bare: Document, *, draft: bool, images: Mapping[str, bytes] | None = None
) -> Paper:
    """A paper that is made anew for each pack, from a document that is not numbered yet."""
    document, _ = number_document(bare, opened.profile)
    cover = _cover(opened, session, (opened.profile, ""), draft=draft)
    return Paper(document, cover, opened.profile, __version__, dict(images or {}))


def _row(entry: SessionDocument, paper: Paper) -> dict[str, object]:
    return {
        "title": paper.title, "purpose": f"For {entry.purpose}", "purpose_phrase": _PHRASES[entry.purpose],
        "edition": _edition(entry, paper.title), "symbol": paper.cover.symbol, "words": f"{paper.document.words:,}",
        "paragraphs": len(numbered_paragraphs(paper.document)), "baseline": paper.cover.baseline,
        "frozen": not paper.cover.draft,
    }  # fmt: skip
