"""The texts of sections: parsed together, and kept by their content."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.app.sources.opening import found
from pipeline.formats.pandoc import MARKDOWN, TOO_DEEP, Ast, parse
from pipeline.model.document import Part
from pipeline.model.source import Place
from pipeline.store.cache import Cache, key
from pipeline.store.versions import code_fingerprint
from pipeline.text.blocks import SectionText, read_section
from pipeline.text.codec import decode, encode
from pipeline.text.sources import check_source

SectionKey = tuple[Part, str]
"""What a section is, and its Markdown without the front matter."""

REMEMBERED = 1000  # sections; for a process that runs as long as somebody writes


def section_texts(wanted: Iterable[SectionKey], cache: Cache) -> dict[SectionKey, SectionText]:
    """The texts of sections; those that neither this process nor the cache knows are parsed in one go."""
    remembered = _remembered(cache)
    texts: dict[SectionKey, SectionText] = {}
    missing: list[SectionKey] = []
    for item in dict.fromkeys(wanted):
        if item in remembered:
            texts[item] = remembered.pop(item)  # it comes back as the one used last
        elif (stored := cache.get("sections", _name(item))) is not None:
            texts[item] = decode(stored)
        else:
            missing.append(item)
    fresh, failed = _parsed(missing)
    for item, text in fresh.items():
        cache.put("sections", _name(item), encode(text))
    remembered |= texts | fresh
    for item in list(remembered)[:-REMEMBERED]:
        del remembered[item]
    return texts | fresh | failed


def _parsed(items: list[SectionKey]) -> tuple[dict[SectionKey, SectionText], dict[SectionKey, SectionText]]:
    """The texts, and those that cannot be parsed, which is told of them: another time they may be."""
    texts: dict[SectionKey, SectionText] = {}
    failed: dict[SectionKey, SectionText] = {}
    for item, parsed in zip(items, parse([body for _, body in items]), strict=True):
        if parsed.problem:
            failed[item] = SectionText((), (), (found("SECTION-PARSE", Place(""), parsed.problem),))
        else:
            texts[item] = _text(parsed.blocks, *item)
    return texts, failed


def _text(blocks: Ast, part: Part, body: str) -> SectionText:
    try:
        text = read_section(blocks, part)
    except RecursionError:
        return SectionText((), (), (found("SECTION-PARSE", Place(""), TOO_DEEP),))
    return replace(text, findings=text.findings + check_source(body))


def _remembered(cache: Cache) -> dict[SectionKey, SectionText]:
    kept = cache.memory.setdefault("sections", {})
    return kept if isinstance(kept, dict) else {}


def _name(item: SectionKey) -> str:
    part, body = item
    return key("section", code_fingerprint(), MARKDOWN, part, body)
