"""Accepting one member's changes in a review copy gives what merging them into the source gives.

Proposals are merged into the section files of the draft that was read; the text is read, numbered and printed as a
paper of its own, and that paper is compared with the review copy in which one member's changes are accepted and all
others rejected: words, emphasis, links, notes, kinds of paragraphs, numbers.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

import pytest

from pipeline.app.papers.paper import paper_of, preview_paper
from pipeline.app.redlines.copy_proof import Wanted, prove_copy
from pipeline.app.rounds.ledgers import round_of
from pipeline.app.sources.baselines import current, origin_of, todays_origins
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import Opened, open_workspace
from pipeline.app.sources.reading import Origin, ReadDocument, read_documents
from pipeline.formats.revisions import ACCEPT
from pipeline.formats.revisions.members import Line, voices
from pipeline.model.paper import Paper
from pipeline.render.copies.sayings import Told
from pipeline.render.copies.writer import review_copy
from pipeline.render.word.paper import render_docx
from pipeline.review.copying import Shares, Shown, edits_of, share_out
from pipeline.review.hunks import deleting, inserting, replacing
from pipeline.review.judging import UnitEdit
from pipeline.review.overlay import overlay
from pipeline.review.splicing import CannotSplice, splices
from pipeline.text.body import Body
from pipeline.text.source_words import Sheet, Splice, applied
from pipeline.text.units import Unit, UnitKind
from tests.app.small import Small
from tests.app.test_review_copy_laws import DATES, REFERENCE, cuts_no_reference, entry_of
from tests.copies import ROOT

SESSION = "hlcp-2025-06"
FRONT = ("Cover", "Contents", "TOC", "Title")
LABEL = re.compile(r"(?:\(\w+\)|\d+) (?:bis|ter|quater|quinquies|sexies|septies|octies)\.?|•")
QUOTES = str.maketrans("“”’", '""\'')  # a merged quotation mark is set by pandoc, in a copy it is as it was typed
STYLED = """\
---
title: Styled
id: sec-styled
---

{#p-one}
Some *words in italics* stand beside **bold ones and *both* at once**, with a [link to it](https://example.org/a) and
a note.[^a] What *follows is*[^b] told in [](#p-one), and [*a slanted link*](https://example.org/b) closes it.

*All of this paragraph is in italics.*

(a) An item with **bold**[^c] words;

(b) Another one, *slanted*.

## A *slanted* heading

- A bullet with ~~words that went~~ and H~2~O;

- Another bullet.

[^a]: A note with *italics* in it.

[^b]: Another note.

[^c]: A third [note](https://example.org/c).
"""


@dataclass(frozen=True)
class Table:
    """A draft on the table with its sources.

    Attributes:
        files: of the draft, by path.
        paper: of a text.
    """

    opened: Opened
    origin: Origin
    read: ReadDocument
    body: Body
    files: Mapping[str, bytes]
    paper: Callable[[ReadDocument], Paper]

    @property
    def sheets(self) -> list[Sheet]:
        return [Sheet(self.files[path].decode()) for path in self.paths]

    @property
    def paths(self) -> list[str]:
        folder = self.origin.folder
        return [f"{folder}/{name.removeprefix(f'{folder}/')}" for name in self.body.sections]

    def printed(self, read: ReadDocument) -> bytes:
        """A text as a Word paper; its pictures are left out."""
        return render_docx(self.paper(read), REFERENCE, {})

    def can_merge(self, edits: Sequence[UnitEdit]) -> bool:
        try:
            splices(edits, self.body, self.sheets)
        except CannotSplice:
            return False
        return True

    def merged(self, every: Sequence[Sequence[UnitEdit]]) -> list[bytes]:
        """The papers with these edits merged into the source, each for itself."""
        origins = [replace(self.origin, files=self._with(edits)) for edits in every]
        return [self.printed(read) for read in read_documents(self.opened, origins, open_cache(self.opened))]

    def _with(self, edits: Sequence[UnitEdit]) -> dict[str, bytes]:
        found: dict[int, list[Splice]] = defaultdict(list)
        for placed in splices(edits, self.body, self.sheets):
            found[placed.section].append(placed.splice)
        files = dict(self.files)
        for section, made in found.items():
            path = self.paths[section]
            files[path] = applied(files[path].decode(), tuple(made)).encode()
        return files


def table_of(opened: Opened, origin: Origin, paper: Callable[[ReadDocument], Paper]) -> Table:
    (read,) = read_documents(opened, [origin], open_cache(opened))
    assert read.document is not None
    stored = opened.workspace.files
    files = {path: stored.read(path, 1 << 24) for path in stored.list_files(origin.folder)}
    return Table(opened, origin, read, Body.of(read.document), files, paper)


def told(lines: Sequence[Line], *, counts: bool) -> Iterator[tuple[object, ...]]:
    """What is compared of each paragraph; where paragraphs come or go, digits do not count, for all numbers shift."""
    for line in lines:
        style = line.shape.style
        if style.startswith(FRONT):
            continue
        if style == "ContinuedParagraph" and (not line.number or LABEL.fullmatch(line.number)):
            style = "NumberedParagraph"
        texts = [text.translate(QUOTES) for text, _ in line.runs]
        texts = texts if counts else [re.sub(r"\d+", "#", text) for text in texts]
        looks = [re.sub(r"link=#\S+", "link", look) for _, look in line.runs]
        yield tuple(zip(texts, looks, strict=True)), style, *((line.number,) if counts else ())


def agree(table: Table, shares: Shares) -> int:
    """Hold a copy to the merged text of each member; how many members there are whose words arrive in the source."""
    clean, document = table.printed(table.read), table.read.document
    assert document is not None
    made = review_copy(clean, (document, table.body.units), overlay(shares, table.body.units), Told(), DATES)
    wanted = Wanted(clean, table.body.units, shares)
    assert prove_copy(made.data, wanted, made.authors) == ()
    said, members = voices(made.data), wanted.members
    edits, held = [edits_of(shares.shown, member) for member in members], 0
    for member, own, alone in zip(members, edits, table.merged(edits), strict=True):
        theirs = {author for author, names in made.authors.items() if member in names}
        counts = not any(edit.before or edit.after or edit.out or edit.fetched >= 0 for edit in own)
        got = list(told(said.lines(theirs.__contains__), counts=counts))
        want = list(told(voices(alone).lines(ACCEPT), counts=counts))
        if not all(same_words(got, want)):  # merging finds it when it parses the section again, and refuses
            continue
        held += 1
        different = next(((one, other) for one, other in zip(got, want, strict=False) if one != other), None)
        assert different is None, (member, own, different)
        assert len(got) == len(want)
    return held


def same_words(got: Sequence[tuple[Any, ...]], want: Sequence[tuple[Any, ...]]) -> Iterator[bool]:
    texts = (["".join(text for text, _ in runs) for runs, *_ in side] for side in (got, want))
    yield from (one == other for one, other in zip_longest(*texts))


@pytest.mark.parametrize(("document", "shown"), [("conceptual-framework", 52), ("common-approach", 16)])
def test_each_member_of_the_sample_round_alone_reads_and_looks_as_when_merged(document: str, shown: int) -> None:
    opened = open_workspace(ROOT)
    view, baseline = round_of(opened, SESSION, open_cache(opened)), current(opened, SESSION, document)
    (entry,) = [one for one in opened.session(SESSION).documents if one.document == document]
    assert baseline is not None
    table = table_of(opened, origin_of(opened, baseline), lambda read: paper_of(opened, SESSION, entry, read, baseline))
    entries = [entry for entry in view.ledger.entries if entry.comment.name.document == document]
    shares = share_out(entries, {}, table.body, view.tables[document])
    able = Shares(shown=[one for one in shares.shown if table.can_merge(one.edits)])
    assert len(able.shown) >= shown
    assert agree(table, able) == len({one.entry.comment.name.entity for one in able.shown}) > 8


@pytest.mark.parametrize("seed", range(4))
def test_words_look_as_when_merged_wherever_they_come(small: Small, seed: int) -> None:
    small.write("drafts/alpha/01-first.md", STYLED)
    opened = open_workspace(small.root)
    (origin,) = todays_origins(opened, ("alpha",), open_cache(opened))
    table = table_of(opened, origin, lambda read: preview_paper(opened, read))
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    units = [(index, unit) for index, unit in enumerate(table.body.units) if len(unit.text) > 5]
    offered = [edit for _ in range(150) if (edit := _edit(*chance.choice(units), chance)) and table.can_merge((edit,))]
    assert len(offered) > 80
    shown = [Shown(entry_of(f"MEMBER-{number:03}", 1), (edit,)) for number, edit in enumerate(offered)]
    assert agree(table, Shares(shown=shown)) > 0.95 * len(offered)


def _edit(index: int, unit: Unit, chance: random.Random) -> UnitEdit | None:
    """An edit of words, or of a paragraph, as a judge makes it."""
    text, said = unit.text, chance.choice(("new words", "x"))
    if unit.kind in (UnitKind.PARAGRAPH, UnitKind.ITEM) and chance.random() < 0.2:
        return UnitEdit(index, before=(said,)) if chance.random() < 0.5 else UnitEdit(index, after=(said, "More."))
    first, last = sorted(chance.choices(list(re.finditer(r"[^\W_]+", text)), k=2), key=lambda match: match.start())
    cut = first.start(), last.end()
    hunks = chance.choice(
        (
            (inserting(text, cut[0], said, after=False),),
            (inserting(text, cut[1], said, after=True),),
            (deleting(text, cut),),
            replacing(text, cut, said),
        )
    )
    edges = [edge for hunk in hunks for edge in hunk[:2]]
    return UnitEdit(index, hunks) if all(cuts_no_reference(unit, edge) for edge in edges) else None
