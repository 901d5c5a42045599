"""The strict door to YAML: every node with its line and column, and no guessing.

Text stays text (dates, `no`, `1.10`). Anchors, aliases, tags, directives, repeated keys and second documents are
findings. Size, depth and number of values are bounded. The answer is the same without ruamel.yaml's C extension.
"""

import re

from pipeline.formats.yaml_checks import LONG_BYTES, LONG_NODES, MAX_BYTES, MAX_NODES, decode, refused
from pipeline.formats.yaml_dump import dump
from pipeline.formats.yaml_events import Builder, GetEvent, TooMuchError, c_events, python_events
from pipeline.formats.yaml_mistakes import explain
from pipeline.formats.yaml_nodes import Loaded, Mapping, Node, Scalar, Sequence, finding
from pipeline.model.finding import Finding, Severity
from pipeline.model.source import Place

__all__ = ["Loaded", "Mapping", "Node", "Scalar", "Sequence", "dump", "load"]

# What only one of the two parsers accepts: tabs in unquoted values, a comment right after | or >,
# document marks inside text, a file that is nothing but a block of text.
_DISPUTED = ("\t", "\n---", "\n...")
_DISPUTED_COMMENT = re.compile(r"[|>][-+0-9]*#")
_DISPUTED_START = re.compile(r"(?:\s|#.*\n|---)*[|>]")
# Blanks in the empty lines that open a block of text mean nothing; the Python parser takes them for its indentation.
_BLANK_START = re.compile(r"([:?-] +[|>][-+]?(?: +#[^\n]*| *)\n)((?: *\n)+)")


def load(data: bytes, path: str, *, line_offset: int = 0, pure: bool = False, long: bool = False) -> Loaded:
    """Read a YAML file.

    Args:
        data: the bytes of the file, or of a part of it.
        path: for the findings.
        line_offset: how many lines of the file stand before `data`.
        pure: leave the C extension aside, for tests.
        long: the file grows with a round, as decisions do: wider bounds hold.

    Returns:
        The tree and the findings; see `Loaded`. Nothing is raised, whatever the bytes.
    """
    text = decode(data, path, LONG_BYTES if long else MAX_BYTES)
    if isinstance(text, Finding):
        return Loaded(None, (text,))
    return load_text(text, path, line_offset=line_offset, pure=pure, long=long)


def load_text(text: str, path: str, *, line_offset: int = 0, pure: bool = False, long: bool = False) -> Loaded:
    r"""Read YAML that is decoded already, with `\n` as its only line end; see `load`."""
    first_line, most = 1 + line_offset, LONG_NODES if long else MAX_NODES
    text = _BLANK_START.sub(lambda found: found[1] + "\n" * found[2].count("\n"), text)
    if problem := refused(text, path, first_line):
        return Loaded(None, (problem,))
    events = None if pure or _disputed(text) else c_events(text)
    quick = _built(events, Builder(text, path, first_line, most)) if events else None
    return quick or _finally_built(text, path, first_line, most)


def _disputed(text: str) -> bool:
    if any(sign in text for sign in _DISPUTED):
        return True
    return bool(_DISPUTED_COMMENT.search(text) or _DISPUTED_START.match(text))


def _built(events: GetEvent, builder: Builder) -> Loaded | None:
    """What the C parser makes of a text, or None when anything is wrong with it: then the Python parser tells what."""
    try:
        builder.run(events)
    except Exception:  # a parser may fail in any way on hostile bytes
        return None
    found = sorted(builder.findings)
    return None if any(one.severity is Severity.ERROR for one in found) else Loaded(builder.root, tuple(found))


def _finally_built(text: str, path: str, first_line: int, most: int) -> Loaded:
    """What the Python parser makes of a text. It is always there, so it has the last word on what is an error."""
    builder = Builder(text, path, first_line, most)
    try:
        builder.run(python_events(text))
    except TooMuchError as limit:
        place = Place(path, first_line + limit.line, limit.column + 1)
        builder.findings.append(finding("YAML-LIMIT", place, str(limit)))
    except Exception as error:  # as above, also ValueError and IndexError
        builder.findings.append(explain(error, text, path, first_line))
    readable = all(one.code != "YAML-SYNTAX" for one in builder.findings)
    return Loaded(builder.root if readable else None, tuple(sorted(builder.findings)))
