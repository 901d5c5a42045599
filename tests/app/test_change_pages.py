"""Pages of changes: counts, numbers and reasons from a real round, in Word, PDF and JSON."""

import json
import re
import zipfile
from typing import Any

import pytest

from pipeline.formats.pdf_text import printed_text
from pipeline.formats.revisions import read
from pipeline.formats.validators import docx_problems, pdf_problems
from tests.app.merging_sample import decided, merge, replace, start, submit
from tests.app.small import Small

PAGE = "build/s-3/alpha.changes"


@pytest.fixture
def merged(small: Small) -> Small:
    """A comment merged, a paragraph added by a drafter, and the next session frozen."""
    start(small)
    small.write("comments/s-2/session.yaml", SETTINGS)
    submit(small, "MEMBER-A", replace("says what the paper is for", "tells what the paper is for", paragraph=1))
    small.commit("Comment")
    decided(small, "MEMBER-A#1")
    assert merge(small).code == 0
    small.change("drafts/alpha/01-first.md", "It has a list", "Something came between them.\n\nIt has a list")
    small.commit("Add a paragraph")
    assert small.run("freeze", "s-3").code == 0
    return small


SETTINGS = """\
title: Second session
documents:
  - {document: alpha, purpose: consideration}
  - {document: beta, purpose: information}
rounds:
  - {id: 1, closes: 2025-07-15T23:59:00-04:00, sample: true}
"""


def page_of(small: Small) -> dict[str, Any]:
    assert small.run("build", "s-3").code == 0
    value: dict[str, Any] = json.loads((small.root / f"{PAGE}.json").read_text(encoding="utf-8"))
    return value


def test_each_change_is_counted_with_its_reason(merged: Small) -> None:
    page = page_of(merged)
    assert (page["schema_version"], page["before"], page["now"]) == (1, "s-2", "s-3")
    first = page["sections"][0]
    opening, between = first["changes"]
    assert (opening["place"], opening["what"]) == ("paragraph 1", "changed")
    assert opening["words"] == {"inserted": 1, "deleted": 1, "moved": 0}
    (hand,) = opening["hands"]
    assert (hand["author"], hand["words"]) == ("MEMBER-A", opening["words"])
    (comment,) = hand["comments"]
    assert (comment["name"], comment["full_name"]) == ("MEMBER-A#1", "s-2/MEMBER-A/alpha#1")
    assert (comment["told"], comment["why"], comment["response"]) == ("accepted", "It is clearer.", "")
    assert (between["place"], between["what"], between["reasons"]) == ("paragraph 2", "new", [])
    assert [(hand["author"], hand["comments"]) for hand in between["hands"]] == [("Tester", [])]
    assert between["words"] == {"inserted": 4, "deleted": 0, "moved": 0}
    assert page["words"] == {"inserted": 5, "deleted": 1, "moved": 0}
    assert first["paragraphs"]["new"] == 1


def test_old_and_new_numbers_stand_beside_each_other(merged: Small) -> None:
    rows = [(row["old"], row["new"], row["what"]) for row in page_of(merged)["numbers"]]
    assert rows[0] == ("", "2", "new")
    assert rows[1][0].startswith("2–")
    assert rows[1][1].startswith("3–")


def test_word_and_pdf_say_the_same_and_are_valid(merged: Small) -> None:
    page_of(merged)
    word, pdf = merged.root / f"{PAGE}.docx", merged.root / f"{PAGE}.pdf"
    assert docx_problems(word) == ()
    assert pdf_problems(pdf) == ()
    text, printed = read(word.read_bytes()).text, "".join(printed_text(pdf).split())
    for words in ("MEMBER-A#1 (accepted), “It is clearer.”", "New: 4 words inserted", "Tester"):
        assert words in text
        assert "".join(words.split()) in printed


def test_a_public_round_that_hides_its_members_names_none(merged: Small) -> None:
    text = SETTINGS.replace("sample: true}", "sample: true, audience: public, hide: [entities]}")
    merged.write("comments/s-2/session.yaml", text)
    page = page_of(merged)
    opening, between = page["sections"][0]["changes"]
    assert [(hand["author"], hand["comments"]) for hand in opening["hands"]] == [("Member", [])]
    assert [hand["author"] for hand in between["hands"]] == ["Secretariat"]
    (reason,) = opening["reasons"]
    assert (reason["name"], reason["full_name"], reason["told"]) == ("", "", "accepted")
    assert "Tester" not in json.dumps(page)
    assert "MEMBER-A" not in json.dumps(page)
    assert "MEMBER-A" not in read((merged.root / f"{PAGE}.docx").read_bytes()).text


def test_a_public_round_that_hides_reasons_names_the_comment_alone(merged: Small) -> None:
    text = SETTINGS.replace("sample: true}", "sample: true, audience: public, hide: [reasons, responses]}")
    merged.write("comments/s-2/session.yaml", text)
    page = page_of(merged)
    (hand,) = page["sections"][0]["changes"][0]["hands"]
    (comment,) = hand["comments"]
    assert (hand["author"], comment["name"], comment["why"], comment["response"]) == ("MEMBER-A", "MEMBER-A#1", "", "")
    assert "It is clearer." not in read((merged.root / f"{PAGE}.docx").read_bytes()).text


def test_a_change_has_the_same_author_and_comments_on_the_page_as_in_the_redline(
    merged: Small,
) -> None:
    merged.change("drafts/alpha/02-second.md", "as members expect", "as *members* and all others expect")
    merged.commit("Edit more")
    assert merged.run("freeze", "s-3", "--reissue", "More").code == 0
    page = page_of(merged)
    (row,) = [row for row in merged.manifest("s-3")["redlines"] if row["document"] == "alpha"]
    with zipfile.ZipFile(merged.root / "build/s-3/alpha.redline.docx") as archive:
        body = archive.read("word/document.xml").decode()
    there = dict(re.findall(r'<w:(?:ins|del|rPrChange) w:id="(\d+)" w:author="([^"]*)"', body))
    credited = {each["id"]: each for each in row["credited"]}
    rows = [change for section in page["sections"] for change in section["changes"]]
    told = {number: change for change in rows for number in change["tracked"]}
    for number, change in told.items():
        hands = {hand["author"]: [one["full_name"] for one in hand["comments"]] for hand in change["hands"]}
        assert there[str(number)] in hands
        assert set(credited[number]["comments"]) <= set(hands[credited[number]["author"]])
    placed = {each["id"] for each in row["credited"] if each["place"] and each["kind"] in {"ins", "del", "rPrChange"}}
    assert placed <= told.keys()
    assert {there[str(number)] for number in placed} == {"MEMBER-A", "Tester"}


def test_what_a_member_or_the_secretariat_writes_after_the_freeze_changes_no_page(merged: Small) -> None:
    page = page_of(merged)
    data = {kind: (merged.root / f"{PAGE}.{kind}").read_bytes() for kind in ("docx", "pdf")}
    line = (merged.root / "build/s-3/alpha.redline.docx").read_bytes()
    merged.change("comments/s-2/MEMBER-A/alpha.yaml", "It is clearer.", "Nobody understood it.")
    merged.commit("Say it otherwise")
    assert merged.run("dispose", "MEMBER-A#1", "--as", "noted", "--response", "Later.", "--session", "s-2").code == 0
    merged.commit("Decide otherwise")
    assert page_of(merged) == page
    assert {kind: (merged.root / f"{PAGE}.{kind}").read_bytes() for kind in ("docx", "pdf")} == data
    assert (merged.root / "build/s-3/alpha.redline.docx").read_bytes() == line


def test_an_accepted_comment_that_a_drafter_carried_out_is_named_beside_the_drafter(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-B", replace("says what the paper is for", "tells what the paper is for", paragraph=1))
    small.commit("Comment")
    small.change("drafts/alpha/01-first.md", "says what the paper", "tells what the paper")
    small.commit("Edit by hand")
    decided(small, "MEMBER-B#1")
    assert small.run("freeze", "s-3").code == 0
    (change,) = page_of(small)["sections"][0]["changes"]
    assert [hand["author"] for hand in change["hands"]] == ["Tester"]
    assert [reason["name"] for reason in change["reasons"]] == ["MEMBER-B#1"]


def test_a_text_that_did_not_change_says_so(repository: Small) -> None:
    for session in ("s-1", "s-2"):
        assert repository.run("freeze", session).code == 0
    assert repository.run("build", "s-2").code == 0
    page = json.loads((repository.root / "build/s-2/alpha.changes.json").read_text(encoding="utf-8"))
    assert page["words"] == {"inserted": 0, "deleted": 0, "moved": 0}
    assert page["numbers"] == []
    told = read((repository.root / "build/s-2/alpha.changes.docx").read_bytes()).text
    assert "The text is the same as s-1" in told
