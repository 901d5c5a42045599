"""The bracketed text in the pack: Word and PDF, marked on the cover, gone when the collision is resolved."""

import json
from pathlib import Path

import pytest

from pipeline.app.papers.brackets import NOTICE
from pipeline.formats.docx_numbers import shown_paragraphs
from pipeline.formats.pdf_text import printed_text
from pipeline.formats.validators import docx_problems, pdf_problems
from tests.app.small import Small, session
from tests.render.reading import folded, word_paragraphs

ROUND = "rounds:\n  - {id: 1, closes: 2030-01-01T00:00:00Z, sample: true}\n"
MEMBERS = "".join(f"  - {{code: MEMBER-{name}, name: Member {name}, kind: sample}}\n" for name in "ABC")
SHARED = "entity: MEMBER-{name}\ndocument: alpha\nbaseline: s-1\ncomments:\n"
WORDING = "  - {{id: 1, paragraph: 4, quote: members expect, type: editorial, action: replace, proposal: {words}}}\n"
DELETING = "  - {id: 1, paragraph: 4, quote: members, type: substantive, action: delete}\n"
WHOLE = "  - {{id: 2, paragraph: 5, type: substantive, action: replace, proposal: {words}}}\n"
BESIDE = "  - {{id: 3, paragraph: 3, type: substantive, action: insert-after, proposal: {words}}}\n"


@pytest.fixture
def contested(repository: Small) -> Small:
    """A round on the frozen first document in which three members ask for what cannot all be done."""
    repository.write("comments/members.yaml", f"members:\n{MEMBERS}")
    repository.write("comments/s-1/session.yaml", session("alpha", more=ROUND))
    repository.commit("The round")
    assert repository.run("freeze", "s-1").code == 0
    wanted = {
        "A": (WORDING.format(words="all expect"), WHOLE.format(words="Nothing at all is announced here.")),
        "B": (WORDING.format(words="everybody hopes"), WHOLE.format(words="Nothing at all follows here."),
              BESIDE.format(words="One further paragraph comes here.")),
        "C": (DELETING, BESIDE.format(words="Another paragraph comes here instead.")),
    }  # fmt: skip
    for name, entries in wanted.items():
        repository.write(f"comments/s-1/MEMBER-{name}/alpha.yaml", SHARED.format(name=name) + "".join(entries))
    repository.commit("Comments")
    return repository


def _round(small: Small) -> set[str]:
    folder = small.root / "build" / "s-1" / "round"
    return {path.name for path in folder.iterdir() if "brackets" in path.name}


def _file(small: Small, kind: str) -> Path:
    return small.root / "build" / "s-1" / "round" / f"alpha.brackets.{kind}"


def test_word_and_pdf_show_the_alternatives_and_say_so_on_the_cover(contested: Small) -> None:
    assert contested.run("build", "s-1").code == 0
    assert _round(contested) == {"alpha.brackets.docx", "alpha.brackets.pdf"}
    word = " ".join(text for _, text in word_paragraphs(_file(contested, "docx").read_bytes())).replace("\u00a0", " ")
    for words in (
        NOTICE,
        "[members expect] [all expect — MEMBER-A] [expect — MEMBER-C] [everybody hopes — MEMBER-B].",
        "[The last paragraph of the document has a note.] 5 bis. [Nothing at all is announced here. — MEMBER-A]",
        "5 ter. [Nothing at all follows here. — MEMBER-B]",
        "3 bis. [One further paragraph comes here. — MEMBER-B]",
        "3 ter. [Another paragraph comes here instead. — MEMBER-C]",
    ):
        assert words in word
    pdf = folded(printed_text(_file(contested, "pdf")))
    for words in (NOTICE, "[everybody hopes — MEMBER-B]", "5 ter. [Nothing at all follows here. — MEMBER-B]"):
        assert folded(words) in pdf


def test_the_files_keep_to_their_standards_and_the_text_to_its_numbers(contested: Small) -> None:
    assert contested.run("build", "s-1").code == 0
    assert docx_problems(_file(contested, "docx")) == ()
    assert pdf_problems(_file(contested, "pdf")) == ()
    plain = [
        shown.number for shown in shown_paragraphs(contested.root / "build" / "s-1" / "alpha.docx") if shown.number
    ]
    assert [shown.number for shown in shown_paragraphs(_file(contested, "docx")) if shown.number] == plain
    assert {"1.", "(a)"} <= set(plain)


def test_a_paper_for_approval_with_an_unresolved_collision_is_a_finding(contested: Small) -> None:
    contested.run("build", "s-1")
    rows = [row for row in contested.manifest("s-1")["findings"] if row["code"] == "COLLISION-OPEN"]
    assert len(rows) == 3
    assert "MEMBER-A#1, MEMBER-C#1 and MEMBER-B#1 in paragraph 4" in " ".join(row["message"] for row in rows)
    contested.change("comments/s-1/session.yaml", "purpose: approval", "purpose: guidance")
    contested.run("build", "s-1")
    assert "COLLISION-OPEN" not in {row["code"] for row in contested.manifest("s-1")["findings"]}
    assert len(_round(contested)) == 2


def test_a_public_round_that_hides_its_members_names_none(contested: Small) -> None:
    contested.change("comments/s-1/session.yaml", "sample: true}", "sample: true, audience: public, hide: [entities]}")
    contested.run("build", "s-1")
    word = " ".join(text for _, text in word_paragraphs(_file(contested, "docx").read_bytes()))
    assert "[members expect] [all expect] [expect] [everybody hopes]." in word
    assert "MEMBER-" not in word + printed_text(_file(contested, "pdf"))


def test_a_decision_takes_the_brackets_away(contested: Small) -> None:
    contested.run("build", "s-1")
    before = contested.read("drafts/alpha/02-second.md")
    for name in ("MEMBER-A#2", "MEMBER-B#3"):
        assert contested.run("dispose", name, "--as", "accepted", "--document", "alpha").code == 0
    assert contested.run("dispose", "MEMBER-A#1", "--as", "accepted", "--document", "alpha").code == 0
    assert (
        contested.run("dispose", "MEMBER-B#1", "--as", "deferred", "--response", "later", "--document", "alpha").code
        == 0
    )
    contested.run("build", "s-1")
    assert len(_round(contested)) == 2  # one is open and one deferred
    assert (
        contested.run("dispose", "MEMBER-C#1", "--as", "not-accepted", "--response", "no", "--document", "alpha").code
        == 0
    )
    contested.run("build", "s-1")
    assert _round(contested) == set()
    assert contested.read("drafts/alpha/02-second.md") == before


def test_the_text_of_today_is_bracketed_and_what_was_overtaken_is_said(contested: Small) -> None:
    contested.change("drafts/alpha/02-second.md", "Paragraphs go on counting", "Numbers go on counting")
    contested.change(
        "drafts/alpha/02-second.md",
        "The last paragraph of the document has a note.",
        "Quite another sentence stands here.",
    )
    contested.run("build", "s-1")
    word = " ".join(text for _, text in word_paragraphs(_file(contested, "docx").read_bytes()))
    assert "Numbers go on counting" in word
    assert "[everybody hopes" in word
    assert "Nothing at all is announced" not in word
    left = [row["message"] for row in contested.manifest("s-1")["findings"] if row["code"] == "BRACKET-LEFT-OUT"]
    assert [message.split(" ")[0] for message in sorted(left)] == ["MEMBER-A#2", "MEMBER-B#2"]
    inputs = contested.manifest("s-1")["inputs"]
    assert "drafts/alpha/02-second.md" in inputs


def test_the_same_round_gives_the_same_bytes_and_a_built_pack_is_proven(contested: Small) -> None:
    contested.run("build", "s-1")
    first = {kind: _file(contested, kind).read_bytes() for kind in ("docx", "pdf")}
    assert contested.apart("build", "s-1", HLCP_NO_CACHE="1", PYTHONHASHSEED="77").code == 0
    assert {kind: _file(contested, kind).read_bytes() for kind in first} == first
    assert contested.run("prove", "s-1").code == 0
    names = json.loads(contested.read("build/s-1/manifest.json"))["outputs"]
    assert "round/alpha.brackets.docx" in names
