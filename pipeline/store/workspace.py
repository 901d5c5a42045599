"""Where things are in a workspace. Paths and bytes only; what the files mean is for others."""

import re
from functools import cached_property
from pathlib import Path

from pipeline.model.finding import PipelineError
from pipeline.store.files import Files

WORKSPACE_FILE = "hlcp.yaml"
DRAFTS, COMMENTS, TEMPLATES, BUILD = "drafts", "comments", "templates", "build"
MEMBERS = f"{COMMENTS}/members.yaml"
_BASELINE = re.compile(r"baseline(?:-rev([1-9][0-9]{0,3}))?")


def find_root(start: Path) -> Path:
    """The nearest folder, from this one upwards, that holds `hlcp.yaml`.

    Raises:
        PipelineError: there is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / WORKSPACE_FILE).is_file():
            return folder
    raise PipelineError(
        f"there is no workspace here: no {WORKSPACE_FILE} in {here} or above it",
        "change into the folder of the workspace, or make one with `hlcp init`",
    )


class Workspace:
    """The paths of a workspace, relative to its root with forward slashes, and its files.

    Attributes:
        root: the folder that holds `hlcp.yaml`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @cached_property
    def files(self) -> Files:
        """Its files."""
        return Files(self.root)

    @property
    def build(self) -> Path:
        """The folder of everything that is generated."""
        return self.root / BUILD

    @property
    def cache(self) -> Path:
        """The folder of what need not be made twice."""
        return self.build / ".cache"

    def draft_folder(self, document: str) -> str:
        """The folder of today's text of a document."""
        return f"{DRAFTS}/{document}"

    def session_folder(self, session: str) -> str:
        """The folder of a session's comments, baselines and dispositions."""
        return f"{COMMENTS}/{session}"

    def session_file(self, session: str) -> str:
        """The file that says what a session is."""
        return f"{COMMENTS}/{session}/session.yaml"

    def profile_file(self, profile: str) -> str:
        """The file of a profile."""
        return f"{TEMPLATES}/profiles/{profile}.yaml"

    def baseline_folder(self, session: str, document: str, revision: int) -> str:
        """Where a baseline is or will be; revision 0 is the first issue, 1 is Rev.1."""
        name = "baseline" if revision == 0 else f"baseline-rev{revision}"
        return f"{COMMENTS}/{session}/{name}/{document}"

    def baseline_roots(self, session: str) -> tuple[str, ...]:
        """The folders `baseline`, `baseline-rev1` … that a session has, in the order of their revisions."""
        return tuple(f"{COMMENTS}/{session}/{name}" for _, name in self._revisions(session))

    def baselines(self, session: str, document: str) -> tuple[tuple[int, str], ...]:
        """The baselines of a document at a session, as (revision, folder), oldest first; an empty folder is none."""
        folders = [(revision, f"{COMMENTS}/{session}/{name}/{document}") for revision, name in self._revisions(session)]
        return tuple((revision, folder) for revision, folder in folders if self.files.list_files(folder))

    def inventory(self) -> tuple[str, ...]:
        """Every file under drafts/ and comments/, hidden ones and links too, sorted."""
        return tuple(sorted(path for folder in (DRAFTS, COMMENTS) for path in self.files.list_files(folder)))

    def _revisions(self, session: str) -> list[tuple[int, str]]:
        names = self.files.names(f"{COMMENTS}/{session}")
        matches = [match for match in map(_BASELINE.fullmatch, names) if match]
        return sorted((int(match[1] or 0), match[0]) for match in matches)
