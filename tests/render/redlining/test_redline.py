"""Each kind of change, as our own reader and as LibreOffice resolve it, and as Word wants it written."""

import os
import re
from pathlib import Path

import pytest

from pipeline.app.redlines.proven import prove_redline
from pipeline.formats.revisions import read
from pipeline.formats.validators import docx_problems
from pipeline.render.redline.engine import Redline, redline
from pipeline.render.redline.scribe import Change, Credit
from pipeline.render.word.margin import Remark
from tests.render.redlining.cases import ENDS, PAIRS, ROWS, TRAPS, A, B, papers
from tests.render.redlining.libreoffice import resolve
from tests.render.redlining.small_word import P, T, part, with_part, word

WHEN = "2025-06-01T00:00:00Z"


def hand(change: Change) -> Credit:
    """Two hands by turns, so that every change of several words is of both."""
    before = change.context[: change.offset].split()
    return Credit("MEMBER-A" if len(before) % 2 else "MEMBER-B", WHEN, known=True)


def made(name: str) -> tuple[bytes, bytes, Redline]:
    old, new = papers(name)
    return old, new, redline(old, new)


@pytest.mark.parametrize("name", [*PAIRS, *ENDS])
def test_rejecting_all_is_the_old_paper_and_accepting_all_the_new_one(name: str) -> None:
    old, new, done = made(name)
    assert prove_redline(old, new, done.data) == ()


@pytest.mark.parametrize("name", PAIRS)
def test_changes_of_several_hands_hold_both_papers_too(name: str) -> None:
    old, new = papers(name)
    done = redline(old, new, hand)
    assert prove_redline(old, new, done.data) == ()
    assert set(done.authors) <= {"MEMBER-A", "MEMBER-B"}


@pytest.mark.parametrize("name", PAIRS)
def test_the_validator_finds_nothing_new(name: str, tmp_path: Path) -> None:
    old, new, done = made(name)
    found = []
    for index, data in enumerate((old, new, done.data)):
        path = tmp_path / f"{index}.docx"
        path.write_bytes(data)
        found.append(set(docx_problems(path)))
    assert found[2] <= found[0] | found[1]


def test_libreoffice_agrees(soffice: str, tmp_path: Path) -> None:
    """On the traps; on all cases where LibreOffice must be there, which takes a minute."""
    names = tuple(PAIRS) if os.environ.get("HLCP_REQUIRE_LIBREOFFICE") == "1" else TRAPS
    files: dict[str, bytes] = {}
    for name in names:
        old, new, done = made(name)
        files |= {f"plain-old-{name}": old, f"plain-new-{name}": new}
        shared = redline(old, new, hand).data
        for mode in ("accept", "reject"):
            files |= {f"{mode}-{name}": done.data, f"{mode}-{name}-of-two": shared}
    seen = resolve(soffice, files, tmp_path)
    wrong = {
        f"{mode} {name}{hands}": (seen[f"{mode}-{name}{hands}"], seen[f"plain-{side}-{name}"])
        for name in names
        for mode, side in (("accept", "new"), ("reject", "old"))
        for hands in ("", "-of-two")
        if seen[f"{mode}-{name}{hands}"] != seen[f"plain-{side}-{name}"]
    }
    assert wrong == {}


def changes(name: str) -> str:
    """The body of a redline without what does not matter here."""
    xml = part(made(name)[2].data)
    return re.sub(r' w:(?:id|author|date)="[^"]*"| xml:space="preserve"', "", xml)


def test_words_are_changed_whole_and_nothing_else_is_touched() -> None:
    xml = changes("word")
    assert "<w:del><w:r><w:delText>every</w:delText></w:r></w:del><w:ins><w:r><w:t>twice a</w:t></w:r></w:ins>" in xml
    assert xml.count("<w:ins>") == xml.count("<w:del>") == 1


def test_a_moved_paragraph_is_a_move_with_one_name_on_both_sides() -> None:
    xml = changes("moved")
    names = re.findall(r'<w:move(From|To)RangeStart w:name="([^"]+)"', xml)
    assert names == [("From", "move1"), ("To", "move1")]
    assert "<w:moveFrom><w:r>" in xml
    assert "<w:del>" not in xml


def test_a_paragraph_edited_on_the_way_is_still_a_move() -> None:
    xml = changes("moved-and-edited")
    assert len(re.findall("<w:moveToRangeStart", xml)) == 1
    assert "<w:delText>every year</w:delText>" in xml
    assert "<w:t>in each biennium</w:t>" in xml
    assert not re.search(r"<w:moveFrom><w:del>|<w:del><w:moveFrom>", xml)


def test_a_split_is_a_new_mark_and_not_a_new_paragraph() -> None:
    xml = changes("split")
    assert re.search(r"<w:pPr><w:pStyle [^>]*/><w:rPr><w:ins/></w:rPr></w:pPr><w:r><w:t>Field", xml)
    assert "They meet twice" not in "".join(re.findall(r"<w:ins>.*?</w:ins>", xml))


def test_emphasis_is_a_change_of_formatting() -> None:
    xml = changes("emphasis")
    assert "<w:rPr><w:i/><w:rPrChange><w:rPr></w:rPr></w:rPrChange></w:rPr><w:t>all</w:t>" in xml
    assert "<w:ins>" not in xml


def test_a_row_comes_as_a_row_with_all_that_is_in_it() -> None:
    row = re.findall(r"<w:tr>.*?</w:tr>", changes("row-inserted"))[-1]
    assert "<w:trPr><w:cantSplit/><w:ins/></w:trPr>" in row
    assert row.count("<w:ins><w:r>") == 2


def test_a_note_that_changed_keeps_its_reference() -> None:
    done = made("note-changed")[2]
    assert "<w:del " not in part(done.data)
    notes = part(done.data, "word/footnotes.xml")
    assert "last</w:delText>" in notes
    assert "this</w:t>" in notes


def test_link_and_change_nest_as_word_wants_it() -> None:
    old, new = word([P("See <here> now."), B]), word([P("See <there> now."), B])
    xml = part(redline(old, new).data)
    assert re.search(r"<w:hyperlink [^>]*><w:del [^>]*>", xml)
    assert not re.search(r"<w:(ins|del) [^>]*><w:hyperlink", xml)
    other = word([P("See <here> now."), B], link="https://example.org/b")
    assert prove_redline(old, other, redline(old, other).data) == ()


def test_running_heads_are_tracked_too() -> None:
    old, new = word([A], head="Draft of June"), word([A], head="Draft of October")
    done = redline(old, new)
    assert "June</w:delText>" in part(done.data, "word/header.xml")
    assert prove_redline(old, new, done.data) == ()


def test_the_same_papers_give_the_same_bytes() -> None:
    old, new = papers("list-split")
    assert redline(old, new).data == redline(old, new).data


def test_each_change_can_have_its_own_author_and_date() -> None:
    asked: list[Change] = []

    def credit(change: Change) -> Credit:
        asked.append(change)
        before = change.context[: change.offset].split()[-1:]
        is_theirs = "twice" in change.text or before == ["twice"]
        return Credit("MEMBER-A" if is_theirs else "Secretariat", "2025-06-01T00:00:00Z", known=True)

    old, new = papers("word")
    done = redline(old, new, credit)
    assert dict(done.authors) == {"Secretariat": 1, "MEMBER-A": 1}
    assert 'w:author="MEMBER-A" w:date="2025-06-01T00:00:00Z"' in part(done.data)
    inserted = next(change for change in asked if change.kind == "ins")
    assert inserted.context[inserted.offset :].startswith("twice a")


def test_words_of_several_hands_are_changes_of_their_own_and_what_is_nobodys_goes_with_its_neighbour() -> None:
    old, new = word([A]), word([A, P("Three new words of two hands stand here.")])
    done = redline(old, new, lambda change: _hand(change.text))
    assert done.authors == {"MEMBER-A": 1, "MEMBER-B": 1, "Secretariat": 1}  # and the mark, whose the last words are
    assert [row.kind for row in done.changes] == ["ins"] * 3
    assert prove_redline(old, new, done.data) == ()
    accepted = read(done.data, lambda author: author != "MEMBER-B")
    assert "Three new words" in accepted.text
    assert "hands stand here" not in accepted.text


def _hand(text: str) -> Credit:
    mine, yours = {"Three": "MEMBER-A"}, {"two": "MEMBER-B"}
    author = (mine | yours).get(text, "")
    return Credit(author, known=True) if author else Credit()


def test_a_comment_stands_beside_its_changes_once_a_paragraph() -> None:
    old, new = word([A, B]), word([P(f"First {A.text} last."), B])
    names = {"First": ("r/MEMBER-A/d#1",), "last.": ("r/MEMBER-A/d#1",)}
    said = {"r/MEMBER-A/d#1": (Remark("MEMBER-A", "MA", WHEN, ("Why.",)), Remark("Secretariat", "S", WHEN, ("Yes.",)))}
    done = redline(old, new, lambda change: Credit("MEMBER-A", WHEN, names.get(change.text, ()), known=True), said)
    body = part(done.data)
    assert body.count("<w:commentRangeStart") == body.count("<w:commentReference") == 2
    assert (
        body.index("<w:commentRangeStart")
        < body.index("First")
        < body.index("last.")
        < body.index("<w:commentRangeEnd")
    )
    comments = part(done.data, "word/comments.xml")
    assert comments.count("<w:comment ") == 2
    assert "Why." in comments
    assert prove_redline(old, new, done.data) == ()


def test_a_comment_on_a_note_stands_at_its_mark() -> None:
    old, new = papers("note-changed")
    said = {"c": (Remark("MEMBER-A", "MA", WHEN, ("Why.",)),)}
    done = redline(old, new, lambda _: Credit("MEMBER-A", WHEN, ("c",), known=True), said)
    assert "<w:commentReference" in part(done.data)
    assert "comment" not in part(done.data, "word/footnotes.xml")
    assert prove_redline(old, new, done.data) == ()


def test_what_was_tracked_before_counts_as_accepted() -> None:
    by = 'w:author="X" w:date="2020-01-01T00:00:00Z"'
    tracked = (
        f'<w:p><w:r><w:t>Old </w:t></w:r><w:ins w:id="9" {by}><w:r><w:t>new</w:t></w:r></w:ins>'
        f'<w:del w:id="10" {by}><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>'
    )
    old, new = word([A, B], extra=tracked), word([A])
    done = redline(old, new)
    assert "gone" not in part(done.data)
    assert any("2 tracked changes of the old file" in each for each in done.untracked)
    assert prove_redline(old, new, done.data) == ()


def test_rows_that_a_merged_cell_ties_together_stay_together() -> None:
    rows = re.findall(r"<w:tr>.*?</w:tr>", changes("tied-cell"))
    assert [row.count("<w:ins/></w:trPr>") for row in rows] == [0] * 4  # only the words of the cell changed
    other = re.findall(r"<w:tr>.*?</w:tr>", changes("tied-otherwise"))
    assert ["".join(re.findall(r"<w:(ins|del)/></w:trPr>", row)) for row in other] == [
        "",
        *["del"] * 2,
        *["ins"] * 2,
        "",
    ]


def test_what_other_programs_note_for_themselves_is_no_change() -> None:
    old, new = word([A, T(ROWS)]), word([A, T(ROWS)])
    ids = 'xmlns:tool="http://example.org/tool" tool:id='
    marked = with_part(old, lambda xml: re.sub(r"<w:(tcW|r|p)(?=[ >])", rf'<w:\1 {ids}"1"', xml))
    done = redline(marked, new)
    assert done.counts.total() == 0
    assert prove_redline(marked, new, done.data) == ()
    assert "example.org/tool" not in part(redline(new, marked).data)


_ANEW = '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'


def _counting_anew(blocks: tuple[P, ...], extra: str = "") -> bytes:
    """As pandoc writes its papers: notes are counted anew in each section."""
    return with_part(word(blocks, extra=extra), lambda xml: xml.replace("<w:sectPr>", f"<w:sectPr>{_ANEW}"))


def test_that_notes_are_counted_anew_in_each_section_says_nothing_in_a_paper_of_one() -> None:
    """LibreOffice 7.4 crashes on it where notes and a table row are rejected."""
    old, new = _counting_anew((P("One^a^ two."),)), _counting_anew((P("One^a^ two three."),))
    done = redline(old, new)
    assert prove_redline(old, new, done.data) == ()
    assert "numRestart" not in part(done.data)
    assert prove_redline(word((P("One^a^ two."),)), new, done.data) == ()


def test_in_a_paper_of_two_sections_it_says_something() -> None:
    ends = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p>'
    old, new = _counting_anew((P("One^a^ two."),), ends), _counting_anew((P("One^a^ two three."),), ends)
    done = redline(old, new)
    assert prove_redline(old, new, done.data) == ()
    assert part(done.data).count("numRestart") == 2
    assert prove_redline(word((P("One^a^ two."),), extra=ends), new, done.data)
