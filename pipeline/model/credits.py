"""Whose the changes of a text since an earlier baseline are: `credits.json` beside a lock."""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

SECRETARIAT = "Secretariat"  # whose a change is that nobody else made
NAMELESS = "Members"  # whose all changes of a review copy are that names nobody
UNDATED = "2000-01-01T00:00:00Z"  # of a change whose commit is not known


class Given(BaseModel):
    """Whom a change is owed to.

    Attributes:
        commit: full id of the commit that made it.
        when: the instant at which it was committed, ISO 8601 in UTC.
        author: of the commit.
        comments: full names of the comments whose words these are, sorted.
        entities: codes of those who asked for it, sorted; none for a drafter's own edit.
        reworded: whether the words are the secretariat's, not those that were proposed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    commit: str
    when: str
    author: str
    comments: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    reworded: bool = False


class CommentThen(BaseModel):
    """A comment as it stood when the text went out: what members and the secretariat write afterwards changes no paper.

    Attributes:
        type: of the comment, "editorial".
        reasons: the member's, as they were written.
        told: what was decided, "accepted in part".
        response: the secretariat's, "" for none.
        id: of the numbered paragraph, the heading or the table that it is about, in the text that was read; or "".
        place: how that was cited, "paragraph 12".
        stands: whether the text did what it asked, by whoever's hand.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    reasons: str = ""
    told: str = ""
    response: str = ""
    id: str = ""
    place: str = ""
    stands: bool = False


class Stretch(NamedTuple):
    """Pieces `first` to `last`, the latter excluded, of a section file, and the number of whom they are owed to."""

    first: int
    last: int
    given: int


class Credits(BaseModel):
    """`credits.json`.

    Attributes:
        since: name of the baseline that this text is compared with.
        since_inputs: fingerprint of the inputs of that baseline, 12 hex digits.
        given: everybody whom a change is owed to, in the order of the commits.
        came: by section file of this text, the pieces that came since then.
        gone: by section file of the earlier text, the pieces that went.
        asked: by full name, the comments that somebody in `given` names, and those that stand in the text without;
            None in a file from before they were kept.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = 1
    document: str
    since: str
    since_inputs: str
    given: tuple[Given, ...]
    came: Mapping[str, tuple[Stretch, ...]]
    gone: Mapping[str, tuple[Stretch, ...]]
    asked: Mapping[str, CommentThen] | None = None

    @property
    def named(self) -> frozenset[str]:
        """Full names of the comments that changes come from."""
        return frozenset(name for given in self.given for name in given.comments)


def stretches_of(numbers: list[int]) -> tuple[Stretch, ...]:
    """Who made each piece, as stretches; negative numbers stand for nobody."""
    found: list[Stretch] = []
    for index, number in enumerate(numbers):
        if number >= 0:
            if found and found[-1].last == index and found[-1].given == number:
                found[-1] = found[-1]._replace(last=index + 1)
            else:
                found.append(Stretch(index, index + 1, number))
    return tuple(found)
