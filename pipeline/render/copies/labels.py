"""Numbers such as "12 bis." for proposed paragraphs: lists of one level that print these words and count nothing."""

from pipeline.formats.xml_tree import Node, Prefixes, quoted

_INDENTS = ((624, 624), (1134, 510), (1644, 510), (2154, 510), (2665, 510))  # of paragraphs and items, in twips


class Labels:
    """The list definitions of a paper, and those added for labels.

    Attributes:
        added: how many.
    """

    def __init__(self, root: Node) -> None:
        self._root = root
        self._abstract = self._above("w:abstractNum", "w:abstractNumId")
        self._instance = self._above("w:num", "w:numId")
        self._definitions: list[str] = []
        self._instances: list[str] = []

    def _above(self, tag: str, name: str) -> int:
        ids = (kid.attrs.get(name, "") for kid in self._root.kids if kid.tag == tag)
        return max((int(each) for each in ids if each.isdigit()), default=0) + 1

    @property
    def added(self) -> int:
        """How many labels there are."""
        return len(self._instances)

    def properties(self, label: str, depth: int) -> str:
        """The list properties of a paragraph with this label; "" without one.

        Args:
            label: "12 bis.".
            depth: of the list that it stands in, 0 outside lists.
        """
        if not label:
            return ""
        abstract, instance = self._abstract + self.added, self._instance + self.added
        left, hanging = _INDENTS[min(depth, len(_INDENTS) - 1)]
        self._definitions.append(
            f'<w:abstractNum w:abstractNumId="{abstract}"><w:nsid w:val="{0x20000000 + abstract:08X}"/>'
            '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            f'<w:suff w:val="space"/><w:lvlText w:val="{quoted(label)}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl></w:abstractNum>'
        )
        self._instances.append(f'<w:num w:numId="{instance}"><w:abstractNumId w:val="{abstract}"/></w:num>')
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{instance}"/></w:numPr>'

    def part(self) -> bytes:
        """The part with all definitions: those of lists before those that follow them."""
        kids = self._root.kids
        first = next((place for place, kid in enumerate(kids) if kid.tag == "w:num"), len(kids))
        pieces = [kid.xml() for kid in kids[:first]] + self._definitions
        pieces += [kid.xml() for kid in kids[first:]] + self._instances
        return Prefixes().wrapped(self._root.tag, self._root.attrs, "".join(pieces))
