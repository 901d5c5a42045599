"""A ledger built by hand from model types: every kind of row, with text that tries to be more than text."""

from pipeline.model.comment import Action, Citation, CitedKind, Comment, CommentName, CommentType, Proposal, Target
from pipeline.model.finding import Finding, Severity
from pipeline.model.ledger import (
    Anchor,
    AnchorStatus,
    Collision,
    Disposition,
    Entry,
    Ledger,
    Pair,
    Passage,
    Relation,
    Request,
    State,
)  # fmt: skip
from pipeline.model.source import Place
from pipeline.text.units import Unit, UnitKind
from pipeline.text.words import Kind, Stretch

ROUND, DOCUMENT = "hlcp-2025-06", "conceptual-framework"
HOSTILE = (
    "=HYPERLINK(\"http://x\") +1 -1 @sum <w:t>&amp;</w:t> #read(\"x\") $x$ {{ x }} *a* \x07\ud800\ufffe "
    "مرحبا 你好 😀 \u202e]]> %s \\n"
)  # fmt: skip
LONG = (
    "Members of the United Nations system work on different sides of the same markets, and what one of them learns is "
    "seldom seen in time by the others. The common approach therefore treats information as a shared good, subject to "
    "the rights of the people whom it is about, and asks each entity to say what it can bring and what it needs."
)


def unit(kind: UnitKind, address: str, text: str, *, number: int = 0, section: int = 0, heading: str = "I") -> Unit:
    """A unit with its text."""
    identity = f"p-{number}" if number else ""
    return Unit(kind, address, number, (), identity, section, 0, 0, heading, Stretch(Kind.PARAGRAPH, (), text, ()))


def units() -> tuple[Unit, ...]:
    """The draft that was read: two sections, a table and a footnote."""
    item = unit(UnitKind.ITEM, "2 (a)", "Trace proceeds across borders;", number=2)
    return (
        unit(UnitKind.HEADING, "section I", "Introduction"),
        unit(UnitKind.PARAGRAPH, "paragraph 1", LONG, number=1),
        unit(UnitKind.PARAGRAPH, "paragraph 2", "The system shall act on three lines:", number=2),
        item._replace(id="", marks=("a",)),
        unit(UnitKind.HEADING, "section II", "Analysis", section=1, heading="II"),
        unit(UnitKind.PARAGRAPH, "paragraph 3", f"Trends differ. {LONG}", number=3, section=1, heading="II"),
        unit(UnitKind.CELL, "table 1, row 1", "Environment", section=1, heading="II"),
        unit(UnitKind.CELL, "table 1, row 1", "Four entities", section=1, heading="II"),
    )


def passage(index: int, words: str = "", *, start: int = 0) -> Passage:
    """A passage of the draft."""
    one = units()[index]
    return Passage(one.address, one.id, "01-a.md", index, start, start + 3, words or one.text)


def anchored(index: int, status: AnchorStatus = AnchorStatus.EXACT, remark: str = "", start: int = 0) -> Anchor:
    """An anchor on a unit; `today` where its status has one."""
    read = passage(index, start=start)
    today = Passage(f"paragraph {index + 3}", read.id, "01-a.md", index, 0, 3, read.words)
    return Anchor(status, 0.9, read, today if status.placed else None, how="literal", remark=remark)


def name(entity: str, number: str) -> CommentName:
    """The name of a comment."""
    return CommentName(ROUND, entity, DOCUMENT, number)


def comment(entity: str, number: str, *, place: str = "", quote: str = "", text: str = "", **more: object) -> Comment:
    """A comment; `more` are other fields of it."""
    cited = Citation(CitedKind.PARAGRAPH, place) if place else None
    values: dict[str, object] = {
        "name": name(entity, number),
        "fingerprint": f"{abs(hash_of(entity + number)):08x}",
        "type": CommentType.SUBSTANTIVE,
        "targets": (Target(cited, quote),) if cited else (),
        "proposal": None,
        "text": text,
        "reference": f"para. {place}" if place else "",
        "baseline": ROUND,
        "at": Place(f"comments/{ROUND}/{entity}/{DOCUMENT}.yaml", 7, 5),
    }
    return Comment(**{**values, **more})  # type: ignore[arg-type]


def hash_of(text: str) -> int:
    """A number that depends on the text only."""
    return sum((index + 1) * ord(char) for index, char in enumerate(text)) * 2_654_435 % 2**32


def entries() -> tuple[Entry, ...]:
    """One entry of each kind."""
    replace = Proposal(Action.REPLACE, "a public good", ("a common good",))
    same = {"request": name("MEMBER-A", "1"), "supporters": ("MEMBER-A", "MEMBER-B"), "collisions": (1,)}
    noted = Disposition("MEMBER-E#1", "noted", "x", response="Taken up in section II.", reply="agrees")
    refused = Disposition("MEMBER-E#2", "accepted-in-part", "x", "on four lines:", "The number follows from the text.")
    stale = Disposition("MEMBER-F#1", "accepted", "x", response="As proposed.")
    finding = Finding(Place("x.yaml", 3, 1), "COMMENT-PLACE", "“para. ninety” is no place", "", Severity.WARNING)
    return (
        Entry(comment("MEMBER-A", "1", place="1", quote="a shared good", text="It is public.", proposal=replace),
              (anchored(1, AnchorStatus.CHANGED, "the number and the quote disagree", 20),), **same),
        Entry(comment("MEMBER-B", "4", place="2", quote="a shared good", proposal=replace,
                      text="We agree with others."),
              (anchored(1, AnchorStatus.CHANGED, start=20),), **same),
        Entry(comment("MEMBER-C", "1", text=HOSTILE)),
        Entry(comment("MEMBER-C", "2", place="1", quote="different sides", text=HOSTILE,
                      proposal=Proposal(Action.REPLACE, HOSTILE)),
              (anchored(1, start=5),), name("MEMBER-C", "2"), ("MEMBER-C",), collisions=(1, 2)),
        Entry(comment("MEMBER-D", "1", place="412", text=LONG, findings=(finding,)),
              (Anchor(AnchorStatus.UNPLACED, candidates=(passage(1),), remark="there is no paragraph 412"),)),
        Entry(comment("MEMBER-D", "?2", text="comment: Note: this", problem="YAML that cannot be read"),
              state=State.UNREADABLE),
        Entry(comment("MEMBER-E", "1", place="3", text="Trends should come first.", late=True),
              (anchored(5, AnchorStatus.MOVED),), state=State.NOTED, disposition=noted),
        Entry(comment("MEMBER-E", "2", place="2", quote="three lines", proposal=Proposal(Action.DELETE)),
              (anchored(2),), name("MEMBER-E", "2"), ("MEMBER-E",),
              state=State.ACCEPTED_IN_PART, disposition=refused),
        Entry(comment("MEMBER-F", "1", place="2 (a)", quote="Trace", type=CommentType.EDITORIAL,
                      proposal=Proposal(Action.INSERT_AFTER, "and freeze")),
              (anchored(3),), name("MEMBER-F", "1"), ("MEMBER-F",), state=State.STALE, disposition=stale),
        Entry(comment("MEMBER-F", "2", place="3", withdrawn=True, text="Taken back."), (anchored(5),),
              state=State.WITHDRAWN),
        Entry(comment("MEMBER-G", "3", place="3", text="Gone since.", targets=(
                  Target(Citation(CitedKind.TABLE, "1", row=1), "Environment"),
                  Target(Citation(CitedKind.PARAGRAPH, "3"), "Trends differ"))),
              (anchored(7, AnchorStatus.DELETED), anchored(5))),
    )  # fmt: skip


def ledger(more: tuple[Entry, ...] = ()) -> Ledger:
    """The account of the sample round."""
    one = Request((name("MEMBER-A", "1"), name("MEMBER-B", "4")), 20, 23, "a public good")
    other = Request((name("MEMBER-C", "2"),), 5, 7, "x")
    pair = Pair(one.lead, other.lead, Relation.OVERLAPPING, "they share two words")
    order = ((other.lead, "furthest from the original"), (one.lead, "then this"))
    collision = Collision(1, DOCUMENT, passage(1), (one, other), (pair,), order)
    everything = tuple(sorted((*entries(), *more), key=lambda entry: entry.comment.name.key))
    titles = {DOCUMENT: "Conceptual framework"}
    fingerprints = {DOCUMENT: "0123456789ab"}
    return Ledger(
        ROUND, True, fingerprints, everything, (one, other), (collision,), ("MEMBER-A", "MEMBER-L"), titles=titles
    )
