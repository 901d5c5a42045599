"""The matrix: every comment in exactly one row, the same rows in every format, text as text."""

import io
import random
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats.typst import compile_pdf
from pipeline.formats.validators import docx_problems, pdf_problems
from pipeline.model.comment import CommentName
from pipeline.model.config import Committee, Profile
from pipeline.model.ledger import Disposition, Entry, Ledger, State
from pipeline.model.matrix import MOST_NAMES, SPLIT_ABOVE, Matrix
from pipeline.render.matrix.parts import parts_of
from pipeline.render.matrix.pdf import matrix_typst
from pipeline.render.matrix.rows import matrix_rows
from pipeline.render.matrix.word import matrix_docx
from pipeline.render.matrix.wording import HIDEABLE
from tests.copies import ROOT
from tests.render.sample_ledger import DOCUMENT, HOSTILE, LONG, anchored, comment, entries, ledger, name, units

COMMITTEE = Committee(name="High-level Committee on Programmes", short="HLCP", organization="United Nations system")
PROFILE = Profile(name="tests")


def made(more: tuple[Entry, ...] = (), **options: object) -> Matrix:
    return matrix_rows(ledger(more), DOCUMENT, units(), **options)  # type: ignore[arg-type]


def many(count: int) -> tuple[Entry, ...]:
    """Further remarks, on all paragraphs in turn."""
    return tuple(
        Entry(
            comment(f"MEMBER-{i % 30}", str(100 + i), place="1", text=f"{i}. {LONG}"), (anchored((1, 2, 3, 5)[i % 4]),)
        )
        for i in range(count)
    )


def names_in(matrix: Matrix) -> list[CommentName]:
    return [one for row in matrix.rows for one in row.names]


def docx(matrix: Matrix) -> dict[str, bytes]:
    return matrix_docx(matrix, PROFILE, COMMITTEE, (ROOT / "templates/reference.docx").read_bytes())


def body_of(data: bytes) -> str:
    """The XML of the body of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


# -- the model


def test_every_comment_stands_in_exactly_one_row() -> None:
    matrix = made(many(50))
    assert sorted(names_in(matrix)) == sorted(entry.comment.name for entry in ledger(many(50)).entries)
    assert [row.number for row in matrix.rows] == list(range(1, len(matrix.rows) + 1))


def test_groups_follow_the_draft_and_what_has_no_place_comes_last() -> None:
    assert [group.heading for group in made().groups] == [
        "General comments", "Paragraph 1", "Paragraph 2", "Paragraph 2 (a)", "Paragraph 3", "Table 1, row 1",
        "Comments without a place in the draft", "Comments that could not be read",
    ]  # fmt: skip
    table = next(group for group in made().groups if group.heading == "Table 1, row 1")
    assert (table.text, table.section) == ("Environment | Four entities", "II. Analysis")


def test_supporters_of_one_request_share_a_row_and_keep_their_words() -> None:
    row = next(row for row in made().rows if "MEMBER-A" in row.entities)
    assert row.entities == ("MEMBER-A", "MEMBER-B")
    assert row.reasons == "MEMBER-A: It is public.\nMEMBER-B: We agree with others."
    assert row.reference == "para. 1; para. 2"
    assert row.proposal == "Replace by: a public good\nOr: a common good"


def test_one_request_with_two_decisions_takes_two_rows() -> None:
    decided = tuple(
        replace(one, state=State.NOTED, disposition=Disposition("MEMBER-B#4", "noted", "x"))
        if one.comment.name == name("MEMBER-B", "4")
        else one
        for one in entries()
    )
    rows = matrix_rows(replace(ledger(), entries=decided), DOCUMENT, units()).rows
    assert [(row.entities, row.decision) for row in rows if row.collisions == (1,)] == [
        (("MEMBER-A",), ""),
        (("MEMBER-B",), "noted"),
    ]


def test_a_stale_decision_is_shown_as_stale_and_not_as_a_decision() -> None:
    row = next(row for row in made().rows if row.names == (name("MEMBER-F", "1"),))
    assert (row.decision, row.state, row.response) == ("", "stale: changed after it was accepted", "As proposed.")


def test_a_request_of_hundreds_is_split_so_that_its_names_fit_into_a_cell() -> None:
    lead = name("MEMBER-A", "1")
    more = tuple(
        replace(entries()[1], comment=comment(f"MEMBER-{i:03}", "7", place="1"), request=lead) for i in range(450)
    )
    matrix = made(more)
    assert max(len(row.names) for row in matrix.rows) == MOST_NAMES
    assert len(names_in(matrix)) == len(set(names_in(matrix))) == 461


def test_a_passage_of_another_draft_is_found_by_its_id_and_else_has_no_place() -> None:
    moved = anchored(2)
    assert moved.read is not None
    known = Entry(
        comment("MEMBER-X", "1", place="9"), (replace(moved, read=replace(moved.read, unit=6, address="paragraph 9")),)
    )
    gone = Entry(
        comment("MEMBER-X", "2", place="9"),
        (replace(moved, read=replace(moved.read, unit=99, id="p-gone", address="paragraph 99")),),
    )
    places = {
        group.heading: [row.names[0].id for row in group.rows if row.entities == ("MEMBER-X",)]
        for group in made((known, gone)).groups
    }
    assert places["Paragraph 2"] == ["1"]
    assert places["Comments without a place in the draft"] == ["2"]


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_in_which_comments_come_changes_nothing(shuffler: random.Random) -> None:
    one = ledger(many(20))
    shuffled = list(one.entries)
    shuffler.shuffle(shuffled)
    assert matrix_rows(replace(one, entries=tuple(shuffled)), DOCUMENT, units()) == matrix_rows(one, DOCUMENT, units())


# -- public


@pytest.mark.parametrize("hide", [frozenset(), frozenset(HIDEABLE)])
def test_a_public_matrix_never_tells_the_names_of_comments(hide: frozenset[str]) -> None:
    matrix = made(public=True, hide=hide)
    assert names_in(matrix) == []
    assert all(not row.fingerprints and not row.superseded_by for row in matrix.rows)


def test_what_is_hidden_is_nowhere_in_the_files() -> None:
    raw = comment("MEMBER-K", "?0", text="entity: MEMBER-K\nx: - y", problem="a colon in MEMBER-K")
    more = (Entry(raw, state=State.UNREADABLE),)
    for hide in ({"entities"}, {"entities", "reasons"}):
        assert "MEMBER-K" not in repr(made(more, public=True, hide=frozenset(hide)).rows)
    matrix = made(more, public=True, hide=frozenset({"entities", "reasons", "responses"}))
    text = repr(matrix) + "".join(matrix_typst(matrix, PROFILE, COMMITTEE).values())
    with zipfile.ZipFile(io.BytesIO(docx(matrix)[""])) as archive:
        text += "".join(archive.read(part).decode("utf-8", "replace") for part in archive.namelist())
    assert "Not shown" in text
    for hidden in ("MEMBER-", "Taken back.", "Trends should come first.", "Taken up in section II."):
        assert hidden not in text


def test_an_internal_matrix_hides_nothing_and_only_known_things_can_be_hidden() -> None:
    assert made(hide=frozenset({"reasons"})) == made()
    with pytest.raises(ValueError, match="names"):
        made(public=True, hide=frozenset({"names"}))


# -- splitting


def test_a_long_matrix_is_split_by_section_and_nothing_is_lost() -> None:
    matrix = made(many(3 * SPLIT_ABOVE))
    parts = parts_of(matrix)
    assert list(parts) == [
        "-general", "-section-01-1", "-section-01-2", "-section-01-3", "-section-02", "-without-place",
    ]  # fmt: skip
    assert max(len(part.rows) for part in parts.values()) <= SPLIT_ABOVE
    assert [row for part in parts.values() for row in part.rows] == list(matrix.rows)
    assert list(parts_of(made())) == [""]


# -- files


def test_hostile_text_is_literal_and_hidden_characters_are_replaced(tmp_path: Path) -> None:
    data = docx(made())[""]
    body = body_of(data)
    assert "&lt;w:t&gt;&amp;amp;&lt;/w:t&gt; #read(&quot;x&quot;) $x$ {{ x }} *a* \ufffd\ufffd\ufffd" in body
    assert "\u202e" not in body
    path = tmp_path / "m.docx"
    path.write_bytes(data)
    assert docx_problems(path) == ()


def test_the_pdf_is_tagged_landscape_and_sound(tmp_path: Path) -> None:
    path = tmp_path / "m.pdf"
    path.write_bytes(compile_pdf(matrix_typst(made(), PROFILE, COMMITTEE)[""], {}).pdf)
    assert pdf_problems(path) == ()
    with pikepdf.open(path) as pdf:
        box = [float(each) for each in pdf.pages[0].mediabox]
        assert box[2] > box[3]


def test_the_same_ledger_gives_the_same_bytes() -> None:
    assert docx(made(many(40))) == docx(made(many(40)))
    assert matrix_typst(made(many(40)), PROFILE, COMMITTEE) == matrix_typst(made(many(40)), PROFILE, COMMITTEE)


def test_word_repeats_its_heading_and_keeps_short_rows_whole() -> None:
    long = Entry(comment("MEMBER-X", "1", place="1", text=LONG * 20), (anchored(1),))
    body = body_of(docx(made((long,)))[""])
    rows = body.split("<w:tr>")[1:]
    assert sum("<w:tblHeader/>" in row for row in rows) == body.count("<w:tbl>")
    assert [LONG * 2 in row for row in rows if "<w:cantSplit/>" not in row] == [True]
    assert 'w:orient="landscape"' in body


def test_libreoffice_prints_every_row_of_the_word_file(soffice: str, tmp_path: Path) -> None:
    path = tmp_path / "m.docx"
    path.write_bytes(docx(made())[""])
    text = converted(soffice, path, "txt:Text")
    for member in "ABCDEFG":
        assert f"MEMBER-{member}#" in text
    assert "Words decided: on four lines:" in text


def converted(soffice: str, path: Path, kind: str) -> str:
    """A file as LibreOffice reads it, as text."""
    profile = f"-env:UserInstallation=file://{path.parent}/office"
    command = [soffice, "--headless", profile, "--convert-to", kind, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    return path.with_suffix("." + kind.split(":", maxsplit=1)[0]).read_text("utf-8-sig")


def test_an_empty_round_is_still_a_file(tmp_path: Path) -> None:
    nothing = matrix_rows(Ledger("s", False, {DOCUMENT: "f"}, ()), DOCUMENT, units())
    path = tmp_path / "m.docx"
    path.write_bytes(docx(nothing)[""])
    assert docx_problems(path) == ()
    assert compile_pdf(matrix_typst(nothing, PROFILE, COMMITTEE)[""], {}).pdf.startswith(b"%PDF")


def test_very_long_text_stays_whole_on_paper() -> None:
    words = " ".join(f"w{i}" for i in range(9000))
    long = Entry(comment("MEMBER-X", "1", place="1", quote=words, text=HOSTILE), (anchored(1),))
    program = matrix_typst(made((long,)), PROFILE, COMMITTEE)[""]
    assert words in program
    assert len(pikepdf.open(io.BytesIO(compile_pdf(program, {}).pdf)).pages) > 4
