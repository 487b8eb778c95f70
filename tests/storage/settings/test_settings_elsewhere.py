"""Settings written in another thread: known at once, written in order, merged with those of others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guards import LogWatch
from stakemap.storage.settings import settings
from stakemap.storage.settings.settings import SettingsStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_changes_are_known_at_once_and_written_when_they_are_run(path: Path) -> None:
    later: list[Callable[[], object]] = []
    store = SettingsStore(path, run=later.append)
    store.load()
    assert store.update(author="Ada").author == "Ada"
    assert store.add_recent(path.with_name("a.json")).author == "Ada"
    assert not path.exists()
    for write in later:
        write()
    written = SettingsStore(path).load()
    assert written.author == "Ada"
    assert [Path(one.path).name for one in written.recent] == ["a.json"]


def test_what_others_wrote_is_kept_and_known_once_nothing_is_left_to_write(path: Path) -> None:
    later: list[Callable[[], object]] = []
    store = SettingsStore(path, run=later.append)
    store.load()
    store.update(author="Ada")
    SettingsStore(path).update(evenly_within=20.0)
    store.update(undecided_below=7.0)
    later[0]()
    assert store.update(author="Ada B.").undecided_below == 7.0, "a change that is to be written is known"
    for write in later[1:]:
        write()
    known = store.update(theme="dark")
    assert (known.author, known.evenly_within, known.undecided_below) == ("Ada B.", 20.0, 7.0)


def test_what_another_process_wrote_of_traces_is_known_without_a_write(path: Path) -> None:
    later: list[Callable[[], object]] = []
    store, other = SettingsStore(path, run=later.append), SettingsStore(path)
    store.load()
    assert not store.leaves_no_traces("a")
    other.set_untraced("a", True)
    assert store.leaves_no_traces("a")
    store.update(author="Ada")
    store.set_untraced("b", True)
    other.set_untraced("c", True)
    assert [store.leaves_no_traces(each) for each in "abcd"] == [True, True, True, False]
    later.pop(0)()
    other.set_untraced("d", True)
    assert [store.leaves_no_traces(each) for each in "abcd"] == [True] * 4
    later.pop(0)()
    other.set_untraced("a", False)
    assert [store.leaves_no_traces(each) for each in "abcd"] == [False, True, True, True]
    assert store.update().author == "Ada"


def test_the_file_is_read_again_only_once_it_was_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SettingsStore(path)
    store.set_untraced("a", True)
    read: list[Path] = []
    whole = settings.read_file
    monkeypatch.setattr(settings, "read_file", lambda path, limits: read.append(path) or whole(path, limits))
    assert all(store.leaves_no_traces("a") for _ in range(3))
    assert read == []
    SettingsStore(path).set_untraced("b", True)
    read.clear()
    assert all(store.leaves_no_traces("b") for _ in range(3))
    assert read == [path]


def test_a_map_leaves_no_traces_though_the_settings_are_gone(path: Path) -> None:
    store = SettingsStore(path)
    store.set_untraced("a", True)
    path.unlink()
    assert store.leaves_no_traces("a")


def test_what_could_not_be_written_is_not_forgotten(
    path: Path, monkeypatch: pytest.MonkeyPatch, expected_log: LogWatch
) -> None:
    expected_log.expect("could not be kept")
    store = SettingsStore(path)
    with monkeypatch.context() as patch:
        patch.setattr(settings, "write_bytes_safely", _refused)
        store.set_untraced("a", True)
    SettingsStore(path).set_untraced("b", True)
    assert store.leaves_no_traces("a")
    assert store.leaves_no_traces("b")


def _refused(*_: object) -> None:
    raise OSError("no")
