"""Where a value stands in a YAML file, or in the front matter of a section, for findings that are made from models."""

from pipeline.formats.model_mistakes import locate
from pipeline.formats.yaml import load, load_text
from pipeline.formats.yaml_nodes import Loaded
from pipeline.model.source import Place

Step = int | str


def where(data: bytes, path: str, *steps: Step, key: bool = False) -> Place:
    """The place of the value at the end of these keys and indexes, or of the nearest thing above it.

    Args:
        data: the bytes of the file.
        path: of the file; front matter is looked for in one that ends in `.md`.
        steps: keys, and indexes of lists from 0.
        key: the key itself is meant, and not its value.
    """
    root = (_front_matter(data, path) if path.endswith(".md") else load(data, path, long=True)).root
    if root is None:
        return Place(path)
    found = locate(root, steps)
    at = found.key.at if key and found.key else found.node.at
    return Place(path, at.line, at.column)


def _front_matter(data: bytes, path: str) -> Loaded:
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip(" \t") == "---"]
    if len(ends) < 2 or ends[0]:
        return Loaded(None, ())
    return load_text("\n".join(lines[1 : ends[1]]), path, line_offset=1)
