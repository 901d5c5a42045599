"""A tiny workspace with many mistakes that a section alone cannot show; its findings are examples in findings.md."""

import tempfile
from pathlib import Path
from typing import NamedTuple

from pipeline.app.caching import open_cache
from pipeline.app.checking import check
from pipeline.app.new_workspace import Named, NewWorkspace
from pipeline.app.opening import open_workspace
from pipeline.app.starting import start

_MEMBERS = (Named("ALPHA", "Alpha Office"), Named("BETA", "Beta Office"))
_COMMENTS = "comments/first-session"
_FILES = {
    "drafts/plan-of-work/document.yaml": "title: Plan of work\nsections:\n  - 01-purpose.md\n  - 02-lights.md\n"
    "  - 01-purpose.md\n  - 03-gone.md\n",
    "drafts/plan-of-work/02-lights.md": "---\ntitle: Lights\n---\n\nLights burn at night. See [](#p-purpose).\n",
    "drafts/plan-of-work/04-buoys.md": "---\ntitle: Buoys\n---\n\nBuoys are counted.\n",
    f"{_COMMENTS}/session.yaml": "title: First session\ndocuments:\n  - {document: plan-of-work, purpose: discussion}\n"
    "acknowledged:\n  - {finding: STYLE-ISE, file: drafts/plan-of-work/01-purpose.md, reason: a quotation}\n",
    f"{_COMMENTS}/ALPHA/plan-of-work.yaml": """\
entity: ALPHA
document: plan-of-work
baseline: tenth-session
comments:
  - id: 1
    paragraph: 1
    quote: what the paper is for
    action: replace
    proposal: see comment
  - id: 2
    paragraph: 99
    quote: words that stand nowhere
    comment: Unclear.
  - id: 2
    paragraph: 1
    comment: The id stands twice.
  - id: 3
    paragraph: 1
  - id: 4
    paragraph: 1
    quote: what the paper is for
    proposal: The sentence should read, to say what it is for.
  - id: 5
    paragraph: 1
    coment: A key that is misspelt.
  - id: 6
    paragraph: 1
    comment: *of
  - id: 7
    paragraph: Anlage B
    comment: Not clear # at all
""",
    f"{_COMMENTS}/BETA/plan-of-work.yaml": "entity: ALPHA\ndocument: plan-of-work\ncomments: []\n",
    f"{_COMMENTS}/BETA/rules.yaml": "entity: BETA\ndocument: rules\ncomments:\n  - id: 1\n    comment: Good.\n",
    f"{_COMMENTS}/GAMMA/plan-of-work.yaml": "entity: GAMMA\ndocument: plan-of-work\ncomments: []\n",
    f"{_COMMENTS}/dispositions/plan-of-work.yaml": """\
dispositions:
  - {comment: "ALPHA#2", of: 00000000, decision: noted, response: Thank you.}
  - {comment: "ALPHA#9", of: 00000000, decision: noted, response: Thank you.}
  - {comment: "ALPHA#1", of: 00000000, decision: perhaps}
""",
}


_NEW = NewWorkspace(
    "Committee on Harbours", "CH", "League of Ports", "Harbour safety",
    (Named("plan-of-work", "Plan of work"),), (Named("first-session", "First session"),), _MEMBERS,
)  # fmt: skip


class Case(NamedTuple):
    """A line of a file, and what is found there."""

    place: str
    line: str
    message: str


def cases() -> dict[str, Case]:
    """The first finding of each code in the workspace, by code."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name, "harbours")
        start(root, _NEW)
        for path, text in _FILES.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        opened = open_workspace(root)
        found: dict[str, Case] = {}
        for finding in (*opened.findings, *check(opened, (), open_cache(opened))):
            place = finding.place
            lines = (root / place.path).read_text("utf-8").split("\n") if (root / place.path).is_file() else []
            line = lines[place.line - 1] if place.column > 1 and place.line <= len(lines) else ""
            found.setdefault(finding.code, Case(str(place), line.strip(), finding.message))
        return found
