"""A workspace of any size, made of real sections of the conceptual framework, and the same text as one Markdown file.

A section that comes round again gets labels of its own; a reference to a section that does not come round in its turn
leads to the first one.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import ROOT

NAME, SESSION = "conceptual-framework", "hlcp-50"
SOURCE = ROOT / "drafts" / NAME
_LABEL = re.compile(r"(?<=\{#)[a-z0-9-]+|(?<= #)[a-z0-9-]+(?=[ }])|(?<=^id: )\S+", re.MULTILINE)
_REFERENCE = re.compile(r"(?<=\]\(#)[a-z0-9-]+(?=\))")
_EMPTY_LINK = re.compile(r"\[\]\(#([a-z0-9-]+)\)")
_ANSWERS = re.compile(r' responds-to="[^"]*"')
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    """Section files by name, in reading order; no annexes."""

    sections: dict[str, str]


def text_of(words: int) -> Text:
    """Real sections, over and over, until there are so many words."""
    real = {path.name: path.read_text() for path in sorted(SOURCE.glob("0[1-9]-*.md"))}
    sections: dict[str, str] = {}
    turn = 0
    while _count(sections) < words:
        turn_names = _enough(real, words - _count(sections))
        labels = {label for name in turn_names for label in _LABEL.findall(real[name])}
        for name in turn_names:
            sections[f"{len(sections) + 1:03}-{name[3:]}"] = _turned(real[name], turn, labels)
        turn += 1
    known = {label for text in sections.values() for label in _LABEL.findall(text)}
    return Text({name: _closed(text, known) for name, text in sections.items()})


def _closed(text: str, known: set[str]) -> str:
    """Without what leads out of the sample: references to sections left out, and answers to guidance."""
    text = _ANSWERS.sub("", text)
    return _EMPTY_LINK.sub(lambda match: match[0] if match[1] in known else "another section", text)


def _enough(real: dict[str, str], words: int) -> list[str]:
    """The names of the first sections that have so many words together, or of all."""
    names: list[str] = []
    while len(names) < len(real) and _count({name: real[name] for name in names}) < words:
        names.append(list(real)[len(names)])
    return names


def _count(sections: dict[str, str]) -> int:
    return sum(len(_MATTER.sub("", text).split()) for text in sections.values())


def _turned(text: str, turn: int, labels: set[str]) -> str:
    if turn:
        text = _LABEL.sub(lambda match: f"{match[0]}-{turn}", text)
        text = _REFERENCE.sub(lambda match: f"{match[0]}-{turn}" if match[0] in labels else match[0], text)
    return text


def make_workspace(folder: Path, text: Text) -> Path:
    """A workspace with one document and one session that considers it, in a Git repository of its own."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    drafts = folder / "drafts" / NAME
    shutil.copytree(SOURCE / "images", drafts / "images")
    for name, section in text.sections.items():
        (drafts / name).write_text(section)
    listed = "".join(f"  - {name}\n" for name in text.sections)
    (drafts / "document.yaml").write_text(f"title: Conceptual framework\nsections:\n{listed}")
    settings = (ROOT / "hlcp.yaml").read_text()
    head = settings[: settings.index("documents:")]
    (folder / "hlcp.yaml").write_text(f"{head}documents:\n  - {NAME}\nsessions:\n  - {SESSION}\n")
    session = folder / "comments" / SESSION / "session.yaml"
    session.parent.mkdir(parents=True)
    session.write_text(f"title: Fiftieth session\ndocuments:\n  - document: {NAME}\n    purpose: approval\n")
    (folder / ".gitignore").write_text("/build/\n")
    _git(folder, "init", "-q")
    commit(folder, "Sample")
    return folder


def open_round(root: Path, members: int) -> list[str]:
    """Register so many sample members and open a round on the session, in a commit; returns the members' codes."""
    codes = [f"MEMBER-{number:03}" for number in range(1, members + 1)]
    listed = "".join(f"  - {{code: {code}, name: Member {code[-3:]}, kind: sample}}\n" for code in codes)
    (root / "comments" / "members.yaml").write_text(f"members:\n{listed}")
    session = root / "comments" / SESSION / "session.yaml"
    session.write_text(f"{session.read_text()}rounds:\n  - {{id: 1, closes: 2030-01-01T00:00:00Z, sample: true}}\n")
    commit(root, "Members")
    return codes


def commit(folder: Path, message: str) -> None:
    """Commit everything in a workspace."""
    who = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org")
    _git(folder, "add", ".")
    _git(folder, *who, "commit", "-q", "-m", message)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(("git", *arguments), cwd=folder, check=True, capture_output=True)


def edit(workspace: Path, turn: int) -> None:
    """Change one paragraph: a drafter adds a sentence."""
    path = min((workspace / "drafts" / NAME).glob("*.md"))
    before, _, after = path.read_text().partition(".\n\n")
    path.write_text(f"{before}. It is edited for the {turn + 1}th time.\n\n{after}")


def plain_markdown(text: Text) -> str:
    """The same text as one file for pandoc alone: titles as headings, and notes whose names do not meet."""
    return "\n".join(_plain(section, name[:3]) for name, section in text.sections.items())


def _plain(section: str, place: str) -> str:
    matter = _MATTER.match(section)
    fields = dict(re.findall(r"^(title|id): (.*)$", matter[1] if matter else "", re.MULTILINE))
    label = f" {{#{fields['id']}}}" if "id" in fields else ""
    body = _NOTE.sub(rf"[^\1-{place}]", _MATTER.sub("", section))
    return f"# {fields.get('title', '')}{label}\n\n{body.strip()}\n"
