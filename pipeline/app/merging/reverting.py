"""`hlcp merge --revert`: take one proposal out of the text again, and open its decision."""

from pipeline.app.merging.committing import WAIT, clean_repository
from pipeline.app.rounds.files import MATRIX_BYTES
from pipeline.app.rounds.ledgers import RoundView, comment_named, round_of
from pipeline.app.sources.opening import Opened
from pipeline.formats.yaml_edit import Change, apply
from pipeline.model.comment import CommentName
from pipeline.model.finding import PipelineError
from pipeline.review.minutes import revert_message
from pipeline.review.undoing import undone
from pipeline.store.cache import Cache
from pipeline.store.git import Repository
from pipeline.store.git_series import Step
from pipeline.store.git_trailers import Brought, brought_in
from pipeline.store.lock import BuildLock

SECTION_BYTES = 1024 * 1024


def revert(opened: Opened, session: str, wanted: tuple[str, str], cache: Cache) -> tuple[str, str]:
    """Take the words of a comment out again; returns the id of the commit and the file of decisions.

    Args:
        opened: the workspace.
        session: on whose text the comment was made.
        wanted: its name, and its document or "".
        cache: for the ledger.

    Raises:
        PipelineError: no commit brought it in, it came together with others, or its words were changed since. Nothing
            has changed then.
    """
    repository = clean_repository(opened, session)
    with BuildLock(opened.workspace.build, WAIT):
        view = round_of(opened, session, cache)
        name = comment_named(view.ledger, *wanted).comment.name
        brought = _brought(repository, name)
        path = f"{opened.workspace.session_folder(session)}/dispositions/{name.document}.yaml"
        files = _sections(opened, repository, brought, name) | {path: _opened(opened, view, brought, path)}
        message = revert_message(brought.names, name, brought.oid)
        (oid,) = repository.commit_series([Step(repository.identity_or_fail(), message, files)])
        return oid, path


def _brought(repository: Repository, name: CommentName) -> Brought:
    brought = brought_in(repository).get(str(name))
    if brought is None:
        hint = "`hlcp status` says what became of it; words that somebody wrote by hand are taken out by hand"
        raise PipelineError(f"no commit of hlcp merge brought {name.short} in", hint)
    if brought.requests > 1:
        hint = "open its decision with hlcp dispose, and take its words out by hand"
        raise PipelineError(f"{name.short} came in together with others, in commit {brought.oid[:12]}", hint)
    return brought


def _sections(opened: Opened, repository: Repository, brought: Brought, name: CommentName) -> dict[str, bytes | None]:
    folder = opened.workspace.draft_folder(name.document)
    before = repository.files_at(repository.resolve(f"{brought.oid}^"), folder)
    after = repository.files_at(brought.oid, folder)
    files: dict[str, bytes | None] = {}
    for path in sorted(path for path in after if before.get(path) != after[path]):
        today = opened.workspace.files.read(path, SECTION_BYTES).decode()
        crlf = b"\r\n" not in after[path] and "\r\n" in today
        made = undone(
            before.get(path, b"").decode(), after[path].decode(), today.replace("\r\n", "\n") if crlf else today
        )
        if made is None:
            hint = "open its decision with hlcp dispose, and take its words out by hand"
            raise PipelineError(f"the words that {name.short} brought into {path} were changed since", hint)
        files[path] = (made.replace("\n", "\r\n") if crlf else made).encode()
    return files


def _opened(opened: Opened, view: RoundView, brought: Brought, path: str) -> bytes:
    """The decisions, with those on all comments that the commit brought opened again."""
    changes = [
        Change(entry.comment.name.short, {"decision": "", "of": entry.comment.fingerprint})
        for entry in view.ledger.entries
        if str(entry.comment.name) in brought.names
    ]
    return apply(opened.workspace.files.read(path, MATRIX_BYTES), changes, path)
