"""A round of which three proposals were merged, and what its redline says of who changed what."""

import re
import zipfile
from typing import Any

from tests.app.merging_sample import decided, merge, replace, start, submit
from tests.app.small import Small

FIRST, SECOND = "drafts/alpha/01-first.md", "drafts/alpha/02-second.md"
GOES = "The third paragraph refers to [](#p-opening) and closes the section.\n"


def changes(small: Small, session: str = "s-3") -> list[dict[str, Any]]:
    assert small.run("build", session).code == 0
    (row,) = [row for row in small.manifest(session)["redlines"] if row["document"] == "alpha"]
    listed: list[dict[str, Any]] = row["credited"]
    return listed


def words(small: Small, session: str = "s-3") -> dict[str, str]:
    """The words of each insertion and deletion of the text, with its author."""
    body = part(small, "word/document.xml", session) + part(small, "word/footnotes.xml", session)
    found = re.findall(
        r'<w:(ins|del|moveTo|moveFrom) [^>]*?w:author="([^"]*)"[^>]*?(?<!/)>(.*?)</w:\1>', body, re.DOTALL
    )
    return {f"{kind} {_text(inside)}": who for kind, who, inside in found}


def _text(xml: str) -> str:
    return "".join(re.findall(r"<w:(?:t|delText)\b[^>]*>([^<]*)<", xml)).strip()


def part(small: Small, name: str, session: str = "s-3") -> str:
    with zipfile.ZipFile(small.root / f"build/{session}/alpha.redline.docx") as archive:
        return archive.read(name).decode() if name in archive.namelist() else ""


def drafter(small: Small, name: str, message: str = "Edit") -> None:
    small.git("add", "-A")
    small.git("-c", f"user.name={name}", "commit", "-q", "-m", message)


def merged_round(small: Small) -> Small:
    """A round of which three proposals were merged: one of two members, one reworded; and a drafter's own edit."""
    start(small)
    one = replace("says what the paper is for", "tells readers what the paper is for")
    submit(small, "MEMBER-A", one)
    submit(small, "MEMBER-B", one, replace("Something short", "Something rather short"))
    submit(small, "MEMBER-C", replace("members expect", "all members of the Committee expect"))
    decided(small, "MEMBER-A#1", "MEMBER-B#1", response="We agree.")
    decided(small, "MEMBER-B#2", how="accepted-in-part", text="Something quite short", response="A smaller word.")
    decided(small, "MEMBER-C#1")
    assert merge(small).code == 0
    small.change(FIRST, "in its second paragraph", "in its next paragraph")
    drafter(small, "Drafter One")
    return small


def frozen(small: Small) -> None:
    assert small.run("freeze", "s-3").code == 0
