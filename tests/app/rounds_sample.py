"""A round on the small workspace in which nearly everything is wrong, and how many comments each file of it holds."""

from pathlib import Path

from pipeline.app.rounds.ledgers import RoundView, round_of
from pipeline.app.sources.caching import open_cache
from pipeline.app.sources.opening import open_workspace
from tests.app.small import Small

SESSION = "s-2"
HEAD = "entity: {0}\ndocument: alpha\nbaseline: s-2\ncomments:\n"
CODES = tuple(f"MEMBER-{letter}" for letter in "ABCDEFGHIJKLMN")

STRANGE = {
    "typst": '#eval("1+1") #import "/etc/passwd": * $x^2$ = Heading @ref <label> // gone',
    "openxml": "</w:t></w:r><w:r><w:t xml:space='preserve'>&#x0;]]><![CDATA[x",
    "markdown": "# Heading\n\n::: {.table caption=\"x\"}\n[x](javascript:alert(1)) `code`{=openxml} {#p-opening}",
    "html": "<script>alert(1)</script><!-- --><img src=x onerror=alert(1)>&amp;lt;",
    "template": "{{ 7 * 7 }} {% include '/etc/passwd' %} ${jndi:ldap://x} %(path)s {0.__class__}",
    "formula": "=HYPERLINK(\"https://example.org\";\"x\")",
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "control": "a\u0007b\u0000c\u000bd\u2028e",
    "bidi": "\u202eevil\u202c \u2066x\u2069 \u200fword",
    "emoji": "👩‍👩‍👧‍👦 🇺🇳 e\u0301 \U0001f9d1\U0001f3fd\u200d\U0001f680",
    "arabic": "الجريمة المنظمة عبر الوطنية",
    "chinese": "跨国有组织犯罪（草案）",
    "path": "../../../etc/passwd\\..\\..\\windows",
    "git": "--upload-pack=touch /tmp/x; $(touch /tmp/y) `touch z`",
    "yaml": "!!python/object/apply:os.system ['x'] &a *a <<: - ? :",
    "long-word": "x" * 40_000,
}  # fmt: skip


def entries(*fields: dict[str, str]) -> str:
    """Entries as YAML; every value in double quotes, with hidden characters as they are."""
    return "".join(
        "  - " + "\n    ".join(f"{key}: {_quoted(value)}" for key, value in one.items()) + "\n" for one in fields
    )


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _strange(field: str) -> str:
    return entries(*({"id": str(n), "paragraph": "1", field: text} for n, text in enumerate(STRANGE.values(), 1)))


def hostile() -> dict[str, tuple[str | bytes, int]]:
    """Files of submissions by their path in the folder of the session, each with the number of its comments."""
    head = {code: HEAD.format(code) for code in CODES}
    plain = entries({"id": "1", "paragraph": "1", "comment": "One."}, {"id": "2", "paragraph": "2", "comment": "Two."})
    more = entries({"id": "11", "paragraph": "1", "comment": "One."}, {"id": "12", "paragraph": "2", "comment": "Two."})
    wrong = entries(
        {"id": "1", "paragraph": "99", "comment": "There is no such paragraph."},
        {"id": "2", "baseline": "s-9", "quote": "what the paper is for", "comment": "There is no such draft."},
        {"id": "3", "section": "IX", "comment": "Nor such a section."},
        {"id": "3", "quote": "The opening paragraph", "comment": "The same id again."},
        {"id": "4", "quote": "words that stand nowhere", "action": "replace", "proposal": "others"},
        {"id": "5", "quote": "The other document has one paragraph", "comment": "It stands in the other document."},
        {"id": "6", "paragraph": "-1", "reference": "\u202e§§ ???", "comment": "What?"},
        {"id": "7"},
    )
    alias = "  - id: 1\n    comment: &a Anchored.\n  - id: 2\n    comment: *a\n" + more
    deep = f"  - id: 1\n    comment: {'[' * 500}{']' * 500}\n  - id: 2\n    comment: Flat.\n"
    huge = entries({"id": "1", "quote": "q" * 10_000_000}, {"id": "2", "paragraph": "1", "comment": "Small."})
    latin = "  - id: 1\n    comment: Caf\xe9 au lait.\n  - id: 2\n    comment: Plain.\n"
    return {
        "MEMBER-A/alpha.yaml": (head["MEMBER-A"] + wrong + "  - id: 8\n    comment: \"\\u0007\"\n", 9),
        "MEMBER-B/alpha.yaml": (head["MEMBER-B"] + plain, 2),
        "MEMBER-C/alpha.yaml": (head["MEMBER-B"] + plain, 2),  # in the folder of another, and its second file
        "MEMBER-D/alpha.yaml": (head["MEMBER-D"] + alias, 4),
        "MEMBER-E/alpha.yaml": (head["MEMBER-E"] + "  - !!python/none\n    id: 1\n  - id: 2\n    comment: Two.\n", 2),
        "MEMBER-F/alpha.yaml": (head["MEMBER-F"] + huge, 2),
        "MEMBER-G/alpha.yaml": (head["MEMBER-G"] + deep, 2),
        "MEMBER-H/alpha.yaml": ((head["MEMBER-H"] + latin).encode("latin-1"), 2),
        "MEMBER-I/alpha.yaml": (head["MEMBER-I"] + _strange("comment"), len(STRANGE)),
        "MEMBER-J/alpha.yaml": (head["MEMBER-J"] + _strange("proposal"), len(STRANGE)),
        "MEMBER-K/alpha.yaml": (head["MEMBER-K"] + _strange("quote"), len(STRANGE)),
        "MEMBER-L/alpha.yaml": (head["MEMBER-L"] + _strange("reference"), len(STRANGE)),
        "MEMBER-M/alpha.yaml": ("}{ this is no YAML at all: [\n", 1),
        "NOBODY/gamma.yaml": ("entity: NOBODY\ndocument: gamma\ncomments:\n" + plain, 2),
    }  # fmt: skip


def make_hostile(small: Small) -> dict[str, int]:
    """Freeze the first session, file the hostile round on it, and link one submission from elsewhere.

    Returns:
        The number of comments of each file.
    """
    members = "".join(f"  - {{code: {code}, name: Member {code[-1]}, kind: sample}}\n" for code in CODES)
    small.write("comments/members.yaml", f"members:\n{members}")
    small.commit("Members")
    assert small.run("freeze", SESSION).code == 0
    expected = {}
    for path, (content, count) in hostile().items():
        small.write(f"comments/{SESSION}/{path}", content)
        expected[path] = count
    link = small.root / "comments" / SESSION / "MEMBER-N" / "alpha.yaml"
    link.parent.mkdir()
    link.symlink_to(small.write("elsewhere.yaml", HEAD.format("MEMBER-N") + entries({"id": "1", "comment": "Linked."})))
    return expected | {"MEMBER-N/alpha.yaml": 1}


def view_of(root: Path) -> RoundView:
    """The round as a command sees it."""
    opened = open_workspace(root)
    return round_of(opened, SESSION, open_cache(opened))
