"""What a member is told, and the ledger as JSON: complete, the same each time, and nothing about others."""

import io
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.formats.validators import docx_problems
from pipeline.model.config import Committee, Profile
from pipeline.model.ledger import Entry
from pipeline.render.ledger_json import ledger_json
from pipeline.render.sheets import SheetLook, entries_of, is_answered, sheet_docx, sheet_json
from tests.copies import ROOT
from tests.render.sample_ledger import DOCUMENT, anchored, comment, ledger

COMMITTEE = Committee(name="High-level Committee on Programmes", short="HLCP", organization="United Nations system")
LOOK = SheetLook(Profile(name="tests"), COMMITTEE, (ROOT / "templates/reference.docx").read_bytes())
LEDGER = ledger()


def words_of(data: bytes) -> str:
    """The text of the body of a Word file, without its tags."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    return "\n".join(
        "".join(run.split("</w:t>")[0].partition(">")[2] for run in line.split("<w:t ")[1:])
        for line in xml.split("</w:p>")
    )


def sheet(entity: str) -> str:
    return words_of(sheet_docx(LEDGER, entity, LEDGER.titles, LOOK, f"Sample {entity}"))


def in_json(entity: str) -> Any:
    return json.loads(sheet_json(LEDGER, entity, LEDGER.titles))


@pytest.mark.parametrize("entity", ["MEMBER-A", "MEMBER-C", "MEMBER-D", "MEMBER-E", "MEMBER-L"])
def test_a_sheet_is_a_sound_word_file_and_names_every_comment(entity: str, tmp_path: Path) -> None:
    path = tmp_path / "s.docx"
    path.write_bytes(sheet_docx(LEDGER, entity, LEDGER.titles, LOOK))
    assert docx_problems(path) == ()
    names = [entry.comment.name.short for entry in entries_of(LEDGER, entity)]
    assert [row["short"] for row in in_json(entity)["comments"]] == names
    assert all(name in sheet(entity) for name in names)


def test_a_receipt_says_where_comments_point_and_what_was_not_clear() -> None:
    text = sheet("MEMBER-D")
    assert "Receipt of comments" in text
    assert "Where it points: not found in the draft that was read (perhaps paragraph 1)" in text
    assert "Please note: there is no paragraph 412\n“para. ninety” is no place" in text
    assert "Status: could not be read; please send it again" in text
    assert in_json("MEMBER-D")["kind"] == "receipt"
    assert in_json("MEMBER-D")["comments"][0]["notes"] == ["there is no paragraph 412", "“para. ninety” is no place"]


def test_an_answer_sheet_gives_decision_and_response_on_each_comment() -> None:
    text = sheet("MEMBER-E")
    assert "Answers to comments" in text
    assert (
        "Status: accepted in part\nWords decided: on four lines:\nResponse: The number follows from the text." in text
    )
    assert "Your reply: agrees" in text
    assert [row["disposition"]["decision"] for row in in_json("MEMBER-E")["comments"]] == ["noted", "accepted-in-part"]


def test_a_stale_decision_is_no_answer() -> None:
    assert not is_answered(entries_of(LEDGER, "MEMBER-F"))
    assert "Response: As proposed." not in sheet("MEMBER-F")


def test_a_member_learns_that_others_agree_but_not_who_they_are() -> None:
    text = sheet("MEMBER-A") + sheet_json(LEDGER, "MEMBER-A", LEDGER.titles)
    assert "1 other member made the same proposal" in text
    assert in_json("MEMBER-A")["comments"][0]["others_with_the_same_proposal"] == 1
    assert not any(f"MEMBER-{letter}" in text for letter in "BCDEFG")


def test_numbers_of_comments_are_sorted_as_numbers() -> None:
    more = tuple(
        Entry(comment("MEMBER-X", number, place="1"), (anchored(1),)) for number in ("10", "9", "2", "1b", "1a")
    )
    own = entries_of(replace(LEDGER, entries=more), "MEMBER-X")
    assert [entry.comment.name.id for entry in own] == ["1a", "1b", "2", "9", "10"]


def test_the_ledger_as_json_holds_every_comment_and_does_not_depend_on_order() -> None:
    value = json.loads(ledger_json(LEDGER))
    assert value["schema_version"] == 1
    assert [row["name"] for row in value["comments"]] == [str(entry.comment.name) for entry in LEDGER.entries]
    assert value["documents"] == [
        {"document": DOCUMENT, "title": "Conceptual framework", "baseline_fingerprint": "0123456789ab"}
    ]
    mixed = list(LEDGER.entries)
    random.Random(7).shuffle(mixed)  # noqa: S311 - any order will do
    other = replace(
        LEDGER,
        entries=tuple(mixed),
        requests=LEDGER.requests[::-1],
        invited=LEDGER.invited[::-1],
        titles=dict(LEDGER.titles),
    )
    assert ledger_json(other) == ledger_json(LEDGER)


def test_what_no_encoding_holds_is_replaced_in_json() -> None:
    for text in (ledger_json(LEDGER), sheet_json(LEDGER, "MEMBER-C", LEDGER.titles)):
        assert "\ufffd" in text.encode().decode()
