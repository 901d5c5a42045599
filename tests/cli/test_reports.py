"""`hlcp check --format`: what a forge gets from the command, and the exit code beside it."""

import json

import pytest
from lxml import etree

from tests.app.conftest import guarded, small  # noqa: F401 - fixtures
from tests.app.small import Small

SECTION = "drafts/alpha/01-first.md"


@pytest.mark.parametrize("output", ["github", "gitlab", "junit", "sarif", "markdown"])
def test_every_format_names_file_line_and_code_and_fails_like_text(small: Small, output: str) -> None:  # noqa: F811
    line = small.add(SECTION, "\n<b>raw</b> words\n") + 1
    done = small.run("check", "--format", output)
    assert (done.code, done.err) == (1, "2 errors\n")
    assert all(word in done.out for word in (SECTION, str(line), "MD-RAW"))


@pytest.mark.parametrize("output", ["github", "gitlab", "junit", "sarif", "markdown"])
def test_nothing_found_is_a_report_too(small: Small, output: str) -> None:  # noqa: F811
    done = small.run("check", "--format", output)
    assert (done.code, done.err) == (0, "no findings\n")
    assert ("hlcp" in done.out) == (output not in ("github", "gitlab"))


def test_a_workspace_inside_a_repository_is_named_in_the_paths(small: Small) -> None:  # noqa: F811
    small.add(SECTION, "\n<b>raw</b> words\n")
    small.git("init", "-q", "-b", "main", folder=small.root.parent)
    place = f"{small.root.name}/{SECTION}"
    assert f"file={place}," in small.run("check", "--format", "github").out
    assert {issue["location"]["path"] for issue in json.loads(small.run("check", "--format", "gitlab").out)} == {place}
    assert small.check().rows[0]["file"] == SECTION


def test_a_strict_check_fails_in_junit_where_it_fails_for_the_shell(small: Small) -> None:  # noqa: F811
    small.write("drafts/alpha/notes.txt", "forgotten")
    for strict, code in (((), 0), (("--strict",), 1)):
        done = small.run("check", "--format", "junit", *strict)
        assert done.code == code
        assert etree.fromstring(done.out.encode()).get("failures") == str(code)


def test_a_workspace_file_that_cannot_be_read_is_reported_in_every_format(small: Small) -> None:  # noqa: F811
    small.write("hlcp.yaml", "committee: [\n")
    done = small.run("check", "--format", "sarif")
    assert done.code == 1
    results = json.loads(done.out)["runs"][0]["results"]
    assert {result["ruleId"] for result in results} == {"YAML-SYNTAX"}
