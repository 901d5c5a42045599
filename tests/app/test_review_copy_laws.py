"""Law 3 for review copies: whatever members propose, each alone gives that member's text, and nobody the paper."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.app.redlines.copy_proof import Wanted, prove_copy
from pipeline.formats.revisions import ACCEPT, REJECT, read
from pipeline.formats.validators import docx_problems
from pipeline.model.comment import Action, Comment, CommentName, CommentType, Proposal
from pipeline.model.document import NoteMark, Reference
from pipeline.model.ledger import Entry
from pipeline.model.source import Place
from pipeline.render.copies.sayings import Told
from pipeline.render.copies.writer import Written, review_copy
from pipeline.render.word.paper import render_docx
from pipeline.review.copying import Shares, Shown
from pipeline.review.hunks import Hunk
from pipeline.review.judging import UnitEdit
from pipeline.review.overlay import overlay
from pipeline.text.units import Unit, UnitKind, units
from pipeline.text.words import Kind
from tests.render.redlining.libreoffice import resolve
from tests.render.sample_paper import sample_document, sample_paper

REFERENCE = (Path(__file__).parents[2] / "templates" / "reference.docx").read_bytes()
DATES = {"": "2025-06-01T00:00:00Z"}
DOCUMENT = sample_document()
UNITS = units(DOCUMENT)
PAPER = render_docx(sample_paper(), REFERENCE, {})
WORDS = ("fresh words", " and more", "<w:t>&amp;", "مرحبا", "“quoted” ", "x")
_PARAGRAPHS = (UnitKind.PARAGRAPH, UnitKind.ITEM, UnitKind.UNNUMBERED, UnitKind.HEADING)


def entry_of(member: str, number: int) -> Entry:
    proposal = Proposal(Action.REPLACE, "words")
    name = CommentName("s-1", member, DOCUMENT.name, str(number))
    at = Place("comments/s-1/x.yaml")
    return Entry(Comment(name, "0" * 8, CommentType.EDITORIAL, (), proposal, "why", "", "s-1", at))


def _edit(index: int, chance: random.Random) -> UnitEdit | None:
    """A random edit of a unit, of a kind that a judge would let through; None where there is none."""
    unit = UNITS[index]
    if unit.stretch.kind is Kind.EPIGRAPH or not unit.text:
        return None
    kind = chance.choice(("words", "words", "words", "out", "before", "after", "fetched"))
    if kind == "words":
        return UnitEdit(index, _hunks(unit, chance))
    if kind == "out":
        return UnitEdit(index, out=True)
    return _beside(index, kind, chance) if unit.kind in _PARAGRAPHS else None


def _beside(index: int, kind: str, chance: random.Random) -> UnitEdit:
    paragraphs = tuple(chance.choices(("A new paragraph.", "Another one."), k=chance.choice((1, 1, 2))))
    if kind != "fetched":
        return UnitEdit(index, before=paragraphs) if kind == "before" else UnitEdit(index, after=paragraphs)
    plain = [
        i for i, other in enumerate(UNITS)
        if other.kind is UnitKind.PARAGRAPH and not any(isinstance(p, NoteMark) for p in other.stretch.inlines)
    ]  # fmt: skip
    return UnitEdit(index, fetched=chance.choice(plain), fetched_after=chance.random() < 0.5)


def _hunks(unit: Unit, chance: random.Random) -> tuple[Hunk, ...]:
    """One or two hunks that cut no cross-reference."""
    places = [at for at in range(len(unit.text) + 1) if cuts_no_reference(unit, at)]
    cuts = sorted(chance.sample(places, min(len(places), chance.choice((2, 4)))))
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        words = chance.choice((*WORDS, ""))
        found.append(Hunk(start, start if words and chance.random() < 0.3 else end, words))
    return tuple(found)


def cuts_no_reference(unit: Unit, at: int) -> bool:
    starts = unit.stretch.starts
    inner = [(starts[i], starts[i + 1]) for i, p in enumerate(unit.stretch.inlines) if isinstance(p, Reference)]
    return not any(low < at < high for low, high in inner)


def _shares(seed: int, members: int, edits: int) -> Shares:
    """Random proposals; each member has one change in a unit and any paragraphs beside it."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    offered = [edit for _ in range(edits) if (edit := _edit(chance.randrange(len(UNITS)), chance)) is not None]
    shares = Shares()
    for number in range(members):
        taken: set[int] = set()
        beside = {edit.unit for edit in offered if edit.before or edit.after}
        for count, edit in enumerate(chance.sample(offered, len(offered) // 2)):
            if edit.unit not in taken or (edit.unit in beside and not (edit.hunks or edit.out or edit.fetched >= 0)):
                taken.add(edit.unit)
                shares.shown.append(Shown(entry_of(f"MEMBER-{number:02}", count), (edit,)))
    return shares


def _copy(shares: Shares) -> Written:
    return review_copy(PAPER, (DOCUMENT, UNITS), overlay(shares, UNITS), Told(), DATES)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 8), st.integers(1, 60))
def test_each_member_alone_gives_that_members_text_and_nobody_the_paper(seed: int, members: int, edits: int) -> None:
    shares = _shares(seed, members, edits)
    made = _copy(shares)
    assert prove_copy(made.data, Wanted(PAPER, UNITS, shares), made.authors) == ()


def test_the_order_of_members_changes_no_byte() -> None:
    shares = _shares(1, 6, 60)
    turned = Shares(shown=shares.shown[::-1])
    assert _copy(shares).data == _copy(turned).data


def test_too_many_names_become_a_number_and_the_law_still_holds(tmp_path: Path) -> None:
    edit = UnitEdit(next(i for i, unit in enumerate(UNITS) if unit.kind is UnitKind.PARAGRAPH), out=True)
    shares = Shares(shown=[Shown(entry_of(f"MEMBER-{number:02}", 1), (edit,)) for number in range(40)])
    made = _copy(shares)
    assert made.authors == {"40 members": tuple(f"MEMBER-{number:02}" for number in range(40))}
    assert prove_copy(made.data, Wanted(PAPER, UNITS, shares), made.authors) == ()
    (tmp_path / "copy.docx").write_bytes(made.data)
    assert docx_problems(tmp_path / "copy.docx") == ()


@pytest.mark.parametrize("lost", ["words", "comment", "notice"])
def test_a_copy_that_lost_something_is_not_proven(lost: str) -> None:
    shares = _shares(3, 3, 40)
    made = _copy(shares)
    wrong = Shares(shown=shares.shown[1:] if lost != "words" else _other(shares.shown))
    if lost == "notice":
        wrong = Shares(shown=shares.shown, listed=[])
        assert prove_copy(PAPER, Wanted(PAPER, UNITS, wrong), made.authors)
        return
    assert prove_copy(made.data, Wanted(PAPER, UNITS, wrong), made.authors)


def _other(shown: Sequence[Shown]) -> list[Shown]:
    first, *rest = shown
    return [Shown(first.entry, (UnitEdit(first.edits[0].unit, out=not first.edits[0].out),)), *rest]


def test_libreoffice_rejects_all_to_the_paper_and_accepts_one_members_copy(soffice: str, tmp_path: Path) -> None:
    every = _copy(_shares(5, 5, 50)).data
    one = _shares(8, 1, 50)
    made = _copy(one)
    files = {"reject-all": every, "accept-one": made.data, "as-is": PAPER}
    seen = resolve(soffice, files, tmp_path)
    assert _words(seen["reject-all"]) == _words(seen["as-is"])
    assert len(seen["reject-all"]) > 100
    ours = [line for line in read(made.data, ACCEPT).text.splitlines() if line.strip()]
    assert len(ours) > 20
    assert read(every, REJECT).blocks == read(PAPER, ACCEPT).blocks
    assert len(_words(seen["accept-one"])) >= len(_words(seen["as-is"])) - sum(e.edits[0].out for e in one.shown)


def _words(lines: Sequence[tuple[str, str, tuple[tuple[str, str], ...]]]) -> list[str]:
    texts = ("".join(text for text, _ in runs) for kind, _, runs in lines if kind == "paragraph")
    return [text for text in texts if text.strip()]
