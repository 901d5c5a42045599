"""Who changed which word of a text between two of its states, carried forward through every state between them.

The text is a set of files, each cut into what stands between blanks, and breaks between paragraphs. Every piece carries
where it comes from: a place in the first state, or the change that wrote it. A change inherits what it keeps from the
states before it, several where branches were joined; what is new is its own, and what the first state had and no longer
stands is gone by it. A stretch that stands elsewhere afterwards keeps its origin, and is also moved by the change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.text.carrying import NOBODY, Judge, Origin, Pieces, State, Step, pieces


class Edition(NamedTuple):
    """A state of the text.

    Attributes:
        name: of the change that made it.
        before: names of the states that it was made from; one that is unknown counts as the first state.
        files: the text of each file, by name.
    """

    name: str
    before: tuple[str, ...]
    files: Mapping[str, str]


@dataclass(frozen=True)
class Traced:
    """Who changed what; each list has one number a piece, `NOBODY` for what stayed.

    Attributes:
        came: of the last state: who wrote or moved the piece.
        gone: of the first one: who took it out or moved it.
    """

    came: dict[str, list[int]]
    gone: dict[str, list[int]]


def trace_changes(first: Mapping[str, str], editions: Iterable[Edition], judge: Judge) -> Traced:
    """Follow a text from its first state through others, each after those that it was made from.

    Args:
        first: the text of each file, by name.
        editions: the states after it; the last one is the text of today.
        judge: says who made a change: its name, the pieces that went and those that came; equal when they moved.
    """
    tracer = _Tracer(first, judge)
    last = tracer.first
    for edition in editions:
        last = tracer.follow(edition)
    return tracer.traced(last)


@dataclass
class _Tracer:
    texts: Mapping[str, str]
    judge: Judge
    first: State = field(init=False)
    states: dict[str, State] = field(default_factory=dict)
    gone: dict[int, int] = field(default_factory=dict)
    _cut: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cut = self._pieces(self.texts)
        origins, place = {}, 0
        for name in sorted(cut):
            origins[name] = [Origin(place + index) for index in range(len(cut[name]))]
            place += len(cut[name])
        self.first = State(cut, origins)

    def _pieces(self, files: Mapping[str, str]) -> Pieces:
        for text in files.values():
            if text not in self._cut:
                self._cut[text] = tuple(piece.text for piece in pieces(text))
        return {name: self._cut[files[name]] for name in sorted(files)}

    def follow(self, edition: Edition) -> State:
        """The state after an edition."""
        parents = [self.states.get(name, self.first) for name in edition.before] or [self.first]
        steps = [Step(edition.name, parent, self._pieces(edition.files)) for parent in parents]
        for step in steps:
            step.carry()
        found = steps[0].origins
        for other in steps[1:]:
            _fill(found, other.origins)
        if len(steps) == 1:
            steps[0].own(self.judge, self.gone)
        else:
            self._joined(edition.name, steps)
        state = self.states[edition.name] = State(steps[0].after, _settled(found))
        return state

    def _joined(self, name: str, steps: Sequence["Step"]) -> None:
        """What no branch had was written when they were joined; what all had and is not there was taken out then."""
        found = steps[0].origins
        for file, own in found.items():
            for index, origin in enumerate(own):
                if origin is None:
                    own[index] = Origin(NOBODY, self.judge(name, (), steps[0].after[file][index : index + 1]))
        there = {origin.place for own in found.values() for origin in own if origin is not None}
        lost = set.intersection(*(_places(step.before.origins.values()) for step in steps)) - there
        self.gone |= {place: self.judge(name, (), ()) for place in lost if place not in self.gone}
        for place in there:
            self.gone.pop(place, None)

    def traced(self, last: State) -> Traced:
        """Who changed what up to this state."""
        moved = {o.place: o.moved for own in last.origins.values() for o in own if o.place != NOBODY}
        lost = {place: self.gone.get(place, NOBODY) for place in _places(self.first.origins.values()) - moved.keys()}
        who = moved | lost
        came = {name: [o.moved if o.made == NOBODY else o.made for o in own] for name, own in last.origins.items()}
        return Traced(came, {name: [who[o.place] for o in own] for name, own in self.first.origins.items()})


def _places(every: Iterable[Sequence[Origin]]) -> set[int]:
    return {origin.place for own in every for origin in own if origin.place != NOBODY}


def _fill(found: dict[str, list[Origin | None]], other: Mapping[str, Sequence[Origin | None]]) -> None:
    """What the first branch does not know, the other one may."""
    for name, own in found.items():
        for index, origin in enumerate(own):
            if origin is None:
                own[index] = other[name][index]


def _settled(found: Mapping[str, Sequence[Origin | None]]) -> dict[str, list[Origin]]:
    return {name: [origin or Origin(NOBODY) for origin in own] for name, own in found.items()}
