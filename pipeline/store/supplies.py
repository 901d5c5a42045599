"""The files that come with the tool for a new workspace: templates, CI files, a first section; and where it came from.

In a wheel they are all inside the package. In a checkout, templates and CI files stand where people look for them, and
pyproject.toml says how they get into the wheel.
"""

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pipeline
from pipeline import __version__
from pipeline.model.finding import EnvironmentProblem

_PACKAGE = Path(pipeline.__file__).parent
_DISTRIBUTION = "hlcp-pipeline"
_CHECKOUT = {"templates": "templates", "ci": "docs/how-to/ci"}


def supplies(kind: str) -> dict[str, bytes]:
    """The files of one kind, by their paths.

    Args:
        kind: "workspace", "templates" or "ci".

    Raises:
        EnvironmentProblem: they were not installed.
    """
    places = [_PACKAGE / "data" / kind]
    places += [_PACKAGE.parent / _CHECKOUT[kind]] if kind in _CHECKOUT else []
    folder = next((place for place in places if place.is_dir()), None)
    if folder is None:
        raise EnvironmentProblem(f"the {kind} files that come with hlcp are not there", "install hlcp again")
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def installed_from() -> str:
    """What another machine gives to pip to get this tool; empty when it came from a folder of this machine.

    What pip noted is described in PEP 610: nothing for a package that an index had.
    """
    try:
        noted = distribution(_DISTRIBUTION).read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    if noted is None:
        return f"{_DISTRIBUTION}=={__version__}"
    origin = json.loads(noted)
    if "vcs_info" in origin:
        return f"{origin['vcs_info']['vcs']}+{origin['url']}@{origin['vcs_info']['commit_id']}"
    return str(origin["url"]) if origin["url"].startswith("https://") else ""
