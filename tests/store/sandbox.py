"""A real Git repository to try things in."""

import subprocess
from pathlib import Path

from pipeline.store.git import Repository


class Sandbox:
    """A working tree with an identity and one commit: `drafts/a.md`, `drafts/b.md` and `notes.txt`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not folder.exists():
            folder.mkdir()
            self._start()

    def _start(self) -> None:
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Ada Péter")
        self.git("config", "user.email", "ada@example.org")
        self.write("drafts/a.md", b"one\n")
        self.write("drafts/b.md", b"two\n")
        self.write("notes.txt", b"notes\n")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Start")

    def git(self, *arguments: str) -> str:
        run = subprocess.run(("git", *arguments), cwd=self.folder, check=True, capture_output=True)
        return run.stdout.decode()

    def write(self, path: str, data: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def hook(self, text: str) -> None:
        self.write(".git/hooks/pre-commit", f"#!/bin/sh\n{text}\n".encode())
        (self.folder / ".git/hooks/pre-commit").chmod(0o755)

    def status(self) -> list[str]:
        return self.git("status", "--porcelain=v1", "-z", "--untracked-files=all").split("\0")[:-1]

    def in_commit(self, oid: str) -> list[str]:
        return self.git("diff-tree", "-r", "-z", "--name-only", "--no-commit-id", "--root", oid).split("\0")[:-1]

    def leftovers(self) -> list[str]:
        """What we or a lock left in the Git folder."""
        return sorted(
            path.name for path in (self.folder / ".git").iterdir() if "hlcp" in path.name or "lock" in path.name
        )

    @property
    def repository(self) -> Repository:
        found = Repository.find(self.folder)
        assert found is not None
        return found
