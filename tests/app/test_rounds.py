"""A round in which nearly everything is wrong: all of it is in the ledger exactly once, and no command fails."""

import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.model.ledger import AnchorStatus, Entry, State
from pipeline.render.ledger_json import ledger_json
from pipeline.render.matrix.excel import matrix_xlsx
from pipeline.render.matrix.rows import matrix_rows
from tests.app.rounds_sample import CODES, HEAD, SESSION, STRANGE, entries, make_hostile, view_of
from tests.app.small import ROOT, Small

_PRINT = (
    "import sys; from pathlib import Path; from tests.app.rounds_sample import view_of;"
    "from pipeline.render.ledger_json import ledger_json;"
    "sys.stdout.buffer.write(ledger_json(view_of(Path(sys.argv[1])).ledger).encode())"
)
_HIDDEN = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 7, 0)}


@pytest.fixture
def hostile(repository: Small) -> tuple[Small, dict[str, int]]:
    return repository, make_hostile(repository)


def _by_short(small: Small) -> dict[str, Entry]:
    return {entry.comment.name.short: entry for entry in view_of(small.root).ledger.entries}


def test_every_comment_of_every_file_is_in_the_ledger_exactly_once(hostile: tuple[Small, dict[str, int]]) -> None:
    small, expected = hostile
    ledger = view_of(small.root).ledger
    counts = Counter(entry.comment.at.path.removeprefix(f"comments/{SESSION}/") for entry in ledger.entries)
    assert counts == expected
    names = [str(entry.comment.name) for entry in ledger.entries]
    assert len(set(names)) == len(names)
    assert not [finding for finding in ledger.findings if finding.code == "LEDGER-BALANCE"]


def test_what_is_wrong_is_said_of_the_comment_and_the_others_of_its_file_stand(
    hostile: tuple[Small, dict[str, int]],
) -> None:
    small, _ = hostile
    found = _by_short(small)
    unreadable = {short for short, entry in found.items() if entry.state is State.UNREADABLE}
    assert unreadable == {
        "MEMBER-A#8", "MEMBER-D#1", "MEMBER-D#2", "MEMBER-E#1", "MEMBER-F#1", "MEMBER-G#1", "MEMBER-H#1",
        "MEMBER-M#?0", "MEMBER-N#?0",
    }  # fmt: skip
    assert found["MEMBER-A#3-2"].anchors[0].status is AnchorStatus.EXACT
    assert found["MEMBER-B#1~2"].repeats == found["MEMBER-B#1"].comment.name
    for short in ("MEMBER-A#1", "MEMBER-A#2", "MEMBER-A#3", "MEMBER-A#4", "MEMBER-A#5", "NOBODY#1"):
        assert found[short].anchors[0].status is AnchorStatus.UNPLACED, short


def test_the_check_names_each_kind_of_mistake(hostile: tuple[Small, dict[str, int]]) -> None:
    small, _ = hostile
    ran = small.check()
    assert ran.code == 1
    assert set(ran.codes) >= {
        "COMMENT-ID-TWICE", "COMMENT-BASELINE", "COMMENT-DOCUMENT", "COMMENT-WRONG-DOCUMENT", "COMMENT-UNREADABLE",
        "COMMENT-EMPTY", "COMMENT-CONTROL", "MEMBER-UNKNOWN", "MEMBER-FOLDER", "MEMBER-TWICE", "YAML-FORBIDDEN",
        "YAML-LIMIT", "FILE-SIZE", "FILE-SYMLINK", "FILE-ENCODING", "ANCHOR-UNPLACED",
    }  # fmt: skip


@pytest.mark.parametrize(
    "command",
    [
        ("status",), ("status", "--format", "json"), ("comments",), ("comments", "alpha:1"),
        ("comments", "--format", "json"), ("comments", "alpha", "--entity", "MEMBER-K"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_fails_on_it(hostile: tuple[Small, dict[str, int]], command: tuple[str, ...]) -> None:
    small, _ = hostile
    ran = small.run(*command)
    assert ran.code == 0, ran.err
    if "json" in command:
        json.loads(ran.out)


def test_a_comment_that_lost_its_place_is_given_one_by_hand(hostile: tuple[Small, dict[str, int]]) -> None:
    small, _ = hostile
    before = view_of(small.root).ledger
    assert small.run("relink", "MEMBER-A#4", "--document", "alpha", "--paragraph", "2").code == 0
    after = _by_short(small)
    anchor = after["MEMBER-A#4"].anchors[0]
    assert anchor.today is not None
    assert (anchor.how, anchor.today.address) == ("hand", "paragraph 2")
    kept = [entry for entry in before.entries if entry.comment.name.short != "MEMBER-A#4"]
    assert [entry for entry in after.values() if entry.comment.name.short != "MEMBER-A#4"] == kept


def test_strange_words_are_kept_as_words(hostile: tuple[Small, dict[str, int]]) -> None:
    small, _ = hostile
    found = _by_short(small)
    for number, (name, text) in enumerate(STRANGE.items(), 1):
        said = found[f"MEMBER-I#{number}"].comment.text
        visible = "".join(sign for sign in text.replace("\u000b", "\n").replace("\u2028", "\n") if sign not in _HIDDEN)
        assert said == unicodedata.normalize("NFC", visible).strip(), name


def test_no_cell_of_the_matrix_is_a_formula_or_a_link(hostile: tuple[Small, dict[str, int]]) -> None:
    small, _ = hostile
    view = view_of(small.root)
    table = view.table("alpha")
    assert table is not None
    data = matrix_xlsx(matrix_rows(view.ledger, "alpha", table.read.units))
    with zipfile.ZipFile(BytesIO(data)) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<hyperlink" in sheet]


# -- laws 6 and 7


def _printed(root: Path, **environment: str) -> bytes:
    own = {**os.environ, "PYTHONPATH": str(ROOT), "HLCP_NO_CACHE": "1", **environment}
    done = subprocess.run([sys.executable, "-c", _PRINT, str(root)], env=own, capture_output=True, check=True, cwd=ROOT)
    return done.stdout


def test_neither_hash_seed_nor_zone_nor_locale_nor_cache_changes_a_byte(hostile: tuple[Small, dict[str, int]]) -> None:
    small, _ = hostile
    first = _printed(small.root, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    second = _printed(
        small.root, PYTHONHASHSEED="4242", TZ="Pacific/Auckland", LC_ALL="tr_TR.UTF-8", LANG="tr_TR.UTF-8"
    )
    assert second == first
    assert [ledger_json(view_of(small.root).ledger).encode() for _ in range(2)] == [first, first]  # made, and kept


def test_the_order_in_which_files_and_entries_came_changes_no_entry(repository: Small) -> None:
    said = {code: {"id": "1", "quote": "says what the paper is for", "proposal": "tells why"} for code in CODES[:6]}
    repository.write("comments/members.yaml", "members:\n" + "".join(f"  - {{code: {c}, name: {c}}}\n" for c in said))
    repository.commit("Members")
    assert repository.run("freeze", SESSION).code == 0
    ledgers = []
    for codes in (list(said), list(reversed(said))):
        for code in codes:
            folder = repository.root / "comments" / SESSION / code
            (folder / "alpha.yaml").unlink(missing_ok=True)
            if folder.is_dir():
                folder.rmdir()
        for code in codes:
            repository.write(f"comments/{SESSION}/{code}/alpha.yaml", HEAD.format(code) + entries(said[code]))
        ledgers.append(ledger_json(view_of(repository.root).ledger))
    assert ledgers[0] == ledgers[1]


# -- what is kept between commands


def _one_comment(small: Small) -> None:
    small.write("comments/members.yaml", "members:\n  - {code: MEMBER-A, name: Member A}\n")
    small.commit("Members")
    assert small.run("freeze", SESSION).code == 0
    entry = entries({"id": "1", "quote": "Something longer", "comment": "Too long."})
    small.write(f"comments/{SESSION}/MEMBER-A/alpha.yaml", HEAD.format("MEMBER-A") + entry)


def test_a_ledger_that_was_kept_is_made_anew_when_a_draft_changes(repository: Small) -> None:
    _one_comment(repository)
    assert _by_short(repository)["MEMBER-A#1"].anchors[0].status is AnchorStatus.EXACT
    repository.change("drafts/alpha/01-first.md", "(b) Something longer.", "(b) All else.")
    assert _by_short(repository)["MEMBER-A#1"].anchors[0].status is AnchorStatus.DELETED


def test_a_ledger_that_was_kept_is_made_anew_when_a_commit_tells_when_a_comment_came(repository: Small) -> None:
    rounds = "rounds:\n  - {id: 1, closes: 2020-01-01T00:00:00Z}\n"
    repository.add(f"comments/{SESSION}/session.yaml", rounds)
    _one_comment(repository)
    assert not _by_short(repository)["MEMBER-A#1"].comment.late
    repository.commit("A comment")
    assert _by_short(repository)["MEMBER-A#1"].comment.late


def test_a_damaged_entry_of_the_cache_is_no_ledger(repository: Small) -> None:
    _one_comment(repository)
    first = view_of(repository.root).ledger
    kept = list((repository.root / "build" / ".cache" / "ledgers").rglob("*"))
    files = [path for path in kept if path.is_file()]
    assert files
    for path in files:
        path.write_bytes(path.read_bytes()[:-20])
    assert view_of(repository.root).ledger == first
