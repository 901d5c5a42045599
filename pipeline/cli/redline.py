"""`hlcp redline`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import show_findings, workspace_option

if TYPE_CHECKING:
    from pipeline.app.redlining import Made


@click.command("redline")
@click.argument("old")
@click.argument("new")
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="The Word file to write.",
)  # fmt: skip
@click.option("-d", "--document", default="", help="The document, when OLD and NEW are sessions or revisions.")
@click.option("--author", default="Secretariat", show_default=True, help="Whose the changes are.")
@click.option(
    "--date", default="2000-01-01T00:00:00Z", show_default=True, help="When they were made; never the time of day."
)
@workspace_option
def command(  # noqa: PLR0913, PLR0917 - click passes one argument an option
    old: str, new: str, target: Path, document: str, author: str, date: str, start: Path
) -> int:
    """Write the change from OLD to NEW as tracked changes in a Word file.

    OLD and NEW are two Word files, two Markdown files, or two texts of a document of the workspace: a session
    (hlcp-48), a baseline (hlcp-48-rev1), a revision of Git (main~3) or the word today. What is written is proven:
    rejecting all changes gives OLD, accepting all gives NEW, in text, formatting and paragraph numbers.
    """
    from pipeline.app.redlining import checked_credit, make_redline, proof_findings, write_redline

    credit = checked_credit(author, date)
    before, after = _papers(old, new, document, start)
    made = make_redline(before, after, credit)
    write_redline(target, made.redline.data)
    show_findings(proof_findings(made.problems, target.name))
    _tell(made, target)
    return 1 if made.problems else 0


def _papers(old: str, new: str, document: str, start: Path) -> tuple[bytes, bytes]:
    """Both papers as Word files."""
    endings = {Path(each).suffix.lower() if Path(each).is_file() else "" for each in (old, new)}
    if endings == {".docx"}:
        from pipeline.app.redlining import read_word

        return read_word(Path(old)), read_word(Path(new))
    from pipeline.app.caching import open_cache
    from pipeline.app.opening import open_workspace
    from pipeline.app.redline_papers import markdown_paper, named_paper, word_files

    opened = open_workspace(start)
    cache = open_cache(opened)
    if endings == {".md"}:
        papers = [markdown_paper(opened, Path(each)) for each in (old, new)]
    elif endings == {""}:
        name = _document(document, opened.file.documents)
        papers = [named_paper(opened, each, name, cache) for each in (old, new)]
    else:
        raise click.UsageError("compare two Word files, two Markdown files, or two sessions or revisions")
    before, after = word_files(opened, papers, cache)
    return before, after


def _document(name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        raise click.UsageError(f"name the document with --document: {', '.join(known)}")
    return name


def _tell(made: "Made", target: Path) -> None:
    names = {"ins": "insertions", "del": "deletions", "moveToRange": "moved paragraphs"}
    counts = made.redline.counts
    parts = [f"{what} {counts[kind]}" for kind, what in names.items() if counts[kind]]
    looks = sum(count for kind, count in counts.items() if kind.endswith("Change"))
    parts += [f"changes of formatting {looks}"] if looks else []
    click.echo(f"{target}  {'not proven' if made.problems else 'proven'}: {', '.join(parts) or 'no changes'}")
    for each in made.redline.untracked:
        click.echo(f"not tracked: {each}", err=True)
