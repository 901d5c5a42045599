"""A workspace to make mistakes in: files are written, the tool is run, and what it finds is kept with its lines."""

import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.app.checking import check
from pipeline.app.new_workspace import Named, NewWorkspace
from pipeline.app.packs.building import BuildRequest, build
from pipeline.app.papers.executing import Local
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import Opened, open_workspace
from pipeline.app.starting import start
from pipeline.model.finding import Finding
from pipeline.store.cache import Cache

_WHO = {"NAME": "Secretariat", "EMAIL": "secretariat@example.org", "DATE": "2030-02-01T09:00:00Z"}
_SHOWN = 16  # lines of a file that is shown whole
_LONGEST = 400  # characters of a line in a file that is shown
NEW = NewWorkspace(
    "Committee on Harbours", "CH", "League of Ports", "Harbour safety",
    (Named("plan-of-work", "Plan of work"), Named("harbour-rules", "Rules of the harbour")),
    (Named("first-session", "First session"), Named("second-session", "Second session")),
    (Named("ALPHA", "Alpha Office"), Named("BETA", "Beta Office"), Named("GAMMA", "Gamma Office")), (),
)  # fmt: skip


class Case(NamedTuple):
    """What is found, by which command, and the lines of the file at which it points."""

    command: str
    finding: Finding
    lines: str


class Bench:
    """A workspace of an invented committee.

    Attributes:
        found: the first case of each code, by code.
    """

    def __init__(self, root: Path, found: dict[str, Case]) -> None:
        self.root, self.found = root, found

    def begin(self) -> None:
        """Make the workspace."""
        start(self.root, NEW)

    def write(self, files: Mapping[str, str]) -> None:
        """Write files, by their paths in the workspace."""
        for path, text in files.items():
            self.path(path).write_text(text, "utf-8")

    def path(self, path: str) -> Path:
        """Where a file is, or will be."""
        full = self.root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        return full

    def change(self, path: str, old: str, new: str) -> None:
        """Put some words of a file in the place of others, which must be there."""
        text = (self.root / path).read_text("utf-8")
        if old not in text:
            raise ValueError(f"{path} does not say {old!r}")
        (self.root / path).write_text(text.replace(old, new), "utf-8")

    def open(self) -> tuple[Opened, Cache]:
        """The workspace as a command opens it."""
        opened = open_workspace(self.root)
        return opened, open_cache(opened)

    def check(self) -> None:
        """Keep what `hlcp check` finds."""
        opened, cache = self.open()
        self.keep("hlcp check", check(opened, (), cache))

    def build(self) -> None:
        """Build all packs, and keep what `hlcp build` finds."""
        opened, cache = self.open()
        packs = build(opened, BuildRequest(workers=Local(1)), cache, lambda _: None)
        self.keep("hlcp build", (finding for pack in packs for finding in pack.findings))

    def keep(self, command: str, findings: Iterable[Finding]) -> None:
        """Keep the findings whose codes have no case yet."""
        for finding in findings:
            if finding.code not in self.found:
                self.found[finding.code] = Case(command, finding, self._lines(finding))

    def git(self, *arguments: str) -> None:
        """Run Git as a person with a name and a clock of their own."""
        who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _WHO.items()}
        environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        subprocess.run(["git", *arguments], cwd=self.root, env=environment, check=True, capture_output=True)  # noqa: S607

    def commit(self, message: str) -> None:
        """Commit everything; the first time, make the repository."""
        if not (self.root / ".git").exists():
            self.git("init", "-q", "-b", "main")
            for key in ("name", "email"):
                self.git("config", f"user.{key}", _WHO[key.upper()])
        self.git("add", "--all")
        self.git("commit", "-q", "-m", message)

    def _lines(self, finding: Finding) -> str:
        """A short file whole; of a longer one the entry, or the line, at the place of the finding."""
        try:
            lines = (self.root / finding.place.path).read_text("utf-8").rstrip("\n").split("\n")
        except (OSError, UnicodeError):
            return ""
        if (
            finding.place.path.endswith(".json")
            or len(lines) < finding.place.line
            or len(max(lines, key=len)) > _LONGEST
        ):
            return ""
        if len(lines) <= _SHOWN and re.fullmatch(r"drafts/.*\.md", finding.place.path):
            return "\n".join(lines)
        return _entry(lines, finding.place.line - 1) if finding.place.column > 1 else ""


def _entry(lines: list[str], at: int) -> str:
    """The entry of a list in which this line stands; the line alone outside of one."""
    first = at
    while first and lines[first].startswith(" ") and not lines[first].lstrip().startswith("- "):
        first -= 1
    if not lines[first].lstrip().startswith("- "):
        return lines[at].strip()
    indent = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and lines[last].startswith(" " * (indent + 1)):
        last += 1
    return "\n".join(line[indent:] for line in lines[first:last])
