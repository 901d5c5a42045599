"""Which block becomes which."""

from pipeline.formats.xml_tree import Node
from pipeline.render.redline.aligning import Fate, Step, align
from pipeline.render.redline.content import Para


def texts(*contents: str) -> list[Para]:
    return [Para(Node("w:p"), content, content) for content in contents]


def many(name: str, count: int, start: int = 0) -> str:
    """So many words that no other text has."""
    return " ".join(f"{name}{number}" for number in range(start, start + count))


def steps(old: list[str], new: list[str]) -> list[Step]:
    return align(texts(*old), texts(*new))


def test_what_others_passed_has_moved_even_if_they_were_all_edited() -> None:
    short, others = many("short", 20), [many(name, 20) for name in ("first", "second", "third")]
    found = steps([short, *others, "end"], [*(f"{other} edited here" for other in others), short, "end"])
    assert [step.old for step in found if step.fate is Fate.LEFT] == [(0,)]
    assert [step.fate for step in found].count(Fate.KEPT) == 4


def test_the_most_text_stays_where_it_is() -> None:
    long, one, two = many("long", 60), many("one", 10), many("two", 10)
    found = steps([long, one, two, "end"], [one, f"{two} edited", long, "end"])
    assert [step.old for step in found if step.fate is Fate.LEFT] == [(1,), (2,)]


def test_a_paragraph_moved_and_edited_is_not_taken_for_what_is_a_little_like_it_in_its_place() -> None:
    shared = many("shared", 12)
    moved = f"{shared} {many('moved', 20)}"
    other = f"{shared} {many('other', 20)}"
    middle = [many("middle", 30), many("more", 30)]
    found = steps([moved, *middle, "end"], [other, *middle, f"{moved} {many('edited', 8)}", "end"])
    assert Step(Fate.LEFT, (0,), move=1) in found
    assert Step(Fate.COME, new=(0,)) in found
    assert Step(Fate.ARRIVED, new=(3,), move=1) in found


def test_a_paragraph_that_lost_its_partner_to_a_merge_finds_another_one() -> None:
    first, tail, second, third = many("first", 33), many("tail", 40), many("second", 71), many("third", 80)
    found = steps(["start", first, f"{second} {tail}", third], ["start", f"{first} {tail}", f"{second} {third}"])
    assert found == [
        Step(Fate.KEPT, (0,), (0,)),
        Step(Fate.KEPT, (1,), (1,)),
        Step(Fate.MERGED, (2, 3), (2,)),
    ]
