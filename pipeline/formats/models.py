"""From YAML files to checked models: all mistakes of a file at once, each at its place and in plain words."""

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.formats.model_mistakes import CONTAINERS, Loc, explain, locate
from pipeline.formats.yaml import load, load_text
from pipeline.formats.yaml_checks import decode
from pipeline.formats.yaml_nodes import Loaded, Mapping, Node, Scalar, Sequence, finding
from pipeline.model.config import SectionMeta
from pipeline.model.finding import Finding, Severity
from pipeline.model.source import Place, Span

M = TypeVar("M", bound=BaseModel)
Plain = dict[str, Any] | list[Any] | str

MAX_SECTION_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FrontMatter:
    r"""A section file taken apart.

    Attributes:
        meta: its front matter; the empty one when the file has none, None when it cannot be read.
        body: the rest, with `\n` line ends; an empty line stands for each line of the front matter, so that line
            numbers are those of the file.
        findings: sorted by place.
    """

    meta: SectionMeta | None
    body: str
    findings: tuple[Finding, ...] = ()


def read(model: type[M], data: bytes, path: str, *, line_offset: int = 0) -> tuple[M | None, tuple[Finding, ...]]:
    """Read a YAML file into a model.

    Args:
        model: what the file holds.
        data: its bytes.
        path: for the findings.
        line_offset: how many lines of the file stand before `data`.

    Returns:
        The model, or None when a finding is an error; and all findings: those of `pipeline.formats.yaml.load`,
        KEY-UNKNOWN, KEY-MISSING (at the mapping that lacks the key) and VALUE-INVALID.
    """
    return _checked(model, load(data, path, line_offset=line_offset), path, line_offset)


def _checked(model: type[M], loaded: Loaded, path: str, line_offset: int) -> tuple[M | None, tuple[Finding, ...]]:
    if loaded.root is None and loaded.findings:
        return None, loaded.findings
    start = Span(line_offset + 1, 1, line_offset + 1, 1)
    value, mistakes = read_node(model, loaded.root or Mapping((), start), path)
    findings = tuple(sorted((*loaded.findings, *mistakes)))
    broken = any(found.severity is Severity.ERROR for found in findings)
    return None if broken else value, findings


def read_node(model: type[M], node: Node, path: str) -> tuple[M | None, tuple[Finding, ...]]:
    """Read one node of a loaded file into a model; the findings of `load` are not looked at.

    A key without a value stands for an empty list or mapping where one is expected.
    """
    if isinstance(node, Scalar) and node.plain and not node.value:
        node = Mapping((), node.at)
    plain = to_plain(node)
    try:
        return _validated(model, plain), ()
    except ValidationError as error:
        if not _drop_empty(plain, node, error):
            return None, explain(error, model, node, path)
    try:
        return _validated(model, plain), ()
    except ValidationError as error:
        return None, explain(error, model, node, path)


def _validated(model: type[M], plain: Plain) -> M:
    return model.model_validate(plain, by_alias=True, by_name=False)


def to_plain(node: Node) -> Plain:
    """The tree as dictionaries, lists and text; the first of two equal keys counts."""
    kind = type(node)
    if kind is Scalar:
        return node.value  # type: ignore[union-attr]
    if kind is Sequence:
        return [to_plain(item) for item in node.items]  # type: ignore[union-attr]
    plain: dict[str, Any] = {}
    for key, value in node.entries:  # type: ignore[union-attr]
        if key.value not in plain:
            plain[key.value] = to_plain(value)
    return plain


def _drop_empty(plain: Plain, node: Node, error: ValidationError) -> bool:
    """Take out empty keys where a list or mapping is expected, so that the default stands; whether any was."""
    dropped = False
    for detail in error.errors(include_url=False):
        loc = detail["loc"]
        found = locate(node, loc)
        empty = isinstance(found.node, Scalar) and found.node.plain and not found.node.value
        if detail["type"] in CONTAINERS and empty and found.key and found.key.value == loc[-1]:
            _remove(plain, loc)
            dropped = True
    return dropped


def _remove(plain: Plain, loc: Loc) -> None:
    holder: Any = plain
    for step in loc[:-1]:
        holder = holder[step]
    holder.pop(loc[-1], None)


def front_matter(data: bytes, path: str) -> FrontMatter:
    """Take a section file apart into its front matter and its body.

    Front matter begins with `---` on the very first line and ends with the next line `---`.

    Returns:
        The parts; the findings are those of `read`, YAML-SYNTAX when the front matter is not closed (it is then taken
        to end at the first empty line), FILE-ENCODING, and FILE-SIZE over 1 MiB. Nothing is raised, whatever the bytes.
    """
    text = decode(data, path, MAX_SECTION_BYTES)
    if isinstance(text, Finding):
        return FrontMatter(None, "", (text,))
    lines = text.split("\n")
    if lines[0].rstrip(" \t") != "---":
        return FrontMatter(SectionMeta.model_validate({}), text)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip(" \t") == "---"), None)
    if end is None:
        return FrontMatter(None, _blanked(lines, _first_empty(lines)), (_unclosed(path),))
    loaded = load_text("\n".join(lines[1:end]), path, line_offset=1)
    meta, findings = _checked(SectionMeta, loaded, path, 1)
    return FrontMatter(meta, _blanked(lines, end + 1), findings)


def _first_empty(lines: list[str]) -> int:
    return next((n for n, line in enumerate(lines) if not line.strip()), len(lines))


def _blanked(lines: list[str], count: int) -> str:
    return "\n".join([""] * count + lines[count:])


def _unclosed(path: str) -> Finding:
    message = "the front matter that begins with `---` on line 1 does not end"
    hint = "Write a line `---` after its last key. If no front matter is meant, leave line 1 empty."
    return finding("YAML-SYNTAX", Place(path), message, hint)
