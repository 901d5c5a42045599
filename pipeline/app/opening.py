"""Opening a workspace: its configuration, its sessions and its profile, with every mistake in them."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from pipeline.app.unfinished import undo_unfinished
from pipeline.formats.models import read
from pipeline.model.config import Profile, SessionFile, WorkspaceFile
from pipeline.model.finding import Finding, FindingsError, PipelineError
from pipeline.model.rules import RULES
from pipeline.model.source import Place
from pipeline.store.files import FileProblem
from pipeline.store.workspace import WORKSPACE_FILE, Workspace, find_root
from pipeline.text.problems import nearest

M = TypeVar("M", bound=BaseModel)
YAML_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace that can be worked with.

    Attributes:
        sessions: by name, in the order of `hlcp.yaml`; one whose file is broken is missing, and its findings are here.
        findings: of the configuration.
    """

    workspace: Workspace
    file: WorkspaceFile
    profile: Profile
    sessions: dict[str, SessionFile]
    findings: tuple[Finding, ...]

    def session(self, name: str) -> SessionFile:
        """The session of this name.

        Raises:
            FindingsError: there is none; the finding names the nearest.
        """
        if name not in self.sessions:
            raise FindingsError((unknown("session", name, self.file.sessions, "hlcp.yaml"), *self.findings))
        return self.sessions[name]


def open_workspace(start: Path) -> Opened:
    """Open the workspace that holds this folder.

    Raises:
        PipelineError: there is none here.
        FindingsError: `hlcp.yaml` or the profile cannot be used.
    """
    workspace = Workspace(find_root(start))
    undo_unfinished(workspace)
    file, findings = read_model(workspace, WorkspaceFile, "hlcp.yaml")
    if file is None:
        raise FindingsError(findings)
    _refuse_unknown_profile(workspace, file.profile, findings)
    profile, more = read_model(workspace, Profile, workspace.profile_file(file.profile))
    if profile is None:
        raise FindingsError((*findings, *more))
    sessions, session_findings = _read_sessions(workspace, file)
    return Opened(workspace, file, profile, sessions, (*findings, *more, *_rules(profile, file), *session_findings))


def read_model(workspace: Workspace, model: type[M], path: str) -> tuple[M | None, tuple[Finding, ...]]:
    """Read a YAML file of the workspace into a model."""
    try:
        data = workspace.files.read(path, YAML_BYTES)
    except FileProblem as problem:
        return None, (problem_finding(problem, path),)
    return read(model, data, path)


def problem_finding(problem: FileProblem, path: str) -> Finding:
    """What the disk refused, as a finding."""
    rule = RULES[problem.code]
    return Finding(Place(path), rule.code, str(problem), rule.remedy, rule.severity)


def found(code: str, place: Place, message: str, hint: str = "") -> Finding:
    """A finding of this code with the severity of its rule."""
    rule = RULES[code]
    return Finding(place, code, message, hint or rule.remedy, rule.severity)


def unknown(what: str, name: str, known: tuple[str, ...], path: str) -> Finding:
    """That there is no document, session … of this name."""
    hint = f"there are: {', '.join(known)}; correct the name, or add what it names" if known else ""
    return found("NAME-UNKNOWN", Place(path), f"there is no {what} {name!r}{nearest(name, known)}", hint)


def _refuse_unknown_profile(workspace: Workspace, name: str, findings: tuple[Finding, ...]) -> None:
    path = workspace.profile_file(name)
    if not workspace.files.exists(path):
        names = workspace.files.names(path.rpartition("/")[0])
        known = tuple(each.removesuffix(".yaml") for each in names if each.endswith(".yaml"))
        raise FindingsError((*findings, unknown("profile", name, known, WORKSPACE_FILE)))


def _read_sessions(workspace: Workspace, file: WorkspaceFile) -> tuple[dict[str, SessionFile], tuple[Finding, ...]]:
    sessions: dict[str, SessionFile] = {}
    findings: list[Finding] = []
    for name in dict.fromkeys(file.sessions):
        path = f"comments/{name}/session.yaml"
        session, more = read_model(workspace, SessionFile, path)
        findings += more
        if session is not None:
            sessions[name] = session
            findings += [
                unknown("document", entry.document, file.documents, path)
                for entry in session.documents
                if entry.document not in file.documents
            ]
    return sessions, tuple(findings)


def _rules(profile: Profile, file: WorkspaceFile) -> tuple[Finding, ...]:
    path = f"templates/profiles/{file.profile}.yaml"
    return tuple(
        found("NAME-UNKNOWN", Place(path), f"there is no rule {code!r}{nearest(code, RULES)}")
        for code in profile.rules
        if code not in RULES
    )


def refuse_unknown(opened: Opened, documents: tuple[str, ...]) -> None:
    """Stop when one of these is no document of the workspace.

    Raises:
        PipelineError: with the documents there are.
    """
    wrong = [name for name in documents if name not in opened.file.documents]
    if wrong:
        raise PipelineError(f"there is no document {wrong[0]!r}", f"there are: {', '.join(opened.file.documents)}")
