"""The Git repository that holds a workspace: what stood where, what changed since, and commits of exactly our files.

Git is spoken through its plumbing commands, each in its own process, so that threads may share a `Repository`. Paths
are relative to the folder with which the repository was found, even when that is a folder inside the repository.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.finding import EnvironmentProblem, PipelineError
from pipeline.model.saying import quoted
from pipeline.store import git_commit, git_objects, git_series
from pipeline.store.git_process import GitFailed, answer, git_problem, run_git

__all__ = ["Repository", "git_problem"]

_OID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
# What a revision typed by a user may look like: no option, no range, no reflog or search expression, no path in a tree.
_REVISION = re.compile(r"(?!-)(?!.*\.\.)(?!.*@\{)[^\s\x00-\x1f\x7f:?*\[\\^~]+(?:[~^][0-9]{0,4}){0,8}")
_IDENT = re.compile(r"(.*) <(.*)> [0-9]+ [+-][0-9]{4}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a working tree.

    Attributes:
        folder: the one that paths are relative to.
        top: the top of the working tree.
        git_folder: where this working tree keeps its HEAD and index.
    """

    folder: Path
    top: Path
    git_folder: Path

    @staticmethod
    def find(folder: Path) -> "Repository | None":
        """The repository that holds a folder; None outside Git and when git cannot be used (`git_problem` says why).

        Raises:
            EnvironmentProblem: the folder belongs to somebody else, and Git refuses to read it.
        """
        if git_problem() is not None:
            return None
        try:
            top = run_git(folder, "rev-parse", "--show-toplevel")
            git_folder = run_git(folder, "rev-parse", "--absolute-git-dir")
        except GitFailed as error:
            _refuse_dubious(error)
            return None
        repository = Repository(folder.resolve(), _path(top), _path(git_folder))
        git_series.recover(repository.top, repository.git_folder)
        git_commit.recover(repository.top, repository.git_folder)
        return repository

    def head(self) -> str | None:
        """The full id of the current commit, or None when there is no commit yet."""
        return answer(self.top, "rev-parse", "--quiet", "--verify", "HEAD^{commit}")

    def branch(self) -> str | None:
        """The name of the current branch, or None when HEAD is detached."""
        name = answer(self.top, "symbolic-ref", "--quiet", "HEAD")
        return name.removeprefix("refs/heads/") if name else None

    def is_shallow(self) -> bool:
        """Whether older commits were left out when the repository was cloned."""
        return answer(self.top, "rev-parse", "--is-shallow-repository") == "true"

    def has(self, oid: str) -> bool:
        """Whether a commit, named by its full id, is at hand."""
        return bool(_OID.fullmatch(oid)) and answer(self.top, "cat-file", "-e", f"{oid}^{{commit}}") is not None

    def resolve(self, text: str) -> str:
        """The full id of the commit that a user names: a branch, a tag, an id or its beginning, `main~2`.

        Raises:
            PipelineError: it is not the name of a commit here.
        """
        oid = None
        if len(text) <= 200 and _REVISION.fullmatch(text):
            oid = answer(self.top, "rev-parse", "--quiet", "--verify", "--end-of-options", f"{text}^{{commit}}")
        if oid is None or not _OID.fullmatch(oid):
            hint = "name a branch, a tag or a commit; `git log --oneline --all` lists them"
            raise PipelineError(f"there is no commit, branch or tag {quoted(text)}", hint)
        return oid

    def is_dirty(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        """Files below these paths that differ from the current commit or are untracked and not ignored, sorted."""
        if not paths:
            return ()
        flags = (
            "--porcelain=v1",
            "-z",
            "--untracked-files=all",
            "--ignored=no",
            "--no-renames",
            "--ignore-submodules=none",
        )
        output = run_git(self.top, "status", *flags, "--", *(self.relative(path) for path in paths))
        changed = (
            _text(entry[3:]) for entry in output.split(b"\0") if entry
        )  # two letters of status and a blank come first
        return tuple(sorted(self.from_top(path) for path in changed))

    def files_at(self, oid: str, folder: str) -> dict[str, bytes]:
        """The regular files below a folder at a commit, by path; links and submodules are left out.

        Raises:
            PipelineError: the commit is not at hand, or the files are larger than anything we read.
        """
        entries = [entry for entry in self._entries(oid, folder) if entry.is_file]
        contents = git_objects.read_blobs(self.top, entries)
        return {self.from_top(entry.path): data for entry, data in zip(entries, contents, strict=True)}

    def identity(self) -> tuple[str, str] | None:
        """Name and address of the author of new commits, or None when Git was not told both."""
        author, committer = (answer(self.top, "var", f"GIT_{role}_IDENT") for role in ("AUTHOR", "COMMITTER"))
        found = _IDENT.fullmatch(author) if author and committer else None
        return (found[1], found[2]) if found else None

    def identity_or_fail(self) -> tuple[str, str]:
        """Name and address of the author of new commits.

        Raises:
            PipelineError: Git was not told; the hint has the two commands that do it.
        """
        found = self.identity()
        if found is None:
            raise PipelineError(*git_commit.UNKNOWN_PERSON)
        return found

    def commit(self, paths: tuple[str, ...], message: str) -> str:
        """Commit exactly these files as they are on disk, one that is gone as deleted; returns the id of the commit.

        What else is changed or staged stays as it is. The pre-commit hook of the repository runs and may refuse.

        Raises:
            PipelineError: HEAD is detached, a merge or rebase is going on, there is no identity, nothing differs, the
                hook refused, or the branch moved meanwhile. Nothing is committed then.
        """
        self.identity_or_fail()
        work = git_commit.Work(self.top, self.git_folder, self.head())
        return git_commit.commit(work, tuple(self.relative(path) for path in paths), message)

    def commit_series(self, steps: Sequence[git_series.Step]) -> tuple[str, ...]:
        """Commit several steps one after the other, all or none; returns the ids of the commits.

        Files, index and branch change together, at the end. The pre-commit hook runs once, on the last tree.

        Raises:
            PipelineError: as for `commit`; or a file that changes is not as in the current commit.
        """
        self.identity_or_fail()
        work = git_commit.Work(self.top, self.git_folder, self.head())
        named = [s._replace(files={self.relative(path): data for path, data in s.files.items()}) for s in steps]
        return git_series.commit_series(work, named)

    def _entries(self, oid: str, folder: str) -> list[git_objects.Entry]:
        if not self.has(oid):
            hint = "fetch it; in a shallow clone, `git fetch --unshallow` brings the older commits"
            raise PipelineError(f"the commit {quoted(oid)} is not in this repository", hint)
        return git_objects.list_tree(self.top, oid, self.relative(folder))

    def relative(self, path: str) -> str:
        """A path as Git has it: relative to the top of the working tree."""
        full = self.folder / path
        if ".." in Path(path).parts or "\0" in path or not full.is_relative_to(self.top):
            raise PipelineError(f"{quoted(path)} is not inside the repository", "keep the workspace in one repository")
        return full.relative_to(self.top).as_posix()

    def from_top(self, path: str) -> str:
        """A path of Git as one relative to the folder of the repository."""
        full = self.top / path
        return full.relative_to(self.folder).as_posix() if full.is_relative_to(self.folder) else f"/{path}"


def _refuse_dubious(error: GitFailed) -> None:
    if "dubious ownership" in str(error):
        hint = "if you trust it, run `git config --global --add safe.directory FOLDER` with its folder"
        raise EnvironmentProblem("this repository belongs to another user, so Git does not read it", hint) from error


def _text(path: bytes) -> str:
    return path.decode(errors="surrogateescape")


def _path(line: bytes) -> Path:
    return Path(_text(line.removesuffix(b"\n"))).resolve()
