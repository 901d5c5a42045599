"""Writing decisions into a dispositions file: what a person put there stays, byte for byte.

Only the values that are asked for change. What was written is read back with the strict loader and compared, so that a
file never says anything else than was decided.
"""

from collections.abc import Mapping as Values
from collections.abc import Sequence as Many
from dataclasses import dataclass

from pipeline.formats.models import Plain, to_plain
from pipeline.formats.yaml import load
from pipeline.formats.yaml_nodes import Loaded, Mapping, Node, Scalar, Sequence
from pipeline.formats.yaml_splice import Splicer, Value, entry_lines, flow
from pipeline.model.finding import FindingsError, PipelineError, Severity

_LIST = "dispositions"
_ORDER = ("comment", "of", "decision", "text", "response", "reply", "superseded-by", "anchor", "edit")
_HEAD = "# Decisions on comments. The commands of hlcp write here; what you write by hand stays.\n"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry shall say.

    Attributes:
        comment: short name of the comment, `MEMBER-A#1a`.
        values: by the keys of the file (`superseded-by`); an empty value takes the key out, keys not named stay. A
            mapping takes the place of the whole old one.
    """

    comment: str
    values: Values[str, Value]


def apply(data: bytes | None, changes: Many[Change], path: str = "") -> bytes:
    """Add entries to a dispositions file, or change those that are there.

    Args:
        data: the bytes of the file; None when there is none yet.
        changes: what to write; entries are added in this order. Of two values for one key the later one counts.
        path: for the findings.

    Returns:
        The bytes of the new file; the same ones when nothing changes.

    Raises:
        FindingsError: the file has errors; they must be mended by hand first.
        PipelineError: the file has no place for entries, or a value holds characters that YAML cannot hold.
    """
    wanted = {name: values for name, values in _joined(changes).items() if values}
    if not wanted:
        return data or b""
    old = _HEAD.encode() if data is None or not data.strip() else data
    loaded = _loaded(old, path)
    text = old.removeprefix(_BOM).decode()
    try:
        new = _spliced(text, loaded.root, wanted)
    except ValueError as error:
        raise PipelineError(
            f"a decision cannot be written: {error}", "remove that character, and decide again"
        ) from error
    if new == text:
        return old if data is None else data
    written = old[: len(_BOM)] + new.encode() if old.startswith(_BOM) else new.encode()
    _prove(written, _expected(loaded.root, wanted), path)
    return written


def _joined(changes: Many[Change]) -> dict[str, dict[str, Value]]:
    wanted: dict[str, dict[str, Value]] = {}
    for change in changes:
        wanted.setdefault(change.comment, {}).update(change.values)
    return wanted


def _loaded(data: bytes, path: str) -> Loaded:
    loaded = load(data, path, long=True)
    errors = tuple(one for one in loaded.findings if one.severity is Severity.ERROR)
    if errors:
        raise FindingsError(errors)
    return loaded


def _prove(written: bytes, expected: Plain, path: str) -> None:
    """Read the new file back: it must say what was asked for, and otherwise what it said before."""
    loaded = _loaded(written, path)
    if loaded.root is None or to_plain(loaded.root) != expected:
        raise PipelineError(
            f"{path or 'the dispositions file'} cannot be changed without changing more than was asked for",
            "write its entries as a plain list of keys and values, and try again; nothing was written",
        )


def _expected(root: Node | None, wanted: Values[str, Values[str, Value]]) -> Plain:
    plain = to_plain(root) if root is not None else {}
    assert isinstance(plain, dict)  # noqa: S101 - `_list_of` has refused everything else
    entries = plain[_LIST] = list(plain.get(_LIST) or [])
    first: dict[object, int] = {}
    for index, entry in enumerate(entries):
        if isinstance(entry, dict):
            first.setdefault(entry.get("comment"), index)
    for name, values in wanted.items():
        index = first.setdefault(name, len(entries))
        base = entries[index] if index < len(entries) else {"comment": name}
        changed = {**base, **{key: value if isinstance(value, str) else dict(value) for key, value in values.items()}}
        entries[index : index + 1] = [{key: value for key, value in changed.items() if value or key not in values}]
    return plain


# -- the text


def _spliced(text: str, root: Node | None, wanted: Values[str, Values[str, Value]]) -> str:
    splicer = Splicer(text, _ORDER)
    key, entries = _list_of(root)
    first: dict[str, Mapping] = {}
    for node in entries.items if isinstance(entries, Sequence) else ():
        if isinstance(node, Mapping):
            first.setdefault(_name_of(node), node)
    added = []
    for name, values in wanted.items():
        if name in first:
            splicer.change(first[name], values)
        else:
            given = {"comment": name} | {k: values[k] for k in sorted(values, key=_rank) if values[k]}
            added.append(given)
    if added:
        _append(splicer, key, entries, added)
    return splicer.result()


def _rank(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _list_of(root: Node | None) -> tuple[Scalar | None, Node | None]:
    """The key of the list of decisions and what stands behind it."""
    if root is None:
        return None, None
    for key, value in root.entries if isinstance(root, Mapping) else ():
        if key.value == _LIST and (isinstance(value, Sequence) or value == Scalar("", True, value.at)):
            return key, value
    raise PipelineError("the file has no list `dispositions:`", "write it as the first line without indentation")


def _name_of(node: Mapping) -> str:
    return next(
        (value.value for key, value in node.entries if key.value == "comment" and isinstance(value, Scalar)), ""
    )


def _append(splicer: Splicer, key: Scalar | None, entries: Node | None, added: list[dict[str, Value]]) -> None:
    if key is None or entries is None:
        tail = "" if splicer.text.endswith(("\n", "\r")) or not splicer.text else splicer.newline
        lines = [f"{_LIST}:", *_block(added, 2), ""]
        splicer.put(len(splicer.text), len(splicer.text), tail + splicer.newline.join(lines))
    elif isinstance(entries, Sequence) and entries.items and not splicer.is_flow(entries):
        last = splicer.last_remark(splicer.last_line(entries), entries.at.column)
        splicer.below(last, _block(added, entries.at.column - 1))
    elif isinstance(entries, Sequence):
        splicer.extend(entries, [flow_entry(each) for each in added], _block(added, key.at.column + 1))
    else:
        splicer.below(key.at.line, _block(added, key.at.column + 1))


def _block(added: list[dict[str, Value]], indent: int) -> list[str]:
    lines = []
    for values in added:
        own = [line for name, value in values.items() for line in entry_lines(name, value)]
        lines += [f"{' ' * indent}{'- ' if n == 0 else '  '}{line}" if line else "" for n, line in enumerate(own)]
    return lines


def flow_entry(values: Values[str, Value]) -> str:
    """An entry on one line, in brackets."""
    return "{" + ", ".join(f"{name}: {flow(value)}" for name, value in values.items()) + "}"
