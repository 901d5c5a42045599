"""JSON Schemas for the files of a workspace, made from the models: they are the help that an editor shows.

The files in pipeline/schemas/ are this module's output; a test keeps them equal. A schema is as strict as its model,
with one difference: where a number is expected, an editor calls a number in quotation marks a mistake, and we read it.
"""

import json
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from pipeline.model.config import DocumentFile, Profile, SectionMeta, SessionFile, WorkspaceFile
from pipeline.model.data import DialoguesFile, WorkstreamsFile
from pipeline.model.guidance_file import GuidanceFile
from pipeline.model.lock import Lock
from pipeline.model.submission import DispositionsFile, MembersFile, SubmissionFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

YAML_MODELS: dict[str, type[BaseModel]] = {
    "workspace": WorkspaceFile,
    "document": DocumentFile,
    "section": SectionMeta,
    "session": SessionFile,
    "profile": Profile,
    "members": MembersFile,
    "submission": SubmissionFile,
    "dispositions": DispositionsFile,
    "guidance": GuidanceFile,
    "workstreams": WorkstreamsFile,
    "field-dialogues": DialoguesFile,
}
JSON_MODELS: dict[str, type[BaseModel]] = {"lock": Lock}

_TITLES = {
    "workspace": "Workspace (hlcp.yaml)",
    "document": "Document (drafts/<document>/document.yaml)",
    "section": "Front matter of a section",
    "session": "Session (comments/<session>/session.yaml)",
    "profile": "Profile (templates/profiles/<profile>.yaml)",
    "members": "Registry of members (comments/members.yaml)",
    "submission": "Submission (comments/<session>/<entity>/<document>.yaml)",
    "dispositions": "Dispositions (comments/<session>/dispositions/<document>.yaml)",
    "guidance": "Guidance of the committee (comments/<session>/guidance.yaml)",
    "workstreams": "Workstreams (drafts/<document>/data/workstreams.yaml)",
    "field-dialogues": "Field dialogues (drafts/<document>/data/field-dialogues.yaml)",
    "lock": "Lock of a baseline (lock.json)",
}


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas (2020-12) by the name of what they describe; `lock` is for JSON, all others for YAML."""
    made = {name: _schema(name, model, _loosen) for name, model in YAML_MODELS.items()}
    return made | {name: _schema(name, model, _keep) for name, model in JSON_MODELS.items()}


def schema_files() -> dict[str, str]:
    """The text of each schema file, by its name in pipeline/schemas/."""
    return {f"{name}.schema.json": _text(schema) for name, schema in sorted(schemas().items())}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _schema(name: str, model: type[BaseModel], loosen: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    for part in (schema, *schema.get("$defs", {}).values()):
        _plain_titles(part)
        for prop in part.get("properties", {}).values():
            loosen(prop)
    return {"$schema": DIALECT, "$id": f"{name}.schema.json"} | schema | {"title": _TITLES[name]}


def _plain_titles(part: dict[str, Any]) -> None:
    """Take out pydantic's titles of fields, which only repeat the key, and describe each part by its first line."""
    for prop in part.get("properties", {}).values():
        prop.pop("title", None)
    part["description"] = part.get("description", "").split("\n")[0]


def _keep(_: dict[str, Any]) -> None:
    """JSON tells text from numbers; nothing to do."""


_CONTAINERS = ("array", "object")
_TEXTS = ("string", ["string", "number", "boolean"])
_LIMITS = ("enum", "const", "pattern", "minLength")


def _loosen(field: dict[str, Any]) -> None:
    """Accept what our YAML reads: an editor takes 2025 for a number and an empty value for null, we for text."""
    kind = field.get("type")
    if kind in _TEXTS and not any(limit in field for limit in _LIMITS):
        field["type"] = ["string", "number", "boolean", "null"]
    elif kind in _CONTAINERS and "default" in field:
        field["type"] = [kind, "null"]
    items = field.get("items")
    if isinstance(items, dict):
        _loosen(items)
