"""`hlcp redline`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import completing
from pipeline.cli.console import examples, show_findings, workspace_option

if TYPE_CHECKING:
    from pipeline.app.redlines.proven import Made
    from pipeline.render.redline.scribe import Credit

_AUTHOR, _DATE = "Secretariat", "2000-01-01T00:00:00Z"
_PDF, _ENDINGS = ".pdf", (".docx", ".pdf")


@click.command(
    "redline",
    epilog=examples(
        "hlcp redline hlcp-2025-06 hlcp-50 -d conceptual-framework -o changes.docx",
        "hlcp redline hlcp-50 today -d common-approach -o changes.docx",
        "hlcp redline old.docx new.docx -o changes.docx",
    ),
)
@click.argument("old", shell_complete=completing.texts)
@click.argument("new", shell_complete=completing.texts)
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .docx with tracked changes, or .pdf with the same changes for print.",
)  # fmt: skip
@click.option(
    "-d",
    "--document",
    default="",
    shell_complete=completing.documents,
    help="The document, when OLD and NEW are sessions or revisions.",
)
@click.option(
    "--author",
    default=None,
    help=f"Whose all changes are; left out, those of Git, and {_AUTHOR} where it is not asked.",
)
@click.option(
    "--date", default=None, help=f"When they were made, instead of what Git says; never the time of day [{_DATE}]."
)
@workspace_option
def command(  # noqa: PLR0913, PLR0917 - click passes one argument an option
    old: str, new: str, target: Path, document: str, author: str | None, date: str | None, start: Path
) -> int:
    """Write the change from OLD to NEW as tracked changes in a Word file, or as PDF.

    OLD and NEW are two Word files, two Markdown files, or two texts of a document of the workspace: a session
    (hlcp-48), a baseline (hlcp-48-rev1), a revision of Git (main~3) or the word today. Of a document of the workspace
    each change names its author, date and comments, as in the pack of a session. What is written is proven: rejecting
    all changes gives OLD, accepting all gives NEW, in text, formatting and paragraph numbers.
    """
    from pipeline.app.redlines.proven import checked_credit, proof_findings, write_redline

    if target.suffix.lower() not in _ENDINGS:
        raise click.UsageError(f"a redline is a Word file or a PDF: name {target.stem}.docx or {target.stem}.pdf")
    credit = None if author is None and date is None else checked_credit(author or _AUTHOR, date or _DATE)
    endings = {_ending(each, target) for each in (old, new)}
    if endings == {".docx"}:
        data, made = _of_word(Path(old), Path(new), target, credit)
    elif endings in ({".md"}, {""}):
        data, made = _of_workspace((old, new), target, (document, start, endings == {".md"}), credit)
    else:
        raise click.UsageError(
            "name two Word files, two Markdown files, or two texts of the workspace: these are of two kinds"
        )
    write_redline(target, data)
    if made.problems:
        show_findings(proof_findings(made.problems, target.name))
    _tell(made, target)
    return 1 if made.problems else 0


def _ending(name: str, target: Path) -> str:
    """`.docx` or `.md` of a file, "" for a text of the workspace; a file is not written over one that is compared."""
    path = Path(name)
    if path.is_file():
        if target.exists() and target.samefile(path):
            raise click.UsageError(f"{name} is one of the two texts: name another file with -o, or it would be lost")
        return path.suffix.lower()
    if path.suffix.lower() in (".docx", ".md"):
        raise click.UsageError(f"there is no file {name}: check its path")
    return ""


def _of_word(old: Path, new: Path, target: Path, credit: "Credit | None") -> tuple[bytes, "Made"]:
    from pipeline.app.redlines.proven import checked_credit, make_redline, read_word

    if target.suffix.lower() == _PDF:
        hint = f"write {target.stem}.docx, and let Word or LibreOffice print it as PDF"
        raise click.UsageError(
            f"a PDF redline is set from the text of a document, and these are two Word files: {hint}"
        )
    made = make_redline(read_word(old), read_word(new), credit or checked_credit(_AUTHOR, _DATE))
    return made.redline.data, made


def _of_workspace(
    names: tuple[str, str], target: Path, about: tuple[str, Path, bool], credit: "Credit | None"
) -> tuple[bytes, "Made"]:
    from pipeline.app.redlines.pair import markdown_pair, named_pair, pdf_of
    from pipeline.app.redlines.proven import checked_credit
    from pipeline.app.sources.caching import open_cache
    from pipeline.app.sources.opening import open_workspace

    document, start, are_files = about
    opened = open_workspace(start)
    cache = open_cache(opened)
    if are_files:
        one = credit or checked_credit(_AUTHOR, _DATE)
        pair = markdown_pair(opened, (Path(names[0]), Path(names[1])), one, cache)
    else:
        pair = named_pair(opened, names, _document(document, opened.file.documents), credit, cache)
    if pair.findings:
        show_findings(pair.findings)
    if pair.remark:
        click.echo(f"{pair.remark}; --author names another", err=True)
    if target.suffix.lower() != _PDF:
        return pair.made.redline.data, pair.made
    data, problems = pdf_of(opened, pair, cache)
    return data, replace(pair.made, problems=(*pair.made.problems, *problems))


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
    if made.redline.authors:
        authors = (f"{name} {count}" for name, count in sorted(made.redline.authors.items()))
        click.echo(f"by {', '.join(authors)}", err=True)
    for each in made.redline.untracked:
        click.echo(f"not tracked: {each}", err=True)
