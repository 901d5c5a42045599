"""Where lines came from, in real repositories: blame, the history of a stretch of lines, trailers."""

import pytest

from pipeline.model.lineage import Asked
from pipeline.store.git_blame import asked, blame, changes, committed_lines, versions
from tests.store.sandbox import Sandbox

MINUTES = """\
conceptual-framework, paragraph 12: “share” becomes “use”

Because data that is shared is not always used.

Response: Agreed.

Comment: s-1/MEMBER-A/alpha#1a
Comment: s-1/MEMBER-B/alpha#4
Proposed-by: Member A <a@example.org>
Supported-by: MEMBER-B
Session: s-1
Disposition: accepted-in-part
"""


def _commit(sandbox: Sandbox, message: str, **files: str) -> str:
    for path, text in files.items():
        sandbox.write(f"drafts/{path}.md", text.encode())
    sandbox.git("add", "-A")
    sandbox.git("commit", "-q", "-m", message)
    return sandbox.git("rev-parse", "HEAD").strip()


def test_each_line_has_the_commit_that_wrote_it(sandbox: Sandbox) -> None:
    first = _commit(sandbox, "First", a="one\ntwo\nthree\n")
    second = _commit(sandbox, "Second", a="one\nTWO\nthree\n")
    found = blame(sandbox.repository, "drafts/a.md", [(2, 3)])
    assert [(origin.line, origin.oid, origin.there) for origin in found] == [(2, second, 2), (3, first, 3)]
    assert {origin.path for origin in found} == {"drafts/a.md"}


def test_lines_that_were_split_off_into_another_file_are_followed_there(sandbox: Sandbox) -> None:
    long = "A paragraph that is long enough for Git to be sure that it is the same one, wherever it goes.\n"
    first = _commit(sandbox, "First", a=f"head\n\n{long}")
    _commit(sandbox, "Split", a="head\n", c=f"new head\n\n{long}")
    origin = blame(sandbox.repository, "drafts/c.md", [(3, 3)])[0]
    assert (origin.oid, origin.path, origin.there) == (first, "drafts/a.md", 3)


def test_an_edit_that_is_in_no_commit_has_none(sandbox: Sandbox) -> None:
    sandbox.write("drafts/a.md", b"zero\none\n")
    found = blame(sandbox.repository, "drafts/a.md", [(1, 2)])
    assert [bool(origin.oid) for origin in found] == [False, True]
    assert blame(sandbox.repository, "drafts/new.md", [(1, 1)]) == ()


@pytest.mark.parametrize(
    ("now", "stretch", "then"),
    [
        ("zero\none\ntwo\n", (2, 3), (1, 2)),
        ("one\nTWO\nand a half\n", (2, 3), (2, 2)),
        ("two\n", (1, 1), (2, 2)),
        ("one\ntwo\nthree\n", (3, 3), None),
        ("one\ntwo\n", (1, 2), (1, 2)),
    ],
)
def test_lines_on_disk_are_found_in_the_current_commit(
    sandbox: Sandbox, now: str, stretch: tuple[int, int], then: tuple[int, int] | None
) -> None:
    _commit(sandbox, "First", a="one\ntwo\n")
    sandbox.write("drafts/a.md", now.encode())
    assert committed_lines(sandbox.repository, "drafts/a.md", stretch) == then


def test_the_history_of_a_stretch_has_its_lines_before_and_after(sandbox: Sandbox) -> None:
    first = _commit(sandbox, "First", e="head\n\n@@ -1 +1 @@ is text\n\nfoot\n")
    second = _commit(sandbox, "Second", e="head\nmore\n\n@@ -1 +1 @@ is words\n\nfoot\n")
    _commit(sandbox, "Third", e="head\nmore\n\n@@ -1 +1 @@ is words\n\nother foot\n")
    found = versions(sandbox.repository, "drafts/e.md", (4, 4))
    assert [(version.oid, version.before, version.after) for version in found] == [
        (second, ("@@ -1 +1 @@ is text",), ("@@ -1 +1 @@ is words",)),
        (first, (), ("@@ -1 +1 @@ is text",)),
    ]


def test_a_renamed_file_keeps_its_history(sandbox: Sandbox) -> None:
    text = "head\n\nA paragraph that stays.\n\nAnother one.\n"
    first = _commit(sandbox, "First", e=text)
    sandbox.git("mv", "drafts/e.md", "drafts/z.md")
    _commit(sandbox, "Rename")
    assert [version.oid for version in versions(sandbox.repository, "drafts/z.md", (3, 3))] == [first]


def test_a_path_like_an_option_or_with_a_colon_is_a_path(sandbox: Sandbox) -> None:
    oid = _commit(sandbox, "First", **{"--x:1,2": "one\n"})
    assert blame(sandbox.repository, "drafts/--x:1,2.md", [(1, 1)])[0].oid == oid
    assert [version.oid for version in versions(sandbox.repository, "drafts/--x:1,2.md", (1, 1))] == [oid]


def test_a_commit_tells_who_asked_and_what_was_decided(sandbox: Sandbox) -> None:
    oid = _commit(sandbox, MINUTES, a="used\n")
    change = changes(sandbox.repository, [oid, oid, ""])[oid]
    assert change.subject == "conceptual-framework, paragraph 12: “share” becomes “use”"
    assert change.body == "Because data that is shared is not always used.\n\nResponse: Agreed."
    assert (change.author, change.address) == ("Ada Péter", "ada@example.org")
    assert change.asked == (
        Asked(
            ("s-1/MEMBER-A/alpha#1a", "s-1/MEMBER-B/alpha#4"), ("MEMBER-B",), ("Member A <a@example.org>",), "s-1",
            "accepted-in-part",
        ),
    )  # fmt: skip
    assert change.asked[0].entities == ("MEMBER-A", "MEMBER-B")


def test_a_commit_without_trailers_keeps_its_words(sandbox: Sandbox) -> None:
    oid = _commit(sandbox, "Subject\n\nWhy: it reads better.\nAnd so on.", a="x\n")
    change = changes(sandbox.repository, [oid])[oid]
    assert (change.asked, change.body) == ((), "Why: it reads better.\nAnd so on.")


def test_a_commit_that_is_not_at_hand_is_missing_and_the_others_are_told(sandbox: Sandbox) -> None:
    oid = _commit(sandbox, "Here", a="x\n")
    assert set(changes(sandbox.repository, ["1" * 40, oid])) == {oid}


def test_the_trailers_of_a_squash_are_told_apart() -> None:
    rows = [("Comment", "s/A/d#1"), ("Comment", "s/B/d#1"), ("Session", "s"), ("Disposition", "accepted")]
    rows += [("Comment", "s/C/d#9"), ("Session", "s"), ("Disposition", "accepted-in-part")]
    assert [(one.comments, one.disposition) for one in asked(rows)] == [
        (("s/A/d#1", "s/B/d#1"), "accepted"),
        (("s/C/d#9",), "accepted-in-part"),
    ]
    assert next(asked([("Session", "s"), ("Comment", "s/A/d#1")])).session == "s"
    assert list(asked([("Signed-off-by", "x")])) == []
