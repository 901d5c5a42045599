"""Who made each change of a redline, in real repositories: merges, squashes, drafters, branches, moves, clones."""

import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline.formats.revisions import read
from pipeline.formats.validators import docx_problems
from tests.app.crediting_sample import FIRST, GOES, SECOND, changes, drafter, frozen, merged_round, part, words
from tests.app.merging_sample import decided, merge, replace, start, submit
from tests.app.small import Small


@pytest.fixture
def merged(small: Small) -> Small:
    return merged_round(small)


def test_a_change_names_members_by_code_the_secretariat_for_its_words_and_a_drafter_by_name(merged: Small) -> None:
    listed = changes(merged)
    found = words(merged)
    assert found["ins tells readers"] == found["del says"] == "MEMBER-A; MEMBER-B"
    assert found["ins quite"] == "Secretariat"
    assert found["ins all"] == found["ins of the Committee"] == "MEMBER-C"
    assert found["del second"] == found["ins next"] == "Drafter One"
    rows = [row for row in listed if row["comments"]]
    assert {name.rpartition("/")[2] for row in rows for name in row["comments"]} == {"alpha#1", "alpha#2"}
    (reworded,) = [row for row in rows if row["author"] == "Secretariat"]
    assert (reworded["kind"], reworded["comments"], reworded["place"]) == ("ins", ["s-2/MEMBER-B/alpha#2"], "2 (a)")


def test_each_change_is_dated_by_its_commit(merged: Small) -> None:
    merged.git("-c", "user.name=X", "commit", "-q", "--allow-empty", "-m", "Later")
    changes(merged)
    when = merged.git("log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%dT%H:%M", "--", SECOND).strip()
    found = re.search(r'w:author="MEMBER-C" w:date="([^"]*)"', part(merged, "word/document.xml"))
    assert found
    assert found[1].startswith(when[:13])


def test_reasons_and_responses_stand_in_the_margin(merged: Small) -> None:
    changes(merged)
    comments = part(merged, "word/comments.xml")
    assert re.findall(r'<w:comment w:id="\d+" w:author="([^"]*)"', comments).count("MEMBER-A") == 1
    for said in ("MEMBER-A#1, substantive comment", "MEMBER-B#1", "It is clearer.", "We agree.", "A smaller word."):
        assert said in comments
    assert docx_problems(merged.root / "build/s-3/alpha.redline.docx") == ()


def test_a_squash_is_taken_apart_by_the_words_that_were_asked_for(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("says what the paper is for", "tells readers what the paper is for"))
    submit(small, "MEMBER-C", replace("members expect", "all members of the Committee expect"))
    decided(small, "MEMBER-A#1", "MEMBER-C#1")
    assert merge(small, "--squash").code == 0
    changes(small)
    found = words(small)
    assert found["ins tells readers"] == found["del says"] == "MEMBER-A"
    assert found["ins all"] == found["ins of the Committee"] == "MEMBER-C"


def test_a_squash_without_trailers_is_the_committers(small: Small) -> None:
    start(small)
    small.change(FIRST, "says what", "tells readers what")
    drafter(small, "Somebody", "Squash of a branch")
    changes(small)
    assert words(small)["ins tells readers"] == "Somebody"


def test_words_of_a_branch_keep_their_author_when_it_is_joined(merged: Small) -> None:
    merged.git("checkout", "-q", "-b", "side", "HEAD~1")
    merged.change(SECOND, "go on counting", "continue to count")
    drafter(merged, "Drafter Two")
    merged.git("checkout", "-q", "main")
    merged.change(FIRST, "closes the section", "ends the section")
    drafter(merged, "Drafter One")
    merged.git("-c", "user.name=Joiner", "merge", "-q", "--no-ff", "-m", "Join", "side")
    changes(merged)
    found = words(merged)
    assert found["del go on counting"] == found["ins continue to count"] == "Drafter Two"
    assert found["ins ends"] == "Drafter One"
    assert found["ins tells readers"] == "MEMBER-A; MEMBER-B"
    assert "Joiner" not in found.values()


def test_what_was_changed_twice_is_owed_to_the_last_and_what_was_taken_out_to_whom_took_it(small: Small) -> None:
    start(small)
    small.change(FIRST, "says what", "explains what")
    drafter(small, "Drafter One")
    small.change(FIRST, "explains what", "sets out what")
    drafter(small, "Drafter Two")
    small.change(FIRST, GOES, "")
    drafter(small, "Drafter Three")
    listed = changes(small)
    found = words(small)
    assert found["del says"] == "Drafter One"
    assert found["ins sets out"] == "Drafter Two"
    gone = [row for row in listed if row["author"] == "Drafter Three"]
    assert {row["kind"] for row in gone} == {"del"}
    assert {row["place"] for row in gone} >= {"paragraph 3"}


def test_a_move_is_its_movers_and_an_edit_in_it_its_editors(small: Small) -> None:
    start(small)
    small.change(FIRST, "closes the section", "ends the section")
    drafter(small, "Drafter One")
    moved = GOES.replace("closes", "ends")
    small.change(FIRST, moved, "")
    small.change(FIRST, "{#p-opening}", f"{moved}\n{{#p-opening}}")
    drafter(small, "Drafter Two")
    listed = changes(small)
    assert {row["author"] for row in listed if row["kind"].startswith("move")} == {"Drafter Two"}
    found = words(small)
    assert found["ins ends"] == found["del closes"] == "Drafter One"


def test_a_section_file_with_another_name_keeps_its_authors(small: Small) -> None:
    start(small)
    small.change(FIRST, "says what", "explains what")
    drafter(small, "Drafter One")
    small.write("drafts/alpha/03-other.md", small.read(FIRST))
    (small.root / FIRST).unlink()
    small.change("drafts/alpha/document.yaml", "01-first.md", "03-other.md")
    drafter(small, "Drafter Two")
    changes(small)
    assert words(small)["ins explains"] == "Drafter One"


def test_an_edit_that_is_in_no_commit_is_the_secretariats(merged: Small) -> None:
    merged.change(SECOND, "has a note", "has one note")
    changes(merged)
    assert words(merged)["ins one"] == "Secretariat"


# -- frozen


def test_a_frozen_redline_needs_no_history(merged: Small, tmp_path: Path) -> None:
    frozen(merged)
    lock = json.loads(merged.read("comments/s-3/baseline/alpha/lock.json"))
    assert lock["credits"]
    listed = changes(merged)
    assert [row["credits"] for row in merged.manifest("s-3")["redlines"]] == ["baseline", "baseline"]
    merged.git("clone", "-q", "--depth", "1", f"file://{merged.root}", str(tmp_path / "clone"))
    clone = object.__new__(Small)
    clone.root = tmp_path / "clone"
    assert changes(clone) == listed
    for name in ("alpha.redline.docx", "alpha.docx"):
        assert (clone.root / "build/s-3" / name).read_bytes() == (merged.root / "build/s-3" / name).read_bytes()
    assert "CREDIT-HISTORY" not in {row["code"] for row in clone.manifest("s-3")["findings"]}


def test_the_history_says_the_same_as_what_was_frozen(merged: Small) -> None:
    listed = changes(merged)
    frozen(merged)
    assert [(row["kind"], row["author"], row["comments"]) for row in changes(merged) if row["place"]] == [
        (row["kind"], row["author"], row["comments"]) for row in listed if row["place"]
    ]


def test_altered_credits_are_found(merged: Small) -> None:
    frozen(merged)
    assert merged.check().code == 0
    merged.change("comments/s-3/baseline/alpha/credits.json", "Drafter One", "Drafter Two")
    assert "BASELINE-ALTERED" in merged.check().codes


def test_prove_holds_the_list_of_changes_to_the_file(merged: Small) -> None:
    changes(merged)
    assert merged.run("prove", "s-3").code == 0
    merged.change("build/s-3/manifest.json", '"author": "MEMBER-C"', '"author": "MEMBER-B"')
    done = merged.run("prove", "s-3")
    assert "PROOF-REDLINE" in done.out
    assert "MEMBER-B, the file ins by MEMBER-C" in done.out


def test_a_redline_is_the_same_whenever_it_is_made(merged: Small) -> None:
    changes(merged)
    before = (merged.root / "build/s-3/alpha.redline.docx").read_bytes()
    shutil.rmtree(merged.root / "build")
    done = merged.apart("build", "s-3", PYTHONHASHSEED="7", HLCP_NO_CACHE="1", TZ="Asia/Tokyo")
    assert done.code == 0, done.err
    assert (merged.root / "build/s-3/alpha.redline.docx").read_bytes() == before


# -- public rounds


@pytest.mark.parametrize("hidden", [False, True])
def test_a_public_round_names_no_drafter_and_no_member_that_it_hides(merged: Small, hidden: bool) -> None:
    hide = ", hide: [entities]" if hidden else ", hide: [responses]"
    rounds = f"rounds:\n  - {{id: 1, closes: 2025-07-15T23:59:00-04:00, audience: public{hide}}}\n"
    merged.write("comments/s-2/session.yaml", merged.read("comments/s-2/session.yaml") + rounds)
    merged.commit("Open the round to all")
    listed = changes(merged)
    authors = {row["author"] for row in listed}
    assert "Drafter One" not in authors
    if hidden:
        assert authors == {"Secretariat", "Member"}
        assert not any(row["comments"] for row in listed)
        assert "MEMBER-" not in part(merged, "word/document.xml") + part(merged, "word/comments.xml")
    else:
        assert authors == {"Secretariat", "MEMBER-A; MEMBER-B", "MEMBER-C"}
        comments = part(merged, "word/comments.xml")
        assert ("It is clearer." in comments, "We agree." in comments) == (True, False)


def test_accepting_the_changes_of_one_member_gives_its_words_alone(merged: Small) -> None:
    changes(merged)
    data = (merged.root / "build/s-3/alpha.redline.docx").read_bytes()
    text = read(data, lambda author: author == "MEMBER-C").text
    assert "as all members of the Committee expect" in text
    assert "says what the paper is for" in text
