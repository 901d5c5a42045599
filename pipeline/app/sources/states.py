"""What results that are kept between commands depend on."""

from pipeline.app.sources.fonts import font_state
from pipeline.app.sources.opening import Opened
from pipeline.store.cache import key
from pipeline.store.git import Repository
from pipeline.store.git_history import history_state


def state_of(opened: Opened) -> str:
    """A digest of everything that findings and ledgers depend on but our own code.

    That is every file under drafts/ and comments/, the settings, the profile with its fonts, and what the history of
    Git can tell.
    """
    files = opened.workspace.files
    paths = (
        "hlcp.yaml",
        opened.workspace.profile_file(opened.file.profile),
        *opened.workspace.inventory(),
    )
    repository = Repository.find(opened.workspace.root)
    history = history_state(repository) if repository else "no repository"
    return key(*(f"{files.digest(path)} {path}" for path in paths), font_state(opened), history)
