"""Writing YAML files of our own, in block style, such that our own loader reads back the same."""

import json
import re
from typing import Any

from pipeline.formats.yaml_checks import HIDDEN

# What stands for itself without quotation marks, in any place and for any reader of YAML 1.2.
_PLAIN = re.compile(r"(?:[^\W_]|[(“‘«])(?:[^\n\t:#]|:(?=\S)|(?<=\S)#)*")
_NOT_TEXT = re.compile(
    r"~|null|true|false|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|0o[0-7]+|0x[0-9a-f]+|[-+]?\.(?:inf|nan)",
    re.IGNORECASE,
)
_MAX_KEY = 500


def dump(value: dict[str, Any] | list[Any], *, comment: str = "") -> str:
    """YAML for nested dictionaries and lists of text, numbers and switches; lines are not folded.

    Numbers and switches come back as text. Text is quoted only where a reader of YAML would else take it for something
    different, and text of several lines becomes a `|` block.

    Args:
        value: what to write.
        comment: lines for the head of the file, without `#`.

    Raises:
        ValueError: a text that holds control characters or a key of more than 500 characters: our loader refuses them.
        TypeError: a value of another kind.
    """
    head = [f"# {line}".rstrip() for line in comment.splitlines()]
    return "\n".join([*head, *_lines(value, 0), ""])


def _lines(value: object, indent: int) -> list[str]:
    blank = " " * indent
    if isinstance(value, dict) and value:
        return [line for key, item in value.items() for line in _entry(f"{blank}{_key(key)}:", item, indent)]
    if isinstance(value, list | tuple) and value:
        return [line for item in value for line in _item(item, indent)]
    return [blank + _flat(value)]


def _entry(head: str, value: object, indent: int) -> list[str]:
    if isinstance(value, dict | list | tuple) and value:
        return [head, *_lines(value, indent + 2)]
    return _with_text(head, value, indent + 2)


def _item(value: object, indent: int) -> list[str]:
    head = " " * indent + "-"
    if isinstance(value, dict | list | tuple) and value:
        first, *rest = _lines(value, indent + 2)
        return [f"{head} {first[indent + 2 :]}", *rest]
    return _with_text(head, value, indent + 2)


def _with_text(head: str, value: object, indent: int) -> list[str]:
    if isinstance(value, str) and _suits_block(value):
        _refuse_hidden(value)
        body = value.rstrip("\n")
        ends = len(value) - len(body)
        sign = "|-" if ends == 0 else "|" if ends == 1 else "|+"
        text = body.split("\n") + [""] * max(ends - 1, 0)
        return [f"{head} {sign}", *(f"{' ' * indent}{line}" if line else "" for line in text)]
    return [f"{head} {_flat(value)}"]


def _suits_block(text: str) -> bool:
    """Whether a `|` block holds the text as it is: several lines, none of blanks only, the first not indented."""
    lines = text.rstrip("\n").split("\n")
    return (
        len(lines) > 1
        and text[0] not in " \t\n"
        and all(line.strip() or not line for line in lines)
        and "\r" not in text
    )


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text, not {type(key).__name__}")
    if len(key) > _MAX_KEY:
        raise ValueError(f"a key of {len(key)} characters; {_MAX_KEY} are the most")
    return _text(key)


def _flat(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict | list | tuple):
        return "{}" if isinstance(value, dict) else "[]"
    raise TypeError(f"YAML of ours holds text, numbers, switches, lists and mappings, not {type(value).__name__}")


def _text(text: str) -> str:
    _refuse_hidden(text)
    plain = _PLAIN.fullmatch(text) and text == text.strip() and not _NOT_TEXT.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _refuse_hidden(text: str) -> None:
    if found := HIDDEN.search(text):
        raise ValueError(
            f"the text holds the control character U+{ord(found.group()):04X}, which YAML of ours cannot hold"
        )
