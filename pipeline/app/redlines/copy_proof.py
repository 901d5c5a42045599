"""The proof of a review copy, from the saved file: nobody's changes give the paper, one member's that member's text.

What is expected is made from the clean paper and the edits of each member alone: words, formatting, links, notes, kinds
of paragraphs and numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.app.redlines.copy_alone import Expected, Plain
from pipeline.formats.revisions import ACCEPT, REJECT, Unreadable, differences, faults, read
from pipeline.formats.revisions.members import Line, Paragraph, Voices, voices
from pipeline.model.credits import NAMELESS, SECRETARIAT
from pipeline.review.copying import Shares, edits_of
from pipeline.text.units import Unit

PROOF = (
    "rejecting all gives the paper of the baseline; accepting one member alone, that member's text: words, formatting, "
    "links, notes, kinds of paragraphs and numbers"
)
HIDDEN_PROOF = (
    "rejecting all gives the paper of the baseline; its changes are those of the copy with names, in which accepting "
    "one member alone gives that member's text"
)
MOST_PROBLEMS = 20
_NOTICE = 2  # paragraphs that say how to read a copy
Authors = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Wanted:
    """What a review copy must hold.

    Attributes:
        paper: the clean Word file.
        units: of its document.
        shares: the comments on it.
    """

    paper: bytes
    units: Sequence[Unit]
    shares: Shares

    @property
    def members(self) -> tuple[str, ...]:
        """Those whose changes are shown."""
        return tuple(sorted({shown.entry.comment.name.entity for shown in self.shares.shown}))


def prove_copy(copy: bytes, wanted: Wanted, authors: Authors) -> tuple[str, ...]:
    """What is wrong with a copy; nothing when it holds.

    Args:
        copy: the saved file.
        wanted: what it must hold.
        authors: the members whom each author stands for.
    """
    try:
        said = voices(copy)
        return (*_of_all(copy, said, wanted), *_each_member(said, wanted, authors))
    except Unreadable as problem:
        return (f"it cannot be read: {problem}",)


def prove_nameless(copy: bytes, named: bytes, wanted: Wanted) -> tuple[str, ...]:
    """What is wrong with a copy that hides names; nothing when it holds.

    Nobody can accept the changes of one member in it. But it holds the very changes of the copy with names, which is
    proven for each member: where names are taken away and nothing else, that proof is good for both.

    Args:
        copy: the saved file.
        named: the same copy with names.
        wanted: what it must hold.
    """
    try:
        said, told = voices(copy), voices(named)
        problems = [*_of_all(copy, said, wanted)]
    except Unreadable as problem:
        return (f"it cannot be read: {problem}",)
    names = [name for name in said.authors if name not in (NAMELESS, SECRETARIAT)]
    problems += [f"it names “{names[0][:80]}”, and names are hidden"] if names else []
    for one, other in zip_longest(_changing(said), _changing(told)):
        if one is None or other is None or _bare(one) != _bare(other):
            problems.append(f"“{(one or other).words[:40]}” is changed otherwise than in the copy with names")
            break
    return tuple(problems)


def _of_all(copy: bytes, said: Voices, wanted: Wanted) -> Iterator[str]:
    """What holds whoever is named."""
    yield from (f"rejecting all: {each}" for each in differences(read(copy, REJECT), read(wanted.paper, ACCEPT)))
    yield from _counts(said, wanted.shares)
    yield from faults(copy)[:MOST_PROBLEMS]


def _changing(said: Voices) -> Iterator[Paragraph]:
    """The paragraphs without those at the head, which tell of members."""
    return (one for one in (*said.body, *said.notes) if (True, SECRETARIAT) not in one.mark)


def _bare(one: Paragraph) -> tuple[list[tuple[object, ...]], object]:
    """A paragraph with its changes, without saying whose they are."""
    bits = [(bit.text, bit.look, *(comes for comes, _ in bit.changes)) for bit in one.bits]
    return bits, ([comes for comes, _ in one.mark], one.shape[:2], one.former and one.former[1][:2])


def _counts(said: Voices, shares: Shares) -> Iterator[str]:
    """Every comment that is shown stands in the margin once."""
    meant = len(shares.shown) + len(shares.remarks)
    if said.comments != meant:
        yield f"{said.comments} comments stand in the margin, not {meant}"
    others = sum(1 for one in shares.spoken if one.comment.proposal and one.comment.proposal.alternatives)
    rows = len(shares.listed) + others
    if (told := said.inserted_by(SECRETARIAT)) != _NOTICE + (rows + 1 if rows else 0):
        yield f"{told} paragraphs stand at its head, for {rows} that are listed"


def _each_member(said: Voices, wanted: Wanted, authors: Authors) -> Iterator[str]:
    strange = [name for name in said.authors if name not in authors and name != SECRETARIAT]
    if strange:
        yield f"nobody knows the author “{strange[0][:80]}”"
    plain = Plain(voices(wanted.paper), wanted.units)
    for member in wanted.members:
        theirs = {name for name, members in authors.items() if member in members}
        got = said.lines(theirs.__contains__)
        want = plain.amended(edits_of(wanted.shares.shown, member))
        if difference := next(_differences(got, want), ""):
            yield f"accepting {member} alone: {difference}"


def _differences(got: Sequence[Line], want: Sequence[Expected]) -> Iterator[str]:
    """Where the paragraphs of a copy are not those that are expected: in words first, then in all else."""
    texts = [line.text for line in got], [one.text for one in want]
    if texts[0] != texts[1]:
        yield _first_difference(*texts)
        return
    for line, one in zip(got, want, strict=True):
        if problem := one.unlike(line):
            yield f"“{line.text[:40]}” {problem}"


def _first_difference(got: Sequence[str], want: Sequence[str]) -> str:
    for one, other in zip(got, want, strict=False):
        if one != other:
            start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
            start = min(len(one), len(other)) if start is None else start
            near = slice(max(start - 30, 0), start + 40)
            return f"it reads “{one[near]}”, not “{other[near]}”"
    longer = max(got, want, key=len)
    return f"{'too much' if len(got) > len(want) else 'missing'}: “{longer[min(len(got), len(want))][:60]}”"
