"""Notes: each reference gets a note of its own, numbered in the order in which a reader meets them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.formats.word_package import PackageProblem
from pipeline.formats.xml_tree import Node, quoted
from pipeline.render.redline.content import Block
from pipeline.render.redline.planning import Plan, plan

NoteName = tuple[str, str]  # "footnote" or "endnote", and the id in its paper


@dataclass(frozen=True)
class Note:
    """A note of one paper: its element and its blocks."""

    node: Node
    blocks: tuple[Block, ...]


@dataclass
class Notes:
    """The notes of a redline.

    Attributes:
        old: notes of the old paper by name.
        new: those of the new one.
        written: XML of the notes so far, by kind.
    """

    old: dict[NoteName, Note] = field(default_factory=dict)
    new: dict[NoteName, Note] = field(default_factory=dict)
    written: dict[str, list[str]] = field(default_factory=lambda: {"footnote": [], "endnote": []})
    write: Callable[[Plan], str] = lambda _: ""

    @property
    def any(self) -> bool:
        """Whether a note was written."""
        return any(self.written.values())

    def number(self, old: NoteName | None, new: NoteName | None) -> int:
        """Write the note of a reference, compared when both papers have it, and return its id.

        Raises:
            PackageProblem: a paper refers to a note that it does not have.
        """
        left, right = _found(self.old, old, "old"), _found(self.new, new, "new")
        kind = (new or old or ("footnote", ""))[0]
        own = right or left
        number = len(self.written[kind]) + 1
        self.written[kind].append("")  # keeps the place
        if own is not None:
            blocks = (left or own).blocks, (right or own).blocks
            content = self.write(plan(*blocks, joins=False))
            attrs = "".join(f' {k}="{quoted(v)}"' for k, v in own.node.attrs.items() if k != "w:id")
            self.written[kind][number - 1] = f'<w:{kind}{attrs} w:id="{number}">{content}</w:{kind}>'
        return number


def _found(notes: Mapping[NoteName, Note], name: NoteName | None, what: str) -> Note | None:
    if name is None:
        return None
    if name not in notes:
        raise PackageProblem(f"the {what} file: it refers to a {name[0]} that it does not have")
    return notes[name]
