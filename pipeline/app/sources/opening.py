"""Opening a workspace: its configuration, its sessions and its profile, with every mistake in them."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from pipeline.app.sources.places import place_of
from pipeline.app.sources.unfinished import undo_unfinished
from pipeline.formats.models import read
from pipeline.model.config import Profile, SessionFile, WorkspaceFile
from pipeline.model.finding import Finding, FindingsError, PipelineError
from pipeline.model.rules import RULES
from pipeline.model.saying import listed, quoted
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
            FindingsError: its file cannot be read.
            PipelineError: there is none.
        """
        if name in self.sessions:
            return self.sessions[name]
        if name in self.file.sessions:
            raise FindingsError(self.findings)
        hint = f"there are: {', '.join(self.file.sessions)}" if self.file.sessions else "list it in hlcp.yaml"
        raise PipelineError(f"there is no session {quoted(name)}{nearest(name, self.file.sessions)}", hint)


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
    return Opened(
        workspace, file, profile, sessions, (*findings, *more, *_rules(workspace, profile, file), *session_findings)
    )


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
    message = f"the file {problem.what}" if problem.path == path and problem.code != "FILE-MISSING" else str(problem)
    return Finding(Place(path), rule.code, message, problem.hint or rule.remedy, rule.severity)


def found(code: str, place: Place, message: str, hint: str = "") -> Finding:
    """A finding of this code with the severity of its rule."""
    rule = RULES[code]
    return Finding(place, code, message, hint or rule.remedy, rule.severity)


def unknown(what: str, name: str, known: tuple[str, ...], at: Place) -> Finding:
    """That there is no document, session … of this name."""
    hint = f"Write {listed(known, 'or')}; or add the {what} that is named here." if known else ""
    return found("NAME-UNKNOWN", at, f"there is no {what} {quoted(name)}{nearest(name, known)}", hint)


def _refuse_unknown_profile(workspace: Workspace, name: str, findings: tuple[Finding, ...]) -> None:
    path = workspace.profile_file(name)
    if not workspace.files.exists(path):
        names = workspace.files.names(path.rpartition("/")[0])
        known = tuple(each.removesuffix(".yaml") for each in names if each.endswith(".yaml"))
        raise FindingsError(
            (*findings, unknown("profile", name, known, place_of(workspace, WORKSPACE_FILE, "profile")))
        )


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
                unknown(
                    "document", entry.document, file.documents, place_of(workspace, path, "documents", at, "document")
                )
                for at, entry in enumerate(session.documents)
                if entry.document not in file.documents
            ]
    return sessions, tuple(findings)


def _rules(workspace: Workspace, profile: Profile, file: WorkspaceFile) -> tuple[Finding, ...]:
    path = workspace.profile_file(file.profile)
    return tuple(
        found(
            "NAME-UNKNOWN",
            place_of(workspace, path, "rules", code, key=True),
            f"there is no rule {quoted(code)}{nearest(code, RULES)}",
            "Correct the code, or take the line out; docs/reference/findings.md lists all codes.",
        )
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
        raise PipelineError(
            f"there is no document {quoted(wrong[0])}", f"there are: {', '.join(opened.file.documents)}"
        )
