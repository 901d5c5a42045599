"""The names that a shell offers while somebody types: whatever is wrong in the workspace, it is quiet and quick."""

from pathlib import Path
from typing import NamedTuple

from pipeline.app.sources.opening import read_model
from pipeline.model.config import WorkspaceFile
from pipeline.model.finding import PipelineError
from pipeline.model.submission import MembersFile
from pipeline.store.workspace import MEMBERS, WORKSPACE_FILE, Workspace, find_root


class Names(NamedTuple):
    """Documents and sessions in the order of `hlcp.yaml`, and codes of those who may comment."""

    documents: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()


def names(start: Path) -> Names:
    """The names of the workspace that holds this folder; none where it cannot be read."""
    try:
        workspace = Workspace(find_root(start))
    except PipelineError:
        return Names()
    file, _ = read_model(workspace, WorkspaceFile, WORKSPACE_FILE)
    members, _ = read_model(workspace, MembersFile, MEMBERS)
    return Names(
        tuple(file.documents) if file else (),
        tuple(file.sessions) if file else (),
        tuple(member.code for member in members.members) if members else (),
    )
