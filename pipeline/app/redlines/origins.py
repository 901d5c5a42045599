"""From the words of a section file to the commits that brought them: by line from `git blame`, then word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.model.lineage import UNCOMMITTED, Step
from pipeline.store.git import Repository
from pipeline.store.git_blame import Origin, Version, blame, committed_lines, versions, written_by
from pipeline.text.tracing import Past, trace

MOST_LINES = 60  # of a stretch that is followed word by word; of a longer one the lines alone are told
MOST_MOVES = 5  # from place to place that words are followed
_TOKEN = re.compile(r"\S+")


class Token(NamedTuple):
    """What stands between blanks in the source: its line and column, both from 1, and the change that brought it."""

    line: int
    column: int
    text: str
    change: str = ""


@dataclass(frozen=True)
class Origins:
    """Where the words of a stretch of lines came from.

    Attributes:
        tokens: in the order of the source.
        steps: what happened to the lines, the latest first.
    """

    tokens: tuple[Token, ...]
    steps: tuple[Step, ...] = ()

    def at(self, line: int, column: int) -> str:
        """The change that brought what stands in this line and column, "" where nothing stands."""
        before = [token for token in self.tokens if (token.line, token.column) <= (line, column)]
        return before[-1].change if before and before[-1].line == line else ""


@dataclass
class _Stretch:
    """Lines of a file while they are followed."""

    repository: Repository
    path: str
    lines: tuple[int, int]
    tokens: list[Token]
    origins: dict[int, Origin]
    steps: list[Step] = field(default_factory=list)


def origins_of(repository: Repository, path: str, source: Sequence[str], lines: tuple[int, int]) -> Origins:
    """Follow the words of some lines of a file as it is on disk.

    Args:
        repository: that holds the file.
        path: relative to the folder of the repository.
        source: all lines of the file.
        lines: the first and the last that matter, from 1.
    """
    origins = {origin.line: origin for origin in blame(repository, path, [lines])}
    stretch = _Stretch(repository, path, lines, _tokens(source, lines), origins)
    if lines[1] - lines[0] < MOST_LINES and origins:
        _follow(stretch)
    tokens = (token if token.change else token._replace(change=_by_line(stretch, token)) for token in stretch.tokens)
    return Origins(tuple(tokens), tuple(stretch.steps))


def _tokens(source: Sequence[str], lines: tuple[int, int]) -> list[Token]:
    numbered = enumerate(source[lines[0] - 1 : lines[1]], lines[0])
    return [Token(line, match.start() + 1, match[0]) for line, text in numbered for match in _TOKEN.finditer(text)]


def _by_line(stretch: _Stretch, token: Token) -> str:
    origin = stretch.origins.get(token.line)
    return origin.oid if origin and origin.oid else UNCOMMITTED


def _follow(stretch: _Stretch) -> None:
    """Word by word through the history of these lines, then through that of lines that came from elsewhere."""
    history = _history(stretch)
    _explain(stretch, range(len(stretch.tokens)), history)
    _remember(stretch, history)
    known = {version.oid for version in history}
    ends = [history[-1]] if history else []
    for _ in range(MOST_MOVES):
        ends = [end for end in ends if not end.before and end.path]
        ends = [other for end in ends for other in _follow_elsewhere(stretch, end, known)]


def _history(stretch: _Stretch) -> tuple[Version, ...]:
    """What happened to the lines, an edit that is in no commit yet among it."""
    repository, path = stretch.repository, stretch.path
    then = committed_lines(repository, path, stretch.lines)
    older = versions(repository, repository.relative(path), then) if then else ()
    if all(origin.oid for origin in stretch.origins.values()):
        return older
    now = (" ".join(token.text for token in stretch.tokens),)
    return (Version(UNCOMMITTED, older[0].after if older else (), now), *older)


def _follow_elsewhere(stretch: _Stretch, end: Version, known: set[str]) -> list[Version]:
    """Lines that a commit only moved: out of a section that was split, or from another place of the same one.

    Returns:
        Where their own histories end.
    """
    sources: dict[tuple[str, str], list[int]] = {}
    for origin in written_by(stretch.repository, end):
        if origin.oid not in ("", end.oid):
            sources.setdefault((origin.oid, origin.path), []).append(origin.there)
    ends: list[Version] = []
    for (oid, path), there in sources.items():
        history = versions(stretch.repository, path, (min(there), max(there)), oid)
        moved = [index for index, token in enumerate(stretch.tokens) if token.change == end.oid]
        _explain(stretch, moved, history)
        _remember(stretch, [version for version in history if version.oid not in known])
        known |= {version.oid for version in history}
        ends += history[-1:]
    return ends


def _explain(stretch: _Stretch, indexes: Sequence[int], history: Sequence[Version]) -> None:
    words = [stretch.tokens[index].text for index in indexes]
    past = [Past(v.oid, tuple(_words(v.before)), tuple(_words(v.after))) for v in history]
    for index, change in zip(indexes, trace(words, past), strict=True):
        if change:
            stretch.tokens[index] = stretch.tokens[index]._replace(change=change)


def _remember(stretch: _Stretch, history: Sequence[Version]) -> None:
    """A change of line ends alone is no step."""
    steps = [Step(v.oid, " ".join(_words(v.before)), " ".join(_words(v.after))) for v in history]
    stretch.steps += [step for step in steps if step.before != step.after]


def _words(lines: Sequence[str]) -> list[str]:
    return " ".join(lines).split()
