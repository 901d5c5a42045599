"""A real public round of comments as a workspace: its drafts frozen, today's text, one file for each organization.

The folder holds, for each document, `<document>/baseline` and `<document>/final` with the section files, and
`comments.jsonl` with one comment a line: `issue`, `round`, `org`, `doc`, `reference`, `comment`, `suggested`, `edits`.
"""

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.foreign import Written, sections_of
from benchmarks.measuring import ROOT
from pipeline.app.packs.freezing import Why, freeze
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import open_workspace

SESSION = "draft"
Row = Mapping[str, Any]
Origins = dict[tuple[str, str], tuple[tuple[str, int] | None, ...]]
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>\n'
_ACTIONS = {
    "replace": "replace", "replace-all": "replace", "retitle": "replace", "delete": "delete",
    "insert-before": "insert-before", "insert-after": "insert-after", "move": "move",
}  # fmt: skip


@dataclass(frozen=True)
class RealRound:
    """What was made.

    Attributes:
        root: of the workspace.
        comments: as they are in the folder.
        codes: of each organization.
        origins: for each line of a section file, by ("baseline" or "final", document/file), where its block comes from.
    """

    root: Path
    comments: tuple[Row, ...]
    codes: Mapping[str, str]
    origins: Origins


def make(folder: Path, root: Path) -> RealRound:
    """Convert a round into a workspace: the product freezes the baseline, then the final text takes its place."""
    comments = tuple(json.loads(line) for line in (folder / "comments.jsonl").read_text("utf-8").splitlines() if line)
    documents = sorted(path.parent.name for path in folder.glob("*/baseline"))
    codes = {org: code_of(org) for org in sorted({comment["org"] for comment in comments})}
    origins: Origins = {}
    _settings(root, documents, codes)
    for name in documents:
        write_draft(folder / name / "baseline", root, name, "baseline", origins)
    git(root, "init", "-q")
    commit(root, "The draft that was open for comment")
    opened = open_workspace(root)
    freeze(opened, (SESSION,), Why(), open_cache(opened))
    for name in documents:
        write_draft(folder / name / "final", root, name, "final", origins)
    write_submissions(root, comments, codes)
    commit(root, "The final text, and what was said on the draft")
    return RealRound(root, comments, codes, origins)


def code_of(org: str) -> str:
    """Letters, digits and hyphens; persons are told apart by their number, not by what stands after it."""
    name = org.partition(",")[0] if org.startswith("Individual ") else org
    code = re.sub(r"[^A-Z0-9]+", "-", name.upper()).strip("-")
    return (code if code[:1].isalpha() else f"ORG-{code}")[:30].strip("-")


def _settings(root: Path, documents: Sequence[str], codes: Mapping[str, str]) -> None:
    shutil.copytree(ROOT / "templates", root / "templates")
    profile = root / "templates" / "profiles" / "un-ceb.yaml"
    rules = re.sub(r"^headings:.*$", "headings: [decimal, decimal, decimal, decimal]", profile.read_text(), flags=re.M)
    profile.write_text(rules)  # as the drafts of this round were numbered
    _write(root / ".gitignore", "/build/\n")
    _write(
        root / "hlcp.yaml",
        "committee: {name: Committee, short: C, organization: Organization}\nworkstream: Public review\n"
        f"profile: un-ceb\ndocuments: {json.dumps(documents)}\nsessions: [{SESSION}]\n",
    )
    rows = "".join(f"  - {{document: {name}, purpose: approval}}\n" for name in documents)
    _write(root / "comments" / SESSION / "session.yaml", f"title: Public review\ndocuments:\n{rows}")
    members = "".join(f"  - {{code: {code}, name: {_text(org)}}}\n" for org, code in one_each(codes).items())
    _write(root / "comments" / "members.yaml", f"members:\n{members}")


def one_each(codes: Mapping[str, str]) -> dict[str, str]:
    """One organization for each code, where several have the same."""
    return {org: code for code, org in {code: org for org, code in codes.items()}.items()}


def write_draft(source: Path, root: Path, name: str, which: str, origins: Origins) -> None:
    """Write a document in the place of what stands there."""
    target = root / "drafts" / name
    shutil.rmtree(target, ignore_errors=True)
    files = [
        (str(path.relative_to(source.parents[1])), path.read_text("utf-8")) for path in sorted(source.glob("*.md"))
    ]
    body, annexes = sections_of(files)
    for section in (*body, *annexes):
        _write(target / section.name, section.text)
        origins[which, f"{name}/{section.name}"] = section.origins
    _write(target / "images" / "left-out.svg", _PICTURE)
    _write(target / "document.yaml", f"title: Document {name}\nsections: {_names(body)}\nannexes: {_names(annexes)}\n")


def _names(sections: Iterable[Written]) -> str:
    return json.dumps([section.name for section in sections])


def write_submissions(root: Path, comments: Iterable[Row], codes: Mapping[str, str]) -> None:
    """Write one file for each organization and document."""
    files: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for comment in comments:
        files[codes[comment["org"]], comment["doc"]].append(comment)
    for (code, document), rows in files.items():
        head = f"entity: {code}\ndocument: {document}\nbaseline: {SESSION}\ncomments:\n"
        _write(root / "comments" / SESSION / code / f"{document}.yaml", head + "".join(map(_entry, rows)))


def _entry(row: Row) -> str:
    """A comment as an entry: its first edit is the proposal, further quotes are further places."""
    fields: dict[str, str] = {"id": str(row["issue"]), "reference": row["reference"]}
    edits = [edit for edit in row["edits"] if edit["old"]]
    if edits:
        fields["quote"] = edits[0]["old"]
        fields |= _asked(edits[0])
    said = [row["comment"], row["suggested"] if "proposal" not in fields else ""]
    fields["comment"] = "\n\n".join(part for part in said if part)
    if row["round"].startswith("preview"):
        fields["baseline"] = row["round"]
    lines = [f"{key}: {_text(value)}" for key, value in fields.items() if value]
    if len(edits) > 1:
        more = ", ".join(f"{{quote: {_text(edit['old'])}}}" for edit in edits[1:])
        lines.append(f"targets: [{more}]")
    return "  - " + "\n    ".join(lines) + "\n"


def _asked(edit: Row) -> dict[str, str]:
    action = _ACTIONS.get(edit["op"], "")
    if action == "delete":
        return {"action": action}
    return {"action": action, "proposal": edit["new"]} if action and edit["new"] else {}


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def commit(root: Path, message: str) -> None:
    """Commit all that there is."""
    who = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org")
    git(root, "add", ".")
    git(root, *who, "commit", "-q", "-m", message)


def git(root: Path, *arguments: str) -> None:
    """Run git in a workspace."""
    subprocess.run(("git", *arguments), cwd=root, check=True, capture_output=True)
