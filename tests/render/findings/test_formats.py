"""Findings for forges: each format against its schema, whatever a finding quotes, and nothing lost on the way.

The schemas beside this file are ours, written after what the readers of these formats document. They are stricter than
what is published, for they allow only what we write. What is published is tried in test_published.py.
"""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from pipeline.cli.check import FORMATS as OFFERED
from pipeline.model.finding import Finding, Severity
from pipeline.model.rules import RULES
from pipeline.model.source import Place
from pipeline.render.findings.common import fingerprints, placed
from pipeline.render.findings.formats import FORMATS

SCHEMAS = Path(__file__).with_name("schemas")
COMMAND = re.compile(r"::(error|warning|notice) file=([^,:]*),line=(\d+),col=(\d+),title=([A-Z-]+)::(.*)")

texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)
places = st.builds(Place, texts, st.integers(1, 10**6), st.integers(1, 10**4))
findings = st.builds(
    Finding, places, st.sampled_from(sorted(RULES)), texts, st.just("") | texts, st.sampled_from(Severity),
    st.just("") | texts,
)  # fmt: skip
lists = st.lists(findings, max_size=8)

ERROR = Finding(Place("drafts/a/01.md", 3, 5), "MD-RAW", "raw <b> & 100% bad", "Write plain Markdown.")
WARNING = Finding(Place("drafts/a/01.md", 7), "WORD-LIMIT", "too long", "Shorten it.", Severity.WARNING)
NOTE = Finding(Place("drafts/b/02.md"), "STYLE-ACRONYM", "what is ABC?", "Spell it out.", Severity.NOTE)
KNOWN = Finding(Place("comments/s/M/a.yaml", 9), "YAML-SYNTAX", "broken", "Correct it.", acknowledged="a sample")
ALL = (NOTE, KNOWN, WARNING, ERROR)


def schema(name: str) -> Draft202012Validator:
    content = json.loads((SCHEMAS / name).read_text("utf-8"))
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


SARIF, GITLAB = schema("sarif.schema.json"), schema("gitlab.schema.json")
JUNIT = etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd"))


def sarif(given_: list[Finding] | tuple[Finding, ...]) -> dict[str, Any]:
    log = json.loads(FORMATS["sarif"](given_, False))
    SARIF.validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def junit(given_: list[Finding] | tuple[Finding, ...], strict: bool = False) -> etree._Element:
    root = etree.fromstring(FORMATS["junit"](given_, strict).encode())
    JUNIT.assertValid(root)
    return root


def test_the_command_offers_what_there_is() -> None:
    assert set(OFFERED) == {"text", "json", *FORMATS}


# -- any finding


@given(lists)
def test_sarif_fits_its_schema_and_holds_every_finding(given_: list[Finding]) -> None:
    run = sarif(given_)
    assert len(run["results"]) == len(given_)
    for result, finding in zip(run["results"], given_, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert finding.message in result["message"]["text"]
        assert ("suppressions" in result) == bool(finding.acknowledged)


@given(lists)
def test_gitlab_fits_its_schema_and_tells_all_apart(given_: list[Finding]) -> None:
    issues = json.loads(FORMATS["gitlab"](given_, False))
    relative = [issue for issue in issues if not issue["location"]["path"].startswith(("/", "./"))]
    GITLAB.validate(relative)
    assert len({issue["fingerprint"] for issue in issues}) == len(given_)


@given(lists, st.booleans())
def test_junit_fits_its_schema_and_its_sums_are_right(given_: list[Finding], strict: bool) -> None:
    root = junit(given_, strict)
    cases = root.findall(".//testcase")
    assert len(cases) == int(root.get("tests", "")) == max(1, len(given_))
    assert len(root.findall(".//failure")) == int(root.get("failures", ""))
    for suite in root.findall("testsuite"):
        for name, tag in (("tests", "testcase"), ("failures", "testcase/failure"), ("skipped", "testcase/skipped")):
            assert int(suite.get(name, "")) == len(suite.findall(tag))


@given(lists)
def test_a_github_command_is_one_line_and_can_be_read_back(given_: list[Finding]) -> None:
    lines = FORMATS["github"](given_, False).split("\n")
    assert lines.pop() == ""
    back: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        match = COMMAND.fullmatch(line)
        assert match, line
        back[(unescaped(match[2]), match[3], match[5])] += 1
    assert back == Counter((f.place.path, str(f.place.line), f.code) for f in given_)


def unescaped(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


@given(lists)
def test_markdown_keeps_one_row_for_each_finding(given_: list[Finding]) -> None:
    lines = FORMATS["markdown"](given_, False).splitlines()
    rows = lines[4:] if given_ else []
    assert len(rows) == len(given_)
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 5 for row in rows)
    assert not any(re.search(r"(?<!\\)(?:\\\\)*[@<`]", row) for row in rows)


# -- what a reader sees


def test_github_shows_the_worst_first_and_what_is_known_last() -> None:
    assert FORMATS["github"](ALL, False).splitlines() == [
        "::error file=drafts/a/01.md,line=3,col=5,title=MD-RAW::raw <b> & 100%25 bad%0A→ Write plain Markdown.",
        "::warning file=drafts/a/01.md,line=7,col=1,title=WORD-LIMIT::too long%0A→ Shorten it.",
        "::notice file=drafts/b/02.md,line=1,col=1,title=STYLE-ACRONYM::what is ABC?%0A→ Spell it out.",
        "::notice file=comments/s/M/a.yaml,line=9,col=1,title=YAML-SYNTAX::broken (acknowledged: a sample)",
    ]


@pytest.mark.parametrize(("strict", "failed"), [(False, ["MD-RAW"]), (True, ["MD-RAW", "WORD-LIMIT"])])
def test_junit_fails_on_what_the_check_fails_on(strict: bool, failed: list[str]) -> None:
    root = junit(ALL, strict)
    assert [failure.get("type") for failure in root.iter("failure")] == failed
    assert [skipped.get("message") for skipped in root.iter("skipped")] == ["a sample"]


@pytest.mark.parametrize(("strict", "word"), [(False, "passes"), (True, "fails")])
def test_markdown_says_whether_the_check_passed(strict: bool, word: str) -> None:
    assert FORMATS["markdown"]((WARNING,), strict).startswith(f"### hlcp check {word}: 1 warning\n")


def test_markdown_stays_below_what_a_comment_may_hold_and_counts_the_rest() -> None:
    many = [Finding(Place(f"drafts/a/{n}.md"), "MD-RAW", "*" * 5000, "_" * 5000) for n in range(400)]
    text = FORMATS["markdown"](many, False)
    assert len(text) < 65_536
    assert "\n360 more;" in text


def test_a_fingerprint_stays_when_lines_are_added_above() -> None:
    lower = Finding(Place(ERROR.place.path, 40, 2), ERROR.code, ERROR.message, ERROR.hint)
    assert fingerprints([ERROR]) == fingerprints([lower])
    first, second = fingerprints([ERROR, lower])
    assert first != second


def test_paths_count_from_the_top_of_the_repository() -> None:
    assert placed((ERROR,), "texts/committee")[0].place == Place("texts/committee/drafts/a/01.md", 3, 5)
    assert placed((ERROR,), "") == (ERROR,)


def test_a_broken_report_would_be_found() -> None:
    log = json.loads(FORMATS["sarif"](ALL, False))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not SARIF.is_valid(log)
    issues = json.loads(FORMATS["gitlab"](ALL, False))
    del issues[0]["fingerprint"]
    assert not GITLAB.is_valid(issues)
    assert not JUNIT.validate(
        etree.fromstring('<testsuites><testsuite name="a" tests="1"><x/></testsuite></testsuites>')
    )
