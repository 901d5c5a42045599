import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from pipeline.formats.models import read
from pipeline.formats.schemas import YAML_MODELS, schema_files, schemas

FOLDER = Path(__file__).parents[2] / "pipeline" / "schemas"


def test_the_committed_schemas_are_those_of_the_models() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.schema.json")}
    assert committed == schema_files()


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_schema_is_valid_and_closed(name: str) -> None:
    schema = schemas()[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{name}.schema.json"
    assert schema["title"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", sorted(YAML_MODELS))
def test_every_key_has_a_description(name: str) -> None:
    schema = schemas()[name]
    for part in (schema, *schema.get("$defs", {}).values()):
        for key, field in part.get("properties", {}).items():
            assert field.get("description"), key


SAMPLES = [
    ("document", "title: x\nsections: [a.md]\n", True),
    ("document", "title: 2025\nsections: [a.md]\nfront:\nprepared-by:\n", True),
    ("document", "title: x\nsections: [a.md]\nprepared_by: y\n", False),
    ("document", "title: x\n", False),
    ("document", "title: x\nsections: [../a.md]\n", False),
    ("document", "title: [x]\nsections: [a.md]\n", False),
    ("document", "title: x\nsections: a.md\n", False),
    ("section", "title: x\nobjectives: [1, G2, 1.10]\nresponds-to: [G1]\n", True),
    ("section", "{}", True),
    ("section", "objectives: 1\n", False),
    ("section", "objectives: [[1]]\n", False),
    ("session", "title: x\ndocuments: [{document: a, purpose: approval}]\n", True),
    ("session", "title: x\ndocuments: [{document: a, purpose: approve}]\n", False),
    ("session", "title: x\ndocuments: []\nrounds: [{id: 1, closes: 2025-07-15T23:59:00-04:00, sample: true}]\n", True),
    ("session", "title: x\ndocuments: []\nrounds: [{id: one, closes: x}]\n", False),
    ("session", "title: x\ndocuments: []\nrounds: [{id: 1, closes: x, sample: perhaps}]\n", False),
    ("session", "title: x\ndocuments: []\nacknowledged: [{finding: A, file: b, reason: ''}]\n", False),
    ("profile", "name: x\npage: {width: 210, margin-top: 25.5}\nrules: {WORD-LIMIT: off}\n", True),
    ("profile", "name: x\npage: {width: 20}\n", False),
    ("profile", "name: x\nrules: {WORD-LIMIT: maybe}\n", False),
    ("profile", "name: x\nheadings: [decimal, roman]\n", False),
    (
        "workspace",
        "committee: {name: a, short: b, organization: c}\nworkstream: x\nprofile: un\ndocuments: [a]\nsessions: []\n",
        True,
    ),
    ("workspace", "committee: {name: a}\nworkstream: x\nprofile: un\ndocuments: [a]\nsessions: []\n", False),
    ("workspace", "committee: a\nworkstream: x\nprofile: un\ndocuments: [a]\nsessions: []\n", False),
    (
        "workspace",
        "committee: {name: a, short: b, organization: c}\nworkstream: x\nprofile: U N\ndocuments: [a]\nsessions: []\n",
        False,
    ),
]


@pytest.mark.parametrize(("name", "text", "good"), SAMPLES)
def test_schema_and_model_agree(name: str, text: str, good: bool) -> None:
    value = json.loads(
        json.dumps(YAML(typ="safe", pure=True).load(text), default=str)
    )  # an editor takes a date for text
    assert Draft202012Validator(schemas()[name]).is_valid(value) is good
    assert (read(YAML_MODELS[name], text.encode(), "f")[0] is not None) is good


def test_the_editor_settings_name_schemas_that_exist() -> None:
    settings = json.loads((FOLDER.parents[1] / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    named = [*settings["yaml.schemas"], *(entry["url"] for entry in settings["json.schemas"])]
    assert {Path(name).name for name in named} <= set(schema_files())
