"""A rich paper built by hand from model types: every kind of block, with the numbers that must print.

It is numbered by hand on purpose, so that it does not move when the numbering code does.
"""

import re
import struct
import zlib
from dataclasses import replace

from pipeline.model.config import Committee, Profile
from pipeline.model.document import (
    Cell,
    Document,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Note,
    NoteMark,
    Paragraph,
    Part,
    Reference,
    Role,
    Section,
    Style,
    Table,
    Target,
    Text,
)  # fmt: skip
from pipeline.model.paper import Cover, Paper

IMAGE = "drafts/sample/images/flow.svg"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200" viewBox="0 0 600 200">'
    b'<rect x="10" y="60" width="160" height="80" fill="#dfe9f3" stroke="#1f4e79"/>'
    b'<rect x="220" y="60" width="160" height="80" fill="#dfe9f3" stroke="#1f4e79"/>'
    b'<rect x="430" y="60" width="160" height="80" fill="#dfe9f3" stroke="#1f4e79"/>'
    b'<path d="M170 100h50M380 100h50" stroke="#1f4e79" stroke-width="4"/></svg>'
)
HOSTILE = '#read("x") $x$ @label -7 -- "q" \'s\' ... <w:t>&amp;</w:t> {{ x }} *a* _b_ `c` \\n [x](y) %s ]]> 100%'
_LONG = (
    "Members of the United Nations system work on different sides of the same markets, and what one of them learns "
    "is seldom seen in time by the others. The common approach therefore treats information as a shared good, subject "
    "to the rights of the people whom it is about, and asks each entity to say what it can bring and what it needs."
)


def say(text: str, style: int = 0, link: str | None = None) -> tuple[Text, ...]:
    """Words and blanks as the reader of sections yields them: one piece each."""
    return tuple(Text(piece, style, link) for piece in re.split(r"( )", text) if piece)


def png(width: int = 600, height: int = 200) -> bytes:
    """A small but real picture: a grey field."""
    row = b"\x00" + b"\xd0" * width
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def numbered(number: int, *pieces: Inline, label: str = "") -> Paragraph:
    """A numbered paragraph of the body."""
    return Paragraph(Role.NUMBERED, pieces, number=number, label=label, id=label or f"p-{number:08x}")


def item(marker: str, kind: str, place: tuple[int, int, int], *pieces: Inline, label: str = "") -> Paragraph:
    """A list item; `place` is its level, list and ordinal."""
    level, which, ordinal = place
    return Paragraph(
        Role.ITEM, pieces, label=label, id=label, marker=marker, level=level, list=which, ordinal=ordinal, kind=kind
    )


def _front() -> Section:
    return Section(
        "drafts/sample/00-front.md",
        Part.FRONT,
        title="Summary",
        blocks=(
            Heading(1, say("Summary")),
            Paragraph(
                Role.EPIGRAPH,
                say(
                    "“The activities of transnational organized crime take many forms, but the ramifications are the "
                    "same.” — The Secretary-General, remarks to the Security Council, 7 December 2023"
                ),
            ),
            Paragraph(Role.SUMMARY, (*say("The present paper is a sample."), NoteMark(0, "1"), *say(" " + _LONG))),
            Paragraph(Role.SUMMARY, say("It has a summary of two paragraphs, which stand in one box. " + _LONG)),
            Paragraph(Role.PLAIN, say("A plain paragraph in the front matter has no number.")),
        ),
        notes=(Note((say("Front matter counts its notes with the body."),), "1"),),
    )


def _introduction() -> Section:
    styled = (
        *say("A paragraph with "), *say("italic words", Style.ITALIC), *say(", "), *say("bold", Style.BOLD), *say(", "),
        *say("both", Style.BOLD | Style.ITALIC), *say(", H"), *say("2", Style.SUBSCRIPT), *say("O, 10"),
        *say("3", Style.SUPERSCRIPT), *say(", "), *say("struck", Style.STRIKE), *say(" and a "),
        *say("link to the Committee", 0, "https://unsceb.org/high-level-committee-programmes?a=1&b=2"), *say("."),
    )  # fmt: skip
    return Section(
        "drafts/sample/01-introduction.md",
        Part.BODY,
        title="Introduction and mandate",
        id="sec-introduction",
        blocks=(
            Heading(1, say("Introduction and mandate"), "sec-introduction", "I"),
            numbered(1, *say(_LONG), NoteMark(0, "2"), label="p-lenses"),
            numbered(2, *styled),
            numbered(3, *say("Hostile text comes out as it is: " + HOSTILE)),
            numbered(
                4,
                *say("See "), Reference("p-lenses", "paragraph 1"), *say(", "), Reference("p-item", "paragraph 6 (b)"),
                *say(", "), Reference("p-deep", "paragraph 6 (b) (ii)"), *say(", "),
                Reference("sec-rights", "section II.A"), *say(", "), Reference("tbl-areas", "table 1"), *say(", "),
                Reference("fig-flow", "figure 1"), *say(", "), Reference("annex-map", "annex I"), *say(", "),
                Reference("sec-lead", "“Lead entities”"), *say(" and "),
                Reference("p-nowhere", "[p-nowhere]"), *say("."),
            ),
            numbered(5, *say("First line"), LineBreak(), *say("second line of it; العربية, 中文, Ελληνικά.")),
        ),
        notes=(
            Note((say("A note with a "), say("second paragraph.")), "2"),
        ),
    )  # fmt: skip


def _lists() -> tuple[Paragraph, ...]:
    return (
        numbered(6, *say("The markets are connected in several ways:")),
        item("(a)", "alpha", (1, 1, 1), *say("Shared means: " + _LONG)),
        item("(b)", "alpha", (1, 1, 2), *say("Shared people, for instance:"), label="p-item"),
        item("(i)", "roman", (2, 2, 1), *say("A smuggled migrant who cannot pay a debt may be trafficked;")),
        item(
            "(ii)",
            "roman",
            (2, 2, 2),
            *say("A person recruited for a lawful job may be forced to defraud;"),
            label="p-deep",
        ),
        Paragraph(Role.ITEM_CONTINUED, say("This goes on inside the inner item."), level=2, list=2),
        item("(c)", "alpha", (1, 1, 3), *say("Shared money:")),
        item("(i)", "roman", (2, 3, 1), *say("A second inner list starts again;")),
        item("1.", "decimal", (3, 4, 1), *say("and a third level counts in figures.")),
        item("(d)", "alpha", (1, 1, 4), *say("Shared causes.")),
        Paragraph(Role.ITEM_CONTINUED, say("This goes on inside the outer item. " + _LONG), level=1, list=1),
        Paragraph(Role.CONTINUED, say("The paragraph runs on after its list. " + _LONG)),
        numbered(7, *say("Another list does not begin at the beginning:")),
        item("(c)", "alpha", (1, 5, 3), *say("third;")),
        item("(d)", "alpha", (1, 5, 4), *say("fourth.")),
        numbered(8, *say("Bullets:")),
        item("•", "bullet", (1, 6, 1), *say("short")),
        item("•", "bullet", (2, 7, 1), *say("nested")),
        item("•", "bullet", (1, 6, 2), *say("also short")),
        numbered(9, *say("Figures:")),
        item("1.", "decimal", (1, 8, 1), *say("One;")),
        item("2.", "decimal", (1, 8, 2), *say("Two.")),
    )


def _cell(text: str) -> Cell:
    return Cell((say(text),))


def _table() -> Table:
    header = ((_cell("Area"), _cell("What members bring"), _cell("Share")),)
    first = (
        Cell(((*say("Data"), NoteMark(0, "3")),)),
        Cell((say("Figures that can be compared. " + _LONG), say("A second paragraph."))),
        _cell("12.5"),
    )
    rows = tuple(
        (_cell(f"Area {n}"), _cell(_LONG if n % 5 == 0 else "A short entry"), _cell(str(n))) for n in range(1, 31)
    )
    return Table("tbl-areas", say("Areas of work"), header, (first, *rows), ("left", "left", "right"), "1")


def _lenses() -> Section:
    return Section(
        "drafts/sample/02-lenses.md",
        Part.BODY,
        title="Lenses",
        blocks=(
            Heading(1, say("Lenses"), "", "II"),
            Heading(2, say("Human rights"), "sec-rights", "A"),
            *_lists(),
            Heading(2, say("Human security"), "", "B"),
            Heading(3, say("Freedom from fear"), "", "1"),
            numbered(10, *say(_LONG)),
            Heading(4, say("Details"), "", "a"),
            numbered(11, *say(_LONG), NoteMark(1, "4")),
            Heading(4, say("More details"), "", "b"),
            numbered(12, *say("The areas are in "), Reference("tbl-areas", "table 1"), *say(". " + _LONG)),
            _table(),
            Heading(3, say("Freedom from want"), "", "2"),
            numbered(13, *say(_LONG)),
            Figure("fig-flow", IMAGE, say("Flow of comments"), "Three boxes in a row, joined by lines", "1"),
            numbered(14, *say(_LONG)),
        ),
        notes=(
            Note((say("A note in a table."),), "3"),
            Note(((*say("See "), Reference("p-lenses", "paragraph 1"), *say(" and "),
                   *say("https://www.unodc.org", 0, "https://www.unodc.org"), *say(".")),), "4"),
        ),
    )  # fmt: skip


def _annex(number: str, title: str, label: str, *, first_note: int) -> Section:
    return Section(
        f"drafts/sample/9{first_note}-annex.md",
        Part.ANNEX,
        title=title,
        id=label,
        blocks=(
            Heading(1, say(title), label, f"Annex {number}"),
            Paragraph(
                Role.PLAIN, (*say("Paragraphs of annexes have no numbers."), NoteMark(0, "a"), *say(" " + _LONG))
            ),
            Heading(2, say("Lead entities"), "sec-lead" if number == "I" else ""),
            item("(a)", "alpha", (1, 10 + first_note, 1), *say("An entity;"), NoteMark(1, "b")),
            item("(b)", "alpha", (1, 10 + first_note, 2), *say("Another entity.")),
            *(
                (Table("", (), (), ((_cell("No header"), _cell("and no caption")),), ("left", "center"), "2"),)
                * (number == "II")
            ),
        ),
        notes=(Note((say("Letters in annexes."),), "a"), Note((say("The second one."),), "b")),
    )


_TARGETS = (
    Target("p-lenses", "paragraph", "1", "paragraph 1"),
    Target("p-item", "paragraph", "6 (b)", "paragraph 6 (b)"),
    Target("p-deep", "paragraph", "6 (b) (ii)", "paragraph 6 (b) (ii)"),
    Target("sec-introduction", "section", "I", "section I"),
    Target("sec-rights", "section", "A", "section II.A"),
    Target("tbl-areas", "table", "1", "table 1"),
    Target("fig-flow", "figure", "1", "figure 1"),
    Target("annex-map", "annex", "I", "annex I"),
    Target("sec-lead", "section", "", "“Lead entities”"),
)


def sample_document() -> Document:
    """The document of the sample paper."""
    return Document(
        name="sample",
        title="Sample paper of the Committee on all that a paper can hold",
        folder="drafts/sample",
        sections=(
            _front(),
            _introduction(),
            _lenses(),
            _annex("I", "Mapping of workstreams", "annex-map", first_note=1),
            _annex("II", "Terms", "annex-terms", first_note=2),
        ),
        short_title="Sample paper",
        prepared_by="Prepared by the Task Team on Samples",
        words=8492,
        targets={target.id: target for target in _TARGETS},
    )


def sample_cover(*, draft: bool) -> Cover:
    """Its cover: frozen, or with the marks of a draft."""
    committee = Committee(
        name="High-level Committee on Programmes",
        short="HLCP",
        organization="United Nations system",
        board="Chief Executives Board for Coordination",
        board_short="CEB",
    )  # fmt: skip
    frozen = Cover(
        committee,
        "Fiftieth session",
        "[symbol to be supplied]",
        "October 2025",
        "[venue to be supplied]",
        "For approval",
        "Provisional outline",
        "hlcp-2025-10-rev1",
        "9c1e44a0b2d3",
        "Paragraph 4 was incomplete",
    )
    return replace(frozen, baseline="", fingerprint="9c1e44a0b2d3", reissue="", draft=True) if draft else frozen


def sample_paper(*, draft: bool = False, profile: Profile | None = None) -> Paper:
    """The sample paper, long enough for a table of contents."""
    settings = profile or Profile(
        name="Sample", disclaimer="Working text. Not an official document of the United Nations."
    )
    return Paper(sample_document(), sample_cover(draft=draft), settings, "0.1.0", {IMAGE: SVG})
