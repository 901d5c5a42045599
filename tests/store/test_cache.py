import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store.cache import Cache, key

PARTS = st.lists(st.one_of(st.text(), st.binary()), max_size=5)


@given(PARTS, PARTS)
def test_other_parts_have_another_key(one: list[str | bytes], two: list[str | bytes]) -> None:
    assert (key(*one) == key(*two)) == (one == two)


def test_parts_cannot_slide_into_each_other() -> None:
    assert len({key("ab", "c"), key("a", "bc"), key("abc"), key(b"abc"), key("abc", ""), key()}) == 6


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert cache.get("sections", key("a")) is None
    cache.put("sections", key("a"), b"data")
    cache.put("sections", key("empty"), b"")
    assert Cache(tmp_path / "cache").get("sections", key("a")) == b"data"
    assert cache.get("sections", key("empty")) == b""
    assert cache.get("papers", key("a")) is None


def entry(folder: Path) -> Path:
    return next(path for path in folder.rglob("*") if path.is_file())


def test_an_entry_that_was_cut_short_or_altered_is_missing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("papers", key("a"), b"data")
    whole = entry(tmp_path).read_bytes()
    broken = [whole[:length] for length in range(len(whole))] + [whole + b"x"]
    broken += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))]
    for data in broken:
        entry(tmp_path).write_bytes(data)
        assert cache.get("papers", key("a")) is None
    cache.put("papers", key("a"), b"data")
    assert cache.get("papers", key("a")) == b"data"


def test_an_entry_in_the_place_of_another_is_missing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("papers", key("a"), b"data")
    name = key("b")
    target = tmp_path / "papers" / name[:2] / name
    target.parent.mkdir(parents=True, exist_ok=True)
    entry(tmp_path).rename(target)
    assert cache.get("papers", name) is None


def test_the_environment_and_the_caller_can_switch_it_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(tmp_path).put("papers", key("a"), b"data")
    assert Cache(tmp_path, enabled=False).get("papers", key("a")) is None
    monkeypatch.setenv("HLCP_NO_CACHE", "1")
    cache = Cache(tmp_path / "other")
    cache.put("papers", key("a"), b"data")
    assert not (tmp_path / "other").exists()


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file is in the way")
    cache = Cache(tmp_path / "cache")
    cache.put("papers", key("a"), b"data")
    assert cache.get("papers", key("a")) is None


@pytest.mark.parametrize(("kind", "name"), [("../x", key("a")), ("papers", "../../x"), ("", key("a")), ("papers", "")])
def test_names_cannot_lead_out_of_the_cache(tmp_path: Path, kind: str, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        Cache(tmp_path).put(kind, name, b"")


def test_pruning_keeps_what_was_used_last(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number, name in enumerate("abcd"):
        cache.put("papers", key(name), bytes(1000))
        os.utime(tmp_path / "papers" / key(name)[:2] / key(name), (number, number))
    size = entry(tmp_path).stat().st_size
    assert cache.get("papers", key("a")) is not None  # used now, so b is the oldest
    assert cache.prune(2 * size) == 2 * size
    assert [name for name in "abcd" if cache.get("papers", key(name))] == ["a", "d"]
    assert cache.prune(0) == 2 * size
    assert Cache(tmp_path / "never made").prune(10) == 0
