"""Guidance of the committee: held against today's text by the check, and answered in the next session's pack."""

import json
import re
import zipfile

import pytest

from tests.app.small import Small

GUIDANCE = """\
guidance:
  - id: G1
    text: The opening should say what the paper is for.
    document: alpha
    source: The record
    done: The opening says so.
    answers:
      - {paragraph: p-opening}
"""
ROUND = "title: A session\nrounds: [{id: 1, closes: 2025-07-15T23:59:00-04:00, sample: true}]"


@pytest.fixture
def asked(small: Small) -> Small:
    """Guidance was given at the first session, and alpha goes for approval at the others."""
    small.write("comments/s-1/guidance.yaml", GUIDANCE)
    small.change("drafts/alpha/01-first.md", "{#p-opening}", '{#p-opening responds-to="G1"}')
    date(small)
    return small


def date(small: Small) -> None:
    """Write the fingerprint that the note on an undated answer gives."""
    (row,) = small.check().rows
    assert row["code"] == "GUIDANCE-UNDATED"
    found = re.search(r"`of: ([0-9a-f]{16})`", row["hint"])
    assert found
    small.change("comments/s-1/guidance.yaml", "p-opening}", f"p-opening, of: {found[1]}}}")
    assert small.check().rows == []


def findings(small: Small) -> list[tuple[str, str, int]]:
    return [(row["code"], row["file"], row["line"]) for row in small.check().rows]


HERE, FIRST = "comments/s-1/guidance.yaml", "drafts/alpha/01-first.md"


def test_the_ledger_and_the_status_carry_guidance_beside_comments(asked: Small) -> None:
    asked.change(FIRST, "says what the paper is for", "tells what the paper is for")
    value = json.loads(asked.run("status", "s-1", "--format", "json").out)
    assert value["guidance"] == [
        {
            "id": "G1", "state": "answered", "text": "The opening should say what the paper is for.",
            "places": ["alpha, paragraph 1"], "remarks": ["p-opening rewritten"],
        }
    ]  # fmt: skip
    shown = asked.run("status", "s-1").out
    assert "G1" in shown
    assert "p-opening rewritten" in shown
    asked.change("comments/s-1/session.yaml", "title: A session", ROUND)
    assert asked.run("build", "s-1").code == 0
    (point,) = json.loads(asked.read("build/s-1/round/ledger.json"))["guidance"]
    assert (point["id"], point["state"], point["answers"][0]["state"]) == ("G1", "answered", "rewritten")


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (FIRST, "The opening paragraph", "The first paragraph", [("GUIDANCE-REWRITTEN", HERE, 8)]),
        (FIRST, ' responds-to="G1"', "", [("GUIDANCE-CLAIMED", HERE, 2), ("GUIDANCE-UNMARKED", HERE, 8)]),
        (FIRST, "responds-to=\"G1\"", "responds-to=\"G1 G7\"", [("GUIDANCE-UNKNOWN", FIRST, 7)]),
        (FIRST, "{#p-opening responds-to", "{#p-first responds-to",
         [("GUIDANCE-CLAIMED", HERE, 2), ("GUIDANCE-GONE", HERE, 8), ("GUIDANCE-UNLISTED", FIRST, 7),
          ("REF-DANGLING", FIRST, 15)]),
        (HERE, "document: alpha", "document: alhpa", [("GUIDANCE-PLACE", HERE, 2), ("GUIDANCE-PLACE", HERE, 2),
                                                      ("GUIDANCE-UNLISTED", FIRST, 7), ("GUIDANCE-CLAIMED", HERE, 2)]),
        (HERE, "document: alpha", "document: alpha\n    section: sec-frist", [("GUIDANCE-PLACE", HERE, 2)]),
        (HERE, "    done: The opening says so.\n", "", [("GUIDANCE-CLAIMED", HERE, 2)]),
        (HERE, "guidance:", "guidance: [", [("YAML-SYNTAX", HERE, 2), ("GUIDANCE-UNKNOWN", FIRST, 7)]),
        (HERE, "id: G1", "id: g1", [("VALUE-INVALID", HERE, 2), ("GUIDANCE-UNKNOWN", FIRST, 7)]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_guidance_is_found_at_its_line(
    asked: Small, path: str, old: str, new: str, expected: list[tuple[str, str, int]]
) -> None:
    asked.change(path, old, new)
    assert sorted(findings(asked)) == sorted(expected)


def test_renumbering_is_no_rewriting(asked: Small) -> None:
    asked.change(FIRST, "closes the section.", "closes the section, as [](#p-opening) says.")
    asked.change(HERE, "answers:", "answers:\n      - {paragraph: p-last}")
    asked.change(FIRST, "The third paragraph", '{#p-last responds-to="G1"}\nThe third paragraph')
    (row,) = asked.check().rows
    of = row["hint"].split("`of: ")[1][:16]
    asked.change(HERE, "p-last}", f"p-last, of: {of}}}")
    asked.change(FIRST, "{#p-opening", "A paragraph that comes first.\n\n{#p-opening")
    assert asked.check().rows == []


def test_a_list_belongs_to_the_paragraph_before_it(asked: Small) -> None:
    asked.change(HERE, "answers:", "answers:\n      - {paragraph: p-list}")
    asked.change(FIRST, "It has a list", '{#p-list responds-to="G1"}\nIt has a list')
    (row,) = asked.check().rows
    asked.change(HERE, "p-list}", f"p-list, of: {row['hint'].split('`of: ')[1][:16]}}}")
    assert asked.check().rows == []
    asked.change(FIRST, "Something longer", "Something else")
    assert [code for code, _, _ in findings(asked)] == ["GUIDANCE-REWRITTEN"]


def test_an_id_stands_once_in_all_sessions(asked: Small) -> None:
    asked.write("comments/s-2/guidance.yaml", GUIDANCE.replace("alpha", "beta").split("    done")[0])
    found = findings(asked)
    assert ("GUIDANCE-TWICE", "comments/s-2/guidance.yaml", 2) in found


def test_what_goes_for_approval_must_answer(asked: Small) -> None:
    asked.add(HERE, "  - {id: G2, text: Another matter., document: alpha, source: The record}\n")
    assert findings(asked) == [("GUIDANCE-OPEN", HERE, 9)]
    for name in ("s-2", "s-3"):
        asked.change(f"comments/{name}/session.yaml", "alpha, purpose: approval", "alpha, purpose: discussion")
    assert findings(asked) == []


@pytest.mark.parametrize("status", ["settled", "withdrawn"])
def test_what_the_committee_has_closed_needs_no_answer(asked: Small, status: str) -> None:
    asked.add(HERE, f"  - {{id: G2, text: Another., document: alpha, source: The record, status: {status}}}\n")
    assert findings(asked) == []


def test_a_section_only_claims(asked: Small) -> None:
    asked.add(HERE, "  - {id: G2, text: Another matter., document: alpha, source: The record}\n")
    asked.change("drafts/alpha/02-second.md", "title: Second", "title: Second\nresponds-to: [G2]")
    assert findings(asked) == [("GUIDANCE-CLAIMED", HERE, 9)]


def words(small: Small, name: str) -> str:
    with zipfile.ZipFile(small.root / "build" / name) as archive:
        xml = archive.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))


def test_the_next_pack_tells_what_was_done_and_where(asked: Small) -> None:
    asked.start_git()
    asked.run("freeze", "s-1")
    asked.change(FIRST, "says what the paper is for", "tells what the paper is for")
    assert asked.run("build").code == 0
    assert not {"guidance.docx", "guidance.pdf"} & asked.pack("s-1")
    assert {"guidance.docx", "guidance.pdf"} <= asked.pack("s-2")
    text = words(asked, "s-2/guidance.docx")
    assert "Answered. The opening says so. [Paragraph 1 rewritten since this was recorded.]" in text
    assert "Alpha: 1 (changed)" in text
    assert "The opening paragraph of the first section tells what the paper is for." in text
    manifest = asked.manifest("s-2")
    assert HERE in manifest["inputs"]
    assert "GUIDANCE-REWRITTEN" in [row["code"] for row in manifest["findings"]]


def test_an_open_point_does_not_keep_the_papers_back(asked: Small) -> None:
    asked.add(HERE, "  - {id: G2, text: Another matter., document: alpha, source: The record}\n")
    asked.run("build", "s-2")
    assert {"alpha.docx", "alpha.pdf", "guidance.pdf"} <= asked.pack("s-2")
    assert "Open. No response is recorded." in words(asked, "s-2/guidance.docx")


def test_a_place_in_the_table_leads_to_the_paragraph_in_the_annex(asked: Small) -> None:
    asked.run("build", "s-2")
    with zipfile.ZipFile(asked.root / "build/s-2/guidance.docx") as archive:
        xml = archive.read("word/document.xml").decode()
    links = set(re.findall(r'<w:hyperlink w:anchor="([^"]+)"', xml))
    bookmarks = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
    assert links
    assert links <= bookmarks


def test_guidance_on_what_is_not_on_the_table_waits(asked: Small) -> None:
    asked.change("comments/s-2/session.yaml", "  - {document: alpha, purpose: approval}\n", "")
    asked.run("build", "s-2")
    assert "guidance.pdf" not in asked.pack("s-2")
