"""The data files of a document: read, checked against themselves, and laid out as expressions see them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from pipeline.formats.models import to_plain
from pipeline.formats.yaml import load
from pipeline.intake.located import Located
from pipeline.model.comment import Registry
from pipeline.model.data import Dialogue, DialoguesFile, Highlight, Workstream, WorkstreamsFile
from pipeline.model.expression import Label, Value
from pipeline.model.finding import Finding
from pipeline.text.problems import nearest

_TO_COME = "[to be supplied by the secretariat]"
_LEVELS = ("global", "regional", "country")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file as read.

    Attributes:
        view: what expressions see of it; None when it cannot be used.
        model: what it holds, None also for a file of no kind that we know.
        findings: on the file.
    """

    view: Value | None
    model: BaseModel | None
    findings: tuple[Finding, ...]


def read_data(name: str, data: bytes, path: str) -> DataFile:
    """Read `data/<name>.yaml`; a file of an unknown name is data of its own shape."""
    if name not in _READERS:
        loaded = load(data, path)
        return DataFile(_plain(loaded.root) if loaded.root else None, None, loaded.findings)
    return _READERS[name](data, path)


def _plain(root: Any) -> Value:  # noqa: ANN401 - the nodes have no common base
    return to_plain(root)


# -- workstreams


def _read_workstreams(data: bytes, path: str) -> DataFile:
    located = Located(WorkstreamsFile, data, path)
    file = located.value
    if file is None:
        return DataFile(None, None, tuple(located.findings))
    _once(located, "areas", [area.id for area in file.areas])
    _once(located, "challenges", [challenge.id for challenge in file.challenges])
    _once(located, "entities", [entity.code for entity in file.entities])
    _known(located, file)
    return DataFile(workstreams_view(file), file, tuple(sorted(located.findings)))


def _once(located: Located[WorkstreamsFile], key: str, ids: list[str]) -> None:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            located.add("DATA-TWICE", f"{name} stands twice in `{key}`", key, index)


def _known(located: Located[WorkstreamsFile], file: WorkstreamsFile) -> None:
    areas, challenges = {a.id for a in file.areas}, {c.id for c in file.challenges}
    entities = {entity.code for entity in file.entities}
    for index, row in enumerate(file.workstreams):
        wanted: list[tuple[str, str, Iterable[str], tuple[str | int, ...]]] = [
            ("area", row.area, areas, ("area",)),
            ("entity", row.lead, entities, ("lead",)),
            *(("entity", code, entities, ("partners", place)) for place, code in enumerate(row.partners)),
        ]
        if row.challenge:
            wanted.append(("challenge", row.challenge, challenges, ("challenge",)))
        for what, name, known, steps in wanted:
            if name not in set(known):
                message = f"{name} is no {what} of this file{nearest(name, known)}"
                located.add("DATA-UNKNOWN", message, "workstreams", index, *steps)


def workstreams_view(file: WorkstreamsFile) -> Value:
    """Workstreams as expressions see them: rows and counts leave samples out, which have lists of their own."""
    rows = [_row(row, file) for row in file.workstreams if not row.sample]
    samples = [_row(row, file) for row in file.workstreams if row.sample]
    return {
        "count": len(rows),
        "rows": list(rows),
        "samples": list(samples),
        "areas": [_area(area.id, area.title, rows) for area in file.areas],
        "entities": [
            {"code": e.code, "name": e.name, "short": e.short or e.code, "count": _taking_part(e.short or e.code, rows)}
            for e in file.entities
            if _taking_part(e.short or e.code, rows)
        ],
        "levels": [{"title": level, "count": _matching(rows, "level", level)} for level in _LEVELS],
        "challenges": [{"id": c.id, "title": c.title} for c in file.challenges],
    }


def _row(row: Workstream, file: WorkstreamsFile) -> dict[str, Value]:
    shorts = {entity.code: entity.short or entity.code for entity in file.entities}
    titles = {named.id: named.title for named in (*file.areas, *file.challenges)}
    lead, partners = shorts.get(row.lead, row.lead), [shorts.get(code, code) for code in row.partners]
    return {
        "title": row.title, "lead": lead, "partners": list(partners),
        "who": f"{lead}, with {_listed(partners)}" if partners else lead,
        "area": titles.get(row.area, row.area), "area_id": row.area, "level": row.level, "mechanism": row.mechanism,
        "challenge": titles.get(row.challenge, row.challenge), "basis": row.basis,
    }  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _area(name: str, title: str, rows: list[dict[str, Value]]) -> Value:
    mine = [row for row in rows if row["area_id"] == name]
    entities = sorted({str(code) for row in mine for code in _all_of(row)})
    return {"id": name, "title": title, "count": len(mine), "entities": list(entities), "rows": list(mine)}


def _all_of(row: dict[str, Value]) -> list[Value]:
    partners = row["partners"]
    return [row["lead"], *(partners if isinstance(partners, list) else [])]


def _taking_part(short: str, rows: list[dict[str, Value]]) -> int:
    return sum(short in _all_of(row) for row in rows)


def _matching(rows: list[dict[str, Value]], key: str, value: str) -> int:
    return sum(row[key] == value for row in rows)


def check_entities(data: bytes, path: str, registry: Registry) -> tuple[Finding, ...]:
    """Whether every entity of a workstreams file is in the registry of members, under the same name."""
    located = Located(WorkstreamsFile, data, path)
    before = len(located.findings)
    for index, entity in enumerate(located.value.entities if located.value else ()):
        member = registry.members.get(entity.code)
        if member is None:
            message = f"{entity.code} is not in the registry of members{nearest(entity.code, registry.members)}"
            located.add("DATA-ENTITY", message, "entities", index, "code")
        elif entity.name not in (member.name, *member.aliases):
            message = f"{entity.code} is called “{member.name}” in the registry of members"
            located.add("DATA-ENTITY", message, "entities", index, "name")
    return tuple(located.findings[before:])


# -- field dialogues


def _read_dialogues(data: bytes, path: str) -> DataFile:
    located = Located(DialoguesFile, data, path)
    file = located.value
    if file is None:
        return DataFile(None, None, tuple(located.findings))
    seen: set[str] = set()
    for index, dialogue in enumerate(file.dialogues):
        for place, highlight in enumerate(dialogue.highlights):
            steps = ("dialogues", index, "highlights", place)
            if highlight.id in seen:
                located.add("DATA-TWICE", f"the highlight {highlight.id} stands twice", *steps, "id")
            seen.add(highlight.id)
            if not highlight.used_in:
                located.add("DATA-HIGHLIGHT", f"no section uses the highlight {highlight.id}", *steps)
    return DataFile(dialogues_view(file), file, tuple(sorted(located.findings)))


def dialogues_view(file: DialoguesFile) -> Value:
    """Dialogues as expressions see them; what is not public is a placeholder."""
    highlights = [(dialogue, one) for dialogue in file.dialogues for one in dialogue.highlights]
    held = sum(dialogue.state == "held" for dialogue in file.dialogues)
    return {
        "count": len(file.dialogues),
        "held": held,
        "planned": len(file.dialogues) - held,
        "rows": [_dialogue(dialogue) for dialogue in file.dialogues],
        "highlights": [_highlight(dialogue, one) for dialogue, one in highlights],
    }


def _dialogue(dialogue: Dialogue) -> Value:
    return {
        "title": dialogue.title, "state": dialogue.state, "region": dialogue.region or _TO_COME,
        "period": dialogue.period or _TO_COME, "highlights": len(dialogue.highlights),
    }  # fmt: skip


def _highlight(dialogue: Dialogue, one: Highlight) -> Value:
    uses: list[Value] = [use.document.replace("-", " ") if use.document else Label(use.section) for use in one.used_in]
    mark = " (sample)" if one.sample else ""
    return {"id": one.id, "dialogue": dialogue.title, "text": one.text + mark, "used": uses or "nowhere"}


def check_uses(data: bytes, path: str, document: str, sections: dict[str, set[str]]) -> tuple[Finding, ...]:
    """Whether the sections that use a highlight exist.

    Args:
        data: the bytes of a dialogues file.
        path: for the findings.
        document: to which the file belongs.
        sections: the labels of the sections of every document.
    """
    located = Located(DialoguesFile, data, path)
    before = len(located.findings)
    for index, dialogue in enumerate(located.value.dialogues if located.value else ()):
        for place, highlight in enumerate(dialogue.highlights):
            for number, use in enumerate(highlight.used_in):
                known = sections.get(use.document or document, set())
                if use.section not in known:
                    message = (
                        f"{highlight.id} is used in {use.section}, which is no section{nearest(use.section, known)}"
                    )
                    steps = ("dialogues", index, "highlights", place, "used-in", number)
                    located.add("DATA-HIGHLIGHT", message, *steps)
    return tuple(located.findings[before:])


_READERS: dict[str, Callable[[bytes, str], DataFile]] = {
    "workstreams": _read_workstreams,
    "field-dialogues": _read_dialogues,
}
