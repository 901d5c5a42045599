"""Lists: which instance of the old paper is which of the new one, and those that only the old one has."""

import copy
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.formats.xml_tree import Node, quoted
from pipeline.render.redline.content import Numbering

_OWN = {"w:nsid", "w:tmpl", "w:name"}  # what tells definitions apart that are the same
_LEVEL_NOISE = {"w:tplc", "w:tentative"}


_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_BEFORE_LISTS = re.compile(r"<w:(?:pStyle|keepNext|keepLines|pageBreakBefore|framePr|widowControl)\b[^>]*/>")


class Lists:
    """The list definitions of one paper."""

    def __init__(self, root: Node | None) -> None:
        self.root = root if root is not None else Node("w:numbering")
        self.abstracts = {each.attrs.get("w:abstractNumId", ""): each for each in self._all("w:abstractNum")}
        self.instances = {each.attrs.get("w:numId", ""): each for each in self._all("w:num")}

    def _all(self, tag: str) -> list[Node]:
        return [kid for kid in self.root.kids if kid.tag == tag]

    def abstract_of(self, instance: str) -> str:
        """The id of the definition that an instance follows, or ""."""
        return self.instances[instance].value("w:abstractNumId") if instance in self.instances else ""

    def look(self, instance: str, level: str) -> str:
        """What paragraphs of this level look like; equal looks may be the same list."""
        definition = self.abstracts.get(self.abstract_of(instance))
        if definition is None:
            return instance if instance == "0" else ""
        levels = (each for each in definition.kids if each.tag == "w:lvl" and each.attrs.get("w:ilvl") == level)
        return level + "".join(map(_plain, (*levels, *self._overrides(instance))))

    def _overrides(self, instance: str) -> list[Node]:
        return [kid for kid in self.instances[instance].kids if kid.tag == "w:lvlOverride"]

    def restarts(self, instance: str) -> bool:
        """Whether an instance counts for itself."""
        return bool(self._overrides(instance))


def _plain(level: Node) -> str:
    attrs = {name: value for name, value in level.attrs.items() if name not in _LEVEL_NOISE}
    return Node(level.tag, attrs, level.kids, level.text).xml()


def _definition(abstract: Node) -> str:
    return "".join(_plain(kid) for kid in abstract.kids if kid.tag not in _OWN)


class Joined:
    """The lists of a redline: those of the new paper, and copies of what only the old one has.

    Args:
        old: the lists of the old paper.
        new: those of the new one.
        styles: of the new paper.

    Attributes:
        added: whether there are any copies.
    """

    def __init__(self, old: Lists, new: Lists, styles: Iterable[Node]) -> None:
        self._old, self._new = old, new
        self._same: dict[str, str] = {}
        self._of_styles = dict(_numbered_styles(styles))
        self.added = False

    def vote(self, pairs: Iterable[tuple[Numbering, Numbering]]) -> None:
        """Match instances by the paragraphs that both papers have; each is matched with one other at most."""
        votes: Counter[tuple[str, str]] = Counter()
        for old, new in pairs:
            if old.instance in self._old.instances and self._old.look(*old) == self._new.look(*new):
                votes[old.instance, new.instance] += 1
        taken: set[str] = set()
        for (mine, theirs), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
            if mine not in self._same and theirs not in taken:
                self._same[mine] = theirs
                taken.add(theirs)

    def instance(self, old: str) -> str:
        """The instance in the redline for one of the old paper."""
        if old not in self._old.instances:
            return old
        if old not in self._same:
            self._same[old] = self._copied(old)
        return self._same[old]

    def with_own(self, properties: str) -> str:
        """Former properties of a paragraph that name the list of its style.

        LibreOffice takes a paragraph out of the list of its style when a change of its properties is rejected.
        """
        style = _STYLE.match(properties)
        own = self._of_styles.get(style[1], "") if style and "<w:numPr>" not in properties else ""
        place = max((found.end() for found in _BEFORE_LISTS.finditer(properties)), default=0) if own else 0
        return properties[:place] + own + properties[place:]

    def _copied(self, old: str) -> str:
        self.added = True
        number = copy.deepcopy(self._old.instances[old])
        name = _free(self._new.instances)
        number.attrs["w:numId"] = name
        link = number.first("w:abstractNumId")
        if link is not None:
            link.attrs["w:val"] = self._abstract(old)
        last = max(
            (at for at, kid in enumerate(self._new.root.kids) if kid.tag in ("w:abstractNum", "w:num")), default=-1
        )
        self._new.root.kids.insert(last + 1, number)
        self._new.instances[name] = number
        return name

    def _abstract(self, old: str) -> str:
        """The definition for a copied instance: an equal one where that counts alike, else a copy."""
        mine = self._old.abstract_of(old)
        source = self._old.abstracts.get(mine)
        if source is None:
            return mine
        partners = {self._new.abstract_of(to) for own, to in self._same.items() if self._old.abstract_of(own) == mine}
        for name, theirs in self._new.abstracts.items():
            if _definition(source) == _definition(theirs) and (name in partners or self._old.restarts(old)):
                return name
        return self._copied_abstract(source)

    def _copied_abstract(self, source: Node) -> str:
        name = _free(self._new.abstracts)
        made = copy.deepcopy(source)
        made.attrs["w:abstractNumId"] = name
        for kid in made.kids:
            if kid.tag == "w:nsid":
                kid.attrs["w:val"] = f"{0x7A000000 + int(name):08X}"
        kids = self._new.root.kids
        kids.insert(next((at for at, kid in enumerate(kids) if kid.tag == "w:num"), len(kids)), made)
        self._new.abstracts[name] = made
        return name

    @property
    def root(self) -> Node:
        """The part of the redline."""
        return self._new.root


def _free(taken: Iterable[str]) -> str:
    return str(max((int(name) for name in taken if name.isdigit()), default=0) + 1)


def _numbered_styles(styles: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """The styles that give a number and no indent; for others it would matter whether a paragraph names the list."""
    for style in styles:
        properties = style.first("w:pPr")
        own = properties.first("w:numPr") if properties is not None else None
        if properties is not None and own is not None and properties.first("w:ind") is None:
            number, level = own.value("w:numId"), own.value("w:ilvl", "0")
            if number not in ("", "0"):
                xml = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{quoted(number)}"/></w:numPr>'
                yield style.attrs.get("w:styleId", ""), xml
