from pathlib import Path

import pytest

from pipeline.model.finding import PipelineError
from pipeline.store.workspace import Workspace, find_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "hlcp.yaml").write_text("")
    return tmp_path


def put(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"")


def test_the_workspace_is_found_from_any_folder_and_file_inside(root: Path) -> None:
    put(root, "drafts/mapping/01-purpose.md")
    for start in (root, root / "drafts/mapping", root / "drafts/mapping/01-purpose.md", root / "drafts/not-there"):
        assert find_root(start) == root


def test_the_nearest_workspace_is_the_one(root: Path) -> None:
    put(root, "examples/small/hlcp.yaml", "examples/small/drafts/x/a.md")
    assert find_root(root / "examples/small/drafts") == root / "examples/small"


def test_outside_a_workspace_the_message_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "hlcp.yaml").mkdir()
    with pytest.raises(PipelineError, match="there is no workspace here") as caught:
        find_root(tmp_path)
    assert "hlcp init" in caught.value.hint
    assert caught.value.exit_code == 2


def test_baselines_come_in_the_order_of_their_revisions(root: Path) -> None:
    folder = "comments/hlcp-48"
    put(root, *(f"{folder}/baseline{end}/mapping/lock.json" for end in ("-rev10", "-rev2", "", "-rev1")))
    put(root, f"{folder}/baseline-rev3/other/lock.json", f"{folder}/session.yaml")
    (root / folder / "baseline-rev4" / "mapping").mkdir(parents=True)
    workspace = Workspace(root)
    assert workspace.baselines("hlcp-48", "mapping") == (
        (0, f"{folder}/baseline/mapping"),
        (1, f"{folder}/baseline-rev1/mapping"),
        (2, f"{folder}/baseline-rev2/mapping"),
        (10, f"{folder}/baseline-rev10/mapping"),
    )
    assert workspace.baselines("hlcp-49", "mapping") == ()
    assert workspace.baseline_roots("hlcp-48")[:2] == (f"{folder}/baseline", f"{folder}/baseline-rev1")
    assert all(
        path == workspace.baseline_folder("hlcp-48", "mapping", n)
        for n, path in workspace.baselines("hlcp-48", "mapping")
    )


@pytest.mark.parametrize(
    "name", ["baseline-rev0", "baseline-rev01", "baseline-rev", "baselines", "baseline-rev-1", "Baseline"]
)
def test_a_folder_with_another_name_is_no_baseline_but_is_listed(root: Path, name: str) -> None:
    put(root, f"comments/hlcp-48/{name}/mapping/lock.json")
    assert Workspace(root).baselines("hlcp-48", "mapping") == ()
    assert Workspace(root).inventory() == (f"comments/hlcp-48/{name}/mapping/lock.json",)


def test_a_baseline_that_is_a_link_is_not_overlooked(root: Path) -> None:
    put(root, "elsewhere/mapping/lock.json", "comments/hlcp-48/session.yaml")
    (root / "comments/hlcp-48/baseline").symlink_to(root / "elsewhere")
    assert Workspace(root).baselines("hlcp-48", "mapping") == ((0, "comments/hlcp-48/baseline/mapping"),)


def test_the_inventory_has_every_file_of_drafts_and_comments_and_no_other(root: Path) -> None:
    put(
        root, "drafts/b.md", "drafts/.DS_Store", "comments/members.yaml", "build/x.docx", "templates/t.typ", "README.md"
    )
    (root / "drafts/link").symlink_to("b.md")
    assert Workspace(root).inventory() == ("comments/members.yaml", "drafts/.DS_Store", "drafts/b.md", "drafts/link")


def test_an_empty_workspace_has_an_empty_inventory(root: Path) -> None:
    assert Workspace(root).inventory() == ()
