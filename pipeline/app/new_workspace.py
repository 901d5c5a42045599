"""The files of a workspace for another committee: what people own from the first day, and what the tool brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import NamedTuple

from pipeline.formats.schemas import schema_files
from pipeline.formats.yaml_dump import dump
from pipeline.store.supplies import supplies

PROFILE = "papers"
_UNITED_NATIONS = "united nations"
_OUTSIDE = {"placeholders": ["date", "venue"], "disclaimer": "Working text.", "word-limit": 0, "acronyms": []}
_SOURCE_PROFILE = "profiles/un-ceb.yaml"
_SECTION = "01-purpose.md"
_PLACES = {
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "editorconfig": ".editorconfig",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "vscode-settings.json": ".vscode/settings.json",
    "vscode-extensions.json": ".vscode/extensions.json",
}
CI_PLACES = {"github.yml": ".github/workflows/papers.yml", "gitlab.yml": ".gitlab-ci.yml"}
_ROUND = """\
# A round of comments on the frozen text, once it is known when it closes: take away the # and correct the date.
# rounds:
#   - {id: 1, closes: 2030-01-31T23:59:00Z}
"""


class Named(NamedTuple):
    """A document, session or member: its name in paths, or its code, and its title or full name."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """What is asked about another committee.

    Attributes:
        name: of the committee, in full.
        short: its usual short form.
        organization: first line of the cover.
        workstream: what the documents are about.
        documents: at least one.
        sessions: at least one, in the order of time; the first one has all documents on its table.
        members: who may comment.
        ci: names of the forges whose files are written: "github", "gitlab".
        package: what pip installs there; empty when that is still to be written into these files.
    """

    name: str
    short: str
    organization: str
    workstream: str
    documents: tuple[Named, ...]
    sessions: tuple[Named, ...]
    members: tuple[Named, ...] = ()
    ci: tuple[str, ...] = ("github", "gitlab")
    package: str = ""


def contents(new: NewWorkspace) -> dict[str, bytes]:
    """All files of a new workspace by their paths in it.

    Raises:
        EnvironmentProblem: what comes with the tool was not installed.
    """
    texts = {"hlcp.yaml": _workspace(new), "comments/members.yaml": _members(new)}
    section = supplies("workspace")["section.md"].decode()
    for document in new.documents:
        texts[f"drafts/{document.name}/document.yaml"] = _document(document)
        texts[f"drafts/{document.name}/{_SECTION}"] = section
    for session in new.sessions:
        texts[f"comments/{session.name}/session.yaml"] = _session(session, new)
    texts |= {f"schemas/{name}": text for name, text in schema_files().items()}
    texts |= _furniture(new)
    return {path: text.encode() for path, text in texts.items()} | _templates(new)


def _workspace(new: NewWorkspace) -> str:
    committee = {"name": new.name, "short": new.short, "organization": new.organization}
    value = {
        "committee": committee,
        "workstream": new.workstream,
        "profile": PROFILE,
        "documents": [document.name for document in new.documents],
        "sessions": [session.name for session in new.sessions],
    }
    return dump(value, comment=_head("", "workspace", "Who meets, what is drafted, and the sessions in order of time."))


def _members(new: NewWorkspace) -> str:
    comment = _head("../", "members", "Who may comment: a code of capitals, and the full name.")
    return dump({"members": [{"code": code, "name": name} for code, name in new.members]}, comment=comment)


def _document(document: Named) -> str:
    comment = _head("../../", "document", "What the document is, and its sections in order.")
    return dump({"title": document.title, "sections": [_SECTION]}, comment=comment)


def _session(session: Named, new: NewWorkspace) -> str:
    """All documents are on the table of the first session; what is known of the later ones, people add."""
    first = session == new.sessions[0]
    table = [{"document": document.name, "purpose": "discussion"} for document in new.documents if first]
    comment = _head("../../", "session", "Add `date:` and `venue:` once they are public; until then papers say so.")
    return dump({"title": session.title, "documents": table}, comment=comment) + _ROUND


def _head(up: str, schema: str, words: str) -> str:
    return f"yaml-language-server: $schema={up}schemas/{schema}.schema.json\n{words}"


def _furniture(new: NewWorkspace) -> dict[str, str]:
    """README, editor settings, hooks and CI files."""
    given = {name: data.decode() for name, data in supplies("workspace").items()}
    texts = {place: given[name] for name, place in _PLACES.items()}
    texts["README.md"] = Template(texts["README.md"]).substitute(
        name=new.name, workstream=new.workstream, document=new.documents[0].name, session=new.sessions[0].name
    )
    for name, data in supplies("ci").items():
        if name.partition(".")[0] in new.ci:
            texts[CI_PLACES[name]] = _installing(data.decode(), new.package)
    return texts


def _installing(text: str, package: str) -> str:
    """A CI file that installs this package."""
    return text.replace("|| ''", f"|| '{package}'").replace('HLCP_PACKAGE: ""', f'HLCP_PACKAGE: "{package}"')


def _templates(new: NewWorkspace) -> dict[str, bytes]:
    files = {f"templates/{path}": data for path, data in supplies("templates").items()}
    source = files.pop(f"templates/{_SOURCE_PROFILE}").decode()
    return files | {f"templates/profiles/{PROFILE}.yaml": _profile(source, new).encode()}


def _profile(source: str, new: NewWorkspace) -> str:
    """The profile that comes with the tool, renamed; outside the United Nations it does not speak of them."""
    values: dict[str, object] = {"name": f"Papers of the {new.name}"}
    left_out: tuple[str, ...] = ("# How papers of",)
    if _UNITED_NATIONS not in new.organization.lower():
        values |= _OUTSIDE
        left_out += ("# I. / A.", "# The limit of")
    lines = [_with_value(line, values) for line in source.splitlines() if not line.startswith(left_out)]
    text = "\n".join([*lines, ""])
    return text.replace("pipeline/schemas/", "schemas/")


def _with_value(line: str, values: Mapping[str, object]) -> str:
    key = line.partition(":")[0]
    return dump({key: values[key]}).rstrip("\n") if key in values else line
