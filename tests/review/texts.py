"""Small documents and rounds, made by hand, for the tests of the review room."""

from pipeline.model.comment import Action, Citation, CitedKind, Comment, CommentName, CommentType, Proposal, Target
from pipeline.model.document import Document, Paragraph, Part, Role, Section, Text
from pipeline.model.source import Place
from pipeline.review.placing import Texts
from pipeline.text.aligning import align_words
from pipeline.text.body import Body

BASE = "hlcp-x"


def document(*paragraphs: str, title: str = "") -> Document:
    """A document of one section whose paragraphs are numbered; one that begins with "- " is a list item."""
    blocks: list[Paragraph] = []
    number = item = 0
    for text in paragraphs:
        if text.startswith("- "):
            item += 1
            mark = f"({chr(96 + item)})"
            blocks.append(
                Paragraph(Role.ITEM, (Text(text[2:]),), marker=mark, level=1, list=1, ordinal=item, kind="alpha")
            )
        else:
            number, item = number + 1, 0
            blocks.append(Paragraph(Role.NUMBERED, (Text(text),), number=number, id=f"p-{number}"))
    section = Section("drafts/d/01.md", Part.BODY, title=title, blocks=tuple(blocks))
    return Document("d", "D", "drafts/d", (section,))


def texts(old: tuple[str, ...], new: tuple[str, ...] | None = None) -> Texts:
    """A baseline and the text of today, aligned."""
    read, today = Body.of(document(*old)), Body.of(document(*(new if new is not None else old)))
    return Texts(read, today, align_words(read.wording, today.wording))


def comment(
    quote: str = "", words: str | None = None, *, paragraph: int = 0, entity: str = "A", number: int = 1,
    action: Action = Action.REPLACE, withdrawn: bool = False, problem: str = "",
) -> Comment:  # fmt: skip
    """A comment on one place."""
    kind = CitedKind.PARAGRAPH if paragraph else CitedKind.DOCUMENT
    target = Target(Citation(kind, str(paragraph) if paragraph else ""), quote)
    targets = (target,) if quote or paragraph else ()
    proposal = Proposal(action, words) if words is not None else None
    name = CommentName(BASE, f"MEMBER-{entity}", "d", str(number))
    print_of = f"{abs(hash((quote, words, paragraph))):08x}"[:8]
    return Comment(
        name, print_of, CommentType.SUBSTANTIVE, targets, proposal, "why", "", BASE, Place("c.yaml", number),
        withdrawn=withdrawn, problem=problem,
    )  # fmt: skip


def cited(body: Body, made: Comment) -> list[tuple[int, ...]]:
    """The units that each target of a comment names."""
    wanted = [f"paragraph {target.citation.number}" for target in made.targets]
    return [tuple(i for i, unit in enumerate(body.units) if unit.address == address) for address in wanted]
