"""The lineage of a text on the terminal: its words by the change that brought them, the changes, older wordings."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from pipeline.model.lineage import UNCOMMITTED, Asked, Change, Earlier, Lineage, Step, Told
from pipeline.text.differing import kept_words

_COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "red")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
AROUND = 4  # words shown before and after a change
MOST = 12  # changes that are told in full; of older ones the first line alone


def show(told: Lineage, console: Console) -> None:
    """Print one account."""
    marks = {change.oid: number for number, change in enumerate(told.changes, 1)}
    console.print(_head(told))
    for unit in told.units:
        console.print(Padding(_words(unit, marks, alone=len(told.units) == 1), (0, 2, 1, 2)))
    console.print(Rule(Text("Came in with", "bold"), align="left", style="blue"))
    steps = {step.oid: step for step in told.steps}
    for change in told.changes:
        console.print(_change(change, marks, steps.get(change.oid), told))
    if told.earlier:
        console.print(Rule(Text("In the baselines", "bold"), align="left", style="blue"))
        console.print(_baselines(told))


def _head(told: Lineage) -> Panel:
    first, last = told.lines
    where = f"line {first}" if first == last else f"lines {first} to {last}"
    title = Text.assemble((told.document, ""), " · ", (told.address, "bold"))
    ids = [unit.id for unit in told.units if unit.id][:1]
    said = Text(f"{told.path}, {where}" + (f" · {ids[0]}" if ids else ""), "bright_black")
    return Panel(said, title=title, title_align="left", border_style="blue")


def _words(unit: Told, marks: Mapping[str, int], *, alone: bool) -> Text:
    text = Text() if alone else Text(f"{unit.address}  ", "bold")
    for index, part in enumerate(unit.parts):
        style = _style(marks, part.oid)
        text.append(" " if index else "").append(_mark(marks, part.oid), style=f"bold {style}")
        text.append(part.words, style=style)
    return text


def _style(marks: Mapping[str, int], oid: str) -> str:
    return _COLOURS[(marks.get(oid, 1) - 1) % len(_COLOURS)]


def _mark(marks: Mapping[str, int], oid: str) -> str:
    return str(marks.get(oid, "")).translate(_RAISED)


# -- changes


def _change(change: Change, marks: Mapping[str, int], step: Step | None, told: Lineage) -> Padding:
    style = _style(marks, change.oid)
    head = Text.assemble((f"{_mark(marks, change.oid)} ", f"bold {style}"))
    if change.oid == UNCOMMITTED:
        head.append("not committed yet", "bold yellow")
    else:
        head.append(change.when[:10], "bold").append(f"  {change.oid[:10]}  ", style).append(change.author or "unknown")
    full = marks[change.oid] <= MOST
    lines = [head, *_subject(change), *(_asked(asked) for asked in change.asked)]
    lines += [Text(f"took {name} out again", "yellow") for name in change.reverts]
    if full and change.body and change.asked:
        lines += [Text(line, "italic") for line in change.body.split("\n\n")]
    if full and step is not None:
        lines += [_difference(step.before, step.after)] if step.before else [Text("first wording", "bright_black")]
    used = any(part.oid == change.oid for unit in told.units for part in unit.parts)
    if not used:
        lines.append(Text("nothing of it stands in this text today", "bright_black"))
    indented: list[RenderableType] = [lines[0], *(Padding(line, (0, 0, 0, 2)) for line in lines[1:])]
    return Padding(Group(*indented), (0, 2, 1, 2))


def _subject(change: Change) -> list[Text]:
    return [Text(change.subject)] if change.subject else []


def _asked(asked: Asked) -> Text:
    names = ", ".join(_short(name) for name in asked.comments)
    text = Text.assemble((names, "bold cyan"))
    if asked.disposition:
        text.append(" · ").append(asked.disposition, "green")
    if asked.session:
        text.append(f" · on the text of {asked.session}", "bright_black")
    if asked.supporters:
        text.append(f" · with {', '.join(asked.supporters)}")
    if asked.proposers:
        text.append(f" · proposed by {', '.join(asked.proposers)}")
    return text


def _short(name: str) -> str:
    """`MEMBER-A#1a` for a full name; anything else stays."""
    parts = name.split("/")
    return f"{parts[1]}#{parts[2].partition('#')[2]}" if len(parts) == 3 and "#" in parts[2] else name


def _difference(before: str, after: str) -> Text:
    """Only what changed, each with a few words around it: "… to [share → use] data …"."""
    old, new = before.split(), after.split()
    text = Text()
    shown = (0, 0)
    for gone, come in _changes(old, new):
        start = max(shown[1], come[0] - AROUND)
        text.append("… " if start > shown[1] else "").append(_line(new[start : come[0]]))
        _append_change(text, " ".join(old[slice(*gone)]), " ".join(new[slice(*come)]))
        shown = (come[0], min(len(new), come[1] + AROUND))
        text.append(" ").append(_line(new[come[1] : shown[1]]))
    return text.append("…") if shown[1] < len(new) else text


def _append_change(text: Text, gone: str, come: str) -> None:
    """`[old → new]`, `[in: new]` or `[out: old]`, so that it can be read without colours too."""
    text.append("[" if gone and come else "[in: " if come else "[out: ", "bright_black")
    text.append(gone, "red strike").append(" → " if gone and come else "", "bright_black")
    text.append(come, "green").append("]", "bright_black")


def _line(words: Sequence[str]) -> str:
    return "".join(f"{word} " for word in words)


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The stretches that differ; those with few words between them as one."""
    at = (0, 0)
    for run in kept_words(old, new):
        end = (run.old + run.length, run.new + run.length)
        first, last = (run.old, run.new) == (0, 0), end == (len(old), len(new))
        if run.length > 2 * AROUND or first or last:
            if (run.old, run.new) != at:
                yield (at[0], run.old), (at[1], run.new)
            at = end
    if at != (len(old), len(new)):
        yield (at[0], len(old)), (at[1], len(new))


# -- baselines


def _baselines(told: Lineage) -> Padding:
    table = Table(box=None, padding=(0, 2, 1, 0), show_header=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(no_wrap=True)
    table.add_column()
    now = " ".join(unit.text for unit in told.units)
    for earlier in told.earlier:
        table.add_row(earlier.baseline, _places(earlier), _wording(earlier, now))
    return Padding(table, (0, 2, 0, 2))


def _places(earlier: Earlier) -> Text:
    if not earlier.units:
        return Text("not there yet", "bright_black")
    first, last = earlier.units[0].address, earlier.units[-1].address
    return Text(first if first == last else f"{first} to {last.removeprefix('paragraph ')}")


def _wording(earlier: Earlier, now: str) -> Group | Text:
    if not earlier.units:
        return Text("")
    said = ", ".join(earlier.relations)
    if earlier.elsewhere:
        said += f"; other words of it are in {', '.join(earlier.elsewhere)}"
    if "same words" in earlier.relations:
        return Text(said, "green")
    then = " ".join(unit.words for unit in earlier.units)
    return Group(Text(said, "yellow"), _difference(then, now))
