"""Whatever is edited: rejecting all gives the old paper, accepting all the new one."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.app.redlines.proven import prove_redline
from pipeline.formats.revisions import ACCEPT, REJECT, resolved
from pipeline.formats.revisions.story import story
from pipeline.model.changes import ChangedStory
from pipeline.render.redline.engine import redline
from tests.render.redlining.small_word import Block, P, T, word

_WORDS = (
    *("the", "Committee", "entities", "of", "review,", "report.", "field", "and", "data", "12", "a", "markets."),
    *("*shared*", "__joint__", "<link>", "risk^see_~_annex^"),
)
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join)
_STYLES = st.sampled_from(("Normal", "Normal", "Heading1", "Numbered", "Quote"))
_PARAGRAPHS = st.builds(P, _TEXTS, _STYLES, st.sampled_from((0, 0, 0, 1, 2)))
_TABLES = st.builds(lambda rows: T(tuple(rows)), st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=3))
_BLOCKS = st.lists(st.one_of(_PARAGRAPHS, _PARAGRAPHS, _PARAGRAPHS, _TABLES), max_size=7)

Edit = Callable[[list[Block], int, P], None]


def _insert(blocks: list[Block], at: int, new: P) -> None:
    blocks.insert(at, new)


def _delete(blocks: list[Block], at: int, _: P) -> None:
    del blocks[at : at + 1]


def _move(blocks: list[Block], at: int, new: P) -> None:
    if at < len(blocks):
        blocks.insert(len(new.text) % len(blocks), blocks.pop(at))


def _split(blocks: list[Block], at: int, new: P) -> None:
    if at < len(blocks) and isinstance(block := blocks[at], P):
        words = block.text.split(" ")
        cut = len(new.text) % (len(words) + 1)
        blocks[at : at + 1] = [replace(block, text=" ".join(words[:cut])), replace(block, text=" ".join(words[cut:]))]


def _merge(blocks: list[Block], at: int, _: P) -> None:
    pair = blocks[at : at + 2]
    if len(pair) == 2 and isinstance(pair[0], P) and isinstance(pair[1], P):
        blocks[at : at + 2] = [replace(pair[0], text=f"{pair[0].text} {pair[1].text}")]


def _word(blocks: list[Block], at: int, new: P) -> None:
    if at < len(blocks) and isinstance(block := blocks[at], P):
        words = block.text.split(" ")
        words[len(new.text) % len(words)] = new.text
        blocks[at] = replace(block, text=" ".join(words))


def _look(blocks: list[Block], at: int, new: P) -> None:
    if at < len(blocks) and isinstance(block := blocks[at], P):
        blocks[at] = replace(block, style=new.style, list=new.list)


def _row(blocks: list[Block], at: int, new: P) -> None:
    if at < len(blocks) and isinstance(block := blocks[at], T):
        rows = [*block.rows, (new.text, "x")]
        blocks[at] = T(tuple(rows[len(new.text) % 2 :]))


_KINDS: tuple[Edit, ...] = (_insert, _delete, _move, _split, _merge, _word, _look, _row)
_EDITS = st.lists(st.tuples(st.sampled_from(_KINDS), st.integers(0, 6), _PARAGRAPHS), max_size=6)


def _closed(blocks: list[Block]) -> bytes:
    """The file: a body ends in a paragraph, and tables do not touch."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, T) and out and isinstance(out[-1], T):
            out.append(P("between tables"))
        out.append(block)
    return word([*out, P("The end.")] if not out or isinstance(out[-1], T) else out)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_BLOCKS, _EDITS)
def test_edited_papers(blocks: list[Block], edits: list[tuple[Edit, int, P]]) -> None:
    changed = list(blocks)
    for edit, at, new in edits:
        edit(changed, at, new)
    old, new_paper = _closed(blocks), _closed(changed)
    made = redline(old, new_paper).data
    assert prove_redline(old, new_paper, made) == ()
    told = story(made)
    for new, taken in ((True, ACCEPT), (False, REJECT)):
        assert _told(told, new=new) == _told(story(resolved(made, taken)), new=True)


def _told(told: ChangedStory, *, new: bool) -> tuple[str, list[str], list[str]]:
    """Words, numbers of paragraphs and numbers of notes, as a redline that is read back tells them of one text."""
    paragraphs = list(told.paragraphs())
    numbers = [number for p in paragraphs if (number := p.new if new else p.old)]
    marks = [r.note for p in paragraphs for r in p.runs if r.note and (r.mark.in_new if new else r.mark.in_old)]
    notes = [told.notes[key].new if new else told.notes[key].old for key in marks]
    return "".join(p.text(new=new) for p in paragraphs), numbers, notes


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_BLOCKS, _BLOCKS)
def test_unrelated_papers(old: list[Block], new: list[Block]) -> None:
    before, after = _closed(old), _closed(new)
    assert prove_redline(before, after, redline(before, after).data) == ()


@settings(max_examples=40, deadline=None)
@given(_BLOCKS)
def test_a_paper_does_not_differ_from_itself(blocks: list[Block]) -> None:
    paper = _closed(blocks)
    assert not redline(paper, paper).counts
