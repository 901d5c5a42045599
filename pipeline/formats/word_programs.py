"""Programs in Word packages: macros, and templates elsewhere that bring macros along."""

from pipeline.formats.word_package import Link, Package, links_name, links_xml, parse_part
from pipeline.formats.xml_tree import Prefixes

_MACROS, _TEMPLATE = {"vbaProject", "wordVbaData"}, "attachedTemplate"
_NAMES = ("vbaProject", "vbaData")


def drop_programs(package: Package) -> None:
    """Take programs out of a package, by what leads to them and by their usual names, and note it in `dropped`.

    Whoever opens what we write must not run or fetch any.

    Raises:
        PackageProblem: a part that must be read for this cannot be.
    """
    macros = {name for name in package.parts if any(usual in name for usual in _NAMES)}
    for part in sorted({"", *package.parts}):
        links = package.links(part)
        macros |= {link.target for link in links.values() if link.kind in _MACROS}
        kept = [link for link in links.values() if link.kind not in _MACROS and link.target not in macros]
        if len(kept) < len(links):
            _relink(package, part, kept)
    for name in macros & package.parts.keys():
        del package.parts[name]
    package.dropped += ("macros",) if macros else ()
    _drop_template(package)


def _relink(package: Package, part: str, kept: list[Link]) -> None:
    package.parts[links_name(part)] = links_xml(part, kept)
    package.forget_links(part)


def _drop_template(package: Package) -> None:
    name = package.related("settings")
    if not name or b"attachedTemplate" not in package.parts[name]:
        return
    prefixes = Prefixes()
    root = parse_part(package.parts[name], name, prefixes)
    root.kids = [kid for kid in root.kids if kid.tag != "w:attachedTemplate"]
    package.parts[name] = prefixes.document(root)
    _relink(package, name, [link for link in package.links(name).values() if link.kind != _TEMPLATE])
    package.dropped += ("the template that is attached",)
