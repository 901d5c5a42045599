"""Whose the changes of a text since an earlier baseline are: `credits.json` beside a lock."""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

SECRETARIAT = "Secretariat"  # whose a change is that nobody else made
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
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = 1
    document: str
    since: str
    since_inputs: str
    given: tuple[Given, ...]
    came: Mapping[str, tuple[Stretch, ...]]
    gone: Mapping[str, tuple[Stretch, ...]]


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
