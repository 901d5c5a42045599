"""What a redline says of sections and paragraphs: splits, joins, moves, deletions, tables and notes."""

from dataclasses import replace

from pipeline.model.change_page import Change, Hand, Reason, What, Words
from pipeline.model.changes import (
    ChangedNote,
    ChangedParagraph,
    ChangedRow,
    ChangedRun,
    ChangedStory,
    ChangedTable,
    Mark,
)
from pipeline.render.change_page import reasons_words, renumbered
from pipeline.review.changing import section_changes, with_reasons

HEAD = ChangedParagraph("Heading1", (ChangedRun("Purpose"),), "I.", "I.")


def numbered(old: str, new: str, *runs: ChangedRun, end: Mark = Mark.SAME) -> ChangedParagraph:
    return ChangedParagraph("NumberedParagraph", runs, old, new, end)


def only(*blocks: ChangedParagraph | ChangedTable, notes: dict[str, ChangedNote] | None = None) -> tuple[Change, ...]:
    (section,) = section_changes(ChangedStory((HEAD, *blocks), notes or {}))
    assert (section.number, section.title) == ("I", "Purpose")
    return section.changes


def test_a_paragraph_that_was_split_has_a_part_with_a_new_number() -> None:
    kept, added = ChangedRun("Old words"), ChangedRun("new words", Mark.INSERTED)
    first, second = only(numbered("1.", "1.", kept, end=Mark.INSERTED), numbered("", "2.", kept, added))
    assert (first.what, second.what) == (What.CHANGED, What.SPLIT)
    assert second.words == Words(inserted=2)


def test_a_paragraph_that_was_joined_lost_its_number() -> None:
    kept = ChangedRun("Old words")
    _, second = only(numbered("1.", "1.", kept, end=Mark.DELETED), numbered("2.", "", kept))
    assert (second.what, second.old) == (What.JOINED, "2")


def test_a_move_is_told_of_where_it_went_with_the_number_it_had() -> None:
    away = numbered("1.", "", ChangedRun("Some words here", Mark.MOVED_AWAY, move="m"))
    here = numbered("", "2.", ChangedRun("Some words here", Mark.MOVED_HERE, move="m"))
    (change,) = only(away, here)
    assert (change.what, change.old, change.new, change.words) == (What.MOVED, "1", "2", Words(moved=3))


def test_a_list_and_the_notes_of_a_paragraph_count_with_it() -> None:
    note = ChangedNote((ChangedParagraph("FootnoteText", (ChangedRun("a new note", Mark.INSERTED),)),), "", "1")
    item = ChangedParagraph("Item", (ChangedRun("gone.", Mark.DELETED),), "(a)", "")
    (change,) = only(
        numbered("1.", "1.", ChangedRun("Words"), ChangedRun("", Mark.INSERTED, note="1")), item, notes={"1": note}
    )
    assert change.words == Words(inserted=3, deleted=1)


def test_a_table_is_named_by_its_caption_and_signs_are_no_words() -> None:
    caption = ChangedParagraph("TableCaption", (ChangedRun("Table 2. Areas"),))
    cell = ChangedParagraph("TableText", (ChangedRun("– one", Mark.INSERTED),))
    (change,) = only(caption, ChangedTable((ChangedRow(((cell,),)),), (1,)))
    assert (change.label, change.what, change.words) == ("table 2", What.CHANGED, Words(inserted=1))


def test_reasons_go_to_what_changed_and_to_nothing_else() -> None:
    why = Reason("comment", "MEMBER-A#1", "s/MEMBER-A/d#1", "accepted")
    blocks = (HEAD, numbered("1.", "1.", ChangedRun("a")), numbered("2.", "2.", ChangedRun("b", Mark.INSERTED)))
    sections = section_changes(ChangedStory(blocks))
    told = with_reasons(sections, {"paragraph 1": [why], "paragraph 2": [why, why]})
    assert [change.reasons for change in told[0].changes] == [(), (why,)]


def test_numbers_that_shift_together_are_one_row() -> None:
    changes = [Change("", What.NEW, "", "1")]
    changes += [Change("", What.SAME, str(n), str(n + 1)) for n in range(1, 5)]
    changes += [Change("", What.DELETED, "5", ""), Change("", What.SAME, "6", "6")]
    assert renumbered(changes) == (("", "1", What.NEW), ("1–4", "2–5", What.SAME), ("5", "", What.DELETED))


def test_comments_that_say_the_same_are_printed_together_and_long_reasons_shortened() -> None:
    same = [Reason("comment", f"MEMBER-{name}#1", "", "accepted", "It is  clearer.") for name in "AB"]
    long = Reason("comment", "MEMBER-C#1", "", "accepted in part", "Because " * 100)
    told = reasons_words([same[0], long, same[1]])
    assert told.startswith(
        "MEMBER-A#1, MEMBER-B#1 (accepted), “It is clearer.”; MEMBER-C#1 (accepted in part), “Because "
    )
    assert told.endswith("Because …”")
    assert len(told) < 400
    assert reasons_words([Reason("comment", "", "", "accepted")]) == "comment of a member (accepted)"


def test_the_words_of_each_hand_and_its_comments_stand_together() -> None:
    why = Reason("comment", "MEMBER-A#1", "s/MEMBER-A/d#1", "accepted")
    one, other = ChangedRun("old", Mark.DELETED, author="MEMBER-A"), ChangedRun("new", Mark.INSERTED, author="MEMBER-A")
    third = ChangedRun("two words", Mark.INSERTED, author="Drafter")
    paragraph = replace(numbered("1.", "1.", one, other, ChangedRun(" kept "), third), changes=(7, 8, 9, 10))
    credited = {7: Hand("MEMBER-A", comments=(why,)), 8: Hand("MEMBER-A", comments=(why,)), 9: Hand("Drafter")}
    ((change,),) = (s.changes for s in section_changes(ChangedStory((HEAD, paragraph)), credited))
    assert change.numbers == (7, 8, 9)
    assert change.hands == (Hand("MEMBER-A", Words(1, 1), (why,)), Hand("Drafter", Words(inserted=2)))
