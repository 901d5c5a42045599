"""The page on fields: a table for each schema, with the words that editors show while people type."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.formats.schemas import YAML_MODELS, schemas

FIELDS = """\
# Fields

<!-- Made by docs/build_reference.py from the schemas; do not edit. -->

Every field of every YAML file, in the words that editors show while you type. A field in **bold** is needed; the others
may be left out. How the files are used: [formats](formats.md).
"""
_TEXTS = {"string", "number", "boolean", "null"}


def fields() -> Iterator[str]:
    """The parts of the page."""
    made = schemas()
    for name in YAML_MODELS:
        schema = made[name]
        yield f"## {name}\n\n{schema['description']}\n\n{_table(schema)}"
        parts = schema.get("$defs", {})
        for part in _order(schema, parts):
            yield f"### {name}: {_where(part, schema, parts)}\n\n{parts[part]['description']}\n\n{_table(parts[part])}"


def _table(schema: Mapping[str, Any]) -> str:
    rows = "".join(_row(key, field, key in schema.get("required", ())) for key, field in _listed(schema))
    return f"| Field | Meaning | Value |\n|---|---|---|\n{rows}"


def _listed(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What is needed first."""
    needed = schema.get("required", ())
    properties = schema["properties"]
    yield from ((key, properties[key]) for key in (*needed, *(key for key in properties if key not in needed)))


def _row(key: str, field: Mapping[str, Any], needed: bool) -> str:
    shown = f"**`{key}`**" if needed else f"`{key}`"
    return f"| {shown} | {_cell(field.get('description', ''))} | {_cell(_value(field))} |\n"


def _value(field: Mapping[str, Any]) -> str:
    """What may stand there, and what stands for it when it is left out."""
    default = field.get("default")
    left_out = f"; `{_yaml(default)}` when left out" if default not in (None, "", [], {}) else ""
    return _kind(field) + ("" if _is_object(default) else left_out)


def _kind(field: Mapping[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_kind(one) for one in field["anyOf"] if one.get("type") != "null"))
    if "enum" in field or "const" in field:
        return ", ".join(f"`{one}`" for one in field.get("enum", [field.get("const")]))
    if "$ref" in field:
        return "fields, see below"
    kinds = {field["type"]} if isinstance(field.get("type"), str) else set(field.get("type", _TEXTS))
    if "array" in kinds:
        items = field.get("items", {})
        return "list, see below" if "$ref" in items else f"list of: {_kind(items)}"
    if "object" in kinds:
        values = field.get("additionalProperties")
        return f"names with: {_kind(values)}" if isinstance(values, dict) else "fields"
    return "text" if "string" in kinds else _number(field, kinds)


def _number(field: Mapping[str, Any], kinds: set[str]) -> str:
    if kinds == {"boolean"}:
        return "`true` or `false`"
    what = "whole number" if kinds == {"integer"} else "number"
    low, high = field.get("minimum", field.get("exclusiveMinimum")), field.get("maximum")
    bounds = [f"from {low}" if low is not None else "", f"to {high}" if high is not None else ""]
    return " ".join([what, *filter(None, bounds)])


def _yaml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


# -- parts of a schema


def _order(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> list[str]:
    """The parts as a reader meets them: those of the file, then those of its parts."""
    met: dict[str, None] = {}
    todo = [schema]
    while todo:
        for part in _refs(todo.pop(0)):
            if part not in met:
                met[part] = None
                todo.append(parts[part])
    return list(met)


def _refs(schema: Mapping[str, Any]) -> Iterator[str]:
    for _, field in _listed(schema):
        yield from _named(field)


def _named(field: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in field:
        yield field["$ref"].rpartition("/")[2]
    for one in (*field.get("anyOf", ()), *([field["items"]] if "items" in field else [])):
        yield from _named(one)


def _where(part: str, schema: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    """The fields in which a part stands."""
    keys = [
        key for one in (schema, *parts.values()) for key, field in one["properties"].items() if part in _named(field)
    ]
    return ", ".join(f"`{key}`" for key in dict.fromkeys(keys))


def _cell(text: str) -> str:
    return re.sub(r"([\[\]<>|])", r"\\\1", " ".join(text.split()))
