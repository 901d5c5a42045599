"""The secretariat's commands on a round: status, comments, dispose, complete, relink, in a workspace of its own."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.main import cli
from tests.copies import copy_project

ROOT = Path(__file__).parents[2]
DOCUMENT = ("--document", "conceptual-framework")


@pytest.fixture(scope="module")
def warm_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample round with its baseline, without decisions and outside Git, its texts in the cache."""
    folder = tmp_path_factory.mktemp("round")
    copy_project(folder)
    shutil.rmtree(folder / "comments" / "hlcp-2025-06" / "dispositions", ignore_errors=True)
    assert _run(folder, "status", "--format", "json").return_value == 0
    return folder


@pytest.fixture
def round_folder(warm_folder: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(warm_folder, tmp_path / "round")


def _run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--workspace", str(folder)], standalone_mode=False)


def _state(folder: Path, name: str) -> str:
    result = _run(folder, "comments", "conceptual-framework", "--format", "json")
    places = json.loads(result.stdout)["places"]
    return next(c["state"] for place in places for c in place["comments"] if c["short"] == name)


def _file(folder: Path) -> Path:
    return folder / "comments" / "hlcp-2025-06" / "dispositions" / "conceptual-framework.yaml"


def test_a_decision_moves_the_ledger_and_can_be_taken_back(round_folder: Path) -> None:
    assert _state(round_folder, "MEMBER-A#1a") == "open"
    assert _run(round_folder, "dispose", "MEMBER-A#1a", "--as", "accepted", *DOCUMENT).return_value == 0
    assert _state(round_folder, "MEMBER-A#1a") == "accepted"
    assert _run(round_folder, "dispose", "MEMBER-A#1a", "--as", "open", *DOCUMENT).return_value == 0
    assert _state(round_folder, "MEMBER-A#1a") == "open"


def test_not_accepted_without_a_response_is_refused_and_nothing_is_written(round_folder: Path) -> None:
    result = _run(round_folder, "dispose", "MEMBER-A#1a", "--as", "not-accepted", *DOCUMENT)
    assert result.return_value == 1
    assert "say why" in result.stdout
    assert not _file(round_folder).exists()


def test_editorial_comments_are_accepted_in_one_command(round_folder: Path) -> None:
    result = _run(round_folder, "dispose", "--all", "--type", "editorial", "--as", "accepted", *DOCUMENT)
    assert result.return_value == 1, "results and remarks cannot be accepted"
    summary = json.loads(_run(round_folder, "status", "--format", "json").stdout)
    assert summary["states"]["accepted"] >= 20
    before = _file(round_folder).read_bytes()
    again = _run(round_folder, "dispose", "--all", "--type", "editorial", "--as", "accepted", *DOCUMENT)
    assert _file(round_folder).read_bytes() == before
    assert "0 changed" in again.stderr


def test_a_dry_run_writes_nothing(round_folder: Path) -> None:
    result = _run(round_folder, "dispose", "MEMBER-A#1a", "--as", "accepted", "--dry-run", *DOCUMENT)
    assert "1 would change" in result.stderr
    assert not _file(round_folder).exists()


def test_what_a_person_put_into_the_file_stays(round_folder: Path) -> None:
    _run(round_folder, "dispose", "MEMBER-A#1a", "--as", "accepted", *DOCUMENT)
    text = _file(round_folder).read_text().replace("dispositions:", "# agreed by telephone\ndispositions:  # of June")
    _file(round_folder).write_text(text)
    _run(round_folder, "dispose", "MEMBER-B#1", "--as", "deferred", *DOCUMENT)
    assert _file(round_folder).read_text().startswith(text.rstrip("\n"))


def test_a_result_is_completed_and_then_accepted(round_folder: Path) -> None:
    refused = _run(round_folder, "dispose", "MEMBER-D#5", "--as", "accepted", *DOCUMENT)
    assert "hlcp complete MEMBER-D#5" in refused.stdout
    assert _run(round_folder, "complete", "MEMBER-D#5", "--yes", *DOCUMENT).return_value == 0
    assert _run(round_folder, "dispose", "MEMBER-D#5", "--as", "accepted", *DOCUMENT).return_value == 0
    assert _state(round_folder, "MEMBER-D#5") == "accepted"


def test_an_ambiguous_comment_is_relinked(round_folder: Path) -> None:
    orphans = {o["comment"] for o in json.loads(_run(round_folder, "status", "--format", "json").stdout)["orphans"]}
    assert "MEMBER-F#6" in orphans
    assert _run(round_folder, "relink", "MEMBER-F#6", "--paragraph", "11 (b)", *DOCUMENT).return_value == 0
    orphans = {o["comment"] for o in json.loads(_run(round_folder, "status", "--format", "json").stdout)["orphans"]}
    assert "MEMBER-F#6" not in orphans


def test_relinking_to_words_that_are_not_there_writes_nothing(round_folder: Path) -> None:
    result = _run(round_folder, "relink", "MEMBER-F#6", "--paragraph", "44", "--quote", "no such words", *DOCUMENT)
    assert result.exception is not None
    assert "not in paragraph 44" in str(result.exception)
    assert not _file(round_folder).exists()


def test_the_comments_on_a_paragraph_of_today(round_folder: Path) -> None:
    result = _run(round_folder, "comments", "conceptual-framework:p-working-definition")
    for name in ("MEMBER-A#1a", "MEMBER-C#2", "MEMBER-I#1"):
        assert name in result.stdout
    assert "contradictory with" in result.stdout
    assert "MEMBER-K#1" not in result.stdout


def test_the_dashboard_says_what_is_next(round_folder: Path) -> None:
    result = _run(round_folder, "status")
    for words in (
        "hlcp-2025-06",
        "sample",
        "Most contested",
        "To be placed by hand",
        "Not answered",
        "MEMBER-L",
        "Next:",
    ):
        assert words in result.stdout


def test_a_comment_that_does_not_exist_is_named_with_a_guess(round_folder: Path) -> None:
    result = _run(round_folder, "dispose", "MEMBER-A#1", "--as", "noted", *DOCUMENT)
    assert "did you mean" in str(result.exception)


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (("--entity", "MEMBER-Q"), "there is no entity “MEMBER-Q”"),
        (("--type", "edtorial"), "'edtorial' is not one of"),
        (("--state", "opne"), "'opne' is not one of"),
    ],
)
@pytest.mark.parametrize("command", [("comments",), ("dispose", "--all", "--as", "noted", "--dry-run")])
def test_a_filter_that_fits_nothing_is_a_mistake(
    round_folder: Path, command: tuple[str, ...], filters: tuple[str, ...], told: str
) -> None:
    result = _run(round_folder, *command, *filters)
    assert told in str(result.exception)


def test_a_filter_takes_an_entity_under_its_other_name(round_folder: Path) -> None:
    by_alias = _run(round_folder, "comments", "--entity", "sample organization delta", "--format", "json")
    assert by_alias.stdout == _run(round_folder, "comments", "--entity", "MEMBER-D", "--format", "json").stdout
    assert "MEMBER-D#1" in by_alias.stdout


def test_a_drafter_sees_the_number_that_the_member_read(round_folder: Path) -> None:
    result = _run(round_folder, "comments", "common-approach", "--entity", "MEMBER-K")
    assert "common-approach 24 (f)" in result.stdout
    assert "exact (read as 11 (f))" in result.stdout


def test_words_that_are_gone_are_relinked_to_an_id_of_today(round_folder: Path) -> None:
    orphans = json.loads(_run(round_folder, "status", "--format", "json").stdout)["orphans"]
    gone = next(one for one in orphans if one["comment"] == "MEMBER-D#3" and one["status"] == "deleted")
    assert gone["command"] == "hlcp relink MEMBER-D#3 --document common-approach --id ID"
    done = _run(round_folder, *gone["command"].split()[1:-1], "p-data-classes")
    assert done.return_value == 0
    again = json.loads(_run(round_folder, "status", "--format", "json").stdout)["orphans"]
    assert "MEMBER-D#3" not in [one["comment"] for one in again]


def test_two_that_collide_are_not_both_accepted(round_folder: Path) -> None:
    assert _run(round_folder, "dispose", "MEMBER-I#3", "--as", "accepted", *DOCUMENT).return_value == 0
    result = _run(round_folder, "dispose", "MEMBER-B#8", "--as", "accepted", *DOCUMENT)
    assert result.return_value == 1
    assert "it collides with MEMBER-I#3, which is accepted" in result.stdout
    together = _run(round_folder, "dispose", "MEMBER-B#1", "MEMBER-D#1", "--as", "accepted", *DOCUMENT)
    assert "1 changed, 1 refused" in together.stderr


def test_the_order_of_decision_is_shown_with_its_reason(round_folder: Path) -> None:
    assert "decide first" in _run(round_folder, "status").stdout
    assert "decide as number" in _run(round_folder, "comments", "conceptual-framework:p-working-definition").stdout
