"""Reading the tokens of a paragraph, with those bookmarks that the redline keeps."""

from pipeline.formats.xml_tree import Node
from pipeline.render.redline.content import Token
from pipeline.render.redline.scribe import Scribe
from pipeline.render.redline.tokens import tokenize


class Bookmarks:
    """Bookmarks of the new paper are kept as they are; of the old one, those of which the new one has no namesake.

    A bookmark of the old paper is kept only where it begins and ends in one paragraph, with a new id.

    Args:
        names: of the bookmarks of the new paper.
    """

    def __init__(self, scribe: Scribe, names: set[str]) -> None:
        self._scribe = scribe
        self._names = names

    def spell_new(self, paragraph: Node) -> tuple[tuple[Token, ...], str]:
        """The tokens of a paragraph of the new paper."""
        return tokenize(paragraph, Node.xml)

    def spell_old(self, paragraph: Node) -> tuple[tuple[Token, ...], str]:
        """The tokens of a paragraph of the old paper."""
        marks = [node for node in paragraph.walk() if node.tag in ("w:bookmarkStart", "w:bookmarkEnd")]
        ends = {node.attrs.get("w:id") for node in marks if node.tag == "w:bookmarkEnd"}
        own: dict[str, int] = {}
        for node in marks:
            name, number = node.attrs.get("w:name", ""), node.attrs.get("w:id", "")
            if name and number in ends and name not in self._names and number not in own:
                self._names.add(name)
                own[number] = self._scribe.number()
        return tokenize(paragraph, lambda node: self._kept(node, own))

    @staticmethod
    def _kept(node: Node, own: dict[str, int]) -> str:
        number = own.get(node.attrs.get("w:id", ""))
        if number is None or not node.tag.startswith("w:bookmark"):
            return ""
        name = node.attrs.get("w:name")
        label = f' w:name="{name}"' if name else ""
        return f'<{node.tag} w:id="{number}"{label}/>'
