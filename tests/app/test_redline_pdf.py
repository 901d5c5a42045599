"""PDF redlines of packs: the two texts they tell, accessible, the same bytes each time, proven again later."""

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.app.redlines.pdf import prove_pdf
from pipeline.app.sources.opening import open_workspace
from pipeline.formats.pdf_text import told_text
from pipeline.formats.revisions.story import story
from pipeline.formats.validators import pdf_problems
from pipeline.model.changes import ChangedStory, Mark
from pipeline.render.pdf.told import sides
from tests.app.elsewhere import built_elsewhere
from tests.app.small import Small

OLD, NEW = "says what the paper is for", "tells readers what the paper is for"
SECTION = """\
---
title: First
id: sec-first
---

{#p-opening}
The opening paragraph of the first section tells readers what the paper is for.[^1]

A paragraph of its own that came between, with a ☃ that fonts may lack.

It has a list in its second paragraph, which is announced here:

(a) Something short;

(b) Something quite *long*;

(c) Something new.

::: {.table #tbl-new caption="New table"}
| Area | Entities |
|---|---:|
| One | 2 |
:::

The third paragraph refers to [](#p-opening) and closes the section.

[^1]: A note that is new.
"""


@pytest.fixture
def two(repository: Small) -> Small:
    """A workspace with alpha frozen for two sessions, changed in many ways in between."""
    assert repository.run("freeze", "s-1").code == 0
    (repository.root / "drafts/alpha/01-first.md").write_text(SECTION, encoding="utf-8")
    repository.commit("Change alpha")
    assert repository.run("freeze", "s-2").code == 0
    assert repository.run("build", "s-1", "s-2").code == 0
    return repository


def pdf_of(small: Small) -> Path:
    return small.root / "build/s-2/alpha.redline.pdf"


def word_of(small: Small) -> bytes:
    return (small.root / "build/s-2/alpha.redline.docx").read_bytes()


def bare(text: str) -> str:
    return "".join(text.split())


def test_it_tells_both_texts_to_those_who_listen(two: Small) -> None:
    told = {name: bare(text) for name, text in sides(told_text(pdf_of(two).read_bytes())).items()}
    assert bare("1. The opening paragraph of the first section " + OLD) in told["old"]
    assert bare("1. The opening paragraph of the first section " + NEW) in told["new"]
    assert bare(OLD) not in told["new"]
    assert bare("A note that is new.") in told["new"]
    assert bare("A note that is new.") not in told["old"]


def test_each_text_is_that_of_the_clean_paper(two: Small) -> None:
    told = sides(told_text(pdf_of(two).read_bytes()))
    for name, session in (("old", "s-1"), ("new", "s-2")):
        clean = "".join(text for text, _ in told_text((two.root / f"build/{session}/alpha.pdf").read_bytes()))
        start = bare("I.First1.The")
        assert bare(told[name])[bare(told[name]).index(start) :] == bare(clean)[bare(clean).index(start) :]


def test_numbers_of_both_texts_are_shown(two: Small) -> None:
    told = "".join(text for text, _ in told_text(pdf_of(two).read_bytes()))
    assert "[deleted: 2.][inserted: 3.]" in told
    assert "[inserted: 2.]" in told


def test_it_is_accessible(two: Small) -> None:
    assert pdf_problems(pdf_of(two)) == ()


def test_the_same_texts_give_the_same_bytes(two: Small) -> None:
    first = pdf_of(two).read_bytes()
    assert two.run("build", "s-2").code == 0
    (two.root / "build/s-2/manifest.json").unlink()
    for kept in (two.root / ".hlcp").rglob("papers"):
        kept.rename(kept.with_name("papers-before"))
    assert two.run("build", "s-2").code == 0
    assert pdf_of(two).read_bytes() == first


def test_it_can_be_made_on_another_machine(two: Small) -> None:
    first = pdf_of(two).read_bytes()
    pdf_of(two).unlink()
    assert "_print" in built_elsewhere(two, "s-2")
    assert pdf_of(two).read_bytes() == first


def test_prove_finds_a_word_redline_that_says_something_else(two: Small) -> None:
    assert two.run("prove", "s-2").code == 0
    path = two.root / "build/s-2/alpha.redline.docx"
    path.write_bytes(edited(word_of(two), b"closes the section", b"ends the section"))
    done = two.run("prove", "s-2")
    assert "alpha.redline.pdf" in done.out
    assert "is not that of the Word redline" in done.out


def test_a_pdf_that_is_none_is_told(two: Small) -> None:
    (problem,) = prove_pdf(open_workspace(two.root), word_of(two), b"%PDF-1.7 no more")
    assert "cannot be read" in problem


def edited(data: bytes, old: bytes, new: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return buffer.getvalue()


def test_the_story_of_a_redline_has_marks_numbers_notes_and_tables(two: Small) -> None:
    read: ChangedStory = story(word_of(two))
    by_words = {p.text(new=True): p for p in read.paragraphs()}
    new = next(p for words, p in by_words.items() if words.startswith("A paragraph of its own"))
    assert (new.old, new.new) == ("", "2.")
    assert {run.mark for run in new.runs} == {Mark.INSERTED}
    assert [(note.old, note.new) for note in read.notes.values() if note.old or note.new] == [("", "1"), ("1", "2")]
    assert by_words["Entities"].style == "TableHead"
