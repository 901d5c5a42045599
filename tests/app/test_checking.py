"""`hlcp check`: its JSON, what it accounts for, what a session lives with, and that some test raises every rule."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from pipeline.model.finding import Severity
from pipeline.model.rules import RULES
from tests.app.small import Small

SECTION = "drafts/alpha/01-first.md"
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["schema_version", "findings", "counts"],
    "properties": {
        "schema_version": {"const": 1},
        "counts": {
            "type": "object",
            "additionalProperties": False,
            "required": ["error", "warning", "note", "acknowledged"],
            "patternProperties": {".": {"type": "integer", "minimum": 0}},
        },
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["code", "severity", "file", "line", "column", "message", "hint", "acknowledged"],
                "properties": {
                    "code": {"enum": sorted(RULES)},
                    "severity": {"enum": [str(severity) for severity in Severity]},
                    "file": {"type": "string", "pattern": "^[^/]"},
                    "line": {"type": "integer", "minimum": 1},
                    "column": {"type": "integer", "minimum": 1},
                    "message": {"type": "string", "minLength": 1},
                    "hint": {"type": "string", "minLength": 1},
                    "acknowledged": {"type": "string"},
                },
            },
        },
    },
}


def acknowledging(*rows: tuple[str, str]) -> str:
    lines = "".join(f"  - {{finding: {code}, file: {file}, reason: known}}\n" for code, file in rows)
    return f"title: A session\ndocuments:\n  - {{document: alpha, purpose: approval}}\nacknowledged:\n{lines}"


def test_a_clean_workspace_has_no_findings(small: Small) -> None:
    done = small.check()
    assert (done.code, done.rows) == (0, [])
    jsonschema.validate(json.loads(done.out), SCHEMA)


def test_the_json_has_one_form_whatever_is_wrong(small: Small) -> None:
    small.add(SECTION, "\nSee [](#nowhere), about 5 percent.\n")
    small.write("drafts/alpha/lost.md", "Lost.\n")
    small.write("drafts/beta/document.yaml", "title: [\n")
    small.write("comments/s-1/session.yaml", acknowledging(("REF-DANGLING", SECTION)))
    done = small.check()
    value = json.loads(done.out)
    jsonschema.validate(value, SCHEMA)
    assert {"REF-DANGLING", "STYLE-PERCENT", "FILE-UNUSED", "YAML-SYNTAX"} <= set(done.codes)
    assert sum(value["counts"].values()) == len(value["findings"])
    assert value["counts"]["acknowledged"] == 1
    assert [tuple(row[key] for key in ("file", "line", "column", "code")) for row in done.rows] == sorted(
        tuple(row[key] for key in ("file", "line", "column", "code")) for row in done.rows
    )


def test_a_broken_workspace_file_is_told_in_json_too(small: Small) -> None:
    small.write("hlcp.yaml", "committee: [\n")
    done = small.check()
    assert done.code == 1
    jsonschema.validate(json.loads(done.out), SCHEMA)
    assert done.codes == ["YAML-SYNTAX"]


def test_json_goes_to_stdout_alone(small: Small) -> None:
    small.add(SECTION, "\nSee [](#nowhere).\n")
    done = small.apart("check", "--format", "json")
    json.loads(done.out)
    assert done.code == 1


def test_text_names_place_severity_message_code_and_next_step(small: Small) -> None:
    line = small.add(SECTION, "\nSee [](#p-openin).\n") + 1
    lines = small.run("check").out.splitlines()
    assert lines[0] == (
        f"{SECTION}:{line}:5: error: nothing has the label “p-openin”; did you mean “p-opening”? [REF-DANGLING]"
    )
    assert lines[1].strip().startswith("→ ")


# -- severities


def test_warnings_fail_only_when_strict(small: Small) -> None:
    small.add(SECTION, "\nAbout 5 percent.\n")
    assert small.run("check").code == 0
    assert small.run("check", "--strict").code == 1


@pytest.mark.parametrize(("setting", "codes", "exit_code"), [("error", 1, 1), ("note", 1, 0), ("'off'", 0, 0)])
def test_a_profile_switches_a_rule(small: Small, setting: str, codes: int, exit_code: int) -> None:
    small.add(SECTION, "\nAbout 5 percent.\n")
    small.change("templates/profiles/un-ceb.yaml", "rules: {}", f"rules: {{STYLE-PERCENT: {setting}}}")
    done = small.check()
    assert (done.codes.count("STYLE-PERCENT"), done.code) == (codes, exit_code)


def test_a_rule_that_does_not_exist_cannot_be_switched(small: Small) -> None:
    small.change("templates/profiles/un-ceb.yaml", "rules: {}", "rules: {STYLE-PERCENTS: error}")
    row = next(row for row in small.check().rows if row["code"] == "NAME-UNKNOWN")
    assert "did you mean “STYLE-PERCENT”?" in row["message"]


# -- what only follows from a file that cannot be read


@pytest.mark.parametrize(
    ("path", "text", "codes"),
    [
        ("comments/s-1/session.yaml", "title: A: B\n", ["YAML-SYNTAX"]),
        ("drafts/alpha/document.yaml", "title: Alpha\n", ["KEY-MISSING"]),
        (SECTION, "---\ntitle: A: B\nobjectives: [1]\n---\n\nWords.\n", ["YAML-SYNTAX"]),
        (SECTION, "---\ntitle: First\n---\n\nWörter\n".encode("latin-1"), ["FILE-ENCODING"]),
        ("comments/members.yaml", "members:\n  - MEMBER-A\n", ["VALUE-INVALID"]),
    ],
)
def test_one_mistake_is_one_finding(small: Small, path: str, text: str | bytes, codes: list[str]) -> None:
    small.start_git()
    assert small.run("freeze", "s-1").code == 0
    small.write("comments/members.yaml", "members:\n  - {code: MEMBER-A, name: Member A}\n")
    small.write("comments/s-1/MEMBER-A/alpha.yaml", "entity: MEMBER-A\ndocument: alpha\ncomments: []\n")
    assert small.check().codes == []
    small.write(path, text)
    assert small.check().codes == codes


# -- acknowledged findings


def test_an_acknowledged_finding_is_listed_and_does_not_fail(small: Small) -> None:
    small.add(SECTION, "\nSee [](#nowhere).\n")
    assert small.run("check").code == 1
    small.write("comments/s-1/session.yaml", acknowledging(("REF-DANGLING", SECTION)))
    done = small.check("--strict")
    assert done.code == 0
    assert [(row["code"], row["acknowledged"]) for row in done.rows] == [("REF-DANGLING", "known")]
    assert "error, acknowledged" in small.run("check").out
    assert "because known" in small.run("check").out


def test_an_acknowledgement_covers_its_code_and_file_only(small: Small) -> None:
    small.add(SECTION, "\nSee [](#nowhere).\n")
    small.add("drafts/alpha/02-second.md", "\nSee [](#nowhere).\n")
    small.write("comments/s-1/session.yaml", acknowledging(("REF-DANGLING", SECTION), ("ID-TWICE", SECTION)))
    done = small.check()
    assert done.code == 1
    open_rows = {(row["code"], row["file"]) for row in done.rows if not row["acknowledged"]}
    assert open_rows == {
        ("REF-DANGLING", "drafts/alpha/02-second.md"), ("ACKNOWLEDGED-UNUSED", "comments/s-1/session.yaml")
    }  # fmt: skip


def test_a_paper_with_an_acknowledged_error_is_built_for_that_session_only(small: Small) -> None:
    small.add(SECTION, "\nSee [](#nowhere).\n")
    small.write("comments/s-1/session.yaml", acknowledging(("REF-DANGLING", SECTION)))
    assert small.run("build", "s-1").code == 0
    assert "alpha.docx" in small.pack("s-1")
    assert small.run("build", "s-2").code == 1
    assert "alpha.docx" not in small.pack("s-2")


# -- paths and files


def test_paths_narrow_what_is_shown(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    small.add(SECTION, "\nSee [](#nowhere).\n")
    small.write("drafts/beta/01-only.md", "---\ntitle: Only\n---\n\nSee [](#elsewhere).\n")
    monkeypatch.chdir(small.root)
    assert {row["file"] for row in small.check("drafts/beta").rows} == {"drafts/beta/01-only.md"}
    assert {row["file"] for row in small.check("drafts/beta/01-only.md", SECTION).rows} == {
        "drafts/beta/01-only.md", SECTION
    }  # fmt: skip
    (small.root / "drafts/alph").mkdir()
    assert small.check("drafts/alph").rows == []
    assert len(small.check(".").rows) == 2
    monkeypatch.chdir(small.root / "drafts")
    assert {row["file"] for row in small.check("alpha").rows} == {SECTION}


@pytest.mark.parametrize(
    "path",
    [
        "drafts/alpha/99-lost.md",
        "drafts/alpha/images/lost.svg",
        "drafts/.DS_Store",
        "drafts/gamma/document.yaml",
        "comments/s-1/x.txt",
        "comments/x.yaml",
    ],
)
def test_every_file_is_used_or_reported(small: Small, path: str) -> None:
    small.write(path, "x\n")
    done = small.check()
    assert [row["file"] for row in done.rows if row["code"] == "FILE-UNUSED"] == [path]


def test_a_link_is_a_file_like_others(small: Small) -> None:
    (small.root / "drafts/alpha/link.md").symlink_to("/etc/passwd")
    assert any(row["file"] == "drafts/alpha/link.md" for row in small.check().rows)


def test_check_finds_the_same_with_and_without_a_cache(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    small.add(SECTION, "\nSee [](#nowhere), <b>x</b>.[^z]\n")
    first, second = small.check(), small.check()
    monkeypatch.setenv("HLCP_NO_CACHE", "1")
    assert first.out == second.out == small.check().out


# -- all rules


ELSEWHERE = ("MEMBER-", "COMMENT-", "LEDGER-", "ANCHOR-", "DISPOSITION-", "ROUND-", "MERGE-", "GUIDANCE-", "COLLISION-",
             "PROOF-", "REFERENCE-", "SUBMISSION-", "MATRIX-")  # fmt: skip


def test_every_rule_is_raised_by_some_test() -> None:
    """Of session packs; those of comments have tests of their own."""
    here = Path(__file__)
    texts = [path.read_text("utf-8") for path in here.parents[1].rglob("*") if path.suffix in {".py", ".txt"}]
    named = set(re.findall(r"[A-Z]+(?:-[A-Z]+)+", "\n".join(texts)))
    assert {code for code in RULES if not code.startswith(ELSEWHERE)} - named == set()


def test_every_rule_says_what_it_means_and_what_to_do() -> None:
    for rule in RULES.values():
        assert re.fullmatch(r"[A-Z]+(-[A-Z]+)+", rule.code)
        assert rule.meaning.strip()
        assert rule.remedy.strip()
