"""Which sessions have a round: told from the names of files, so that a pack without one loads nothing that reads it."""

from pipeline.app.sources.opening import Opened


def has_submissions(opened: Opened, session: str) -> bool:
    """Whether anybody has commented on a session."""
    workspace = opened.workspace
    folder = workspace.session_folder(session)
    inner = [name for name in workspace.files.names(folder) if not name.startswith(("baseline", "dispositions"))]
    return any(name.endswith(".yaml") for entity in inner for name in workspace.files.names(f"{folder}/{entity}"))


def has_round(opened: Opened, session: str) -> bool:
    """Whether a session has a round: comments, decisions, or a window for them."""
    decided = opened.workspace.files.names(f"{opened.workspace.session_folder(session)}/dispositions")
    return bool(opened.session(session).rounds or decided) or has_submissions(opened, session)


def answered_round(opened: Opened, session: str) -> str | None:
    """The nearest earlier session with comments whose answers this session is told."""
    names = opened.file.sessions[: opened.file.sessions.index(session)]
    return next((name for name in reversed(names) if name in opened.sessions and has_round(opened, name)), None)
