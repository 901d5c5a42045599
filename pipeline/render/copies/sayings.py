"""What the comments of a review copy say, and the list at its head of what cannot stand in the text."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.document import Style
from pipeline.model.ledger import Entry
from pipeline.model.review_copy import Listed, Spot
from pipeline.render.matrix.wording import literal, proposal_words
from pipeline.render.word.xml import run

_MEMBER = "Member"
HOW = (
    "Each change in this copy carries the names of the members who propose it; identical proposals stand once, and "
    "wordings that collide stand side by side. To read the text as one member proposes it, accept the changes whose "
    "authors include that member and reject the others. Accepting all of them gives no text where they collide. "
    "Proposed paragraphs are called “bis”, so that no number changes. This notice goes when all changes are rejected."
)
_LISTED = "Comments that cannot be shown in the text"


@dataclass(frozen=True)
class Told:
    """What readers of a copy are told.

    Attributes:
        public: it leaves the house: no names of comments.
        hidden: what is left out then, as the settings of the round name it.
    """

    public: bool = False
    hidden: frozenset[str] = frozenset()

    @property
    def names_members(self) -> bool:
        """Whether readers learn who proposed what."""
        return "entities" not in self.hidden

    def author(self, entry: Entry) -> str:
        """Whose the comment is."""
        return entry.comment.name.entity if self.names_members else _MEMBER

    def comment(self, spot: Spot) -> tuple[str, ...]:
        """The paragraphs of a comment in the margin."""
        entry = spot.entry
        lines = [self._head(entry)]
        if len(entry.supporters) > 1 and self.names_members:
            lines.append(f"Supported by: {', '.join(entry.supporters)}")
        if spot.remark:
            lines += [f"{spot.remark[:1].upper()}{spot.remark[1:]}.", proposal_words([entry.comment])]
        elif entry.comment.proposal is not None:
            lines += [f"Or: {words}" for words in entry.comment.proposal.alternatives]
        return self._said([*lines, self.reasons(entry)])

    def _head(self, entry: Entry) -> str:
        kind = f"{entry.comment.type}{', late' if entry.comment.late else ''}"
        return kind.capitalize() if self.public else f"{entry.comment.name.short}, {kind}"

    def reasons(self, entry: Entry) -> str:
        """Why, in the member's words."""
        if "reasons" in self.hidden or (entry.comment.problem and not self.names_members):
            return ""
        return entry.comment.text

    def response(self, entry: Entry) -> tuple[str, ...]:
        """The decision and the response to it; nothing while the comment is open."""
        if not entry.state.decided or entry.disposition is None:
            return ()
        decision = str(entry.state).replace("-", " ").capitalize()
        response = "" if "responses" in self.hidden else entry.disposition.response
        words = "" if "texts" in self.hidden else entry.disposition.text
        return self._said([f"{decision}.", response, f"To read: {words}" if words else ""])

    @staticmethod
    def _said(lines: list[str]) -> tuple[str, ...]:
        return tuple(part for line in lines for part in literal(line).split("\n") if part.strip())


def head_paragraphs(listed: tuple[Listed, ...], spots: tuple[Spot, ...], told: Told) -> Iterator[str]:
    """The runs of each paragraph at the head of the copy: how to read it, and what stands nowhere in the text."""
    yield run("Review copy", Style.BOLD)
    yield run(HOW)
    others = [spot for spot in spots if spot.entry.comment.proposal and spot.entry.comment.proposal.alternatives]
    if not listed and not others:
        return
    yield run(_LISTED, Style.BOLD)
    for one in listed:
        reason = f"{one.reason}: {one.detail}" if one.detail and told.names_members else one.reason
        yield from _row(one.entry, literal(reason), proposal_words([one.entry.comment]), told)
    for spot in others:
        words = proposal_words([spot.entry.comment]).partition("\n")[2].removeprefix("Or: ")
        yield from _row(spot.entry, "its first wording is shown in the text", words, told, alternative=True)


def _row(entry: Entry, reason: str, words: str, told: Told, *, alternative: bool = False) -> Iterator[str]:
    place = next((anchor.read.address for anchor in entry.anchors if anchor.read is not None), "")
    place = place or entry.comment.reference
    name = told.author(entry) if told.public else entry.comment.name.short
    label = f"{name}{f' ({literal(place)})' if place else ''}: "
    reasons = "" if alternative else told.reasons(entry)
    response = () if alternative else told.response(entry)
    lines = (*words.split("\nOr: "), reasons, " ".join(response))
    said = [" ".join(literal(each).split()) for each in lines if each.strip()]
    yield run(label.replace("\n", " "), Style.BOLD) + run(f"{reason}. ", Style.ITALIC) + run(" — ".join(said))
