"""The page of changes: what changed in a document since the last session, as a paper and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from pipeline.model.change_page import Change, ChangePage, Hand, Reason, SectionChanges, What, Words
from pipeline.model.document import Block, Document, Part, Section
from pipeline.render.notes import Cells, inlines, paragraph, strong, table
from pipeline.render.notes import Words as Text
from pipeline.render.reports import json_text

SCHEMA_VERSION = 1
_LONGEST_REASON = 300  # characters; all of it stands in the JSON file and beside the redline
_WIDTHS = (18, 6, 28, 48)  # of the tables of changes, in per cent
_COLUMNS = (
    (What.NEW,), (What.CHANGED, What.SPLIT, What.JOINED), (What.MOVED,), (What.DELETED,),
)  # fmt: skip


class Renumbered(NamedTuple):
    """Paragraphs that follow each other in both texts and have other numbers; "" where a text does not have them."""

    old: str
    new: str
    what: What


def change_document(page: ChangePage) -> Document:
    """The paper, not numbered yet."""
    name = f"{page.document}.changes"
    sections = [
        Section(name, Part.BODY, "Overview", "sec-overview", tuple(_overview(page))),
        Section(name, Part.BODY, "Changes and reasons", "sec-changes", tuple(_changes(page))),
        Section(name, Part.BODY, "Numbers of paragraphs", "sec-numbers", tuple(_numbers(page))),
    ]
    title = f"Changes in: {page.title}"
    return Document(name, title, name, tuple(sections), short_title="Changes")


# -- overview


def _overview(page: ChangePage) -> Iterator[Block]:
    words = _total(page.sections)
    now = page.now or "today’s text"
    if not words and all(change.what is What.SAME for change in page.changes):
        yield paragraph(f"The text is the same as {page.before} ({page.before_session}).")
        return
    yield paragraph(
        f"This page compares {now} with {page.before}, the text that the Committee had before it "
        f"({page.before_session}). "
        f"{_counted(words.inserted)} were inserted and {_counted(words.deleted, short=True)} deleted"
        + (f"; {_counted(words.moved)} stand elsewhere than before" if words.moved else "")
        + ". The changes themselves are marked in the redlines, in Word and as PDF."
    )
    header = ("Section", "New", "Changed", "Moved", "Deleted", "Words inserted", "Words deleted")
    rows = [_overview_row(section) for section in page.sections]
    total = ["All sections", *(_figure(sum(s.count(*column) for s in page.sections)) for column in _COLUMNS)]
    rows.append([*total, f"{words.inserted:,}", f"{words.deleted:,}"])
    caption = "Numbered paragraphs that are new, changed, moved or deleted, and words, by section"
    yield table("tbl-overview", caption, header, rows, "lrrrrrr")
    yield paragraph(
        "A paragraph is counted with its list and its footnotes. Words that moved count as neither inserted nor "
        "deleted; words in headings, summaries, tables and annexes are counted, though these have no numbers."
    )


def _overview_row(section: SectionChanges) -> list[str]:
    counts = [_figure(section.count(*column)) for column in _COLUMNS]
    return [_name(section), *counts, _figure(section.words.inserted), _figure(section.words.deleted)]


def _name(section: SectionChanges) -> str:
    number = f"{section.number}. " if section.number else ""
    state = {What.NEW: " (new)", What.DELETED: " (deleted)"}.get(section.what, "")
    return f"{number}{section.title or 'Before the first heading'}{state}"


def _figure(count: int) -> str:
    return f"{count:,}" if count else "–"


def _counted(count: int, *, short: bool = False) -> str:
    number = f"{count:,}" if count else "no"
    return number if short else f"{number} word{'' if count == 1 else 's'}"


def _total(sections: Iterable[SectionChanges]) -> Words:
    total = Words()
    for section in sections:
        total = total.plus(section.words)
    return total


# -- changes and reasons


def _changes(page: ChangePage) -> Iterator[Block]:
    every = [(s, c) for s in page.sections for c in s.changes if c.what is not What.SAME]
    if not every:
        yield paragraph("There are no changes.")
        return
    yield paragraph(
        "The tables give for each paragraph what became of it, whose the changes are and why: as in the redline, the "
        "members whose proposal it is, the secretariat, or a drafter, with the comments that the words come from, what "
        "was decided on them and the reasons that were given. What nobody wrote, such as the new number in a "
        "reference, is the secretariat’s."
    )
    for number, section in enumerate(page.sections, 1):
        rows = [_row(change) for change in section.changes if change.what is not What.SAME]
        if rows:
            header = ("Place", "Was", "What became of it", "Whose, and why")
            made = table(f"tbl-changes-{number}", f"Changes in: {_name(section)}", header, rows)
            yield replace(made, widths=_WIDTHS)
    if page.elsewhere:
        told = "; ".join(f"{reasons_words([reason])} ({where})" for reason, where in page.elsewhere)
        yield paragraph(f"Also accepted and in the text, in places that the tables do not name: {told}.")


def _row(change: Change) -> list[Cells]:
    place = change.label[:1].upper() + change.label[1:]
    was = change.old if change.old != change.new else ("" if not change.old else "same")
    told: list[Text] = [_whose(hand, alone=len(change.hands) == 1) for hand in change.hands]
    told += _also(change.reasons)
    return [place if change.new or not change.old else f"Old paragraph {change.old}", was or "–", _became(change), told]


def _became(change: Change) -> str:
    words = _changed_words(change.words)
    head = str(change.what).capitalize()
    return f"{head}: {words}" if words else head if change.what is not What.CHANGED else "Changed in form"


def _changed_words(words: Words) -> str:
    verbs = zip(words, ("inserted", "deleted", "moved"), strict=True)
    told = [(count, verb) for count, verb in verbs if count]
    first, rest = told[:1], told[1:]
    parts = [f"{_counted(count)} {verb}" for count, verb in first]
    parts += [f"{_counted(count, short=True)}\u00a0{verb}" for count, verb in rest]  # no line begins with the verb
    return ", ".join(parts)


def _whose(hand: Hand, *, alone: bool) -> Text:
    """An author, what of it is that author's when there are others, and the comments behind it."""
    share = "" if alone or not hand.words else f", {_changed_words(hand.words)}"
    why = reasons_words(hand.comments)
    return inlines(strong(hand.author), share + (f": {why}" if why else ""))


def _also(reasons: Sequence[Reason]) -> Iterator[str]:
    comments = [reason for reason in reasons if reason.kind == "comment"]
    guidance = [reason.name for reason in reasons if reason.kind == "guidance"]
    if comments:
        yield f"See also {reasons_words(comments)}"
    if guidance:
        yield f"Answers guidance {', '.join(guidance)}"


def reasons_words(comments: Sequence[Reason]) -> str:
    """Comments as they are printed, those that say and met the same together: "MEMBER-A#1a (accepted), “Clearer.”"."""
    names: dict[tuple[str, str], list[str]] = {}
    for comment in comments:
        names.setdefault((comment.told, " ".join(comment.why.split())), []).append(comment.name)
    return "; ".join(_together(each, *said) for said, each in names.items())


def _together(names: Sequence[str], told: str, why: str) -> str:
    known = [name for name in names if name]
    if len(why) > _LONGEST_REASON:
        why = f"{why[:_LONGEST_REASON].rpartition(' ')[0]} …"
    return f"{', '.join(known) or 'comment of a member'} ({told})" + (f", “{why}”" if why else "")


# -- numbers


def _numbers(page: ChangePage) -> Iterator[Block]:
    rows = renumbered(page.changes)
    if rows:
        yield paragraph("The following paragraphs have other numbers than before; all others keep theirs.")
        header = ("Number before", "Number now", "What became of them")
        told = [(r.old or "–", r.new or "–", _fate(r)) for r in rows]
        yield table("tbl-numbers", "Old and new numbers of paragraphs", header, told)
    else:
        yield paragraph("Every paragraph keeps its number.")
    yield paragraph(
        "Word counts deleted paragraphs for as long as they show. Until the changes in the Word redline are accepted "
        "or rejected, the numbers in it can therefore be higher than those printed here. Accepting all changes gives "
        "the new numbers, rejecting all gives the old ones. The PDF redline and the clean papers show the numbers by "
        "which paragraphs are cited."
    )


def _fate(row: Renumbered) -> str:
    return "Renumbered" if row.what is What.SAME else str(row.what).capitalize()


def renumbered(changes: Sequence[Change]) -> tuple[Renumbered, ...]:
    """Paragraphs whose number is another one, neighbours that only shifted together as a range."""
    rows: list[tuple[list[str], list[str], What]] = []
    for change in changes:
        if change.old == change.new:
            continue
        what = change.what if not (change.old and change.new) or change.what is What.MOVED else What.SAME
        if rows and rows[-1][2] is what and _follows(rows[-1][0], change.old) and _follows(rows[-1][1], change.new):
            rows[-1][0].append(change.old)
            rows[-1][1].append(change.new)
        else:
            rows.append(([change.old], [change.new], what))
    return tuple(Renumbered(_range(old), _range(new), what) for old, new, what in rows)


def _follows(before: Sequence[str], number: str) -> bool:
    last = before[-1]
    return last == number == "" or (last.isdecimal() and number.isdecimal() and int(number) == int(last) + 1)


def _range(numbers: Sequence[str]) -> str:
    return numbers[0] if len(numbers) == 1 or not numbers[0] else f"{numbers[0]}–{numbers[-1]}"


# -- JSON


def change_json(page: ChangePage) -> str:
    """The same for programs."""
    value = {
        "schema_version": SCHEMA_VERSION,
        "document": page.document,
        "title": page.title,
        "before": page.before,
        "now": page.now or None,
        "words": _total(page.sections)._asdict(),
        "sections": [_section_row(section) for section in page.sections],
        "numbers": [row._asdict() for row in renumbered(page.changes)],
        "elsewhere": [{**_reason_row(reason), "place": where} for reason, where in page.elsewhere],
    }
    return json_text(value)


def _section_row(section: SectionChanges) -> dict[str, Any]:
    return {
        "number": section.number,
        "title": section.title,
        "what": str(section.what),
        "words": section.words._asdict(),
        "paragraphs": {str(what): section.count(what) for what in What},
        "changes": [_change_row(change) for change in section.changes if change.what is not What.SAME],
    }


def _change_row(change: Change) -> dict[str, Any]:
    return {
        "place": change.label,
        "old": change.old or None,
        "new": change.new or None,
        "what": str(change.what),
        "words": change.words._asdict(),
        "tracked": list(change.numbers),
        "hands": [_hand_row(hand) for hand in change.hands],
        "reasons": [_reason_row(reason) for reason in change.reasons],
    }


def _hand_row(hand: Hand) -> dict[str, Any]:
    comments = [_reason_row(reason) for reason in hand.comments]
    return {"author": hand.author, "words": hand.words._asdict(), "comments": comments}


def _reason_row(reason: Reason) -> dict[str, str]:
    return {
        "kind": reason.kind,
        "name": reason.name,
        "full_name": reason.full,
        "told": reason.told,
        "why": reason.why,
        "response": reason.response,
    }
