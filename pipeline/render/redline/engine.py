"""The redline of two Word papers: `redline`."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.formats.ooxml import pack
from pipeline.formats.word_package import Package, open_package
from pipeline.formats.word_programs import drop_programs
from pipeline.formats.xml_tree import Node, Prefixes
from pipeline.render.redline.adopting import Adopter, Styles
from pipeline.render.redline.content import Block
from pipeline.render.redline.lists import Joined, Lists
from pipeline.render.redline.notes import Note, NoteName, Notes
from pipeline.render.redline.planning import list_pairs, plan
from pipeline.render.redline.reading import Reader
from pipeline.render.redline.remarks import Remarks
from pipeline.render.redline.scribe import Credit, CreditOf, Scribe, Written, always
from pipeline.render.redline.sections import last_section
from pipeline.render.redline.sides import NOTE_KINDS, Heads, Side, blaming
from pipeline.render.redline.spelling import Bookmarks
from pipeline.render.redline.writing import Writer
from pipeline.render.word.margin import Remark

_IDS = re.compile(rb':id="(\d{1,9})"')  # a longer one leaves no room for ours above it
_DRAWING = re.compile(r'<(?:wp:docPr|\w+:cNvPr)\b[^>]*?\bid="(\d+)"')


@dataclass(frozen=True)
class Redline:
    """A redline.

    Attributes:
        data: the Word file.
        counts: how many changes there are of each kind.
        authors: how many each author has.
        untracked: what differs and could not be tracked, or was left out, in words.
        changes: every one, as it was written.
    """

    data: bytes
    counts: Counter[str]
    authors: Counter[str]
    untracked: tuple[str, ...]
    changes: tuple[Written, ...] = ()


def redline(
    old: bytes, new: bytes, credit: CreditOf | None = None, said: Mapping[str, Sequence[Remark]] | None = None
) -> Redline:
    """The change from one Word paper to another as tracked changes on the new one.

    Rejecting all of them gives the text and formatting of the old paper, accepting all those of the new one.

    Args:
        old: a Word file.
        new: another one.
        credit: whose each change is; by default the secretariat's.
        said: what stands in the margin beside the changes that come from a comment, by its name.

    Raises:
        PackageProblem: one of them cannot be read.
    """
    packages = _opened(old, "old"), _opened(new, "new")
    return _Work(*packages, credit or always(Credit()), Remarks(said or {})).run()


def _opened(data: bytes, what: str) -> Package:
    with blaming(what):
        package = open_package(data)
        drop_programs(package)
    return package


class _Work:
    """One redline in the making."""

    def __init__(self, old: Package, new: Package, credit: CreditOf, remarks: Remarks) -> None:
        self._prefixes = Prefixes()
        self._old, self._new = Side(old, self._prefixes, "old"), Side(new, self._prefixes, "new")
        self._adopter = Adopter(old, new)
        self._old_body, self._new_body = self._read_bodies()
        self._notes_trees = self._read_notes()
        self._styles = self._read_styles()
        self._old_lists = Lists(self._old.definitions("numbering"))
        self._new_lists = Lists(self._new.definitions("numbering"))
        self._joined = Joined(self._old_lists, self._new_lists, self._styles.mine)
        self._scribe = Scribe(credit, self._first_id(), self._first_drawing())
        self._notes = Notes()
        self._remarks = remarks
        self._writer = Writer(self._scribe, self._joined, self._notes, remarks)
        self._notes.write = lambda planned: remarks.apart(lambda: self._writer.write(planned))
        self._read_old, self._read_new = self._readers()

    # -- reading

    def _read_bodies(self) -> tuple[Node, Node]:
        old, new = self._old.body(), self._new.body()
        self._heads = Heads(self._old.package, self._new.package, old, new)
        self._heads.rename(old)
        self._adopter.adopt(old, self._old.package.main, self._new.package.main)
        return old, new

    def _read_notes(self) -> dict[str, tuple[Node | None, Node | None]]:
        found = {}
        for kind in NOTE_KINDS:
            name = self._old.package.related(f"{kind}s")
            old, new = self._old.story(name), self._new.story(self._new.package.related(f"{kind}s"))
            if old is not None:
                self._adopter.adopt(old, name, self._target(f"{kind}s"))
            found[kind] = (old, new)
        return found

    def _target(self, kind: str) -> str:
        """The part of the redline of a kind that one of the papers has."""
        return self._adopter.take_part(kind, self._new.package.main, self._prefixes)

    def _read_styles(self) -> Styles:
        old = self._old.definitions("styles") or Node("w:styles")
        styles = Styles(old, self._new.definitions("styles") or Node("w:styles"))
        styles.adopt([self._old_body, *(old for old, _ in self._notes_trees.values() if old is not None)])
        return styles

    def _new_trees(self) -> list[Node]:
        return [self._new_body, *(new for _, new in self._notes_trees.values() if new is not None)]

    def _first_id(self) -> int:
        """Above all ids that the new paper gives to bookmarks, comments and the like, in whatever part."""
        texts = [data for name, data in self._new.package.parts.items() if name.endswith(".xml")]
        return max((int(each) for text in texts for each in _IDS.findall(text)), default=0) + 1

    def _first_drawing(self) -> int:
        return max((int(each) for each in _DRAWING.findall(self._new_body.xml())), default=0) + 1

    def _readers(self) -> tuple[Reader, Reader]:
        nodes = (node for tree in self._new_trees() for node in tree.walk() if node.tag == "w:bookmarkStart")
        marks = Bookmarks(self._scribe, {node.attrs.get("w:name", "") for node in nodes})
        old = Reader(self._old_lists.look, marks.spell_old, is_old=True)
        new = Reader(self._new_lists.look, marks.spell_new, is_old=False)
        for kind, (old_tree, new_tree) in self._notes_trees.items():
            _read_notes(kind, old_tree, old, self._notes.old)
            _read_notes(kind, new_tree, new, self._notes.new)
        return old, new

    # -- writing

    def run(self) -> Redline:
        """Write the redline."""
        old, new = self._old_body.first("w:body") or Node(""), self._new_body.first("w:body") or Node("")
        planned = plan(self._read_old.blocks(old.kids), self._read_new.blocks(new.kids))
        self._joined.vote(list_pairs(planned))
        body = self._writer.write(planned)
        end = last_section(old.first("w:sectPr"), new.first("w:sectPr"), self._scribe)
        self._put(self._new.package.main, self._new_body, f"<w:body>{body}{end}</w:body>", self._old_body)
        self._write_notes()
        self._write_heads()
        self._write_definitions()
        parts, margin = self._adopter.finish(), self._remarks.margin
        parts = margin.put_into(parts, self._new.package.main) if margin.remarks else parts
        made = self._scribe
        return Redline(pack(parts), made.counts, made.authors, tuple(self._untracked()), tuple(made.changes))

    def _put(self, name: str, root: Node, content: str, *others: Node) -> None:
        """Put a part into the package: `content` inside the root element of the new paper."""
        attrs = dict(root.attrs)
        ignorable = [prefix for each in (root, *others) for prefix in each.attrs.get("mc:Ignorable", "").split()]
        if ignorable:
            attrs["mc:Ignorable"] = " ".join(dict.fromkeys(ignorable))
        self._adopter.parts[name] = self._prefixes.wrapped(root.tag, attrs, content)

    def _write_notes(self) -> None:
        for kind, (old, new) in self._notes_trees.items():
            root = new if new is not None else old
            if root is not None:
                special = [each.xml() for each in root.kids if each.attrs.get("w:type", "normal") != "normal"]
                content = "".join([*special, *self._notes.written[kind]])
                self._put(self._target(f"{kind}s"), root, content, *([old] if old is not None else []))

    def _write_heads(self) -> None:
        for name, other in self._heads.pairs.items():
            self._write_head(name, other)

    def _write_head(self, name: str, other: str) -> None:
        old, new = self._old.story(other), self._new.story(name)
        if old is not None and new is not None:
            self._adopter.adopt(old, other, name)
            self._styles.adopt([old])
            planned = plan(self._read_old.blocks(old.kids), self._read_new.blocks(new.kids), joins=False)
            self._put(name, new, self._remarks.apart(lambda: self._writer.write(planned)), old)
            self._remarks.forget()

    def _write_definitions(self) -> None:
        for style in self._styles.added:
            for node in style.walk():
                if node.tag == "w:numId":
                    node.attrs["w:val"] = self._joined.instance(node.attrs.get("w:val", ""))
        if self._styles.added:
            self._adopter.parts[self._target("styles")] = self._prefixes.document(self._styles.root)
        if self._joined.added:
            self._adopter.parts[self._target("numbering")] = self._prefixes.document(self._joined.root)

    def _untracked(self) -> Iterator[str]:
        """What could not be tracked."""
        yield from self._heads.lost()
        if self._styles.differing:
            yield f"styles that the files define differently: {', '.join(sorted(self._styles.differing))}"
        yield from (*self._old.remarks(), *self._new.remarks())


def _read_notes(kind: str, tree: Node | None, reader: Reader, target: dict[NoteName, Note]) -> None:
    """Read the notes of a kind, and let the reader know what each says."""
    keys = dict(reader.notes)
    for node in tree.kids if tree is not None else ():
        blocks: list[Block] = reader.blocks(node.kids)
        name = (kind, node.attrs.get("w:id", ""))
        target[name] = Note(node, tuple(blocks))
        keys[name] = "\0".join(block.key for block in blocks)
    reader.notes = keys
