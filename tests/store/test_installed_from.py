"""What another machine gives to pip to get the same tool, from what pip noted here (PEP 610)."""

import json
from importlib.metadata import Distribution, PackageNotFoundError
from typing import Any

import pytest

from pipeline import __version__
from pipeline.store import supplies


@pytest.mark.parametrize(
    ("noted", "package"),
    [
        (None, f"hlcp-pipeline=={__version__}"),
        ({"url": "file:///home/somebody/hlcp", "dir_info": {"editable": True}}, ""),
        ({"url": "file:///tmp/hlcp_pipeline-0.1.0-py3-none-any.whl", "archive_info": {}}, ""),
        (
            {"url": "https://git.example.org/hlcp.git", "vcs_info": {"vcs": "git", "commit_id": "1f2e3d"}},
            "git+https://git.example.org/hlcp.git@1f2e3d",
        ),
        (
            {"url": "https://files.example.org/hlcp_pipeline-0.1.0-py3-none-any.whl", "archive_info": {}},
            "https://files.example.org/hlcp_pipeline-0.1.0-py3-none-any.whl",
        ),
    ],
)
def test_an_address_is_passed_on_and_a_folder_of_this_machine_is_not(
    monkeypatch: pytest.MonkeyPatch, noted: dict[str, Any] | None, package: str
) -> None:
    class Noted(Distribution):
        def read_text(self, filename: str) -> str | None:
            assert filename == "direct_url.json"
            return None if noted is None else json.dumps(noted)

        def locate_file(self, path: Any) -> Any:
            raise NotImplementedError

    monkeypatch.setattr(supplies, "distribution", lambda _: Noted())
    assert supplies.installed_from() == package


def test_a_checkout_that_was_never_installed_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Distribution:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(supplies, "distribution", missing)
    assert supplies.installed_from() == ""
