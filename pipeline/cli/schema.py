"""`hlcp schema`."""

from pathlib import Path

import click

from pipeline.cli.console import examples
from pipeline.model.saying import quoted


@click.command(
    "schema",
    epilog=examples(
        "hlcp schema",
        "hlcp schema submission",
        "hlcp schema --write schemas",
    ),
)
@click.argument("name", required=False)
@click.option(
    "--write", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write all schemas into this folder."
)
def command(name: str | None, folder: Path | None) -> int:
    """Print the JSON Schema NAME; without a name list all of them, or write them into a folder."""
    from pipeline.app.schemas import schema_texts, write_schemas
    from pipeline.model.finding import PipelineError

    texts = schema_texts()
    if folder is not None:
        for path in write_schemas(folder):
            click.echo(path)
    elif name is None:
        for known in texts:
            click.echo(known)
    elif name in texts:
        click.echo(texts[name], nl=False)
    else:
        raise PipelineError(f"there is no schema {quoted(name)}", f"there are: {', '.join(texts)}")
    return 0
