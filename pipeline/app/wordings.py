"""What a place of today's text was in each baseline: its number and words then, and whether it moved, split or grew."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.app.sources.baselines import Baseline, baselines, origin_of
from pipeline.app.sources.opening import Opened
from pipeline.app.sources.shelf import body_of, read_once
from pipeline.app.sources.texts import word_map
from pipeline.model.lineage import Earlier, Standing
from pipeline.store.cache import Cache
from pipeline.text.aligning import WordMap
from pipeline.text.body import Body
from pipeline.text.units import Unit

SHARE, FEWEST = 0.2, 2  # of the words of the shorter text: what two units share at least, to be told together


class _Then(NamedTuple):
    """A baseline beside the text of today."""

    body: Body
    today: Body
    found: WordMap


def earlier_wordings(
    opened: Opened, document: str, today: Body, units: frozenset[int], cache: Cache
) -> tuple[Earlier, ...]:
    """The wordings of some units of today's text in every baseline of the document, the latest first.

    Each baseline is compared with the one after it, and the last one with today, so that a text that changes little
    from session to session is recognized however much it has changed in all.
    """
    every = [b for session in opened.sessions for b in baselines(opened, session, document)]
    read = read_once(opened, [origin_of(opened, baseline) for baseline in every], cache)
    pairs = [(b, body) for b, one in zip(every, read, strict=True) if (body := body_of(one, cache)) is not None]
    texts = [body.wording for _, body in pairs] + [today.wording]
    told = [
        _earlier(opened, baseline, _Then(body, today, word_map(texts[index:], cache)), units)
        for index, (baseline, body) in enumerate(pairs)
    ]
    return tuple(reversed(told))


def _earlier(opened: Opened, baseline: Baseline, then: _Then, units: frozenset[int]) -> Earlier:
    shared = _shared(then)
    sources = sorted({old for (old, new) in shared if new in units})
    title = opened.session(baseline.session).title
    if not sources:
        return Earlier(baseline.name, title, ())
    standing = tuple(_standing(then.body, old, sum(shared.get((old, new), 0) for new in units)) for old in sources)
    others = sorted({new for (old, new) in shared if old in sources and new not in units})
    elsewhere = tuple(dict.fromkeys(then.today.units[new].address for new in others))
    relations = _relations(then, sources, sorted(units), split=bool(elsewhere))
    return Earlier(baseline.name, title, standing, relations, elsewhere)


def _shared(then: _Then) -> dict[tuple[int, int], int]:
    """How many words a unit of the baseline and one of today share, where that is enough to tell them together."""
    old, new = then.body.wording, then.today.wording
    pairs = Counter((old.block[a], new.block[b]) for a, b in enumerate(then.found.to) if b >= 0)
    sizes_old, sizes_new = _sizes(then.body), _sizes(then.today)

    def enough(pair: tuple[int, int], count: int) -> bool:
        shorter = min(sizes_old[pair[0]], sizes_new[pair[1]])
        return count >= max(min(FEWEST, shorter), SHARE * shorter)

    return {pair: count for pair, count in pairs.items() if enough(pair, count)}


def _sizes(body: Body) -> list[int]:
    return [body.wording.firsts[i + 1] - body.wording.firsts[i] for i in range(len(body.units))]


def _standing(body: Body, index: int, kept: int) -> Standing:
    unit = body.units[index]
    section = body.sections[unit.section] if unit.section < len(body.sections) else ""
    return Standing(unit.address, unit.number, unit.id, section, unit.text, kept)


def _relations(then: _Then, old: Sequence[int], new: Sequence[int], *, split: bool) -> tuple[str, ...]:
    then_units, now_units = [then.body.units[i] for i in old], [then.today.units[i] for i in new]
    said = {
        "same words": _text(then_units) == _text(now_units),
        "changed": _text(then_units) != _text(now_units),
        "moved": _moved(then, old) or _section(then.body, old[0]) != _section(then.today, new[0]),
        "renumbered": then_units[0].address != now_units[0].address,
        "split": split,
        "joined": len(then_units) > len(now_units),
    }
    return tuple(name for name, holds in said.items() if holds)


def _text(units: Sequence[Unit]) -> list[str]:
    return [" ".join(unit.text.split()) for unit in units]


def _section(body: Body, index: int) -> str:
    section = body.units[index].section
    return body.sections[section] if section < len(body.sections) else ""


def _moved(then: _Then, old: Sequence[int]) -> bool:
    """Whether most of the words that stayed did not keep their place among the others."""
    words = [word for unit in old for word in range(*then.body.span(unit)) if then.found.to[word] >= 0]
    return 2 * sum(then.found.backbone[word] for word in words) < len(words)
