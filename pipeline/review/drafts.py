"""The source of a text as words with their offsets, and the inline markup that they stand in."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from pipeline.text.wording import Wording

_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")

# Inline markup that must not be cut: references, links and images with their address, addresses, code, attributes,
# strong and emphasized text.
_CONSTRUCT = re.compile(
    r"""\{\{[^{}]*\}\}
    |!?\[[^\[\]]*\](?:\([^()\s]*(?:\s"[^"]*")?\)|\[[^\[\]]*\])(?:\{[^{}]*\})?
    |\[[^\[\]]*\]\{[^{}]*\}
    |<[a-z][a-z0-9+.-]*:[^<>\s]*>
    |(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)
    |\{[.\#:][^{}]*\}
    |(?<![\w*])(?P<stars>\*{1,3})(?=[^\s*])[^*]*(?<=[^\s*])(?P=stars)(?![\w*])
    |(?<!\w)(?P<lines>_{1,2})(?=[^\s_])[^*\n]*?(?<=[^\s_])(?P=lines)(?!\w)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Draft:
    """A source text of blocks between blank lines.

    Attributes:
        text: all of it.
        wording: its words, by block.
        offsets: where each block begins in the text.
    """

    text: str
    wording: Wording
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Draft":
        """Prepare a source text."""
        blocks, offsets, start = [], [], 0
        ends = [match.span() for match in _BLANK.finditer(text)]
        for stop, following in [*ends, (len(text), len(text))]:
            if text[start:stop].strip():
                blocks.append(text[start:stop])
                offsets.append(start)
            start = following
        return cls(text, Wording.of(blocks), tuple(offsets))

    def start(self, word: int) -> int:
        """The offset of the first character of a word."""
        return self.offsets[self.wording.block[word]] + self.wording.starts[word]

    def end(self, word: int) -> int:
        """The offset after the last character of a word."""
        return self.offsets[self.wording.block[word]] + self.wording.ends[word]

    def between(self, first: int, last: int) -> str:
        """What stands from the first character of one word to the last of another, white space squeezed."""
        return " ".join(self.text[self.start(first) : self.end(last)].split())

    def block_span(self, block: int) -> tuple[int, int]:
        """Where a block begins and ends in the text."""
        return self.offsets[block], self.offsets[block] + len(self.wording.blocks[block])

    @cached_property
    def _constructs(self) -> tuple[tuple[int, int], ...]:
        """Where inline markup stands; none goes beyond its block, none is inside another."""
        return tuple(
            (offset + match.start(), offset + match.end())
            for offset, block in zip(self.offsets, self.wording.blocks, strict=True)
            for match in _CONSTRUCT.finditer(block)
        )

    @cached_property
    def _construct_starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self._constructs)

    def construct(self, offset: int) -> tuple[int, int] | None:
        """The inline markup that this character is inside of, or None."""
        index = bisect_right(self._construct_starts, offset) - 1
        if index >= 0 and self._constructs[index][0] <= offset < self._constructs[index][1]:
            return self._constructs[index]
        return None
