"""`hlcp schema`: the schemas of all files that people write, as JSON text."""

from pathlib import Path

from pipeline.formats.schemas import schemas
from pipeline.render.reports import json_text
from pipeline.store.files import write_atomic


def schema_texts() -> dict[str, str]:
    """Each schema as it is committed, by its name."""
    return {name: json_text(schema) for name, schema in sorted(schemas().items())}


def write_schemas(folder: Path) -> tuple[str, ...]:
    """Write all schemas into a folder; their paths."""
    paths = []
    for name, text in schema_texts().items():
        path = folder / f"{name}.schema.json"
        write_atomic(path, text.encode())
        paths.append(str(path))
    return tuple(paths)
