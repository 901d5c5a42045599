"""A round on the small workspace: comments, decisions, and what Git tells afterwards."""

import json
from typing import Any

from tests.app.small import Ran, Small

SESSION = "s-2"
MEMBERS = """\
members:
  - {code: MEMBER-A, name: Member Á, kind: sample, address: member-a@example.org}
  - {code: MEMBER-B, name: Member B, kind: sample}
  - {code: MEMBER-C, name: Member C, kind: sample, address: member-c@example.org}
"""
Row = dict[str, Any]


def start(small: Small, **sections: str) -> None:
    """A repository with a frozen session and a registry; sections replace those of alpha: `first="…"`."""
    files = {"first": "drafts/alpha/01-first.md", "second": "drafts/alpha/02-second.md"}
    for name, text in sections.items():
        (small.root / files[name]).write_bytes(text.encode())
    small.write("comments/members.yaml", MEMBERS)
    small.start_git()
    assert small.run("freeze", SESSION).code == 0


def submit(small: Small, entity: str, *comments: Row, document: str = "alpha") -> None:
    rows = [{"id": number, **row} for number, row in enumerate(comments, 1)]
    lines = [f"entity: {entity}", f"document: {document}", "comments:"]
    lines += ["  - " + "\n    ".join(f"{key}: {json.dumps(value)}" for key, value in row.items()) for row in rows]
    text = "\n".join(lines) + "\n"
    small.write(f"comments/{SESSION}/{entity}/{document}.yaml", text)


def replace(quote: str, proposal: str, **more: Any) -> Row:
    return {"quote": quote, "action": "replace", "proposal": proposal, "comment": "It is clearer.", **more}


def accept(small: Small, *names: str, how: str = "accepted", **fields: str) -> None:
    options = [part for name, value in fields.items() for part in (f"--{name}", value)]
    done = small.run("dispose", *names, "--as", how, *options, "--session", SESSION)
    assert done.code == 0, done.out + done.err


def decided(small: Small, *names: str, **fields: str) -> None:
    """Accept comments and commit all of it."""
    accept(small, *names, **fields)
    small.commit("Decide")


def merge(small: Small, *options: str) -> Ran:
    return small.run("merge", SESSION, *options)


def messages(small: Small, count: int) -> list[str]:
    return small.git("log", f"-{count}", "--reverse", "--format=%an <%ae> / %cn%n%B%x00").split("\0")[:-1]
