"""What pydantic finds wrong with a YAML tree, said in plain words and at the place in the file."""

import difflib
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError

from pipeline.formats.yaml_nodes import Mapping, Node, Scalar, Sequence, finding
from pipeline.model.finding import Finding
from pipeline.model.source import Place, Span

Loc = tuple[int | str, ...]

CONTAINERS = frozenset({"tuple_type", "list_type", "dict_type", "model_type", "model_attributes_type"})
"""Errors of pydantic that say: something stands where a list or keys with values are expected."""


class Found(NamedTuple):
    """Where the path of an error leads: the node, the key above it if any, and the last key on the way."""

    node: Node
    key: Scalar | None
    name: str


def explain(error: ValidationError, model: type[BaseModel], root: Node, path: str) -> tuple[Finding, ...]:
    """One finding for each mistake, sorted by place; of the alternatives of a union only the first is told."""
    told: dict[tuple[Place, str], Finding] = {}
    for detail in error.errors(include_url=False):
        found = _one(dict(detail), model, root, path)
        told.setdefault((found.place, found.message if found.code.startswith("KEY") else found.code), found)
    return tuple(sorted(told.values()))


def _one(detail: dict[str, Any], model: type[BaseModel], root: Node, path: str) -> Finding:
    loc: Loc = detail["loc"]
    if detail["type"] == "missing":
        return _missing(loc, root, path)
    if detail["type"] == "extra_forbidden":
        return _unknown(loc, model, root, path)
    found = locate(root, loc)
    at_key = loc[-1:] == ("[key]",) and found.key
    place = _place(path, found.key.at if at_key and found.key else found.node.at)
    given = found.key if at_key and found.key else found.node
    message = f"{_subject(found, loc)}expected {_expected(detail)}, not {_given(given)}"
    hint = _hint(detail, given) or _keys_hint(detail, _model_at(model, loc)) or _described(model, loc)
    return finding("VALUE-INVALID", place, message + _meant(detail, given), hint)


def _keys_hint(detail: dict[str, Any], model: type[BaseModel] | None) -> str:
    """Which keys belong where something else stands."""
    if model is None or _WORDS.get(detail["type"]) != "keys with values":
        return ""
    needed = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
    shown = ", ".join(f"`{key}: …`" for key in needed or keys_of(model)[:3])
    return f"Write its keys, each with a value: {shown}."


def _described(model: type[BaseModel], loc: Loc) -> str:
    """What an editor shows beside the key, as the next step."""
    named = next((at for at in range(len(loc) - 1, -1, -1) if loc[at] in keys_of(_model_at(model, loc[:at]))), None)
    above = _model_at(model, loc[:named]) if named is not None else None
    fields = {field.alias or name: field for name, field in above.model_fields.items()} if above else {}
    described = fields[str(loc[named])].description if named is not None and fields else ""
    if not described:
        return ""
    first = described[0] if described[1:2].isupper() else described[0].lower()  # HLCP stays HLCP
    return f"What belongs there: {first}{described[1:]}."


def locate(root: Node, loc: Loc) -> Found:
    """Follow the path of an error; steps that are no key or entry (names of alternatives) are passed over."""
    node, key, name = root, None, ""
    for step in loc:
        if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node, key = node.items[step], None
        elif isinstance(node, Mapping):
            entry = next((entry for entry in node.entries if entry[0].value == step), None)
            if entry:
                key, node = entry
                name = key.value
    return Found(node, key, name)


def _place(path: str, at: Span) -> Place:
    return Place(path, at.line, at.column)


def _missing(loc: Loc, root: Node, path: str) -> Finding:
    above, name = locate(root, loc[:-1]), loc[-1]
    empty = isinstance(above.node, Mapping) and any(key.value == name for key, _ in above.node.entries)
    if empty:
        found = locate(root, loc)
        return finding(
            "KEY-MISSING",
            _place(path, found.node.at),
            f"the key `{name}` has no value",
            f"Write its value behind `{name}:`.",
        )
    where = f" in `{above.name}`" if above.name else ""
    return finding(
        "KEY-MISSING", _place(path, above.node.at), f"the key `{name}` is missing{where}", f"Add a line `{name}: …`."
    )


def _unknown(loc: Loc, model: type[BaseModel], root: Node, path: str) -> Finding:
    found, name = locate(root, loc), str(loc[-1])
    known = keys_of(_model_at(model, loc[:-1]))
    close = _nearest(name, known)
    at = found.key.at if found.key else found.node.at
    message = f"the key `{name[:60]}` is not known here" + (f"; did you mean `{close}`?" if close else "")
    hint = f"Write `{close}:`, or remove it." if close else f"Remove it; the keys here are {_listed(known)}."
    return finding("KEY-UNKNOWN", _place(path, at), message, hint)


def keys_of(model: type[BaseModel] | None) -> tuple[str, ...]:
    """The keys of a model as they are written in YAML, in its order."""
    return tuple(field.alias or name for name, field in model.model_fields.items()) if model else ()


def _model_at(model: type[BaseModel] | None, loc: Iterable[int | str]) -> type[BaseModel] | None:
    for step in loc:
        if model and isinstance(step, str):
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            model = _model_in(fields[step].annotation) if step in fields else model
    return model


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The model that a field holds, itself or in a list, a mapping or a union."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((inner for part in get_args(annotation) if (inner := _model_in(part))), None)


def _nearest(word: str, known: Iterable[str]) -> str:
    """What is much like the word, or ""."""
    plain = {name.lower().replace("_", "-"): name for name in sorted(known)}
    close = difflib.get_close_matches(word.lower().replace("_", "-"), list(plain), n=1, cutoff=0.6)
    return plain[close[0]] if close else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "none"


def _subject(found: Found, loc: Loc) -> str:
    last = loc[-1] if loc else ""
    entry = f", entry {last + 1}" if isinstance(last, int) else ""
    return f"`{found.name[:60]}`{entry}: " if found.name else ""


def _given(node: Node) -> str:
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "keys with values"
    shown = node.value if len(node.value) <= 60 else node.value[:59] + "…"
    return f"“{shown}”" if node.value else "nothing"


def _options(detail: dict[str, Any]) -> list[str]:
    return re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))


def _meant(detail: dict[str, Any], node: Node) -> str:
    close = _nearest(node.value, _options(detail)) if isinstance(node, Scalar) else ""
    return f"; did you mean “{close}”?" if close else ""


def _hint(detail: dict[str, Any], node: Node) -> str:
    kind = detail["type"]
    if kind in {"tuple_type", "list_type"} and isinstance(node, Scalar):
        return "Write each entry on a line of its own that begins with a hyphen, or [] for none."
    if kind in {"string_type", "string_sub_type"} and isinstance(node, Scalar):
        return "Put the text in quotation marks, or write `|` after the key and the text indented on the next lines."
    return ""


_WORDS = {
    "string_type": "text",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}

PATTERNS = {
    r"^[^\n]+$": "one line of text",
    r"^[A-Z][A-Z0-9-]*$": "capital letters, digits and hyphens, the first one a letter",
    r"^[0-9]{1,6}[a-z]{0,2}$": "a number, with a letter for a part: 1, 2, 3a",
    r"^[a-z0-9][a-z0-9-]*$": "lower-case letters, digits and hyphens",
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$": "a file name of letters, digits, dots, hyphens and underscores",
}
"""The patterns of our models in words."""

_BY_CONTEXT: dict[str, Callable[[dict[str, Any]], str]] = {
    "literal_error": lambda ctx: "one of " + _listed(re.findall(r"'([^']*)'", ctx["expected"])),
    "enum": lambda ctx: "one of " + _listed(re.findall(r"'([^']*)'", ctx["expected"])),
    "string_pattern_mismatch": lambda ctx: PATTERNS.get(ctx["pattern"], f"text of the form {ctx['pattern']}"),
    "string_too_short": lambda ctx: f"at least {_counted(ctx['min_length'], 'character')}",
    "string_too_long": lambda ctx: f"at most {_counted(ctx['max_length'], 'character')}",
    "too_short": lambda ctx: f"at least {_counted(ctx['min_length'], 'entry', 'entries')}",
    "too_long": lambda ctx: f"at most {_counted(ctx['max_length'], 'entry', 'entries')}",
    "greater_than": lambda ctx: f"a number greater than {ctx['gt']:g}",
    "greater_than_equal": lambda ctx: f"a number of at least {ctx['ge']:g}",
    "less_than": lambda ctx: f"a number less than {ctx['lt']:g}",
    "less_than_equal": lambda ctx: f"a number of at most {ctx['le']:g}",
    "value_error": lambda ctx: str(ctx["error"]),
}


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _expected(detail: dict[str, Any]) -> str:
    kind = detail["type"]
    if kind in _BY_CONTEXT:
        return _BY_CONTEXT[kind](detail.get("ctx", {}))
    return _WORDS.get(kind, "something else")
