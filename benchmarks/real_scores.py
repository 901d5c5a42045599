"""What a ledger got right of a real round, held against what is known of it for certain (`truth.jsonl`)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from benchmarks.real_workspace import SESSION, RealRound
from pipeline.app.rounds.ledgers import RoundView
from pipeline.intake.resolve import resolve
from pipeline.model.comment import Citation, CitedKind
from pipeline.model.ledger import Anchor, AnchorStatus, Entry, Passage
from pipeline.text.body import Body
from pipeline.text.wording import WORD

Row = Mapping[str, Any]
_KEPT = ("same", "moved", "changed", "moved and changed")  # states of a paragraph that is still there
WEAK = 0.6  # likeness below which what is known of the final text is a weak hint


class Score(NamedTuple):
    """One line of the report: how many of how many, the share that is wanted (None: only told), and who is not."""

    what: str
    good: int
    of: int
    wanted: float | None = None
    others: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the share that is wanted is reached."""
        return self.wanted is None or self.good >= self.wanted * self.of

    def __str__(self) -> str:
        share = f"{100 * self.good / self.of:.1f} %" if self.of else "-"
        aim = "" if self.wanted is None else f"wanted {100 * self.wanted:g} %" + ("" if self.met else ", missed")
        rest = f"  [{' '.join(self.others)}]" if self.others else ""
        return f"{self.what:<66} {self.good:>4} of {self.of:<4} {share:>8}  {aim}{rest}".rstrip()


@dataclass
class _Tally:
    """Answers of one kind, by comment."""

    answers: dict[str, list[str]] = field(default_factory=dict)

    def add(self, answer: str, issue: str) -> None:
        self.answers.setdefault(answer, []).append(issue)

    def score(self, what: str, good: Sequence[str], wanted: float | None = None) -> Score:
        total = sum(map(len, self.answers.values()))
        bad = [f"{i}:{name}" for name, issues in self.answers.items() if name not in good for i in issues]
        return Score(what, sum(len(self.answers.get(name, ())) for name in good), total, wanted, tuple(bad))

    def none(self, what: str, never: str) -> Score:
        total, bad = sum(map(len, self.answers.values())), self.answers.get(never, [])
        return Score(what, total - len(bad), total, 1.0, tuple(bad))


class Judge:
    """Compares a ledger with the truth."""

    def __init__(self, made: RealRound, view: RoundView, truths: Iterable[Row]) -> None:
        self._made, self._view = made, view
        self._truths = {str(row["issue"]): row for row in truths}
        self._rows = {str(row["issue"]): row for row in made.comments}
        self._entries = {entry.comment.name.id: entry for entry in view.ledger.entries}

    def scores(self) -> list[Score]:
        """The report, in the order of its questions."""
        return [self._kept(), *self._references(), *self._quotes(), *self._places(), *self._today(), *self._same()]

    # -- where a place comes from

    def _body(self, document: str, which: str) -> Body:
        texts = self._view.stories[document].texts[SESSION]
        return texts.read if which == "baseline" else texts.today

    def _origin(self, document: str, which: str, unit: int) -> tuple[str, int] | None:
        """Path and line of the source block that a unit comes from."""
        body = self._body(document, which)
        one = body.units[unit]
        read = self._view.stories[document]
        text = read.read[SESSION].document if which == "baseline" else read.today and read.today.document
        at = text.sections[one.section].blocks[one.block].at if text and one.block >= 0 else None
        lines = self._made.origins[which, f"{document}/{body.sections[one.section]}"]
        return lines[at.line - 1] if at and at.line <= len(lines) else None

    def _is_at(self, entry: Entry, unit: int, where: Row, which: str) -> bool:
        found = self._origin(entry.comment.name.document, which, unit)
        last = where.get("last_line", where["line"])
        return found is not None and found[0] == where["file"] and where["line"] <= found[1] <= last

    def _holds(self, entry: Entry, passage: Passage, where: Row, which: str) -> bool:
        """Whether a passage begins in this place."""
        return self._is_at(entry, passage.unit, where, which)

    # -- the questions

    def _kept(self) -> Score:
        counts = Counter(entry.comment.name.id for entry in self._view.ledger.entries)
        lost = [issue for issue in self._rows if counts[issue] != 1]
        return Score(
            "comments in the ledger exactly once", len(self._rows) - len(lost), len(self._rows), 1.0, tuple(lost)
        )

    def _certain(self) -> list[tuple[str, Entry, Row]]:
        return [
            (issue, self._entries[issue], truth)
            for issue, truth in self._truths.items()
            if truth["certainty"] == "certain" and truth["anchor"] and issue in self._entries
        ]

    def _references(self) -> list[Score]:
        narrow, wide = _Tally(), _Tally()
        for issue, entry, truth in self._certain():
            body = self._body(entry.comment.name.document, "baseline")
            cited = [t.citation for t in entry.comment.targets if t.citation.kind is not CitedKind.DOCUMENT]
            if not entry.comment.reference or not cited:
                continue
            tally = narrow if any(map(_is_narrow, cited)) else wide
            tally.add(self._led(entry, cited, body, truth["anchor"]), issue)
        return [
            narrow.score("references to a paragraph or item: to the right one", ("paragraph",)),
            narrow.score("                                   in the right section", ("paragraph", "section")),
            wide.score("references to a section or table that holds the place", ("paragraph", "section")),
        ]

    def _led(self, entry: Entry, cited: Iterable[Citation], body: Body, where: Row) -> str:
        answer = "nothing"
        for citation in cited:
            units = resolve(citation, body.units)
            if any(self._is_at(entry, unit, where, "baseline") for unit in units):
                return "paragraph"
            if units:
                inside = any(_in_section(body.units[unit].heading, where["section"]) for unit in units)
                answer = "section" if inside or answer == "section" else "elsewhere"
        return answer

    def _quotes(self) -> list[Score]:
        tally = _Tally()
        for issue, row in self._rows.items():
            if row["round"].startswith("preview") or not any(edit["old"] for edit in row["edits"]):
                continue
            anchor = _quoted(self._entries[issue])
            tally.add("missing" if anchor is None or anchor.status is AnchorStatus.UNPLACED else _how(anchor), issue)
        return [
            tally.score("quotes found on the baseline", ("placed", "ambiguous"), 1.0),
            tally.score("                            in one place", ("placed",)),
        ]

    def _places(self) -> list[Score]:
        tally = _Tally()
        for issue, entry, truth in self._certain():
            anchor = _quoted(entry)
            if anchor is not None:
                tally.add(self._baseline_place(entry, anchor, truth), issue)
        return [
            tally.score("certain places with a quote: right on the baseline", ("right",), 0.95),
            tally.score("                             right or listed", ("right", "listed")),
            tally.none("                             never a wrong one", "wrong"),
        ]

    def _baseline_place(self, entry: Entry, anchor: Anchor, truth: Row) -> str:
        places = [truth["anchor"], *truth["also_at"]]
        if anchor.read is not None:
            return "right" if any(self._holds(entry, anchor.read, p, "baseline") for p in places) else "wrong"
        here = [any(self._holds(entry, passage, p, "baseline") for p in places) for passage in anchor.candidates]
        return "right" if here and all(here) else "listed" if any(here) else "not-listed"

    def _today(self) -> list[Score]:
        sure, weak, gone = _Tally(), _Tally(), _Tally()
        for issue, entry, truth in self._certain():
            anchor = _quoted(entry) or _first(entry)
            final = truth.get("final")
            if anchor is None or anchor.read is None or not final:
                continue
            if not self._holds(entry, anchor.read, truth["anchor"], "baseline"):
                continue  # led astray on the baseline already, which is counted above
            if final["state"].startswith("gone"):
                gone.add("exact" if _claims_too_much(anchor) else "fine", issue)
            elif final["state"] in _KEPT and final["line"]:
                (sure if final["likeness"] >= WEAK else weak).add(self._todays_place(entry, anchor, final), issue)
        return [
            sure.score("paragraphs that are still there: right today", ("right", "as-like")),
            sure.score(
                "                                 right, or words gone and shown", ("right", "as-like", "listed")
            ),
            sure.none("                                 never a paragraph less like", "wrong"),
            weak.none("paragraphs of which less than 0.6 is left: no other one", "wrong"),
            gone.none("paragraphs gone or rewritten: exact only if the words stand", "exact"),
        ]

    def _todays_place(self, entry: Entry, anchor: Anchor, final: Row) -> str:
        """Right, as like (another paragraph, no less like the old one), wrong, or why it has no place."""
        if anchor.today is not None:
            if self._holds(entry, anchor.today, final, "final"):
                return "right"
            return "as-like" if self._likeness(entry, anchor) >= final["likeness"] else "wrong"
        if any(self._holds(entry, passage, final, "final") for passage in anchor.candidates):
            return "listed"
        return str(anchor.status)

    def _likeness(self, entry: Entry, anchor: Anchor) -> float:
        """Share of words that the paragraph of the baseline and that of today have in common, 0.0 to 1.0."""
        name = entry.comment.name.document
        units = [(self._body(name, "baseline"), anchor.read), (self._body(name, "final"), anchor.today)]
        one, two = (
            Counter(body.wording.keys[slice(*body.span(place.unit))]) for body, place in units if place is not None
        )
        return 2 * (one & two).total() / (one.total() + two.total())

    def _same(self) -> list[Score]:
        """Comments that ask the same, and a list that came twice."""
        pairs, twice = _Tally(), _Tally()
        for issue, row in self._rows.items():
            other = str(row["form"]["same_as"] or "")
            if other not in self._entries:
                continue
            one, two = self._entries[issue], self._entries[other]
            if all(row[key] == self._rows[other][key] for key in ("org", "doc", "reference")):
                twice.add("told" if two.comment.name == one.repeats else "untold", issue)
            elif row["org"] != self._rows[other]["org"] and one.request and two.request:
                pairs.add("one" if one.request == two.request else "apart", issue)
        return [
            twice.score("filed again by the same organization: told", ("told",)),
            pairs.score("the same request of two organizations: one request", ("one",)),
        ]


def _is_narrow(citation: Citation) -> bool:
    return citation.kind is CitedKind.PARAGRAPH or bool(citation.ordinal or citation.items)


def _in_section(heading: str, section: str) -> bool:
    return section == heading or section.startswith(f"{heading}.") or heading.startswith(f"{section}.")


def _quoted(entry: Entry) -> Anchor | None:
    """The anchor of the first target with a quote."""
    pairs = zip(entry.comment.targets, entry.anchors, strict=True)
    return next((anchor for target, anchor in pairs if target.quote), None)


def _claims_too_much(anchor: Anchor) -> bool:
    """Whether words are said to stand unchanged that do not."""
    one, two = anchor.read, anchor.today
    return anchor.status is AnchorStatus.EXACT and (one is None or two is None or _plain(one) != _plain(two))


def _plain(passage: Passage) -> list[str]:
    return [match[0].casefold() for match in WORD.finditer(passage.words)]


def _first(entry: Entry) -> Anchor | None:
    return entry.anchors[0] if entry.anchors else None


def _how(anchor: Anchor) -> str:
    return "ambiguous" if anchor.read is None else "placed"
