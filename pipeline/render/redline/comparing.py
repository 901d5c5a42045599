"""Which tokens of a paragraph stay, go and come."""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from pipeline.render.redline.content import Kind, Token
from pipeline.text.differing import kept_words, without_islands


class State(Enum):
    """What becomes of a token or of a paragraph mark."""

    KEEP = "keep"
    DELETE = "del"
    INSERT = "ins"
    LEAVE = "moveFrom"
    ARRIVE = "moveTo"

    @property
    def is_new(self) -> bool:
        """Whether it is in the new text."""
        return self in (State.KEEP, State.INSERT, State.ARRIVE)

    @property
    def is_old(self) -> bool:
        """Whether it is in the old text."""
        return self in (State.KEEP, State.DELETE, State.LEAVE)


class Op(NamedTuple):
    """A token with what becomes of it; `old` and `new` are there on the sides that have it."""

    state: State
    old: Token | None
    new: Token | None


SEAM = Token(Kind.BLANK, " ", " ", ())  # where paragraphs were joined to be compared as one

Pair = tuple[int, int]


def compare(old: Sequence[Token], new: Sequence[Token]) -> list[Op]:
    """The tokens of both versions in the order in which a reader meets them: in each change deletions first."""
    words_old = [index for index, token in enumerate(old) if token.kind is not Kind.BLANK]
    words_new = [index for index, token in enumerate(new) if token.kind is not Kind.BLANK]
    keys_old, keys_new = [old[index].key for index in words_old], [new[index].key for index in words_new]
    runs = without_islands(kept_words(keys_old, keys_new), keys_old, keys_new)
    pairs = [(words_old[run.old + step], words_new[run.new + step]) for run in runs for step in range(run.length)]
    return list(_ops(old, new, _whole_words(old, new, pairs)))


def _ops(old: Sequence[Token], new: Sequence[Token], pairs: Sequence[Pair]) -> Iterator[Op]:
    at_old = at_new = 0
    for i, j in (*pairs, (len(old), len(new))):
        yield from _gap(old[at_old:i], new[at_new:j])
        if i < len(old):
            yield Op(State.KEEP, old[i], new[j])
        at_old, at_new = i + 1, j + 1


def _gap(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Op]:
    """What stands between two kept words: the same blanks at both ends stay."""
    first = int(_same_blank(old[:1], new[:1]))
    last = int(min(len(old), len(new)) > first and _same_blank(old[-1:], new[-1:]))
    if first:
        yield Op(State.KEEP, old[0], new[0])
    for token in old[first : len(old) - last]:
        yield Op(State.DELETE, token, None)
    for token in new[first : len(new) - last]:
        yield Op(State.INSERT, None, token)
    if last:
        yield Op(State.KEEP, old[-1], new[-1])


def _same_blank(old: Sequence[Token], new: Sequence[Token]) -> bool:
    if not old or not new or old[0].kind is not Kind.BLANK or new[0].kind is not Kind.BLANK:
        return False
    return old[0].text == new[0].text and old[0].link == new[0].link


# -- no word is cut in two


def _whole_words(old: Sequence[Token], new: Sequence[Token], pairs: list[Pair]) -> list[Pair]:
    """Without pairs whose word goes on in a token that changed: "treaty" and "." of a link's end are one word."""
    groups_old, groups_new = _groups(old), _groups(new)
    while True:
        kept_old, kept_new = dict(pairs), {j: i for i, j in pairs}
        left = [
            (i, j)
            for i, j in pairs
            if all(kept_old.get(other, -1) in groups_new.get(j, (j,)) for other in groups_old.get(i, (i,)))
            and all(kept_new.get(other, -1) in groups_old.get(i, (i,)) for other in groups_new.get(j, (j,)))
        ]
        if len(left) == len(pairs):
            return pairs
        pairs = left


def _groups(tokens: Sequence[Token]) -> dict[int, tuple[int, ...]]:
    """The tokens that are one word to a reader, by each of them; words that are one token are left out."""
    groups: dict[int, tuple[int, ...]] = {}
    current: list[int] = []
    for index, token in enumerate((*tokens, SEAM)):
        if token.kind in (Kind.WORD, Kind.WHOLE) and token.text.strip():
            current.append(index)
        elif token.kind is Kind.BLANK or (token.text and token.text.isspace()):
            if len(current) > 1:
                groups |= dict.fromkeys(current, tuple(current))
            current = []
    return groups
