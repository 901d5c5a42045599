"""`hlcp schema`: the schemas of all files that people write, as JSON text."""

from pathlib import Path

from pipeline.formats.schemas import schema_files
from pipeline.model.finding import PipelineError
from pipeline.store.writing import write_whole


def schema_texts() -> dict[str, str]:
    """Each schema as it is committed, by its name."""
    return {name.removesuffix(".schema.json"): text for name, text in sorted(schema_files().items())}


def write_schemas(folder: Path) -> tuple[str, ...]:
    """Write all schemas into a folder, which is made where it is not there; their paths.

    Raises:
        PipelineError: the disk refused.
    """
    paths = {folder / f"{name}.schema.json": text for name, text in schema_texts().items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in paths.items():
            write_whole(path, text.encode())
    except OSError as error:
        message = f"the schemas cannot be written into {folder}: {error.strerror}"
        raise PipelineError(message, "name a folder that you may write to") from error
    return tuple(map(str, paths))
