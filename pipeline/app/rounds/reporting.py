"""`hlcp check --format`: findings for a forge, with the paths that the forge knows."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.model.finding import Finding
from pipeline.render.findings.common import placed
from pipeline.render.findings.formats import FORMATS
from pipeline.store.git import Repository
from pipeline.store.workspace import find_root


def report(findings: Sequence[Finding], output: str, start: Path, *, strict: bool = False) -> str:
    """Findings in one of the `FORMATS`; paths count from the top of the repository, which may lie above the workspace.

    Args:
        findings: with paths from the top of the workspace.
        output: name of the format.
        start: a folder of the workspace.
        strict: whether warnings fail too.

    Raises:
        PipelineError: there is no workspace.
    """
    return FORMATS[output](placed(findings, _prefix(find_root(start))), strict)


def _prefix(root: Path) -> str:
    repository = Repository.find(root)
    if repository is None or not root.is_relative_to(repository.top):
        return ""
    inside = root.relative_to(repository.top).as_posix()
    return "" if inside == "." else inside
