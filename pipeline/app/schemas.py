"""`hlcp schema`: the schemas of all files that people write, as JSON text."""

from pathlib import Path

from pipeline.formats.schemas import schema_files
from pipeline.store.writing import write_whole


def schema_texts() -> dict[str, str]:
    """Each schema as it is committed, by its name."""
    return {name.removesuffix(".schema.json"): text for name, text in sorted(schema_files().items())}


def write_schemas(folder: Path) -> tuple[str, ...]:
    """Write all schemas into a folder; their paths."""
    paths = []
    for name, text in schema_texts().items():
        path = folder / f"{name}.schema.json"
        write_whole(path, text.encode())
        paths.append(str(path))
    return tuple(paths)
