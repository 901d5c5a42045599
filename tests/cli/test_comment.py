"""`hlcp comment`: the file that it writes is valid as it stands, and so is every example in it."""

import json
import re
import sys
from pathlib import Path
from unittest import mock

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from pipeline.app.rounds.skeleton import skeleton
from pipeline.app.sources.opening import open_workspace
from pipeline.cli import main as command_line
from pipeline.formats.schemas import schemas
from pipeline.intake.submissions import Context, read_submission
from pipeline.model.comment import Member, Registry, Submission

DOCUMENT = "conceptual-framework"
MEMBERS = """\
members:
  - {code: MEMBER-A, name: Sample member A, kind: sample, aliases: [Alpha Office]}
  - {code: MEMBER-B, name: Sample member B, kind: sample}
"""


@pytest.fixture
def members(workspace: Path) -> Path:
    """The project's own workspace with two members and no submissions."""
    (workspace / "comments/members.yaml").write_text(MEMBERS, encoding="utf-8")
    for path in workspace.glob("comments/*/MEMBER-*/*.yaml"):
        path.unlink()
    return workspace


def run(root: Path, *arguments: str) -> tuple[int, str, str]:
    called = mock.patch.object(sys, "argv", ["hlcp", "comment", *arguments, "--workspace", str(root)])
    with called, CliRunner().isolation() as (out, err, _):
        code = command_line._run()
        sys.stdout.flush()
        sys.stderr.flush()
        return code, out.getvalue().decode(), err.getvalue().decode()


def read(text: str) -> Submission:
    context = Context(
        "hlcp-2025-06",
        documents=(DOCUMENT,),
        baselines=frozenset({"hlcp-2025-06"}),
        registry=Registry({"MEMBER-A": Member("MEMBER-A", "Sample member A", "sample")}),
    )
    return read_submission(text.encode(), "x.yaml", "MEMBER-A", DOCUMENT, context)


def uncommented(text: str) -> str:
    """The file with its examples in force."""
    return re.sub(r"^#(  .*)$", r"\1", text, flags=re.MULTILINE)


def test_it_writes_a_valid_file_and_says_where_and_what_next(members: Path) -> None:
    code, out, err = run(members, "MEMBER-A", DOCUMENT)
    path = f"comments/hlcp-2025-06/MEMBER-A/{DOCUMENT}.yaml"
    assert (code, out) == (0, f"{path}\n")
    assert "hlcp check" in err
    text = (members / path).read_text(encoding="utf-8")
    made = read(text)
    assert (made.entity, made.document, made.comments, made.findings) == ("MEMBER-A", DOCUMENT, (), ())
    first = text.split("\n")[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(.*)", first)
    assert found is not None
    schema = Path(__file__).parents[2] / "comments/hlcp-2025-06/MEMBER-A" / found[1]
    assert json.loads(schema.resolve().read_text(encoding="utf-8"))["$id"] == "submission.schema.json"


def test_every_example_is_a_comment_without_a_finding_and_no_action_is_missing(members: Path) -> None:
    text = uncommented(skeleton(open_workspace(members), "MEMBER-A", DOCUMENT).text)
    made = read(text)
    assert made.findings == ()
    assert [comment.name.id for comment in made.comments] == ["1", "2", "3", "4", "5", "6", "7a", "7b"]
    assert all(comment.text and not comment.problem for comment in made.comments)
    actions = set(re.findall(r"^    action: (.*)$", text, re.MULTILINE))
    assert actions == set(schemas()["submission"]["$defs"]["CommentEntry"]["properties"]["action"]["anyOf"][0]["enum"])


def test_an_editor_accepts_the_file_before_and_after_the_examples_are_in_force(members: Path) -> None:
    text = skeleton(open_workspace(members), "MEMBER-A", DOCUMENT).text
    validator = Draft202012Validator(schemas()["submission"])
    for version in (text, uncommented(text)):
        assert [error.message for error in validator.iter_errors(YAML(typ="safe", pure=True).load(version))] == []


def test_it_never_overwrites(members: Path) -> None:
    run(members, "MEMBER-A", DOCUMENT)
    path = members / f"comments/hlcp-2025-06/MEMBER-A/{DOCUMENT}.yaml"
    path.write_text("mine", encoding="utf-8")
    code, out, err = run(members, "MEMBER-A", DOCUMENT)
    assert (code, out) == (2, "")
    assert "never overwritten" in err
    assert path.read_text(encoding="utf-8") == "mine"


def test_print_writes_nothing(members: Path) -> None:
    code, out, _ = run(members, "MEMBER-A", DOCUMENT, "--print")
    assert code == 0
    assert out == skeleton(open_workspace(members), "MEMBER-A", DOCUMENT).text
    assert list(members.glob("comments/*/MEMBER-A/*")) == []


def test_an_alias_names_the_folder_by_its_code(members: Path) -> None:
    assert run(members, "alpha office", DOCUMENT)[1] == f"comments/hlcp-2025-06/MEMBER-A/{DOCUMENT}.yaml\n"


def test_the_session_is_the_last_that_froze_the_document(members: Path) -> None:
    assert "baseline: hlcp-48\n" in run(members, "MEMBER-A", "terms-of-reference", "--print")[1]
    named = run(members, "MEMBER-A", "mapping", "--session", "hlcp-49", "--print")[1]
    assert "baseline: hlcp-49-rev1\n" in named


@pytest.mark.parametrize(("arguments", "words"), [
    (("MEMBER-AA", DOCUMENT), 'did you mean “MEMBER-A”?'),
    (("MEMBER-A", "conceptual-framwork"), 'did you mean “conceptual-framework”?'),
    (("MEMBER-A", DOCUMENT, "--session", "hlcp-48"), "is not frozen at hlcp-48"),
    (("../../x", DOCUMENT), "there is no entity"),
])  # fmt: skip
def test_a_wrong_name_is_told_with_the_next_step(members: Path, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = run(members, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "→" in err


def test_an_unknown_session_is_a_wrong_argument(members: Path) -> None:
    code, out, err = run(members, "MEMBER-A", DOCUMENT, "--session", "hlcp-2025-6")
    assert (code, out) == (2, "")
    assert "did you mean “hlcp-2025-06”?" in err


def test_of_a_session_that_cannot_be_read_its_mistakes_are_told(members: Path) -> None:
    (members / "comments/hlcp-2025-06/session.yaml").write_text("title: A: B\n")
    code, out, _ = run(members, "MEMBER-A", DOCUMENT, "--session", "hlcp-2025-06")
    assert (code, "there is no session" in out, "[YAML-SYNTAX]" in out) == (1, False, True)


def test_without_a_registry_it_says_so(members: Path) -> None:
    (members / "comments/members.yaml").unlink()
    code, _, err = run(members, "MEMBER-A", DOCUMENT)
    assert code == 2
    assert "comments/members.yaml" in err


def test_a_name_with_a_line_end_stays_in_its_comment(members: Path) -> None:
    evil = 'members:\n  - {code: MEMBER-A, name: "A\\ncomments: [x]"}\n'
    (members / "comments/members.yaml").write_text(evil, encoding="utf-8")
    assert read(run(members, "MEMBER-A", DOCUMENT, "--print")[1]).comments == ()
