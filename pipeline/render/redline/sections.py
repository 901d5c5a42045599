"""Sections: page size, margins and the like, as they change with a paragraph or at the end of the body."""

from pipeline.formats.xml_tree import Node
from pipeline.render.redline.content import Para
from pipeline.render.redline.scribe import Change, Scribe

_NOTES = ("w:footnotePr", "w:endnotePr")
_ANEW = '<w:numRestart w:val="eachSect"/>'
_HEADS = {"w:headerReference", "w:footerReference"}


def section_xml(old: Para | None, new: Para | None, scribe: Scribe) -> str:
    """The section that a paragraph ends, with what it was in the old paper; one that goes, goes with its mark."""
    if new is None or not new.section:
        return old.section if old is not None and new is None else ""
    before = next((kid for kid in _properties(old) if kid.tag == "w:sectPr"), None)
    after = next(kid for kid in _properties(new) if kid.tag == "w:sectPr")
    return changed_section(before, after, scribe)


def _properties(para: Para | None) -> list[Node]:
    found = para.node.first("w:pPr") if para else None
    return found.kids if found else []


def last_section(old: Node | None, new: Node | None, scribe: Scribe) -> str:
    """The section at the end of the body; where a paper names none, it is as good as one that says nothing."""
    if old is None and new is None:
        return ""
    nothing = Node("w:sectPr")
    return changed_section(nothing if old is None else old, nothing if new is None else new, scribe)


def changed_section(old: Node | None, new: Node, scribe: Scribe) -> str:
    """A section with what it was; heads and feet are compared by themselves."""
    if old is None or _plain(old) == _plain(new):
        return new.xml()
    attributes = scribe.attributes(Change("sectPrChange"))
    change = f"<w:sectPrChange{attributes}><w:sectPr>{_plain(old)}</w:sectPr></w:sectPrChange>"
    return new.xml().removesuffix("/>").removesuffix("</w:sectPr>") + (
        f">{change}</w:sectPr>" if not new.kids else f"{change}</w:sectPr>"
    )


def count_notes_through(body: Node) -> None:
    """Take from a paper of one section that its notes are counted anew in each: that says nothing there.

    pandoc writes it. LibreOffice 7.4 crashes on laying out a page with it after notes and a table row were rejected.
    """
    sections = [node for node in body.walk() if node.tag == "w:sectPr"]
    if len(sections) != 1:
        return
    for notes in (kid for kid in sections[0].kids if kid.tag in _NOTES):
        notes.kids = [kid for kid in notes.kids if kid.xml() != _ANEW]
    sections[0].kids = [kid for kid in sections[0].kids if kid.tag not in _NOTES or kid.kids]


def _plain(section: Node) -> str:
    return "".join(kid.xml() for kid in section.kids if kid.tag not in _HEADS)
