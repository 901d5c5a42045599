"""Review copies in packs: each member's text, every comment once, proven when made and again when delivered."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from pipeline.formats.revisions import ACCEPT, REJECT, read
from pipeline.formats.revisions.members import voices
from pipeline.formats.validators import docx_problems
from tests.app.elsewhere import built_elsewhere
from tests.app.rounds_sample import STRANGE, entries
from tests.app.small import Small, session

ROUND = "rounds:\n  - {{id: 1, closes: 2030-01-01T00:00:00Z, sample: true{more}}}\n"
MEMBERS = "".join(f"  - {{code: MEMBER-{name}, name: Member {name}, kind: sample}}\n" for name in "ABCD")
SHARED = "entity: MEMBER-{name}\ndocument: alpha\nbaseline: s-1\ncomments:\n"
EXPECT = {"paragraph": "4", "quote": "members expect", "type": "editorial", "action": "replace"}
LAST = {"paragraph": "5", "type": "substantive"}
WANTED = {
    "A": (
        {"id": "1", **EXPECT, "proposal": "all expect", "comment": "Clearer."},
        {"id": "2", "comment": "A good text."},
        {"id": "3", **EXPECT, "proposal": "we expect", "comment": "Or so."},
    ),
    "B": (
        {"id": "1", **EXPECT, "proposal": "all expect", "comment": "Simpler."},
        {"id": "2", **LAST, "action": "insert-after", "proposal": "One further paragraph.\n\nAnd one more."},
    ),
    "C": (
        {"id": "1", "paragraph": "4", "quote": "members", "action": "delete"},
        {"id": "2", "paragraph": "3", "action": "delete"},
        {"id": "3", "paragraph": "77", "quote": "nowhere to be found at all", "action": "delete"},
        {"id": "4", "paragraph": "5", "quote": "has a note", "comment": "Which one?"},
    ),
    "D": ({"id": "1", **LAST, "action": "insert-after", "proposal": "Another paragraph."},),
}


@pytest.fixture
def small(repository: Small) -> Small:
    """A workspace with the first document frozen, before anybody comments."""
    repository.write("comments/members.yaml", f"members:\n{MEMBERS}")
    repository.write("comments/s-1/session.yaml", session("alpha", more=ROUND.format(more="")))
    repository.commit("The round")
    assert repository.run("freeze", "s-1").code == 0
    return repository


@pytest.fixture
def copied(small: Small) -> Small:
    """The same with a round in which proposals agree, collide, and stand nowhere."""
    for name, wanted in WANTED.items():
        small.write(f"comments/s-1/MEMBER-{name}/alpha.yaml", SHARED.format(name=name) + entries(*wanted))
    small.commit("Comments")
    assert small.run("build", "s-1").code == 0
    return small


def _path(small: Small) -> Path:
    return small.root / "build/s-1/round/alpha.review.docx"


def _alone(small: Small, member: str) -> str:
    return read(_path(small).read_bytes(), lambda author: member in author.split("; ")).text


def test_rejecting_all_gives_the_paper_and_each_member_alone_that_members_text(copied: Small) -> None:
    copy, paper = _path(copied).read_bytes(), (copied.root / "build/s-1/alpha.docx").read_bytes()
    assert read(copy, REJECT).blocks == read(paper, ACCEPT).blocks
    assert "all expect" in _alone(copied, "MEMBER-A")
    assert "members" not in _alone(copied, "MEMBER-A").split("all expect")[0][-20:]
    for words in ("all expect", "One further paragraph.\nAnd one more."):
        assert words in _alone(copied, "MEMBER-B")
    assert "members expect" not in _alone(copied, "MEMBER-C")
    assert "Another paragraph." in _alone(copied, "MEMBER-D")
    assert "One further" not in _alone(copied, "MEMBER-D")


def test_a_predicate_and_the_reader_of_all_members_agree(copied: Small) -> None:
    said = voices(_path(copied).read_bytes())
    for member in ("MEMBER-A", "MEMBER-B", "MEMBER-C", "MEMBER-D", "Secretariat", "nobody"):
        alone = said.lines(lambda author, m=member: m in author.split("; "))  # type: ignore[misc]
        theirs = {line.text.strip() for line in alone}
        lines = re.sub(r"\{[^}]*\}|\u2042", "", _alone(copied, member)).splitlines()
        assert theirs <= {line.strip() for line in lines}
        assert len(theirs) > 10


def test_what_two_propose_stands_once_under_both_names_and_every_comment_is_accounted_for(copied: Small) -> None:
    (row,) = copied.manifest("s-1")["review_copies"]
    assert "MEMBER-A; MEMBER-B" in row["authors"]
    assert row["comments"] == {"changes": 6, "remarks": 2, "listed": 2}
    assert row["proven_members"] == ["MEMBER-A", "MEMBER-B", "MEMBER-C", "MEMBER-D"]
    head = read(_path(copied).read_bytes(), ACCEPT).text
    assert "MEMBER-A#3 (paragraph 4): it overlaps with another proposal of the same member: MEMBER-A#1." in head
    assert "MEMBER-C#3" in head
    with zipfile.ZipFile(_path(copied)) as archive:
        comments = archive.read("word/comments.xml").decode()
        body = archive.read("word/document.xml").decode()
    assert all(words in comments for words in ("Clearer.", "Simpler.", "A good text.", "Which one?"))
    assert body.count(">all</w:t>") == 1
    assert 'w:val="5 bis."' in zipfile.ZipFile(_path(copied)).read("word/numbering.xml").decode()


def test_the_copy_passes_the_validator_and_has_the_same_bytes_again(copied: Small) -> None:
    assert docx_problems(_path(copied)) == ()
    first = _path(copied).read_bytes()
    assert copied.run("build", "s-1").code == 0
    assert _path(copied).read_bytes() == first


def test_a_decision_answers_the_comment(copied: Small) -> None:
    assert copied.run("dispose", "MEMBER-A#2", "--as", "noted", "--response", "Thank you.").code == 0
    copied.commit("Decide")
    assert copied.run("build", "s-1").code == 0
    with zipfile.ZipFile(_path(copied)) as archive:
        assert "Thank you." in archive.read("word/comments.xml").decode()
        assert "paraIdParent" in archive.read("word/commentsExtended.xml").decode()


def test_a_public_round_hides_what_it_says_it_hides(copied: Small) -> None:
    more = ", audience: public, hide: [entities, reasons]"
    copied.write("comments/s-1/session.yaml", session("alpha", more=ROUND.format(more=more)))
    copied.commit("Go public")
    assert copied.run("build", "s-1").code == 0
    with zipfile.ZipFile(_path(copied)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "MEMBER" not in text
    assert "Clearer." not in text
    assert ">all</w:t>" in text


def test_a_copy_without_names_holds_the_changes_of_the_one_with_names(copied: Small) -> None:
    named = voices(_path(copied).read_bytes())
    more = ", audience: public, hide: [entities]"
    copied.write("comments/s-1/session.yaml", session("alpha", more=ROUND.format(more=more)))
    copied.commit("Go public")
    assert copied.run("build", "s-1").code == 0
    (row,) = copied.manifest("s-1")["review_copies"]
    assert (row["authors"], row["proven_members"]) == ({}, [])
    assert "copy with names" in row["proof"]
    bare = voices(_path(copied).read_bytes())
    assert bare.authors == ("Members", "Secretariat")
    assert [one.text for one in bare.lines(ACCEPT)][-8:] == [one.text for one in named.lines(ACCEPT)][-8:]
    assert copied.run("prove", "s-1").code == 0
    change(copied, b"One further paragraph.", b"One other paragraph.")
    done = copied.run("prove", "s-1")
    assert "“One other paragraph.” is changed otherwise than in the copy with names" in done.out
    change(copied, b'w:author="Members"', b'w:author="MEMBER-A"')
    assert "it names “MEMBER-A”, and names are hidden" in copied.run("prove", "s-1").out


def change(small: Small, old: bytes, new: bytes) -> None:
    """Change the delivered copy."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(_path(small)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    _path(small).write_bytes(buffer.getvalue())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b">all</w:t>", b">ALL</w:t>", "it reads"),
        (
            b'<w:r><w:t xml:space="preserve">all</w:t>',
            b"<w:r><w:rPr><w:b/></w:rPr><w:t>all</w:t>",
            "has b() at “all expect.”, not plain words",
        ),
        (b'w:val="5 bis."', b'w:val="6 bis."', "is called 6 bis."),
        (b'<w:pStyle w:val="ContinuedParagraph"/><w:numPr>', b"<w:numPr>", "is a , not one of ContinuedParagraph"),
    ],
    ids=["words", "formatting", "number", "kind"],
)
def test_prove_finds_what_is_not_as_a_member_proposed_it(copied: Small, old: bytes, new: bytes, said: str) -> None:
    change(copied, old, new)
    done = copied.run("prove", "s-1")
    assert done.code == 1
    assert said in done.out, done.out


def test_a_copy_is_made_once_whatever_becomes_of_the_drafts(copied: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _path(copied).read_bytes()
    copied.change("drafts/alpha/01-first.md", "The opening paragraph", "A first sentence. The opening paragraph")
    monkeypatch.setattr("pipeline.app.redlines.review_copies.make_copy", None)
    assert copied.run("build", "s-1").code == 0
    assert _path(copied).read_bytes() == first


def test_a_copy_can_be_made_on_another_machine(copied: Small) -> None:
    first = _path(copied).read_bytes()
    _path(copied).unlink()
    assert "make_copy" in built_elsewhere(copied, "s-1")
    assert _path(copied).read_bytes() == first


def test_prove_reads_the_delivered_copy_again(copied: Small) -> None:
    assert copied.run("prove", "s-1").code == 0
    change(copied, b"One further paragraph.", b"One other paragraph.")
    done = copied.run("prove", "s-1")
    assert done.code == 1
    assert "MEMBER-B alone: it reads" in done.out


def test_hostile_words_stay_words(small: Small) -> None:
    rows = [
        {
            "id": str(n),
            "paragraph": "4",
            "quote": "members",
            "action": "insert-after",
            "proposal": text,
            "comment": text,
        }
        for n, text in enumerate(STRANGE.values(), 1)
    ]
    small.write("comments/s-1/MEMBER-A/alpha.yaml", SHARED.format(name="A") + entries(*rows[::2]))
    small.write("comments/s-1/MEMBER-B/alpha.yaml", SHARED.format(name="B") + entries(*rows[1::2]))
    small.commit("Hostile comments")
    small.run("build", "s-1")
    assert docx_problems(_path(small)) == ()
    assert sum(small.manifest("s-1")["review_copies"][0]["comments"].values()) == len(STRANGE)
