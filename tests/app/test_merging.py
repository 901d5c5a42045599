import os
import re
import sys

import pytest

from tests.app.merging_sample import SESSION, accept, decided, merge, messages, replace, start, submit
from tests.app.rounds_sample import view_of
from tests.app.small import FIRST, ROOT, SECOND, Small

OPENING = "The opening paragraph of the first section says what the paper is for."


def first(small: Small) -> str:
    return (small.root / "drafts/alpha/01-first.md").read_bytes().decode()


def effects(small: Small) -> dict[str, str]:
    view = view_of(small.root)
    return {e.comment.name.short: str(e.effect.kind) for e in view.ledger.entries if e.effect}


def codes(small: Small) -> list[str]:
    """Of the findings that say whether text and decisions agree."""
    return [f.code for f in view_of(small.root).ledger.findings if f.code.startswith("LEDGER-")]


def head(small: Small) -> str:
    return small.git("rev-parse", "HEAD").strip()


def test_an_accepted_proposal_becomes_a_commit_of_its_member(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why the paper is written"))
    submit(small, "MEMBER-B", replace("says what the paper is for", "says why the paper is written"))
    decided(small, "MEMBER-A#1", "MEMBER-B#1")
    done = merge(small)
    assert (done.code, done.out.count("\n")) == (0, 1), done.out + done.err
    assert first(small) == FIRST.replace("what the paper is for", "why the paper is written")
    (message,) = messages(small, 1)
    assert message.strip() == (
        "Member Á <member-a@example.org> / Tester\n"
        "alpha, paragraph 1: “what the paper is for” becomes “why the paper is written”\n\n"
        "It is clearer.\n\n"
        "Comment: s-2/MEMBER-A/alpha#1\nComment: s-2/MEMBER-B/alpha#1\nSupported-by: MEMBER-B\n"
        "Session: s-2\nDisposition: accepted"
    )
    assert small.git("status", "--porcelain") == ""


def test_merging_again_does_nothing(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why the paper is written"))
    decided(small, "MEMBER-A#1")
    merge(small)
    before = head(small), first(small)
    done = merge(small)
    assert done.code == 0
    assert "0 proposals" in done.err
    assert (head(small), first(small)) == before


def test_commits_come_in_the_order_of_the_text_and_an_entity_without_address_gets_one_that_nobody_has(
    small: Small,
) -> None:
    start(small)
    submit(small, "MEMBER-B", replace("has a note", "has one note"), replace("Something short", "Something brief"))
    submit(small, "MEMBER-A", replace("closes the section", "ends the section"))
    decided(small, "MEMBER-B#1", "MEMBER-B#2", "MEMBER-A#1")
    assert merge(small).code == 0
    told = [message.splitlines()[:2] for message in map(str.strip, messages(small, 3))]
    assert [lines[0] for lines in told] == [
        "Member B <member-b@noreply.invalid> / Tester",
        "Member Á <member-a@example.org> / Tester",
        "Member B <member-b@noreply.invalid> / Tester",
    ]
    assert [re.findall("“([^”]*)”", lines[1])[-1] for lines in told] == ["brief", "ends", "one"]


def test_words_of_the_secretariat_are_its_own_and_name_who_proposed(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why the paper is written at all"))
    decided(small, "MEMBER-A#1", how="accepted-in-part", text="why the paper is written")
    assert merge(small).code == 0
    (message,) = messages(small, 1)
    assert message.strip().startswith("Tester <tester@example.org> / Tester\n")
    assert "Proposed-by: Member Á <member-a@example.org>\n" in message
    assert "Disposition: accepted-in-part" in message
    assert "why the paper is written." in first(small)


def test_one_commit_a_document_when_asked(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"), replace("Something short", "Something brief"))
    decided(small, "MEMBER-A#1", "MEMBER-A#2")
    before = head(small)
    assert merge(small, "--squash").code == 0
    assert small.git("rev-list", "--count", f"{before}..HEAD").strip() == "1"
    (message,) = messages(small, 1)
    assert message.count("\nComment: s-2/MEMBER-A/alpha#") == 2
    assert "0 proposals" in merge(small).err
    assert effects(small) == {"MEMBER-A#1": "applied", "MEMBER-A#2": "applied"}


# -- where words stand


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_markup_wraps_notes_and_line_ends_around_the_words_stay_to_the_byte(small: Small, ends: str) -> None:
    text = (
        "---\ntitle: First\n---\n\n{#p-opening}\nA *very* long opening[^n] says,  \nwith **care**, what\n"
        "the [paper](https://example.org) is for.   \n\nNext.\n\n[^n]: A note.\n\n\n"
    ).replace("\n", ends)
    start(small, first=text)
    submit(
        small, "MEMBER-A",
        replace("A very long opening says, with care, what the paper is for.",
                "A very short opening says, with care, why the paper is for_all."),
    )  # fmt: skip
    decided(small, "MEMBER-A#1")
    done = merge(small)
    assert done.code == 0, done.out
    wanted = text.replace("long", "short").replace(f", what{ends}", f", why{ends}").replace("for.", "for_all.")
    assert first(small) == wanted


def test_whole_paragraphs_and_items_come_and_go(small: Small) -> None:
    start(small)
    submit(
        small, "MEMBER-A",
        {"paragraph": "2 (a)", "action": "insert-after", "proposal": "Something *new*;"},
        {"paragraph": 1, "action": "insert-after", "proposal": "1. A new paragraph.\n\nAnd one more of them."},
        {"paragraph": 3, "quote": "", "action": "delete"},
    )  # fmt: skip
    decided(small, "MEMBER-A#1", "MEMBER-A#2", "MEMBER-A#3")
    done = merge(small)
    assert done.code == 0, done.out
    assert "3 proposals" in done.err, done.out
    text = first(small)
    assert f"{OPENING}\n\n1\\. A new paragraph.\n\nAnd one more of them.\n\nIt has" in text
    assert "(a) Something short;\n\n(b) Something \\*new\\*;\n\n(b) Something longer.\n" in text
    assert "third paragraph" not in text
    assert "0 proposals" in merge(small).err


def test_a_paragraph_moves_with_its_label(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", {"paragraph": 1, "action": "move", "proposal": "after paragraph 3"})
    decided(small, "MEMBER-A#1")
    done = merge(small)
    assert done.code == 0, done.out
    moved = f"{{#p-opening}}\n{OPENING}"
    assert first(small) == FIRST.replace(f"{moved}\n\n", "").rstrip("\n") + f"\n\n{moved}\n"
    assert "0 proposals" in merge(small).err


def test_the_first_item_leaves_its_mark_to_the_next(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", {"paragraph": "2 (a)", "action": "delete"})
    decided(small, "MEMBER-A#1")
    assert merge(small).code == 0
    assert first(small) == FIRST.replace("(a) Something short;\n\n(b)", "(a)")


def test_words_are_found_where_the_text_moved_on(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"), replace("Something longer", "Something else"))
    decided(small, "MEMBER-A#1", "MEMBER-A#2")
    small.change("drafts/alpha/01-first.md", "---\n\n{#p-opening}", "---\n\nA new start.\n\n{#p-opening}")
    small.change("drafts/alpha/01-first.md", "Something longer", "A thing that is longer")
    small.commit("Edit")
    done = merge(small)
    assert "says why." in first(small)
    assert "A thing that is longer" in first(small)
    assert "MEMBER-A#2 cannot be applied: its words were changed [MERGE-REFUSED]" in done.out
    assert "Look at 3 (b)" in done.out


# -- refusals


def accept_by_hand(small: Small, name: str, like: str) -> None:
    """Accept what `hlcp dispose` would refuse, as a hand that edits the file may."""
    path = small.root / f"comments/{SESSION}/dispositions/alpha.yaml"
    accept(small, like, how="open")
    accept(small, name)
    fields = path.read_text().split(f"- comment: {name}\n")[1]
    accept(small, name, how="open")
    accept(small, like)
    path.write_text(path.read_text() + fields)
    small.commit("Decide")


def test_accepted_proposals_that_collide_are_both_refused_and_named(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"), replace("Something short", "Something brief"))
    submit(small, "MEMBER-B", replace("the paper is for", "it is for"))
    accept(small, "MEMBER-A#2", "MEMBER-B#1")
    accept_by_hand(small, "MEMBER-A#1", like="MEMBER-B#1")
    done = merge(small)
    assert done.code == 1
    assert "MEMBER-A#1 and MEMBER-B#1 are accepted, but cannot be applied together" in done.out
    assert first(small) == FIRST.replace("Something short", "Something brief")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (replace("a note", "no note"), "footnote"),
        ({"paragraph": 1, "action": "delete"}, "it would break the document"),  # another paragraph refers to it
        ({"section": "I", "action": "replace", "proposal": "Nothing at all."}, "a whole section"),
    ],
)
def test_what_would_break_markup_or_references_is_refused(small: Small, row: dict[str, object], said: str) -> None:
    start(small, second=SECOND.replace("a note.[^n]", "a[^n] note."))
    submit(small, "MEMBER-A", row)
    decided(small, "MEMBER-A#1")
    before = head(small)
    done = merge(small)
    if "quote" in row:
        assert done.code == 0
        return
    assert said in done.out, done.out
    assert head(small) == before


def test_uncommitted_drafts_or_decisions_are_refused(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"))
    small.commit("Comment")
    accept(small, "MEMBER-A#1")
    done = merge(small)
    assert done.code == 2
    assert "dispositions/alpha.yaml" in done.err
    small.commit("Decide")
    small.change("drafts/alpha/02-second.md", "Paragraphs go", "Paragraphs went")
    done = merge(small)
    assert done.code == 2
    assert "drafts/alpha/02-second.md" in done.err
    assert first(small) == FIRST


@pytest.mark.parametrize("state", ["detached", "rebase", "identity"])
def test_a_repository_that_cannot_take_commits_is_refused(
    small: Small, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"))
    decided(small, "MEMBER-A#1")
    if state == "detached":
        small.git("checkout", "-q", "--detach")
    elif state == "rebase":
        (small.root / ".git/rebase-merge").mkdir()
    else:
        small.git("config", "--unset", "user.name")
        monkeypatch.setenv("HOME", os.devnull)
    done = merge(small)
    assert done.code == 2
    assert {"detached": "git switch", "rebase": "git status", "identity": "git config user.name"}[state] in done.err
    assert first(small) == FIRST


def test_a_hook_that_refuses_leaves_everything_as_it_was(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"))
    decided(small, "MEMBER-A#1")
    small.write(".git/hooks/pre-commit", "#!/bin/sh\ngrep -q 'says why' drafts/alpha/01-first.md && exit 1\nexit 0\n")
    (small.root / ".git/hooks/pre-commit").chmod(0o755)
    before = head(small)
    done = merge(small)
    assert done.code == 2
    assert "hook" in done.err
    assert (head(small), first(small), small.git("status", "--porcelain")) == (before, FIRST, "")


def test_a_hook_that_checks_sees_the_text_as_it_will_be(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"))
    decided(small, "MEMBER-A#1")
    command = f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m pipeline check'
    small.write(".git/hooks/pre-commit", f"#!/bin/sh\ngrep -q 'says why' drafts/alpha/01-first.md && {command}\n")
    (small.root / ".git/hooks/pre-commit").chmod(0o755)
    done = merge(small)
    assert done.code == 0, done.err
    assert "says why" in first(small)


# -- looking, taking out, what if


def test_a_dry_run_shows_the_words_and_changes_nothing(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why the paper is there"))
    decided(small, "MEMBER-A#1")
    before = head(small)
    done = merge(small, "--dry-run")
    assert "[-what-]{+why+} the paper is [-for-]{+there+}" in done.out
    assert re.search(r"not applied +1 → 0", done.out)
    assert (head(small), first(small)) == (before, FIRST)


def test_one_proposal_is_taken_out_again_where_the_text_moved_on_and_is_open_again(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"), replace("Something short", "Something brief"))
    submit(small, "MEMBER-B", replace("what the paper is for", "why"))
    decided(small, "MEMBER-A#1", "MEMBER-A#2", "MEMBER-B#1")
    merge(small)
    small.change("drafts/alpha/01-first.md", "The opening paragraph", "This opening paragraph")
    small.commit("Edit")
    done = merge(small, "--revert", "MEMBER-A#1")
    assert done.code == 0, done.err
    assert first(small) == FIRST.replace("The opening", "This opening").replace("Something short", "Something brief")
    assert small.git("status", "--porcelain") == ""
    assert effects(small) == {"MEMBER-A#2": "applied"}
    states = {e.comment.name.short: str(e.state) for e in view_of(small.root).ledger.entries}
    assert states == {"MEMBER-A#1": "open", "MEMBER-A#2": "accepted", "MEMBER-B#1": "open"}
    assert "0 proposals" in merge(small).err
    decided(small, "MEMBER-A#1")
    done = merge(small)
    assert "says why." in first(small), done.out + done.err


def test_what_was_written_over_since_is_not_taken_out(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why it was written"))
    decided(small, "MEMBER-A#1")
    merge(small)
    small.change("drafts/alpha/01-first.md", "why it was written", "why it is written")
    small.commit("Edit")
    before = head(small)
    done = merge(small, "--revert", "MEMBER-A#1")
    assert done.code == 2
    assert "changed since" in done.err
    assert head(small) == before
    done = merge(small, "--revert", "MEMBER-A#7")
    assert done.code == 2


def test_what_if_renders_open_proposals_and_changes_nothing(small: Small) -> None:
    start(small)
    submit(
        small, "MEMBER-A",
        replace("what the paper is for", "why", type="editorial"), replace("Something short", "Something brief"),
    )  # fmt: skip
    small.commit("Comment")
    before = head(small)
    done = merge(small, "--assume", "accepted:editorial")
    assert done.code == 0, done.out + done.err
    assert "1 proposal assumed" in done.err
    assert (small.root / "build/what-if/alpha.docx").exists()
    assert (head(small), first(small), small.git("status", "--porcelain")) == (before, FIRST, "")
    assert "2 proposals assumed" in merge(small, "--assume", "accepted:all-uncontested").err
    assert merge(small, "--assume", "everything").code == 2


# -- the ledger afterwards


def test_the_ledger_learns_from_text_and_trailers(small: Small) -> None:
    start(small)
    submit(
        small, "MEMBER-A", replace("what the paper is for", "why it was written"),
        replace("Something short", "Something brief"), replace("closes the section", "ends the section"),
        replace("announced here", "given here"), replace("Something longer", "Something else that is long"),
    )  # fmt: skip
    names = [f"MEMBER-A#{number}" for number in range(1, 6)]
    decided(small, *names[:3])
    assert codes(small) == ["LEDGER-UNAPPLIED"] * 3
    small.change("drafts/alpha/01-first.md", "Something short", "Something brief")
    small.commit("By hand")
    assert effects(small) == {names[0]: "not applied", names[1]: "already there", names[2]: "not applied"}
    merge(small)
    assert effects(small) == {names[0]: "applied", names[1]: "already there", names[2]: "applied"}
    assert codes(small) == []
    small.change("drafts/alpha/01-first.md", "why it was written", "what we want")
    small.commit("Over it")
    assert effects(small)[names[0]] == "overwritten"
    assert codes(small) == ["LEDGER-OVERWRITTEN", "LEDGER-UNASKED"]
    assert "0 proposals" in merge(small).err  # what a drafter wrote over is not put back by itself
    small.change("drafts/alpha/01-first.md", "Something longer", "Another thing")
    decided(small, names[4])
    assert effects(small)[names[4]] == "refused"


def test_what_was_not_accepted_and_stands_is_found_and_so_is_what_nobody_asked_for(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why it was written"))
    decided(small, "MEMBER-A#1", how="not-accepted", response="No.")
    assert codes(small) == []
    small.change("drafts/alpha/01-first.md", "what the paper is for", "why it was written")
    small.change("drafts/alpha/02-second.md", "as members expect", "as all expect")
    small.commit("By hand")
    assert codes(small) == ["LEDGER-PRESENT", "LEDGER-UNASKED"]
    said = [f.message for f in view_of(small.root).ledger.findings if f.code == "LEDGER-UNASKED"]
    assert said == ["changed since the baseline without any comment that asked for it: paragraph 4"]


def test_a_section_that_was_renamed_and_split_is_no_obstacle(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("closes the section", "ends the section"))
    decided(small, "MEMBER-A#1")
    text = first(small)
    at = text.index("The third paragraph")
    small.write("drafts/alpha/01-first.md", text[:at])
    small.write("drafts/alpha/01b-rest.md", f"---\ntitle: Rest\n---\n\n{text[at:]}")
    small.change("drafts/alpha/document.yaml", "01-first.md,", "01-first.md, 01b-rest.md,")
    small.commit("Split")
    assert merge(small).code == 0
    assert "ends the section." in small.read("drafts/alpha/01b-rest.md")


def test_a_footnote_and_a_table_cell_are_edited_in_their_place(small: Small) -> None:
    table = '\n::: {.table #tbl-x caption="Words"}\n| A | B |\n|---|---|\n| old words | more |\n:::\n'
    start(small, second=SECOND + table)
    submit(small, "MEMBER-A", replace("A note of a few words", "A note of some words"), replace("old words", "new | w"))
    decided(small, "MEMBER-A#1", "MEMBER-A#2")
    done = merge(small)
    assert done.code == 0, done.out
    text = small.read("drafts/alpha/02-second.md")
    assert "[^n]: A note of some words." in text
    assert "| new \\| w | more |" in text


# -- decisions of every kind


def test_a_completed_edit_is_the_secretariats_and_names_the_member(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", {"paragraph": 1, "action": "replace", "proposal": "To read: why the paper is there."})
    small.commit("Comment")
    small.write(
        "comments/s-2/dispositions/alpha.yaml",
        "dispositions:\n  - comment: MEMBER-A#1\n    of: "
        f"{view_of(small.root).ledger.entries[0].comment.fingerprint}\n    decision: accepted\n"
        "    edit: {action: replace, quote: what the paper is for, proposal: why the paper is there}\n",
    )
    small.commit("Decide")
    done = merge(small)
    assert "says why the paper is there." in first(small), done.out
    (message,) = messages(small, 1)
    assert message.strip().startswith("Tester <tester@example.org>")
    assert "Proposed-by: Member Á <member-a@example.org>" in message


def test_a_decision_on_other_words_than_now_stand_is_not_merged(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"))
    decided(small, "MEMBER-A#1")
    submit(small, "MEMBER-A", replace("what the paper is for", "how"))
    small.commit("Another wish")
    before = head(small)
    assert "0 proposals" in merge(small).err
    assert (head(small), first(small)) == (before, FIRST)


def test_a_place_that_was_given_by_hand_counts(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("these words stand nowhere", "it explains"))
    small.commit("Comment")
    assert small.run("relink", "MEMBER-A#1", "--id", "p-opening", "--quote", "says what the paper is for").code == 0
    decided(small, "MEMBER-A#1")
    done = merge(small)
    assert "section it explains." in first(small), done.out + done.err


def test_a_section_that_is_not_utf8_stops_nothing_else(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"))
    small.write("drafts/alpha/02-second.md", b"---\ntitle: Second\n---\n\nCaf\xe9.\n")
    decided(small, "MEMBER-A#1")
    assert merge(small).code == 0
    assert "says why." in first(small)


def test_a_workspace_inside_a_repository_is_merged_in_its_folder(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "why"))
    decided(small, "MEMBER-A#1")
    outer, inner = small.root.parent / "outer", small.root.parent / "outer" / "papers"
    outer.mkdir()
    (small.root / ".git").rename(outer / ".git")
    small.root.rename(inner)
    moved = Small.__new__(Small)
    moved.root = inner
    moved.git("add", "-A", folder=outer)
    moved.git("commit", "-q", "-m", "Move", folder=outer)
    done = merge(moved)
    assert done.code == 0, done.err
    assert "says why." in first(moved)
    assert moved.git("status", "--porcelain", folder=outer) == ""
    assert effects(moved) == {"MEMBER-A#1": "applied"}


def test_a_comment_cannot_forge_what_the_ledger_reads(small: Small) -> None:
    start(small)
    forged = (
        "Good.\n\nComment: s-2/MEMBER-B/alpha#1\nDisposition: accepted\n\n---\n\nReverts-Comment: s-2/MEMBER-A/alpha#1"
    )
    submit(small, "MEMBER-A", replace("what the paper is for", "why", comment=forged))
    submit(small, "MEMBER-B", replace("Something short", "Something brief"))
    decided(small, "MEMBER-A#1")
    assert merge(small).code == 0
    decided(small, "MEMBER-B#1")
    assert effects(small) == {"MEMBER-A#1": "applied", "MEMBER-B#1": "not applied"}


def test_what_two_members_changed_side_by_side_stands_though_neither_wording_does(small: Small) -> None:
    start(small)
    submit(small, "MEMBER-A", replace("what the paper is for", "what the paper or its annex is for"))
    submit(small, "MEMBER-B", replace("what the paper is for", "what the draft is for"))
    decided(small, "MEMBER-A#1", "MEMBER-B#1")
    assert merge(small).code == 0
    assert "what the draft or its annex is for" in first(small)
    assert effects(small) == {"MEMBER-A#1": "applied", "MEMBER-B#1": "applied"}
    assert codes(small) == []
